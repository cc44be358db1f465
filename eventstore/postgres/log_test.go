package postgres_test

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
)

func requireCode(t *testing.T, err error, code string) {
	t.Helper()
	var server *pgconn.PgError
	require.ErrorAs(t, err, &server)
	require.Equal(t, code, server.Code, server.Message)
}

func TestTheLogRefusesEveryChange(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	mustCount(t, open(t, db.PoolAs(t, "sambatan_app"), postgres.Config{}), "a", "one")
	preludes := map[string]string{
		"superuser":            "SELECT 1",
		"superuser as replica": "SET LOCAL session_replication_role = replica",
		"owner":                "SET LOCAL ROLE sambatan_owner",
		"appender":             "SET LOCAL ROLE sambatan_append",
		"projector":            "SET LOCAL ROLE sambatan_project",
		"auditor":              "SET LOCAL ROLE sambatan_auditor",
	}
	changes := []string{
		"UPDATE events SET actor = 'somebody else'", "DELETE FROM events", "TRUNCATE events", "TRUNCATE events CASCADE",
		"UPDATE log_identity SET log_id = gen_random_uuid()", "DELETE FROM log_identity", "TRUNCATE log_identity",
		"INSERT INTO events SELECT * FROM events ON CONFLICT (position) DO UPDATE SET actor = 'x'",
	}
	for who, prelude := range preludes {
		for _, change := range changes {
			err := pgx.BeginFunc(t.Context(), db.Pool, func(tx pgx.Tx) error {
				if _, err := tx.Exec(t.Context(), prelude); err != nil {
					return err
				}
				tag, err := tx.Exec(t.Context(), change)
				// Row security lets the owner see rows but none to change.
				if err == nil && tag.RowsAffected() == 0 && who == "owner" {
					return &pgconn.PgError{Code: "42501"}
				}
				return err
			})
			require.Error(t, err, "%s: %s", who, change)
			requireCode(t, err, "42501")
		}
	}
}

func TestALogWithEventsIsNotTakenBack(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	down, err := os.ReadFile("../../migrations/000002_log.down.sql")
	require.NoError(t, err)
	mustCount(t, open(t, db.PoolAs(t, "sambatan_app"), postgres.Config{}), "a", "one")
	for _, prelude := range []string{"", "SET LOCAL ROLE sambatan_owner;"} {
		_, err = db.Pool.Exec(t.Context(), prelude+string(down))
		requireCode(t, err, "55000")
	}
}

func TestPostingsThatDoNotBalanceDoNotEnter(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := open(t, db.PoolAs(t, "sambatan_app"), postgres.Config{})
	good := []string{
		`{}`, `{"postings":null}`, `{"postings":[]}`, `[1]`, `{"text":"postings \u0041 po\u0073tings"}`,
		`{"postings":[{"account":"a","amount":5},{"account":"b","amount":-5}]}`,
		`{"name":"\u003cb\u003e","postings":[{"amount":9223372036854775807,"account":"a"},{"account":"b","amount":-9223372036854775807}]}`,
	}
	for _, data := range good {
		_, err := store.Append(t.Context(), eventstore.StreamID("money-"+data), 0, []eventstore.NewEvent{{Type: "t.v1", Data: []byte(data)}}, eventstore.Meta{CommandID: newID()})
		require.NoError(t, err, data)
	}
	one := `[{"account":"a","amount":5}]`
	bad := []string{
		`{"postings":` + one + `}`,
		`{"Postings":` + one + `}`,
		`{"postingſ":` + one + `}`,
		`{"po\u0073tings":` + one + `}`,
		`{"\u0070\u006f\u0073\u0074\u0069\u006e\u0067\u0073":` + one + `}`,
		`{"postings":[],"postings":` + one + `}`,
		`{"postings":` + one + `,"postings":[]}`,
		`{"postings":[{"account":"a","amount":5},{"account":"b","amount":-4}]}`,
		`{"postings":[{"account":"a","amount":0.5},{"account":"b","amount":-0.5}]}`,
		`{"postings":[{"account":"a","amount":5,"Amount":1},{"account":"b","amount":-5}]}`,
		`{"postings":[{"account":"a","amount":5,"amount":1},{"account":"b","amount":-5}]}`,
		`{"postings":[{"account":"a"},{"account":"b","amount":-5}]}`,
		`{"postings":[{"account":"a","amount":null}]}`,
	}
	for _, data := range bad {
		_, err := store.Append(t.Context(), "money-bad", 0, []eventstore.NewEvent{{Type: "t.v1", Data: []byte(data)}}, eventstore.Meta{CommandID: newID()})
		require.Error(t, err, data)
		requireCode(t, err, "23514")
	}
	head, err := store.Head(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, len(good), head)
}

