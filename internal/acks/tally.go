package acks

import (
	"fmt"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// tally counts the slots of one campaign from its events alone. It shares no
// code with the campaign's own state, which it is there to check.
type tally struct {
	capacity int
	taken    map[id.ID]int // slots that are held, offered or secured, by participation
	sum      int
	joins    int
	offered  map[id.ID]bool // taken are what is offered
}

func newTally() *tally { return &tally{taken: map[id.ID]int{}, offered: map[id.ID]bool{}} }

// add counts an event and says what is wrong after it; empty: nothing.
func (t *tally) add(event sambatan.Event) string {
	switch e := event.(type) {
	case sambatan.Drafted:
		t.capacity = e.Terms.Slots
	case sambatan.Revised:
		t.capacity = e.Terms.Slots
	case sambatan.Published:
		t.capacity = e.Terms.Slots
	case sambatan.SlotsHeld:
		t.joins++
		t.end(e.Participation)
		t.set(e.Participation, t.taken[e.Participation]+e.Slots)
	case sambatan.SlotsOffered:
		t.offered[e.Participation] = true
		t.set(e.Participation, e.Slots)
	case sambatan.OfferLapsed:
		t.end(e.Participation)
	case sambatan.OfferWithdrawn:
		t.end(e.Participation)
	case sambatan.WaitlistLeft:
		t.end(e.Participation)
	case sambatan.SlotsSecured: // regained ones are taken again
		t.set(e.Participation, e.Slots)
	case sambatan.HoldCancelled:
		t.set(e.Participation, 0)
	case sambatan.HoldExpired:
		t.set(e.Participation, 0)
	case sambatan.SlotsReleased:
		t.set(e.Participation, 0)
	case sambatan.Submitted, sambatan.SubmissionWithdrawn, sambatan.ReviewOverdue, sambatan.SubmissionReturned, sambatan.Approved, sambatan.Opened, sambatan.HoldKept, sambatan.PaymentBegun, sambatan.PaymentEnded, sambatan.HoldEnding, sambatan.PartPaid, sambatan.PartTakenBack, sambatan.PartSettled, sambatan.PaymentDeclined, sambatan.Closed, sambatan.Succeeded,
		sambatan.Failed, sambatan.Cancelled, sambatan.UnwindingStarted, sambatan.RefundSettled, sambatan.Unwound,
		sambatan.ProductionStarted, sambatan.ProgressReported, sambatan.YieldedShort, sambatan.QualityPassed, sambatan.DispatchDue, sambatan.ShortfallChanged, sambatan.Fulfilled, sambatan.ReleaseDue, sambatan.ShippingStarted, sambatan.Completed,
		sambatan.WaitlistJoined, sambatan.ExtensionProposed, sambatan.ExtensionAnswered, sambatan.DeadlineExtended,
		sambatan.CallOffProposed, sambatan.CallOffDropped, sambatan.Frozen, sambatan.Unfrozen:
	}
	if t.sum > t.capacity {
		return fmt.Sprintf("oversold, %d of %d slots are taken", t.sum, t.capacity)
	}
	return ""
}

// end is the end of an offer: its slots were taken, or are free again.
func (t *tally) end(participation id.ID) {
	if t.offered[participation] {
		delete(t.offered, participation)
		t.set(participation, 0)
	}
}

func (t *tally) set(participation id.ID, slots int) {
	t.sum += slots - t.taken[participation]
	t.taken[participation] = slots
}
