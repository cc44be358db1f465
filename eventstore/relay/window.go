package relay

import "github.com/sensasiwangi/sambatan/eventstore"

// Limits of what a window keeps for followers that lag a little.
const (
	windowEvents = 8192
	windowBytes  = 32 << 20
)

// window is the newest stretch of the log, without a hole, as it arrived from
// NATS, or from this process itself. It is not safe for concurrent use.
type window struct {
	events []eventstore.Recorded
	bytes  int
	own    stretch // what this process recorded or published last
}

// stretch is a run of positions without a hole; the zero value has none.
type stretch struct{ first, last eventstore.Position }

func (s stretch) holds(at eventstore.Position) bool { return at > 0 && s.first <= at && at <= s.last }

// and continues the stretch, or begins it anew behind a hole.
func (s stretch) and(events []eventstore.Recorded) stretch {
	if s.last+1 != events[0].Position {
		s.first = events[0].Position
	}
	s.last = events[len(events)-1].Position
	return s
}

// next is the position that would continue the window, 0 when it is empty.
func (w *window) next() eventstore.Position {
	if len(w.events) == 0 {
		return 0
	}
	return w.events[len(w.events)-1].Position + 1
}

// index of a position inside the window, or false.
func (w *window) index(at eventstore.Position) (int, bool) {
	if len(w.events) == 0 {
		return 0, false
	}
	i := int(at - w.events[0].Position)
	return i, i >= 0 && i < len(w.events)
}

// from returns up to limit events beginning at a position. They are shared:
// nobody may change them, and the window never does.
func (w *window) from(at eventstore.Position, limit int) []eventstore.Recorded {
	i, inside := w.index(at)
	if !inside {
		return nil
	}
	end := min(i+limit, len(w.events))
	return w.events[i:end:end]
}

// add continues the window. An event that does not continue it begins it anew.
func (w *window) add(r eventstore.Recorded) {
	if next := w.next(); next != 0 && r.Position != next {
		w.clear()
	}
	w.events = append(w.events, r)
	w.bytes += size(&r)
	if len(w.events) > windowEvents || w.bytes > windowBytes {
		w.forget()
	}
}

// forget drops the older half. Followers may still hold parts of the old
// array, so it is left alone and the rest moves to a new one.
func (w *window) forget() {
	kept := w.events[len(w.events)/2:]
	w.events = append(make([]eventstore.Recorded, 0, windowEvents+1), kept...)
	w.bytes = 0
	for i := range w.events {
		w.bytes += size(&w.events[i])
	}
}

func (w *window) clear() { *w = window{} }

// contradicts tells whether the window holds another event at one of the
// positions: then an older database took the place of the one that it is of.
func (w *window) contradicts(events []eventstore.Recorded) bool {
	for n := range events {
		if i, inside := w.index(events[n].Position); inside && w.events[i].LeafHash != events[n].LeafHash {
			return true
		}
	}
	return false
}

// size is about what an event takes, with the leaf that it may have kept.
func size(r *eventstore.Recorded) int { return 512 + 2*(len(r.Data)+len(r.Metadata)) }
