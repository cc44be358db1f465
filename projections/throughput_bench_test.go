package projections_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/history"
)

// rush is the log of a busy opening: mostly joins, a part of them paid.
func rush(tb testing.TB) *history.Log {
	tb.Helper()
	m, err := history.NewMarket(1, history.Size{Brands: 4, Products: 12, Buyers: 12_000, Campaigns: 12, Slots: 6000})
	require.NoError(tb, err)
	m.Join(20_000, 3)
	return m.Log
}

// durable is a bench on a server that keeps fsync on, as in production.
func durable(tb testing.TB, log *history.Log) *bench {
	tb.Helper()
	cluster := pgtest.NewClusterWith(tb, pgtest.Options{Durable: true, Settings: map[string]string{"shared_buffers": "128MB", "max_wal_size": "4GB"}})
	b := &bench{
		t: tb, db: &cluster.DB, pool: cluster.PoolAs(tb, "sambatan_project"), owner: cluster.Pool, log: log,
		newest: map[string]eventstore.Position{}, topics: map[string]struct{}{}, changed: make(chan struct{}),
	}
	config := b.pool.Config()
	config.MaxConns = 16
	return b
}

func BenchmarkLive(b *testing.B) {
	whole := rush(b)
	for b.Loop() {
		b.StopTimer()
		bench := durable(b, whole.Upto(0))
		bench.runner = bench.newRunner(all(b)...)
		stop := bench.start(bench.runner)
		b.StartTimer()
		begin := time.Now()
		for len(bench.log.Events()) < len(whole.Events()) {
			bench.log.Reveal(whole, 250)
		}
		bench.reach(names(all(b))...)
		b.ReportMetric(float64(len(whole.Events()))/time.Since(begin).Seconds(), "events/s")
		stop()
	}
}

func BenchmarkRebuild(b *testing.B) {
	whole := rush(b)
	bench := durable(b, whole)
	bench.runner = bench.newRunner(all(b)...)
	bench.runToHead(names(all(b))...)
	for b.Loop() {
		begin := time.Now()
		require.NoError(b, bench.runner.RebuildAll(b.Context(), names(all(b)), nil))
		b.ReportMetric(float64(len(whole.Events()))/time.Since(begin).Seconds(), "events/s")
	}
}

// BenchmarkOneByOne is what the batches are compared with: a transaction for
// each event, as most frameworks do it.
func BenchmarkOneByOne(b *testing.B) {
	whole := rush(b)
	events := whole.Events()
	const skip, some = 12_200, 500
	for b.Loop() {
		b.StopTimer()
		bench := durable(b, whole.Upto(skip))
		bench.runner = bench.newRunner(all(b)...)
		bench.runToHead(names(all(b))...)
		decoders, schemas := decoders(), map[string]string{}
		for _, p := range all(b) {
			schemas[p.Spec().Name] = bench.serving(p.Spec().Name)
		}
		b.StartTimer()
		begin := time.Now()
		for _, recorded := range slices.Clone(events[skip : skip+some]) {
			event := decoders.Decode(recorded)
			for _, p := range all(b) {
				bench.applyAlone(p, schemas[p.Spec().Name], event)
			}
		}
		b.ReportMetric(some/time.Since(begin).Seconds(), "events/s")
	}
}

func (b *bench) applyAlone(p projections.Projection, schema string, event projections.Event) {
	ctx := context.Background()
	require.NoError(b.t, pgx.BeginFunc(ctx, b.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SET LOCAL search_path = "+schema+", public"); err != nil {
			return err
		}
		_, err := p.Apply(ctx, tx, []projections.Event{event})
		return err
	}))
}
