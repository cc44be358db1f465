package sambatan_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

func run(t *testing.T, rows []row) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			if r.at.IsZero() {
				r.at = noon.Add(time.Hour)
			}
			outcome := spec.Given(t, sambatan.Decider, r.given...).When(r.when, r.at)
			switch {
			case r.refused != nil:
				outcome.ThenRefused(r.refused)
			case r.then != nil:
				outcome.Then(r.then...)
			default:
				outcome.ThenNothing()
			}
		})
	}
}

func TestPhasesFollowTheEvents(t *testing.T) {
	t.Parallel()
	full := opened(slots(1), minFill(1)).then(held(p1, ayu, 1))
	lost := opened().then(sambatan.Closed{}, sambatan.Failed{})
	made := full.then(secured(p1, ayu, r1), sambatan.Succeeded{Secured: 1})
	rows := []struct {
		phase     sambatan.Phase
		lifecycle sambatan.Lifecycle
		given     history
	}{
		{sambatan.PhaseNone, sambatan.LifecycleInactive, nil},
		{sambatan.PhaseDraft, sambatan.LifecycleInactive, opened()[:1]},
		{sambatan.PhaseInReview, sambatan.LifecycleInactive, inReview()},
		{sambatan.PhaseDraft, sambatan.LifecycleInactive, inReview().then(returned())},
		{sambatan.PhaseScheduled, sambatan.LifecycleInactive, opened()[:2]},
		{sambatan.PhaseOpen, sambatan.LifecycleActive, opened()},
		{sambatan.PhaseFullyHeld, sambatan.LifecycleActive, full},
		{sambatan.PhaseOpen, sambatan.LifecycleActive, full.then(expired(p1, ayu, 1))},
		{sambatan.PhaseSettling, sambatan.LifecycleActive, full.then(sambatan.Closed{})},
		{sambatan.PhaseSucceeded, sambatan.LifecycleFull, made},
		{sambatan.PhaseInProduction, sambatan.LifecycleFull, made.then(sambatan.ProductionStarted{})},
		{sambatan.PhaseReadyToShip, sambatan.LifecycleFull, made.then(sambatan.QualityPassed{})},
		{sambatan.PhaseShipping, sambatan.LifecycleFull, made.then(sambatan.ShippingStarted{})},
		{sambatan.PhaseCompleted, sambatan.LifecycleCompleted, made.then(sambatan.Completed{})},
		{sambatan.PhaseFailed, sambatan.LifecycleFailed, lost},
		{sambatan.PhaseCancelled, sambatan.LifecycleFailed, opened().then(sambatan.Cancelled{})},
		{sambatan.PhaseUnwinding, sambatan.LifecycleFailed, lost.then(sambatan.UnwindingStarted{})},
		{sambatan.PhaseClosedFailed, sambatan.LifecycleFailed, lost.then(sambatan.UnwindingStarted{}, sambatan.Unwound{})},
	}
	for _, r := range rows {
		phase := sambatan.Decider.Fold(r.given...).Phase()
		require.Equal(t, r.phase, phase)
		require.Equal(t, r.lifecycle, phase.Lifecycle(), phase)
	}
	require.Equal(t, sambatan.LifecycleInactive, sambatan.Phase("InReview").Lifecycle(), "what is not known is not live")
}

func TestSlotsAreCounted(t *testing.T) {
	t.Parallel()
	state := sambatan.Decider.Fold(opened().then(held(p1, ayu, 1), held(p2, bima, 1), secured(p1, ayu, r1))...)
	require.Equal(t, 1, state.Held())
	require.Equal(t, 1, state.Secured())
	require.Equal(t, 1, state.Free())
}

// A log may hold what no decider of ours decided: an import, an older version.
// Evolve can't fail, so it must not panic either.
func TestEvolvePutsUpWithEventsOfUnknownParticipations(t *testing.T) {
	t.Parallel()
	require.NotPanics(t, func() {
		sambatan.Decider.Fold(
			sambatan.HoldKept{Participation: p1}, sambatan.HoldCancelled{Participation: p1},
			sambatan.HoldExpired{Participation: p1}, sambatan.SlotsSecured{Participation: p1, Receipt: r1},
			sambatan.SlotsReleased{Participation: p1}, sambatan.RefundSettled{Participation: p1},
		)
	})
}

func TestEveryRefusalSaysWhatItIs(t *testing.T) {
	t.Parallel()
	refusals := map[string]sambatan.Refusal{
		`campaign is in phase "Open", the command needs "Draft"`: &sambatan.PhaseError{Phase: sambatan.PhaseOpen, Needs: sambatan.PhaseDraft},
		`campaign is not open (phase "Settling")`:                &sambatan.NotOpenError{Phase: sambatan.PhaseSettling},
		"not due before 2026-12-01T05:00:00Z":                    &sambatan.EarlyError{DueAt: noon},
		"too few free slots: 2":                                  &sambatan.FullError{Free: 2},
		"3 slots asked, 1 had, 1 to 2 allowed per buyer":         &sambatan.LimitError{Asked: 3, Have: 1, Min: 1, Max: 2},
		"participation " + p1.String() + " is still unpaid":      &sambatan.UnpaidHoldError{Participation: p1},
		"too many lapsed holds, wait until 2026-12-01T05:00:00Z": &sambatan.CooldownError{Until: noon},
		"address is required":                                    &sambatan.MissingError{Field: "address"},
		"terms: price must be positive, got 0":                   &sambatan.TermsError{Field: "price", Rule: sambatan.RulePositive, Got: "0"},
		"the buyer has no participation " + p1.String():          &sambatan.NoHoldError{Participation: p1},
		"participation " + p1.String() + " is already paid":      &sambatan.SecuredError{Participation: p1},
		"submission 1 was looked at, 2 is the newest":            &sambatan.SubmissionError{Asked: 1, Newest: 2},
		"nobody judges their own work":                           &sambatan.OwnWorkError{},
		"id " + r1.String() + " was used before":                 &sambatan.ReusedError{ID: r1},
	}
	for text, refusal := range refusals {
		require.EqualError(t, refusal, text)
	}
}

func TestAnUnknownCommandIsAnError(t *testing.T) {
	t.Parallel()
	_, err := sambatan.Decide(sambatan.NewState(), nil, noon)
	require.ErrorContains(t, err, "unknown command")
}
