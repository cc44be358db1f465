package postgres_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
)

// scissors cut connections after the server has answered COMMIT to an insert,
// and before the client hears of it.
type scissors struct {
	armed atomic.Int64 // cuts still to be made
	cuts  atomic.Int64
}

func (s *scissors) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	return &cutConn{Conn: conn, scissors: s}, err
}

type cutConn struct {
	net.Conn
	scissors *scissors
	inserted bool
}

var errCut = errors.New("the connection was cut by the test")

func (c *cutConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.inserted = c.inserted || bytes.Contains(b[:n], []byte("INSERT 0 "))
	if c.inserted && bytes.Contains(b[:n], []byte("COMMIT\x00")) {
		c.inserted = false
		if c.scissors.armed.Add(-1) >= 0 {
			c.scissors.cuts.Add(1)
			return 0, errors.Join(errCut, &net.OpError{Op: "read", Err: syscall.ECONNRESET}, c.Close())
		}
	}
	return n, err
}

func poolWith(t testing.TB, db *pgtest.DB, change func(*pgxpool.Config)) *pgxpool.Pool {
	t.Helper()
	config, err := pgxpool.ParseConfig(db.DSNAs("sambatan_app"))
	require.NoError(t, err)
	change(config)
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	return pool
}

//money:case Reliability committed, and the answer lost
func TestACommandWhoseCommitWasNotHeardOfIsRecordedOnce(t *testing.T) {
	t.Parallel()
	cutter := &scissors{}
	pool := poolWith(t, pgtest.New(t), func(c *pgxpool.Config) { c.ConnConfig.DialFunc = cutter.dial })
	store := open(t, pool, postgres.Config{})
	mustCount(t, store, "a", "before")

	cutter.armed.Store(1)
	result := mustCount(t, store, "a", "cut")
	require.EqualValues(t, 1, cutter.cuts.Load(), "the fault did not happen")
	require.True(t, result.Repeated, "the second attempt finds what the first one recorded")
	require.Equal(t, []string{"before", "cut"}, names(t, store))

	cutter.armed.Store(5)
	var group sync.WaitGroup
	for i := range 100 {
		group.Go(func() {
			if _, err := store.Execute(t.Context(), countCommand("a", fmt.Sprint(i))); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for cutter.cuts.Load() < 6 { // few, large batches may have left some cuts over
		mustCount(t, store, "a", fmt.Sprintf("more %d", cutter.cuts.Load()))
	}
	all := names(t, store)
	slices.Sort(all)
	require.Equal(t, all, slices.Compact(slices.Clone(all)), "a command was recorded twice")
	require.GreaterOrEqual(t, len(all), 102)
}

// beAppender is the child of the test below: it stays between its two trips for
// as long as a test needs to stop it.
func beAppender(dsn string) error {
	ctx := context.Background()
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return err
	}
	defer pool.Close()
	store, err := postgres.Open(ctx, postgres.Config{Pool: pool, FingerprintKey: fingerprintKey})
	if err != nil {
		return err
	}
	stay := sync.OnceFunc(func() {
		fmt.Println("deciding")
		time.Sleep(500 * time.Millisecond)
	})
	command := counters.Command("a", count{"child", stay}, eventstore.Meta{CommandID: newID()})
	result, err := store.Execute(ctx, command)
	fmt.Println("recorded", result.Position, err)
	return store.Close(ctx)
}

func TestAStoppedAppenderHoldsTheOthersForLessThanThreeSeconds(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := open(t, db.PoolAs(t, "sambatan_app"), postgres.Config{})
	mustCount(t, store, "a", "before")

	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), childDSN+"="+db.DSNAs("sambatan_app"))
	child.Stderr = os.Stderr
	stdout, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	lines := bufio.NewScanner(stdout)
	require.True(t, lines.Scan())
	require.Equal(t, "deciding", lines.Text())
	require.NoError(t, child.Process.Signal(syscall.SIGSTOP))

	started := time.Now()
	mustCount(t, store, "a", "meanwhile")
	require.Less(t, time.Since(started), 3*time.Second)
	require.Greater(t, time.Since(started), time.Second, "the stopped appender did not hold the lock: nothing was tested")

	require.NoError(t, child.Process.Signal(syscall.SIGCONT))
	require.True(t, lines.Scan())
	require.True(t, strings.HasPrefix(lines.Text(), "recorded 3 <nil>"), lines.Text())
	require.NoError(t, child.Wait())
	require.Equal(t, []string{"before", "meanwhile", "child"}, names(t, store))
}

