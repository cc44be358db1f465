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

// askLink has a link sent to an address: to sign in, or to register if nobody has it. It
// takes as long, and leaves the same behind, whether anybody has.
func (p *platform) askLink(ctx context.Context, asked ui.AskedLink) error {
	sealed, err := p.signUps.SealAddress(asked.Address)
	if err != nil {
		return err
	}
	job := mailer.SignInJob{
		Mark: session.Mark(p.addressKey(), asked.Address), To: sealed, SignUp: asked.SignUp, Back: asked.Back, Asked: time.Now(),
	}
	err = pgx.BeginFunc(ctx, p.pool, func(tx pgx.Tx) error {
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

// Owners implements mailer.Clerk.
func (c clerk) Owners(ctx context.Context, mark []byte) ([]id.ID, error) {
	return c.platform.ownersOf(ctx, mark)
}

// markAtOnce is how many addresses are marked in one step.
const markAtOnce = 500

// ownersOf reads who has the address with a mark. Addresses of those who have registered
// since it was last asked are marked first: only here can they be opened.
func (p *platform) ownersOf(ctx context.Context, mark []byte) ([]id.ID, error) {
	last, err := p.sessions.LastOwner(ctx)
	for more := err == nil; more; {
		last, more, err = p.markAfter(ctx, last)
	}
	if err != nil {
		return nil, fmt.Errorf("mark addresses: %w", err)
	}
	return p.sessions.OwnersOf(ctx, mark)
}

// markAfter marks the addresses of the next users after a position; more tells whether
// there may be others behind them.
func (p *platform) markAfter(ctx context.Context, position int64) (last int64, more bool, err error) {
	var found []users.Registration
	err = p.read(ctx, operator, func(ctx context.Context, q projections.Querier) (err error) {
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
	keys, err := p.vault.Keys(ctx, persons)
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
			p.logger.ErrorContext(ctx, "an address can't be opened", "user", user.ID.String(), "error", err)
			continue
		}
		owners = append(owners, session.Owner{User: user.ID, Mark: session.Mark(p.addressKey(), address), Registered: int64(user.Position)})
	}
	last = int64(found[len(found)-1].Position)
	return last, len(found) == markAtOnce, p.sessions.AddOwners(ctx, owners)
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
	return c.Letters.SignIn(ctx, to, ui.LetterLink{
		Path: view.SignInLinkBackURL(token, job.Back), Asked: job.Asked, Until: time.Now().Add(session.LinkLife), SignUp: job.SignUp,
	})
}

// SignUp implements mailer.Clerk.
func (c clerk) SignUp(ctx context.Context, job mailer.SignInJob) (notification.Letter, error) {
	address, err := c.platform.signUps.OpenAddress(job.To)
	if err != nil {
		return notification.Letter{}, err
	}
	token, until, err := c.platform.signUps.IssueLink(address)
	if err != nil {
		return notification.Letter{}, err
	}
	return c.Letters.SignUp(ctx, notification.Address{Email: address}, ui.LetterLink{
		Path: view.SignUpLinkBackURL(token, job.Back), Asked: job.Asked, Until: until, SignUp: job.SignUp,
	})
}

// Key implements mailer.Clerk.
func (c clerk) Key(ctx context.Context, to notification.Address, job mailer.KeyJob) (notification.Letter, error) {
	return c.Letters.Key(ctx, to, job.Change)
}
