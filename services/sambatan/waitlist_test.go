package sambatan_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

var (
	dewi = ident(14)
	p5   = ident(25)

	hour = noon.Add(time.Hour) // when rows happen that don't say
	half = hour.Add(sambatan.OfferFor)
)

// allHeld is a batch of three whose slots are all held, by two buyers.
func allHeld() history {
	return opened().then(held(p1, ayu, 2), held(p2, bima, 1))
}

func accepts(e sambatan.SlotsHeld) sambatan.SlotsHeld {
	e.ExpiresAt, e.PayBy, e.Offered = hour.Add(2*time.Hour), hour.Add(2*time.Hour), true
	return e
}

//money:case §4.1 every slot is held
//money:case §4.2 join, no room
func TestJoinWaitlist(t *testing.T) {
	t.Parallel()
	full := allHeld()
	quiet := deadline.Add(-sambatan.Quiet)
	run(t, []row{
		{name: "no slot is free: a place on the list, and no money", given: full, when: waitsFor(p3, citra, 2), then: history{waits(p3, citra, 2)}},
		{
			name: "fewer are free than are wanted: never a part of them", given: opened().then(held(p1, ayu, 2)), when: waitsFor(p3, citra, 2),
			then: history{waits(p3, citra, 2)},
		},
		{
			name: "the slots became free meanwhile: offered at once", given: full.then(expired(p2, bima, 1)), when: waitsFor(p3, citra, 1),
			then: history{waits(p3, citra, 1), offered(p3, citra, 1, half)},
		},
		{
			name: "one place per buyer", given: full.then(waits(p3, citra, 1)), when: waitsFor(p4, citra, 1),
			refused: &sambatan.WaitingError{Participation: p3},
		},
		{
			name: "an unpaid hold comes first", given: full, when: waitsFor(p3, ayu, 1),
			refused: &sambatan.UnpaidHoldError{Participation: p1},
		},
		{
			name: "the limits count what the buyer has", given: full.then(securedTwo(p1, ayu, r1)), when: waitsFor(p3, ayu, 1),
			refused: &sambatan.LimitError{Asked: 1, Have: 2, Min: 1, Max: 2},
		},
		{
			name: "not when no offer would leave time to pay", given: full, when: waitsFor(p3, citra, 1), at: quiet,
			refused: &sambatan.LateError{Until: quiet},
		},
		{
			name: "not after the deadline", given: full, when: waitsFor(p3, citra, 1), at: deadline,
			refused: &sambatan.NotOpenError{Phase: sambatan.PhaseSettling},
		},
		{name: "not while it is frozen", given: full.then(sambatan.Frozen{Reason: "x"}), when: waitsFor(p3, citra, 1), refused: &sambatan.FrozenError{Reason: "x"}},
		{
			name: "an id that waited is used", given: full.then(waits(p3, citra, 1), leaves(p3, citra, 1, false, sambatan.LeftByBuyer)),
			when: waitsFor(p3, citra, 1), refused: &sambatan.ReusedError{ID: p3},
		},
	})
}

func securedTwo(participation, buyer, receipt id.ID) sambatan.SlotsSecured {
	e := secured(participation, buyer, receipt)
	e.Slots, e.Amount = 2, dueFor(2)
	return e
}

