package relay_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
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

// pgLog is the events table, written the way the event store does it: under one
// lock, gapless, with leaf hashes.
type pgLog struct {
	pool *pgxpool.Pool
	id   eventstore.UUID
	pad  string // makes events larger
}

func newLog(t testing.TB) *pgLog {
	t.Helper()
	return openLog(t, pgtest.New(t).Pool)
}

func openLog(t testing.TB, pool *pgxpool.Pool) *pgLog {
	t.Helper()
	l := &pgLog{pool: pool}
	require.NoError(t, pool.QueryRow(t.Context(), `SELECT log_id FROM log_identity`).Scan(&l.id))
	return l
}

func (l *pgLog) ID() eventstore.UUID { return l.id }

func (l *pgLog) Head(ctx context.Context) (head eventstore.Position, err error) {
	err = l.pool.QueryRow(ctx, `SELECT coalesce(max(position), 0) FROM events`).Scan(&head)
	return head, err
}

const columns = `position, stream_id, stream_version, event_id, type, data, metadata, command_id,
	correlation_id, causation_id, actor, recorded_at, fingerprint, leaf_hash`

func (l *pgLog) ReadBatch(ctx context.Context, from eventstore.Position, limit int) ([]eventstore.Recorded, error) {
	rows, err := l.pool.Query(ctx, `SELECT `+columns+` FROM events WHERE position >= $1 ORDER BY position LIMIT $2`, from, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (r eventstore.Recorded, err error) {
		var data, metadata string // as they are: the bytes are hashed
		var leaf []byte
		err = row.Scan(&r.Position, &r.StreamID, &r.Version, &r.EventID, &r.Type, &data, &metadata, &r.CommandID,
			&r.CorrelationID, &r.CausationID, &r.Actor, &r.RecordedAt, &r.Fingerprint, &leaf)
		r.Data, r.Metadata, r.RecordedAt = []byte(data), []byte(metadata), r.RecordedAt.UTC()
		copy(r.LeafHash[:], leaf)
		return r, err
	})
}

func (l *pgLog) Listen(ctx context.Context, wake func()) error {
	conn, err := l.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, `LISTEN log`); err != nil {
		return err
	}
	for {
		if _, err := conn.Conn().WaitForNotification(ctx); err != nil {
			return err
		}
		wake()
	}
}

// append adds events to streams in turn, in one transaction.
func (l *pgLog) append(t testing.TB, count int) {
	t.Helper()
	require.NoError(t, l.write(context.WithoutCancel(t.Context()), l.pool, count))
}

func (l *pgLog) write(ctx context.Context, pool *pgxpool.Pool, count int) error {
	return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(1)`); err != nil {
			return err
		}
		head, err := l.Head(ctx)
		if err != nil {
			return err
		}
		var events []eventstore.Recorded
		for i := range count {
			events = append(events, l.make(head+1+eventstore.Position(i)))
		}
		return l.insert(ctx, tx, events)
	})
}

func (l *pgLog) make(position eventstore.Position) eventstore.Recorded {
	command := id.New()
	r := eventstore.Recorded{
		Position: position, StreamID: eventstore.StreamID(fmt.Sprintf("thing-%d", position)), Version: 1,
		EventID: id.New(), Type: "sambatan.slots_held.v1", Data: fmt.Appendf(nil, `{"n": %d, "pad": %q}`, position, l.pad), Metadata: []byte(`{}`),
		CommandID: command, CorrelationID: command, CausationID: command, Actor: "system:test",
		RecordedAt: time.Now().UTC().Truncate(time.Microsecond),
	}
	fingerprint := sha256.Sum256(command[:])
	r.Fingerprint = fingerprint[:]
	r.LeafHash = eventstore.HashLeaf(l.id, &r)
	return r
}

func (l *pgLog) insert(ctx context.Context, tx pgx.Tx, events []eventstore.Recorded) error {
	batch := &pgx.Batch{}
	for _, r := range events {
		batch.Queue(`INSERT INTO events (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
			r.Position, string(r.StreamID), r.Version, r.EventID, r.Type, string(r.Data), string(r.Metadata), r.CommandID,
			r.CorrelationID, r.CausationID, r.Actor, r.RecordedAt, r.Fingerprint, r.LeafHash[:])
	}
	batch.Queue(`SELECT pg_notify('log', '')`)
	return tx.SendBatch(ctx, batch).Close()
}

// Restore implements relay.Store.
func (l *pgLog) Restore(ctx context.Context, events []eventstore.Recorded) error {
	return pgx.BeginFunc(ctx, l.pool, func(tx pgx.Tx) error {
		for i := range events {
			if eventstore.HashLeaf(l.id, &events[i]) != events[i].LeafHash {
				return fmt.Errorf("the leaf of position %d does not fit", events[i].Position)
			}
		}
		return l.insert(ctx, tx, events)
	})
}

// loseTail plays a database that was restored to an older state.
func (l *pgLog) loseTail(t testing.TB, head eventstore.Position) {
	t.Helper()
	_, err := l.pool.Exec(t.Context(), fmt.Sprintf(`
		ALTER TABLE events DISABLE TRIGGER append_only;
		DELETE FROM events WHERE position > %d;
		ALTER TABLE events ENABLE ALWAYS TRIGGER append_only`, head))
	require.NoError(t, err)
}

func (l *pgLog) all(t testing.TB) []eventstore.Recorded {
	t.Helper()
	var all []eventstore.Recorded
	for {
		batch, err := l.ReadBatch(t.Context(), eventstore.Position(len(all))+1, 1000)
		require.NoError(t, err)
		if len(batch) == 0 {
			return all
		}
		all = append(all, batch...)
	}
}

func logName(id eventstore.UUID) string { return fmt.Sprintf("%x", id[:]) }
