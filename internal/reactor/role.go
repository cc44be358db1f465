package reactor

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// become takes, for one transaction, the role that keeps cursors. The program
// logs in as one that has no rights of its own.
const become = `SELECT set_config('role', 'sambatan_append', true)`

// exec runs statements in one round trip and one implicit transaction, and
// returns how many rows the last one changed.
func exec(ctx context.Context, pool *pgxpool.Pool, statements *pgx.Batch) (changed int64, err error) {
	batch := asRole(statements)
	results := pool.SendBatch(ctx, batch)
	for range batch.Len() {
		tag, errOne := results.Exec()
		if errOne != nil {
			return 0, errors.Join(errOne, results.Close())
		}
		changed = tag.RowsAffected()
	}
	return changed, results.Close()
}

// query runs one query the same way.
func query[T any](ctx context.Context, pool *pgxpool.Pool, each pgx.RowToFunc[T], text string, args ...any) ([]T, error) {
	results := pool.SendBatch(ctx, asRole(one(text, args...)))
	if _, err := results.Exec(); err != nil {
		return nil, errors.Join(err, results.Close())
	}
	rows, err := results.Query()
	if err != nil {
		return nil, errors.Join(err, results.Close())
	}
	all, err := pgx.CollectRows(rows, each)
	return all, errors.Join(err, results.Close())
}

func one(text string, args ...any) *pgx.Batch {
	batch := &pgx.Batch{}
	batch.Queue(text, args...)
	return batch
}

func asRole(statements *pgx.Batch) *pgx.Batch {
	batch := one(become)
	batch.QueuedQueries = append(batch.QueuedQueries, statements.QueuedQueries...)
	return batch
}