//money:case §4.1 a hold ends
//money:case §4.2 a slot is free for who waits
//money:case §4.2 an offer lapses
func TestAFreedSlotIsOfferedToTheFirstWhomItFits(t *testing.T) {
	t.Parallel()
	two, one := waits(p3, citra, 2), waits(p4, dewi, 1)
	queue := allHeld().then(two, one)
	run(t, []row{
		{
			name: "one slot is free: the first wants two and keeps their place, the next gets it", given: queue, when: cancels(p2, bima),
			then: history{cancelled(p2, bima, sambatan.CancelledByBuyer), offered(p4, dewi, 1, half)},
		},
		{
			name: "two are free: the first", given: queue, when: cancels(p1, ayu),
			then: history{cancelledTwo(p1, ayu), offered(p3, citra, 2, half)},
		},
		{
			name: "three are free: both, in their order", given: queue, when: sambatan.LapseHolds{}, at: noon.Add(2 * time.Hour),
			then: history{
				expired(p1, ayu, 2), expired(p2, bima, 1),
				offered(p3, citra, 2, half.Add(time.Hour)), offered(p4, dewi, 1, half.Add(time.Hour)),
			},
		},
		{
			name: "near the deadline an offer is shorter, so that there is time to pay", given: queue, when: cancels(p2, bima),
			at:   deadline.Add(-50 * time.Minute),
			then: history{cancelled(p2, bima, sambatan.CancelledByBuyer), offered(p4, dewi, 1, deadline.Add(-sambatan.PayTime))},
		},
		{
			name: "nearer still nothing is offered", given: queue, when: cancels(p2, bima), at: deadline.Add(-sambatan.Quiet),
			then: history{cancelled(p2, bima, sambatan.CancelledByBuyer)},
		},
		{
			name: "an offer that lapses goes to the next", given: queue.then(cancelledTwo(p1, ayu), offered(p3, citra, 2, half)),
			when: sambatan.LapseOffers{}, at: half,
			then: history{offerLapsed(p3, citra, 2, half), offered(p4, dewi, 1, half.Add(sambatan.OfferFor))},
		},
		{
			name: "not before its time", given: queue.then(cancelledTwo(p1, ayu), offered(p3, citra, 2, half)),
			when: sambatan.LapseOffers{}, at: half.Add(-time.Microsecond),
		},
		{
			name: "one that is declined too", given: queue.then(cancelledTwo(p1, ayu), offered(p3, citra, 2, half)),
			when: sambatan.LeaveWaitlist{Participation: p3, Buyer: citra},
			then: history{leaves(p3, citra, 2, true, sambatan.LeftByBuyer), offered(p4, dewi, 1, half)},
		},
		{
			name: "while slots are offered they are sold to nobody else", given: queue.then(cancelledTwo(p1, ayu), offered(p3, citra, 2, half)),
			when: joins(p5, ident(15), 1), refused: &sambatan.FullError{},
		},
		{
			name: "what fits nobody who waits, anyone may take", given: allHeld().then(two, cancelled(p2, bima, sambatan.CancelledByBuyer)),
			when: joins(p5, ident(15), 1), then: history{heldUntil(held(p5, ident(15), 1), hour.Add(2*time.Hour))},
		},
		{
			name: "who takes other slots waits no longer", given: allHeld().then(two, cancelled(p2, bima, sambatan.CancelledByBuyer)),
			when: joins(p5, citra, 1),
			then: history{heldUntil(held(p5, citra, 1), hour.Add(2*time.Hour)), leaves(p3, citra, 2, false, sambatan.LeftJoined)},
		},
	})
}

func cancelledTwo(participation, buyer id.ID) sambatan.HoldCancelled {
	e := cancelled(participation, buyer, sambatan.CancelledByBuyer)
	e.Slots, e.Amount = 2, dueFor(2)
	return e
}

//money:case §4.11 an offer is accepted after the campaign was called off
//money:case §4.2 an offer accepted
func TestAcceptOffer(t *testing.T) {
	t.Parallel()
	waiting := allHeld().then(waits(p3, citra, 1))
	offer := waiting.then(cancelled(p2, bima, sambatan.CancelledByBuyer), offered(p3, citra, 1, half))
	accept := sambatan.AcceptOffer{Participation: p3, Buyer: citra}
	run(t, []row{
		{name: "the offer becomes a hold, with what was given before", given: offer, when: accept, then: history{accepts(held(p3, citra, 1))}},
		{name: "twice is once", given: offer.then(accepts(held(p3, citra, 1))), when: accept},
		{name: "nothing was offered yet", given: waiting, when: accept, refused: &sambatan.NoOfferError{Participation: p3, Waiting: true}},
		{name: "it is over", given: offer, when: accept, at: half, refused: &sambatan.LateError{Until: half}},
		{
			name: "it lapsed", given: offer.then(offerLapsed(p3, citra, 1, half)), when: accept, at: half,
			refused: &sambatan.NoOfferError{Participation: p3},
		},
		{
			name: "somebody else's", given: offer, when: sambatan.AcceptOffer{Participation: p3, Buyer: dewi},
			refused: &sambatan.NoOfferError{Participation: p3},
		},
		{
			name: "accepted after it was declined", given: offer.then(leaves(p3, citra, 1, true, sambatan.LeftByBuyer)), when: accept,
			refused: &sambatan.NoOfferError{Participation: p3},
		},
		{
			name: "accepted after the campaign was called off", when: accept,
			given:   offer.then(sambatan.Cancelled{Reason: "x"}, leaves(p3, citra, 1, true, sambatan.LeftCancelled), sambatan.UnwindingStarted{}),
			refused: &sambatan.NotOpenError{Phase: sambatan.PhaseUnwinding},
		},
	})
}

