package memory

import (
	"context"
	"iter"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// ID tells this log from every other one.
func (l *Log) ID() eventstore.UUID { return l.id }

// Head is the position of the last event, 0 when there is none.
func (l *Log) Head(context.Context) (eventstore.Position, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return eventstore.Position(len(l.events)), nil
}

// ReadBatch returns at most limit events, in order, the first one at from.
func (l *Log) ReadBatch(ctx context.Context, from eventstore.Position, limit int) ([]eventstore.Recorded, error) {
	var batch []eventstore.Recorded
	for recorded, err := range l.All(ctx, from) {
		if err != nil || len(batch) == limit {
			return batch, err
		}
		batch = append(batch, recorded)
	}
	return batch, nil
}

// Stream yields a stream's events from a version on (1: from its first).
func (l *Log) Stream(ctx context.Context, stream eventstore.StreamID, from eventstore.Version) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for recorded, err := range l.All(ctx, 1) {
			wanted := recorded.StreamID == stream && recorded.Version >= from
			if (err != nil || wanted) && !yield(recorded, err) {
				return
			}
		}
	}
}

// All yields every event from a position on, in order, up to the head.
func (l *Log) All(ctx context.Context, from eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for next := max(from, 1); ; next++ {
			if err := ctx.Err(); err != nil {
				yield(eventstore.Recorded{}, err)
				return
			}
			recorded, ok := l.at(next)
			if !ok || !yield(recorded, nil) {
				return
			}
		}
	}
}

func (l *Log) at(position eventstore.Position) (eventstore.Recorded, bool) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if int(position) > len(l.events) {
		return eventstore.Recorded{}, false
	}
	return l.events[position-1], true
}

// matching returns the events that are wanted, in order.
func (l *Log) matching(wanted func(*eventstore.Recorded) bool) (found []eventstore.Recorded) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	for i := range l.events {
		if wanted(&l.events[i]) {
			found = append(found, l.events[i])
		}
	}
	return found
}
