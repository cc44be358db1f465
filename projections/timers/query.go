package timers

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/projections"
)

// Scheduled counts the timers still to come. Only staff see them.
func Scheduled(ctx context.Context, q projections.Querier, now time.Time) (int, error) {
	return projections.One(ctx, q, pgx.RowTo[int], `SELECT count(*) FROM sambatan_timers WHERE due_at > $1`, now)
}
