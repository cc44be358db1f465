package reactor_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/eventstore/relay"
	embedded "github.com/sensasiwangi/sambatan/internal/embedded/nats"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/natstest"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
)

// theirs are goroutines of NATS that stay now and then: nats.go starts the first
// lazily and forgets it when it is cleaned up before its first step; the server
// leaves the others behind when it stops while it creates a stream.
var theirs = []goleak.Option{
	goleak.IgnoreTopFunction("github.com/nats-io/nats.go/jetstream.(*jetStream).resetPendingAcksOnReconnect"),
	goleak.IgnoreTopFunction("github.com/nats-io/nats-server/v2/server.(*fileStore).flushStreamStateLoop"),
	goleak.IgnoreTopFunction("github.com/nats-io/nats-server/v2/server/ats.Register.func1"),
}

func TestMain(m *testing.M) {
	if os.Getenv(childDatabase) != "" {
		fmt.Fprintln(os.Stderr, child())
		os.Exit(1)
	}
	code := pgtest.Main(m)
	if code == 0 {
		if err := goleak.Find(theirs...); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

var key = []byte("a key of sixteen bytes or more")

// world is a log on Postgres, carried by a real NATS.
type world struct {
	db    *pgtest.DB
	pool  *pgxpool.Pool // as the program logs in
	store *postgres.Store
	nats  *natstest.Server
	feed  *relay.Feed
	relay *relay.Relay
}

func newWorld(t testing.TB) *world {
	t.Helper()
	return newWorldOn(t, pgtest.New(t))
}

func newWorldOn(t testing.TB, db *pgtest.DB) *world {
	t.Helper()
	w := &world{db: db, nats: natstest.NewOn(t, "127.0.0.1:0")}
	w.pool = w.db.PoolAs(t, "sambatan_app")
	store, err := postgres.Open(t.Context(), postgres.Config{Pool: w.pool, FingerprintKey: key})
	require.NoError(t, err)
	w.store = store
	w.relay = relay.New(relay.Config{Conn: w.nats.Conn(), Source: store, Listen: store.Listen, Key: key, Logger: logger(t)})
	w.feed = relay.NewFeed(relay.FeedConfig{Conn: w.nats.ConnAs(embedded.Reader), Source: store, Key: key})
	stop := background(t, w.relay.Run)
	t.Cleanup(func() {
		stop()
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		require.NoError(t, store.Close(ctx))
	})
	return w
}

// background runs until the returned function is called, or the test ends.
func background(t testing.TB, run func(context.Context) error) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := run(ctx); err != nil {
			t.Error(err)
		}
	}()
	stop = sync.OnceFunc(func() { cancel(); <-done })
	t.Cleanup(stop)
	return stop
}

func logger(t testing.TB) *slog.Logger {
	t.Helper()
	return slog.New(slog.NewTextHandler(t.Output(), nil))
}

// record adds events to a stream, whatever its version.
func (w *world) record(stream eventstore.StreamID, events ...eventstore.NewEvent) error {
	meta := eventstore.Meta{CommandID: id.New(), Actor: "system:test"}
	return w.execute(eventstore.Command{Stream: stream, Meta: meta, Body: events, Rules: anything{}})
}

func (w *world) execute(command eventstore.Command) error {
	for {
		_, err := w.store.Execute(context.Background(), command)
		if _, busy := errors.AsType[*eventstore.BusyError](err); !busy {
			return err
		}
	}
}

// anything are rules that accept every event.
type anything struct{}

func (anything) Initial() any { return 0 }

func (anything) Decide(state, command any, _ time.Time) ([]eventstore.NewEvent, any, error) {
	return command.([]eventstore.NewEvent), state, nil
}

func (anything) Evolve(state any, _ eventstore.Recorded) (any, error) { return state, nil }
