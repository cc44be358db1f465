package inbox

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Report is what a gateway reported.
type Report struct {
	Gateway string
	Subject string // the gateway's name for the transaction or the payout
	State   string
	About   string // our name for it
	Body    []byte // as it came
}

// become takes, for one transaction, the role that keeps the inbox. Plans are kept, and the
// first are made while the table is empty: none may be one that reads all of it.
const become = `SELECT set_config('role', 'sambatan_append', true), set_config('enable_seqscan', 'off', true),
	set_config('plan_cache_mode', 'force_generic_plan', true)`

// Inbox stores and hands out reports.
type Inbox struct {
	pool    *pgxpool.Pool
	waiting chan waiting
	arrived chan struct{}         // holds a value when something was stored here that nobody took
	hands   atomic.Pointer[hands] // of the worker of this process; nil: there is none
}

// waiting is a report whose sender waits for it to be stored.
type waiting struct {
	report Report
	stored chan error
}

// most is how many reports are stored in one transaction.
const most = 256

// New returns an inbox. It stores nothing until Run is called.
func New(pool *pgxpool.Pool) *Inbox {
	return &Inbox{pool: pool, waiting: make(chan waiting, 4*most), arrived: make(chan struct{}, 1)}
}

// ErrFull means that more reports wait than can be stored soon; the gateway will
// send it again.
var ErrFull = errors.New("too many reports wait to be stored")

// Put stores a report, and returns when it is safe on disk. One that is there
// already is not stored again.
func (i *Inbox) Put(ctx context.Context, report Report) error {
	w := waiting{report, make(chan error, 1)}
	select {
	case i.waiting <- w:
	default:
		return ErrFull
	}
	select {
	case err := <-w.stored:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Run stores what is put in, all that waits at a time, until ctx ends; then what
// still waits is stored too.
func (i *Inbox) Run(ctx context.Context) error {
	for {
		select {
		case first := <-i.waiting:
			i.store(ctx, gather(first, i.waiting))
		case <-ctx.Done():
			for len(i.waiting) > 0 {
				i.store(ctx, gather(<-i.waiting, i.waiting))
			}
			return nil
		}
	}
}

// gather adds what else is in a channel, and does not wait for more.
func gather[T any](first T, from <-chan T) []T {
	batch := []T{first}
	for len(batch) < most {
		select {
		case next, open := <-from:
			if !open {
				return batch
			}
			batch = append(batch, next)
		default:
			return batch
		}
	}
	return batch
}

// store answers everyone in the batch. What is stored already is as good as
// stored, so the transaction ends even when the program is told to stop. A worker
// of this process with places for all of it gets it as it is.
func (i *Inbox) store(ctx context.Context, batch []waiting) {
	worker := i.hands.Load()
	places := 0
	if worker != nil {
		places = worker.reserve(len(batch))
	}
	stored, err := i.insert(context.WithoutCancel(ctx), batch, places == len(batch))
	for _, w := range batch {
		w.stored <- err
	}
	switch {
	case places == len(batch):
		worker.fill(places, stored)
		return
	case worker != nil:
		worker.giveBack(places)
	}
	if err == nil {
		select {
		case i.arrived <- struct{}{}:
		default:
		}
	}
}

// insert stores reports, as this process's to handle or as anybody's, and returns
// those that were not there.
func (i *Inbox) insert(ctx context.Context, batch []waiting, ours bool) (stored []taken, err error) {
	const query = `INSERT INTO gateway_inbox (gateway, subject, state, about, body, tries, next_try)
		SELECT *, $6::bool::int, clock_timestamp() + CASE WHEN $6 THEN $7::interval ELSE '0' END
			FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[])
		ON CONFLICT (gateway, subject, state) DO NOTHING RETURNING number, gateway, subject, state`
	columns, bodies := make([][]string, 4), make([][]byte, len(batch))
	reports := make(map[key]Report, len(batch))
	for n, w := range batch {
		r := w.report
		for c, value := range []string{r.Gateway, r.Subject, r.State, r.About} {
			columns[c] = append(columns[c], value)
		}
		bodies[n] = r.Body
		reports[key{r.Gateway, r.Subject, r.State}] = r
	}
	err = i.do(ctx, func(rows pgx.Rows) (err error) {
		stored, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (taken, error) {
			t, k := taken{tries: 1}, key{}
			err := row.Scan(&t.number, &k.gateway, &k.subject, &k.state)
			t.Report = reports[k]
			return t, err
		})
		return err
	}, query, columns[0], columns[1], columns[2], columns[3], bodies, ours, lease)
	if err != nil {
		return nil, fmt.Errorf("store %d reports: %w", len(batch), err)
	}
	return stored, nil
}

// key is what there is one report of.
type key struct{ gateway, subject, state string }

// do executes one statement in a transaction of its own, all of it in one round trip. scan gets
// its rows; nil: it has none.
func (i *Inbox) do(ctx context.Context, scan func(pgx.Rows) error, query string, arguments ...any) error {
	conn, err := i.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release() // the pool destroys what comes back inside a transaction
	var trip pgx.Batch
	trip.Queue(`BEGIN`)
	trip.Queue(become)
	if queued := trip.Queue(query, arguments...); scan != nil {
		queued.Query(scan)
	}
	trip.Queue(`COMMIT`).Exec(func(tag pgconn.CommandTag) error {
		if tag.String() != "COMMIT" {
			return errNotCommitted
		}
		return nil
	})
	return conn.SendBatch(ctx, &trip).Close()
}

// errNotCommitted means that the server answered COMMIT with a rollback.
var errNotCommitted = errors.New("the transaction was rolled back")
