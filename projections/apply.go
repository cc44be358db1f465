package projections

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// MaxCommitEvents bounds the events that one commit applies. Most statements of a commit cost the same
// for one event as for thousands: with four times fewer, a busy log costs a quarter less.
const MaxCommitEvents = 4 * eventstore.MaxBatchEvents

// commit applies events and moves the checkpoint from b.position to the last of
// them, in one transaction. At an event that can't be applied it does so again
// in smaller pieces, to find it: then the stream is parked, or, where it is
// money, the projection goes up to the event and returns a *PoisonError.
func (b *build) commit(ctx context.Context, pool *pgxpool.Pool, events []Event) ([]string, error) {
	topics, err := b.transact(ctx, pool, events, b.applyAtOnce)
	if err == nil || classify(err) != kindPoison {
		return topics, err
	}
	return b.transact(ctx, pool, events, b.applyInPieces)
}

// applier applies events in a transaction and tells how far it came: all the
// way, or to the event before the one of the *PoisonError.
type applier func(ctx context.Context, tx pgx.Tx, events []Event, work *work) error

// work is what one transaction did. It is remembered only after the commit.
type work struct {
	topics []string
	parked []Event // first event of each newly parked stream
	poison *PoisonError
}

// stopped tells that nothing may be applied any more.
func (w *work) stopped() bool { return w.poison != nil }

func (b *build) transact(ctx context.Context, pool *pgxpool.Pool, events []Event, apply applier) ([]string, error) {
	tx, err := pool.BeginTx(ctx, b.begin())
	if err != nil {
		return nil, err
	}
	defer rollback(ctx, tx)
	done, err := b.within(ctx, tx, events, apply)
	if err != nil {
		return nil, err
	}
	if err := tx.Commit(ctx); err != nil {
		return nil, err
	}
	b.remember(events, done)
	if done.poison != nil {
		return done.topics, done.poison
	}
	return done.topics, nil
}

// within does everything but commit. The checkpoint comes first: its row lock
// makes a second runner wait, and then find itself fenced.
func (b *build) within(ctx context.Context, tx pgx.Tx, events []Event, apply applier) (*work, error) {
	if err := b.move(ctx, tx, checkpointOf(events[len(events)-1])); err != nil {
		return nil, err
	}
	done := &work{}
	if err := apply(ctx, tx, events, done); err != nil {
		return nil, err
	}
	for _, event := range done.parked {
		if err := b.park(ctx, tx, event); err != nil {
			return nil, err
		}
	}
	if done.poison != nil {
		if err := b.stopBefore(ctx, tx, events, done.poison); err != nil {
			return nil, err
		}
	}
	slices.Sort(done.topics)
	done.topics = slices.Compact(done.topics)
	return done, nil
}

// remember takes over what was committed.
func (b *build) remember(events []Event, done *work) {
	b.position = events[len(events)-1].Position
	if done.poison != nil {
		b.position = done.poison.Position - 1
	}
	if b.state == live {
		b.acted = max(b.acted, b.position)
	}
	for _, event := range done.parked {
		b.parked[event.StreamID] = struct{}{}
	}
}

func (b *build) applyAtOnce(ctx context.Context, tx pgx.Tx, events []Event, done *work) error {
	return b.apply(ctx, tx, b.ready(events), done)
}

// applyInPieces halves what fails until the one event is found.
func (b *build) applyInPieces(ctx context.Context, tx pgx.Tx, events []Event, done *work) error {
	newly := func(event Event) bool {
		return slices.ContainsFunc(done.parked, func(p Event) bool { return p.StreamID == event.StreamID })
	}
	events = slices.DeleteFunc(slices.Clone(b.ready(events)), newly)
	if len(events) == 0 || done.stopped() {
		return nil
	}
	if err := b.applyInSavepoint(ctx, tx, events, done); err != nil {
		return b.corner(ctx, tx, events, done, err)
	}
	return nil
}

// corner halves events of which one can't be applied, or sets it aside when it
// is alone.
func (b *build) corner(ctx context.Context, tx pgx.Tx, events []Event, done *work, cause error) error {
	if classify(cause) != kindPoison {
		return cause
	}
	if len(events) > 1 {
		middle := len(events) / 2
		if err := b.applyInPieces(ctx, tx, events[:middle], done); err != nil {
			return err
		}
		return b.applyInPieces(ctx, tx, events[middle:], done)
	}
	if b.spec.Money {
		done.poison = poison(b.projection, events[0], cause)
		return nil
	}
	events[0].Err = cause // why it is parked
	done.parked = append(done.parked, events[0])
	return nil
}

func (b *build) applyInSavepoint(ctx context.Context, tx pgx.Tx, events []Event, done *work) error {
	savepoint, err := tx.Begin(ctx)
	if err != nil {
		return err
	}
	piece := &work{}
	if err := b.apply(ctx, savepoint, events, piece); err != nil {
		if undone := savepoint.Rollback(ctx); undone != nil {
			return fmt.Errorf("%w (take back: %w)", &brokenError{err}, undone)
		}
		return err
	}
	done.topics = append(done.topics, piece.topics...)
	return savepoint.Commit(ctx)
}

// apply runs the projection, and lets it act on what it has not acted on yet. A
// panic is an error like any other.
func (b *build) apply(ctx context.Context, tx pgx.Tx, events []Event, done *work) (err error) {
	if len(events) == 0 {
		return nil
	}
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	if err := b.readable(events); err != nil {
		return err
	}
	topics, err := b.projection.Apply(ctx, tx, events)
	if err != nil {
		return err
	}
	done.topics = append(done.topics, topics...)
	return b.act(ctx, tx, events)
}

// readable refuses events without a body, unless none is needed.
func (b *build) readable(events []Event) error {
	if _, raw := b.projection.(RawReader); raw {
		return nil
	}
	for i := range events {
		if events[i].Err != nil {
			return events[i].Err
		}
	}
	return nil
}

func rollback(ctx context.Context, tx pgx.Tx) {
	// After a commit there is nothing to take back; otherwise a failure closes
	// the connection, which takes back as well.
	if err := tx.Rollback(context.WithoutCancel(ctx)); err != nil && !errors.Is(err, pgx.ErrTxClosed) {
		_ = tx.Conn().Close(context.WithoutCancel(ctx))
	}
}
