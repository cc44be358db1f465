package payouts

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
)

// Between returns the lines of a brand's statement from an instant up to another, the oldest
// first, and what the balance was before them.
func Between(ctx context.Context, q projections.Querier, brand id.ID, from, to time.Time) (before money.Rupiah, lines []Line, err error) {
	const balance = `SELECT coalesce(sum(amount), 0)::bigint FROM payout_lines WHERE brand = $1 AND at < $2`
	before, err = projections.One(ctx, q, pgx.RowTo[money.Rupiah], balance, projections.UUID(brand), from)
	if err != nil {
		return 0, nil, err
	}
	lines, err = projections.All(ctx, q, func(row pgx.CollectableRow) (Line, error) { return scanLine(row) },
		selectLine+`WHERE l.at >= $2 AND l.at < $3 ORDER BY l.position`, projections.UUID(brand), from, to)
	return before, lines, err
}

// First is when a brand's statement begins; the zero time when nothing is in it.
func First(ctx context.Context, q projections.Querier, brand id.ID) (first time.Time, err error) {
	return projections.One(ctx, q, func(row pgx.CollectableRow) (first time.Time, err error) {
		err = row.Scan(projections.ScanTime(&first))
		return first, err
	}, `SELECT min(at) FROM payout_lines WHERE brand = $1`, projections.UUID(brand))
}
