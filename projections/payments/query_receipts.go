package payments

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// ReceiptState is where a receipt's money is.
type ReceiptState string

// States of a receipt.
const (
	Suspense  ReceiptState = "Suspense"
	Part      ReceiptState = "Part" // of a payment; waits for the rest, or for its hold to end
	Allocated ReceiptState = "Allocated"
	Released  ReceiptState = "Released"  // to the brand
	Returning ReceiptState = "Returning" // all of it is on its way back
	Returned  ReceiptState = "Returned"
	TakenBack ReceiptState = "TakenBack" // all of it, by its channel
)

// Receipt is one incoming transfer.
type Receipt struct {
	Receipt    id.ID
	Channel    string         // empty: bank transfer
	Method     payment.Method // of the channel
	Account    string
	Amount     money.Rupiah
	PaidAt     time.Time // the transfer's own time
	RecordedAt time.Time
	Reference  string

	Instruction, Campaign, Participation, Buyer id.ID // zero: not matched

	Due    money.Rupiah // of the instruction
	Code   int
	State  ReceiptState
	Escrow money.Rupiah // allocated
	Wallet money.Rupiah
	Refund money.Rupiah // due or returned

	Unbacked money.Rupiah // sent although its refund had been withdrawn, or had left already
	Twice    money.Rupiah // of Short, that a refund left once more
	Covered  money.Rupiah // of that and of what the channel took back, by this money
	Short    money.Rupiah // of both, by nobody yet
	Borne    money.Rupiah // of both, by us so far
	Given    money.Rupiah // of both, back by the channel so far
	Lost     money.Rupiah // of what we have borne, that nothing made good since
	TakenAt  time.Time    // when some of it last went; zero: nothing did

	Reason string // of the newest refund

	SaidBy id.ID // who says that it is the return of what we had sent; zero: nobody

	SaidRefund, SaidPayout id.ID // of which refund, or of which payout
}

const selectReceipt = `SELECT receipt, channel, method, account, amount, paid_at, recorded_at, reference, instruction, campaign, participation,
	buyer, due, code, state, escrow, wallet, refund, unbacked, twice, covered, short, borne, given, lost, taken_at, reason, said_by, said_refund, said_payout `

func (r *Receipt) targets() []any {
	return []any{
		projections.ScanID(&r.Receipt), &r.Channel, (*string)(&r.Method), &r.Account, &r.Amount, projections.ScanTime(&r.PaidAt), projections.ScanTime(&r.RecordedAt),
		&r.Reference, projections.ScanID(&r.Instruction), projections.ScanID(&r.Campaign), projections.ScanID(&r.Participation),
		projections.ScanID(&r.Buyer), &r.Due, &r.Code, (*string)(&r.State), &r.Escrow, &r.Wallet, &r.Refund,
		&r.Unbacked, &r.Twice, &r.Covered, &r.Short, &r.Borne, &r.Given, &r.Lost, projections.ScanTime(&r.TakenAt), projections.ScanText(&r.Reason),
		projections.ScanID(&r.SaidBy), projections.ScanID(&r.SaidRefund), projections.ScanID(&r.SaidPayout),
	}
}

func scanReceipt(row pgx.CollectableRow) (r Receipt, err error) {
	err = row.Scan(r.targets()...)
	return r, err
}

// ReceiptByID returns one receipt.
func ReceiptByID(ctx context.Context, q projections.Querier, receipt id.ID) (Receipt, error) {
	return projections.One(ctx, q, scanReceipt, selectReceipt+`FROM payment_receipts WHERE receipt = $1`, projections.UUID(receipt))
}

// SaidToReturn returns the lines in suspense of which one operator says that they are the return of a refund or a
// payout, the newest first.
func SaidToReturn(ctx context.Context, q projections.Querier, of id.ID) ([]Receipt, error) {
	const where = `FROM payment_receipts WHERE said_by IS NOT NULL AND (said_refund = $1 OR said_payout = $1) AND state = 'Suspense' AND instruction IS NULL ORDER BY recorded_at DESC, receipt`
	return projections.All(ctx, q, scanReceipt, selectReceipt+where, projections.UUID(of))
}

// ReceiptsOf returns the receipts of several participations, in the order in
// which they were recorded.
func ReceiptsOf(ctx context.Context, q projections.Querier, participations []id.ID) (map[id.ID][]Receipt, error) {
	const where = `FROM payment_receipts WHERE participation = ANY ($1::uuid[]) ORDER BY recorded_at, receipt`
	rows, err := projections.All(ctx, q, scanReceipt, selectReceipt+where, projections.UUIDs(participations))
	of := map[id.ID][]Receipt{}
	for _, r := range rows {
		of[r.Participation] = append(of[r.Participation], r)
	}
	return of, err
}

