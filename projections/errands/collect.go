package errands

import (
	"math"
	"slices"
	"time"

	"github.com/riverqueue/river"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
)

// Errand is a kind of errand. The names are stored with the jobs.
type Errand string

// Kinds of errands.
const (
	// Advance does what has to be done for the payments of a participation.
	Advance Errand = "advance"
	// Check asks what became of an order: nobody may have told.
	Check Errand = "check"
	// Refund does what has to be done for a refund.
	Refund Errand = "refund"
	// Payout does what has to be done for the payout of a brand.
	Payout Errand = "payout"
)

// Job is an errand as river stores it. It is the same for the same event, whether
// it waits, runs or is done, and it is never given up.
type Job struct {
	Errand   Errand              `json:"errand"`
	Subject  string              `json:"subject"`
	DueAt    time.Time           `json:"due_at"`
	Position eventstore.Position `json:"position"`

	asks bool // what became of an attempt
}

// Kind implements river.JobArgs. The name is stored with the jobs.
func (Job) Kind() string { return "payment_errand" }

// Queue is a queue of its own: a gateway that is slow must not hold up deadlines.
const Queue = "payment"

func (e Job) job() river.InsertManyParams {
	return river.InsertManyParams{Args: e, InsertOpts: &river.InsertOpts{
		Queue: Queue, ScheduledAt: e.DueAt, MaxAttempts: math.MaxInt16, UniqueOpts: river.UniqueOpts{ByArgs: true},
	}}
}

// checks are when an order is asked about, as times from its expiry: shortly
// before it, as long as the slots are still held; as soon as it is over; and when
// the gateway has had the time to find what it had missed.
var checks = []time.Duration{-time.Minute, time.Minute, time.Hour, 48 * time.Hour}

func collect(batch []projections.Event) (due []Job) {
	for i := range batch {
		event := &batch[i]
		switch e := event.Body.(type) {
		case payment.IntentOpened:
			if e.Method != payment.FromWallet {
				due = append(due, job(event, Advance, e.Participation.String(), event.RecordedAt))
			}
		case payment.IntentEnding:
			due = append(due, job(event, Advance, e.Participation.String(), event.RecordedAt))
		case payment.IntentCharged:
			for _, after := range checks {
				due = append(due, job(event, Check, payment.OrderName(e.Participation, e.Attempt), e.ExpiresAt.Add(after)))
			}
		case payment.RefundEvent:
			due = append(due, ofRefund(event, e)...)
		case payout.Event:
			due = append(due, ofPayout(event, e)...)
		}
	}
	return due
}

// ofRefund: an attempt to be made, one to be asked about in case nobody comes back
// with its outcome, and a buyer to be reminded.
func ofRefund(event *projections.Event, body payment.RefundEvent) (due []Job) {
	refund := payment.ClaimOf(body).Refund.String()
	switch e := body.(type) {
	case payment.RefundQueued:
		if e.Way == payment.ByGateway || e.Way == payment.ByPayout {
			due = append(due, job(event, Refund, refund, later(e.NotBefore, event.RecordedAt)))
		}
	case payment.RefundSubmitted:
		asking := job(event, Refund, refund, e.At.Add(payment.AskAfter))
		asking.asks = true
		due = append(due, asking)
	case payment.RefundNeedsDestination:
		for _, after := range payment.RemindAfter {
			due = append(due, job(event, Refund, refund, e.Since.Add(after)))
		}
		due = append(due, job(event, Refund, refund, e.Since.Add(payment.RestAfter)))
	case payment.RefundOpened, payment.RefundAccepted, payment.RefundUnclear, payment.RefundFailed, payment.RefundDestinationGiven,
		payment.RefundReminded, payment.RefundSucceeded, payment.RefundReversed, payment.RefundManualProposed, payment.RefundManualDone, payment.RefundDoubled,
		payment.RefundVoided, payment.RefundStopped, payment.RefundDormant, payment.RefundContradicted, payment.ExternalRefundSeen, payment.ExternalRefundResolved:
	}
	return due
}

// ofPayout: an attempt to be made, or to be asked about in case nobody comes back with its
// outcome.
func ofPayout(event *projections.Event, body payout.Event) []Job {
	switch e := body.(type) {
	case payout.Queued:
		if e.Way == payment.ByPayout {
			return []Job{job(event, Payout, e.Brand.String(), later(e.NotBefore, event.RecordedAt))}
		}
	case payout.Submitted:
		return []Job{job(event, Payout, e.Brand.String(), e.At.Add(payment.AskAfter))}
	case payout.Resumed:
		return []Job{job(event, Payout, e.Brand.String(), event.RecordedAt)}
	case payout.Accrued, payout.ClawedBack, payout.Charged, payout.AccountGiven, payout.AccountApproved, payout.AccountRefused, payout.Held,
		payout.RunPlanned, payout.RunDropped, payout.Opened, payout.Approved, payout.Accepted, payout.Unclear, payout.Failed,
		payout.Paid, payout.Reversed, payout.Cancelled, payout.Contradicted, payout.OutcomeProposed, payout.OutcomeNoted:
	}
	return nil
}

// open leaves out attempts that need not be asked about, since the same batch tells what
// became of them. In a rush those are most.
func open(due []Job, batch []projections.Event) []Job {
	ended := map[string]eventstore.Position{}
	for i := range batch {
		switch e := batch[i].Body.(type) {
		case payment.RefundSucceeded:
			ended[e.Refund.String()] = batch[i].Position
		case payment.RefundFailed:
			ended[e.Refund.String()] = batch[i].Position
		}
	}
	return slices.DeleteFunc(due, func(j Job) bool { return j.asks && j.Position < ended[j.Subject] })
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func job(event *projections.Event, errand Errand, subject string, at time.Time) Job {
	return Job{Errand: errand, Subject: subject, DueAt: at.UTC(), Position: event.Position}
}
