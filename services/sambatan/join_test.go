package sambatan_test

import (
	"math"
	"testing"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

func heldUntil(e sambatan.SlotsHeld, until time.Time) sambatan.SlotsHeld {
	e.ExpiresAt, e.PayBy = until, until
	if until.After(deadline) {
		e.PayBy = deadline
	}
	return e
}

//money:case §4.2 join, room
//money:case §4.2 join for more than there is
func TestJoin(t *testing.T) {
	t.Parallel()
	closing := deadline.Add(-time.Minute)
	run(t, []row{
		{
			name: "a buyer joins", given: opened(), when: joins(p1, ayu, 2), at: noon,
			then: history{held(p1, ayu, 2)},
		},
		{
			name: "a hold made shortly before the deadline ends with the grace, but is to be paid by the deadline", given: opened(), when: joins(p1, ayu, 1), at: closing,
			then: history{heldUntil(held(p1, ayu, 1), deadline.Add(sambatan.Grace))},
		},
		{
			name: "the last slot", given: opened().then(held(p1, ayu, 2)), when: joins(p2, bima, 1), at: noon,
			then: history{held(p2, bima, 1)},
		},
		{
			name: "never a silent part of what was asked", given: opened().then(held(p1, ayu, 2)), when: joins(p2, bima, 2),
			refused: &sambatan.FullError{Free: 1},
		},
		{
			name: "full", given: opened(slots(1), minFill(1)).then(held(p1, ayu, 1)), when: joins(p2, bima, 1),
			refused: &sambatan.FullError{Free: 0},
		},
		{
			name:  "a lapsed hold makes room",
			given: opened(slots(1), minFill(1)).then(held(p1, ayu, 1), expired(p1, ayu, 1)), when: joins(p2, bima, 1), at: noon,
			then: history{held(p2, bima, 1)},
		},
		{name: "not before it opens", given: opened()[:2], when: joins(p1, ayu, 1), refused: &sambatan.NotOpenError{Phase: sambatan.PhaseScheduled}},
		{name: "not a campaign that is not there", when: joins(p1, ayu, 1), refused: &sambatan.NotOpenError{}},
		{
			name: "not at the deadline, even when its timer is late", given: opened(), when: joins(p1, ayu, 1), at: deadline,
			refused: &sambatan.NotOpenError{Phase: sambatan.PhaseSettling},
		},
		{
			name: "not after the outcome", given: opened().then(sambatan.Succeeded{Secured: 3}), when: joins(p1, ayu, 1),
			refused: &sambatan.NotOpenError{Phase: sambatan.PhaseSucceeded},
		},
		{
			name: "a participation's id is used once", given: opened().then(held(p1, ayu, 1)), when: joins(p1, bima, 1),
			refused: &sambatan.ReusedError{ID: p1},
		},
	})
}

func TestJoinLimitsPerBuyer(t *testing.T) {
	t.Parallel()
	pairs := func(t *sambatan.Terms) { t.Slots, t.MinPerBuyer, t.MaxPerBuyer = 9, 2, 4 }
	one := opened(pairs).then(held(p1, ayu, 2), secured(p1, ayu, r1))
	run(t, []row{
		{name: "no slot", given: opened(), when: joins(p1, ayu, 0), refused: &sambatan.LimitError{Asked: 0, Min: 1, Max: 2}},
		{name: "fewer than none", given: opened(), when: joins(p1, ayu, math.MinInt), refused: &sambatan.LimitError{Asked: math.MinInt, Min: 1, Max: 2}},
		{name: "more than anyone may have", given: opened(), when: joins(p1, ayu, math.MaxInt), refused: &sambatan.LimitError{Asked: math.MaxInt, Min: 1, Max: 2}},
		{name: "too few", given: opened(pairs), when: joins(p1, ayu, 1), refused: &sambatan.LimitError{Asked: 1, Min: 2, Max: 4}},
		{
			name: "paid slots count towards the most", given: opened(pairs).then(held(p1, ayu, 4), secured4()),
			when: joins(p2, ayu, 1), refused: &sambatan.LimitError{Asked: 1, Have: 4, Min: 2, Max: 4},
		},
		{
			name: "and towards the least", given: one, when: joins(p2, ayu, 1), at: noon,
			then: history{held(p2, ayu, 1)},
		},
		{
			name: "one unpaid hold at a time", given: opened().then(held(p1, ayu, 1)), when: joins(p2, ayu, 1),
			refused: &sambatan.UnpaidHoldError{Participation: p1},
		},
		{
			name: "a cancelled hold is none", given: opened().then(held(p1, ayu, 1), cancelled(p1, ayu, sambatan.CancelledByBuyer)),
			when: joins(p2, ayu, 2), at: noon, then: history{held(p2, ayu, 2)},
		},
	})
}

func secured4() sambatan.SlotsSecured {
	e := secured(p1, ayu, r1)
	e.Slots = 4
	return e
}

func TestJoinCooldownAfterTwoLapses(t *testing.T) {
	t.Parallel()
	lapsedAt := noon.Add(2 * time.Hour)
	until := lapsedAt.Add(sambatan.Cooldown)
	once := opened().then(held(p1, ayu, 1), expired(p1, ayu, 1))
	twice := once.then(held(p2, ayu, 1), expired(p2, ayu, 1))
	again := heldUntil(held(p3, ayu, 1), until.Add(2*time.Hour))
	run(t, []row{
		{
			name: "one lapse is forgiven", given: once, when: joins(p2, ayu, 1), at: lapsedAt,
			then: history{heldUntil(held(p2, ayu, 1), lapsedAt.Add(2*time.Hour))},
		},
		{name: "two are not", given: twice, when: joins(p3, ayu, 1), at: lapsedAt, refused: &sambatan.CooldownError{Until: until}},
		{name: "until a day later", given: twice, when: joins(p3, ayu, 1), at: until.Add(-time.Second), refused: &sambatan.CooldownError{Until: until}},
		{name: "and then again", given: twice, when: joins(p3, ayu, 1), at: until, then: history{again}},
		{
			name: "others are not concerned", given: twice, when: joins(p3, bima, 1), at: noon,
			then: history{held(p3, bima, 1)},
		},
		{
			name: "a payment wipes the slate", given: twice.then(regained(p2, ayu, r2)), when: joins(p3, ayu, 1), at: noon,
			then: history{held(p3, ayu, 1)},
		},
	})
}

func TestJoinNeedsEverything(t *testing.T) {
	t.Parallel()
	without := map[string]func(*sambatan.Join){
		"participation":   func(c *sambatan.Join) { c.Participation = sambatan.Join{}.Participation },
		"buyer":           func(c *sambatan.Join) { c.Buyer = sambatan.Join{}.Buyer },
		"consent.terms":   func(c *sambatan.Join) { c.Consent.Terms = "" },
		"consent.privacy": func(c *sambatan.Join) { c.Consent.Privacy = "" },
		"address":         func(c *sambatan.Join) { c.Address = eventstore.Sealed{} },
		"refund_account":  func(c *sambatan.Join) { c.RefundAccount = eventstore.Sealed{} },
	}
	var rows []row
	for field, remove := range without {
		c := joins(p1, ayu, 1)
		remove(&c)
		rows = append(rows, row{name: "no " + field, given: opened(), when: c, refused: &sambatan.MissingError{Field: field}})
	}
	run(t, rows)
}
