package postgres

import (
	"context"
	"sync"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
)

const (
	// freshFor bounds how long memory speaks for the log: less than it takes to
	// put an older database in the place of this one.
	freshFor = time.Second
	// freshEvents bounds what is kept: what a follower may be behind.
	freshEvents = 4 * eventstore.MaxBatchEvents
)

// Fresh is the log for those who follow it closely, as the relay does: what this
// process recorded a moment ago is not read from Postgres once more.
type Fresh struct{ *Store }

// ReadBatch is Store.ReadBatch, but may return fewer events than there are. To a
// reader at the end of what is kept it gives the batch that is being committed
// as soon as it is: Postgres tells of it a moment before the appender knows.
func (f Fresh) ReadBatch(ctx context.Context, from eventstore.Position, limit int) ([]eventstore.Recorded, error) {
	if committed := f.fresh.following(from); committed != nil {
		select {
		case <-committed:
		case <-time.After(freshFor):
		case <-ctx.Done():
		}
	}
	if events := f.fresh.after(from, limit); len(events) > 0 {
		return events, nil
	}
	return f.Store.ReadBatch(ctx, from, limit)
}

// fresh holds the newest events that this process recorded, consecutive ones
// only. Committed events never change, so a copy can't be wrong.
type fresh struct {
	mu     sync.Mutex
	events []eventstore.Recorded
	at     time.Time // of the newest
	// committed is closed when the commit under way is over; nil: there is none.
	committed chan struct{}
}

// begin is called before a commit, done after it, whatever came of it.
func (f *fresh) begin() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.committed = make(chan struct{})
}

func (f *fresh) done() {
	f.mu.Lock()
	defer f.mu.Unlock()
	close(f.committed)
	f.committed = nil
}

// following returns what to wait for at the end of what is kept.
func (f *fresh) following(from eventstore.Position) <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	if n := len(f.events); n == 0 || from != f.events[n-1].Position {
		return nil
	}
	return f.committed
}

func (f *fresh) add(events []eventstore.Recorded) {
	if len(events) == 0 {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if n := len(f.events); n > 0 && f.events[n-1].Position+1 != events[0].Position {
		f.events = nil // another process recorded what is between them
	}
	f.events = append(f.events, events...)
	f.events = f.events[max(0, len(f.events)-freshEvents):]
	f.at = time.Now()
}

// forget is called when the database may have gone.
func (f *fresh) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.events = nil
}

// after returns events from a position on, if at least one follows it.
func (f *fresh) after(from eventstore.Position, limit int) []eventstore.Recorded {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := len(f.events)
	if n == 0 || from < f.events[0].Position || from >= f.events[n-1].Position || time.Since(f.at) > freshFor {
		return nil
	}
	first := int(from - f.events[0].Position)
	end := min(n, first+limit)
	return f.events[first:end:end]
}
