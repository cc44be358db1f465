package projections

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"
)

// act lets an Actor act on the events that it has not acted on, if its rows are
// the ones that serve. What it acted on is counted per name, across builds.
func (b *build) act(ctx context.Context, tx pgx.Tx, events []Event) error {
	actor, ok := b.projection.(Actor)
	if !ok || b.state != live {
		return nil
	}
	fresh := slices.IndexFunc(events, func(e Event) bool { return e.Position > b.acted })
	if fresh < 0 {
		return nil
	}
	const query = `INSERT INTO public.projection_effects AS mark (name, position) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET position = greatest(mark.position, excluded.position)`
	if _, err := tx.Exec(ctx, query, b.spec.Name, events[len(events)-1].Position); err != nil {
		return err
	}
	return actor.Act(ctx, tx, events[fresh:])
}

// catchUpActing acts on the events that the rows hold already, but nobody has
// acted on: after a switch to a build that was ahead of the one before it.
func (r *Runner) catchUpActing(ctx context.Context, b *build) error {
	if _, ok := b.projection.(Actor); !ok || b.state != live {
		return nil
	}
	for b.acted < b.position {
		limit := min(int(b.position-b.acted), MaxCommitEvents)
		events, err := r.feed.readLog(ctx, b.acted, limit)
		if err != nil || len(events) == 0 {
			return err
		}
		if err := r.actOnly(ctx, b, events); err != nil {
			return err
		}
		b.acted = events[len(events)-1].Position
	}
	return nil
}

func (r *Runner) actOnly(ctx context.Context, b *build, events []Event) error {
	tx, err := r.config.Pool.BeginTx(ctx, b.begin())
	if err != nil {
		return err
	}
	defer rollback(ctx, tx)
	if err := b.lock(ctx, tx); err != nil {
		return err
	}
	ready := slices.DeleteFunc(slices.Clone(b.ready(events)), func(e Event) bool { return e.Err != nil })
	if len(ready) > 0 {
		if err := b.act(ctx, tx, ready); err != nil {
			return err
		}
	}
	return tx.Commit(ctx)
}

// lock holds the checkpoint as the build remembers it, without moving it.
func (b *build) lock(ctx context.Context, tx pgx.Tx) error {
	const query = `SELECT FROM public.projection_checkpoints
		WHERE schema = $1 AND position = $2 AND epoch = $3 AND state = $4 FOR UPDATE`
	tag, err := tx.Exec(ctx, query, b.schema, b.position, b.epoch, b.state)
	if err != nil {
		return err
	}
	if tag.RowsAffected() != 1 {
		return errFenced
	}
	return nil
}
