package inbox_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/inbox"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func report(n int) inbox.Report {
	return inbox.Report{Gateway: "midtrans", Subject: fmt.Sprint("T", n), State: "settlement", About: fmt.Sprint("order ", n), Body: []byte{0, 0xff, byte(n)}}
}

// run runs a part until the test ends, or the returned function is called.
func run(t *testing.T, part func(context.Context) error) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- part(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		require.NoError(t, <-done)
	})
	t.Cleanup(stop)
	return stop
}

func open(t *testing.T) (*inbox.Inbox, *pgtest.DB, *pgxpool.Pool) {
	t.Helper()
	db := pgtest.New(t)
	pool := db.PoolAs(t, "sambatan_app")
	box := inbox.New(pool)
	run(t, box.Run)
	return box, db, pool
}

func quiet(t *testing.T) *slog.Logger {
	t.Helper()
	return slog.New(slog.NewTextHandler(t.Output(), nil))
}

func count(t *testing.T, db *pgtest.DB, where string) (n int) {
	t.Helper()
	require.NoError(t, db.Pool.QueryRow(t.Context(), `SELECT count(*) FROM gateway_inbox `+where).Scan(&n))
	return n
}

func TestAReportIsStoredOnceForEachStateHoweverManyTellIt(t *testing.T) {
	t.Parallel()
	box, db, _ := open(t)
	var tellers sync.WaitGroup
	var failed atomic.Int64
	for n := range 200 {
		for range 4 {
			tellers.Go(func() {
				if box.Put(t.Context(), report(n)) != nil {
					failed.Add(1)
				}
			})
		}
	}
	tellers.Wait()
	require.Zero(t, failed.Load())
	require.Equal(t, 200, count(t, db, ""))
	other := report(1)
	other.State = "refund"
	require.NoError(t, box.Put(t.Context(), other))
	require.Equal(t, 201, count(t, db, ""))
	var body []byte
	require.NoError(t, db.Pool.QueryRow(t.Context(), `SELECT body FROM gateway_inbox WHERE subject = 'T7'`).Scan(&body))
	require.Equal(t, report(7).Body, body, "byte for byte")
}

//money:case §4.11 a poison webhook
func TestWhatFailsIsHandledAgainAndWhatSucceededIsNot(t *testing.T) {
	t.Parallel()
	box, db, _ := open(t)
	tries, done := make(chan string, 100), errors.New("not yet")
	var mu sync.Mutex
	seen := map[string]int{}
	worker := inbox.NewWorker(inbox.WorkerConfig{Inbox: box, Poll: 10 * time.Millisecond, Logger: quiet(t), Handle: func(_ context.Context, r inbox.Report) error {
		mu.Lock()
		defer mu.Unlock()
		seen[r.Subject]++
		tries <- r.Subject
		if r.Subject == "T1" && seen[r.Subject] < 3 {
			return done
		}
		return nil
	}})
	for n := range 3 {
		require.NoError(t, box.Put(t.Context(), report(n)))
	}
	stop := run(t, worker.Run)
	for range 5 { // T0 and T2 once, T1 three times
		<-tries
	}
	stop()
	require.Equal(t, map[string]int{"T0": 1, "T1": 3, "T2": 1}, seen)
	require.Equal(t, 3, count(t, db, `WHERE handled_at IS NOT NULL AND problem IS NULL`))
}

// A report that brings its handler down must not bring the process down with it, again and
// again.
//
//money:case §4.11 a poison webhook
func TestAReportThatPanicsHurtsOnlyItself(t *testing.T) {
	t.Parallel()
	box, db, _ := open(t)
	tries := make(chan string, 100)
	worker := inbox.NewWorker(inbox.WorkerConfig{Inbox: box, Poll: 10 * time.Millisecond, Logger: quiet(t), Handle: func(_ context.Context, r inbox.Report) error {
		tries <- r.Subject
		if r.Subject == "T1" {
			panic("of another shape than anybody thought")
		}
		return nil
	}})
	for n := range 3 {
		require.NoError(t, box.Put(t.Context(), report(n)))
	}
	stop := run(t, worker.Run)
	for range 4 { // T1 twice
		<-tries
	}
	stop()
	require.Equal(t, 2, count(t, db, `WHERE handled_at IS NOT NULL`))
	require.Equal(t, 1, count(t, db, `WHERE handled_at IS NULL AND problem LIKE '%panicked%'`))
}

