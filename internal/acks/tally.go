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
	taken    map[id.ID]int // slots that are held or secured, by participation
	sum      int
	joins    int
}

func newTally() *tally { return &tally{taken: map[id.ID]int{}} }

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
		t.set(e.Participation, t.taken[e.Participation]+e.Slots)
	case sambatan.SlotsSecured: // regained ones are taken again
		t.set(e.Participation, e.Slots)
	case sambatan.HoldCancelled:
		t.set(e.Participation, 0)
	case sambatan.HoldExpired:
		t.set(e.Participation, 0)
	case sambatan.SlotsReleased:
		t.set(e.Participation, 0)
	case sambatan.Opened, sambatan.HoldKept, sambatan.PaymentBegun, sambatan.PaymentEnded, sambatan.HoldEnding, sambatan.PaymentDeclined, sambatan.Closed, sambatan.Succeeded,
		sambatan.Failed, sambatan.Cancelled, sambatan.UnwindingStarted, sambatan.RefundSettled, sambatan.Unwound,
		sambatan.ProductionStarted, sambatan.QualityPassed, sambatan.ShippingStarted, sambatan.Completed:
	}
	if t.sum > t.capacity {
		return fmt.Sprintf("oversold, %d of %d slots are taken", t.sum, t.capacity)
	}
	return ""
}

func (t *tally) set(participation id.ID, slots int) {
	t.sum += slots - t.taken[participation]
	t.taken[participation] = slots
}
