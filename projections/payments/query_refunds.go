package payments

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
)

// Refund is money on its way back, or back.
type Refund struct {
	Refund, Receipt, Campaign, Participation, Buyer id.ID

	Amount        money.Rupiah
	Reason        string
	DueAt         time.Time
	PromisedBy    time.Time
	Evidence      string    // the bank's reference
	TransferredAt time.Time // zero: still due
}

// RefundSum adds up all pages of refunds.
type RefundSum struct {
	Count  int
	Amount money.Rupiah
}

const selectRefund = `SELECT refund, receipt, campaign, participation, buyer, amount, reason, due_at, promised_by, evidence, transferred_at `

func (r *Refund) targets() []any {
	return []any{
		projections.ScanID(&r.Refund), projections.ScanID(&r.Receipt), projections.ScanID(&r.Campaign),
		projections.ScanID(&r.Participation), projections.ScanID(&r.Buyer), &r.Amount, &r.Reason,
		projections.ScanTime(&r.DueAt), projections.ScanTime(&r.PromisedBy), projections.ScanText(&r.Evidence),
		projections.ScanTime(&r.TransferredAt),
	}
}

func scanRefund(row pgx.CollectableRow) (r Refund, err error) {
	err = row.Scan(r.targets()...)
	return r, err
}

// RefundByID returns one refund.
func RefundByID(ctx context.Context, q projections.Querier, refund id.ID) (Refund, error) {
	return projections.One(ctx, q, scanRefund, selectRefund+`FROM payment_refunds WHERE refund = $1`, projections.UUID(refund))
}

// RefundsOf returns the refunds of several participations, the oldest first.
func RefundsOf(ctx context.Context, q projections.Querier, participations []id.ID) (map[id.ID][]Refund, error) {
	const where = `FROM payment_refunds WHERE participation = ANY ($1::uuid[]) ORDER BY due_at, refund`
	rows, err := projections.All(ctx, q, scanRefund, selectRefund+where, projections.UUIDs(participations))
	of := map[id.ID][]Refund{}
	for _, r := range rows {
		of[r.Participation] = append(of[r.Participation], r)
	}
	return of, err
}

// RefundsDue returns a page of the refunds that are due, promised first.
func RefundsDue(ctx context.Context, q projections.Querier, limit, offset int) ([]Refund, RefundSum, error) {
	const where = `FROM payment_refunds WHERE transferred_at IS NULL ORDER BY promised_by, refund LIMIT $1 OFFSET $2`
	return refunds(ctx, q, where, limit, offset)
}

// RefundsDone returns a page of the refunds that were transferred, newest first.
func RefundsDone(ctx context.Context, q projections.Querier, limit, offset int) ([]Refund, RefundSum, error) {
	const where = `FROM payment_refunds WHERE transferred_at IS NOT NULL ORDER BY transferred_at DESC, refund LIMIT $1 OFFSET $2`
	return refunds(ctx, q, where, limit, offset)
}

func refunds(ctx context.Context, q projections.Querier, where string, limit, offset int) ([]Refund, RefundSum, error) {
	var sum RefundSum
	rows, err := projections.All(ctx, q, func(row pgx.CollectableRow) (r Refund, err error) {
		err = row.Scan(append(r.targets(), &sum.Count, &sum.Amount)...)
		return r, err
	}, selectRefund+`, count(*) OVER (), (sum(amount) OVER ())::bigint `+where, limit, offset)
	return rows, sum, err
}

// ProvenBy tells whether a transfer is the evidence of another refund than one.
func ProvenBy(ctx context.Context, q projections.Querier, evidence string, but id.ID) (bool, error) {
	const query = `SELECT EXISTS (SELECT FROM payment_refunds WHERE lower(evidence) = lower($1) AND refund <> $2)`
	return projections.One(ctx, q, pgx.RowTo[bool], query, evidence, projections.UUID(but))
}
