package sambatan_test

import (
	"testing"
	"time"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

func paidAt(c sambatan.Secure, at time.Time) sambatan.Secure {
	c.PaidAt = at
	return c
}

func paying(c sambatan.Secure, amount money.Rupiah) sambatan.Secure {
	c.Amount = amount
	return c
}

//money:case §4.2 a receipt of the price
func TestSecure(t *testing.T) {
	t.Parallel()
	one := opened().then(held(p1, ayu, 1))
	gone := one.then(expired(p1, ayu, 1))
	atDeadline := secured(p1, ayu, r1)
	atDeadline.PaidAt = deadline
	run(t, []row{
		{name: "a payment secures the slots", given: one, when: pays(p1, r1), then: history{secured(p1, ayu, r1)}},
		{name: "the same receipt again", given: one.then(secured(p1, ayu, r1)), when: pays(p1, r1)},
		{
			name: "what is too much is not the campaign's matter", given: one, when: paying(pays(p1, r1), due+50_000),
			then: history{secured(p1, ayu, r1)},
		},
		{
			name: "money first: a hold that is over but still there is secured", given: one,
			when: paidAt(pays(p1, r1), deadline), at: deadline,
			then: history{atDeadline},
		},
		{
			name: "a kept hold is secured when it is confirmed", when: pays(p1, r1), at: noon.Add(5 * time.Hour),
			given: one.then(sambatan.HoldKept{Participation: p1, Until: noon.Add(26 * time.Hour)}),
			then:  history{secured(p1, ayu, r1)},
		},
		{
			name: "a lapsed hold gets its slots back while there is room", given: gone, when: pays(p1, r1),
			then: history{regained(p1, ayu, r1)},
		},
		{
			name:  "so does a cancelled one",
			given: one.then(cancelled(p1, ayu, sambatan.CancelledByBuyer)), when: pays(p1, r1),
			then: history{regained(p1, ayu, r1)},
		},
		{
			name:  "paid before the deadline and confirmed after it counts",
			given: one.then(held(p2, bima, 2), closedAt()), when: pays(p1, r1), at: deadline.Add(10 * time.Minute),
			then: history{secured(p1, ayu, r1)},
		},
	})
}

func TestSecureDeclines(t *testing.T) {
	t.Parallel()
	one := opened().then(held(p1, ayu, 1))
	gone := one.then(expired(p1, ayu, 1))
	stranger := declined(p4, nobody, r1, sambatan.DeclinedStranger)
	late := declined(p1, ayu, r1, sambatan.DeclinedLate)
	late.PaidAt = deadline.Add(time.Second)
	over := expired(p1, ayu, 1)
	over.DueAt = deadline
	short := declined(p1, ayu, r1, sambatan.DeclinedAmount)
	short.Amount = due - 1
	failed := one.then(secured(p1, ayu, r1), closedAt(), sambatan.Failed{Secured: 1, MinFill: 2},
		released(p1, ayu, r1, sambatan.RefundedFailed), sambatan.UnwindingStarted{Refunds: 1})
	won := gone.then(held(p2, bima, 2), held(p3, citra, 1), sambatan.Succeeded{Secured: 3})
	run(t, []row{
		{
			name: "no room is left", given: gone.then(held(p2, bima, 2), held(p3, citra, 1)), when: pays(p1, r1),
			then: history{declined(p1, ayu, r1, sambatan.DeclinedNoRoom)},
		},
		{
			name:  "the buyer took other slots instead and may have no more",
			given: gone.then(held(p2, ayu, 2)), when: pays(p1, r1),
			then: history{declined(p1, ayu, r1, sambatan.DeclinedNoRoom)},
		},
		{
			name: "paid after the deadline ends the hold", given: one,
			when: paidAt(pays(p1, r1), late.PaidAt), at: deadline, then: history{late, over},
		},
		{
			name: "paid after the deadline when nobody else is waited for decides the campaign", given: one.then(closedAt()),
			when: paidAt(pays(p1, r1), late.PaidAt), at: deadline,
			then: history{late, over, sambatan.Failed{MinFill: 2}, sambatan.UnwindingStarted{}, sambatan.Unwound{}},
		},
		{
			name: "paid twice", given: one.then(secured(p1, ayu, r1)), when: pays(p1, r2),
			then: history{declined(p1, ayu, r2, sambatan.DeclinedTwice)},
		},
		{name: "declined before", given: gone.then(short), when: paying(pays(p1, r1), due-1)},
		{name: "too little for slots that are gone", given: gone, when: paying(pays(p1, r1), due-1), then: history{short}},
		{name: "no such participation", given: one, when: pays(p4, r1), then: history{stranger}},
		{name: "no such participation, told again", given: one.then(stranger), when: pays(p4, r1)},
		{
			name: "the campaign has failed", given: failed, when: pays(p1, r2),
			then: history{declined(p1, ayu, r2, sambatan.DeclinedDecided)},
		},
		{name: "a released receipt, told again", given: failed, when: pays(p1, r1)},
		{
			name: "the campaign was called off", given: gone.then(sambatan.Cancelled{Reason: "x"}), when: pays(p1, r1),
			then: history{declined(p1, ayu, r1, sambatan.DeclinedDecided)},
		},
		{
			name: "the campaign has succeeded without these slots", given: won, when: pays(p1, r1),
			then: history{declined(p1, ayu, r1, sambatan.DeclinedDecided)},
		},
		{
			name: "one receipt can't pay for two", given: one.then(secured(p1, ayu, r1), held(p2, bima, 1)), when: pays(p2, r1),
			refused: &sambatan.ReusedError{ID: r1},
		},
	})
}

func TestSecureNeedsAReceipt(t *testing.T) {
	t.Parallel()
	one := opened().then(held(p1, ayu, 1))
	run(t, []row{
		{name: "no participation", given: one, when: pays(nobody, r1), refused: &sambatan.MissingError{Field: "participation"}},
		{name: "no receipt", given: one, when: pays(p1, nobody), refused: &sambatan.MissingError{Field: "receipt"}},
		{name: "no money", given: one, when: paying(pays(p1, r1), 0), refused: &sambatan.MissingError{Field: "amount"}},
		{name: "less than none", given: one, when: paying(pays(p1, r1), -1), refused: &sambatan.MissingError{Field: "amount"}},
		{name: "no time", given: one, when: paidAt(pays(p1, r1), time.Time{}), refused: &sambatan.MissingError{Field: "paid_at"}},
		{
			name: "no campaign", when: pays(p1, r1),
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseNone, Needs: sambatan.PhaseOpen},
		},
	})
}

