package sambatan_test

import (
	"math/bits"
	"strconv"

	"github.com/anishathalye/porcupine"

	"github.com/sensasiwangi/sambatan/internal/id"
)

// bitset of joins by their number.
type bitset [(maxJoins + 63) / 64]uint64

func (b bitset) has(n int) bool { return b[n/64]&(1<<(n%64)) != 0 }

func (b bitset) with(n int) bitset {
	b[n/64] |= 1 << (n % 64)
	return b
}

func (b bitset) without(other bitset) bitset {
	for i := range b {
		b[i] &^= other[i]
	}
	return b
}

func (b bitset) within(other bitset) bool { return b.without(other) == bitset{} }

func (b bitset) count() (n int) {
	for _, word := range b {
		n += bits.OnesCount64(word)
	}
	return n
}

// number is n of ident(n).
func number(i id.ID) int {
	text := i.String()
	n, _ := strconv.Atoi(text[len(text)-12:])
	return n
}

// slotState is all that the model knows: who ever joined, who holds slots now,
// and which of them hold two.
type slotState struct{ joined, live, pairs bitset }

func (s slotState) free() int {
	two := s.live.without(s.live.without(s.pairs))
	return capacity - s.live.count() - two.count()
}

// slotModel is a campaign that sells slots one command at a time.
func slotModel() porcupine.Model {
	return porcupine.Model{
		Init: func() any { return slotState{} },
		Step: func(state, input, output any) (bool, any) {
			s, out := state.(slotState), output.(outcome)
			switch in := input.(type) {
			case joining:
				return s.join(in, out)
			case cancelling:
				return s.cancel(in, out)
			case lapsing:
				ok := out.lapsed.within(s.live)
				s.live = s.live.without(out.lapsed)
				return ok, s
			}
			return false, s
		},
	}
}

func (s slotState) join(in joining, out outcome) (bool, slotState) {
	if !out.accepted {
		return s.free() == out.free && out.free < in.slots, s
	}
	ok := s.free() >= in.slots
	s.joined, s.live = s.joined.with(in.n), s.live.with(in.n)
	if in.slots == 2 {
		s.pairs = s.pairs.with(in.n)
	}
	return ok, s
}

func (s slotState) cancel(in cancelling, out outcome) (bool, slotState) {
	switch {
	case out.unknown:
		return !s.joined.has(in.n), s
	case !out.accepted: // it had ended before
		return s.joined.has(in.n) && !s.live.has(in.n), s
	}
	ok := s.live.has(in.n)
	s.live = s.live.without(bitset{}.with(in.n))
	return ok, s
}

// sights count what a history holds.
type sights struct{ joined, full, cancelled, lapsed, overlaps int }

// tally counts them; overlaps are operations that ran while the other store was
// at work as well.
func tally(history []porcupine.Operation) (seen sights) {
	for _, op := range history {
		out := op.Output.(outcome)
		seen.lapsed += out.lapsed.count()
		switch op.Input.(type) {
		case joining:
			if out.accepted {
				seen.joined++
			} else {
				seen.full++
			}
		case cancelling:
			if out.accepted {
				seen.cancelled++
			}
		}
		if overlaps(op, history) {
			seen.overlaps++
		}
	}
	return seen
}

func overlaps(op porcupine.Operation, history []porcupine.Operation) bool {
	for _, other := range history {
		if other.Output.(outcome).store != op.Output.(outcome).store && other.Call < op.Return && op.Call < other.Return {
			return true
		}
	}
	return false
}
