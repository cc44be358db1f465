package sambatan_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// brewing is a batch of six that is being made: ayu has paid for two slots, bima
// for three, citra for one.
func brewing() history {
	wide := func(t *sambatan.Terms) { t.Slots, t.MinFill, t.MaxPerBuyer = 6, 6, 3 }
	return opened(wide).then(
		held(p1, ayu, 2), held(p2, bima, 3), held(p3, citra, 1),
		securedAs(p1, ayu, r1, 2), securedAs(p2, bima, r2, 3), securedAs(p3, citra, r3, 1),
		sambatan.Succeeded{Secured: 6}, sambatan.ProductionStarted{},
	)
}

func securedAs(participation, buyer, receipt id.ID, slots int) sambatan.SlotsSecured {
	e := secured(participation, buyer, receipt)
	e.Slots, e.Amount = slots, dueFor(slots)
	return e
}

func tooFew(participation, buyer, receipt id.ID, slots int) sambatan.SlotsReleased {
	e := released(participation, buyer, receipt, sambatan.RefundedYield)
	e.Slots, e.Amount = slots, dueFor(slots)
	return e
}

func dispatchOf(participation, buyer id.ID, slots int) sambatan.DispatchDue {
	e := dispatchDue(participation, buyer)
	e.Slots, e.Amount = slots, dueFor(slots)
	return e
}

func yielded(made, given int) sambatan.YieldedShort {
	return sambatan.YieldedShort{
		Campaign: campaign, Made: made, Secured: 6, Given: given, Returned: 6 - given, Rule: sambatan.ShareByJoining, Reason: "menguap saat maserasi",
	}
}

//money:case §4.1 short yield
//money:case §4.1 a yield of which nobody gets anything
//money:case §4.2 loser of a short yield
func TestABatchThatCameOutTooSmallIsShared(t *testing.T) {
	t.Parallel()
	short := func(made int) sambatan.YieldShort {
		return sambatan.YieldShort{Made: made, Reason: " menguap saat maserasi "}
	}
	refused := func(made int, rule sambatan.YieldRule) error {
		return &sambatan.YieldError{Rule: rule, Made: made, Secured: 6}
	}
	pairs := opened(func(t *sambatan.Terms) { t.Slots, t.MinFill = 2, 2 }).
		then(held(p1, ayu, 2), securedTwo(p1, ayu, r1), sambatan.Succeeded{Secured: 2}, sambatan.ProductionStarted{})
	run(t, []row{
		{
			name: "the last who came gets the money back", given: brewing(), when: short(5),
			then: history{
				yielded(5, 5), tooFew(p3, citra, r3, 1), sambatan.QualityPassed{}, dispatchOf(p1, ayu, 2), dispatchOf(p2, bima, 3),
			},
		},
		{
			name: "whom it does not fit wholly is passed over, the next one gets it", given: brewing(), when: short(4),
			then: history{
				yielded(4, 3), tooFew(p2, bima, r2, 3), sambatan.QualityPassed{}, dispatchOf(p1, ayu, 2), dispatchOf(p3, citra, 1),
			},
		},
		{
			name: "one is made: the first whom it fits", given: brewing(), when: short(1),
			then: history{
				yielded(1, 1), tooFew(p1, ayu, r1, 2), tooFew(p2, bima, r2, 3), sambatan.QualityPassed{}, dispatchOf(p3, citra, 1),
			},
		},
		{name: "none at all is an abort", given: brewing(), when: short(0), refused: refused(0, sambatan.YieldNothing)},
		{name: "fewer than none are no number", given: brewing(), when: short(-1), refused: refused(-1, sambatan.YieldNoNumber)},
		{name: "as many as are secured is a batch that passes", given: brewing(), when: short(6), refused: refused(6, sambatan.YieldEnough)},
		{
			name: "what fits nobody is an abort, too", given: pairs, when: short(1),
			refused: &sambatan.YieldError{Rule: sambatan.YieldFitsNobody, Made: 1, Secured: 2},
		},
		{name: "buyers are told why", given: brewing(), when: sambatan.YieldShort{Made: 4, Reason: " "}, refused: &sambatan.MissingError{Field: "reason"}},
		{name: "not while it is frozen", given: brewing().then(sambatan.Frozen{Reason: "x"}), when: short(4), refused: &sambatan.FrozenError{Reason: "x"}},
		{
			name: "not before it is made", given: brewing()[:10], when: short(4),
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseSucceeded, Needs: sambatan.PhaseInProduction},
		},
		{
			name: "not once it is ready", given: brewing().then(sambatan.QualityPassed{}), when: short(4),
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseReadyToShip, Needs: sambatan.PhaseInProduction},
		},
	})
}

