package app

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/projections/transactions"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// watchers are readers of the books while money moves. What they see is never between
// two states: the accounts add up to nothing, are what the log says at their position,
// and hold the identity of money.
type watchers struct {
	pool    *pgxpool.Pool
	stop    context.CancelFunc
	reading sync.WaitGroup

	looks   atomic.Int64 // at the books
	failed  atomic.Int64 // looks while the database was away
	back    atomic.Int64 // looks at books that were further before: a restart of the database took commits back that nobody waited for
	mu      sync.Mutex
	seen    map[eventstore.Position]bool // positions that the books were looked at
	problem error                        // the first one
}

// lookers is how many look at the same time.
const lookers = 3

func watch(t *testing.T, pool *pgxpool.Pool) *watchers {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	w := &watchers{pool: pool, stop: stop, seen: map[eventstore.Position]bool{}}
	for range lookers {
		w.reading.Go(func() { w.read(ctx) })
	}
	t.Cleanup(func() { stop(); w.reading.Wait() })
	return w
}

// found demands that so many states of the books were seen, and that all were right.
func (w *watchers) found(t *testing.T, least int) {
	t.Helper()
	w.stop()
	w.reading.Wait()
	require.NoError(t, w.problem)
	require.GreaterOrEqual(t, len(w.seen), least, "too few states of the books were seen")
	t.Logf("%d looks at %d states of the books, %d in vain, %d after they had gone back", w.looks.Load(), len(w.seen), w.failed.Load(), w.back.Load())
}

func (w *watchers) read(ctx context.Context) {
	log := &fold{}
	for ctx.Err() == nil {
		before := log.at
		at, wrong, err := log.look(ctx, w.pool)
		if err == nil && at < before {
			w.back.Add(1)
		}
		switch {
		case wrong != nil:
			w.mu.Lock()
			if w.problem == nil {
				w.problem = fmt.Errorf("the books at position %d: %w", at, wrong)
			}
			w.mu.Unlock()
			return
		case err != nil:
			w.failed.Add(1)
		default:
			w.looks.Add(1)
			w.mu.Lock()
			w.seen[at] = true
			w.mu.Unlock()
		}
		pause(ctx, 20*time.Millisecond)
	}
}

// fold is the log as one reader has added it up.
type fold struct {
	reference wallet.Reference
	at        eventstore.Position
}

// look compares the books with the log in one transaction. err: they could not be read;
// wrong: they are not right.
func (f *fold) look(ctx context.Context, pool *pgxpool.Pool) (at eventstore.Position, wrong, err error) {
	var books wallet.Balances
	err = pgx.BeginTxFunc(ctx, pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) (err error) {
		if books, at, err = transactions.BooksAt(ctx, tx); err != nil {
			return err
		}
		if at < f.at {
			*f = fold{}
		}
		wrong, err = f.add(ctx, tx, at)
		return err
	})
	if err != nil || wrong != nil {
		return at, wrong, err
	}
	var debits, credits int64
	for balance := range maps.Values(books) {
		debits, credits = debits+int64(balance.Debits), credits+int64(balance.Credits)
	}
	if debits != credits {
		return at, fmt.Errorf("%d was debited and %d credited", debits, credits), nil
	}
	if len(books) > 0 {
		if diff := cmp.Diff(f.reference.Platform(), books); diff != "" {
			return at, fmt.Errorf("they are not what the log says (-log +books):\n%s", diff), nil
		}
	}
	_, wrong = wallet.Identity(books)
	return at, wrong, nil
}

// add reads the log on, up to a position.
func (f *fold) add(ctx context.Context, tx pgx.Tx, upTo eventstore.Position) (wrong, err error) {
	rows, err := tx.Query(ctx, `SELECT position, stream_id, type, data::text FROM events WHERE position > $1 AND position <= $2 ORDER BY position`, int64(f.at), int64(upTo))
	if err != nil {
		return nil, err
	}
	added, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (r eventstore.Recorded, err error) {
		var data string
		err = row.Scan((*int64)(&r.Position), (*string)(&r.StreamID), &r.Type, &data)
		r.Data = []byte(data)
		return r, err
	})
	if err != nil {
		return nil, err
	}
	for _, recorded := range added {
		if recorded.Position != f.at+1 {
			return fmt.Errorf("position %d follows %d", recorded.Position, f.at), nil
		}
		if err := f.reference.Add(recorded); err != nil {
			return err, nil
		}
		f.at = recorded.Position
	}
	return nil, nil
}
