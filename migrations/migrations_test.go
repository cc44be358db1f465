package migrations_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/migrations"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func sql(content string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(content)} }

func twoTables() fstest.MapFS {
	return fstest.MapFS{
		"000001_first.up.sql":    sql("CREATE TABLE first (); CREATE TABLE companion ();"),
		"000001_first.down.sql":  sql("DROP TABLE companion; DROP TABLE first;"),
		"000002_second.up.sql":   sql("CREATE TABLE second ();"),
		"000002_second.down.sql": sql("DROP TABLE second;"),
	}
}

func tables(t *testing.T, db *pgtest.DB) (names []string) {
	t.Helper()
	rows, err := db.Pool.Query(t.Context(),
		"SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migrations' ORDER BY 1")
	require.NoError(t, err)
	names, err = pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	return names
}

func TestTheProgramsOwnMigrationsGoUpDownAndUpAgain(t *testing.T) {
	t.Parallel()
	cluster := pgtest.NewClusterWith(t, pgtest.Options{Bare: true}) // roles belong to the cluster
	require.NoError(t, migrations.Up(t.Context(), cluster.DSN))
	state, err := migrations.Status(t.Context(), cluster.DSN)
	require.NoError(t, err)
	require.Empty(t, state.Pending)

	require.NoError(t, migrations.Down(t.Context(), cluster.DSN, int(state.Version)))
	empty, err := migrations.Status(t.Context(), cluster.DSN)
	require.NoError(t, err)
	require.Zero(t, empty.Version)
	require.Len(t, empty.Pending, int(state.Version))

	require.NoError(t, migrations.Up(t.Context(), cluster.DSN))
	again, err := migrations.Status(t.Context(), cluster.DSN)
	require.NoError(t, err)
	require.Equal(t, state, again)
}

func TestEachStepIsTakenBackByItself(t *testing.T) {
	t.Parallel()
	db := pgtest.Empty(t)
	require.NoError(t, migrations.UpFrom(t.Context(), db.DSN, twoTables()))
	require.Equal(t, []string{"companion", "first", "second"}, tables(t, db))
	require.NoError(t, migrations.DownFrom(t.Context(), db.DSN, twoTables(), 1))
	require.Equal(t, []string{"companion", "first"}, tables(t, db))

	state, err := migrations.StatusFrom(t.Context(), db.DSN, twoTables())
	require.NoError(t, err)
	require.Equal(t, migrations.State{Version: 1, Pending: []string{"000002_second"}}, state)
}

func TestTheStatusOfANewDatabaseChangesNothing(t *testing.T) {
	t.Parallel()
	db := pgtest.Empty(t)
	state, err := migrations.StatusFrom(t.Context(), db.DSN, twoTables())
	require.NoError(t, err)
	require.Equal(t, migrations.State{Pending: []string{"000001_first", "000002_second"}}, state)
	var made bool
	require.NoError(t, db.Pool.QueryRow(t.Context(), "SELECT to_regclass('schema_migrations') IS NOT NULL").Scan(&made))
	require.False(t, made)
}

func TestManyInstancesMayStartAtOnce(t *testing.T) {
	t.Parallel()
	db := pgtest.Empty(t)
	failures := make([]error, 8)
	var group sync.WaitGroup
	for n := range failures {
		group.Go(func() { failures[n] = migrations.UpFrom(t.Context(), db.DSN, twoTables()) })
	}
	group.Wait()
	require.NoError(t, errors.Join(failures...))
	require.Equal(t, []string{"companion", "first", "second"}, tables(t, db))
}

func TestAnInstanceThatWaitsGivesUpWithItsContextAndBlocksNobody(t *testing.T) {
	t.Parallel()
	db := pgtest.Empty(t)
	release := hold(t, db)

	ctx, cancel := context.WithCancel(t.Context())
	waited := make(chan error, 1)
	go func() { waited <- migrations.UpFrom(ctx, db.DSN, twoTables()) }()
	awaitWaiter(t, db)
	cancel()
	require.ErrorIs(t, <-waited, context.Canceled)

	release()
	require.NoError(t, migrations.UpFrom(t.Context(), db.DSN, twoTables()))
}

// hold migrates in another session and stays in the middle of it.
func hold(t *testing.T, db *pgtest.DB) (release func()) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), db.DSN)
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), "SELECT pg_advisory_lock($1)", migrations.LockKey)
	require.NoError(t, err)
	return func() { require.NoError(t, conn.Close(t.Context())) }
}

func awaitWaiter(t *testing.T, db *pgtest.DB) {
	t.Helper()
	require.Eventually(t, func() bool {
		var waiting bool
		err := db.Pool.QueryRow(t.Context(), `SELECT EXISTS (
			SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
			AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`).Scan(&waiting)
		return err == nil && waiting
	}, 10*time.Second, 5*time.Millisecond)
}

func TestAFailedMigrationLeavesNothingHalfDoneAndIsNamed(t *testing.T) {
	t.Parallel()
	db := pgtest.Empty(t)
	broken := twoTables()
	broken["000002_second.up.sql"] = sql("CREATE TABLE second (); SELECT 1/0;")
	require.ErrorContains(t, migrations.UpFrom(t.Context(), db.DSN, broken), "division by zero")
	require.Equal(t, []string{"companion", "first"}, tables(t, db))

	err := migrations.UpFrom(t.Context(), db.DSN, twoTables())
	require.ErrorIs(t, err, migrations.ErrDirty)
	require.ErrorContains(t, err, "version 2")
	state, err := migrations.StatusFrom(t.Context(), db.DSN, twoTables())
	require.NoError(t, err)
	require.True(t, state.Dirty)
}

func TestANumberThatIsUsedTwiceIsRefused(t *testing.T) {
	t.Parallel()
	doubled := twoTables()
	doubled["000002_other.up.sql"] = sql("")
	doubled["000002_other.down.sql"] = sql("")
	require.ErrorContains(t, migrations.Check(doubled), "its number is also that of")
}

func TestAMigrationWithoutItsWayBackIsRefused(t *testing.T) {
	t.Parallel()
	oneWay := twoTables()
	delete(oneWay, "000002_second.down.sql")
	require.ErrorContains(t, migrations.Check(oneWay), "has no down file")
}

func TestTheProgramsOwnFilesAreNumberedFromOneWithoutHoles(t *testing.T) {
	t.Parallel()
	require.NoError(t, migrations.Check(os.DirFS(".")))
	ups, err := filepath.Glob("*.up.sql")
	require.NoError(t, err)
	require.Contains(t, ups[len(ups)-1], fmt.Sprintf("%06d_", len(ups)))
}

func TestANewMigrationTakesTheNextNumber(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	up, down, err := migrations.New(dir, "log")
	require.NoError(t, err)
	require.Equal(t, filepath.Join(dir, "000001_log.up.sql"), up)
	require.Equal(t, filepath.Join(dir, "000001_log.down.sql"), down)
	up, _, err = migrations.New(dir, "keys")
	require.NoError(t, err)
	require.Equal(t, filepath.Join(dir, "000002_keys.up.sql"), up)
	require.NoError(t, migrations.Check(os.DirFS(dir)))

	_, _, err = migrations.New(dir, "Not a name")
	require.ErrorContains(t, err, "is not a name")
}
