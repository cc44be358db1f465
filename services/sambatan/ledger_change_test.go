package sambatan_test

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

func (l *ledger) thaw(t *rapid.T) {
	if l.frozen {
		t.Fatal("it went on while it was frozen")
	}
}

func (l *ledger) free() int {
	return l.capacity - l.slots("held") - l.slots("offered") - l.slots("secured")
}

// hold reads a join: new, or of slots that were offered.
func (l *ledger) hold(t *rapid.T, e sambatan.SlotsHeld) {
	l.thaw(t)
	agreed := later(l.deadline, l.proposed)
	if e.Offered {
		p := l.turn(t, e.Participation, "held", "offered")
		l.equal(t, "slots that were offered", e.Slots, p.slots)
		if p.buyer != e.Buyer || p.due != e.Amount {
			t.Fatalf("held %v, offered was %v", e, p)
		}
		p.agreed, p.expires = agreed, e.ExpiresAt
		return
	}
	l.order = append(l.order, e.Participation)
	l.participations[e.Participation] = &entry{
		id: e.Participation, buyer: e.Buyer, slots: e.Slots, due: e.Amount, status: "held", agreed: agreed, expires: e.ExpiresAt,
	}
}

func (l *ledger) enterWaitlist(t *rapid.T, event sambatan.Event, now time.Time) {
	switch e := any(event).(type) {
	case sambatan.WaitlistJoined:
		l.thaw(t)
		l.order, l.queue = append(l.order, e.Participation), append(l.queue, e.Participation)
		l.participations[e.Participation] = &entry{
			id: e.Participation, buyer: e.Buyer, slots: e.Slots, due: e.Amount, status: "waiting",
		}
	case sambatan.SlotsOffered:
		l.thaw(t)
		l.inTurn(t, e.Participation)
		l.turn(t, e.Participation, "offered", "waiting")
		if least := 15 * time.Minute; e.ExpiresAt.Before(now.Add(least)) || e.ExpiresAt.After(l.deadline.Add(-sambatan.PayTime)) {
			t.Fatalf("an offer until %s, now %s, deadline %s", e.ExpiresAt, now, l.deadline)
		}
	case sambatan.OfferLapsed:
		l.turn(t, e.Participation, "left", "offered")
		if e.DueAt.After(now) {
			t.Fatal("an offer lapsed before its time")
		}
	case sambatan.OfferWithdrawn:
		l.turn(t, e.Participation, "waiting", "offered")
	case sambatan.WaitlistLeft:
		l.turn(t, e.Participation, "left", map[bool]string{true: "offered", false: "waiting"}[e.Offered])
	}
}

// inTurn demands that an offer never skips someone who came earlier and would
// have been content with what is free.
func (l *ledger) inTurn(t *rapid.T, to id.ID) {
	free := l.free()
	if free < l.participations[to].slots {
		t.Fatalf("offered %d slots of %d", l.participations[to].slots, free)
	}
	for _, earlier := range l.queue[:slices.Index(l.queue, to)] {
		if p := l.participations[earlier]; p.status == "waiting" && p.slots <= free {
			t.Fatalf("the offer to %s skips %s", to, earlier)
		}
	}
}

func (l *ledger) enterExtension(t *rapid.T, event sambatan.Event, now time.Time) {
	switch e := any(event).(type) {
	case sambatan.ExtensionProposed:
		l.thaw(t)
		l.proposed = e.To
		if !e.From.Equal(l.deadline) || !e.To.After(e.From) || !now.Before(e.From) {
			t.Fatalf("proposed %v", e)
		}
	case sambatan.ExtensionAnswered:
		if !now.Before(l.deadline) || l.proposed.IsZero() {
			t.Fatal("answered when nothing was asked")
		}
		p := l.participations[e.Participation]
		p.agreed = l.deadline
		if e.Accepted {
			p.agreed = l.proposed
		}
	case sambatan.DeadlineExtended:
		if now.Before(l.deadline) || l.slots("secured")+l.leaving >= l.least {
			t.Fatal("the deadline was put off before it came, or without need")
		}
		l.equal(t, "agreed", e.Agreed, l.slots("secured"))
		l.equal(t, "released", e.Released, l.leaving)
		l.deadline, l.proposed, l.leaving = e.To, time.Time{}, 0
	}
}

