package postgres_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
)

// trips counts the round trips that read streams.
type trips struct{ atomic.Int64 }

func (n *trips) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}

func (n *trips) TraceBatchQuery(_ context.Context, _ *pgx.Conn, query pgx.TraceBatchQueryData) {
	if strings.Contains(query.SQL, "stream_version >=") {
		n.Add(1)
	}
}

func (n *trips) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

func (n *trips) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	return ctx
}

func (n *trips) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// traced is a pool of the database that counts.
func traced(t testing.TB, db *pgtest.DB) (*pgxpool.Pool, *trips) {
	t.Helper()
	config := db.PoolAs(t, "sambatan_app").Config()
	count := &trips{}
	config.ConnConfig.Tracer = count
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	return pool, count
}

func TestWhoReadsAtTheSameTimeSharesRoundTrips(t *testing.T) {
	t.Parallel()
	pool, count := traced(t, pgtest.New(t))
	store := open(t, pool, postgres.Config{})
	const streams, rounds = 64, 20
	for n := range streams {
		mustCount(t, store, fmt.Sprint(n), "x")
	}
	var group sync.WaitGroup
	for n := range streams {
		group.Go(func() {
			for range rounds {
				counted, _, err := eventstore.Load(t.Context(), store, counters, fmt.Sprint(n))
				if err != nil || counted != 1 {
					t.Errorf("stream %d: %d, %v", n, counted, err)
				}
			}
		})
	}
	group.Wait()
	require.Less(t, count.Load(), int64(streams*rounds/2))

	alone := count.Load()
	for range 3 {
		_, _, err := eventstore.Load(t.Context(), store, counters, "1")
		require.NoError(t, err)
	}
	require.Equal(t, alone+3, count.Load(), "who comes later reads anew")
}

func TestAStreamThatCanNotBeReadHurtsOnlyItsReader(t *testing.T) {
	t.Parallel()
	store := open(t, pgtest.New(t).PoolAs(t, "sambatan_app"), postgres.Config{})
	mustCount(t, store, "good", "x")
	var group sync.WaitGroup
	for n := range 64 {
		group.Go(func() {
			for range 10 {
				stream := "good"
				if n%4 == 0 {
					stream = "a\x00b"
				}
				counted, _, err := eventstore.Load(t.Context(), store, counters, stream)
				if n%4 == 0 && err == nil || n%4 != 0 && (err != nil || counted != 1) {
					t.Errorf("%q: %d, %v", stream, counted, err)
				}
			}
		})
	}
	group.Wait()
}

func TestAReaderWhoLeavesTakesNobodyAlong(t *testing.T) {
	t.Parallel()
	store := open(t, pgtest.New(t).PoolAs(t, "sambatan_app"), postgres.Config{})
	mustCount(t, store, "a", "x")
	gone, leave := context.WithCancel(t.Context())
	leave()
	var group sync.WaitGroup
	for n := range 64 {
		group.Go(func() {
			ctx := t.Context()
			if n%2 == 0 {
				ctx = gone
			}
			counted, _, err := eventstore.Load(ctx, store, counters, "a")
			if n%2 == 1 && (err != nil || counted != 1) {
				t.Errorf("%d, %v", counted, err)
			}
		})
	}
	group.Wait()
}

// BenchmarkLoad reads streams of three events from many clients at once.
func BenchmarkLoad(b *testing.B) {
	store := open(b, pgtest.New(b).PoolAs(b, "sambatan_app"), postgres.Config{})
	for n := range 300 {
		mustCount(b, store, fmt.Sprint(n%100), "x")
	}
	for _, clients := range []int{1, 64} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			var next atomic.Int64
			var group sync.WaitGroup
			for range clients {
				group.Go(func() {
					for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
						if _, _, err := eventstore.Load(b.Context(), store, counters, fmt.Sprint(n%100)); err != nil {
							b.Error(err)
						}
					}
				})
			}
			group.Wait()
		})
	}
}
