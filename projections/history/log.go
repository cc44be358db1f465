// Package history makes up logs for tests and benches: random, but made by the
// real deciders and process managers from commands that people could have given,
// and the same for the same seed.
package history

import (
	"context"
	"encoding/binary"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
)

// Log is a log in memory that keeps the state of every stream, so that it takes
// a hundred thousand commands in no time. It is an eventstore.Log without
// idempotency, and an eventstore.Follower. Appending moves its own clock.
type Log struct {
	mu      sync.RWMutex
	events  []eventstore.Recorded
	streams map[eventstore.StreamID]*stream
	now     time.Time
	changed chan struct{} // closed and replaced when events come
}

type stream struct {
	state   any
	version eventstore.Version
}

var logID = id.MustParse("0198a3c0-0000-7000-8000-000000000001")

// NewLog returns an empty log whose clock stands at begin.
func NewLog(begin time.Time) *Log {
	return &Log{streams: map[eventstore.StreamID]*stream{}, now: begin.UTC().Truncate(time.Microsecond), changed: make(chan struct{})}
}

// Now is the log's clock.
func (l *Log) Now() time.Time {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.now
}

// Advance moves the clock.
func (l *Log) Advance(by time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.now = l.now.Add(by)
}

// Execute implements eventstore.Log.
func (l *Log) Execute(_ context.Context, command eventstore.Command) (eventstore.Result, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.streams[command.Stream]
	if s == nil {
		s = &stream{state: command.Rules.Initial()}
		l.streams[command.Stream] = s
	}
	events, next, err := command.Rules.Decide(s.state, command.Body, l.now)
	if err != nil {
		return eventstore.Result{}, err
	}
	s.state = next
	return l.record(command.Stream, s, events, command.Meta), nil
}

// Append implements eventstore.Log.
func (l *Log) Append(_ context.Context, name eventstore.StreamID, expected eventstore.Version, events []eventstore.NewEvent, meta eventstore.Meta) (eventstore.Result, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.streams[name]
	if s == nil {
		s = &stream{}
		l.streams[name] = s
	}
	if s.version != expected {
		return eventstore.Result{}, &eventstore.VersionError{Stream: name, Expected: expected, Actual: s.version}
	}
	return l.record(name, s, events, meta), nil
}

func (l *Log) record(name eventstore.StreamID, s *stream, events []eventstore.NewEvent, meta eventstore.Meta) eventstore.Result {
	first := len(l.events)
	for _, event := range events {
		s.version++
		l.now = l.now.Add(time.Millisecond)
		recorded := eventstore.Recorded{
			Position: eventstore.Position(len(l.events) + 1), StreamID: name, Version: s.version,
			EventID: nth(len(l.events) + 1), Type: event.Type, Data: event.Data, Metadata: []byte("{}"),
			CommandID: meta.CommandID, CorrelationID: meta.CorrelationID, CausationID: meta.CausationID,
			Actor: meta.Actor, RecordedAt: l.now,
		}
		recorded.LeafHash = eventstore.HashLeaf(logID, &recorded)
		l.events = append(l.events, recorded)
	}
	if len(events) > 0 {
		close(l.changed)
		l.changed = make(chan struct{})
	}
	return eventstore.Result{
		Position: eventstore.Position(len(l.events)), Version: s.version, Events: slices.Clone(l.events[first:]),
	}
}

// nth is the id of the nth event: unlike a random one, the same in every run.
func nth(n int) id.ID {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n)) //nolint:gosec // a count
	return id.Derive(logID, string(b[:]))
}

// ID implements eventstore.Reader.
func (l *Log) ID() eventstore.UUID { return logID }

// Head implements eventstore.Reader.
func (l *Log) Head(context.Context) (eventstore.Position, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return eventstore.Position(len(l.events)), nil
}

// Events are all events so far.
func (l *Log) Events() []eventstore.Recorded {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return slices.Clip(l.events)
}

// Upto is a log that holds the first n events only.
func (l *Log) Upto(n int) *Log {
	events := l.Events()[:n:n]
	return &Log{events: events, streams: map[eventstore.StreamID]*stream{}, changed: make(chan struct{})}
}

// Reveal adds the next n events of the whole log to a shorter one.
func (l *Log) Reveal(whole *Log, n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := whole.Events()
	l.events = all[:min(len(all), len(l.events)+n)]
	close(l.changed)
	l.changed = make(chan struct{})
}

// Stream implements eventstore.Reader.
func (l *Log) Stream(ctx context.Context, name eventstore.StreamID, from eventstore.Version) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for recorded, err := range l.All(ctx, 1) {
			if recorded.StreamID == name && recorded.Version >= from && !yield(recorded, err) {
				return
			}
		}
	}
}

// All implements eventstore.Reader.
func (l *Log) All(ctx context.Context, from eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		events := l.Events()
		for _, recorded := range events[min(len(events), int(max(from, 1))-1):] {
			if ctx.Err() != nil || !yield(recorded, nil) {
				return
			}
		}
	}
}

// Follow implements eventstore.Follower.
func (l *Log) Follow(ctx context.Context, from eventstore.Position) iter.Seq2[[]eventstore.Recorded, error] {
	return func(yield func([]eventstore.Recorded, error) bool) {
		next := int(max(from, 1)) - 1
		for ctx.Err() == nil {
			l.mu.RLock()
			changed, events := l.changed, l.events
			l.mu.RUnlock()
			if next < len(events) {
				batch := events[next:min(len(events), next+eventstore.MaxBatchEvents)]
				next += len(batch)
				if !yield(batch, nil) {
					return
				}
				continue
			}
			select {
			case <-changed:
			case <-ctx.Done():
			}
		}
	}
}
