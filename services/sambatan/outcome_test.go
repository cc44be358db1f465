package sambatan_test

import (
	"testing"
	"time"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// three buyers hold one slot each; the first two have paid.
func twoOfThree() history {
	return opened().then(
		held(p1, ayu, 1), held(p2, bima, 1), held(p3, citra, 1),
		secured(p1, ayu, r1), secured(p2, bima, r2),
	)
}

func needsAll(t *sambatan.Terms) { t.MinFill = 3 }

//money:case §4.1 the deadline
//money:case §4.1 settled, too few
//money:case §4.2 the campaign failed or was called off
func TestClose(t *testing.T) {
	t.Parallel()
	unwound := history{sambatan.UnwindingStarted{}, sambatan.Unwound{}}
	paid := opened().then(held(p1, ayu, 1), held(p2, bima, 1), secured(p1, ayu, r1), secured(p2, bima, r2))
	short := opened(needsAll).then(paid[3:]...)
	run(t, []row{
		{name: "not before the deadline", given: opened(), when: sambatan.Close{}, refused: &sambatan.EarlyError{DueAt: deadline}},
		{
			name: "enough are secured", given: paid, when: sambatan.Close{}, at: deadline,
			then: history{closedAt(), sambatan.Succeeded{Secured: 2}},
		},
		{
			name: "too few are secured: two refunds, exactly", given: short, when: sambatan.Close{}, at: deadline,
			then: history{
				closedAt(),
				sambatan.Failed{Secured: 2, MinFill: 3},
				released(p1, ayu, r1, sambatan.RefundedFailed), released(p2, bima, r2, sambatan.RefundedFailed),
				sambatan.UnwindingStarted{Refunds: 2},
			},
		},
		{
			name: "a timer that comes late is stamped with the deadline", given: opened(), when: sambatan.Close{}, at: deadline.Add(time.Hour),
			then: history{closedAt(), sambatan.Failed{MinFill: 2}, unwound[0], unwound[1]},
		},
		{
			name: "payments on their way are awaited", given: twoOfThree(), when: sambatan.Close{}, at: deadline,
			then: history{closedAt()},
		},
		{
			name: "one that never opened fails too", given: opened()[:2], when: sambatan.Close{}, at: deadline,
			then: history{closedAt(), sambatan.Failed{MinFill: 2}, unwound[0], unwound[1]},
		},
		{name: "closed before", given: twoOfThree().then(closedAt()), when: sambatan.Close{}, at: deadline},
		{name: "decided before the deadline", given: paid.then(sambatan.Succeeded{Secured: 2}), when: sambatan.Close{}, at: deadline},
		{
			name: "a draft has no deadline to keep", given: opened()[:1], when: sambatan.Close{}, at: deadline,
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseDraft, Needs: sambatan.PhaseOpen},
		},
		{
			name: "nothing to close", when: sambatan.Close{}, at: deadline,
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseNone, Needs: sambatan.PhaseOpen},
		},
	})
}

//money:case §4.1 every slot is secured
//money:case §4.1 settled, enough
//money:case §4.1 settled, too few
func TestSettling(t *testing.T) {
	t.Parallel()
	after := deadline.Add(10 * time.Minute)
	settling := twoOfThree().then(closedAt())
	last := opened(needsAll).then(held(p1, ayu, 1), closedAt())
	run(t, []row{
		{
			name: "the last slot is paid before the deadline: succeeded at once", given: twoOfThree(), when: pays(p3, r3),
			then: history{secured(p3, citra, r3), sambatan.Succeeded{Secured: 3}},
		},
		{
			name: "the last payment awaited comes", given: settling, when: pays(p3, r3), at: after,
			then: history{secured(p3, citra, r3), sambatan.Succeeded{Secured: 3}},
		},
		{
			name: "the last payment awaited is not enough: it is refunded with the others", given: last, when: pays(p1, r1), at: after,
			then: history{
				secured(p1, ayu, r1),
				sambatan.Failed{Secured: 1, MinFill: 3},
				released(p1, ayu, r1, sambatan.RefundedFailed),
				sambatan.UnwindingStarted{Refunds: 1},
			},
		},
		{
			name: "the last hold lapses and the threshold is met", given: settling, when: sambatan.LapseHolds{}, at: after,
			then: history{expired(p3, citra, 1), sambatan.Succeeded{Secured: 2}},
		},
		{
			name: "the last hold is given up", given: settling, when: cancels(p3, citra), at: after,
			then: history{cancelled(p3, citra, sambatan.CancelledByBuyer), sambatan.Succeeded{Secured: 2}},
		},
		{
			name: "a slot is regained while another payment is awaited", at: after, when: pays(p1, r1),
			given: opened().then(held(p1, ayu, 1), held(p2, bima, 1), expired(p1, ayu, 1), closedAt()),
			then:  history{regained(p1, ayu, r1)},
		},
		{
			name: "a declined payment leaves its hold", given: settling, when: paying(pays(p3, r3), 1), at: after,
			then: history{shortOf(declined(p3, citra, r3, sambatan.DeclinedAmount))},
		},
	})
}

func shortOf(e sambatan.PaymentDeclined) sambatan.PaymentDeclined {
	e.Amount = 1
	return e
}