func TestWhoWaitedCameWhenTheyBeganToWait(t *testing.T) {
	t.Parallel()
	took := held(p2, bima, 1)
	took.Offered = true
	given := opened().then(
		held(p1, ayu, 1), waits(p2, bima, 1), held(p3, citra, 1), offered(p2, bima, 1, half), took,
		secured(p1, ayu, r1), secured(p2, bima, r2), secured(p3, citra, r3), sambatan.Succeeded{Secured: 3}, sambatan.ProductionStarted{},
	)
	run(t, []row{{
		name: "the one who joined after them goes", given: given, when: sambatan.YieldShort{Made: 2, Reason: "pecah"},
		then: history{
			sambatan.YieldedShort{Campaign: campaign, Made: 2, Secured: 3, Given: 2, Returned: 1, Rule: sambatan.ShareByJoining, Reason: "pecah"},
			released(p3, citra, r3, sambatan.RefundedYield),
			sambatan.QualityPassed{},
			dispatchDue(p1, ayu), dispatchDue(p2, bima),
		},
	}})
}

//money:case §4.1 every participation has ended
//money:case §4.2 loser of a short yield
func TestACampaignOfWhichSomeGotNothingEndsAsAnyOther(t *testing.T) {
	t.Parallel()
	given := brewing().then(
		yielded(4, 3), tooFew(p2, bima, r2, 3), sambatan.QualityPassed{}, dispatchOf(p1, ayu, 2), dispatchOf(p3, citra, 1), sambatan.ShippingStarted{},
		fulfilled(p1, ayu),
	)
	state := sambatan.Decider.Fold(given...)
	require.Equal(t, 3, state.Secured())
	events, err := sambatan.Decide(state, sambatan.Fulfil{Participation: p3}, noon)
	require.NoError(t, err)
	require.Equal(t, sambatan.Completed{}, events[len(events)-1], "whether the money is back already or not")
	run(t, []row{
		{
			name: "a refund that arrives before", given: given, when: sambatan.SettleRefund{Participation: p2, Receipt: r2},
			then: history{sambatan.RefundSettled{Participation: p2}},
		},
		{
			name: "or after the campaign has ended", given: given.then(events...), when: sambatan.SettleRefund{Participation: p2, Receipt: r2},
			then: history{sambatan.RefundSettled{Participation: p2}},
		},
		{name: "who has no slots is not fulfilled", given: given, when: sambatan.Fulfil{Participation: p2}, refused: &sambatan.NoHoldError{Participation: p2}},
		{
			name: "another payment for slots that are gone goes back", given: given, when: pays(p2, ident(34)),
			then: history{declined(p2, bima, ident(34), sambatan.DeclinedGivenUp)},
		},
	})
}

// TestSharingIsFairAndWhole compares the rule with what it promises, for any batch.
func TestSharingIsFairAndWhole(t *testing.T) {
	t.Parallel()
	skipped := 0
	rapid.Check(t, func(t *rapid.T) {
		wants := rapid.SliceOfN(rapid.IntRange(1, 5), 1, 12).Draw(t, "wants")
		made := rapid.IntRange(-1, 40).Draw(t, "made")
		wanted, least := 0, wants[0]
		for _, slots := range wants {
			wanted, least = wanted+slots, min(least, slots)
		}
		gets, err := sambatan.Share(made, wants)
		if (err == nil) != (made >= least && made < wanted) {
			t.Fatalf("%d made of %v: %v", made, wants, err)
		}
		if err != nil {
			return
		}
		left, passed := made, false
		for i, slots := range wants {
			if gets[i] != (slots <= left) {
				t.Fatalf("%d left, %d wanted, gets it: %v", left, slots, gets[i])
			}
			if gets[i] {
				left -= slots
				if passed {
					skipped++
				}
			}
			passed = passed || !gets[i]
		}
		if left < 0 {
			t.Fatalf("%d slots were given that were not made", -left)
		}
	})
	require.Positive(t, skipped, "nobody was ever passed over")
}

