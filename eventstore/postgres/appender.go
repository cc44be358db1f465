package postgres

import (
	"context"
	"encoding/binary"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// appender is the one writer of its process. Everything in it belongs to the
// goroutine that runs it.
type appender struct {
	store   *Store
	lockKey int64
	conn    *pgx.Conn // its own; nil while there is none
	states  *states
	ids     idSource
	// Memory that batches use one after the other.
	columns  eventColumns
	commands column
	accepted map[eventstore.UUID]int
}

func newAppender(store *Store) *appender {
	return &appender{
		store:    store,
		lockKey:  lockKey(store.id),
		states:   newStates(store.config.CachedStates),
		accepted: map[eventstore.UUID]int{},
	}
}

// lockKey gives each log a lock of its own.
func lockKey(id eventstore.UUID) int64 {
	return int64(binary.BigEndian.Uint64(id[:])) //nolint:gosec // any 64 bits
}

// run handles batches until the queue is closed and empty.
func (a *appender) run(ctx context.Context) {
	defer a.disconnect()
	for {
		requests := a.store.queue.take(eventstore.MaxBatchEvents)
		if len(requests) == 0 {
			return
		}
		if requests = stillWanted(requests); len(requests) > 0 {
			a.settle(ctx, requests)
		}
	}
}

// stillWanted drops the requests whose callers have gone.
func stillWanted(requests []*request) []*request {
	wanted := requests[:0]
	for _, r := range requests {
		if r.ctx.Err() == nil {
			wanted = append(wanted, r)
		}
	}
	return wanted
}

// settle answers every request, or puts it back into the queue.
//
// A batch whose outcome is not known, because the connection broke after COMMIT
// had left, is simply tried again: under the lock it then finds its own commands.
func (a *appender) settle(ctx context.Context, requests []*request) {
	started := time.Now()
	for attempt := 1; ; attempt++ {
		recorded, err := a.attempt(ctx, requests)
		report := Batch{Commands: len(requests), Events: recorded, Attempts: attempt, Err: err}
		switch {
		case err == nil:
		case ctx.Err() != nil:
			err = eventstore.ErrClosed
		case isTransient(err) && time.Since(started) < a.store.config.Patience:
			a.store.config.Logger.WarnContext(ctx, "a batch is tried again",
				"error", err, "attempt", attempt, "commands", len(requests))
			pause(ctx, attempt)
			continue
		case isTransient(err):
			err = &eventstore.BusyError{RetryAfter: 2 * time.Second, Reason: busyReason(err)}
		case len(requests) > 1 && isRefusedData(err):
			a.oneByOne(ctx, requests)
			return
		}
		if err != nil {
			refuseAll(requests, err)
		}
		report.Took, report.Waiting = time.Since(started), a.store.queue.len()
		a.store.config.Observe(report)
		return
	}
}

// oneByOne finds the command whose events the database does not take, so that
// it hurts only itself.
func (a *appender) oneByOne(ctx context.Context, requests []*request) {
	for i := range requests {
		a.settle(ctx, requests[i:i+1])
	}
}

// attempt runs one batch. After a failure the connection is given up: whatever
// state it was in, nothing of the batch can linger.
func (a *appender) attempt(ctx context.Context, requests []*request) (recorded int, err error) {
	if err := a.connect(ctx); err != nil {
		return 0, err
	}
	b := newBatch(a, requests)
	if err := b.run(ctx); err != nil {
		a.disconnect()
		return 0, err
	}
	if len(b.events) > 0 {
		a.store.config.Recorded(b.events)
	}
	b.answer()
	return len(b.events), nil
}

func refuseAll(requests []*request, err error) {
	for _, r := range requests {
		r.done <- outcome{err: err}
	}
}

func pause(ctx context.Context, attempt int) {
	select {
	case <-time.After(min(20*time.Millisecond<<min(attempt, 5), 500*time.Millisecond)):
	case <-ctx.Done():
	}
}

// connect opens the appender's own connection, like those of the pool.
func (a *appender) connect(ctx context.Context) error {
	if a.conn != nil && !a.conn.IsClosed() {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, tripTimeout)
	defer cancel()
	conn, err := a.store.dial(ctx)
	if err != nil {
		return err
	}
	a.conn = conn
	return nil
}

func (a *appender) disconnect() {
	if a.conn != nil {
		a.store.fresh.forget()
		closeQuietly(a.conn)
		a.conn = nil
	}
}
