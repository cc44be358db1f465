package sambatan_test

import (
	"testing"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

var (
	extended = deadline.Add(72 * time.Hour) // T2
	lastTick = deadline.Add(-time.Millisecond)
)

func extendable(t *sambatan.Terms) { t.MinFill, t.MaxExtensions = 3, 1 }

func extension(agreed, released int) sambatan.DeadlineExtended {
	return sambatan.DeadlineExtended{
		Campaign: campaign, Round: 1, From: deadline, To: extended, Agreed: agreed, Released: released, TermsVersion: 2,
	}
}

func answers(participation, buyer id.ID, accept bool) sambatan.AnswerExtension {
	return sambatan.AnswerExtension{Participation: participation, Buyer: buyer, Accept: accept}
}

//money:case §4.1b a later deadline is proposed
func TestProposeExtension(t *testing.T) {
	t.Parallel()
	given := opened(extendable).then(held(p1, ayu, 1), secured(p1, ayu, r1))
	propose := sambatan.ProposeExtension{Deadline: extended, Reason: " panen akar wangi terlambat "}
	last := deadline.Add(-sambatan.AnswerTime)
	until := func(to time.Time) sambatan.ProposeExtension {
		return sambatan.ProposeExtension{Deadline: to, Reason: "x"}
	}
	run(t, []row{
		{name: "those who joined are asked", given: given, when: propose, then: history{proposed(extended)}},
		{
			name: "when all slots are held too", given: opened(extendable).then(held(p1, ayu, 2), held(p2, bima, 1)), when: propose,
			then: history{proposed(extended)},
		},
		{name: "a reason is due to the buyers", given: given, when: sambatan.ProposeExtension{Deadline: extended}, refused: &sambatan.MissingError{Field: "reason"}},
		{name: "a deadline too", given: given, when: sambatan.ProposeExtension{Reason: "x"}, refused: &sambatan.MissingError{Field: "deadline"}},
		{name: "not when there is no time to answer", given: given, when: propose, at: last, refused: &sambatan.LateError{Until: last}},
		{
			name: "one at a time", given: given.then(proposed(extended)), when: propose,
			refused: &sambatan.ExtensionError{Rule: sambatan.ExtendPending, At: extended},
		},
		{
			name: "not more often than the terms say", given: given.then(proposed(extended), answered(p1, ayu, true), extension(1, 0)),
			when: until(extended.Add(48 * time.Hour)), at: deadline, refused: &sambatan.ExtensionError{Rule: sambatan.ExtendUsedUp},
		},
		{
			name: "not at all when the terms don't mention it", given: opened(needsAll), when: propose,
			refused: &sambatan.ExtensionError{Rule: sambatan.ExtendUsedUp},
		},
		{
			name: "not when the batch will be made anyhow", when: propose,
			given:   opened(func(t *sambatan.Terms) { t.MinFill, t.MaxExtensions = 1, 1 }).then(held(p1, ayu, 1), secured(p1, ayu, r1)),
			refused: &sambatan.ExtensionError{Rule: sambatan.ExtendEnough},
		},
		{
			name: "no earlier, nor hardly later", given: given, when: until(deadline.Add(time.Minute)),
			refused: &sambatan.ExtensionError{Rule: sambatan.ExtendLater, At: deadline.Add(sambatan.MinExtension)},
		},
		{
			name: "not for ever", given: given, when: until(deadline.Add(sambatan.MaxExtension + time.Second)),
			refused: &sambatan.ExtensionError{Rule: sambatan.ExtendNearer, At: deadline.Add(sambatan.MaxExtension)},
		},
		{
			name: "not once it is closed", given: given.then(held(p2, bima, 1), closedAt()), when: propose, at: deadline,
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseSettling, Needs: sambatan.PhaseOpen},
		},
		{name: "not while it is frozen", given: given.then(sambatan.Frozen{Reason: "x"}), when: propose, refused: &sambatan.FrozenError{Reason: "x"}},
	})
}

