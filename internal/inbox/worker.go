package inbox

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// Handler looks into a report. It may be called more than once for one.
type Handler func(ctx context.Context, report Report) error

// WorkerConfig of a [Worker]. Inbox and Handle are required.
type WorkerConfig struct {
	Inbox  *Inbox
	Handle Handler
	// AtOnce is how many reports are handled side by side. Zero: 64.
	AtOnce int
	// Poll is how late what another process stored is seen, and what is to be
	// tried again. Zero: 500 ms.
	Poll   time.Duration
	Logger *slog.Logger // nil: slog.Default()
}

// Worker handles what is in an inbox.
type Worker struct{ WorkerConfig }

// NewWorker returns a worker, to be run once.
func NewWorker(config WorkerConfig) *Worker {
	if config.Inbox == nil || config.Handle == nil {
		panic("inbox: WorkerConfig needs Inbox and Handle")
	}
	config.AtOnce = cmp.Or(config.AtOnce, 64)
	config.Poll = cmp.Or(config.Poll, 500*time.Millisecond)
	config.Logger = cmp.Or(config.Logger, slog.Default())
	return &Worker{config}
}

const (
	// lease is how long a report is another process's after it was taken.
	lease = time.Minute
	// slowest is the longest pause between two tries.
	slowest = 10 * time.Minute
	// keep is how long handled reports are kept, for whoever asks what a gateway
	// had said.
	keep = 90 * 24 * time.Hour
	// sweep is how often older ones are deleted.
	sweep = time.Hour
)

// Run handles reports until ctx ends, and returns nil then.
func (w *Worker) Run(ctx context.Context) error {
	places, handled := newHands(w.AtOnce), make(chan taken, w.AtOnce)
	var handlers, finisher sync.WaitGroup
	for range w.AtOnce {
		handlers.Go(func() { w.handle(ctx, places, handled) })
	}
	finisher.Go(func() { w.finish(ctx, handled) })
	w.Inbox.hands.Store(places)
	w.watch(ctx, places)
	w.Inbox.hands.Store(nil)
	for range w.AtOnce { // what was laid into a place just now is handled too
		<-places.free
	}
	close(places.taken)
	handlers.Wait()
	close(handled)
	finisher.Wait()
	return nil
}

// watch takes what is due, and clears away what is old, until ctx ends.
func (w *Worker) watch(ctx context.Context, places *hands) {
	poll, clean := time.NewTicker(w.Poll), time.NewTicker(sweep)
	defer poll.Stop()
	defer clean.Stop()
	for {
		w.takeAll(ctx, places)
		select {
		case <-ctx.Done():
			return
		case <-w.Inbox.arrived:
		case <-poll.C:
		case <-clean.C:
			w.forget(ctx)
		}
	}
}

// takeAll takes what is due until nothing is left.
func (w *Worker) takeAll(ctx context.Context, places *hands) {
	for {
		select {
		case <-places.free:
		case <-ctx.Done():
			return
		}
		free := 1 + places.reserve(most-1)
		batch, err := w.Inbox.take(ctx, free)
		if err != nil && ctx.Err() == nil {
			w.Logger.WarnContext(ctx, "reports of gateways can't be read", "error", err)
		}
		places.fill(free, batch)
		if len(batch) < free {
			return
		}
	}
}

// handle handles what is laid into the places. When the program stops, what is left
// fails at once, and is due again.
func (w *Worker) handle(ctx context.Context, places *hands, handled chan<- taken) {
	for t := range places.taken {
		t.err = w.try(ctx, t.Report)
		handled <- t
		places.giveBack(1)
	}
}

// try turns a panic into an error: whoever started next would take the report again. Its
// value may hold personal data, so that only its type is told.
func (w *Worker) try(ctx context.Context, report Report) (err error) {
	defer func() {
		if v := recover(); v != nil {
			w.Logger.ErrorContext(ctx, "handling a gateway's report panicked", "about", report.About, "panic", fmt.Sprintf("%T", v), "stack", string(debug.Stack()))
			err = fmt.Errorf("the handler panicked with a %T", v)
		}
	}()
	return w.Handle(ctx, report)
}

