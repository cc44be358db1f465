package app

import (
	"context"
	"fmt"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/passkey"
)

// Erase erases a person, for good.
type Erase struct {
	Database `embed:""`
	Secrets  `embed:""`
	User     string `arg:"" help:"The user's id."`
}

// Run implements kong's command. The key goes last: whatever fails before can be done
// again, by the same command.
func (c *Erase) Run(ctx context.Context, to streams) error {
	user, err := id.Parse(c.User)
	if err != nil {
		return err
	}
	return c.offline(ctx, to, c.Secrets, func(p *platform) error {
		if _, err := p.subject(ctx, user); err != nil {
			return err
		}
		if err := p.sessions.EndAll(ctx, user); err != nil {
			return err
		}
		if err := passkey.Erase(ctx, p.pool, user); err != nil {
			return err
		}
		if err := p.vault.Destroy(ctx, user.String()); err != nil {
			return err
		}
		_, err := fmt.Fprintf(to.out, "%s was erased: signed out everywhere, without passkeys, and what was sealed for them can't be read again\n", user)
		return err
	})
}
