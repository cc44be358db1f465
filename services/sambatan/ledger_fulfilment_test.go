package sambatan_test

import (
	"slices"

	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// fulfil reads what happened to a participation after its batch was made.
func (l *ledger) fulfil(t *rapid.T, event sambatan.Event) {
	p := l.is(t, sambatan.ParticipationOf(event), "secured")
	switch e := any(event).(type) {
	case sambatan.DispatchDue:
		if l.phase != sambatan.PhaseReadyToShip || e.Slots != p.slots || e.Buyer != p.buyer || e.Amount != p.due || p.tooFew || e.Short != p.short {
			t.Fatalf("in phase %s: %+v", l.phase, e)
		}
	case sambatan.ShortfallChanged:
		if l.phase.Undecided() || p.fulfilled || e.Short == p.short || !p.paidWith(e.Receipt) {
			t.Fatalf("in phase %s, %+v: %+v", l.phase, p, e)
		}
		p.short = e.Short
	case sambatan.Fulfilled:
		if p.fulfilled {
			t.Fatalf("%s was fulfilled twice", p.id)
		}
		if e.Refund < 0 || e.Refund >= p.due || e.Back.Sum() != e.Refund {
			t.Fatalf("%+v of %+v", e, p)
		}
		p.fulfilled, p.refund, p.back = true, e.Refund, e.Back
	case sambatan.ReleaseDue:
		l.thaw(t)
		l.share(t, p, e)
	}
}

// paidWith tells whether a receipt is one of those that paid for it.
func (p *entry) paidWith(receipt id.ID) bool {
	return p.receipt == receipt || slices.ContainsFunc(p.parts, func(part sambatan.Part) bool { return part.Receipt == receipt })
}

// owing are those who neither have their parcel nor their money.
func (l *ledger) owing() (owing int) {
	for _, p := range l.with("secured") {
		if !p.fulfilled {
			owing++
		}
	}
	return owing
}

// checkFulfilment demands that a campaign is completed when nothing is owed, and that
// what is fulfilled is paid on unless the campaign is frozen.
func (l *ledger) checkFulfilment(t *rapid.T) {
	if done := l.phase == sambatan.PhaseCompleted; done != (l.owing() == 0) && (done || l.phase == sambatan.PhaseShipping) {
		t.Fatalf("phase %s with %d participations owing", l.phase, l.owing())
	}
	for _, p := range l.with("secured") {
		if p.fulfilled != p.paidOn && !l.frozen {
			t.Fatalf("not frozen, and %+v", p)
		}
	}
}