// What a gateway says may be repeated in an error, whatever it holds.
//
//money:case §4.11 a poison webhook
func TestAProblemThatCanNotBeWrittenDownHurtsOnlyItself(t *testing.T) {
	t.Parallel()
	box, db, _ := open(t)
	tries := make(chan string, 100)
	worker := inbox.NewWorker(inbox.WorkerConfig{Inbox: box, Poll: 10 * time.Millisecond, Logger: quiet(t), Handle: func(_ context.Context, r inbox.Report) error {
		tries <- r.Subject
		if r.Subject == "T1" {
			return errors.New("it says \x00 and \xff")
		}
		return nil
	}})
	for n := range 3 {
		require.NoError(t, box.Put(t.Context(), report(n)))
	}
	stop := run(t, worker.Run)
	for range 4 { // T1 twice
		<-tries
	}
	stop()
	require.Equal(t, 2, count(t, db, `WHERE handled_at IS NOT NULL`))
	require.Equal(t, 1, count(t, db, `WHERE handled_at IS NULL AND problem LIKE 'it says %'`))
}

func TestTwoWorkersShareTheReports(t *testing.T) {
	t.Parallel()
	box, db, pool := open(t)
	other := inbox.New(pool)
	run(t, other.Run)
	const all = 400
	var handled atomic.Int64
	finished := make(chan struct{})
	handle := func(context.Context, inbox.Report) error {
		if handled.Add(1) == all {
			close(finished)
		}
		return nil
	}
	var tellers sync.WaitGroup
	for n := range all {
		tellers.Go(func() {
			to := box
			if n%2 == 0 {
				to = other
			}
			require.NoError(t, to.Put(t.Context(), report(n)))
		})
	}
	tellers.Wait()
	var stops []func()
	for _, b := range []*inbox.Inbox{box, other} {
		worker := inbox.NewWorker(inbox.WorkerConfig{Inbox: b, Poll: 10 * time.Millisecond, Logger: quiet(t), Handle: handle})
		stops = append(stops, run(t, worker.Run))
	}
	<-finished
	for _, stop := range stops {
		stop()
	}
	require.Equal(t, all, count(t, db, `WHERE handled_at IS NOT NULL`))
	require.EqualValues(t, all, handled.Load(), "each by one of them")
}

func TestAReportIsHandledAtOnceWhereItIsStored(t *testing.T) {
	t.Parallel()
	box, db, _ := open(t)
	const all = 500
	handled := make(chan string, 2*all)
	worker := inbox.NewWorker(inbox.WorkerConfig{Inbox: box, AtOnce: 16, Poll: time.Hour, Logger: quiet(t), Handle: func(_ context.Context, r inbox.Report) error {
		handled <- r.Subject
		return nil
	}})
	stop := run(t, worker.Run)
	var tellers sync.WaitGroup
	for n := range all {
		for range 2 {
			tellers.Go(func() {
				if err := box.Put(t.Context(), report(n)); err != nil {
					t.Error(err)
				}
			})
		}
	}
	tellers.Wait()
	seen := map[string]bool{}
	for range all {
		seen[<-handled] = true
	}
	stop()
	require.Len(t, seen, all)
	require.Empty(t, handled, "each once")
	require.Equal(t, all, count(t, db, `WHERE handled_at IS NOT NULL AND tries = 1`))
}

