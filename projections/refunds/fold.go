package refunds

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payment"
)

type attemptKey struct {
	refund  id.ID
	attempt int
}

type fold struct {
	ways     projections.Rows[id.ID, Way]
	attempts projections.Rows[attemptKey, Attempt]
}

func (f *fold) load(ctx context.Context, tx pgx.Tx, refunds projections.Set[id.ID]) error {
	ids := projections.UUIDs(refunds.List())
	err := f.ways.Load(ctx, tx, scanWay, func(w *Way) (id.ID, bool) { return w.Refund, true },
		selectWay+`FROM ways WHERE refund = ANY ($1::uuid[])`, ids)
	if err != nil {
		return err
	}
	return f.attempts.Load(ctx, tx, scanAttempt, func(a *Attempt) (attemptKey, bool) { return attemptKey{a.Refund, a.Number}, true },
		selectAttempt+`FROM attempts WHERE refund = ANY ($1::uuid[])`, ids)
}

func (f *fold) add(event *projections.Event, body payment.RefundEvent) {
	claim := payment.ClaimOf(body)
	w := f.ways.Get(claim.Refund)
	if w == nil {
		w = f.ways.Begin(claim.Refund, Way{Claim: claim, OpenedAt: event.RecordedAt})
	}
	before := w.State
	w.evolve(body, event.RecordedAt)
	if w.State != before {
		w.ChangedAt = event.RecordedAt
	}
	f.attempt(w, body, event.RecordedAt)
}

// evolve leaves no event out that a page has something to say about.
func (w *Way) evolve(body payment.RefundEvent, at time.Time) {
	switch e := body.(type) {
	case payment.RefundOpened:
		w.Origin, w.Amount, w.Reason, w.PromisedBy, w.State = e.Origin, e.Amount, e.Reason, e.PromisedBy, payment.CaseDue
	case payment.RefundQueued:
		w.State, w.Way, w.Why, w.NotBefore, w.Rest, w.Problem = payment.CaseQueued, e.Way, e.Why, e.NotBefore, "", ""
		if e.Way != payment.ByOperator {
			w.ProposedBy, w.Proposed = id.ID{}, ""
		}
	case payment.RefundSubmitted:
		w.State, w.Way, w.Attempt = payment.CaseSubmitted, e.Way, e.Attempt
	case payment.RefundUnclear:
		w.State = payment.CaseUnknown
	case payment.RefundFailed:
		w.State = payment.CaseFailed
	case payment.RefundNeedsDestination:
		w.State, w.Problem, w.Reminded, w.NotBefore = payment.CaseNeedsDestination, e.Problem, 0, time.Time{}
	case payment.RefundDestinationGiven:
		w.Account = e.Account
		if !e.RestsUntil.IsZero() {
			w.RestsUntil = e.RestsUntil
		}
	case payment.RefundReminded:
		w.Reminded = e.Number
	case payment.RefundSucceeded:
		w.Way = e.Way
		w.leave(payment.CaseSucceeded, e.Exit, e.Evidence, at)
	case payment.RefundManualDone:
		w.Way = payment.ByOperator
		w.leave(payment.CaseManualDone, e.Exit, e.Evidence, at)
	case payment.RefundDoubled:
		w.Doubled, w.Contradicted, w.ProposedBy, w.Proposed = e.Evidence, false, id.ID{}, ""
	case payment.RefundReversed:
		w.State, w.Evidence, w.SentAt = payment.CaseFailed, "", time.Time{}
	case payment.RefundManualProposed:
		w.ProposedBy, w.Proposed = e.By, e.Evidence
	case payment.RefundVoided:
		w.State, w.Note, w.Stopped = payment.CaseVoided, e.Note, w.Stopped || e.Stopped
		w.ProposedBy, w.Proposed = id.ID{}, ""
	case payment.RefundStopped:
		w.Stopped = true
	case payment.RefundDormant:
		w.State, w.Rest = payment.CaseDormant, e.Rest
	case payment.RefundContradicted:
		w.Contradicted = true
	case payment.ExternalRefundSeen:
		w.State, w.Amount, w.Key, w.Reason = payment.CaseExternal, e.Amount, e.Key, External
		w.Origin = payment.Origin{Channel: e.Channel, Reference: e.Reference}
	case payment.ExternalRefundResolved:
		w.State, w.Note = payment.CaseResolved, e.Note
	case payment.RefundAccepted: // of the attempt
	}
}

func (w *Way) leave(to payment.CaseState, exit int, evidence string, at time.Time) {
	w.State, w.Exits, w.Evidence, w.SentAt = to, exit, evidence, at
	w.Problem, w.Rest, w.NotBefore, w.ProposedBy, w.Proposed = "", "", time.Time{}, id.ID{}, ""
}

// attempt notes what came of one. An event about an attempt that was never submitted
// would be a mistake, and changes nothing.
func (f *fold) attempt(w *Way, body payment.RefundEvent, at time.Time) {
	if e, ok := body.(payment.RefundSubmitted); ok {
		f.attempts.Begin(attemptKey{w.Refund, e.Attempt}, Attempt{Refund: w.Refund, Buyer: w.Buyer, Number: e.Attempt, Way: e.Way, SubmittedAt: e.At})
		return
	}
	number, change := outcome(body, at)
	if a := f.attempts.Get(attemptKey{w.Refund, number}); a != nil && change != nil {
		change(a)
	}
}

// outcome is what an event says of which attempt.
func outcome(body payment.RefundEvent, at time.Time) (number int, change func(*Attempt)) {
	switch e := body.(type) {
	case payment.RefundAccepted:
		return e.Attempt, func(a *Attempt) { a.Reference = e.Reference }
	case payment.RefundUnclear:
		return e.Attempt, func(a *Attempt) { a.UnclearAt = at }
	case payment.RefundFailed:
		return e.Attempt, func(a *Attempt) { a.Outcome, a.Failure, a.Code, a.EndedAt = OutcomeFailed, e.Failure, e.Code, at }
	case payment.RefundSucceeded:
		return e.Attempt, func(a *Attempt) { a.Outcome, a.EndedAt, a.Failure, a.Code = OutcomeSent, at, "", "" }
	case payment.RefundManualDone:
		return e.Attempt, func(a *Attempt) { a.Outcome, a.EndedAt = OutcomeSent, at }
	case payment.RefundReversed:
		return e.Attempt, func(a *Attempt) { a.Outcome, a.Code, a.EndedAt = OutcomeReturned, e.Code, at }
	case payment.RefundOpened, payment.RefundQueued, payment.RefundSubmitted, payment.RefundNeedsDestination, payment.RefundDestinationGiven,
		payment.RefundReminded, payment.RefundManualProposed, payment.RefundDoubled, payment.RefundVoided, payment.RefundStopped, payment.RefundDormant, payment.RefundContradicted,
		payment.ExternalRefundSeen, payment.ExternalRefundResolved:
	}
	return 0, nil
}

func (f *fold) save(ctx context.Context, tx pgx.Tx) error {
	for w := range f.ways.All() {
		var err error
		if w.sealed, err = projections.Sealed(w.Account); err != nil {
			return fmt.Errorf("refund %s: %w", w.Refund, err)
		}
	}
	if err := f.ways.Save(ctx, tx, wayTable); err != nil {
		return err
	}
	return f.attempts.Save(ctx, tx, attemptTable)
}