//money:case §4.2 an offer or a place declined
func TestLeaveWaitlist(t *testing.T) {
	t.Parallel()
	waiting := allHeld().then(waits(p3, citra, 1))
	leave := sambatan.LeaveWaitlist{Participation: p3, Buyer: citra}
	run(t, []row{
		{name: "a buyer leaves", given: waiting, when: leave, then: history{leaves(p3, citra, 1, false, sambatan.LeftByBuyer)}},
		{name: "twice is once", given: waiting.then(leaves(p3, citra, 1, false, sambatan.LeftByBuyer)), when: leave},
		{
			name: "somebody else's place is not to be seen", given: waiting, when: sambatan.LeaveWaitlist{Participation: p3, Buyer: ayu},
			refused: &sambatan.NoOfferError{Participation: p3},
		},
		{name: "never waited", given: allHeld(), when: leave, refused: &sambatan.NoOfferError{Participation: p3}},
	})
}

//money:case §4.1 every slot is secured
func TestTheWaitlistEndsWithTheCampaign(t *testing.T) {
	t.Parallel()
	waiting := allHeld().then(waits(p3, citra, 1))
	run(t, []row{
		{
			name: "all slots are secured", given: allHeld().then(waits(p3, citra, 1), securedTwo(p1, ayu, r1)), when: pays(p2, r2),
			then: history{secured(p2, bima, r2), sambatan.Succeeded{Secured: 3}, leaves(p3, citra, 1, false, sambatan.LeftFilled)},
		},
		{
			name: "the deadline", given: waiting, when: sambatan.Close{}, at: deadline,
			then: history{closedAt(), leaves(p3, citra, 1, false, sambatan.LeftClosed)},
		},
		{
			name:  "an offer that was not answered ends too",
			given: waiting.then(cancelled(p2, bima, sambatan.CancelledByBuyer), offered(p3, citra, 1, half)), when: sambatan.Close{}, at: deadline,
			then: history{closedAt(), leaves(p3, citra, 1, true, sambatan.LeftClosed)},
		},
		{
			name: "it is called off", given: opened().then(waits(p3, citra, 1)), when: byPlatform("x"),
			then: history{
				sambatan.Cancelled{Reason: "x", Operator: gita},
				sambatan.UnwindingStarted{},
				sambatan.Unwound{},
				leaves(p3, citra, 1, false, sambatan.LeftCancelled),
			},
		},
	})
}

//money:case §4.11 one slot, and a threshold of all slots or fewer
func TestABatchOfOneSlotHasAWaitlistToo(t *testing.T) {
	t.Parallel()
	single := opened(slots(1), minFill(1), func(t *sambatan.Terms) { t.MaxPerBuyer = 1 })
	run(t, []row{
		{
			name: "the only slot goes to who waited", given: single.then(held(p1, ayu, 1), waits(p3, citra, 1)), when: cancels(p1, ayu),
			then: history{cancelled(p1, ayu, sambatan.CancelledByBuyer), offered(p3, citra, 1, half)},
		},
	})
}

func TestSlotsThatAreRegainedEndAWaitForTooMany(t *testing.T) {
	t.Parallel()
	three := func(t *sambatan.Terms) { t.Slots, t.MinFill = 4, 4 }
	given := opened(three).then(
		held(p1, ayu, 1), expired(p1, ayu, 1), held(p2, bima, 2), held(p4, dewi, 1), waits(p3, ayu, 2),
	)
	run(t, []row{
		{
			name: "one more and the two that were waited for would be three", given: given, when: pays(p1, r1),
			then: history{regained(p1, ayu, r1), leaves(p3, ayu, 2, false, sambatan.LeftLimit)},
		},
	})
}

func TestTheWaitlistIsBounded(t *testing.T) {
	t.Parallel()
	story := allHeld()
	for i := range sambatan.MaxWaiting {
		story = append(story, waits(ident(1000+i), ident(5000+i), 1))
	}
	state := sambatan.Decider.Fold(story...)
	require.Equal(t, sambatan.MaxWaiting, state.Waiting())
	spec.Given(t, sambatan.Decider, story...).When(waitsFor(p3, citra, 1), hour).ThenRefused(&sambatan.WaitlistFullError{Most: sambatan.MaxWaiting})
}