// Two buyers, one slot, the same instant: whoever is decided first has it, and
// the other's money comes back if it should arrive all the same.
//
//money:case §4.11 two buyers, one slot, the same millisecond
func TestTwoBuyersWantTheLastSlot(t *testing.T) {
	t.Parallel()
	first := spec.Given(t, sambatan.Decider, opened(slots(1), minFill(1))...).When(joins(p1, ayu, 1), noon).Then(held(p1, ayu, 1))
	first.And().When(joins(p2, bima, 1), noon).ThenRefused(&sambatan.FullError{Free: 0})
	lapsed := first.And().When(sambatan.LapseHolds{}, noon.Add(2*time.Hour)).Then(expired(p1, ayu, 1))
	second := heldUntil(held(p2, bima, 1), noon.Add(4*time.Hour))
	taken := lapsed.And().When(joins(p2, bima, 1), noon.Add(2*time.Hour)).Then(second)
	none := taken.And().When(pays(p1, r1), noon.Add(3*time.Hour)).Then(declined(p1, ayu, r1, sambatan.DeclinedNoRoom))
	none.And().When(pays(p2, r2), noon.Add(3*time.Hour)).
		Then(secured(p2, bima, r2), sambatan.Succeeded{Secured: 1})
}

//money:case §4.2 the payment is taken back
func TestTakeBack(t *testing.T) {
	t.Parallel()
	goes := sambatan.TakeBack(pays(p1, r1))
	paid := opened().then(held(p1, ayu, 1), secured(p1, ayu, r1))
	settling := opened(needsAll).then(held(p1, ayu, 1), held(p2, bima, 1), secured(p1, ayu, r1), closedAt())
	ends := expired(p2, bima, 1)
	failed := sambatan.Failed{Secured: 0, MinFill: 3}
	run(t, []row{
		{name: "paid slots are given up", given: paid, when: goes, then: history{released(p1, ayu, r1, sambatan.RefundedTakenBack)}},
		{name: "told again", given: paid.then(released(p1, ayu, r1, sambatan.RefundedTakenBack)), when: goes},
		{name: "after the deadline too, while others are awaited", given: settling, when: goes, at: deadline, then: history{released(p1, ayu, r1, sambatan.RefundedTakenBack)}},
		{
			name: "and the campaign is judged without them", given: settling.then(released(p1, ayu, r1, sambatan.RefundedTakenBack)),
			when: sambatan.LapseHolds{}, at: ends.DueAt,
			then: history{ends, failed, sambatan.UnwindingStarted{Refunds: 1}},
		},
		{name: "a batch that is made is made", given: paid.then(sambatan.Succeeded{Secured: 1}), when: goes},
		{name: "what goes back already goes back", given: paid.then(released(p1, ayu, r1, sambatan.RefundedByBuyer)), when: goes},
		{name: "money that paid for nothing", given: paid.then(declined(p1, ayu, r2, sambatan.DeclinedTwice)), when: sambatan.TakeBack(pays(p1, r2))},
		{
			name: "before it was offered: it is never taken", given: opened().then(held(p1, ayu, 1)), when: goes,
			then: history{declined(p1, ayu, r1, sambatan.DeclinedTakenBack)},
		},
		{name: "and offering it then changes nothing", given: opened().then(held(p1, ayu, 1), declined(p1, ayu, r1, sambatan.DeclinedTakenBack)), when: pays(p1, r1)},
		{name: "no receipt", given: paid, when: sambatan.TakeBack(pays(p1, nobody)), refused: &sambatan.MissingError{Field: "receipt"}},
		{name: "no campaign", when: goes, refused: &sambatan.PhaseError{Needs: sambatan.PhaseOpen}},
	})
}
