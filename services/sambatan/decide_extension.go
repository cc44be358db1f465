package sambatan

import (
	"strings"
	"time"
)

// Times of an extension.
const (
	// AnswerTime is what a proposal leaves before the deadline, to answer in:
	// silence costs the buyer their slots.
	AnswerTime = 6 * time.Hour
	// MinExtension and MaxExtension bound how much later the deadline becomes.
	MinExtension = time.Hour
	MaxExtension = 14 * 24 * time.Hour
)

// proposeExtension is for a campaign that would fail. One that has enough
// secured slots keeps the promise that it made for its deadline.
func proposeExtension(s *State, c ProposeExtension, now time.Time) ([]Event, error) {
	reason, to := strings.TrimSpace(c.Reason), stamp(c.Deadline)
	if err := s.mayPropose(now); err != nil {
		return nil, err
	}
	if err := firstMissing(field{"reason", reason != ""}, field{"deadline", !c.Deadline.IsZero()}); err != nil {
		return nil, err
	}
	earliest, latest := s.Terms.Deadline.Add(MinExtension), s.Terms.Deadline.Add(MaxExtension)
	switch {
	case to.Before(earliest):
		return nil, &ExtensionError{Rule: ExtendLater, At: earliest}
	case to.After(latest):
		return nil, &ExtensionError{Rule: ExtendNearer, At: latest}
	}
	return []Event{ExtensionProposed{
		Campaign: s.Campaign, Round: s.rounds + 1, From: s.Terms.Deadline, To: to, Reason: reason,
	}}, nil
}

func (s *State) mayPropose(now time.Time) error {
	until := s.Terms.Deadline.Add(-AnswerTime)
	switch {
	case s.phase != PhaseOpen:
		return &PhaseError{Phase: s.phase, Needs: PhaseOpen}
	case s.frozen:
		return &FrozenError{Reason: s.reason}
	case s.round != nil:
		return &ExtensionError{Rule: ExtendPending, At: s.round.to}
	case s.rounds >= s.Terms.MaxExtensions:
		return &ExtensionError{Rule: ExtendUsedUp}
	case s.secured >= s.Terms.MinFill:
		return &ExtensionError{Rule: ExtendEnough}
	case !now.Before(until):
		return &LateError{Until: until}
	}
	return nil
}

// answerExtension is open to whoever has secured slots, and to whoever holds
// them: a transfer made in time may become known after the deadline only.
func answerExtension(s *State, c AnswerExtension, now time.Time) ([]Event, error) {
	if s.phase == PhaseNone {
		return nil, &PhaseError{Phase: s.phase, Needs: PhaseOpen}
	}
	p := s.participations[c.Participation]
	switch {
	case p == nil || p.buyer != c.Buyer || p.stage != stageHeld && p.stage != stageSecured:
		return nil, &NoHoldError{Participation: c.Participation}
	case s.phase != PhaseOpen || s.round == nil:
		return nil, &ExtensionError{Rule: ExtendNone}
	case !now.Before(s.Terms.Deadline):
		return nil, &LateError{Until: s.Terms.Deadline}
	case p.answered == s.round.number && p.agrees(s.round.to) == c.Accept:
		return nil, nil
	}
	return []Event{ExtensionAnswered{
		Campaign: s.Campaign, Participation: p.id, Buyer: p.buyer, Slots: p.slots, Round: s.round.number, Accepted: c.Accept,
	}}, nil
}

// goesOn tells whether a campaign whose deadline has come goes on until the
// later one. It does not when the old promise can be kept, when everybody who
// paid wants their money back, or when the timer is so late that the later
// deadline has passed as well.
func (s *State) goesOn(now time.Time) bool {
	if s.phase != PhaseOpen || s.round == nil || s.secured >= s.Terms.MinFill || !now.Before(s.round.to) {
		return false
	}
	return s.secured == 0 || s.agreed() > 0
}

// agreed counts the secured slots that would stay.
func (s *State) agreed() (slots int) {
	for _, p := range s.inOrder {
		if p.stage == stageSecured && p.agrees(s.round.to) {
			slots += p.slots
		}
	}
	return slots
}

// extend lets everyone go who did not agree to the later deadline (those who
// paid get their money back) and puts it off for the others.
func (s *State) extend() (events []Event) {
	for _, p := range s.inOrder {
		switch {
		case p.agrees(s.round.to):
		case p.stage == stageHeld:
			events = append(events, s.ends(p, HoldEnding{Reason: CancelledMoved})...)
		case p.stage == stageSecured && p.answered == s.round.number:
			events = append(events, s.released(p, RefundedDeclined))
		case p.stage == stageSecured:
			events = append(events, s.released(p, RefundedSilent))
		}
	}
	agreed := s.agreed()
	return append(events, DeadlineExtended{
		Campaign: s.Campaign, Round: s.round.number, From: s.Terms.Deadline, To: s.round.to,
		Agreed: agreed, Released: s.secured - agreed, TermsVersion: s.Terms.Version + 1,
	})
}
