package inbox

// hands are the places in which a worker handles reports. Whoever has a place may
// lay one report into it; the place comes back when the report was handled.
type hands struct {
	free  chan struct{}
	taken chan taken
}

func newHands(places int) *hands {
	h := &hands{free: make(chan struct{}, places), taken: make(chan taken, places)}
	h.giveBack(places)
	return h
}

// reserve returns at most so many places, as many as are free.
func (h *hands) reserve(most int) (places int) {
	for places < most {
		select {
		case <-h.free:
			places++
		default:
			return places
		}
	}
	return places
}

func (h *hands) giveBack(places int) {
	for range places {
		h.free <- struct{}{}
	}
}

// fill lays reports into places, and gives back those that are left over.
func (h *hands) fill(places int, batch []taken) {
	for _, t := range batch {
		h.taken <- t
	}
	h.giveBack(places - len(batch))
}
