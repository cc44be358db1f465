package notifications_test

import (
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// fewSlots counts, slowly and plainly, what a campaign has left.
type fewSlots struct {
	slots map[string]int
	told  map[string]bool // also of those that are not open any more
	joins map[string]map[id.ID]holding
}

type holding struct {
	buyer id.ID
	slots int
	has   bool
	paid  bool
}

// left returns the free slots when an event has left few of them for the first
// time, else 0.
func (f *fewSlots) left(event any, campaign string) int {
	asked := false
	switch e := event.(type) {
	case sambatan.Published:
		f.slots[campaign], f.joins[campaign] = e.Terms.Slots, map[id.ID]holding{}
	case sambatan.SlotsHeld:
		f.joins[campaign][e.Participation], asked = holding{buyer: e.Buyer, slots: e.Slots, has: true}, true
	case sambatan.SlotsReleased:
		f.joins[campaign][e.Participation] = holding{buyer: e.Buyer, slots: e.Slots, paid: true}
	case sambatan.SlotsSecured:
		asked = e.Regained
		f.joins[campaign][e.Participation] = holding{buyer: e.Buyer, slots: e.Slots, has: true, paid: true}
	case sambatan.HoldExpired:
		f.joins[campaign][e.Participation] = holding{buyer: e.Buyer, slots: e.Slots}
	case sambatan.HoldCancelled:
		f.joins[campaign][e.Participation] = holding{buyer: e.Buyer, slots: e.Slots}
	case sambatan.Closed, sambatan.Succeeded, sambatan.Cancelled, sambatan.Failed:
		f.told[campaign] = true
	}
	free := f.slots[campaign]
	for _, h := range f.joins[campaign] {
		if h.has {
			free -= h.slots
		}
	}
	if !asked || f.told[campaign] || free <= 0 || 5*free > f.slots[campaign] {
		return 0
	}
	f.told[campaign] = true
	return free
}

// former lists those who had slots, did not pay, and have none.
func (f *fewSlots) former(campaign string) (buyers []id.ID) {
	inside, unpaid := map[id.ID]bool{}, map[id.ID]bool{}
	for _, h := range f.joins[campaign] {
		inside[h.buyer] = inside[h.buyer] || h.has
		unpaid[h.buyer] = unpaid[h.buyer] || !h.has && !h.paid
	}
	for buyer := range unpaid {
		if unpaid[buyer] && !inside[buyer] {
			buyers = append(buyers, buyer)
		}
	}
	return buyers
}
