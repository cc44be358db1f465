package payment

import "time"

// RefundErrandKind is what has to be done for a refund.
type RefundErrandKind int

// Kinds of errands for a refund.
const (
	NoRefundErrand RefundErrandKind = iota
	SubmitErrand                    // put the next attempt on record, then ask the channel for it
	AskErrand                       // ask the channel what became of the newest attempt
	RemindErrand                    // tell the buyer again that an account is needed
	RestErrand                      // stop waiting for one
)

// RefundErrand is what has to be done for a refund next.
type RefundErrand struct {
	Kind   RefundErrandKind
	Number int // of the attempt, or the reminder
}

// AskAfter is how long after an attempt began the channel is asked what became of it,
// if nobody has put it on record: whoever asked for it has died, or waits for a
// report that was lost. Requests take less.
const AskAfter = time.Minute

var (
	// RemindAfter is when a buyer is told again that an account is needed.
	RemindAfter = []time.Duration{24 * time.Hour, 3 * 24 * time.Hour, 7 * 24 * time.Hour}
	// RestAfter is when nobody waits for it any more.
	RestAfter = 14 * 24 * time.Hour
)

// Next is what has to be done for a refund at now. Doing it twice does no harm.
func (s RefundCase) Next(now time.Time) RefundErrand {
	switch s.State {
	case CaseQueued:
		if s.Way != ByOperator && !now.Before(s.NotBefore) {
			return RefundErrand{SubmitErrand, s.Attempt + 1}
		}
	case CaseSubmitted:
		if !now.Before(s.Since.Add(AskAfter)) {
			return RefundErrand{AskErrand, s.Attempt}
		}
	case CaseUnknown:
		return RefundErrand{AskErrand, s.Attempt}
	case CaseNeedsDestination:
		return s.waiting(now)
	case CaseDue, CaseFailed, CaseSucceeded, CaseManualDone, CaseVoided, CaseDormant, CaseExternal, CaseResolved:
	}
	return RefundErrand{}
}

func (s RefundCase) waiting(now time.Time) RefundErrand {
	switch {
	case !now.Before(s.Since.Add(RestAfter)):
		return RefundErrand{RestErrand, 0}
	case s.Reminded < len(RemindAfter) && !now.Before(s.Since.Add(RemindAfter[s.Reminded])):
		return RefundErrand{RemindErrand, s.Reminded + 1}
	}
	return RefundErrand{}
}

// Pauses between two questions about the same attempt.
const (
	shortestPause = 15 * time.Second
	longestPause  = 15 * time.Minute
)

// AskAgain is the pause before the channel is asked again about an attempt: the
// longer it has been silent, the longer.
func (s RefundCase) AskAgain(now time.Time) time.Duration {
	return min(max(now.Sub(s.Since)/4, shortestPause), longestPause)
}
