package notifications

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/notification"
)

// ErrNoSuchWish means that a group can't be muted, or a zone is none of Indonesia's.
var ErrNoSuchWish = errors.New("no such group of mails, or no such zone")

// WishesOf returns what a person wants of mails; they see their own only.
func WishesOf(ctx context.Context, q projections.Querier, recipient id.ID) (notification.Wishes, error) {
	return wishesOf(ctx, q, recipient)
}

func wishesOf(ctx context.Context, q projections.Querier, recipient id.ID) (notification.Wishes, error) {
	wishes, err := projections.One(ctx, q, func(row pgx.CollectableRow) (w notification.Wishes, err error) {
		var muted []string
		err = row.Scan((*string)(&w.Zone), &muted)
		for _, group := range muted {
			w.Muted = append(w.Muted, notification.Group(group))
		}
		return w, err
	}, `SELECT zone, muted FROM mail_wishes WHERE recipient = $1`, projections.UUID(recipient))
	if errors.Is(err, projections.ErrNotFound) {
		return notification.Wishes{Zone: notification.WIB}, nil
	}
	return wishes, err
}

// Wish notes, as the recipient, what a person wants of mails. It is no event:
// nobody's rights or money depend on it.
func Wish(ctx context.Context, db Beginner, recipient id.ID, wishes notification.Wishes) error {
	zones := []notification.Zone{notification.WIB, notification.WITA, notification.WIT}
	muted := []string{}
	for _, group := range wishes.Muted {
		if !slices.Contains(notification.Mutable, group) {
			return fmt.Errorf("%w: %q", ErrNoSuchWish, group)
		}
		muted = append(muted, string(group))
	}
	if !slices.Contains(zones, wishes.Zone) {
		return fmt.Errorf("%w: %q", ErrNoSuchWish, wishes.Zone)
	}
	const query = `INSERT INTO mail_wishes (recipient, zone, muted) VALUES ($1, $2, $3)
		ON CONFLICT (recipient) DO UPDATE SET zone = excluded.zone, muted = excluded.muted`
	return asRecipient(ctx, db, recipient, query, string(wishes.Zone), muted)
}

// Mute notes that a person wants no more mails of a group.
func Mute(ctx context.Context, db Beginner, recipient id.ID, group notification.Group) error {
	if !slices.Contains(notification.Mutable, group) {
		return fmt.Errorf("%w: %q", ErrNoSuchWish, group)
	}
	const query = `INSERT INTO mail_wishes AS w (recipient, muted) VALUES ($1, ARRAY[$2::text])
		ON CONFLICT (recipient) DO UPDATE SET muted = array_append(array_remove(w.muted, $2::text), $2::text)`
	return asRecipient(ctx, db, recipient, query, string(group))
}
