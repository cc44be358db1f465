package sambatan_test

import (
	"testing"
	"time"

	"github.com/sensasiwangi/sambatan/services/sambatan"
)

//money:case §4.1 the brand closes early
func TestCloseEarly(t *testing.T) {
	t.Parallel()
	early := sambatan.Closed{DueAt: hour, Early: true}
	enough := opened().then(held(p1, ayu, 1), secured(p1, ayu, r1), held(p2, bima, 1), secured(p2, bima, r2))
	run(t, []row{
		{name: "enough are secured", given: enough, when: sambatan.CloseEarly{}, then: history{early, sambatan.Succeeded{Secured: 2}}},
		{
			name: "unpaid holds are awaited to their own end", given: enough.then(held(p3, citra, 1)), when: sambatan.CloseEarly{},
			then: history{early},
		},
		{
			name: "and then it succeeds", given: enough.then(held(p3, citra, 1), early), when: sambatan.LapseHolds{}, at: noon.Add(2 * time.Hour),
			then: history{expired(p3, citra, 1), sambatan.Succeeded{Secured: 2}},
		},
		{name: "twice is once", given: enough.then(held(p3, citra, 1), early), when: sambatan.CloseEarly{}},
		{
			name: "too few are secured", given: enough[:5], when: sambatan.CloseEarly{},
			refused: &sambatan.TooFewError{Secured: 1, MinFill: 2},
		},
		{
			name: "all are needed: it would have succeeded by itself", given: opened(needsAll).then(enough[3:]...), when: sambatan.CloseEarly{},
			refused: &sambatan.TooFewError{Secured: 2, MinFill: 3},
		},
		{
			name: "decided", given: enough.then(early, sambatan.Succeeded{Secured: 2}), when: sambatan.CloseEarly{},
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseSucceeded, Needs: sambatan.PhaseOpen},
		},
		{name: "at the deadline it closes by itself", given: enough, when: sambatan.CloseEarly{}, at: deadline, refused: &sambatan.LateError{Until: deadline}},
		{name: "not while it is frozen", given: enough.then(sambatan.Frozen{Reason: "x"}), when: sambatan.CloseEarly{}, refused: &sambatan.FrozenError{Reason: "x"}},
		{name: "nobody may join any more", given: enough.then(held(p3, citra, 1), early), when: joins(p4, dewi, 1), refused: &sambatan.NotOpenError{Phase: sambatan.PhaseSettling}},
	})
}

//money:case §4.1 called off before the outcome
//money:case §4.1 called off after success
//money:case §4.1 called off while it is made
func TestABrandThatCallsItOff(t *testing.T) {
	t.Parallel()
	off := sambatan.Abort{Reason: "x", By: sambatan.ByBrand}
	won := twoOfThree().then(secured(p3, citra, r3), sambatan.Succeeded{Secured: 3})
	refunds := history{
		released(p1, ayu, r1, sambatan.RefundedCancelled), released(p2, bima, r2, sambatan.RefundedCancelled),
		released(p3, citra, r3, sambatan.RefundedCancelled),
		sambatan.UnwindingStarted{Refunds: 3},
	}
	run(t, []row{
		{
			name: "a draft was promised to nobody", given: opened()[:1], when: off,
			then: history{sambatan.Cancelled{Reason: "x", By: sambatan.ByBrand}, sambatan.UnwindingStarted{}, sambatan.Unwound{}},
		},
		{
			name: "with a passkey", given: opened()[:1], when: sambatan.Abort{Reason: "x", By: sambatan.ByBrand, StepUp: noon},
			then: history{sambatan.Cancelled{Reason: "x", By: sambatan.ByBrand, StepUp: noon}, sambatan.UnwindingStarted{}, sambatan.Unwound{}},
		},
		{
			name: "a strike once buyers could see it", given: opened(), when: off,
			then: history{sambatan.Cancelled{Reason: "x", By: sambatan.ByBrand, Strike: true}, sambatan.UnwindingStarted{}, sambatan.Unwound{}},
		},
		{
			name: "after success it owes the platform's fee, and buyers get all their money back", given: won, when: off,
			then: append(history{sambatan.Cancelled{Reason: "x", By: sambatan.ByBrand, Strike: true, Penalty: 37_500, Amount: 3 * due, Campaign: campaign, Brand: brand}}, refunds...),
		},
		{
			name: "the platform owes nothing", given: won, when: byPlatform("x"),
			then: append(history{sambatan.Cancelled{Reason: "x", Amount: 3 * due, Operator: gita}}, refunds...),
		},
		{
			name: "while it is made it owes the same", given: won.then(sambatan.ProductionStarted{}), when: off,
			then: append(history{sambatan.Cancelled{Reason: "x", By: sambatan.ByBrand, Strike: true, Penalty: 37_500, Amount: 3 * due, Campaign: campaign, Brand: brand}}, refunds...),
		},
		{
			name: "the abort came first by a moment: the last payment goes back", when: pays(p3, r3),
			given: twoOfThree().then(sambatan.Cancelled{Reason: "x"}, cancelled(p3, citra, sambatan.CancelledCampaign), refunds[0], refunds[1], sambatan.UnwindingStarted{Refunds: 2}),
			then:  history{declined(p3, citra, r3, sambatan.DeclinedDecided)},
		},
	})
}

func coolOff(t *sambatan.Terms) { t.CoolOff = 7200 }

