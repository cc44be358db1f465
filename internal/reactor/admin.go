package reactor

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// ErrNothingToRelease means that no such reactor stopped and no event of such a
// stream is parked.
var ErrNothingToRelease = errors.New("nothing to release")

// Status is where a reactor stands.
type Status struct {
	Name          string
	Position      eventstore.Position // all up to here was dealt with
	Served        bool                // some process runs it, or did so a moment ago
	StoppedAt     *time.Time          // nil while it goes on
	StoppedReason string
	ParkedLanes   int
	ParkedEvents  int
	UpdatedAt     time.Time
}

// List returns every reactor that ever ran on the database.
func List(ctx context.Context, pool *pgxpool.Pool) ([]Status, error) {
	const list = `
		SELECT name, position,
			EXISTS (SELECT FROM lease l WHERE l.name = $1 || c.name AND l.expires_at > clock_timestamp()),
			stopped_at, coalesce(stopped_reason, ''),
			(SELECT count(DISTINCT lane) FROM reactor_parked p WHERE p.name = c.name),
			(SELECT count(*) FROM reactor_parked p WHERE p.name = c.name),
			updated_at
		FROM reactor_cursors c ORDER BY name`
	all, err := query(ctx, pool, pgx.RowToStructByPos[Status], list, leasePrefix)
	if err != nil {
		return nil, fmt.Errorf("list reactors: %w", err)
	}
	return all, nil
}

// Parked is an event that a reactor put aside.
type Parked struct {
	Reactor    string
	Stream     eventstore.StreamID
	Lane       string // the event's key, or its stream
	Position   eventstore.Position
	Reason     string // empty for one that waits behind another of its lane
	Attempts   int
	ParkedAt   time.Time
	ReleasedAt *time.Time // nil until somebody released its lane
}

// ListParked returns every parked event, oldest first.
func ListParked(ctx context.Context, pool *pgxpool.Pool) ([]Parked, error) {
	const list = `
		SELECT name, stream_id, lane, position, coalesce(reason, ''), attempts, parked_at, released_at
		FROM reactor_parked ORDER BY name, position`
	all, err := query(ctx, pool, pgx.RowToStructByPos[Parked], list)
	if err != nil {
		return nil, fmt.Errorf("list parked events: %w", err)
	}
	return all, nil
}

// Release makes a reactor take the parked events of a stream again, and all that
// share a lane with one of them, in the order of each lane. Without a stream it
// lets a reactor that stopped go on. The running process, whichever it is, notices
// within its Save interval. It returns ErrNothingToRelease when there is nothing
// like that.
func Release(ctx context.Context, pool *pgxpool.Pool, name string, stream eventstore.StreamID) error {
	const restart = `
		UPDATE reactor_cursors SET stopped_at = NULL, stopped_reason = NULL
		WHERE name = $1 AND $2 = '' AND stopped_at IS NOT NULL`
	const release = `
		UPDATE reactor_parked SET released_at = now()
		WHERE name = $1 AND lane IN (SELECT lane FROM reactor_parked WHERE name = $1 AND stream_id = $2)`
	statement := release
	if stream == "" {
		statement = restart
	}
	changed, err := exec(ctx, pool, one(statement, name, string(stream)))
	if err == nil && changed == 0 {
		err = ErrNothingToRelease
	}
	if err != nil {
		return fmt.Errorf("release %s %s: %w", name, stream, err)
	}
	return nil
}

// NeedFrom is the lowest position that some reactor still has to take, 1 when
// none ever ran. It is one of those that a relay asks for in Config.NeedFrom.
func NeedFrom(ctx context.Context, pool *pgxpool.Pool) (eventstore.Position, error) {
	const lowest = `SELECT coalesce(min(position), 0) + 1 FROM reactor_cursors`
	found, err := query(ctx, pool, pgx.RowTo[int64], lowest)
	if err != nil {
		return 0, fmt.Errorf("lowest position of the reactors: %w", err)
	}
	return eventstore.Position(found[0]), nil
}