// checkWaitlist demands that nobody waits without need, and that nobody waits,
// or has an offer, once the campaign takes nobody in any more.
func (l *ledger) checkWaitlist(t *rapid.T, now time.Time) {
	if l.phase != sambatan.PhaseOpen {
		if n := len(l.with("waiting")) + len(l.with("offered")); n > 0 {
			t.Fatalf("%d wait in phase %s", n, l.phase)
		}
		return
	}
	if l.frozen && len(l.with("offered")) > 0 {
		t.Fatal("slots are offered while it is frozen")
	}
	buyers := map[id.ID]int{}
	for _, p := range append(l.with("waiting"), l.with("offered")...) {
		buyers[p.buyer]++
		if buyers[p.buyer] > 1 {
			t.Fatalf("buyer %s waits twice", p.buyer)
		}
	}
	if l.frozen || !now.Before(l.deadline.Add(-sambatan.Quiet)) {
		return
	}
	for _, p := range l.with("waiting") {
		if p.slots <= l.free() {
			t.Fatalf("%d slots are free, and %s waits for %d", l.free(), p.id, p.slots)
		}
	}
}

// release reads why slots were given up: for want of consent only from who did
// not agree, when the campaign goes on without them.
func (l *ledger) release(t *rapid.T, e sambatan.SlotsReleased, now time.Time) {
	p := l.turn(t, e.Participation, "released", "secured")
	if p.receipt != e.Receipt || p.due != e.Amount || p.slots != e.Slots {
		t.Fatalf("released %v, secured was %v", e, p)
	}
	l.awaitAll(t, p, e)
	l.kinds[string(e.Reason)]++
	switch e.Reason {
	case sambatan.RefundedDeclined, sambatan.RefundedSilent:
		l.leaving += p.slots
		if now.Before(l.deadline) || !p.agreed.Before(l.proposed) {
			t.Fatalf("%s had to go, and had agreed", p.id)
		}
	case sambatan.RefundedByBuyer:
		if !now.Before(l.deadline.Add(-sambatan.NoCancel)) {
			t.Fatal("given back in the last hour")
		}
	case sambatan.RefundedDispute:
		l.returned += p.slots
		if p.fulfilled || l.phase.Lifecycle() != sambatan.LifecycleFull {
			t.Fatalf("given back in phase %s, fulfilled %v", l.phase, p.fulfilled)
		}
	case sambatan.RefundedYield:
		l.returned += p.slots
		if !p.tooFew || l.phase != sambatan.PhaseInProduction {
			t.Fatalf("in phase %s %s gets nothing of a batch that has enough for it", l.phase, p.id)
		}
	case sambatan.RefundedTakenBack:
		if l.phase.Undecided() {
			return
		}
		l.returned += p.slots
		if p.fulfilled || l.phase.Lifecycle() != sambatan.LifecycleFull {
			t.Fatalf("a payment that was taken back cost slots in phase %s, fulfilled %v", l.phase, p.fulfilled)
		}
	case sambatan.RefundedFailed, sambatan.RefundedCancelled:
		if l.phase.Lifecycle() != sambatan.LifecycleFailed {
			t.Fatalf("released as %s in phase %s", e.Reason, l.phase)
		}
	}
}

// checkConsent demands that all who are in agreed to the deadline in force.
func (l *ledger) checkConsent(t *rapid.T) {
	for _, p := range append(l.with("held"), l.with("secured")...) {
		if p.agreed.Before(l.deadline) {
			t.Fatalf("%s is in until %s and agreed to %s", p.id, l.deadline, p.agreed)
		}
	}
}