func TestACommandThatTheDatabaseRefusesHurtsOnlyItself(t *testing.T) {
	t.Parallel()
	store := open(t, pgtest.New(t).PoolAs(t, "sambatan_app"), postgres.Config{})
	entered, release := make(chan struct{}), make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		command := counters.Command("held", count{"held", sync.OnceFunc(func() { close(entered); <-release })}, eventstore.Meta{CommandID: newID()})
		if _, err := store.Execute(t.Context(), command); err != nil {
			t.Error(err)
		}
	})
	<-entered
	for _, name := range []string{"one", "two", "three"} {
		group.Go(func() {
			if _, err := store.Execute(t.Context(), countCommand("a", name)); err != nil {
				t.Error(err)
			}
		})
	}
	group.Go(func() {
		unbalanced := []eventstore.NewEvent{{Type: "test.counted.v1", Data: []byte(`{"postings":[{"account":"a","amount":1}]}`)}}
		_, err := store.Append(t.Context(), "counter-b", 0, unbalanced, eventstore.Meta{CommandID: newID()})
		var server *pgconn.PgError
		if !errorAs(err, &server) || server.Code != "23514" {
			t.Errorf("expected a check violation, got %v", err)
		}
	})
	close(release)
	group.Wait()
	require.ElementsMatch(t, []string{"held", "one", "two", "three"}, names(t, store))
}

//money:case §4.11 the server's clock jumps
func TestTimeNeverRunsBackwards(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	shift := 48 * time.Hour
	ahead := open(t, db.PoolAs(t, "sambatan_app"), postgres.Config{Clock: func(now time.Time) time.Time { return now.Add(shift) }})
	behind := open(t, db.PoolAs(t, "sambatan_app"), postgres.Config{})
	first := mustCount(t, ahead, "a", "in two days").Events[0].RecordedAt
	require.WithinDuration(t, time.Now().Add(shift), first, time.Minute)
	second := mustCount(t, behind, "a", "now").Events[0].RecordedAt
	require.Equal(t, first, second)
}

func TestAnEventThatWasTamperedWithIsFound(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := open(t, db.PoolAs(t, "sambatan_app"), postgres.Config{})
	for range 3 {
		mustCount(t, store, "a", "x")
	}
	var told eventstore.Position
	n, err := store.VerifyLeaves(t.Context(), 1, func(p eventstore.Position) { told = p })
	require.NoError(t, err)
	require.Equal(t, 3, n)
	require.EqualValues(t, 3, told)
	_, err = db.Pool.Exec(t.Context(), `ALTER TABLE events DISABLE TRIGGER append_only; UPDATE events SET data = '{"name":"y"}' WHERE position = 2`)
	require.NoError(t, err)
	_, err = store.VerifyLeaves(t.Context(), 1, nil)
	var leaf *postgres.LeafError
	require.ErrorAs(t, err, &leaf)
	require.EqualValues(t, 2, leaf.Position)
	_, err = db.Pool.Exec(t.Context(), `DELETE FROM events WHERE position = 2`)
	require.NoError(t, err)
	_, err = store.VerifyLeaves(t.Context(), 1, nil)
	require.ErrorAs(t, err, &leaf)
	require.EqualValues(t, 2, leaf.Position)
	for _, err = range store.All(t.Context(), 1) {
		if err != nil {
			break
		}
	}
	require.ErrorIs(t, err, postgres.ErrGap)
}

