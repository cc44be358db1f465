package app

import (
	"context"
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/services/identity"
)

// Token issues an API token for a user's programs.
type Token struct {
	Database `embed:""`
	Secrets  `embed:""`
	User     string        `arg:"" help:"The user's id."`
	Name     string        `arg:"" help:"What it is for: shown where tokens are listed."`
	Life     time.Duration `default:"720h" help:"How long it works."`
}

// Run implements kong's command. The token is printed once and stored nowhere.
func (c *Token) Run(ctx context.Context, to streams) error {
	user, err := id.Parse(c.User)
	if err != nil {
		return err
	}
	return c.offline(ctx, to, c.Secrets, func(p *platform) error {
		subject, err := p.subject(ctx, user)
		if err != nil {
			return err
		}
		token, err := p.sessions.IssueToken(ctx, subject, c.Name, c.Life)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(to.out, token)
		return err
	})
}

// subject is a registered user, as the log knows them.
func (p *platform) subject(ctx context.Context, user id.ID) (session.Subject, error) {
	state, version, err := eventstore.Load(ctx, p.store, identity.Users, user.String())
	if err == nil && version == 0 {
		err = fmt.Errorf("there is no user %s", user)
	}
	return session.Subject{User: user, Roles: state.Roles, Brand: state.Brand}, err
}
