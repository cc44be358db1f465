package sambatan_test

import (
	"testing"
	"time"

	"github.com/sensasiwangi/sambatan/services/sambatan"
)

func begun(attempt int) sambatan.PaymentBegun {
	return sambatan.PaymentBegun{
		Campaign: campaign, Participation: p1, Buyer: ayu, Attempt: attempt, Method: "qris", Amount: due, PayBy: noon.Add(2 * time.Hour),
	}
}

func isLapsing(attempt int) sambatan.HoldEnding {
	return sambatan.HoldEnding{Campaign: campaign, Participation: p1, Buyer: ayu, Attempt: attempt, DueAt: noon.Add(2 * time.Hour)}
}

func givingUp() sambatan.HoldEnding {
	return sambatan.HoldEnding{Campaign: campaign, Participation: p1, Buyer: ayu, Attempt: 1, Reason: sambatan.CancelledByBuyer}
}

func expiredAfter(attempts int) sambatan.HoldExpired {
	e := expired(p1, ayu, 1)
	e.Attempts = attempts
	return e
}

func cancelledAfter(attempts int, reason sambatan.CancelReason) sambatan.HoldCancelled {
	e := cancelled(p1, ayu, reason)
	e.Attempts = attempts
	return e
}

func securedAfter(attempts int) sambatan.SlotsSecured {
	e := secured(p1, ayu, r1)
	e.Attempts = attempts
	return e
}

func TestBeginPayment(t *testing.T) {
	t.Parallel()
	one := opened().then(held(p1, ayu, 1))
	begin := sambatan.BeginPayment{Participation: p1, Buyer: ayu, Method: "qris"}
	by := noon.Add(2 * time.Hour)
	run(t, []row{
		{name: "a buyer chooses a channel", given: one, when: begin, then: history{begun(1)}},
		{name: "and another one instead", given: one.then(begun(1)), when: begin, then: history{begun(2)}},
		{name: "the first has ended", given: one.then(begun(1), sambatan.PaymentEnded{Participation: p1, Attempt: 1}), when: begin, then: history{begun(2)}},
		{name: "at the last moment", given: one, when: begin, at: by.Add(-sambatan.MinToPay), then: history{begun(1)}},
		{name: "after it", given: one, when: begin, at: by.Add(-sambatan.MinToPay + time.Microsecond), refused: &sambatan.LateError{Until: by}},
		{
			name:  "nobody pays after the deadline, however long the slots are held",
			given: opened().then(heldUntil(held(p1, ayu, 1), deadline.Add(sambatan.Grace))), when: begin, at: deadline,
			refused: &sambatan.LateError{Until: deadline},
		},
		{name: "somebody else's hold", given: one, when: sambatan.BeginPayment{Participation: p1, Buyer: bima, Method: "qris"}, refused: &sambatan.NoHoldError{Participation: p1}},
		{name: "no hold", given: opened(), when: begin, refused: &sambatan.NoHoldError{Participation: p1}},
		{name: "one that is gone", given: one.then(expired(p1, ayu, 1)), when: begin, refused: &sambatan.NoHoldError{Participation: p1}},
		{name: "one that is paid", given: one.then(secured(p1, ayu, r1)), when: begin, refused: &sambatan.SecuredError{Participation: p1}},
		{name: "one that is about to end", given: one.then(begun(1), givingUp()), when: begin, refused: &sambatan.EndingError{Participation: p1}},
		{name: "no method", given: one, when: sambatan.BeginPayment{Participation: p1, Buyer: ayu}, refused: &sambatan.MissingError{Field: "method"}},
		{name: "too often", given: one.then(begun(sambatan.MaxAttempts)), when: begin, refused: &sambatan.AttemptsError{Max: sambatan.MaxAttempts}},
	})
}

// A slot is freed only after the payment was ended at its channel.
//
//money:case §4.2 expiry, the channel says no payment
//money:case §4.2 expiry, the channel says paid
//money:case §4.2 the buyer gives an unpaid hold up
func TestAHoldThatIsBeingPaidEndsWhenItsChannelHasAnswered(t *testing.T) {
	t.Parallel()
	one := opened().then(held(p1, ayu, 1), begun(1))
	two, end := noon.Add(2*time.Hour), sambatan.EndPayment{Participation: p1, Attempt: 1}
	failed := history{sambatan.Failed{MinFill: 2}, sambatan.UnwindingStarted{}, sambatan.Unwound{}}
	run(t, []row{
		{name: "its time is over: the channel is asked", given: one, when: sambatan.LapseHolds{}, at: two, then: history{isLapsing(1)}},
		{name: "once", given: one.then(isLapsing(1)), when: sambatan.LapseHolds{}, at: two.Add(time.Minute)},
		{name: "no payment will come", given: one.then(isLapsing(1)), when: end, at: two, then: history{expiredAfter(1)}},
		{name: "it was paid", given: one.then(isLapsing(1)), when: pays(p1, r1), at: two, then: history{securedAfter(1)}},
		{name: "what the channel says afterwards changes nothing", given: one.then(isLapsing(1), securedAfter(1)), when: end, at: two},
		{name: "the buyer gives up", given: one, when: cancels(p1, ayu), then: history{givingUp()}},
		{name: "and again", given: one.then(givingUp()), when: cancels(p1, ayu)},
		{
			name: "and no payment will come", given: one.then(givingUp()), when: end,
			then: history{cancelledAfter(1, sambatan.CancelledByBuyer)},
		},
		{name: "the channel ended it first", given: one, when: end, then: history{sambatan.PaymentEnded{Participation: p1, Attempt: 1}}},
		{
			name: "then the hold lapses by itself", given: one.then(sambatan.PaymentEnded{Participation: p1, Attempt: 1}), when: sambatan.LapseHolds{}, at: two,
			then: history{expiredAfter(1)},
		},
		{name: "an attempt that another has taken the place of", given: one.then(begun(2), isLapsing(2)), when: end, at: two},
		{
			name: "its transfer was reported meanwhile: it does not end", given: one.then(isLapsing(1), sambatan.HoldKept{Participation: p1, Until: two.Add(time.Hour)}),
			when: end, at: two, then: history{sambatan.PaymentEnded{Participation: p1, Attempt: 1}},
		},
		{
			name: "a rejected report asks the channel", given: one.then(sambatan.HoldKept{Participation: p1, Until: two.Add(time.Hour)}),
			when: sambatan.KeepHold{Participation: p1, Until: two}, at: two, then: history{isLapsing(1)},
		},
		{
			name: "a campaign that is called off waits for no channel", given: one, when: byPlatform("x"),
			then: history{
				sambatan.Cancelled{Reason: "x", Operator: gita}, cancelledAfter(1, sambatan.CancelledCampaign), sambatan.UnwindingStarted{}, sambatan.Unwound{},
			},
		},
		{name: "nothing is decided before the channel has answered", given: one.then(closedAt(), isLapsing(1)), when: sambatan.LapseHolds{}, at: deadline},
		{
			name: "its answer decides", given: one.then(closedAt(), isLapsing(1)), when: end, at: deadline,
			then: append(history{expiredAfter(1)}, failed...),
		},
		{
			name: "others lapse at once", given: one.then(held(p2, bima, 1)), when: sambatan.LapseHolds{}, at: two,
			then: history{isLapsing(1), expired(p2, bima, 1)},
		},
		{name: "no such participation", given: one, when: sambatan.EndPayment{Participation: p2, Attempt: 1}},
		{name: "no channel was asked", given: opened().then(held(p1, ayu, 1)), when: end},
	})
}
