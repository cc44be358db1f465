package order

import (
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// Decided tells whether a decision waits: for an appeal, or for the time of one to end.
func (s State) Decided() bool { return !s.Verdict.AppealBy.IsZero() }

// loser is the side of a buyer or brand whom the decision is against.
func (s State) loser(who id.ID) (Source, error) {
	by := map[id.ID]Source{s.Buyer: ByBuyer, s.Brand: ByBrand}[who]
	switch {
	case by == "":
		return "", ErrNotYours
	case !s.Decided() || !s.Verdict.For.Against(by):
		return "", ErrNotAppealable
	}
	return by, nil
}

// accept executes a decision as soon as nobody is left who may appeal.
func (s State) accept(c AcceptDecision, now time.Time) ([]Event, error) {
	by, err := s.loser(c.By)
	if err != nil {
		return nil, err
	}
	if s.Accepted[by] {
		return nil, nil
	}
	accepted := DecisionAccepted{Parties: s.Parties, By: by}
	after := Evolve(s, accepted)
	for _, side := range []Source{ByBuyer, ByBrand} {
		if s.Verdict.For.Against(side) && !after.Accepted[side] {
			return []Event{accepted}, nil
		}
	}
	return append([]Event{accepted}, after.execute(now)...), nil
}

// appeal opens the dispute again, once: what was accepted is not appealed by the same side.
func (s State) appeal(c AppealDecision, now time.Time) ([]Event, error) {
	by, err := s.loser(c.By)
	switch {
	case err != nil:
		return nil, err
	case s.Accepted[by]:
		return nil, ErrNotAppealable
	case c.Words.Empty():
		return nil, ErrIncomplete
	case !now.Before(s.Verdict.AppealBy):
		return nil, ErrTooLate
	}
	return []Event{DecisionAppealed{Parties: s.Parties, By: by, Words: c.Words}}, nil
}

// executeDue does nothing when somebody appealed, or all accepted.
func (s State) executeDue(now time.Time) ([]Event, error) {
	due := s.Verdict.AppealBy
	switch {
	case !s.Decided():
		return nil, nil
	case now.Before(due):
		return nil, &EarlyError{DueAt: due}
	}
	return s.execute(now), nil
}

func (s State) execute(now time.Time) []Event {
	v := s.Verdict
	executed := DecisionExecuted{Parties: s.Parties, For: v.For, Refund: v.Refund}
	return append([]Event{executed}, Evolve(s, executed).outcome(v.For, v.Refund, now)...)
}

// outcome is what a decision leads to. For the brand, an order that is not delivered goes
// on. In part, it ends whether the rest arrives or not: that is what the decision is about.
func (s State) outcome(side Side, refund money.Rupiah, now time.Time) []Event {
	switch side {
	case ForBuyer: // the campaign gives the slots up
		return nil
	case ReturnFirst:
		return []Event{ReturnAwaited{Parties: s.Parties, AddressBy: now.Add(AddressWithin)}}
	case InPart:
		return []Event{Confirmed{Parties: s.Parties, By: OnDecision, Refund: refund}}
	case ForBrand:
	}
	return s.settled(OnDecision)
}
