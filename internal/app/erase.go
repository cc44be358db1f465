package app

import (
	"context"
	"fmt"
	"strings"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/passkey"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/transactions"
	"github.com/sensasiwangi/sambatan/services/identity"
)

// Erase erases a person, for good.
type Erase struct {
	Database  `embed:""`
	Secrets   `embed:""`
	OpenMoney bool   `help:"Erase them even though we hold money for them, or owe it: nobody will be able to tell where it should go."`
	User      string `arg:"" help:"The user's id."`
}

// Run implements kong's command. The key goes last, and then the log says so: whatever fails
// can be done again, by the same command.
func (c *Erase) Run(ctx context.Context, to streams) error {
	user, err := id.Parse(c.User)
	if err != nil {
		return err
	}
	return c.offline(ctx, to, c.Secrets, func(p *platform) error {
		subject, err := p.subject(ctx, user)
		if err != nil {
			return err
		}
		if !c.OpenMoney {
			if err := p.nothingOpen(ctx, subject); err != nil {
				return err
			}
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
		erased := identity.Users.Command(user.String(), identity.Erase{OpenMoney: c.OpenMoney}, byCommandLine())
		if _, err := p.store.Execute(ctx, erased); err != nil {
			return fmt.Errorf("their key is destroyed, but the log does not say so; give the command again: %w", err)
		}
		_, err = fmt.Fprintf(to.out, "%s was erased: signed out everywhere, without passkeys, and what was sealed for them can't be read again\n", user)
		return err
	})
}

// nothingOpen refuses while there is money of a person's that has not reached its end: their
// account for it is among what would be lost.
func (p *platform) nothingOpen(ctx context.Context, person session.Subject) error {
	var open []transactions.Balance
	err := p.read(ctx, person, func(ctx context.Context, q projections.Querier) (err error) {
		open, err = transactions.OpenOf(ctx, q, person.User)
		return err
	})
	if err != nil || len(open) == 0 {
		return err
	}
	var left []string
	for _, account := range open {
		left = append(left, fmt.Sprintf("%d in %s", -account.Net(), account.Account))
	}
	return fmt.Errorf("%s has money here that is not at its end (rupiah): %s; let it be paid out first, or erase with --open-money", person.User, strings.Join(left, ", "))
}
