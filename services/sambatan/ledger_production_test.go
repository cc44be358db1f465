package sambatan_test

import (
	"time"

	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// passedOver counts, among the kinds of events, who got slots although somebody before
// them did not.
const passedOver = "passed_over"

// yield works out by itself who gets what of a batch that came out too small: in
// the order in which people came to the campaign, all of it or nothing.
func (l *ledger) yield(t *rapid.T, e sambatan.YieldedShort) {
	l.thaw(t)
	if l.phase != sambatan.PhaseInProduction || e.Made < 1 || e.Made >= e.Secured || e.Reason == "" || e.Rule != sambatan.ShareByJoining {
		t.Fatalf("in phase %s: %+v", l.phase, e)
	}
	l.equal(t, "secured", e.Secured, l.slots("secured"))
	left, given, lost := e.Made, 0, 0
	for _, participation := range l.order {
		p := l.participations[participation]
		switch {
		case p.status != "secured":
		case p.slots > left:
			p.tooFew = true
			lost += p.slots
		default:
			if lost > 0 {
				l.kinds[passedOver]++
			}
			left, given = left-p.slots, given+p.slots
		}
	}
	l.equal(t, "given", e.Given, given)
	l.equal(t, "returned", e.Returned, lost)
	if given == 0 || lost == 0 {
		t.Fatalf("nobody gets anything, or everybody does: %+v", e)
	}
}

// progress demands that an estimate says what it had been, and is no news of the past.
func (l *ledger) progress(t *rapid.T, e sambatan.ProgressReported, now time.Time) {
	l.thaw(t)
	if l.phase != sambatan.PhaseInProduction {
		t.Fatalf("progress in phase %s", l.phase)
	}
	changed := !e.ReadyBy.Equal(l.readyBy)
	switch {
	case changed && (!e.Was.Equal(l.readyBy) || !e.ReadyBy.After(now)):
		t.Fatalf("expected by %s before, now %+v", l.readyBy, e)
	case !changed && !e.Was.IsZero():
		t.Fatalf("nothing changed, and %+v", e)
	}
	l.readyBy = e.ReadyBy
}
