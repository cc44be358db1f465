package lifecycle

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Step is one phase that a campaign went through.
type Step struct {
	Position eventstore.Position // of the event that led to it
	Phase    sambatan.Phase
	State    sambatan.Lifecycle
	At       time.Time
}

// History returns the phases of a campaign, oldest first.
func History(ctx context.Context, q projections.Querier, campaign id.ID) ([]Step, error) {
	const query = `SELECT position, phase, state, at FROM sambatan_lifecycle_history WHERE campaign = $1 ORDER BY position`
	return projections.All(ctx, q, func(row pgx.CollectableRow) (s Step, err error) {
		err = row.Scan(&s.Position, (*string)(&s.Phase), (*string)(&s.State), projections.ScanTime(&s.At))
		return s, err
	}, query, projections.UUID(campaign))
}

// PhaseAt returns the phase that a campaign was in at a position of the log; ErrNotFound
// before its first event.
func PhaseAt(ctx context.Context, q projections.Querier, campaign id.ID, at eventstore.Position) (sambatan.Phase, error) {
	const query = `SELECT phase FROM sambatan_lifecycle_history WHERE campaign = $1 AND position <= $2 ORDER BY position DESC LIMIT 1`
	return projections.One(ctx, q, pgx.RowTo[sambatan.Phase], query, projections.UUID(campaign), int64(at))
}
