package projections

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// errBehind means that the build must catch up before it can serve.
var errBehind = errors.New("the build is too far behind to serve")

// serve lets a build take over the public views from the one that has them, in
// one transaction: both stand at the same position then, so that no reader ever
// goes back in time. What the new one lacks is applied in it, if that is little.
func (r *Runner) serve(ctx context.Context, b *build) error {
	done := &work{}
	var last []Event
	err := r.asOwner(ctx, b.projection, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SET LOCAL search_path = "+pgx.Identifier{b.schema}.Sanitize()+", public"); err != nil {
			return err
		}
		serving, err := retire(ctx, tx, b.spec.Name)
		if err != nil {
			return err
		}
		if last, err = r.missing(ctx, b, serving); err != nil {
			return err
		}
		if len(last) > 0 {
			if done, err = b.within(ctx, tx, last, b.applyInPieces); err != nil {
				return err
			}
			if done.poison != nil {
				return done.poison
			}
		}
		return b.enthrone(ctx, tx, last)
	})
	if err != nil {
		return fmt.Errorf("switch %s to %s: %w", b.spec.Name, b.schema, err)
	}
	if len(last) > 0 {
		b.remember(last, done)
	}
	b.state, b.epoch = live, b.epoch+1
	r.config.Logger.InfoContext(ctx, "projection switched", "projection", b.spec.Name, "schema", b.schema, "position", b.position)
	r.announce(b, done.topics)
	return nil
}

// retire takes the live build out of service and tells where it stands. Its
// runner waits for the row, and finds itself fenced.
func retire(ctx context.Context, tx pgx.Tx, name string) (eventstore.Position, error) {
	const query = `UPDATE public.projection_checkpoints SET state = 'retired', epoch = epoch + 1
		WHERE name = $1 AND state = 'live' RETURNING position`
	var position eventstore.Position
	err := tx.QueryRow(ctx, query, name).Scan(&position)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	return position, err
}

// missing reads the events that the build has to apply to stand where the other
// one does.
func (r *Runner) missing(ctx context.Context, b *build, serving eventstore.Position) ([]Event, error) {
	lacks := int(serving - b.position)
	if lacks > eventstore.MaxBatchEvents {
		return nil, errBehind
	}
	if lacks <= 0 {
		return nil, nil
	}
	return r.feed.readLog(ctx, b.position, lacks)
}

// enthrone makes the build the live one.
func (b *build) enthrone(ctx context.Context, tx pgx.Tx, last []Event) error {
	position := b.position
	if len(last) > 0 {
		position = last[len(last)-1].Position
	}
	const query = `UPDATE public.projection_checkpoints SET state = 'live', epoch = epoch + 1
		WHERE schema = $1 AND position = $2 AND epoch = $3 AND state = 'building'`
	tag, err := tx.Exec(ctx, query, b.schema, position, b.epoch)
	if err != nil {
		return err
	}
	if tag.RowsAffected() != 1 {
		return errFenced
	}
	return publish(ctx, tx, b.spec, b.schema)
}
