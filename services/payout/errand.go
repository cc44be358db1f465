package payout

import (
	"time"

	"github.com/sensasiwangi/sambatan/services/payment"
)

// Errand is what has to be done at the channel for a brand's payout.
type Errand int

// Errands.
const (
	NoErrand     Errand = iota
	SubmitErrand        // put the next attempt on record, then ask the channel for it
	AskErrand           // ask the channel what became of the newest attempt
)

// Next is what has to be done at the channel next, and when. NoErrand: an event has to
// happen first. Doing it twice does no harm.
func (s Seller) Next() (Errand, time.Time) {
	if s.Live == nil {
		return NoErrand, time.Time{}
	}
	if s.contested(s.Live.Payout) && !s.Live.State.OnItsWay() { // whoever ends that tries again
		return NoErrand, time.Time{}
	}
	if s.Held != "" && s.Live.Reference == "" { // asking would be to send the request again
		return NoErrand, time.Time{}
	}
	switch s.Live.State {
	case StateQueued:
		if s.Live.Way == payment.ByPayout && s.Held == "" {
			return SubmitErrand, s.Live.NotBefore
		}
	case StateSubmitted:
		return AskErrand, s.Live.Since.Add(payment.AskAfter)
	case StateUnknown:
		return AskErrand, s.Live.Since
	case StateProposed, StateFailed, StatePaid, StateReversed, StateEnded, StateCancelled:
	}
	return NoErrand, time.Time{}
}
