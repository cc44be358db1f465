package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/mailer"
	"github.com/sensasiwangi/sambatan/internal/passkey"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/users"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/ui"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// addressKey is what e-mail addresses are marked with.
func (p *platform) addressKey() []byte { return p.key("addresses") }

// askLink has a sign-in link sent to whoever has the address. It takes as long, and
// leaves the same behind, whether anybody has.
func (p *platform) askLink(ctx context.Context, address, back string) error {
	job := mailer.SignInJob{Mark: session.Mark(p.addressKey(), address), Back: back, Asked: time.Now()}
	err := pgx.BeginFunc(ctx, p.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SET LOCAL ROLE sambatan_web"); err != nil {
			return fmt.Errorf("ask for a sign-in link: %w", err)
		}
		return p.letterbox.Ask(ctx, tx, job)
	})
	if errors.Is(err, mailer.ErrEnoughLinks) {
		return ui.ErrEnoughLinks
	}
	return err
}

// keyChanged has the owner of a passkey told, in the transaction of the change.
func (p *platform) keyChanged(ctx context.Context, tx pgx.Tx, change passkey.Change) error {
	return p.letterbox.Put(ctx, tx, mailer.KeyJob{Change: change})
}

// clerk implements mailer.Clerk.
type clerk struct {
	mailDesk

	platform *platform
}

// markAtOnce is how many addresses are marked in one step.
const markAtOnce = 500

// Owners implements mailer.Clerk. Addresses of those who have registered since it was
// last asked are marked first: only here can they be opened.
func (c clerk) Owners(ctx context.Context, mark []byte) ([]id.ID, error) {
	last, err := c.platform.sessions.LastOwner(ctx)
	for more := err == nil; more; {
		last, more, err = c.markAfter(ctx, last)
	}
	if err != nil {
		return nil, fmt.Errorf("mark addresses: %w", err)
	}
	return c.platform.sessions.OwnersOf(ctx, mark)
}

// markAfter marks the addresses of the next users after a position; more tells whether
// there may be others behind them.
func (c clerk) markAfter(ctx context.Context, position int64) (last int64, more bool, err error) {
	var found []users.Registration
	err = c.Read(ctx, operator, func(ctx context.Context, q projections.Querier) (err error) {
		found, err = users.After(ctx, q, eventstore.Position(position), markAtOnce)
		return err
	})
	if err != nil || len(found) == 0 {
		return position, false, err
	}
	persons := make([]string, len(found))
	for i, user := range found {
		persons[i] = user.ID.String()
	}
	keys, err := c.platform.vault.Keys(ctx, persons)
	if err != nil {
		return position, false, err
	}
	owners := make([]session.Owner, 0, len(found))
	for _, user := range found {
		var address string
		key, known := keys[user.ID.String()]
		if !known || user.Email.Empty() {
			continue // erased
		}
		if err := eventstore.Open(key, "email", user.Email, &address); err != nil { // nobody else should have to wait for it
			c.platform.logger.ErrorContext(ctx, "an address can't be opened", "user", user.ID.String(), "error", err)
			continue
		}
		owners = append(owners, session.Owner{User: user.ID, Mark: session.Mark(c.platform.addressKey(), address), Registered: int64(user.Position)})
	}
	last = int64(found[len(found)-1].Position)
	return last, len(found) == markAtOnce, c.platform.sessions.AddOwners(ctx, owners)
}

// SignIn implements mailer.Clerk. The link signs in with the roles of this moment.
func (c clerk) SignIn(ctx context.Context, person id.ID, to notification.Address, job mailer.SignInJob) (notification.Letter, error) {
	var user users.User
	err := c.Read(ctx, operator, func(ctx context.Context, q projections.Querier) (err error) {
		user, err = users.ByID(ctx, q, person)
		return err
	})
	if err != nil {
		return notification.Letter{}, err
	}
	subject := session.Subject{User: user.ID, Roles: user.Roles, Brand: user.Brand}
	token, err := c.platform.sessions.IssueLink(ctx, subject, session.LinkOptions{})
	if err != nil {
		return notification.Letter{}, err
	}
	return c.Letters.SignIn(ctx, to, view.SignInLinkBackURL(token, job.Back), job.Asked, time.Now().Add(session.LinkLife))
}

// Key implements mailer.Clerk.
func (c clerk) Key(ctx context.Context, to notification.Address, job mailer.KeyJob) (notification.Letter, error) {
	return c.Letters.Key(ctx, to, job.Change)
}