//money:case §4.11 an extension answered a millisecond before the deadline
//money:case §4.1b accepted
//money:case §4.1b declined
func TestAnswerExtension(t *testing.T) {
	t.Parallel()
	before := opened(extendable).then(held(p1, ayu, 1), secured(p1, ayu, r1), held(p2, bima, 1))
	given := before.then(proposed(extended))
	run(t, []row{
		{name: "a buyer agrees", given: given, when: answers(p1, ayu, true), then: history{answered(p1, ayu, true)}},
		{name: "in the last millisecond", given: given, when: answers(p1, ayu, true), at: lastTick, then: history{answered(p1, ayu, true)}},
		{name: "not when the deadline has come", given: given, when: answers(p1, ayu, true), at: deadline, refused: &sambatan.LateError{Until: deadline}},
		{name: "a buyer does not agree", given: given, when: answers(p1, ayu, false), then: history{answered(p1, ayu, false)}},
		{
			name: "the last answer counts", given: given.then(answered(p1, ayu, true)), when: answers(p1, ayu, false),
			then: history{answered(p1, ayu, false)},
		},
		{name: "the same answer again", given: given.then(answered(p1, ayu, true)), when: answers(p1, ayu, true)},
		{name: "who has not paid yet may answer too", given: given, when: answers(p2, bima, true), then: history{answered(p2, bima, true)}},
		{name: "nobody asked", given: before, when: answers(p1, ayu, true), refused: &sambatan.ExtensionError{Rule: sambatan.ExtendNone}},
		{name: "for somebody else", given: given, when: answers(p1, bima, true), refused: &sambatan.NoHoldError{Participation: p1}},
		{
			name: "who has left has no say", given: given.then(cancelled(p2, bima, sambatan.CancelledByBuyer)), when: answers(p2, bima, true),
			refused: &sambatan.NoHoldError{Participation: p2},
		},
	})
}

// Ayu and Bima have paid, Citra holds a slot, when the question is put.
func asked() history {
	return opened(extendable).then(
		held(p1, ayu, 1), secured(p1, ayu, r1), held(p2, bima, 1), secured(p2, bima, r2), proposed(extended),
	)
}

//money:case §4.11 an extension answered a millisecond before the deadline
//money:case §4.1b accepted
//money:case §4.1b declined
//money:case §4.1b silence
//money:case §4.1b enough without them
//money:case §4.1b nobody agrees
//money:case §4.1b an unpaid hold
func TestAtTheDeadlineOfARoundOfConsent(t *testing.T) {
	t.Parallel()
	yes := asked().then(answered(p1, ayu, true))
	moved := heldUntil(held(p3, citra, 1), deadline.Add(sambatan.Grace))
	joinedSince := moved
	joinedSince.Agreed = extended
	run(t, []row{
		{
			name: "silence gives the money back, and the campaign goes on", given: yes, when: sambatan.Close{}, at: deadline,
			then: history{released(p2, bima, r2, sambatan.RefundedSilent), extension(1, 1)},
		},
		{
			name: "so does a no", given: yes.then(answered(p2, bima, false)), when: sambatan.Close{}, at: deadline,
			then: history{released(p2, bima, r2, sambatan.RefundedDeclined), extension(1, 1)},
		},
		{
			name: "a yes in the last millisecond stays", given: asked().then(answered(p1, ayu, true), answered(p2, bima, true)),
			when: sambatan.Close{}, at: deadline, then: history{extension(2, 0)},
		},
		{name: "not before the deadline", given: yes, when: sambatan.Close{}, at: lastTick, refused: &sambatan.EarlyError{DueAt: deadline}},
		{
			name: "a hold is not any longer for it", given: yes.then(moved), when: sambatan.Close{}, at: deadline,
			then: history{released(p2, bima, r2, sambatan.RefundedSilent), cancelled(p3, citra, sambatan.CancelledMoved), extension(1, 1)},
		},
		{
			name: "the hold of who joined since, and agreed by that, lives on to its own end", given: yes.then(joinedSince),
			when: sambatan.Close{}, at: deadline, then: history{released(p2, bima, r2, sambatan.RefundedSilent), extension(1, 1)},
		},
		{
			name: "when nobody agrees it ends, as it would have", given: asked().then(answered(p1, ayu, false)), when: sambatan.Close{}, at: deadline,
			then: history{
				closedAt(),
				sambatan.Failed{Secured: 2, MinFill: 3},
				released(p1, ayu, r1, sambatan.RefundedFailed), released(p2, bima, r2, sambatan.RefundedFailed),
				sambatan.UnwindingStarted{Refunds: 2},
			},
		},
		{
			name: "where nobody had paid there is nobody to ask", given: opened(extendable).then(proposed(extended)),
			when: sambatan.Close{}, at: deadline, then: history{extension(0, 0)},
		},
		{
			name: "with enough slots secured the old promise is kept", when: sambatan.Close{}, at: deadline,
			given: opened(func(t *sambatan.Terms) { t.MinFill, t.MaxExtensions = 2, 1 }).then(asked()[3:]...),
			then:  history{closedAt(), sambatan.Succeeded{Secured: 2}},
		},
		{
			name: "a timer that comes after the later deadline extends nothing", given: yes, when: sambatan.Close{}, at: extended,
			then: history{
				closedAt(),
				sambatan.Failed{Secured: 2, MinFill: 3},
				released(p1, ayu, r1, sambatan.RefundedFailed), released(p2, bima, r2, sambatan.RefundedFailed),
				sambatan.UnwindingStarted{Refunds: 2},
			},
		},
		{
			name: "freed slots go to who waited", when: sambatan.Close{}, at: deadline,
			given: yes.then(moved, waits(p4, dewi, 2)),
			then: history{
				released(p2, bima, r2, sambatan.RefundedSilent), cancelled(p3, citra, sambatan.CancelledMoved), extension(1, 1),
				offered(p4, dewi, 2, deadline.Add(sambatan.OfferFor)),
			},
		},
	})
}

