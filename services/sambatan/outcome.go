package sambatan

import "slices"

// outcome returns what follows when unpaid holds are left and secured slots are
// paid: nothing while the outcome is open. also are slots that are secured in
// the same decision and not in the state yet.
func (s *State) outcome(unpaid, secured int, also ...SlotsSecured) []Event {
	if secured == s.Terms.Slots || s.phase == PhaseSettling && unpaid == 0 {
		return s.verdict(secured, also...)
	}
	return nil
}

// verdict decides a campaign in which nothing is awaited any more. One that is
// frozen does not succeed before it is unfrozen; it fails when it must, since
// refunds never wait.
func (s *State) verdict(secured int, also ...SlotsSecured) []Event {
	if s.frozen && secured >= s.Terms.MinFill {
		return nil
	}
	return s.judge(secured, also...)
}

func (s *State) judge(secured int, also ...SlotsSecured) []Event {
	if secured >= s.Terms.MinFill {
		return []Event{Succeeded{Secured: secured}}
	}
	failed := Failed{Secured: secured, MinFill: s.Terms.MinFill}
	return append([]Event{failed}, s.unwind(RefundedFailed, also...)...)
}

// unwind releases all secured slots, in the order in which their buyers joined,
// and closes the campaign at once when there is nothing to refund.
func (s *State) unwind(reason RefundReason, also ...SlotsSecured) []Event {
	var events []Event
	for _, p := range s.inOrder {
		if p.stage == stageSecured {
			events = append(events, s.released(p, reason))
		}
	}
	for _, e := range also {
		events = append(events, SlotsReleased{
			Campaign: e.Campaign, Participation: e.Participation, Buyer: e.Buyer, Slots: e.Slots,
			Receipt: e.Receipt, Amount: e.Amount, Parts: e.Parts, Reason: reason,
		})
	}
	refunds := s.refunds + len(events) // those who left before may still wait for their money
	events = append(events, UnwindingStarted{Refunds: refunds})
	if refunds == 0 {
		events = append(events, Unwound{})
	}
	return events
}

func (s *State) released(p *participation, reason RefundReason) SlotsReleased {
	return SlotsReleased{
		Campaign: s.Campaign, Participation: p.id, Buyer: p.buyer, Slots: p.slots,
		Receipt: p.receipt, Amount: p.amount, Parts: slices.Clone(p.parts), Reason: reason,
	}
}
