package sambatan_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/require"
)

// TestTwoStoresKeepOneLine lets clients of two stores join, wait, take offers,
// leave, cancel and let holds lapse, and asks porcupine whether there is an order
// of it all in which every slot that is let go was offered to the first in the
// line whom it fits, and to nobody else.
func TestTwoStoresKeepOneLine(t *testing.T) {
	t.Parallel()
	race := newRace(t)
	race.runWith(t, race.lineTurn)
	seen := lineSights(race.history)
	t.Logf("%d operations: %+v", len(race.history), seen)
	result, _ := porcupine.CheckOperationsVerbose(lineModel(), race.history, time.Minute)
	require.Equal(t, porcupine.Ok, result, "the history is not linearizable")
	require.Positive(t, seen.waited)
	require.Positive(t, seen.offered)
	require.Positive(t, seen.taken)
	require.Positive(t, seen.left)
	race.checkLog(t)
}

// lineTurn is a join or, when that is refused, a wait; and then something about
// a hold or a place in the line that may be anybody's.
func (r *race) lineTurn(t *testing.T, client int, chance *rand.Rand) {
	t.Helper()
	n, slots := int(r.joins.Add(1)-1), 1+chance.IntN(2)
	// Not all wait: who came first in a long line stays open until its end, and
	// with it too much to check.
	if got := r.do(t, client, joining{n: n, slots: slots}); !got.accepted && chance.IntN(3) == 0 {
		r.do(t, client, waiting{n: n, slots: slots})
	}
	latest := max(0, n-2*perStore)
	other := latest + chance.IntN(n-latest+1)
	switch chance.IntN(8) {
	case 0:
		r.clock.Add(int64(2 * holdFor))
		r.do(t, client, lapsing{})
	case 1:
		r.do(t, client, leaving{n: other})
	case 2:
		r.do(t, client, leaving{n: r.recent(chance, &r.offers, other)})
	case 3, 4, 5:
		r.do(t, client, accepting{n: r.recent(chance, &r.offers, other)})
	default:
		r.do(t, client, cancelling{n: r.recent(chance, &r.holds, other)})
	}
}

// remember keeps what clients may come back to. The lock is held.
func (r *race) remember(input any, out outcome) {
	for n := range maxJoins {
		if out.offered.has(n) {
			r.offers = append(r.offers, n)
		}
	}
	if !out.accepted {
		return
	}
	switch in := input.(type) {
	case joining:
		r.holds = append(r.holds, in.n)
	case accepting:
		r.holds = append(r.holds, in.n)
	}
}

// recent is one of the last of a list, or another when it is empty.
func (r *race) recent(chance *rand.Rand, of *[]int, otherwise int) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := (*of)[max(0, len(*of)-capacity):]
	if len(list) == 0 {
		return otherwise
	}
	return list[chance.IntN(len(list))]
}

// lineState is slots, and a line of those who wait for them.
type lineState struct {
	slotState

	waited, offered bitset
	queue           [maxJoins]int16 // numbers from 1, in order
	length          int
}

func (s *lineState) free() int {
	offers := slotState{live: s.offered, pairs: s.pairs}
	return s.slotState.free() + offers.free() - capacity
}

func (s *lineState) wants(n int) int {
	if s.pairs.has(n) {
		return 2
	}
	return 1
}

func (s *lineState) queues(n int) bool {
	for _, other := range s.queue[:s.length] {
		if int(other) == n+1 {
			return true
		}
	}
	return false
}

func (s *lineState) leave(n int) {
	kept := 0
	for _, other := range s.queue[:s.length] {
		if int(other) != n+1 {
			s.queue[kept] = other
			kept++
		}
	}
	clear(s.queue[kept:])
	s.length = kept
	s.offered = s.offered.without(bitset{}.with(n))
}

// serve offers what is free, in turn, and tells to whom.
func (s *lineState) serve() (offers bitset) {
	for _, next := range s.queue[:s.length] {
		if n := int(next) - 1; !s.offered.has(n) && s.wants(n) <= s.free() {
			s.offered, offers = s.offered.with(n), offers.with(n)
		}
	}
	return offers
}

