package refunds

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// External is the reason of a refund that the channel made by itself.
const External = "external"

// Way is one refund on its way.
type Way struct {
	payment.Claim
	payment.Origin

	Amount       money.Rupiah
	Reason       string
	PromisedBy   time.Time
	OpenedAt     time.Time
	State        payment.CaseState
	ChangedAt    time.Time
	Way          payment.Way
	Why          payment.Why
	Attempt      int // the newest one; 0: none yet
	NotBefore    time.Time
	Problem      payment.Problem
	Reminded     int
	Rest         payment.Rest
	Account      eventstore.Sealed // empty: the one that was given when joining
	Exits        int
	Evidence     string
	SentAt       time.Time
	ProposedBy   id.ID
	Proposed     string
	Doubled      string // evidence of what left last, besides the newest exit
	Contradicted bool
	Stopped      bool // the channel took back what is to be sent
	Key          string
	Note         string

	sealed pgtype.Text
}

// Outcome is what an attempt came to; empty: nobody knows yet.
type Outcome string

// Outcomes of attempts.
const (
	OutcomeSent     Outcome = "sent"
	OutcomeFailed   Outcome = "failed"
	OutcomeReturned Outcome = "returned" // it was sent, and came back
)

// Attempt is one try to send a refund.
type Attempt struct {
	Refund, Buyer id.ID
	Number        int
	Way           payment.Way
	SubmittedAt   time.Time
	Reference     string
	UnclearAt     time.Time
	Outcome       Outcome
	Failure       payment.Failure
	Code          string
	EndedAt       time.Time
}

const selectWay = `SELECT refund, receipt, campaign, participation, buyer, channel, method, paid_at, amount, reason, promised_by,
	opened_at, state, changed_at, way, why, attempt, not_before, rests_until, problem, reminded, rest, account::text, exits, evidence, sent_at, proposed_by,
	proposed, doubled, contradicted, stopped, key, note `

func (w *Way) targets() []any {
	return []any{
		projections.ScanID(&w.Refund), projections.ScanID(&w.Receipt), projections.ScanID(&w.Campaign), projections.ScanID(&w.Participation),
		projections.ScanID(&w.Buyer), projections.ScanText(&w.Channel), projections.ScanText(&w.Method), projections.ScanTime(&w.PaidAt),
		&w.Amount, &w.Reason, projections.ScanTime(&w.PromisedBy), projections.ScanTime(&w.OpenedAt), (*string)(&w.State),
		projections.ScanTime(&w.ChangedAt), projections.ScanText(&w.Way), projections.ScanText(&w.Why), &w.Attempt,
		projections.ScanTime(&w.NotBefore), projections.ScanTime(&w.RestsUntil), projections.ScanText(&w.Problem), &w.Reminded, projections.ScanText(&w.Rest),
		projections.ScanSealed(&w.Account), &w.Exits, projections.ScanText(&w.Evidence), projections.ScanTime(&w.SentAt),
		projections.ScanID(&w.ProposedBy), projections.ScanText(&w.Proposed), projections.ScanText(&w.Doubled), &w.Contradicted, &w.Stopped, projections.ScanText(&w.Key),
		projections.ScanText(&w.Note),
	}
}

func scanWay(row pgx.CollectableRow) (w Way, err error) {
	err = row.Scan(w.targets()...)
	return w, err
}

const selectAttempt = `SELECT refund, attempt, buyer, way, submitted_at, reference, unclear_at, outcome, failure, code, ended_at `

func scanAttempt(row pgx.CollectableRow) (a Attempt, err error) {
	err = row.Scan(projections.ScanID(&a.Refund), &a.Number, projections.ScanID(&a.Buyer), (*string)(&a.Way),
		projections.ScanTime(&a.SubmittedAt), projections.ScanText(&a.Reference), projections.ScanTime(&a.UnclearAt),
		projections.ScanText(&a.Outcome), projections.ScanText(&a.Failure), projections.ScanText(&a.Code), projections.ScanTime(&a.EndedAt))
	return a, err
}

// ByID returns the way of one refund; projections.ErrNotFound: it has none of its own.
func ByID(ctx context.Context, q projections.Querier, refund id.ID) (Way, error) {
	return projections.One(ctx, q, scanWay, selectWay+`FROM payment_refund_ways WHERE refund = $1`, projections.UUID(refund))
}

// ByIDs returns the ways of several refunds.
func ByIDs(ctx context.Context, q projections.Querier, refunds []id.ID) (map[id.ID]Way, error) {
	const where = `FROM payment_refund_ways WHERE refund = ANY ($1::uuid[])`
	rows, err := projections.All(ctx, q, scanWay, selectWay+where, projections.UUIDs(refunds))
	byID := make(map[id.ID]Way, len(rows))
	for _, w := range rows {
		byID[w.Refund] = w
	}
	return byID, err
}

// OfReceipt returns the open ways of one receipt's refunds, the oldest first.
func OfReceipt(ctx context.Context, q projections.Querier, receipt id.ID) ([]Way, error) {
	const where = `FROM payment_refund_ways WHERE receipt = $1 AND state NOT IN ('Voided', 'External', 'Resolved') ORDER BY opened_at, refund`
	return projections.All(ctx, q, scanWay, selectWay+where, projections.UUID(receipt))
}

// AttemptsOf returns the attempts to send one refund, the first one first.
func AttemptsOf(ctx context.Context, q projections.Querier, refund id.ID) ([]Attempt, error) {
	const where = `FROM payment_refund_attempts WHERE refund = $1 ORDER BY attempt`
	return projections.All(ctx, q, scanAttempt, selectAttempt+where, projections.UUID(refund))
}