func TestACampaignThatGoesOn(t *testing.T) {
	t.Parallel()
	on := asked().then(answered(p1, ayu, true), released(p2, bima, r2, sambatan.RefundedSilent), extension(1, 1))
	after := deadline.Add(time.Hour)
	gone := opened(extendable).then(
		held(p1, ayu, 1), secured(p1, ayu, r1), held(p2, bima, 1), expired(p2, bima, 1),
		proposed(extended), answered(p1, ayu, true), extension(1, 0),
	)
	late := secured(p3, citra, r3)
	late.PaidAt = after
	run(t, []row{
		{name: "its old timer closes nothing", given: on, when: sambatan.Close{}, at: after, refused: &sambatan.EarlyError{DueAt: extended}},
		{
			name: "its new one does", given: on, when: sambatan.Close{}, at: extended,
			then: history{
				sambatan.Closed{DueAt: extended},
				sambatan.Failed{Secured: 1, MinFill: 3},
				released(p1, ayu, r1, sambatan.RefundedFailed),
				sambatan.UnwindingStarted{Refunds: 2},
			},
		},
		{
			name: "freed slots are open again", given: on, when: joins(p3, citra, 2), at: after,
			then: history{payableUntil(heldTwo(p3, citra), after.Add(2*time.Hour))},
		},
		{
			name: "a transfer after the old deadline counts for who joined since", given: on.then(payableUntil(held(p3, citra, 1), after.Add(time.Hour))),
			when: sambatan.Secure{Participation: p3, Receipt: r3, Amount: due, PaidAt: after}, at: after, then: history{late},
		},
		{
			name: "who was never asked is not taken in, even with a transfer made in time", given: gone, when: pays(p2, r2), at: after,
			then: history{declined(p2, bima, r2, sambatan.DeclinedMoved)},
		},
		{
			name: "a second transfer for released slots goes back", given: on, when: pays(p2, r3), at: after,
			then: history{declined(p2, bima, r3, sambatan.DeclinedGivenUp)},
		},
		{
			name: "the refund of who left closes nothing", given: on, when: sambatan.SettleRefund{Participation: p2, Receipt: r2}, at: after,
			then: history{sambatan.RefundSettled{Participation: p2}},
		},
		{
			name: "it succeeds when all slots are secured, as always", at: after,
			given: on.then(payableUntil(heldTwo(p3, citra), after.Add(time.Hour))), when: sambatan.Secure{Participation: p3, Receipt: r3, Amount: dueFor(2), PaidAt: after},
			then: history{securedAt(p3, citra, r3, after), sambatan.Succeeded{Secured: 3}},
		},
	})
}

// payableUntil is of a hold that the later deadline does not cut short.
func payableUntil(e sambatan.SlotsHeld, until time.Time) sambatan.SlotsHeld {
	e.ExpiresAt, e.PayBy = until, until
	return e
}

func heldTwo(participation, buyer id.ID) sambatan.SlotsHeld { return held(participation, buyer, 2) }

func securedAt(participation, buyer, receipt id.ID, at time.Time) sambatan.SlotsSecured {
	e := securedTwo(participation, buyer, receipt)
	e.PaidAt = at
	return e
}

//money:case §4.1b joined while it is asked
func TestJoiningWhileALaterDeadlineIsProposedAgreesToIt(t *testing.T) {
	t.Parallel()
	agreed := heldUntil(held(p3, citra, 1), hour.Add(2*time.Hour))
	agreed.Agreed = extended
	run(t, []row{{name: "the hold says so", given: asked(), when: joins(p3, citra, 1), then: history{agreed}}})
}
