package pgtest_test

import (
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func TestEveryTestHasADatabaseOfItsOwn(t *testing.T) {
	t.Parallel()
	for range 4 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			db := pgtest.New(t)
			_, err := db.Pool.Exec(t.Context(), "CREATE TABLE mine ()")
			require.NoError(t, err)
		})
	}
}

func TestARoleConnectsAsItself(t *testing.T) {
	t.Parallel()
	pool := pgtest.New(t).PoolAs(t, "sambatan_web")
	var role string
	require.NoError(t, pool.QueryRow(t.Context(), "SELECT current_user").Scan(&role))
	require.Equal(t, "sambatan_web", role)
}

func TestAnEmptyDatabaseHasNoTables(t *testing.T) {
	t.Parallel()
	var tables int
	const query = "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
	require.NoError(t, pgtest.Empty(t).Pool.QueryRow(t.Context(), query).Scan(&tables))
	require.Zero(t, tables)
}

func TestAClusterKeepsWhatWasCommittedThroughEveryKindOfEnd(t *testing.T) {
	t.Parallel()
	cluster := pgtest.NewClusterWith(t, pgtest.Options{Durable: true, Bare: true})
	_, err := cluster.Pool.Exec(t.Context(), "CREATE TABLE kept (n int)")
	require.NoError(t, err)
	for n, restart := range []func(){
		cluster.RestartImmediate,
		func() { cluster.Kill9(); cluster.Start() },
		func() { cluster.Stop(); cluster.Start() },
	} {
		insert(t, cluster.DSN, n)
		restart()
		require.Equal(t, n+1, count(t, cluster.DSN))
	}
}

func insert(t *testing.T, dsn string, n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), "INSERT INTO kept VALUES ($1)", n)
	require.NoError(t, err)
	require.NoError(t, conn.Close(t.Context()))
}

func count(t *testing.T, dsn string) (rows int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	require.NoError(t, conn.QueryRow(t.Context(), "SELECT count(*) FROM kept").Scan(&rows))
	require.NoError(t, conn.Close(t.Context()))
	return rows
}