func TestCommandsOutliveACrashOfTheDatabase(t *testing.T) {
	t.Parallel()
	cluster := pgtest.NewCluster(t)
	store := open(t, cluster.PoolAs(t, "sambatan_app"), postgres.Config{Patience: 30 * time.Second})
	var group sync.WaitGroup
	var done atomic.Int64
	const clients, each = 8, 50
	var retried atomic.Int64
	for c := range clients {
		group.Go(func() {
			for i := range each {
				result, err := store.Execute(t.Context(), countCommand("a", fmt.Sprintf("%d/%d", c, i)))
				if err != nil {
					t.Error(err)
					return
				}
				if result.Repeated {
					retried.Add(1)
				}
				if done.Add(1) == clients*each/2 {
					group.Go(cluster.RestartImmediate)
				}
			}
		})
	}
	group.Wait()
	all := names(t, store)
	require.Len(t, all, clients*each)
	slices.Sort(all)
	require.Len(t, slices.Compact(all), clients*each, "a command was recorded twice")
}

func TestALockThatIsNotGivenBackMakesCommandsBusy(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := open(t, db.PoolAs(t, "sambatan_app"), postgres.Config{Patience: time.Millisecond})
	tx, err := db.Pool.Begin(t.Context())
	require.NoError(t, err)
	id := store.ID()
	_, err = tx.Exec(t.Context(), `SELECT pg_advisory_xact_lock(('x' || encode($1, 'hex'))::bit(64)::bigint)`, id[:8])
	require.NoError(t, err)
	command := countCommand("a", "waits")
	_, err = store.Execute(t.Context(), command)
	var busy *eventstore.BusyError
	require.ErrorAs(t, err, &busy)
	require.Contains(t, busy.Reason, "lock")
	require.NoError(t, tx.Rollback(t.Context()))
	result, err := store.Execute(t.Context(), command)
	require.NoError(t, err)
	require.False(t, result.Repeated)
}

// holdStore sends a command that stays in the appender until release is called.
func holdStore(t *testing.T, store *postgres.Store) (answer <-chan error, release func()) {
	t.Helper()
	entered, released, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	stay := sync.OnceFunc(func() { close(entered); <-released })
	go func() {
		_, err := store.Execute(context.WithoutCancel(t.Context()), counters.Command("held", count{"held", stay}, eventstore.Meta{CommandID: newID()}))
		done <- err
	}()
	<-entered
	return done, func() { close(released) }
}

// awaitClosed returns once the store refuses commands.
func awaitClosed(t *testing.T, store *postgres.Store) {
	t.Helper()
	gone, leave := context.WithCancel(t.Context())
	leave()
	for {
		if _, err := store.Execute(gone, countCommand("a", "late")); errors.Is(err, eventstore.ErrClosed) {
			return
		}
	}
}

func TestAStoreThatClosesAnswersWhatWaits(t *testing.T) {
	t.Parallel()
	store, err := postgres.Open(t.Context(), postgres.Config{Pool: pgtest.New(t).PoolAs(t, "sambatan_app"), FingerprintKey: fingerprintKey})
	require.NoError(t, err)
	answer, release := holdStore(t, store)
	var group sync.WaitGroup
	group.Go(func() {
		if err := store.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	awaitClosed(t, store)
	release()
	require.NoError(t, <-answer)
	group.Wait()
}

func TestAStoreThatMustCloseAtOnceGivesUpWhatIsInFlight(t *testing.T) {
	t.Parallel()
	store, err := postgres.Open(t.Context(), postgres.Config{Pool: pgtest.New(t).PoolAs(t, "sambatan_app"), FingerprintKey: fingerprintKey})
	require.NoError(t, err)
	answer, release := holdStore(t, store)
	now, cancel := context.WithCancel(t.Context())
	cancel()
	closed := make(chan error, 1)
	go func() { closed <- store.Close(now) }()
	awaitClosed(t, store)
	release()
	require.ErrorIs(t, <-closed, context.Canceled)
	// The commit may have been on its way already: either answer is honest.
	if err := <-answer; err != nil {
		require.ErrorIs(t, err, eventstore.ErrClosed)
	}
}
