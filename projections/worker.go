package projections

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// execer is what writing a status needs.
type execer interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
}

// worker follows the log for one projection.
type worker struct {
	runner     *Runner
	projection Projection
	logger     *slog.Logger
}

// run follows until ctx ends, and begins again after every kind of failure.
func (w *worker) run(ctx context.Context) {
	for ctx.Err() == nil {
		b, err := w.start(ctx)
		if err == nil {
			err = w.follow(ctx, b)
		}
		pause(ctx, w.recover(ctx, b, err))
	}
}

// start finds the build, tries the parked streams once, and catches up acting.
func (w *worker) start(ctx context.Context) (*build, error) {
	b, err := w.runner.prepare(ctx, w.projection)
	if err != nil {
		return b, err
	}
	head, err := w.runner.config.Reader.Head(ctx)
	if err != nil {
		return b, err
	}
	if head < b.position {
		return b, &brokenError{fmt.Errorf("position %d, head %d: %w", b.position, head, ErrLogBehind)}
	}
	for stream := range b.parked {
		if topics, err := w.runner.release(ctx, b, stream); err == nil {
			w.logger.InfoContext(ctx, "parked stream released", "stream", stream)
			w.runner.announce(b, topics)
		} else if classify(err) == kindTransient {
			return b, err
		}
	}
	if len(b.parked) > 0 { // a try that failed took its change of the epoch back
		if b, err = w.runner.prepare(ctx, w.projection); err != nil {
			return b, err
		}
	}
	return b, w.runner.catchUpActing(ctx, b)
}

// follow applies what the feed brings. It returns why it can't go on.
func (w *worker) follow(ctx context.Context, b *build) error {
	cursor := w.runner.feed.join(b.position)
	defer cursor.leave()
	var last time.Time // commit
	for {
		if b.state == building {
			if err := w.tryServe(ctx, b); err != nil {
				return err
			}
		}
		events, err := w.gather(ctx, cursor, b.position, last)
		if err != nil {
			return err
		}
		done := w.runner.turn(ctx)
		last = time.Now()
		parked := len(b.parked)
		topics, err := b.commit(ctx, w.runner.config.Pool, events)
		done()
		if err == nil || b.position >= events[0].Position {
			w.runner.announce(b, topics)
		}
		if err != nil {
			return err
		}
		if len(b.parked) > parked {
			w.logger.ErrorContext(ctx, "streams parked: see projections status", "parked", len(b.parked))
		}
	}
}

// gather waits for events. The first after a quiet moment are taken at once; in
// a rush a commit waits until Config.Pace has passed since the last one, so that
// not every read model spends a transaction on every event.
func (w *worker) gather(ctx context.Context, c *cursor, after eventstore.Position, last time.Time) ([]Event, error) {
	events, err := c.read(ctx, after)
	wait := w.runner.config.Pace - time.Since(last)
	if err != nil || wait <= 0 || len(events) >= MaxCommitEvents {
		return events, err
	}
	pause(ctx, wait)
	return c.read(ctx, after)
}

// tryServe switches the views to a new version once it is near the log's head.
// After that it begins anew, as the live build.
func (w *worker) tryServe(ctx context.Context, b *build) error {
	head, err := w.runner.config.Reader.Head(ctx)
	if err != nil || head-b.position > eventstore.MaxBatchEvents {
		return err
	}
	switch err := w.runner.serve(ctx, b); {
	case err == nil:
		return errFenced
	case errors.Is(err, errBehind):
		return nil
	default:
		return err
	}
}

// recover says what went wrong, and returns how long to wait before the next try.
func (w *worker) recover(ctx context.Context, b *build, err error) time.Duration {
	config := w.runner.config
	switch {
	case ctx.Err() != nil, err == nil:
		return 0
	case errors.Is(err, errFenced):
		w.logger.DebugContext(ctx, "projection fenced: loading its checkpoint again")
		return 0
	case errors.Is(err, errSuperseded):
		w.logger.InfoContext(ctx, "projection waits: a newer version serves", "version", w.projection.Spec().Version)
		return config.RecheckAfter
	case classify(err) == kindTransient:
		w.logger.WarnContext(ctx, "projection tries again", "error", err)
		return config.RetryAfter
	}
	w.logger.ErrorContext(ctx, "projection stopped", "error", err)
	if saved := w.saveStop(ctx, b, err); saved != nil {
		w.logger.WarnContext(ctx, "projection could not save why it stopped", "error", saved)
	}
	return config.RecheckAfter
}

func (w *worker) saveStop(ctx context.Context, b *build, cause error) error {
	if b == nil || b.schema == "" {
		return nil
	}
	tx, err := w.runner.config.Pool.BeginTx(ctx, b.begin())
	if err != nil {
		return err
	}
	defer rollback(ctx, tx)
	if err := b.stop(ctx, tx, cause); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

var _ execer = pgx.Tx(nil)
