package projections

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// move advances the checkpoint, if it is where the build remembers it. Its text is the
// build's own: Postgres keeps a statement's plan for one search path.
func (b *build) move(ctx context.Context, tx pgx.Tx, to checkpoint) error {
	query := `UPDATE public.projection_checkpoints
		SET position = $1, recorded_at = $2, stopped_reason = NULL, stopped_at = NULL, updated_at = now()
		WHERE schema = $3 AND position = $4 AND epoch = $5 AND state = $6 -- ` + b.schema
	tag, err := tx.Exec(ctx, query, to.position, to.recordedAt, b.schema, b.position, b.epoch, b.state)
	if err != nil {
		return err
	}
	if tag.RowsAffected() != 1 {
		return errFenced
	}
	return nil
}

// stopBefore moves the checkpoint to just before the event that can't be
// applied, and says why.
func (b *build) stopBefore(ctx context.Context, tx pgx.Tx, events []Event, cause *PoisonError) error {
	const query = `UPDATE public.projection_checkpoints
		SET position = $1, recorded_at = $2, stopped_reason = $3, stopped_at = now(), updated_at = now()
		WHERE schema = $4`
	var recordedAt any // NULL: of none of these
	for i := range events {
		if events[i].Position == cause.Position-1 {
			recordedAt = events[i].RecordedAt
		}
	}
	_, err := tx.Exec(ctx, query, cause.Position-1, recordedAt, reason(cause), b.schema)
	return err
}

// stop says why the build does not go on.
func (b *build) stop(ctx context.Context, q execer, cause error) error {
	const query = `UPDATE public.projection_checkpoints
		SET stopped_reason = $1, stopped_at = coalesce(stopped_at, now()), updated_at = now() WHERE schema = $2`
	_, err := q.Exec(ctx, query, reason(cause), b.schema)
	return err
}

// reason bounds the text of an error to what a status row should hold.
func reason(err error) string {
	const limit = 2000
	text := err.Error()
	if len(text) > limit {
		text = text[:limit]
	}
	return text
}

// load reads the build as it is now; errFenced when it is gone.
func (b *build) load(ctx context.Context, tx pgx.Tx) error {
	const query = `SELECT state, position, epoch,
		coalesce((SELECT e.position FROM public.projection_effects e WHERE e.name = c.name), 0)
		FROM public.projection_checkpoints c WHERE schema = $1`
	err := tx.QueryRow(ctx, query, b.schema).Scan(&b.state, &b.position, &b.epoch, &b.acted)
	if errors.Is(err, pgx.ErrNoRows) {
		return errFenced
	}
	if err != nil {
		return err
	}
	return b.loadParked(ctx, tx)
}

func (b *build) loadParked(ctx context.Context, tx pgx.Tx) error {
	const query = `SELECT stream_id FROM public.projection_parked WHERE name = $1 AND version = $2 AND build = $3`
	streams, err := All(ctx, tx, pgx.RowTo[string], query, b.spec.Name, b.spec.Version, b.number)
	if err != nil {
		return err
	}
	b.parked = make(map[eventstore.StreamID]struct{}, len(streams))
	for _, stream := range streams {
		b.parked[eventstore.StreamID(stream)] = struct{}{}
	}
	return nil
}