// finish marks what was handled, all that there is at a time.
func (w *Worker) finish(ctx context.Context, handled <-chan taken) {
	for first := range handled {
		batch := gather(first, handled)
		w.complain(ctx, batch)
		if err := w.Inbox.finish(context.WithoutCancel(ctx), batch); err != nil {
			w.Logger.WarnContext(ctx, "handled reports of gateways can't be marked; they will be handled again", "error", err)
		}
	}
}

func (w *Worker) complain(ctx context.Context, batch []taken) {
	for _, t := range batch {
		if t.err != nil && ctx.Err() == nil {
			w.Logger.WarnContext(ctx, "a gateway's report could not be handled", "gateway", t.Gateway, "about", t.About,
				"state", t.State, "tries", t.tries, "error", t.err)
		}
	}
}

func (w *Worker) forget(ctx context.Context) {
	err := w.Inbox.do(ctx, nil, `DELETE FROM gateway_inbox WHERE handled_at < $1`, time.Now().Add(-keep))
	if err != nil && ctx.Err() == nil {
		w.Logger.WarnContext(ctx, "old reports of gateways can't be deleted", "error", err)
	}
}

// taken is a report that this process is to handle.
type taken struct {
	Report

	number int64
	tries  int
	err    error // what came of it
}

// take takes at most so many reports that are due, the oldest first. They come back after a while
// unless finish is told of them.
func (i *Inbox) take(ctx context.Context, limit int) (batch []taken, err error) {
	const query = `UPDATE gateway_inbox SET tries = tries + 1, next_try = clock_timestamp() + $2
		WHERE number IN (SELECT number FROM gateway_inbox WHERE handled_at IS NULL AND next_try <= clock_timestamp()
			ORDER BY next_try LIMIT $1 FOR UPDATE SKIP LOCKED)
		RETURNING number, gateway, subject, state, about, body, tries`
	err = i.do(ctx, func(rows pgx.Rows) (err error) {
		batch, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (t taken, err error) {
			err = row.Scan(&t.number, &t.Gateway, &t.Subject, &t.State, &t.About, &t.Body, &t.tries)
			return t, err
		})
		return err
	}, query, limit, lease)
	if err != nil {
		return nil, fmt.Errorf("take reports: %w", err)
	}
	return batch, nil
}

// finish marks what was handled, and when the rest is to be tried again.
func (i *Inbox) finish(ctx context.Context, batch []taken) error {
	const query = `UPDATE gateway_inbox i SET problem = nullif(u.problem, ''),
			handled_at = CASE WHEN u.problem = '' THEN clock_timestamp() END,
			next_try = CASE WHEN u.problem = '' THEN i.next_try ELSE clock_timestamp() + u.pause END
		FROM unnest($1::bigint[], $2::text[], $3::interval[]) AS u (number, problem, pause) WHERE i.number = u.number`
	numbers, problems, pauses := make([]int64, len(batch)), make([]string, len(batch)), make([]time.Duration, len(batch))
	for n, t := range batch {
		numbers[n], pauses[n] = t.number, pause(t.tries)
		if t.err != nil {
			problems[n] = plain(t.err)
		}
	}
	return i.do(ctx, nil, query, numbers, problems, pauses)
}

// plain is what an error says, without what Postgres takes in no text: it may repeat what a
// gateway wrote.
func plain(err error) string {
	return cmp.Or(strings.ReplaceAll(strings.ToValidUTF8(err.Error(), "?"), "\x00", "?"), "?")
}

// pause doubles with every try, from one second on.
func pause(tries int) time.Duration {
	return min(time.Second<<min(max(tries-1, 0), 10), slowest)
}

// Waiting tells how many reports are not handled yet, and since when the oldest
// waits; zero: none does.
func (i *Inbox) Waiting(ctx context.Context) (count int, since time.Time, err error) {
	var oldest *time.Time
	err = i.do(ctx, func(rows pgx.Rows) error {
		_, err := pgx.CollectExactlyOneRow(rows, func(row pgx.CollectableRow) (struct{}, error) {
			return struct{}{}, row.Scan(&count, &oldest)
		})
		return err
	}, `SELECT count(*), min(received_at) FROM gateway_inbox WHERE handled_at IS NULL`)
	if oldest != nil {
		since = *oldest
	}
	return count, since, err
}
