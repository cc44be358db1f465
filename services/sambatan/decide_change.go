package sambatan

import (
	"strings"
	"time"
)

// NoCancel is how long before the deadline secured slots can't be given back any
// more: the others could not find anyone in their place.
const NoCancel = time.Hour

// closeEarly keeps holds that are not paid yet until they lapse by themselves,
// as the deadline would.
func closeEarly(s *State, now time.Time) ([]Event, error) {
	switch {
	case s.phase == PhaseSettling:
		return nil, nil
	case s.phase != PhaseOpen:
		return nil, &PhaseError{Phase: s.phase, Needs: PhaseOpen}
	case s.frozen:
		return nil, &FrozenError{Reason: s.reason}
	case s.secured < s.Terms.MinFill:
		return nil, &TooFewError{Secured: s.secured, MinFill: s.Terms.MinFill}
	case !now.Before(s.Terms.Deadline):
		return nil, &LateError{Until: s.Terms.Deadline}
	}
	return s.close(Closed{DueAt: now, Early: true}), nil
}

// cancelSecured lets a buyer change their mind, as long as the terms allow and
// others can still take the slots.
func cancelSecured(s *State, c CancelSecured, now time.Time) ([]Event, error) {
	p := s.participations[c.Participation]
	switch {
	case p == nil || p.buyer != c.Buyer || p.stage == stageHeld || p.stage == stageGone:
		return nil, &NoHoldError{Participation: c.Participation}
	case p.stage != stageSecured:
		return nil, nil // given back before
	case s.phase != PhaseOpen:
		return nil, &PhaseError{Phase: s.phase, Needs: PhaseOpen}
	}
	if until := s.Terms.CancelUntil(p.paid); !now.Before(until) {
		return nil, &LateError{Until: until}
	}
	return []Event{s.released(p, RefundedByBuyer)}, nil
}

// CancelUntil is until when a buyer may give back slots that they paid for at
// paidAt. Zero: never.
func (t Terms) CancelUntil(paidAt time.Time) time.Time {
	if t.CoolOff == 0 {
		return time.Time{}
	}
	return earlier(paidAt.Add(time.Duration(t.CoolOff)*time.Second), t.Deadline.Add(-NoCancel))
}

// freeze stops what can't be taken back. Clocks go on: buyers were told when
// their money comes back at the latest, and that must not depend on us.
func freeze(s *State, c Freeze) ([]Event, error) {
	reason := strings.TrimSpace(c.Reason)
	switch {
	case !s.phase.freezable():
		return nil, &PhaseError{Phase: s.Phase(), Needs: PhaseOpen}
	case s.frozen:
		return nil, nil
	}
	if err := firstMissing(field{"reason", reason != ""}); err != nil {
		return nil, err
	}
	return []Event{Frozen{Reason: reason}}, nil
}

// unfreeze makes up for the success that had to wait.
func unfreeze(s *State, c Unfreeze) ([]Event, error) {
	if s.phase == PhaseNone {
		return nil, &PhaseError{Phase: s.phase, Needs: PhaseOpen}
	}
	if !s.frozen {
		return nil, nil
	}
	events := append([]Event{Unfrozen{Reason: strings.TrimSpace(c.Reason)}}, s.releasesDue()...)
	full := s.phase.Undecided() && s.secured == s.Terms.Slots
	if full || s.phase == PhaseSettling && len(s.unpaid) == 0 {
		return append(events, s.judge(s.secured)...), nil
	}
	return events, nil
}

// freezable tells whether there is anything to stop.
func (p Phase) freezable() bool {
	switch p {
	case PhaseScheduled, PhaseOpen, PhaseFullyHeld, PhaseSettling,
		PhaseSucceeded, PhaseInProduction, PhaseReadyToShip, PhaseShipping:
		return true
	case PhaseNone, PhaseDraft, PhaseInReview, PhaseCompleted, PhaseFailed, PhaseCancelled, PhaseUnwinding, PhaseClosedFailed:
	}
	return false
}
