package sambatan

import "cmp"

// passQuality makes the batch ready, and every buyer's part of it due to be sent.
func passQuality(s *State) ([]Event, error) {
	events, err := step(s, PhaseInProduction, QualityPassed{})
	if err != nil {
		return nil, err
	}
	for _, p := range s.inOrder {
		if p.stage == stageSecured {
			events = append(events, s.dispatchDue(p))
		}
	}
	return events, nil
}

func (s *State) dispatchDue(p *participation) DispatchDue {
	return DispatchDue{Campaign: s.Campaign, Participation: p.id, Buyer: p.buyer, Brand: s.Brand, Slots: p.slots, Amount: p.amount, Short: p.short}
}

// noteShortfall keeps how much of what paid for secured slots is missing, until they are
// fulfilled. Before the outcome they are given up instead; money that paid for nothing is
// missing nowhere here.
func noteShortfall(s *State, c NoteShortfall) []Event {
	p := s.participations[c.Participation]
	if p == nil || p.stage != stageSecured || p.fulfilled || s.phase.Undecided() || !p.paidBy(c.Receipt) || c.Change == 0 {
		return nil
	}
	return []Event{ShortfallChanged{
		Campaign: s.Campaign, Participation: p.id, Buyer: p.buyer, Receipt: c.Receipt, Short: p.short + c.Change,
	}}
}

// startShipping is told of every parcel that leaves; only the first counts. That a
// parcel left is a fact, whether the campaign is frozen or not.
func startShipping(s *State) ([]Event, error) {
	switch s.phase {
	case PhaseShipping, PhaseCompleted:
		return nil, nil
	case PhaseReadyToShip:
		return []Event{ShippingStarted{}}, nil
	case PhaseNone, PhaseDraft, PhaseInReview, PhaseScheduled, PhaseOpen, PhaseFullyHeld, PhaseSettling, PhaseSucceeded, PhaseInProduction,
		PhaseFailed, PhaseCancelled, PhaseUnwinding, PhaseClosedFailed:
	}
	return nil, &PhaseError{Phase: s.Phase(), Needs: PhaseReadyToShip}
}

// fulfil is told once the buyer confirmed, or the time to complain is over.
func fulfil(s *State, c Fulfil) ([]Event, error) {
	if s.phase != PhaseShipping && s.phase != PhaseCompleted {
		return nil, &PhaseError{Phase: s.Phase(), Needs: PhaseShipping}
	}
	p := s.participations[c.Participation]
	switch {
	case p == nil || p.stage != stageSecured:
		return nil, &NoHoldError{Participation: c.Participation}
	case p.fulfilled:
		return nil, nil
	case c.Refund < 0, c.Refund >= p.amount, c.Refund%Thousand != 0:
		return nil, &PartError{Refund: c.Refund, Paid: p.amount}
	}
	events := []Event{Fulfilled{
		Campaign: s.Campaign, Participation: p.id, Buyer: p.buyer, Slots: p.slots, Refund: c.Refund, Back: p.back(c.Refund),
	}}
	if !s.frozen {
		events = append(events, s.releaseDue(p, c.Refund)...)
	}
	return append(events, s.completes()...), nil
}

// returnSecured gives one buyer's money back after the campaign succeeded; the
// others are not concerned.
func returnSecured(s *State, c ReturnSecured) ([]Event, error) {
	if s.phase != PhaseReadyToShip && s.phase != PhaseShipping && s.phase != PhaseCompleted {
		return nil, &PhaseError{Phase: s.Phase(), Needs: PhaseShipping}
	}
	p := s.participations[c.Participation]
	switch {
	case p == nil || p.stage == stageHeld || p.stage == stageGone:
		return nil, &NoHoldError{Participation: c.Participation}
	case p.stage != stageSecured: // given back before
		return nil, nil
	case p.fulfilled:
		return nil, &FulfilledError{Participation: p.id}
	}
	return append([]Event{s.released(p, cmp.Or(c.Reason, RefundedDispute))}, s.completes()...), nil
}

// completes ends the campaign with the last participation that something was
// owed to.
func (s *State) completes() []Event {
	if s.owed != 1 || s.phase != PhaseShipping && s.phase != PhaseReadyToShip {
		return nil
	}
	return []Event{Completed{}}
}

// releasesDue makes up for the releases that had to wait.
func (s *State) releasesDue() []Event {
	var events []Event
	for _, p := range s.inOrder {
		if p.fulfilled && !p.paidOn {
			events = append(events, s.releaseDue(p, p.refund)...)
		}
	}
	return events
}

func (s *State) fulfilledNow(e Fulfilled) {
	p := s.participations[e.Participation]
	p.fulfilled, p.refund = true, e.Refund
	s.owed--
}
