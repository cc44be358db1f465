package reactor

import "github.com/sensasiwangi/sambatan/eventstore"

// tracker knows which positions behind the cursor were dealt with.
type tracker struct {
	through eventstore.Position // all up to here were
	done    []bool              // of the positions behind through
}

// next is the position to take in next.
func (t *tracker) next() eventstore.Position {
	return t.through + eventstore.Position(len(t.done)) + 1
}

// take notes that the next position is being dealt with.
func (t *tracker) take() { t.done = append(t.done, false) }

// finish notes that a position was dealt with and moves over all that follow
// without a gap. Positions up to through count as finished already.
func (t *tracker) finish(position eventstore.Position) {
	if position <= t.through {
		return
	}
	t.done[position-t.through-1] = true
	gap := 0
	for gap < len(t.done) && t.done[gap] {
		gap++
	}
	t.done = t.done[gap:]
	t.through += eventstore.Position(gap)
}

// waiting is how many positions lie between through and the newest one taken.
func (t *tracker) waiting() int { return len(t.done) }