//money:case §4.1 progress
func TestBuyersAreToldHowABatchComesAlong(t *testing.T) {
	t.Parallel()
	soon, late := noon.Add(10*24*time.Hour), noon.Add(17*24*time.Hour)
	told := func(change func(*sambatan.ProgressReported)) sambatan.ProgressReported {
		e := sambatan.ProgressReported{Campaign: campaign, Milestone: sambatan.MilestoneMaterials, ReadyBy: soon}
		if change != nil {
			change(&e)
		}
		return e
	}
	begun := brewing().then(told(nil))
	refuses := func(rule sambatan.ProgressRule, at time.Time) error {
		return &sambatan.ProgressError{Rule: rule, At: at}
	}
	report := func(m sambatan.Milestone, note string, readyBy time.Time) sambatan.ReportProgress {
		return sambatan.ReportProgress{Milestone: m, Note: note, ReadyBy: readyBy}
	}
	run(t, []row{
		{name: "the first, with an estimate", given: brewing(), when: report(sambatan.MilestoneMaterials, "", soon), then: history{told(nil)}},
		{
			name: "the estimate stands until another one is given", given: begun, when: report(sambatan.MilestoneBlended, " akar wangi dari Garut ", time.Time{}),
			then: history{told(func(e *sambatan.ProgressReported) {
				e.Milestone, e.Note = sambatan.MilestoneBlended, "akar wangi dari Garut"
			})},
		},
		{
			name: "a later one says what it had been", given: begun, when: report(sambatan.MilestoneMaceration, "", late),
			then: history{told(func(e *sambatan.ProgressReported) {
				e.Milestone, e.ReadyBy, e.Was = sambatan.MilestoneMaceration, late, soon
			})},
		},
		{
			name: "a picture of it", given: brewing(), when: sambatan.ReportProgress{Milestone: sambatan.MilestoneBottled, Photo: "https://contoh.id/botol.jpg"},
			then: history{sambatan.ProgressReported{Campaign: campaign, Milestone: sambatan.MilestoneBottled, Photo: "https://contoh.id/botol.jpg"}},
		},
		{
			name: "no picture but an address that can be followed", given: brewing(), refused: refuses(sambatan.ProgressPhoto, time.Time{}),
			when: sambatan.ReportProgress{Milestone: sambatan.MilestoneBottled, Photo: "javascript:alert(1)"},
		},
		{name: "the same once more tells nothing", given: begun, when: report(sambatan.MilestoneMaterials, "", soon), refused: refuses(sambatan.ProgressNothingNew, time.Time{})},
		{name: "something else has to be said", given: begun, when: report(sambatan.MilestoneOther, " ", late), refused: &sambatan.MissingError{Field: "note"}},
		{name: "a milestone has to be said", given: begun, when: report("", "x", late), refused: &sambatan.MissingError{Field: "milestone"}},
		{name: "that is known", given: begun, when: report("halfway", "x", late), refused: refuses(sambatan.ProgressUnknown, time.Time{})},
		{name: "what has passed is no estimate", given: begun, when: report(sambatan.MilestoneBlended, "", hour), refused: refuses(sambatan.ProgressPast, hour)},
		{
			name: "an estimate that has passed since stands in nobody's way", given: begun, when: report(sambatan.MilestoneBlended, "", soon), at: late,
			then: history{told(func(e *sambatan.ProgressReported) { e.Milestone = sambatan.MilestoneBlended })},
		},
		{
			name: "nor is what is years away", given: begun, when: report(sambatan.MilestoneBlended, "", hour.Add(sambatan.MaxOpen+1e9)),
			refused: refuses(sambatan.ProgressFar, hour.Add(sambatan.MaxOpen)),
		},
		{
			name: "nor a book", given: begun, when: report(sambatan.MilestoneBlended, strings.Repeat("é", sambatan.MaxNote+1), late),
			refused: refuses(sambatan.ProgressTooLong, time.Time{}),
		},
		{name: "as long as may be", given: begun, when: report(sambatan.MilestoneMaterials, strings.Repeat("é", sambatan.MaxNote), soon), then: history{
			told(func(e *sambatan.ProgressReported) { e.Note = strings.Repeat("é", sambatan.MaxNote) }),
		}},
		{name: "not while it is frozen", given: begun.then(sambatan.Frozen{Reason: "x"}), when: report(sambatan.MilestoneBlended, "", soon), refused: &sambatan.FrozenError{Reason: "x"}},
		{
			name: "not once it is ready", given: begun.then(sambatan.QualityPassed{}), when: report(sambatan.MilestoneBottled, "", soon),
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseReadyToShip, Needs: sambatan.PhaseInProduction},
		},
	})
	require.True(t, told(func(e *sambatan.ProgressReported) { e.ReadyBy, e.Was = late, soon }).Slipped())
	require.False(t, told(func(e *sambatan.ProgressReported) { e.Was = late }).Slipped(), "sooner than before")
	require.False(t, told(nil).Slipped(), "the first estimate")
}
