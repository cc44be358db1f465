package payment

import (
	"slices"
	"time"
)

// dueAgain follows when the money came back: its buyer names another account, and of nobody's an
// operator finds out where it can go.
func (s RefundCase) dueAgain(now time.Time) []RefundEvent {
	switch {
	case s.Stopped:
		return []RefundEvent{s.stopped()}
	case s.Buyer.IsZero():
		return []RefundEvent{s.queued(ByOperator, WhyUnknownSender, now)}
	}
	return []RefundEvent{RefundNeedsDestination{Claim: s.Claim, Problem: ProblemReversed, Amount: s.Amount, Since: instant(now)}}
}

// bankReturn is for what an operator had sent: of what a channel sent, that tells. A line that was
// told before is old news, whatever became of the refund since.
func (s RefundCase) bankReturn(c NoteBankReturn, now time.Time) ([]RefundEvent, error) {
	switch {
	case c.Exit < 1 || c.Line.IsZero() || tidy(c.Back) == "":
		return nil, ErrIncomplete
	case slices.Contains(s.lines, c.Line):
		return nil, nil
	}
	if err := s.MayReturn(); err != nil {
		return nil, err
	}
	switch {
	case c.Exit != s.Exits:
		return nil, ErrNotSentByHand
	case c.Amount != s.Amount:
		return nil, ErrBadAmount
	case c.By == s.Buyer && !c.By.IsZero():
		return nil, ErrOwnMoney
	}
	reversed := RefundReversed{Claim: s.Claim, Attempt: s.Proven, Exit: s.Exits, Evidence: s.Evidence, Line: c.Line, Back: tidy(c.Back)}
	return append([]RefundEvent{reversed}, evolveRefund(s, reversed).dueAgain(now)...), nil
}

// MayReturn tells what stands against an operator's word that the money came back. What left
// although nothing stood behind it is short; what comes back of that makes it good.
func (s RefundCase) MayReturn() error {
	switch {
	case s.State != CaseManualDone:
		return ErrNotSentByHand
	case s.AfterAll, len(s.Doubled) > 0:
		return ErrReturnsShort
	}
	return nil
}

// markTwice demands other evidence than that of the exit which is known: the same transfer is not
// two. A large amount takes two people, as ever.
func (s RefundCase) markTwice(c MarkSentTwice) ([]RefundEvent, error) {
	evidence := tidy(c.Evidence)
	switch {
	case c.By.IsZero():
		return nil, ErrIncomplete
	case evidence == "":
		return nil, ErrNoEvidence
	case slices.Contains(s.Doubled, evidence):
		return nil, nil
	case !s.State.Sent():
		return nil, ErrNotSent
	case evidence == s.Evidence:
		return nil, ErrSameEvidence
	case s.Amount > FourEyesAbove:
		if seen, err := s.Proposed.seen(c.By, evidence); !seen {
			return []RefundEvent{RefundManualProposed{Claim: s.Claim, By: c.By, Evidence: evidence, StepUp: c.StepUp}}, nil
		} else if err != nil {
			return nil, err
		}
	}
	return []RefundEvent{RefundDoubled{
		Claim: s.Claim, By: c.By, Number: len(s.Doubled) + 1, Amount: s.Amount, Evidence: evidence, StepUp: c.StepUp,
	}}, nil
}
