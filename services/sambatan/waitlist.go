package sambatan

import (
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
)

// waiter is a buyer on the waitlist, with what a hold will need of them.
type waiter struct {
	asked   WaitlistJoined
	offered bool
	until   time.Time // of the offer
	came    int       // as participation.came
}

// Offered counts the slots that are kept for buyers of the waitlist.
func (s *State) Offered() int { return s.offered }

// Waiting counts the buyers on the waitlist, those with an offer among them.
func (s *State) Waiting() int { return len(s.waitlist) }

func (s *State) waitlistJoined(e WaitlistJoined) {
	w := &waiter{asked: e, came: s.arrival(e.Participation)}
	s.waitlist = append(s.waitlist, w)
	s.waited[e.Participation] = e.Buyer
	s.buyer(e.Buyer).waits = w
}

func (s *State) slotsOffered(e SlotsOffered) {
	if w := s.waiter(e.Participation); w != nil {
		w.offered, w.until = true, e.ExpiresAt
		s.offered += w.asked.Slots
	}
}

func (s *State) offerWithdrawn(e OfferWithdrawn) {
	if w := s.waiter(e.Participation); w != nil && w.offered {
		w.offered, w.until = false, time.Time{}
		s.offered -= w.asked.Slots
	}
}

// leave takes a buyer off the waitlist; slots that were offered are free again.
func (s *State) leave(participation id.ID) {
	w := s.waiter(participation)
	if w == nil {
		return
	}
	if w.offered {
		s.offered -= w.asked.Slots
	}
	s.waitlist = slices.DeleteFunc(s.waitlist, func(other *waiter) bool { return other == w })
	s.buyer(w.asked.Buyer).waits = nil
}

// waiter finds who waits under a participation's id: each buyer waits once.
func (s *State) waiter(participation id.ID) *waiter {
	if b := s.buyers[s.waited[participation]]; b != nil && b.waits != nil && b.waits.asked.Participation == participation {
		return b.waits
	}
	return nil
}
