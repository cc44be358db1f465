package postgres_test

import (
	"crypto/rand"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
)

type joined struct {
	Participation string `json:"participation"`
	Slots         int    `json:"slots"`
	Buyer         string `json:"buyer"`
	Address       []byte `json:"address"` // as large as a sealed one
}

type join struct {
	Participation, Buyer string
	Slots                int
	Address              []byte
}

var joinCodec = func() *eventstore.Codec[any] {
	codec := eventstore.NewCodec[any]()
	eventstore.Register[joined](codec, "bench.joined.v1")
	return codec
}()

var joins = eventstore.NewAggregate("bench", eventstore.Decider[int, join, any]{
	Initial: func() int { return 0 },
	Decide: func(_ int, c join, _ time.Time) ([]any, error) {
		return []any{joined{c.Participation, c.Slots, c.Buyer, c.Address}}, nil
	},
	Evolve: func(slots int, event any) int { return slots + event.(joined).Slots },
}, joinCodec)

// BenchmarkExecute joins one hot campaign from many clients, through one appender
// and through two, fsync on.
func BenchmarkExecute(b *testing.B) {
	cluster := pgtest.NewClusterWith(b, pgtest.Options{Durable: true})
	for _, appenders := range []int{1, 2} {
		for _, clients := range []int{1, 64, 256} {
			if clients < appenders {
				continue
			}
			b.Run(fmt.Sprintf("appenders=%d/clients=%d", appenders, clients), func(b *testing.B) {
				stores := make([]*postgres.Store, appenders)
				for i := range stores {
					stores[i] = open(b, cluster.Pool, postgres.Config{})
				}
				took := executeFrom(b, stores, clients)
				slices.Sort(took)
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commands/s")
				b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
				b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
			})
		}
	}
}

func executeFrom(b *testing.B, stores []*postgres.Store, clients int) []time.Duration {
	b.Helper()
	b.ReportAllocs()
	var done atomic.Int64
	stream := fmt.Sprintf("hot-%d", time.Now().UnixNano())
	took := make([]time.Duration, b.N)
	address := make([]byte, 180)
	var group sync.WaitGroup
	b.ResetTimer()
	for client := range clients {
		store := stores[client%len(stores)]
		group.Go(func() {
			for i := done.Add(1) - 1; i < int64(b.N); i = done.Add(1) - 1 {
				started := time.Now()
				var id eventstore.UUID
				rand.Read(id[:])
				command := join{Participation: fmt.Sprintf("%x", id), Buyer: fmt.Sprintf("%x", id[:8]), Slots: 1, Address: address}
				_, err := store.Execute(b.Context(), joins.Command(stream, command, eventstore.Meta{CommandID: id, Actor: "user:bench"}))
				if err != nil {
					b.Error(err)
					return
				}
				took[i] = time.Since(started)
			}
		})
	}
	group.Wait()
	b.StopTimer()
	return took
}

// BenchmarkReadBatch reads what a relay or a projection reads at once.
func BenchmarkReadBatch(b *testing.B) {
	store := open(b, pgtest.New(b).PoolAs(b, "sambatan_app"), postgres.Config{})
	var events []eventstore.NewEvent
	for range eventstore.MaxBatchEvents {
		event, err := joinCodec.Encode(joined{Participation: "p", Slots: 1, Buyer: "b", Address: make([]byte, 180)})
		require.NoError(b, err)
		events = append(events, event)
	}
	_, err := store.Append(b.Context(), "bench-read", 0, events, eventstore.Meta{CommandID: newID()})
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		batch, err := store.ReadBatch(b.Context(), 1, eventstore.MaxBatchEvents)
		require.NoError(b, err)
		require.Len(b, batch, eventstore.MaxBatchEvents)
	}
	b.ReportMetric(float64(b.N)*eventstore.MaxBatchEvents/b.Elapsed().Seconds(), "events/s")
}
