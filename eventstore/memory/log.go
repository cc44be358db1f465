// Package memory keeps the log in memory, for tests and examples. It decides
// commands one at a time under a lock and passes the same conformance suite as
// eventstore/postgres.
package memory

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// Config of a [Log]. Its zero value is good.
type Config struct {
	Clock     func() time.Time // nil: time.Now
	QueueSize int              // commands that may wait; zero: 4,096
}

// Log is a log in memory. It is safe for concurrent use.
type Log struct {
	id      eventstore.UUID
	secret  []byte
	clock   func() time.Time
	limit   int64
	waiting atomic.Int64
	turn    chan struct{} // holds one token while somebody decides

	mu     sync.RWMutex // guards events; writers also hold the turn
	events []eventstore.Recorded
}

var _ eventstore.Log = (*Log)(nil)

// New returns an empty log.
func New(config Config) *Log {
	l := &Log{
		id:     eventstore.UUID([]byte(rand.Text())[:16]),
		secret: []byte(rand.Text()),
		clock:  config.Clock,
		limit:  int64(cmp.Or(config.QueueSize, 4096)),
		turn:   make(chan struct{}, 1),
	}
	if l.clock == nil {
		l.clock = time.Now
	}
	return l
}

// Execute decides a command and records what it makes happen.
func (l *Log) Execute(ctx context.Context, command eventstore.Command) (eventstore.Result, error) {
	canonical, err := command.Canonical()
	if err != nil {
		return eventstore.Result{}, err
	}
	if err := eventstore.CheckInput(canonical); err != nil {
		return eventstore.Result{}, err
	}
	return l.settle(ctx, command.Stream, command.Meta, canonical, func(history []eventstore.Recorded, now time.Time) ([]eventstore.NewEvent, error) {
		return decide(command, history, now)
	})
}

// Append records events without a decider, if the stream is at the expected version.
func (l *Log) Append(ctx context.Context, stream eventstore.StreamID, expected eventstore.Version, events []eventstore.NewEvent, meta eventstore.Meta) (eventstore.Result, error) {
	if len(events) == 0 {
		return eventstore.Result{}, &eventstore.InvalidInputError{Reason: "nothing to append"}
	}
	canonical := fmt.Appendf(nil, "%s\nappend at %d\n%q", stream, expected, events)
	return l.settle(ctx, stream, meta, canonical, func(history []eventstore.Recorded, _ time.Time) ([]eventstore.NewEvent, error) {
		if actual := eventstore.Version(len(history)); actual != expected {
			return nil, &eventstore.VersionError{Stream: stream, Expected: expected, Actual: actual}
		}
		return events, nil
	})
}

// decide folds the whole history each time: slow, but there is no state to spoil.
func decide(command eventstore.Command, history []eventstore.Recorded, now time.Time) (events []eventstore.NewEvent, err error) {
	defer func() {
		if v := recover(); v != nil {
			events, err = nil, fmt.Errorf("%s: %w: %v", command.Stream, eventstore.ErrPanicked, v)
		}
	}()
	state := command.Rules.Initial()
	for _, recorded := range history {
		if state, err = command.Rules.Evolve(state, recorded); err != nil {
			return nil, err
		}
	}
	events, _, err = command.Rules.Decide(state, command.Body, now)
	return events, err
}

type decision func(history []eventstore.Recorded, now time.Time) ([]eventstore.NewEvent, error)

func (l *Log) settle(ctx context.Context, stream eventstore.StreamID, meta eventstore.Meta, canonical []byte, decide decision) (eventstore.Result, error) {
	meta, err := complete(stream, meta)
	if err != nil {
		return eventstore.Result{}, err
	}
	if err := l.wait(ctx); err != nil {
		return eventstore.Result{}, err
	}
	defer func() { <-l.turn }()
	mac := hmac.New(sha256.New, l.secret)
	mac.Write(canonical)
	fingerprint := mac.Sum(nil)
	if before := l.matching(func(r *eventstore.Recorded) bool { return r.CommandID == meta.CommandID }); len(before) > 0 {
		return repeated(before, fingerprint)
	}
	history := l.matching(func(r *eventstore.Recorded) bool { return r.StreamID == stream })
	now := l.now()
	events, err := decide(history, now)
	if err != nil {
		return eventstore.Result{Version: eventstore.Version(len(history))}, err
	}
	if err := eventstore.CheckEvents(events); err != nil {
		return eventstore.Result{Version: eventstore.Version(len(history))}, err
	}
	return l.record(stream, meta, eventstore.Version(len(history)), events, fingerprint, now), nil
}

// wait for the turn, unless too many wait already.
func (l *Log) wait(ctx context.Context) error {
	defer l.waiting.Add(-1)
	if l.waiting.Add(1) > l.limit {
		return &eventstore.BusyError{RetryAfter: time.Second, Reason: "too many commands are waiting"}
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case l.turn <- struct{}{}:
	}
	if err := ctx.Err(); err != nil {
		<-l.turn
		return err
	}
	return nil
}

func complete(stream eventstore.StreamID, meta eventstore.Meta) (eventstore.Meta, error) {
	if meta.CommandID == (eventstore.UUID{}) {
		return meta, &eventstore.InvalidInputError{Reason: "the command has no id"}
	}
	if stream == "" {
		return meta, &eventstore.InvalidInputError{Reason: "the stream has no name"}
	}
	meta.CorrelationID = cmp.Or(meta.CorrelationID, meta.CommandID)
	meta.CausationID = cmp.Or(meta.CausationID, meta.CommandID)
	if meta.Metadata == nil {
		meta.Metadata = []byte("{}")
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(meta.Metadata, &object); err != nil || object == nil {
		return meta, &eventstore.InvalidInputError{Reason: "metadata is not a JSON object"}
	}
	return meta, eventstore.CheckInput(slices.Concat([]byte(stream), []byte(meta.Actor), meta.Metadata))
}

func repeated(before []eventstore.Recorded, fingerprint []byte) (eventstore.Result, error) {
	last := before[len(before)-1]
	if !bytes.Equal(last.Fingerprint, fingerprint) {
		return eventstore.Result{}, eventstore.ErrCommandReused
	}
	return eventstore.Result{Position: last.Position, Version: last.Version, Events: before, Repeated: true}, nil
}

// now never runs backwards.
func (l *Log) now() time.Time {
	now := l.clock().UTC().Truncate(time.Microsecond)
	if n := len(l.events); n > 0 && now.Before(l.events[n-1].RecordedAt) {
		return l.events[n-1].RecordedAt
	}
	return now
}

func (l *Log) record(stream eventstore.StreamID, meta eventstore.Meta, version eventstore.Version, events []eventstore.NewEvent, fingerprint []byte, now time.Time) eventstore.Result {
	l.mu.Lock()
	defer l.mu.Unlock()
	first := len(l.events)
	for _, event := range events {
		version++
		recorded := eventstore.Recorded{
			Position: eventstore.Position(len(l.events) + 1), StreamID: stream, Version: version,
			EventID: eventstore.UUID([]byte(rand.Text())[:16]), Type: event.Type, Data: event.Data, Metadata: meta.Metadata,
			CommandID: meta.CommandID, CorrelationID: meta.CorrelationID, CausationID: meta.CausationID,
			Actor: meta.Actor, RecordedAt: now, Fingerprint: fingerprint,
		}
		recorded.Stamp(l.id)
		l.events = append(l.events, recorded)
	}
	result := eventstore.Result{Version: version, Events: slices.Clone(l.events[first:])}
	if len(events) > 0 {
		result.Position = eventstore.Position(len(l.events))
	}
	return result
}
