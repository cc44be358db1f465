package projections

import (
	"context"
	"iter"

	"github.com/jackc/pgx/v5"
)

// Rows are those of one table that a batch changes, by their keys: rows that the table has,
// which are updated, and rows that the batch begins, which are inserted. The zero value
// has none.
type Rows[K comparable, R any] struct {
	byKey      map[K]*R
	had, begun []*R
}

// Load reads rows that the table has; key tells under which to keep one, or that it stays
// as it is.
func (r *Rows[K, R]) Load(ctx context.Context, q Querier, scan pgx.RowToFunc[R], key func(*R) (K, bool), query string, args ...any) error {
	found, err := All(ctx, q, scan, query, args...)
	if err != nil {
		return err
	}
	for i := range found {
		if k, changes := key(&found[i]); changes {
			r.keep(k, &found[i])
			r.had = append(r.had, &found[i])
		}
	}
	return nil
}

// Begin adds a row that the table does not have, and returns it.
func (r *Rows[K, R]) Begin(key K, row R) *R {
	r.keep(key, &row)
	r.begun = append(r.begun, &row)
	return &row
}

func (r *Rows[K, R]) keep(key K, row *R) {
	if r.byKey == nil {
		r.byKey = map[K]*R{}
	}
	r.byKey[key] = row
}

// Get returns a row to be changed; nil: there is none.
func (r *Rows[K, R]) Get(key K) *R { return r.byKey[key] }

// All goes through the rows, those that the table has first.
func (r *Rows[K, R]) All() iter.Seq[*R] {
	return func(yield func(*R) bool) {
		for _, rows := range [][]*R{r.had, r.begun} {
			for _, row := range rows {
				if !yield(row) {
					return
				}
			}
		}
	}
}

// Save inserts what the batch began and updates the rest.
func (r *Rows[K, R]) Save(ctx context.Context, tx pgx.Tx, table *Table[R]) error {
	if err := table.Insert(ctx, tx, copies(r.begun)); err != nil {
		return err
	}
	_, err := table.Update(ctx, tx, copies(r.had))
	return err
}

func copies[R any](rows []*R) []R {
	return Column(rows, func(row **R) R { return **row })
}
