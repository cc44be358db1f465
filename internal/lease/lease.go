// Package lease keeps a job to one process at a time by a row in Postgres.
//
// A row works through a connection pooler, where a session's advisory lock does
// not. It is a convenience, not a safety: a process that stood still may believe
// for a moment that it still holds the lease. Whatever runs under one needs a
// check of its own (an expected sequence, a compared checkpoint).
package lease

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/sensasiwangi/sambatan/internal/id"
)

// ErrLost is the cause with which the context of work ends when the lease was
// lost.
var ErrLost = errors.New("the lease was lost")

// ErrTaken means that others held the lease for longer than somebody would wait.
var ErrTaken = errors.New("others hold the lease")

// Options of a lease. The zero value is ready for use.
type Options struct {
	// TTL is how long the lease outlives a holder that died. Zero: 10 s.
	TTL    time.Duration
	Logger *slog.Logger // zero: silence
}

// Lease is one holder's claim to a name.
type Lease struct {
	pool   *pgxpool.Pool
	name   string
	holder id.ID
	ttl    time.Duration
	logger *slog.Logger
}

// New returns a claim to the lease of a name. Each one counts as a holder of
// its own, also within one process.
func New(pool *pgxpool.Pool, name string, options Options) *Lease {
	return &Lease{
		pool:   pool,
		name:   name,
		holder: id.New(),
		ttl:    cmp.Or(options.TTL, 10*time.Second),
		logger: cmp.Or(options.Logger, slog.New(slog.DiscardHandler)),
	}
}

// Hold waits for the lease and runs work, whose context ends when the lease is
// lost; then it waits anew. It returns the error of work, or nil when work
// returned nil or ctx is done. The lease is given back before Hold returns.
func (l *Lease) Hold(ctx context.Context, work func(ctx context.Context) error) error {
	for ctx.Err() == nil {
		if !l.acquire(ctx) {
			pause(ctx, min(l.ttl/5, time.Second))
			continue
		}
		lost, err := l.hold(ctx, work)
		if !lost {
			return err
		}
	}
	return nil
}

// again is how often whoever waits for their turn asks for it.
const again = 100 * time.Millisecond

// Once runs work one time under the lease, for which it waits at most so long; then it
// returns ErrTaken. The context of work ends when the lease is lost. It returns the error of
// work.
func (l *Lease) Once(ctx context.Context, turn time.Duration, work func(ctx context.Context) error) (err error) {
	waiting, stop := context.WithTimeoutCause(ctx, turn, ErrTaken)
	defer stop()
	for !l.acquire(waiting) {
		pause(waiting, again)
		if waiting.Err() != nil {
			return context.Cause(waiting)
		}
	}
	_, _ = l.hold(ctx, func(ctx context.Context) error { // it has nothing to say but what work says
		err = work(ctx)
		return err
	})
	return err
}

// hold runs work beside the renewal.
func (l *Lease) hold(ctx context.Context, work func(ctx context.Context) error) (lost bool, err error) {
	defer l.release(ctx)
	working, cancel := context.WithCancelCause(ctx)
	renewed := make(chan struct{})
	go func() {
		defer close(renewed)
		l.renew(working, cancel)
	}()
	err = work(working)
	lost = errors.Is(context.Cause(working), ErrLost)
	cancel(nil)
	<-renewed
	if ctx.Err() != nil {
		return false, nil
	}
	return lost, err
}

// renew keeps the lease until ctx is done. When it can't for two thirds of its
// life, it gives up before anybody else can have taken it.
func (l *Lease) renew(ctx context.Context, cancel context.CancelCauseFunc) {
	sure := time.Now()
	for {
		pause(ctx, l.ttl/4)
		if ctx.Err() != nil {
			return
		}
		began := time.Now()
		ours, err := l.extend(ctx)
		switch {
		case err == nil && ours:
			sure = began
		case err == nil, time.Since(sure) > l.ttl*2/3:
			l.logger.WarnContext(ctx, "the lease was lost", "lease", l.name, "error", err)
			cancel(ErrLost)
			return
		}
	}
}

// acquire takes a lease that is free or has run out.
func (l *Lease) acquire(ctx context.Context) bool {
	const take = `
		INSERT INTO lease AS held (name, holder, expires_at)
		VALUES ($1, $2, clock_timestamp() + $3)
		ON CONFLICT (name) DO UPDATE
		SET holder = excluded.holder, expires_at = excluded.expires_at, token = held.token + 1
		WHERE held.expires_at <= clock_timestamp()`
	ours, err := l.exec(ctx, take, l.name, l.holder, l.ttl)
	if err != nil && ctx.Err() == nil {
		l.logger.WarnContext(ctx, "the lease could not be asked for", "lease", l.name, "error", err)
	}
	return ours
}

func (l *Lease) extend(ctx context.Context) (ours bool, err error) {
	const extend = `UPDATE lease SET expires_at = clock_timestamp() + $3 WHERE name = $1 AND holder = $2`
	ctx, cancel := context.WithTimeout(ctx, l.ttl/4)
	defer cancel()
	return l.exec(ctx, extend, l.name, l.holder, l.ttl)
}

// release gives the lease back, also when ctx is done: a waiting process need
// not wait for it to run out.
func (l *Lease) release(ctx context.Context) {
	const release = `UPDATE lease SET expires_at = clock_timestamp() WHERE name = $1 AND holder = $2`
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if _, err := l.exec(ctx, release, l.name, l.holder); err != nil {
		l.logger.WarnContext(ctx, "the lease could not be given back; it runs out", "lease", l.name, "error", err)
	}
}

// exec runs a statement as the role that may, in one round trip and one implicit
// transaction, and tells whether it changed the row.
func (l *Lease) exec(ctx context.Context, statement string, args ...any) (changed bool, err error) {
	batch := &pgx.Batch{}
	batch.Queue(`SELECT set_config('role', 'sambatan_append', true)`)
	batch.Queue(statement, args...)
	results := l.pool.SendBatch(ctx, batch)
	_, err = results.Exec()
	tag, errChange := results.Exec()
	err = errors.Join(err, errChange, results.Close())
	return err == nil && tag.RowsAffected() == 1, err
}

func pause(ctx context.Context, length time.Duration) {
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
