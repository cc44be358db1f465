package notifications

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/notification"
)

func (f *fold) saveContext(ctx context.Context, tx pgx.Tx) error {
	if err := brands.Insert(ctx, tx, f.owners); err != nil {
		return err
	}
	if err := campaigns.Insert(ctx, tx, f.campaigns); err != nil {
		return err
	}
	if err := seats.Insert(ctx, tx, f.seats); err != nil {
		return err
	}
	_, err := seats.Update(ctx, tx, f.released)
	return err
}

// address puts persons in the place of "the maker of" and "the buyers of", as
// they were when the event happened.
func (f *fold) address(ctx context.Context, tx pgx.Tx) error {
	makers, err := f.makers(ctx, tx)
	if err != nil {
		return fmt.Errorf("read makers: %w", err)
	}
	buyers, err := f.buyers(ctx, tx)
	if err != nil {
		return fmt.Errorf("read seats: %w", err)
	}
	rows := f.rows
	f.rows = make([]row, 0, len(rows))
	for _, r := range rows {
		switch r.recipient.Kind() {
		case "maker":
			if maker := makers[r.recipient.Name()]; !maker.IsZero() {
				f.deliver(r, maker)
			}
		case "buyers":
			for _, buyer := range seated(buyers[r.recipient.Name()], r.position) {
				f.deliver(r, buyer)
			}
		default:
			f.rows = append(f.rows, r)
			f.watch(r.recipient)
		}
	}
	return nil
}

func (f *fold) deliver(r row, to id.ID) {
	r.recipient = notification.User(to)
	f.rows = append(f.rows, r)
	f.watch(r.recipient)
}

func (f *fold) watch(recipient notification.Recipient) {
	if recipient.Kind() == "role" {
		f.topics.Add(projections.OpsTopic)
		return
	}
	f.topics.Add(string(recipient)) // "user:<id>" is the topic's name too
}

// seated lists those who had slots at a position, each once.
func seated(seats []seat, at eventstore.Position) []id.ID {
	var buyers []id.ID
	seen := make(map[id.ID]bool, len(seats))
	for _, s := range seats {
		if s.since < at && (s.until == 0 || s.until > at) && !seen[s.buyer] {
			seen[s.buyer] = true
			buyers = append(buyers, s.buyer)
		}
	}
	return buyers
}

// wanted lists the campaigns that a kind of recipient names.
func (f *fold) wanted(kind string) []string {
	var names []string
	seen := map[string]bool{}
	for _, r := range f.rows {
		name := r.recipient.Name()
		if strings.HasPrefix(string(r.recipient), kind+":") && !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}

func (f *fold) makers(ctx context.Context, tx pgx.Tx) (map[string]id.ID, error) {
	wanted := f.wanted("maker")
	if len(wanted) == 0 {
		return nil, nil //nolint:nilnil // nobody asks
	}
	const query = `SELECT c.campaign::text, b.owner FROM campaigns c JOIN brands b USING (brand) WHERE c.campaign = ANY ($1::uuid[])`
	rows, err := tx.Query(ctx, query, wanted)
	if err != nil {
		return nil, err
	}
	makers := map[string]id.ID{}
	var name string
	var maker id.ID
	_, err = pgx.ForEachRow(rows, []any{&name, projections.ScanID(&maker)}, func() error {
		makers[name] = maker
		return nil
	})
	return makers, err
}

func (f *fold) buyers(ctx context.Context, tx pgx.Tx) (map[string][]seat, error) {
	wanted := f.wanted("buyers")
	if len(wanted) == 0 {
		return nil, nil //nolint:nilnil // nobody asks
	}
	const query = `SELECT campaign::text, buyer, since, coalesce(until, 0) FROM seats WHERE campaign = ANY ($1::uuid[]) ORDER BY since`
	rows, err := tx.Query(ctx, query, wanted)
	if err != nil {
		return nil, err
	}
	of := map[string][]seat{}
	var name string
	var s seat
	_, err = pgx.ForEachRow(rows, []any{&name, projections.ScanID(&s.buyer), &s.since, &s.until}, func() error {
		of[name] = append(of[name], s)
		return nil
	})
	return of, err
}
