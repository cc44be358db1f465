package sambatan_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

var nobody id.ID // stands for the platform

func cancels(participation, buyer id.ID) sambatan.CancelHold {
	return sambatan.CancelHold{Participation: participation, Buyer: buyer, Reason: sambatan.CancelledNoCodes}
}

func closedAt() sambatan.Closed { return sambatan.Closed{DueAt: deadline} }

//money:case §4.2 the buyer gives an unpaid hold up
func TestCancelHold(t *testing.T) {
	t.Parallel()
	one := opened().then(held(p1, ayu, 1))
	settling := one.then(held(p2, bima, 1), closedAt())
	run(t, []row{
		{
			name: "a buyer gives up; the reason is theirs", given: one, when: cancels(p1, ayu),
			then: history{cancelled(p1, ayu, sambatan.CancelledByBuyer)},
		},
		{
			name: "the platform gives up when no code is free", given: one, when: cancels(p1, nobody),
			then: history{cancelled(p1, ayu, sambatan.CancelledNoCodes)},
		},
		{
			name: "the platform says why", given: one, when: sambatan.CancelHold{Participation: p1},
			refused: &sambatan.MissingError{Field: "reason"},
		},
		{name: "someone else's hold is not to be seen", given: one, when: cancels(p1, bima), refused: &sambatan.NoHoldError{Participation: p1}},
		{name: "no such hold", given: one, when: cancels(p2, ayu), refused: &sambatan.NoHoldError{Participation: p2}},
		{
			name: "no such campaign", when: cancels(p1, ayu),
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseNone, Needs: sambatan.PhaseOpen},
		},
		{
			name: "paid slots are not a hold", given: one.then(secured(p1, ayu, r1)), when: cancels(p1, ayu),
			refused: &sambatan.SecuredError{Participation: p1},
		},
		{name: "for the platform, paid slots leave nothing to do", given: one.then(secured(p1, ayu, r1)), when: cancels(p1, nobody)},
		{name: "cancelled before", given: one.then(cancelled(p1, ayu, sambatan.CancelledByBuyer)), when: cancels(p1, ayu)},
		{name: "lapsed before", given: one.then(expired(p1, ayu, 1)), when: cancels(p1, ayu)},
		{
			name: "while others are awaited, nothing is decided", given: settling, when: cancels(p1, ayu), at: deadline,
			then: history{cancelled(p1, ayu, sambatan.CancelledByBuyer)},
		},
		{
			name:  "the last hold decides",
			given: settling.then(cancelled(p1, ayu, sambatan.CancelledByBuyer)), when: cancels(p2, bima), at: deadline,
			then: history{
				cancelled(p2, bima, sambatan.CancelledByBuyer),
				sambatan.Failed{Secured: 0, MinFill: 2},
				sambatan.UnwindingStarted{},
				sambatan.Unwound{},
			},
		},
	})
}

func TestKeepHold(t *testing.T) {
	t.Parallel()
	lapses, tomorrow := noon.Add(2*time.Hour), noon.Add(26*time.Hour)
	one := opened().then(held(p1, ayu, 1))
	kept := one.then(sambatan.HoldKept{Participation: p1, Until: tomorrow})
	back := kept.then(sambatan.HoldKept{Participation: p1, Until: lapses})
	keep := func(until time.Time) sambatan.KeepHold { return sambatan.KeepHold{Participation: p1, Until: until} }
	late := expired(p1, ayu, 1)
	run(t, []row{
		{
			name: "a reported transfer keeps the hold", given: one, when: keep(tomorrow),
			then: history{sambatan.HoldKept{Participation: p1, Until: tomorrow}},
		},
		{name: "it never shortens one", given: one, when: keep(noon.Add(time.Hour))},
		{name: "reported twice", given: kept, when: keep(tomorrow)},
		{name: "a second report does not keep it any longer", given: kept, when: keep(tomorrow.Add(24 * time.Hour))},
		{
			name: "a rejected report brings its own expiry back", given: kept, when: keep(lapses),
			then: history{sambatan.HoldKept{Participation: p1, Until: lapses}},
		},
		{
			name: "it lapses at once when that has passed, stamped with its due time", given: kept, when: keep(lapses), at: lapses,
			then: history{late},
		},
		{
			name: "reported again after a rejection, at most as long as the first time", given: back, when: keep(tomorrow.Add(time.Hour)),
			then: history{sambatan.HoldKept{Participation: p1, Until: tomorrow}},
		},
		{name: "a hold that is gone is not kept", given: one.then(late), when: keep(tomorrow)},
		{name: "nor one that is paid", given: one.then(secured(p1, ayu, r1)), when: keep(tomorrow)},
		{name: "nor one that never was", given: opened(), when: keep(tomorrow)},
		{
			name: "the last rejected report decides", given: kept.then(closedAt()), when: keep(lapses), at: deadline,
			then: history{late, sambatan.Failed{MinFill: 2}, sambatan.UnwindingStarted{}, sambatan.Unwound{}},
		},
	})
}

