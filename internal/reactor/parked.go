package reactor

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// park puts an event aside. reason is nil for one that waits behind another. A
// release of the stream that was going on ends here.
func (c *cursor) park(ctx context.Context, r *eventstore.Recorded, reason error) error {
	const park = `
		INSERT INTO reactor_parked AS parked (name, position, stream_id, reason, attempts)
		VALUES ($1, $2, $3, $4, CASE WHEN $4::text IS NULL THEN 0 ELSE 1 END)
		ON CONFLICT (name, position) DO UPDATE
		SET reason = coalesce(excluded.reason, parked.reason), attempts = parked.attempts + excluded.attempts`
	const hold = `
		UPDATE reactor_parked SET released_at = NULL
		WHERE name = $1 AND stream_id = $2 AND released_at IS NOT NULL`
	batch := &pgx.Batch{}
	if reason == nil {
		batch.Queue(park, c.name, r.Position, string(r.StreamID), nil)
	} else {
		batch.Queue(park, c.name, r.Position, string(r.StreamID), text(reason))
		batch.Queue(hold, c.name, string(r.StreamID))
	}
	if _, err := exec(ctx, c.pool, batch); err != nil {
		return fmt.Errorf("park %s for %s: %w", r, c.name, err)
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

// oldest returns the position of a stream's oldest parked event, 0 when there is
// none left.
func (c *cursor) oldest(ctx context.Context, stream eventstore.StreamID) (eventstore.Position, error) {
	const oldest = `SELECT coalesce(min(position), 0) FROM reactor_parked WHERE name = $1 AND stream_id = $2`
	found, err := query(ctx, c.pool, pgx.RowTo[int64], oldest, c.name, string(stream))
	if err != nil {
		return 0, fmt.Errorf("read the parked events of %s for %s: %w", stream, c.name, err)
	}
	return eventstore.Position(found[0]), nil
}
