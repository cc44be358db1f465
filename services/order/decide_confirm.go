package order

import "time"

// confirm takes the buyer's word. Of parcels that nobody had noted it is the word, too,
// that they arrived: an order is never confirmed before it was delivered.
func (s State) confirm(c Confirm, now time.Time) ([]Event, error) {
	switch {
	case c.Buyer.IsZero() || c.Buyer != s.Buyer:
		return nil, ErrNotYours
	case s.Phase == PhaseConfirmed:
		return nil, nil
	case s.Phase.Ended():
		return nil, ErrEnded
	case s.Disputed || s.Phase == PhaseSendingBack:
		return nil, ErrDisputed
	case s.Phase == PhaseToSend:
		return nil, ErrNotSent
	}
	events := s.allHere(now)
	return append(events, Confirmed{Parties: s.Parties, By: OnBuyersWord}), nil
}

// allHere notes every parcel that is awaited as arrived.
func (s State) allHere(now time.Time) []Event {
	var events []Event
	for i, p := range s.Parcels {
		if p.awaited() {
			here := ParcelDelivered{Parties: s.Parties, Parcel: i + 1, At: now, By: ByBuyer}
			s = Evolve(s, here)
			events = append(events, here)
		}
	}
	return append(events, s.delivered(now)...)
}

// confirmDue does nothing when somebody was faster, or a dispute is open: what settles
// that decides, and not the time.
func (s State) confirmDue(now time.Time) ([]Event, error) {
	switch {
	case s.Phase != PhaseDelivered || s.Disputed:
		return nil, nil
	case now.Before(s.ConfirmBy):
		return nil, &EarlyError{DueAt: s.ConfirmBy}
	}
	return []Event{Confirmed{Parties: s.Parties, By: OnTime}}, nil
}

// remind does nothing once it is of no use.
func (s State) remind(now time.Time) ([]Event, error) {
	due := s.ConfirmBy.Add(-RemindBefore)
	switch {
	case s.Phase != PhaseDelivered || s.Disputed || s.Reminded || !now.Before(s.ConfirmBy):
		return nil, nil
	case now.Before(due):
		return nil, &EarlyError{DueAt: due}
	}
	return []Event{Reminded{Parties: s.Parties, ConfirmBy: s.ConfirmBy}}, nil
}