func TestAWorkerWithoutAPlaceLeavesAReportToTheOthers(t *testing.T) {
	t.Parallel()
	box, db, pool := open(t)
	other := inbox.New(pool)
	begun, goOn := make(chan string, 2), make(chan struct{})
	busy := inbox.NewWorker(inbox.WorkerConfig{Inbox: box, AtOnce: 1, Poll: time.Hour, Logger: quiet(t), Handle: func(_ context.Context, r inbox.Report) error {
		begun <- r.Subject
		<-goOn
		return nil
	}})
	stop := run(t, busy.Run)
	require.NoError(t, box.Put(t.Context(), report(1)))
	require.Equal(t, "T1", <-begun)
	require.NoError(t, box.Put(t.Context(), report(2)))

	idle := inbox.NewWorker(inbox.WorkerConfig{Inbox: other, Poll: 10 * time.Millisecond, Logger: quiet(t), Handle: func(_ context.Context, r inbox.Report) error {
		begun <- r.Subject
		return nil
	}})
	stopOther := run(t, idle.Run)
	require.Equal(t, "T2", <-begun)
	close(goOn)
	stopOther()
	stop()
	require.Equal(t, 2, count(t, db, `WHERE handled_at IS NOT NULL AND tries = 1`))
}

func TestWhatAStoppingWorkerDidNotHandleIsHandledByTheNext(t *testing.T) {
	t.Parallel()
	box, db, _ := open(t)
	const all = 100
	begun := make(chan struct{}, all)
	worker := inbox.NewWorker(inbox.WorkerConfig{Inbox: box, AtOnce: 8, Logger: quiet(t), Handle: func(ctx context.Context, _ inbox.Report) error {
		begun <- struct{}{}
		<-ctx.Done()
		return ctx.Err()
	}})
	stop := run(t, worker.Run)
	var tellers sync.WaitGroup
	for n := range all {
		tellers.Go(func() {
			if err := box.Put(t.Context(), report(n)); err != nil {
				t.Error(err)
			}
		})
	}
	<-begun
	stop()
	tellers.Wait()
	require.Zero(t, count(t, db, `WHERE handled_at IS NOT NULL`))

	handled := make(chan struct{}, 2*all)
	next := inbox.NewWorker(inbox.WorkerConfig{Inbox: box, Poll: 10 * time.Millisecond, Logger: quiet(t), Handle: func(context.Context, inbox.Report) error {
		handled <- struct{}{}
		return nil
	}})
	stopNext := run(t, next.Run)
	for range all {
		<-handled
	}
	stopNext()
	require.Equal(t, all, count(t, db, `WHERE handled_at IS NOT NULL`))
}

func TestWhatIsOnItsWayWhenTheProgramStopsIsStored(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	box := inbox.New(db.PoolAs(t, "sambatan_app"))
	const all = 50
	stored := make(chan error, all)
	for n := range all {
		go func() { stored <- box.Put(context.WithoutCancel(t.Context()), report(n)) }()
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- box.Run(ctx) }()
	require.NoError(t, <-stored)
	cancel()
	require.NoError(t, <-done)
	kept := count(t, db, "")
	require.Positive(t, kept)
	for n := 1; n < kept; n++ {
		require.NoError(t, <-stored, "who was told that it is stored, was told the truth")
	}
}

func TestAFullInboxSaysSo(t *testing.T) {
	t.Parallel()
	box := inbox.New(pgtest.New(t).PoolAs(t, "sambatan_app")) // nobody stores
	ctx, cancel := context.WithCancel(t.Context())
	full := make(chan error, 5000)
	var tellers sync.WaitGroup
	for n := range 2000 {
		tellers.Go(func() { full <- box.Put(ctx, report(n)) })
	}
	require.ErrorIs(t, <-full, inbox.ErrFull)
	cancel()
	tellers.Wait()
}

func TestNobodyReadsTheInboxWhoMayNot(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for _, role := range []string{"sambatan_web", "sambatan_project"} {
		_, err := db.PoolAs(t, role).Exec(t.Context(), `SELECT body FROM gateway_inbox`)
		require.ErrorContains(t, err, "permission denied", role)
	}
}
