//go:build crash

package crash_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
)

// sum is what a table comes to, row for row.
type sum struct {
	Rows int
	Hash string
}

// live lists the read models that serve, with their schemas.
func live(t *testing.T, pool *pgxpool.Pool) map[string]string {
	t.Helper()
	rows, err := pool.Query(t.Context(), `SELECT name, schema FROM projection_checkpoints WHERE state = 'live'`)
	require.NoError(t, err)
	schemas := map[string]string{}
	var name, schema string
	_, err = pgx.ForEachRow(rows, []any{&name, &schema}, func() error {
		schemas[name] = schema
		return nil
	})
	require.NoError(t, err)
	return schemas
}

// sums reads every table of a schema.
func sums(t *testing.T, pool *pgxpool.Pool, schema string) map[string]sum {
	t.Helper()
	rows, err := pool.Query(t.Context(), `SELECT tablename::text FROM pg_tables WHERE schemaname = $1`, schema)
	require.NoError(t, err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	found := map[string]sum{}
	for _, table := range tables {
		var s sum
		query := `SELECT count(*), coalesce(md5(string_agg(r::text, E'\n' ORDER BY r::text)), '') FROM ` + pgx.Identifier{schema, table}.Sanitize() + ` r`
		require.NoError(t, pool.QueryRow(t.Context(), query).Scan(&s.Rows, &s.Hash))
		found[table] = s
	}
	return found
}

// checkRebuild builds every read model anew and compares it with the one that
// lived through all the crashes.
func checkRebuild(t *testing.T, p *program, pool *pgxpool.Pool) {
	t.Helper()
	schemas := live(t, pool)
	require.Greater(t, len(schemas), 5, "read models are missing: %v", schemas)
	for name, schema := range schemas {
		lived := sums(t, pool, schema)
		p.do(t, "projections", "rebuild", name, "--data", p.folder)
		fresh := live(t, pool)[name]
		require.NotEqual(t, schema, fresh, "%s was not rebuilt", name)
		require.Equal(t, lived, sums(t, pool, fresh), "%s is not what a rebuild makes of the log", name)
		t.Logf("%s equals its rebuild: %v", name, lived)
	}
}