func TestALostTailIsRestoredExactly(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := open(t, db.PoolAs(t, "sambatan_app"), postgres.Config{})
	for _, name := range []string{"one", "two", "three", "four"} {
		mustCount(t, store, "a", name)
	}
	before, err := store.ReadBatch(t.Context(), 1, 10)
	require.NoError(t, err)
	_, err = db.Pool.Exec(t.Context(), `ALTER TABLE events DISABLE TRIGGER append_only; DELETE FROM events WHERE position > 2`)
	require.NoError(t, err)
	_, err = db.Pool.Exec(t.Context(), `ALTER TABLE events ENABLE ALWAYS TRIGGER append_only`)
	require.NoError(t, err)

	require.ErrorContains(t, store.Restore(t.Context(), before[3:]), "ends at position 2")
	forged := before[2]
	forged.Actor = "somebody else"
	var leaf *postgres.LeafError
	require.ErrorAs(t, store.Restore(t.Context(), []eventstore.Recorded{forged}), &leaf)
	require.NoError(t, store.Restore(t.Context(), before[2:]))
	after, err := store.ReadBatch(t.Context(), 1, 10)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(before, after))
	// The appender had cached a state of version 4 all along.
	require.EqualValues(t, 5, mustCount(t, store, "a", "five").Version)
}

func TestListenersAreWokenAfterEachBatchAndAfterALostConnection(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := open(t, db.PoolAs(t, "sambatan_app"), postgres.Config{})
	wakes := make(chan struct{}, 100)
	var group sync.WaitGroup
	ctx, stop := contextWithStop(t)
	group.Go(func() {
		if err := store.Listen(ctx, func() { wakes <- struct{}{} }); err != nil {
			t.Error(err)
		}
	})
	<-wakes // it listens
	mustCount(t, store, "a", "one")
	<-wakes
	_, err := db.Pool.Exec(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`)
	require.NoError(t, err)
	<-wakes // it listens again
	mustCount(t, store, "a", "two")
	<-wakes
	stop()
	group.Wait()
}

// Around the number of events that are read under the lock of a stream of which nothing is known.
func TestAStreamOfWhichNothingIsKnownIsGoneOnWithHoweverLongItIs(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	stores := make([]*postgres.Store, 3)
	for i := range stores {
		stores[i] = open(t, db.PoolAs(t, "sambatan_app"), postgres.Config{})
	}
	one := eventstore.NewEvent{Type: "test.counted.v1", Data: []byte(`{"name":"x"}`)}
	for _, length := range []int{0, 1, 15, 16, 17, 33, 2016, 2017} {
		name := strconv.Itoa(length)
		stream := counters.Stream(name)
		appending := func(store *postgres.Store, at, n int) error {
			_, err := store.Append(t.Context(), stream, eventstore.Version(at), slices.Repeat([]eventstore.NewEvent{one}, n), eventstore.Meta{CommandID: newID()})
			return err
		}
		for at := 0; at < length; at += 500 {
			require.NoError(t, appending(stores[0], at, min(length-at, 500)))
		}
		require.EqualValues(t, length+1, mustCount(t, stores[1], name, "next").Version)
		var stale *eventstore.VersionError
		require.ErrorAs(t, appending(stores[2], length, 1), &stale)
		require.EqualValues(t, length+1, stale.Actual)
		require.NoError(t, appending(stores[2], length+1, 1))
	}
}

// Everything but Listen works behind a transaction pooler, where connections
// change between transactions and prepared statements get lost.
func TestTheLogWorksInTheModeForTransactionPoolers(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for _, mode := range []pgx.QueryExecMode{pgx.QueryExecModeExec, pgx.QueryExecModeCacheDescribe, pgx.QueryExecModeSimpleProtocol} {
		pool := poolWith(t, db, func(c *pgxpool.Config) { c.ConnConfig.DefaultQueryExecMode = mode })
		store := open(t, pool, postgres.Config{})
		stream := strings.ReplaceAll(mode.String(), " ", "-")
		for range 3 {
			mustCount(t, store, stream, "x")
		}
		n, version, err := eventstore.Load(t.Context(), store, counters, stream)
		require.NoError(t, err)
		require.Equal(t, 3, n)
		require.EqualValues(t, 3, version)
		vault := newVault(t, pool)
		key, err := vault.Create(t.Context(), stream)
		require.NoError(t, err)
		again, err := newVault(t, pool).Key(t.Context(), stream)
		require.NoError(t, err)
		require.Equal(t, key, again)
		requirePrincipal(t, pool, postgres.Principal{User: "u-1", Role: "buyer"}, "sambatan_web", "u-1")
		head, err := store.Head(t.Context())
		require.NoError(t, err)
		verified, err := store.VerifyLeaves(t.Context(), 1, nil)
		require.NoError(t, err)
		require.EqualValues(t, head, verified)
	}
}
