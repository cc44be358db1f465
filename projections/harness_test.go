package projections_test

import (
	"context"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/history"
	"github.com/sensasiwangi/sambatan/services/brand"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/product"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func decoders() *projections.Decoders {
	d := &projections.Decoders{}
	projections.AddCodec(d, sambatan.Codec)
	projections.AddCodec(d, payment.InstructionCodec)
	projections.AddCodec(d, payment.ReceiptCodec)
	projections.AddCodec(d, payment.IntentCodec)
	projections.AddCodec(d, payment.RefundCodec)
	projections.AddCodec(d, payment.StatementCodec)
	projections.AddCodec(d, identity.Codec)
	projections.AddCodec(d, brand.Codec)
	projections.AddCodec(d, product.Codec)
	projections.AddCodec(d, order.Codec)
	projections.AddCodec(d, payout.Codec)
	projections.AddCodec(d, wallet.Codec)
	projections.AddCodec(d, notification.ReminderCodec)
	projections.AddCodec(d, notification.MailCodec)
	return d
}

// bench is a runner on a database of its own.
type bench struct {
	t      testing.TB
	db     *pgtest.DB
	pool   *pgxpool.Pool // as sambatan_project
	owner  *pgxpool.Pool // as whoever migrates
	log    *history.Log
	runner *projections.Runner

	mu      sync.Mutex
	newest  map[string]eventstore.Position
	topics  map[string]struct{}
	changed chan struct{}
}

func setup(t testing.TB, log *history.Log, ps ...projections.Projection) *bench {
	t.Helper()
	db := pgtest.New(t)
	b := &bench{
		t: t, db: db, pool: db.PoolAs(t, "sambatan_project"), owner: db.Pool, log: log,
		newest: map[string]eventstore.Position{}, topics: map[string]struct{}{}, changed: make(chan struct{}),
	}
	b.runner = b.newRunner(ps...)
	return b
}

// record puts events into the database's own log, which trails are read from.
func (b *bench) record(events []eventstore.Recorded) {
	b.t.Helper()
	columns := []string{
		"position", "stream_id", "stream_version", "event_id", "type", "data", "metadata", "command_id", "fingerprint",
		"correlation_id", "causation_id", "actor", "recorded_at", "leaf_hash",
	}
	_, err := b.db.Pool.CopyFrom(b.t.Context(), pgx.Identifier{"events"}, columns,
		pgx.CopyFromSlice(len(events), func(i int) ([]any, error) {
			e := &events[i]
			return []any{
				int64(e.Position), string(e.StreamID), int64(e.Version), e.EventID, e.Type, e.Data, e.Metadata, e.CommandID,
				append([]byte{}, e.Fingerprint...), e.CorrelationID, e.CausationID, e.Actor, e.RecordedAt, e.LeafHash[:],
			}, nil
		}))
	require.NoError(b.t, err)
}

func (b *bench) config(ps ...projections.Projection) projections.Config {
	return projections.Config{
		Pool: b.pool, Owner: b.owner, Follower: b.log, Reader: b.log, Decoders: decoders(), Projections: ps,
		OnCommit: b.note, Logger: slog.New(slog.NewTextHandler(b.t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})),
		RetryAfter: 10e6, RecheckAfter: 50e6,
	}
}

func (b *bench) newRunner(ps ...projections.Projection) *projections.Runner {
	return projections.New(b.config(ps...))
}

func (b *bench) note(c projections.Commit) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.newest[c.Name] = max(b.newest[c.Name], c.Position)
	for _, topic := range c.Topics {
		b.topics[topic] = struct{}{}
	}
	close(b.changed)
	b.changed = make(chan struct{})
}

// start runs a runner until the returned function is called.
func (b *bench) start(r *projections.Runner) (stop func()) {
	ctx, cancel := context.WithCancel(b.t.Context())
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		require.NoError(b.t, <-done)
	})
	b.t.Cleanup(stop)
	return stop
}

// reach waits until every named projection is at the log's head.
func (b *bench) reach(names ...string) {
	b.t.Helper()
	head, err := b.log.Head(b.t.Context())
	require.NoError(b.t, err)
	b.reachAt(head, names...)
}

func (b *bench) reachAt(position eventstore.Position, names ...string) {
	b.t.Helper()
	deadline := time.After(30 * time.Second)
	for {
		b.mu.Lock()
		behind := slices.ContainsFunc(names, func(name string) bool { return b.newest[name] < position })
		changed := b.changed
		b.mu.Unlock()
		if !behind {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			b.t.Fatalf("the projections did not get to %d: %v", position, b.newest)
		}
	}
}

// runToHead runs all projections up to the head and stops.
func (b *bench) runToHead(names ...string) {
	b.t.Helper()
	stop := b.start(b.runner)
	b.reach(names...)
	stop()
}

// as runs queries the way a page does.
func (b *bench) as(user, role, brand string, fn func(pgx.Tx)) {
	b.t.Helper()
	require.NoError(b.t, pgx.BeginFunc(b.t.Context(), b.db.Pool, func(tx pgx.Tx) error {
		dbRole := "sambatan_web"
		if role == "auditor" {
			dbRole = "sambatan_auditor"
		}
		_, err := tx.Exec(b.t.Context(), "SET LOCAL ROLE "+dbRole)
		require.NoError(b.t, err)
		claims := `{"sub":"` + user + `","role":"` + role + `","brand":"` + brand + `"}`
		_, err = tx.Exec(b.t.Context(), "SELECT set_config('request.jwt.claims', $1, true)", claims)
		require.NoError(b.t, err)
		fn(tx)
		return nil
	}))
}

// dump returns every row of a schema's tables as text, sorted, and the names of their indexes.
func (b *bench) dump(schema string) map[string][]string {
	b.t.Helper()
	ctx := b.t.Context()
	tables, err := projections.All(ctx, b.db.Pool, pgx.RowTo[string],
		`SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = $1::text::regnamespace ORDER BY 1`, schema)
	require.NoError(b.t, err)
	require.NotEmpty(b.t, tables)
	rows := map[string][]string{}
	for _, table := range tables {
		name := pgx.Identifier{schema, table}.Sanitize()
		rows[table], err = projections.All(ctx, b.db.Pool, pgx.RowTo[string], "SELECT r::text FROM "+name+" r ORDER BY 1")
		require.NoError(b.t, err)
	}
	rows["pg_indexes"], err = projections.All(ctx, b.db.Pool, pgx.RowTo[string],
		"SELECT indexname::text FROM pg_indexes WHERE schemaname = $1 ORDER BY 1", schema)
	require.NoError(b.t, err)
	return rows
}

// serving is the schema that a projection's views show.
func (b *bench) serving(name string) (schema string) {
	b.t.Helper()
	require.NoError(b.t, b.db.Pool.QueryRow(b.t.Context(),
		`SELECT schema FROM projection_checkpoints WHERE name = $1 AND state = 'live'`, name).Scan(&schema))
	return schema
}

func market(t testing.TB, seed uint64, events int) *history.Market {
	t.Helper()
	m, err := history.NewMarket(seed, history.Size{Brands: 3, Products: 8, Buyers: 150, Campaigns: 18, Slots: 40})
	require.NoError(t, err)
	m.Live(events)
	return m
}

// start is before everything that a market's log holds.
var start = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// kindOf is an account without its parameters.
func kindOf(account money.Account) string {
	parts := strings.SplitN(string(account), ":", 3)
	return strings.Join(parts[:min(2, len(parts))], ":")
}

func isEscrow(account money.Account) bool { return kindOf(account) == "liability:escrow" }
