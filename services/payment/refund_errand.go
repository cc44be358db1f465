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

// Due is what has to be done for a refund next, and when. Nothing: an event has to
// happen first. Doing it twice does no harm.
func (s RefundCase) Due() (RefundErrand, time.Time) {
	switch s.State {
	case CaseQueued:
		if s.Way != ByOperator {
			return RefundErrand{SubmitErrand, s.Attempt + 1}, s.NotBefore
		}
	case CaseSubmitted:
		return RefundErrand{AskErrand, s.Attempt}, s.Since.Add(AskAfter)
	case CaseUnknown:
		return RefundErrand{AskErrand, s.Attempt}, s.Since
	case CaseNeedsDestination:
		if s.Reminded < len(RemindAfter) {
			return RefundErrand{RemindErrand, s.Reminded + 1}, s.Since.Add(RemindAfter[s.Reminded])
		}
		return RefundErrand{RestErrand, 0}, s.Since.Add(RestAfter)
	case CaseDue, CaseFailed, CaseSucceeded, CaseManualDone, CaseVoided, CaseDormant, CaseExternal, CaseResolved:
	}
	return RefundErrand{}, time.Time{}
}

// Next is what has to be done at now.
func (s RefundCase) Next(now time.Time) RefundErrand {
	errand, at := s.Due()
	if now.Before(at) {
		return RefundErrand{}
	}
	return errand
}

// Pauses between two tries at the same errand.
const (
	shortestPause = 15 * time.Second
	longestPause  = 15 * time.Minute
)

// Pause is how long to wait when the channel did not answer, before the same errand
// is tried again: the longer it has been silent, the longer.
func (s RefundCase) Pause(now time.Time) time.Duration {
	since := s.Since
	if s.State == CaseQueued {
		since = s.NotBefore
	}
	return PauseSince(since, now)
}

// PauseSince is how long to wait when nothing was heard since then.
func PauseSince(since, now time.Time) time.Duration {
	return min(max(now.Sub(since)/4, shortestPause), longestPause)
}
