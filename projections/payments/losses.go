package payments

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// Loss is a proposal that we bear what is short, or that it was given back, which waits for somebody else's word.
type Loss struct {
	payment.Loss

	Receipt id.ID
	At      time.Time // when it was made
}

// losses are those that a batch changes, by receipt; nil: it is over.
type losses map[id.ID]*Loss

func (l losses) save(ctx context.Context, tx pgx.Tx) error {
	var waits []Loss
	var over []id.ID
	for receipt, loss := range l {
		if loss == nil {
			over = append(over, receipt)
		} else {
			waits = append(waits, *loss)
		}
	}
	if len(over) > 0 {
		if _, err := tx.Exec(ctx, `DELETE FROM losses WHERE receipt = ANY ($1::uuid[])`, projections.UUIDs(over)); err != nil {
			return fmt.Errorf("delete losses: %w", err)
		}
	}
	return lossTable.Upsert(ctx, tx, waits)
}

// lossTable lists all columns.
var lossTable = projections.NewTable("losses",
	projections.Key("receipt", "uuid", func(l *Loss) pgtype.UUID { return projections.UUID(l.Receipt) }),
	projections.Changing("number", "integer", func(l *Loss) int { return l.Number }),
	projections.Changing("amount", "bigint", func(l *Loss) int64 { return int64(l.Amount) }),
	projections.Changing("note", "text", func(l *Loss) string { return l.Note }),
	projections.Changing("limit_one", "bigint", func(l *Loss) int64 { return int64(l.LimitOne) }),
	projections.Changing("cover", "text", func(l *Loss) string { return string(l.Cover) }),
	projections.Changing("evidence", "text", func(l *Loss) string { return l.Evidence }),
	projections.Changing("hash", "text", func(l *Loss) string { return l.Hash }),
	projections.Changing("proposed_by", "uuid", func(l *Loss) pgtype.UUID { return projections.UUID(l.By) }),
	projections.Changing("proposed_at", "timestamptz", func(l *Loss) time.Time { return l.At }))

// Losses returns the proposals about some receipts that wait, by receipt. Only staff see any.
func Losses(ctx context.Context, q projections.Querier, receipts []id.ID) (map[id.ID]Loss, error) {
	const query = `SELECT receipt, number, amount, note, limit_one, cover, evidence, hash, proposed_by, proposed_at FROM payment_losses
		WHERE receipt = ANY ($1::uuid[])`
	found, err := projections.All(ctx, q, func(row pgx.CollectableRow) (l Loss, err error) {
		err = row.Scan(projections.ScanID(&l.Receipt), &l.Number, &l.Amount, &l.Note, &l.LimitOne, (*string)(&l.Cover), &l.Evidence, &l.Hash,
			projections.ScanID(&l.By), projections.ScanTime(&l.At))
		return l, err
	}, query, projections.UUIDs(receipts))
	byReceipt := make(map[id.ID]Loss, len(found))
	for _, l := range found {
		byReceipt[l.Receipt] = l
	}
	return byReceipt, err
}
