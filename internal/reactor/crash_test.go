package reactor_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	natsgo "github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/eventstore/relay"
	embedded "github.com/sensasiwangi/sambatan/internal/embedded/nats"
	"github.com/sensasiwangi/sambatan/internal/lease"
	"github.com/sensasiwangi/sambatan/internal/reactor"
)

// ticking records ticks until it is stopped, which returns how many there were:
// half of them on many streams, half on one stream that is about as many.
func (w *world) ticking(t *testing.T) (stop func() int, soFar *atomic.Int64) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	soFar = &atomic.Int64{}
	for writer := range 4 {
		running.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				stream, event := eventstore.StreamID(fmt.Sprintf("tick-%d-%d", writer, n%10)), ticked(n)
				if writer%2 == 0 {
					stream, event = "hot-1", tickedFor(string(stream), n)
				}
				if err := w.record(stream, event); err != nil {
					t.Error(err)
					return
				}
				soFar.Add(1)
				time.Sleep(time.Millisecond) // the pace of the test, nothing waits for it
			}
		})
	}
	return func() int {
		cancel()
		running.Wait()
		return int(soFar.Load())
	}, soFar
}

func TestReactionsHappenOnceThoughJetStreamIsDeleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	gate := make(chan struct{})
	echo := w.echoing()
	handle := echo.Handle
	echo.Handle = func(ctx context.Context, body any, r eventstore.Recorded) error {
		select {
		case <-gate:
			return handle(ctx, body, r)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	background(t, reactor.New(config(t, w), echo).Run)
	stop, soFar := w.ticking(t)

	require.Eventually(t, func() bool { return soFar.Load() >= 500 }, 30*time.Second, time.Millisecond)
	outstanding := soFar.Load() // the gate is closed: none has happened
	w.nats.Wipe()               // while it runs
	more := soFar.Load()
	require.Eventually(t, func() bool { return soFar.Load() > more+50 }, 30*time.Second, time.Millisecond)
	w.nats.Stop()
	w.nats.Wipe()
	w.nats.Start()
	close(gate)
	more = soFar.Load()
	require.Eventually(t, func() bool { return soFar.Load() > more+200 }, 30*time.Second, time.Millisecond)

	require.GreaterOrEqual(t, outstanding, int64(500))
	w.requireEchoes(t, stop())
	require.Eventually(t, func() bool { return w.relay.Stats().Created >= 2 }, 30*time.Second, time.Millisecond, "the stream was never lost")
}

// Environment of a reactor that runs as a process of its own, to be killed.
const (
	childDatabase = "REACTOR_TEST_DATABASE"
	childNATS     = "REACTOR_TEST_NATS"
	childPassword = "REACTOR_TEST_PASSWORD"
)

// child is the main function of that process.
func child() error {
	ctx := context.Background()
	pool, err := pgxpool.New(ctx, os.Getenv(childDatabase))
	if err != nil {
		return err
	}
	store, err := postgres.Open(ctx, postgres.Config{Pool: pool, FingerprintKey: key})
	if err != nil {
		return err
	}
	conn, err := natsgo.Connect(os.Getenv(childNATS), natsgo.UserInfo(string(embedded.Reader), os.Getenv(childPassword)))
	if err != nil {
		return err
	}
	w := &world{store: store}
	fmt.Println("running")
	return reactor.New(reactor.Config{
		Pool: pool, Source: store, Decode: decode,
		Follower:   relay.NewFeed(relay.FeedConfig{Conn: conn, Source: store, Key: key}),
		Subscriber: reactor.SubscriberConfig{Lease: lease.Options{TTL: 500 * time.Millisecond}},
	}, w.echoing()).Run(ctx)
}

func startChild(t *testing.T, w *world) *exec.Cmd {
	t.Helper()
	user, password := w.nats.Login(embedded.Reader)
	require.Equal(t, string(embedded.Reader), user)
	command := exec.CommandContext(t.Context(), os.Args[0])
	command.Env = append(os.Environ(), childDatabase+"="+w.pool.Config().ConnString(),
		childNATS+"="+w.nats.ClientURL(), childPassword+"="+password)
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "running\n", line)
	return command
}

func TestReactionsHappenOnceThoughTheReactorIsKilled(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	stop, _ := w.ticking(t)
	const unsaved = `
		SELECT count(*) FROM events echo JOIN events tick ON tick.event_id = echo.causation_id
		WHERE echo.type = $1 AND tick.position > (SELECT position FROM reactor_cursors WHERE name = 'echo')`
	const echoed = `SELECT count(*) FROM events WHERE type = $1`
	repeatable := 0
	for range 5 {
		process := startChild(t, w)
		before := w.count(t, echoed)
		require.Eventually(t, func() bool { return w.count(t, echoed) > before+50 }, 30*time.Second, time.Millisecond)
		require.NoError(t, process.Process.Kill())
		require.Error(t, process.Wait())
		if w.count(t, unsaved) > 0 {
			repeatable++
		}
	}
	require.Positive(t, repeatable, "no kill came between a reaction and the saving of the cursor")
	background(t, reactor.New(config(t, w), w.echoing()).Run)
	w.requireEchoes(t, stop())
}

func (w *world) count(t *testing.T, query string) (n int) {
	t.Helper()
	require.NoError(t, w.db.Pool.QueryRow(t.Context(), query, echoType).Scan(&n))
	return n
}

func TestTwoRuntimesAtOnceReactOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	stop, soFar := w.ticking(t)
	for range 2 {
		background(t, reactor.New(config(t, w), w.echoing()).Run)
	}
	// Somebody else holds the lease for a while: the one that had it must notice.
	_, err := w.db.Pool.Exec(t.Context(), `UPDATE lease SET holder = gen_random_uuid() WHERE name = 'reactor:echo'`)
	require.NoError(t, err)
	require.Eventually(t, func() bool { return soFar.Load() > 500 }, 30*time.Second, time.Millisecond)
	w.requireEchoes(t, stop())
}
