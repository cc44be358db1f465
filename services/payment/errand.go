package payment

import (
	"slices"
	"time"
)

// GiveUp is how long a channel that can't be reached is asked to end a payment,
// before its slots are given away without its answer. Money that comes all the
// same is judged as late money is.
const GiveUp = 30 * time.Minute

// ErrandKind is what a channel is to be asked.
type ErrandKind int

// Kinds of errands.
const (
	NoErrand ErrandKind = iota
	ChargeErrand
	ExpireErrand
	GiveUpErrand // nothing is asked any more: close it unconfirmed
)

// Errand is what has to be done at the channel next. Whoever runs it notes what
// came of it, and asks again; doing it twice does no harm.
type Errand struct {
	Kind   ErrandKind
	Intent Intent
}

// Next is what has to be done at the channel at now. The old is ended before the
// new is begun. Nothing has to be asked about a wallet.
func (s IntentBook) Next(now time.Time) Errand {
	live := slices.DeleteFunc(s.live(), func(i Intent) bool { return i.Method == FromWallet })
	for _, intent := range live {
		switch {
		case intent.State != IntentIsEnding:
		case now.Before(intent.Since.Add(GiveUp)):
			return Errand{ExpireErrand, intent}
		default:
			return Errand{GiveUpErrand, intent}
		}
	}
	for _, intent := range live {
		if intent.State == IntentCreated {
			return Errand{ChargeErrand, intent}
		}
	}
	return Errand{}
}