// InSuspense returns a page of the receipts that need a hand, the oldest first:
// those that nobody could match, and those that were matched but recorded before
// an instant and still went nowhere.
func InSuspense(ctx context.Context, q projections.Querier, before time.Time, limit, offset int) ([]Receipt, int, error) {
	const where = `, count(*) OVER () FROM payment_receipts
		WHERE state = 'Suspense' AND (instruction IS NULL OR recorded_at < $1) ORDER BY recorded_at, receipt LIMIT $2 OFFSET $3`
	return receiptPage(ctx, q, where, before, limit, offset)
}

// Parts returns a page of the receipts that wait for the rest of their payments, the oldest
// first.
func Parts(ctx context.Context, q projections.Querier, limit, offset int) ([]Receipt, int, error) {
	const where = `, count(*) OVER () FROM payment_receipts WHERE state = 'Part' ORDER BY recorded_at, receipt LIMIT $1 OFFSET $2`
	return receiptPage(ctx, q, where, limit, offset)
}

func receiptPage(ctx context.Context, q projections.Querier, where string, args ...any) ([]Receipt, int, error) {
	return projections.Page(ctx, q, func(row pgx.CollectableRow, total *int) (r Receipt, err error) {
		err = row.Scan(append(r.targets(), total)...)
		return r, err
	}, selectReceipt+where, args...)
}

// Shortfalls returns a page of the receipts of which something is gone that nobody has made
// good, the oldest first.
func Shortfalls(ctx context.Context, q projections.Querier, limit, offset int) ([]Receipt, int, error) {
	const where = `, count(*) OVER () FROM payment_receipts WHERE short > 0 ORDER BY taken_at, receipt LIMIT $1 OFFSET $2`
	return receiptPage(ctx, q, where, limit, offset)
}

// Lost returns a page of the receipts of which we bear something, the newest first.
func Lost(ctx context.Context, q projections.Querier, limit, offset int) ([]Receipt, int, error) {
	const where = `, count(*) OVER () FROM payment_receipts WHERE lost > 0 ORDER BY taken_at DESC, receipt LIMIT $1 OFFSET $2`
	return receiptPage(ctx, q, where, limit, offset)
}

// Missing is what channels took back, and nobody has made good.
type Missing struct {
	Count  int
	Amount money.Rupiah
}

// FindMissing sums up what is short.
func FindMissing(ctx context.Context, q projections.Querier) (Missing, error) {
	return projections.One(ctx, q, func(row pgx.CollectableRow) (m Missing, err error) {
		err = row.Scan(&m.Count, &m.Amount)
		return m, err
	}, `SELECT count(*), coalesce(sum(short), 0)::bigint FROM payment_receipts WHERE short > 0`)
}

// Desk is what waits on the operators' desk.
type Desk struct {
	ToConfirm        int // reported transfers
	OldestReport     time.Time
	Suspense         int
	SuspenseAmount   money.Rupiah
	RefundsDue       int
	RefundsDueAmount money.Rupiah
	RefundsLate      int // promised for an earlier time than now
	Position         eventstore.Position
}

// Summary counts what waits.
func Summary(ctx context.Context, q projections.Querier, now time.Time) (Desk, error) {
	const query = `SELECT i.count, i.oldest, s.count, s.amount::bigint, r.count, r.amount::bigint, r.late,
			coalesce((SELECT position FROM projection_checkpoints WHERE name = 'payments' AND state = 'live'), 0)
		FROM (SELECT count(*) AS count, min(reported_at) AS oldest FROM payment_instructions WHERE state = 'Reported') i,
			(SELECT count(*) AS count, coalesce(sum(amount - refund - covered), 0) AS amount FROM payment_receipts WHERE state = 'Suspense') s,
			(SELECT count(*) AS count, coalesce(sum(amount), 0) AS amount, count(*) FILTER (WHERE promised_by < $1) AS late
				FROM payment_refunds WHERE transferred_at IS NULL) r`
	return projections.One(ctx, q, func(row pgx.CollectableRow) (d Desk, err error) {
		err = row.Scan(&d.ToConfirm, projections.ScanTime(&d.OldestReport), &d.Suspense, &d.SuspenseAmount,
			&d.RefundsDue, &d.RefundsDueAmount, &d.RefundsLate, &d.Position)
		return d, err
	}, query, now)
}
