package order

import (
	"fmt"
	"slices"
	"time"
)

func (s State) ofDispute(command Command, now time.Time) ([]Event, error) {
	switch c := command.(type) {
	case Dispute:
		return s.dispute(c, now)
	case AnswerDispute:
		return s.answer(c)
	case DecideDispute:
		return s.decide(c, now)
	case AgreeDecision:
		return s.agree(c, now)
	case AcceptDecision:
		return s.accept(c, now)
	case AppealDecision:
		return s.appeal(c, now)
	case ExecuteDue:
		return s.executeDue(now)
	case WithdrawDispute:
		return s.withdraw(c)
	case Open, NoteShortfall, GiveUp, GiveUpDue, SendParcel, CorrectResi, NoteDelivered, NoteTrouble, Confirm, ConfirmDue, Remind, Close,
		GiveReturnAddress, SendBack, ConfirmReturn, DenyReturn, EndReturn:
	}
	return nil, fmt.Errorf("%T: %w", command, ErrUnknownCommand)
}

// dispute holds the order's money until somebody settles it.
func (s State) dispute(c Dispute, now time.Time) ([]Event, error) {
	switch {
	case c.Buyer.IsZero() || c.Buyer != s.Buyer:
		return nil, ErrNotYours
	case !slices.Contains(Reasons, c.Reason):
		return nil, ErrNoReason
	case c.Words.Empty():
		return nil, ErrIncomplete
	case s.Phase.Ended():
		return nil, ErrEnded
	case s.Disputed:
		return nil, ErrDisputed
	}
	if err := s.MayDispute(now); err != nil {
		return nil, err
	}
	return []Event{Disputed{Parties: s.Parties, Reason: c.Reason, Words: c.Words}}, nil
}

// MayDispute refuses what comes after the time to complain, and what comes before there
// is anything to complain about: the parcels may still be in time.
func (s State) MayDispute(now time.Time) error {
	switch {
	case s.Phase == PhaseSendingBack:
		return ErrDisputed
	case s.HeldBack():
		return ErrHeldBack
	case s.Phase == PhaseDelivered && !now.Before(s.ConfirmBy):
		return ErrTooLate
	case s.Phase == PhaseDelivered || slices.ContainsFunc(s.Parcels, Parcel.troubled):
		return nil
	case now.Before(s.OverdueAt()):
		return ErrTooEarly
	}
	return nil
}

// OverdueAt is from when on an order is late: something should have been sent, or what
// was sent should have arrived.
func (s State) OverdueAt() time.Time {
	overdue := s.SendBy
	for _, p := range s.Parcels {
		if due := p.SentAt.Add(ArriveWithin); p.awaited() && due.After(overdue) {
			overdue = due
		}
	}
	return overdue
}

func (s State) answer(c AnswerDispute) ([]Event, error) {
	switch {
	case c.Brand.IsZero() || c.Brand != s.Brand:
		return nil, ErrNotYours
	case c.Words.Empty():
		return nil, ErrIncomplete
	case !s.Disputed:
		return nil, ErrNoDispute
	case s.Decided():
		return nil, ErrDecided
	}
	return []Event{DisputeAnswered{Parties: s.Parties, Words: c.Words}}, nil
}

func (s State) withdraw(c WithdrawDispute) ([]Event, error) {
	switch {
	case c.Buyer.IsZero() || c.Buyer != s.Buyer:
		return nil, ErrNotYours
	case !s.Disputed:
		return nil, ErrNoDispute
	case s.Decided():
		return nil, ErrDecided
	}
	return append([]Event{DisputeWithdrawn{Parties: s.Parties}}, s.settled(OnBuyersWord)...), nil
}

// settled confirms an order whose parcels have arrived.
func (s State) settled(by Ground) []Event {
	if !s.Phase.arrived() {
		return nil
	}
	return []Event{Confirmed{Parties: s.Parties, By: by}}
}
