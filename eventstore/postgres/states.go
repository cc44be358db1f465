package postgres

import (
	"container/list"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// state of a stream as of a version. Deciding may change it in place, so it has
// one owner at a time: the cache, or the batch that took it.
type state struct {
	stream  eventstore.StreamID
	rules   eventstore.Rules
	value   any
	version eventstore.Version
}

// states keeps the most recently used ones. It is used by one goroutine.
type states struct {
	limit    int
	recent   *list.List // of *state, the most recent first
	byStream map[eventstore.StreamID]*list.Element
}

func newStates(limit int) *states {
	return &states{limit: limit, recent: list.New(), byStream: map[eventstore.StreamID]*list.Element{}}
}

// take removes and returns a stream's state, nil when there is none.
// What is not put back is forgotten: that is how a failed batch leaves no
// trace.
func (s *states) take(stream eventstore.StreamID) *state {
	element, ok := s.byStream[stream]
	if !ok {
		return nil
	}
	delete(s.byStream, stream)
	return s.recent.Remove(element).(*state)
}

func (s *states) put(one *state) {
	if old, ok := s.byStream[one.stream]; ok {
		s.recent.Remove(old)
	}
	s.byStream[one.stream] = s.recent.PushFront(one)
	if s.recent.Len() > s.limit {
		delete(s.byStream, s.recent.Remove(s.recent.Back()).(*state).stream)
	}
}
