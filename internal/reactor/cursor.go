package reactor

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// errMoved means that somebody else moved the cursor: this process lost its
// lease without noticing yet.
var errMoved = errors.New("the reactor's cursor was moved by another process")

// cursor is one reactor's rows in Postgres.
type cursor struct {
	pool *pgxpool.Pool
	name string
	at   eventstore.Position // as saved
}

// load reads where to go on, and lets a reactor that had stopped try again: it
// was started anew, perhaps with the mistake mended.
func (c *cursor) load(ctx context.Context) (parked map[string]bool, err error) {
	const load = `
		INSERT INTO reactor_cursors (name) VALUES ($1)
		ON CONFLICT (name) DO UPDATE SET stopped_at = NULL, stopped_reason = NULL
		RETURNING position`
	positions, err := query(ctx, c.pool, pgx.RowTo[int64], load, c.name)
	if err != nil {
		return nil, fmt.Errorf("load the cursor of %s: %w", c.name, err)
	}
	c.at = eventstore.Position(positions[0])
	const lanes = `SELECT DISTINCT lane FROM reactor_parked WHERE name = $1`
	names, err := query(ctx, c.pool, pgx.RowTo[string], lanes, c.name)
	if err != nil {
		return nil, fmt.Errorf("load the parked lanes of %s: %w", c.name, err)
	}
	parked = map[string]bool{}
	for _, lane := range names {
		parked[lane] = true
	}
	return parked, nil
}

// save moves the cursor, if it still stands where this process left it.
func (c *cursor) save(ctx context.Context, to eventstore.Position) error {
	if to == c.at {
		return nil
	}
	const save = `UPDATE reactor_cursors SET position = $3, updated_at = now() WHERE name = $1 AND position = $2`
	moved, err := exec(ctx, c.pool, one(save, c.name, c.at, to))
	if err == nil && moved == 0 {
		err = errMoved
	}
	if err != nil {
		return fmt.Errorf("save the cursor of %s: %w", c.name, err)
	}
	c.at = to
	return nil
}

// stop writes down why the reactor does not go on.
func (c *cursor) stop(ctx context.Context, reason error) error {
	const stop = `UPDATE reactor_cursors SET stopped_at = now(), stopped_reason = $2 WHERE name = $1`
	if _, err := exec(ctx, c.pool, one(stop, c.name, text(reason))); err != nil {
		return fmt.Errorf("note that %s stopped: %w", c.name, err)
	}
	return nil
}

// released is what somebody has released.
type released struct {
	Running bool     // the reactor may go on
	Lanes   []string // parked, and to be taken again
}

func (c *cursor) released(ctx context.Context) (released, error) {
	const look = `
		SELECT stopped_at IS NULL, ARRAY(
			SELECT DISTINCT lane FROM reactor_parked WHERE name = $1 AND released_at IS NOT NULL)
		FROM reactor_cursors WHERE name = $1`
	found, err := query(ctx, c.pool, pgx.RowToStructByPos[released], look, c.name)
	if err == nil && len(found) == 0 {
		err = errMoved
	}
	if err != nil {
		return released{}, fmt.Errorf("look for what was released to %s: %w", c.name, err)
	}
	return found[0], nil
}

// text is what an operator reads. Postgres takes neither NUL nor broken UTF-8.
func text(reason error) string {
	const limit = 2000
	clean := strings.ReplaceAll(reason.Error(), "\x00", "")
	return strings.ToValidUTF8(clean[:min(len(clean), limit)], "")
}
