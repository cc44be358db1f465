package projections

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
)

// Querier is what queries need of a transaction. Pages get one that carries the
// principal's claims, so that row level security decides what is seen.
type Querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// ErrNotFound means that there is no such row, or none that the principal may see.
var ErrNotFound = errors.New("not found")

// One returns the only row that a query yields, or ErrNotFound.
func One[T any](ctx context.Context, q Querier, scan pgx.RowToFunc[T], sql string, args ...any) (T, error) {
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		var none T
		return none, err
	}
	row, err := pgx.CollectOneRow(rows, scan)
	if errors.Is(err, pgx.ErrNoRows) {
		return row, ErrNotFound
	}
	return row, err
}

// All returns the rows that a query yields.
func All[T any](ctx context.Context, q Querier, scan pgx.RowToFunc[T], sql string, args ...any) ([]T, error) {
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scan)
}

// Page returns one page of rows and how many there are over all pages. The
// query's last column must be count(*) OVER (); beyond the last page, the total
// is that of the rows before it.
func Page[T any](ctx context.Context, q Querier, scan func(pgx.CollectableRow, *int) (T, error), sql string, args ...any) ([]T, int, error) {
	total := 0
	rows, err := All(ctx, q, func(row pgx.CollectableRow) (T, error) { return scan(row, &total) }, sql, args...)
	return rows, total, err
}
