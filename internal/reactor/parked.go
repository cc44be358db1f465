package reactor

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// park puts an event aside. reason is nil for one that waits behind another: it
// is released already when that one is. A release of the lane that was going on
// ends with a reason.
func (c *cursor) park(ctx context.Context, d *delivery, reason error) error {
	const wait = `
		INSERT INTO reactor_parked (name, position, stream_id, lane, released_at)
		VALUES ($1, $2, $3, $4, (
			SELECT released_at FROM reactor_parked WHERE name = $1 AND lane = $4 ORDER BY position LIMIT 1))
		ON CONFLICT (name, position) DO NOTHING`
	const fail = `
		INSERT INTO reactor_parked AS parked (name, position, stream_id, lane, reason, attempts)
		VALUES ($1, $2, $3, $4, $5, 1)
		ON CONFLICT (name, position) DO UPDATE SET reason = excluded.reason, attempts = parked.attempts + 1`
	const hold = `
		UPDATE reactor_parked SET released_at = NULL
		WHERE name = $1 AND lane = $2 AND released_at IS NOT NULL`
	batch := &pgx.Batch{}
	if reason == nil {
		batch.Queue(wait, c.name, d.event.Position, string(d.event.StreamID), d.lane)
	} else {
		batch.Queue(fail, c.name, d.event.Position, string(d.event.StreamID), d.lane, text(reason))
		batch.Queue(hold, c.name, d.lane)
	}
	if _, err := exec(ctx, c.pool, batch); err != nil {
		return fmt.Errorf("park %s for %s: %w", d.event, c.name, err)
	}
	return nil
}

// unpark forgets a parked event that was handled at last.
func (c *cursor) unpark(ctx context.Context, position eventstore.Position) error {
	const unpark = `DELETE FROM reactor_parked WHERE name = $1 AND position = $2`
	if _, err := exec(ctx, c.pool, one(unpark, c.name, position)); err != nil {
		return fmt.Errorf("forget the parked position %d of %s: %w", position, c.name, err)
	}
	return nil
}

// oldest returns the position of a lane's oldest parked event, 0 when there is
// none left.
func (c *cursor) oldest(ctx context.Context, lane string) (eventstore.Position, error) {
	const oldest = `SELECT coalesce(min(position), 0) FROM reactor_parked WHERE name = $1 AND lane = $2`
	found, err := query(ctx, c.pool, pgx.RowTo[int64], oldest, c.name, lane)
	if err != nil {
		return 0, fmt.Errorf("read the parked events of %s for %s: %w", lane, c.name, err)
	}
	return eventstore.Position(found[0]), nil
}
