package sambatan

import "time"

const (
	// MinToPay is the least time in which a payment that begins now can be made.
	MinToPay = time.Minute
	// MaxAttempts bounds how often a buyer may begin to pay for one participation.
	MaxAttempts = 20
)

// beginPayment is for a hold that lives; the newest attempt is the one that counts.
func beginPayment(s *State, c BeginPayment, now time.Time) ([]Event, error) {
	p := s.participations[c.Participation]
	switch {
	case p == nil || p.buyer != c.Buyer || p.stage == stageGone:
		return nil, &NoHoldError{Participation: c.Participation}
	case p.stage != stageHeld:
		return nil, &SecuredError{Participation: p.id}
	case p.ending != nil:
		return nil, &EndingError{Participation: p.id}
	case p.attempts >= MaxAttempts:
		return nil, &AttemptsError{Max: MaxAttempts}
	}
	if err := firstMissing(field{"method", c.Method != ""}); err != nil {
		return nil, err
	}
	payBy := s.payBy(p)
	if now.Add(MinToPay).After(payBy) {
		return nil, &LateError{Until: payBy}
	}
	return []Event{PaymentBegun{
		Campaign: s.Campaign, Participation: p.id, Buyer: p.buyer, Attempt: p.attempts + 1,
		Method: c.Method, Amount: p.missing(), PayBy: payBy,
	}}, nil
}

// endPayment frees a hold of its channel, and gives the slots back when only the
// channel had been waited for. What is told of an attempt that another one has
// taken the place of changes nothing.
func endPayment(s *State, c EndPayment) ([]Event, error) {
	p := s.participations[c.Participation]
	switch {
	case p == nil || p.stage != stageHeld || !p.asked || c.Attempt < p.attempts:
		return nil, nil
	case p.ending == nil:
		return []Event{PaymentEnded{Participation: p.id, Attempt: p.attempts}}, nil
	}
	return append([]Event{s.gone(p, *p.ending)}, s.outcome(len(s.unpaid)-1, s.secured)...), nil
}

// release gives the slots of a live hold back, and decides the campaign if
// nothing else was awaited.
func (s *State) release(p *participation, why HoldEnding) []Event {
	events := s.ends(p, why)
	if p.asked {
		return events
	}
	return append(events, s.outcome(len(s.unpaid)-1, s.secured)...)
}

// ends is how a live hold comes to its end: at once; or, while it may be paid
// through a channel, by asking that channel, once.
func (s *State) ends(p *participation, why HoldEnding) []Event {
	switch {
	case !p.asked:
		return []Event{s.gone(p, why)}
	case p.ending != nil:
		return nil
	}
	why.Campaign, why.Participation, why.Buyer, why.Attempt = s.Campaign, p.id, p.buyer, p.attempts
	return []Event{why}
}

// gone is the event with which a hold ends.
func (s *State) gone(p *participation, why HoldEnding) Event {
	if why.Reason != "" {
		return s.cancelled(p, why.Reason)
	}
	return s.expired(p, why.DueAt)
}