//money:case §4.2 the buyer cancels what is paid
func TestCancelSecured(t *testing.T) {
	t.Parallel()
	given := opened(coolOff).then(held(p1, ayu, 1), secured(p1, ayu, r1))
	cancel := sambatan.CancelSecured{Participation: p1, Buyer: ayu}
	paid := noon.Add(time.Hour)
	lateStory := opened(coolOff).then(held(p1, ayu, 1), secured(p1, ayu, r1))
	nearEnd := lateStory[4].(sambatan.SlotsSecured)
	nearEnd.PaidAt = deadline.Add(-2 * time.Hour)
	lateStory[4] = nearEnd
	run(t, []row{
		{name: "a buyer changes their mind: all of it goes back", given: given, when: cancel, then: history{released(p1, ayu, r1, sambatan.RefundedByBuyer)}},
		{name: "twice is once", given: given.then(released(p1, ayu, r1, sambatan.RefundedByBuyer)), when: cancel},
		{name: "after the cool-off it is a promise", given: given, when: cancel, at: paid.Add(2 * time.Hour), refused: &sambatan.LateError{Until: paid.Add(2 * time.Hour)}},
		{
			name: "in the last hour nobody could take the slot", given: lateStory, when: cancel, at: deadline.Add(-time.Hour),
			refused: &sambatan.LateError{Until: deadline.Add(-time.Hour)},
		},
		{name: "where the terms don't allow it", given: opened().then(given[3:]...), when: cancel, refused: &sambatan.LateError{}},
		{
			name: "not once it is closed", given: given.then(held(p2, bima, 1), closedAt()), when: cancel, at: deadline,
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseSettling, Needs: sambatan.PhaseOpen},
		},
		{name: "somebody else's", given: given, when: sambatan.CancelSecured{Participation: p1, Buyer: bima}, refused: &sambatan.NoHoldError{Participation: p1}},
		{name: "what is not paid is let go otherwise", given: given[:4], when: cancel, refused: &sambatan.NoHoldError{Participation: p1}},
		{
			name: "who waits is offered the slot", given: given.then(held(p2, bima, 2), waits(p3, citra, 1)), when: cancel,
			then: history{released(p1, ayu, r1, sambatan.RefundedByBuyer), offered(p3, citra, 1, half)},
		},
	})
}

//money:case §4.1 frozen
func TestFreeze(t *testing.T) {
	t.Parallel()
	frozen := sambatan.Frozen{Reason: "laporan diperiksa"}
	why := &sambatan.FrozenError{Reason: frozen.Reason}
	held3 := twoOfThree().then(frozen)
	full := held3.then(secured(p3, citra, r3))
	offer := allHeld().then(waits(p3, citra, 1), cancelled(p2, bima, sambatan.CancelledByBuyer), offered(p3, citra, 1, half))
	run(t, []row{
		{name: "an operator freezes it", given: twoOfThree(), when: sambatan.Freeze{Reason: " laporan diperiksa "}, then: history{frozen}},
		{name: "twice is once", given: held3, when: sambatan.Freeze{Reason: "x"}},
		{name: "with a reason", given: twoOfThree(), when: sambatan.Freeze{Reason: " "}, refused: &sambatan.MissingError{Field: "reason"}},
		{
			name: "nothing is left to stop", given: opened()[:1], when: sambatan.Freeze{Reason: "x"},
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseDraft, Needs: sambatan.PhaseOpen},
		},
		{name: "nobody joins", given: opened().then(frozen), when: joins(p1, ayu, 1), refused: why},
		{
			name: "an offer goes back into its place", given: offer, when: sambatan.Freeze(frozen),
			then: history{frozen, sambatan.OfferWithdrawn{Campaign: campaign, Participation: p3, Buyer: citra, Slots: 1}},
		},
		{
			name: "and is made again", when: sambatan.Unfreeze{},
			given: offer.then(frozen, sambatan.OfferWithdrawn{Campaign: campaign, Participation: p3, Buyer: citra, Slots: 1}),
			then:  history{sambatan.Unfrozen{}, offered(p3, citra, 1, half)},
		},
		{name: "money that comes is taken, success waits", given: held3, when: pays(p3, r3), then: history{secured(p3, citra, r3)}},
		{name: "until it is unfrozen", given: full, when: sambatan.Unfreeze{Reason: "beres"}, then: history{sambatan.Unfrozen{Reason: "beres"}, sambatan.Succeeded{Secured: 3}}},
		{name: "the deadline does not wait", given: full, when: sambatan.Close{}, at: deadline, then: history{closedAt()}},
		{
			name: "holds lapse", given: held3, when: sambatan.LapseHolds{}, at: noon.Add(2 * time.Hour), then: history{expired(p3, citra, 1)},
		},
		{
			name: "it fails all the same, and refunds run", given: opened(needsAll).then(held(p1, ayu, 1), secured(p1, ayu, r1), frozen),
			when: sambatan.Close{}, at: deadline,
			then: history{
				closedAt(),
				sambatan.Failed{Secured: 1, MinFill: 3},
				released(p1, ayu, r1, sambatan.RefundedFailed),
				sambatan.UnwindingStarted{Refunds: 1},
			},
		},
		{
			name: "what is made stands still", given: full[:len(full)-1].then(sambatan.Succeeded{Secured: 3}), when: sambatan.StartProduction{},
			refused: why,
		},
		{name: "unfrozen before", given: twoOfThree(), when: sambatan.Unfreeze{}},
		{
			name: "no such campaign", when: sambatan.Unfreeze{},
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseNone, Needs: sambatan.PhaseOpen},
		},
	})
}
