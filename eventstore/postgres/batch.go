package postgres

import (
	"bytes"
	"context"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// batch is one attempt to settle some requests in one transaction.
type batch struct {
	*appender
	requests []*request
	left     []*request // did not fit: they go back to the queue
	answers  []answer
	tracks   map[eventstore.StreamID]*track
	recorded map[eventstore.UUID][]eventstore.Recorded // commands that were executed before
	events   []eventstore.Recorded                     // what this batch records
	most     int                                       // events of one command so far

	head eventstore.Position // of the log when the lock was had
	now  time.Time           // the log's clock
}

// answer is an outcome whose events are still being gathered.
type answer struct {
	outcome
	first, end int // in batch.events
}

func newBatch(a *appender, requests []*request) *batch {
	clear(a.accepted)
	return &batch{
		appender: a,
		requests: requests,
		answers:  make([]answer, 0, len(requests)),
		tracks:   make(map[eventstore.StreamID]*track, 16),
		events:   make([]eventstore.Recorded, 0, len(requests)),
		most:     1,
	}
}

func (b *batch) run(ctx context.Context) error {
	b.gather()
	for {
		if err := b.begin(ctx); err != nil {
			return err
		}
		if len(b.behind()) == 0 {
			break
		}
		if err := b.release(ctx); err != nil {
			return err
		}
		if err := b.catchUp(ctx); err != nil {
			return err
		}
	}
	if err := b.decide(ctx); err != nil {
		return err
	}
	return b.commit(ctx)
}

// gather finds what is known of every stream. A stream is tracked under one set
// of rules: requests with others have to wait for the next batch.
func (b *batch) gather() {
	taken := make([]*request, 0, len(b.requests)) // a retry needs the requests as they were
	for _, r := range b.requests {
		t, ok := b.tracks[r.stream]
		if !ok {
			t = newTrack(b.states.take(r.stream), r, b.store.config.Logger)
			b.tracks[r.stream] = t
		}
		if r.rules != nil && r.rules != t.rules {
			b.left = append(b.left, r)
			continue
		}
		taken = append(taken, r)
	}
	b.requests = taken
}

// decide answers the requests in arrival order, each against what the ones
// before it made happen.
func (b *batch) decide(ctx context.Context) error {
	for i, r := range b.requests {
		if len(b.events)+b.most > eventstore.MaxBatchEvents && i > 0 {
			b.left = append(b.requests[i:len(b.requests):len(b.requests)], b.left...)
			b.requests = b.requests[:i]
			return nil
		}
		if err := b.decideOne(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// decideOne adds the request's answer. Its own error is that of the batch.
func (b *batch) decideOne(ctx context.Context, r *request) error {
	if before, ok := b.recorded[r.meta.CommandID]; ok {
		b.answers = append(b.answers, answer{outcome: repeated(r, before)})
		return nil
	}
	if i, ok := b.accepted[r.meta.CommandID]; ok {
		first := b.answers[i]
		b.answers = append(b.answers, answer{outcome: repeated(r, b.events[first.first:first.end])})
		return nil
	}
	t := b.tracks[r.stream]
	if t.spoiled {
		if err := b.reload(ctx, t); err != nil {
			return err
		}
	}
	first := len(b.events)
	events, err := t.decide(r, b.now)
	for _, event := range events {
		b.record(t, r, event)
	}
	end := len(b.events)
	b.most = max(b.most, end-first)
	if end > first {
		b.accepted[r.meta.CommandID] = len(b.answers)
	}
	b.answers = append(b.answers, answer{outcome{eventstore.Result{Version: t.version}, err}, first, end})
	return nil
}

// repeated answers a command that was executed before.
func repeated(r *request, before []eventstore.Recorded) outcome {
	last := before[len(before)-1]
	if !bytes.Equal(last.Fingerprint, r.fingerprint) {
		return outcome{err: eventstore.ErrCommandReused}
	}
	return outcome{result: eventstore.Result{
		Position: last.Position, Version: last.Version, Events: before, Repeated: true,
	}}
}

// record gives an event its place in the log, and its leaf.
func (b *batch) record(t *track, r *request, event eventstore.NewEvent) {
	t.version++
	b.events = append(b.events, eventstore.Recorded{
		Position:      b.head + eventstore.Position(len(b.events)) + 1,
		StreamID:      r.stream,
		Version:       t.version,
		EventID:       b.ids.next(b.now),
		Type:          event.Type,
		Data:          event.Data,
		Metadata:      r.meta.Metadata,
		CommandID:     r.meta.CommandID,
		CorrelationID: r.meta.CorrelationID,
		CausationID:   r.meta.CausationID,
		Actor:         r.meta.Actor,
		RecordedAt:    b.now,
		Fingerprint:   r.fingerprint,
	})
	recorded := &b.events[len(b.events)-1]
	recorded.Carry(event)
	recorded.Stamp(b.store.id)
}

// answer tells the callers, once the transaction is over, and gives the states
// back to the cache.
func (b *batch) answer() {
	for i, r := range b.requests {
		a := b.answers[i]
		if a.end > a.first {
			a.result.Events = b.events[a.first:a.end:a.end]
			a.result.Position = b.events[a.end-1].Position
		}
		r.done <- a.outcome
	}
	for _, t := range b.tracks {
		if t.rules != nil && t.broken == nil && !t.spoiled {
			b.states.put(t.state)
		}
	}
	b.store.queue.putBack(b.left)
}