func lineModel() porcupine.Model {
	return porcupine.Model{
		Init: func() any { return lineState{} },
		Step: func(state, input, output any) (bool, any) {
			s, out := state.(lineState), output.(outcome)
			ok := s.step(input, out)
			ok = ok && s.serve() == out.offered
			return ok, s
		},
	}
}

func (s *lineState) step(input any, out outcome) bool {
	switch in := input.(type) {
	case joining:
		return s.joins(in, out)
	case waiting:
		s.enter(in)
		return out.accepted
	case accepting:
		return s.accept(in, out)
	case leaving:
		return s.quit(in, out)
	case cancelling:
		ok, slots := s.cancel(in, out)
		s.slotState = slots
		return ok
	case lapsing:
		ok := out.lapsed.within(s.live)
		s.live = s.live.without(out.lapsed)
		return ok
	}
	return false
}

func (s *lineState) joins(in joining, out outcome) bool {
	free := s.free()
	if !out.accepted {
		return free == out.free && free < in.slots
	}
	s.hold(in.n)
	if in.slots == 2 {
		s.pairs = s.pairs.with(in.n)
	}
	return free >= in.slots
}

func (s *lineState) hold(n int) { s.joined, s.live = s.joined.with(n), s.live.with(n) }

func (s *lineState) enter(in waiting) {
	s.waited = s.waited.with(in.n)
	if in.slots == 2 {
		s.pairs = s.pairs.with(in.n)
	}
	s.queue[s.length] = int16(in.n + 1)
	s.length++
}

func (s *lineState) accept(in accepting, out outcome) bool {
	switch {
	case out.unknown:
		return !s.joined.has(in.n) && !s.offered.has(in.n) && out.waiting == s.queues(in.n)
	case !out.accepted: // taken before
		return s.joined.has(in.n)
	}
	ok := s.offered.has(in.n)
	s.leave(in.n)
	s.hold(in.n)
	return ok
}

func (s *lineState) quit(in leaving, out outcome) bool {
	switch {
	case out.unknown:
		return !s.waited.has(in.n)
	case !out.accepted: // left before, or took what was offered
		return s.waited.has(in.n) && !s.queues(in.n)
	}
	ok := s.queues(in.n)
	s.leave(in.n)
	return ok
}

// lineSights count what a history holds.
func lineSights(history []porcupine.Operation) (seen struct{ waited, offered, taken, left int }) {
	for _, op := range history {
		out := op.Output.(outcome)
		seen.offered += out.offered.count()
		if !out.accepted {
			continue
		}
		switch op.Input.(type) {
		case waiting:
			seen.waited++
		case accepting:
			seen.taken++
		case leaving:
			seen.left++
		}
	}
	return seen
}

// A model that accepts everything would prove nothing.
func TestTheModelOfALineNoticesWhoIsSkipped(t *testing.T) {
	t.Parallel()
	var story []porcupine.Operation
	add := func(input any, output outcome) {
		story = append(story, porcupine.Operation{Input: input, Output: output, Call: int64(2 * len(story)), Return: int64(2*len(story) + 1)})
	}
	for n := range capacity {
		add(joining{n: n, slots: 1}, outcome{accepted: true})
	}
	add(waiting{n: 8, slots: 1}, outcome{accepted: true})
	add(waiting{n: 9, slots: 1}, outcome{accepted: true})
	add(cancelling{n: 0}, outcome{accepted: true, offered: bitset{}.with(8)})
	require.True(t, porcupine.CheckOperations(lineModel(), story))
	story[len(story)-1].Output = outcome{accepted: true, offered: bitset{}.with(9)}
	require.False(t, porcupine.CheckOperations(lineModel(), story), "the first is skipped")
	story[len(story)-1].Output = outcome{accepted: true}
	require.False(t, porcupine.CheckOperations(lineModel(), story), "nobody is offered what is free")
}
