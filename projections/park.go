package projections

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// ErrNotParked means that no such stream waits.
var ErrNotParked = errors.New("the stream is not parked")

// park notes that a stream waits, from this event on.
func (b *build) park(ctx context.Context, tx pgx.Tx, event Event) error {
	const query = `INSERT INTO public.projection_parked (name, version, build, stream_id, position, stream_version, reason)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`
	_, err := tx.Exec(ctx, query, b.spec.Name, b.spec.Version, b.number,
		string(event.StreamID), event.Position, event.Version, reason(event.Err))
	return err
}

// Release applies the events of a parked stream that have waited, in order, and
// lets the later ones through again. It returns the error of the event that
// still can't be applied, and changes nothing then.
func (r *Runner) Release(ctx context.Context, name string, stream eventstore.StreamID) error {
	p, err := r.projection(name)
	if err != nil {
		return err
	}
	b, err := r.current(ctx, p)
	if err != nil {
		return err
	}
	topics, err := r.release(ctx, b, stream)
	if err != nil {
		return fmt.Errorf("release %s in %s: %w", stream, name, err)
	}
	r.announce(b, topics)
	return nil
}

func (r *Runner) release(ctx context.Context, b *build, stream eventstore.StreamID) ([]string, error) {
	tx, err := r.config.Pool.BeginTx(ctx, b.begin())
	if err != nil {
		return nil, err
	}
	defer rollback(ctx, tx)
	if err := b.relock(ctx, tx); err != nil {
		return nil, err
	}
	from, err := b.unpark(ctx, tx, stream)
	if err != nil {
		return nil, err
	}
	done := &work{}
	if err := r.applyWaiting(ctx, tx, b, stream, from, done); err != nil {
		return nil, err
	}
	if err := tx.Commit(ctx); err != nil {
		return nil, err
	}
	b.epoch++
	delete(b.parked, stream)
	return done.topics, nil
}

// relock holds the checkpoint wherever it is now, and raises its epoch: the
// runner must read again which streams wait.
func (b *build) relock(ctx context.Context, tx pgx.Tx) error {
	const query = `UPDATE public.projection_checkpoints SET epoch = epoch + 1 WHERE schema = $1 RETURNING position, epoch - 1`
	err := tx.QueryRow(ctx, query, b.schema).Scan(&b.position, &b.epoch)
	if errors.Is(err, pgx.ErrNoRows) {
		return errFenced
	}
	return err
}

func (b *build) unpark(ctx context.Context, tx pgx.Tx, stream eventstore.StreamID) (eventstore.Version, error) {
	const query = `DELETE FROM public.projection_parked
		WHERE name = $1 AND version = $2 AND build = $3 AND stream_id = $4 RETURNING stream_version`
	var from eventstore.Version
	err := tx.QueryRow(ctx, query, b.spec.Name, b.spec.Version, b.number, string(stream)).Scan(&from)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, ErrNotParked
	}
	return from, err
}

// applyWaiting applies the stream's events from a version on, up to where the
// others are.
func (r *Runner) applyWaiting(ctx context.Context, tx pgx.Tx, b *build, stream eventstore.StreamID, from eventstore.Version, done *work) error {
	// They count as not acted on: they were held back when their time was.
	waiting := &build{projection: b.projection, spec: b.spec, state: b.state}
	var batch []Event
	for recorded, err := range r.config.Reader.Stream(ctx, stream, from) {
		if err != nil {
			return err
		}
		if recorded.Position > b.position {
			break
		}
		batch = append(batch, r.config.Decoders.Decode(recorded))
		if len(batch) == eventstore.MaxBatchEvents {
			if err := waiting.apply(ctx, tx, batch, done); err != nil {
				return err
			}
			batch = nil
		}
	}
	return waiting.apply(ctx, tx, batch, done)
}
