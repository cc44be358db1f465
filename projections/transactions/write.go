package transactions

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
)

var lineTable = projections.NewTable("lines",
	projections.Key("position", "bigint", func(l *line) int64 { return int64(l.position) }),
	projections.Key("line", "smallint", func(l *line) int16 { return int16(l.number) }),
	projections.Fixed("account", "text", func(l *line) string { return string(l.posting.Account) }),
	projections.Fixed("amount", "bigint", func(l *line) int64 { return int64(l.posting.Amount) }),
	projections.Fixed("campaign", "uuid", func(l *line) pgtype.UUID { return projections.UUID(l.campaign) }),
	projections.Fixed("since", "bigint", func(l *line) int64 { return int64(l.position) }),
	projections.Fixed("participation", "uuid", func(l *line) pgtype.UUID { return projections.UUID(l.participation) }),
	projections.Fixed("buyer", "uuid", func(l *line) pgtype.UUID { return projections.UUID(l.buyer) }),
	projections.Fixed("receipt", "uuid", func(l *line) pgtype.UUID { return projections.UUID(l.receipt) }),
	projections.Fixed("refund", "uuid", func(l *line) pgtype.UUID { return projections.UUID(l.refund) }),
	projections.Fixed("type", "text", func(l *line) string { return l.kind }),
	projections.Fixed("recorded_at", "timestamptz", func(l *line) pgtype.Timestamptz { return projections.Time(l.at) }))

func (f *fold) save(ctx context.Context, tx pgx.Tx) error {
	if err := lineTable.Insert(ctx, tx, f.lines); err != nil {
		return err
	}
	if err := f.saveSums(ctx, tx); err != nil {
		return fmt.Errorf("write balances: %w", err)
	}
	if err := f.assign(ctx, tx); err != nil {
		return fmt.Errorf("assign lines: %w", err)
	}
	if err := f.blocks.save(ctx, tx); err != nil {
		return fmt.Errorf("add up blocks: %w", err)
	}
	return nil
}

func (f *fold) saveSums(ctx context.Context, tx pgx.Tx) error {
	if len(f.order) == 0 {
		return nil
	}
	const query = `INSERT INTO balances AS b (account, debit, credit, buyer)
		SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::uuid[])
		ON CONFLICT (account) DO UPDATE SET debit = b.debit + excluded.debit, credit = b.credit + excluded.credit`
	_, err := tx.Exec(ctx, query,
		projections.Column(f.order, func(s **sum) string { return string((*s).account) }),
		projections.Column(f.order, func(s **sum) int64 { return int64((*s).debit) }),
		projections.Column(f.order, func(s **sum) int64 { return int64((*s).credit) }),
		projections.Column(f.order, func(s **sum) pgtype.UUID { return projections.UUID((*s).buyer) }))
	return err
}

// assign tells earlier lines of a receipt whose money it turned out to be.
func (f *fold) assign(ctx context.Context, tx pgx.Tx) error {
	if len(f.matches) == 0 {
		return nil
	}
	const query = `UPDATE lines l SET campaign = u.campaign, participation = u.participation, buyer = u.buyer, since = u.position
		FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[]) AS u (receipt, campaign, participation, buyer, position)
		WHERE l.receipt = u.receipt AND l.campaign IS NULL
		RETURNING l.campaign, l.since, l.account, l.amount`
	rows, err := tx.Query(ctx, query,
		projections.Column(f.matches, func(m *matched) pgtype.UUID { return projections.UUID(m.receipt) }),
		projections.Column(f.matches, func(m *matched) pgtype.UUID { return projections.UUID(m.campaign) }),
		projections.Column(f.matches, func(m *matched) pgtype.UUID { return projections.UUID(m.participation) }),
		projections.Column(f.matches, func(m *matched) pgtype.UUID { return projections.UUID(m.buyer) }),
		projections.Column(f.matches, func(m *matched) int64 { return int64(m.position) }))
	if err != nil {
		return err
	}
	var campaign id.ID
	var since eventstore.Position
	var posting money.Posting
	_, err = pgx.ForEachRow(rows, []any{projections.ScanID(&campaign), &since, (*string)(&posting.Account), &posting.Amount}, func() error {
		f.blocks.add(campaign, since, posting)
		return nil
	})
	return err
}
