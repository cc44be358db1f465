package sambatan

import (
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
)

// secure judges a receipt. Whatever the outcome, it is an event, because money
// that arrived must go somewhere: to escrow, or back; or it waits for the rest.
//
// A transfer made by the deadline counts whenever it becomes known, as long as
// the campaign is undecided: for a live hold always, for one that is gone when
// there is still room.
func secure(s *State, c Secure, now time.Time) ([]Event, error) {
	if err := s.mayJudge(c); err != nil {
		return nil, err
	}
	p := s.participations[c.Participation]
	if judgedFor, judged := s.receipts[c.Receipt]; judged {
		if judgedFor != c.Participation {
			return nil, &ReusedError{ID: c.Receipt}
		}
		return nil, nil
	}
	if reason := s.declines(p, c, now); reason != "" {
		return s.decline(p, c, reason, now)
	}
	if c.Amount < p.missing() {
		return s.takePart(p, c, now)
	}
	live := p.stage == stageHeld
	left := len(s.unpaid)
	if live {
		left--
	}
	won := SlotsSecured{
		Campaign: s.Campaign, Participation: p.id, Buyer: p.buyer, Slots: p.slots,
		Receipt: c.Receipt, Amount: p.amount, PaidAt: stamp(c.PaidAt), Regained: !live,
		Attempts: p.attempts, Parts: slices.Clone(p.parts),
	}
	events := []Event{won}
	if w := s.has(p.buyer).waits; w != nil && !live && s.tooMany(p, w) {
		events = append(events, s.left(w, LeftLimit))
	}
	return append(events, s.outcome(left, s.secured+p.slots, won)...), nil
}

// tooMany tells whether slots that are regained and those that their buyer waits
// for would together be more than one buyer may have.
func (s *State) tooMany(p *participation, w *waiter) bool {
	b := s.has(p.buyer)
	return b.held+b.secured+p.slots+w.asked.Slots > s.Terms.MaxPerBuyer
}

// decline sends a receipt back. Someone has looked at the bank, so its hold is
// kept for that no longer: too little money brings the hold's own expiry back,
// too late a transfer ends it, since none that could still count is on its way.
func (s *State) decline(p *participation, c Secure, reason DeclineReason, now time.Time) ([]Event, error) {
	declined := s.declined(p, c, reason)
	switch {
	case p == nil || p.stage != stageHeld:
		return []Event{declined}, nil
	case reason == DeclinedLate:
		return append([]Event{declined}, s.release(p, HoldEnding{DueAt: s.payUntil(p)})...), nil
	case !p.kept:
		return []Event{declined}, nil
	}
	restored, err := keepHold(s, KeepHold{Participation: p.id, Until: p.expires}, now)
	return append([]Event{declined}, restored...), err
}

// takeBack gives the slots up that were paid with what is gone, or that part of a payment,
// as long as the outcome is open. Afterwards the batch is made, and others bear the loss. A frozen campaign that now
// has too few is judged when it is unfrozen.
func takeBack(s *State, c TakeBack, now time.Time) ([]Event, error) {
	if err := s.mayJudge(Secure(c)); err != nil {
		return nil, err
	}
	p := s.participations[c.Participation]
	_, judged := s.receipts[c.Receipt]
	switch {
	case !judged:
		return s.decline(p, Secure(c), DeclinedTakenBack, now)
	case p == nil || !s.phase.Undecided() || !p.paidBy(c.Receipt):
		return nil, nil
	case p.stage == stageHeld:
		part, _ := p.parts.find(c.Receipt)
		return []Event{PartTakenBack{s.rest(p, part, p.missing()+part.Amount)}}, nil
	case p.stage != stageSecured:
		return nil, nil
	}
	return []Event{s.released(p, RefundedTakenBack)}, nil
}

// mayJudge refuses what is no receipt at all: the caller's mistake, not money.
func (s *State) mayJudge(c Secure) error {
	if s.phase == PhaseNone {
		return &PhaseError{Phase: s.phase, Needs: PhaseOpen}
	}
	return firstMissing(
		field{"participation", !c.Participation.IsZero()},
		field{"receipt", !c.Receipt.IsZero()},
		field{"amount", c.Amount > 0},
		field{"paid_at", !c.PaidAt.IsZero()},
	)
}

// declines says why a receipt can't secure slots; empty when it can.
func (s *State) declines(p *participation, c Secure, now time.Time) DeclineReason {
	switch {
	case p == nil:
		return DeclinedStranger
	case s.phase.lost():
		return DeclinedDecided
	case p.stage == stageSecured:
		return DeclinedTwice
	case p.stage == stageReleased || p.stage == stageRefunded:
		return DeclinedGivenUp
	case c.PaidAt.After(s.payUntil(p)):
		return DeclinedLate
	case c.Amount < p.missing() && !s.takesParts(p, now):
		return DeclinedAmount
	case !s.phase.Undecided():
		return DeclinedDecided
	case !p.agrees(s.Terms.Deadline):
		return DeclinedMoved
	case p.stage == stageGone && !s.roomFor(p):
		return DeclinedNoRoom
	}
	return ""
}

// roomFor tells whether a participation that is gone may have its slots back:
// when they are free, and its buyer did not take others in their place.
func (s *State) roomFor(p *participation) bool {
	b := s.has(p.buyer)
	return p.slots <= s.Free() && b.held+b.secured+p.slots <= s.Terms.MaxPerBuyer
}

func (s *State) declined(p *participation, c Secure, reason DeclineReason) Event {
	var who id.ID
	if p != nil {
		who = p.buyer
	}
	return PaymentDeclined{
		Campaign: s.Campaign, Participation: c.Participation, Buyer: who,
		Receipt: c.Receipt, Amount: c.Amount, PaidAt: stamp(c.PaidAt), Reason: reason,
	}
}
