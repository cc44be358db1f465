package payments

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payment"
)

func (r *receipts) save(ctx context.Context, tx pgx.Tx) error {
	if err := r.losses.save(ctx, tx); err != nil {
		return err
	}
	if err := r.rows.Save(ctx, tx, receiptTable); err != nil {
		return err
	}
	if err := refundTable.Insert(ctx, tx, r.due); err != nil {
		return err
	}
	if err := moveRefunds(ctx, tx, "withdrawn", "refunds", r.afterAll); err != nil {
		return err
	}
	ended, err := refundTable.Update(ctx, tx, r.ended)
	if err == nil && int(ended) != len(r.ended) {
		err = fmt.Errorf("%d of %d refunds that were transferred had been due", ended, len(r.ended))
	}
	if err != nil {
		return err
	}
	return moveRefunds(ctx, tx, "refunds", "withdrawn", r.withdrawn)
}

// moveRefunds takes refunds off one list and puts them on another. That one is missing is an error: this is money.
func moveRefunds(ctx context.Context, tx pgx.Tx, from, to string, which projections.Set[id.ID]) error {
	if len(which) == 0 {
		return nil
	}
	query := `WITH moved AS (DELETE FROM ` + from + ` WHERE refund = ANY ($1::uuid[]) RETURNING *) INSERT INTO ` + to + ` SELECT * FROM moved`
	moved, err := tx.Exec(ctx, query, projections.UUIDs(which.List()))
	if err == nil && int(moved.RowsAffected()) != len(which) {
		err = fmt.Errorf("only %d of %d are there", moved.RowsAffected(), len(which))
	}
	if err != nil {
		return fmt.Errorf("move refunds from %s to %s: %w", from, to, err)
	}
	return nil
}

// receiptTable lists all columns. What is fixed is written only for those that
// the batch recorded.
var receiptTable = projections.NewTable("receipts",
	projections.Key("receipt", "uuid", func(r *receipt) pgtype.UUID { return projections.UUID(r.receipt) }),
	projections.Fixed("channel", "text", func(r *receipt) string { return r.channel }),
	projections.Fixed("method", "text", func(r *receipt) string { return r.method }),
	projections.Fixed("account", "text", func(r *receipt) string { return r.account }),
	projections.Fixed("amount", "bigint", func(r *receipt) int64 { return int64(r.amount) }),
	projections.Fixed("paid_at", "timestamptz", func(r *receipt) pgtype.Timestamptz { return projections.Time(r.paidAt) }),
	projections.Fixed("recorded_at", "timestamptz", func(r *receipt) pgtype.Timestamptz { return projections.Time(r.recordedAt) }),
	projections.Fixed("reference", "text", func(r *receipt) string { return r.reference }),
	projections.Changing("instruction", "uuid", func(r *receipt) pgtype.UUID { return projections.UUID(r.instruction) }),
	projections.Changing("campaign", "uuid", func(r *receipt) pgtype.UUID { return projections.UUID(r.campaign) }),
	projections.Changing("participation", "uuid", func(r *receipt) pgtype.UUID { return projections.UUID(r.participation) }),
	projections.Changing("buyer", "uuid", func(r *receipt) pgtype.UUID { return projections.UUID(r.buyer) }),
	projections.Changing("due", "bigint", func(r *receipt) int64 { return int64(r.due) }),
	projections.Changing("code", "integer", func(r *receipt) int { return r.code }),
	projections.Changing("state", "text", func(r *receipt) string { return string(r.state) }),
	projections.Changing("escrow", "bigint", func(r *receipt) int64 { return int64(r.escrow) }),
	projections.Changing("wallet", "bigint", func(r *receipt) int64 { return int64(r.wallet) }),
	projections.Changing("refund", "bigint", func(r *receipt) int64 { return int64(r.refund) }),
	projections.Changing("returned", "bigint", func(r *receipt) int64 { return int64(r.returned) }),
	projections.Changing("unbacked", "bigint", func(r *receipt) int64 { return int64(r.unbacked) }),
	projections.Changing("twice", "bigint", func(r *receipt) int64 { return int64(r.twice) }),
	projections.Changing("covered", "bigint", func(r *receipt) int64 { return int64(r.covered) }),
	projections.Changing("short", "bigint", func(r *receipt) int64 { return int64(r.short) }),
	projections.Changing("borne", "bigint", func(r *receipt) int64 { return int64(r.borne) }),
	projections.Changing("given", "bigint", func(r *receipt) int64 { return int64(r.given) }),
	projections.Changing("lost", "bigint", func(r *receipt) int64 { return int64(r.lost) }),
	projections.Changing("taken_at", "timestamptz", func(r *receipt) pgtype.Timestamptz { return projections.Time(r.takenAt) }),
	projections.Changing("reason", "text", func(r *receipt) pgtype.Text { return projections.Text(r.reason) }),
	projections.Changing("said_by", "uuid", func(r *receipt) pgtype.UUID { return projections.UUID(r.saidBy) }),
	projections.Changing("said_refund", "uuid", func(r *receipt) pgtype.UUID { return projections.UUID(r.saidRefund) }),
	projections.Changing("said_payout", "uuid", func(r *receipt) pgtype.UUID { return projections.UUID(r.saidPayout) }))

var refundTable = projections.NewTable("refunds",
	projections.Key("refund", "uuid", func(r *refund) pgtype.UUID { return projections.UUID(r.Refund) }),
	projections.Fixed("receipt", "uuid", func(r *refund) pgtype.UUID { return projections.UUID(r.Receipt) }),
	projections.Fixed("campaign", "uuid", func(r *refund) pgtype.UUID { return projections.UUID(r.Campaign) }),
	projections.Fixed("participation", "uuid", func(r *refund) pgtype.UUID { return projections.UUID(r.Participation) }),
	projections.Fixed("buyer", "uuid", func(r *refund) pgtype.UUID { return projections.UUID(r.Buyer) }),
	projections.Fixed("amount", "bigint", func(r *refund) int64 { return int64(r.Amount) }),
	projections.Fixed("reason", "text", func(r *refund) string { return r.Reason }),
	projections.Fixed("due_at", "timestamptz", func(r *refund) pgtype.Timestamptz { return projections.Time(r.dueAt) }),
	projections.Fixed("promised_by", "timestamptz", func(r *refund) pgtype.Timestamptz { return projections.Time(r.PromisedBy) }),
	projections.Changing("evidence", "text", func(r *refund) pgtype.Text { return projections.Text(r.evidence) }),
	projections.Changing("transferred_at", "timestamptz", func(r *refund) pgtype.Timestamptz { return projections.Time(r.transferredAt) }))

// unsaid leaves the line as it is, whatever became of it meanwhile.
func (r *receipts) unsaid(e payment.ReturnProposalDropped) (*receipt, error) {
	row, err := r.row(e.Receipt)
	if err != nil {
		return nil, err
	}
	row.saidBy, row.saidRefund, row.saidPayout = id.ID{}, id.ID{}, id.ID{}
	return row, nil
}