//money:case §4.1 called off before the outcome
//money:case §4.1 called off while it is made
//money:case §4.2 the campaign failed or was called off
func TestAbort(t *testing.T) {
	t.Parallel()
	off := byPlatform(" bahan tak tersedia ")
	calledOff := func(paid money.Rupiah) sambatan.Cancelled {
		return sambatan.Cancelled{Reason: "bahan tak tersedia", Amount: paid, Operator: gita}
	}
	nothingDue := history{calledOff(0), sambatan.UnwindingStarted{}, sambatan.Unwound{}}
	full := history{
		calledOff(2 * due), cancelled(p3, citra, sambatan.CancelledCampaign),
		released(p1, ayu, r1, sambatan.RefundedCancelled), released(p2, bima, r2, sambatan.RefundedCancelled),
		sambatan.UnwindingStarted{Refunds: 2},
	}
	won := opened(slots(1), minFill(1)).then(held(p1, ayu, 1), secured(p1, ayu, r1), sambatan.Succeeded{Secured: 1})
	run(t, []row{
		{name: "a draft", given: opened()[:1], when: off, then: nothingDue},
		{name: "a scheduled one", given: opened()[:2], when: off, then: nothingDue},
		{name: "an open one: holds end, money goes back", given: twoOfThree(), when: off, then: full},
		{name: "while settling", given: twoOfThree().then(closedAt()), when: off, at: deadline, then: full},
		{
			name: "after it succeeded, before production", given: won, when: off,
			then: history{calledOff(due), released(p1, ayu, r1, sambatan.RefundedCancelled), sambatan.UnwindingStarted{Refunds: 1}},
		},
		{
			name: "while it is being made", given: won.then(sambatan.ProductionStarted{}), when: off,
			then: history{calledOff(due), released(p1, ayu, r1, sambatan.RefundedCancelled), sambatan.UnwindingStarted{Refunds: 1}},
		},
		{
			name: "not once it is ready to be sent", given: won.then(sambatan.ProductionStarted{}, sambatan.QualityPassed{}), when: off,
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseReadyToShip, Needs: sambatan.PhaseSucceeded},
		},
		{name: "called off before", given: twoOfThree().then(full...), when: off},
		{name: "failed before", given: opened().then(sambatan.Failed{}), when: off},
		{name: "a reason is due to the buyers", given: opened(), when: byPlatform(" "), refused: &sambatan.MissingError{Field: "reason"}},
		{
			name: "nothing to call off", when: off,
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseNone, Needs: sambatan.PhaseSucceeded},
		},
	})
}

//money:case §4.1 everything refunded
//money:case §4.2 the campaign failed or was called off
func TestSettleRefund(t *testing.T) {
	t.Parallel()
	unwinding := opened(needsAll).then(twoOfThree()[3:]...).then(
		expired(p3, citra, 1), closedAt(), sambatan.Failed{Secured: 2, MinFill: 3},
		released(p1, ayu, r1, sambatan.RefundedFailed), released(p2, bima, r2, sambatan.RefundedFailed),
		sambatan.UnwindingStarted{Refunds: 2},
	)
	half := unwinding.then(sambatan.RefundSettled{Participation: p1})
	run(t, []row{
		{
			name: "one of two", given: unwinding, when: sambatan.SettleRefund{Participation: p1, Receipt: r1},
			then: history{sambatan.RefundSettled{Participation: p1}},
		},
		{
			name: "the last one closes the campaign", given: half, when: sambatan.SettleRefund{Participation: p2},
			then: history{sambatan.RefundSettled{Participation: p2}, sambatan.Unwound{}},
		},
		{name: "settled before", given: half, when: sambatan.SettleRefund{Participation: p1}},
		{name: "other money of the same buyer does not count", given: unwinding, when: sambatan.SettleRefund{Participation: p1, Receipt: r3}},
		{name: "a participation that had paid nothing", given: unwinding, when: sambatan.SettleRefund{Participation: p3}},
		{name: "no such participation", given: unwinding, when: sambatan.SettleRefund{Participation: p4}},
		{name: "nothing was released", given: twoOfThree(), when: sambatan.SettleRefund{Participation: p1}},
	})
}

//money:case §4.1 production starts
//money:case §4.1 quality passed
//money:case §4.1 the first resi
func TestStepsAfterSuccess(t *testing.T) {
	t.Parallel()
	now := noon.Add(time.Hour)
	spec.Given(t, sambatan.Decider, twoOfThree().then(sambatan.Succeeded{Secured: 3})...).
		When(sambatan.StartProduction{}, now).Then(sambatan.ProductionStarted{}).And().
		When(sambatan.PassQuality{}, now).Then(sambatan.QualityPassed{}, dispatchDue(p1, ayu), dispatchDue(p2, bima)).And().
		When(sambatan.StartShipping{}, now).Then(sambatan.ShippingStarted{})
	open := func() history { return opened(slots(1), minFill(1)).then(held(p1, ayu, 1)) }
	run(t, []row{
		{
			name: "nothing is made before the outcome", given: open(), when: sambatan.StartProduction{},
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseFullyHeld, Needs: sambatan.PhaseSucceeded},
		},
		{
			name: "nor sent before it is made", given: open().then(sambatan.Succeeded{}), when: sambatan.StartShipping{},
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseSucceeded, Needs: sambatan.PhaseReadyToShip},
		},
		{
			name: "nor checked before it is made", when: sambatan.PassQuality{},
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseNone, Needs: sambatan.PhaseInProduction},
		},
	})
}