//money:case §4.2 expiry, nothing asked of a channel
func TestLapseHolds(t *testing.T) {
	t.Parallel()
	two := noon.Add(2 * time.Hour)
	later := heldUntil(held(p2, bima, 1), two.Add(time.Minute))
	both := opened().then(later, held(p1, ayu, 1))
	run(t, []row{
		{name: "nothing is due", given: both, when: sambatan.LapseHolds{}, at: two.Add(-time.Microsecond)},
		{name: "what is due lapses", given: both, when: sambatan.LapseHolds{}, at: two, then: history{expired(p1, ayu, 1)}},
		{
			name: "a late timer stamps each with its due time, the earliest first", given: both, when: sambatan.LapseHolds{}, at: deadline,
			then: history{expired(p1, ayu, 1), lateBy(expired(p2, bima, 1), time.Minute)},
		},
		{name: "a second timer finds nothing", given: both.then(expired(p1, ayu, 1)), when: sambatan.LapseHolds{}, at: two},
		{
			name:  "a kept hold lapses when it was kept long enough",
			given: both.then(sambatan.HoldKept{Participation: p1, Until: two.Add(time.Hour)}), when: sambatan.LapseHolds{}, at: two.Add(time.Hour),
			then: history{lateBy(expired(p2, bima, 1), time.Minute), lateBy(expired(p1, ayu, 1), time.Hour)},
		},
		{name: "a paid one does not", given: both.then(secured(p1, ayu, r1)), when: sambatan.LapseHolds{}, at: two},
		{
			name: "the last hold decides", given: both.then(secured(p2, bima, r2), closedAt()), when: sambatan.LapseHolds{}, at: deadline,
			then: history{
				expired(p1, ayu, 1),
				sambatan.Failed{Secured: 1, MinFill: 2},
				released(p2, bima, r2, sambatan.RefundedFailed),
				sambatan.UnwindingStarted{Refunds: 1},
			},
		},
		{name: "no campaign, no holds", when: sambatan.LapseHolds{}},
	})
}

func lateBy(e sambatan.HoldExpired, d time.Duration) sambatan.HoldExpired {
	e.DueAt = e.DueAt.Add(d)
	return e
}

// Holds may lapse, be paid and be given up in any order; those that are left
// always lapse by their time, then by the order in which they were made.
func TestManyHoldsLapseInOrder(t *testing.T) {
	t.Parallel()
	const n = 200
	story := opened(slots(n), minFill(n))
	for i := range n {
		until := noon.Add(time.Duration(1+(i*37)%50) * time.Minute)
		story = append(story, heldUntil(held(ident(1000+i), ident(5000+i), 1), until))
	}
	for i := 0; i < n; i += 3 {
		story = append(story, secured(ident(1000+i), ident(5000+i), ident(9000+i)))
	}
	events := spec.Given(t, sambatan.Decider, story...).When(sambatan.LapseHolds{}, noon.Add(25*time.Minute)).Events()
	require.NotEmpty(t, events)
	seen, previous := map[id.ID]bool{}, time.Time{}
	for _, event := range events {
		e := event.(sambatan.HoldExpired)
		require.False(t, seen[e.Participation], "lapsed twice")
		require.False(t, e.DueAt.Before(previous), "out of order")
		require.False(t, e.DueAt.After(noon.Add(25*time.Minute)), "lapsed too early")
		seen[e.Participation], previous = true, e.DueAt
	}
	for i := range n {
		isDue := (i*37)%50 < 25 && i%3 != 0
		require.Equal(t, isDue, seen[ident(1000+i)], "hold %d", i)
	}
}
