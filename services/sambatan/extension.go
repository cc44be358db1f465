package sambatan

import "time"

// round is a question about a later deadline that is not decided yet.
type round struct {
	number int
	to     time.Time
}

// Proposed is the later deadline that those who joined are asked about; zero
// when they are not.
func (s *State) Proposed() time.Time {
	if s.round == nil {
		return time.Time{}
	}
	return s.round.to
}

func (s *State) extensionProposed(e ExtensionProposed) {
	s.round, s.rounds = &round{number: e.Round, to: e.To}, e.Round
}

func (s *State) extensionAnswered(e ExtensionAnswered) {
	p := s.participations[e.Participation]
	if p == nil || s.round == nil {
		return
	}
	p.answered, p.agreed = e.Round, s.Terms.Deadline
	if e.Accepted {
		p.agreed = s.round.to
	}
}

func (s *State) deadlineExtended(e DeadlineExtended) {
	s.Terms.Deadline, s.Terms.Version, s.round = e.To, e.TermsVersion, nil
}

// agrees tells whether a participation may stay in a campaign that goes on until
// a later deadline: its buyer said so, or joined when it was known.
func (p *participation) agrees(deadline time.Time) bool { return !p.agreed.Before(deadline) }

// payUntil is the deadline that a transfer for a participation must keep: the
// one in force, or the earlier one that its buyer agreed to.
func (s *State) payUntil(p *participation) time.Time { return earlier(p.agreed, s.Terms.Deadline) }
