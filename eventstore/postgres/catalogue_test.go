package postgres_test

import (
	"context"
	"os"
	"regexp"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/migrations"
)

const ourTables = `SELECT c.oid::regclass::text AS name, c.relrowsecurity AS secured,
		coalesce(obj_description(c.oid, 'pg_class'), '') AS comment
	FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
	WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
	ORDER BY 1`

func TestEveryTableIsSecuredAndDeclared(t *testing.T) {
	t.Parallel()
	rows, err := pgtest.New(t).Pool.Query(t.Context(), ourTables)
	require.NoError(t, err)
	type table struct {
		Name    string
		Secured bool
		Comment string
	}
	tables, err := pgx.CollectRows(rows, pgx.RowToStructByName[table])
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(tables), 4)
	declared := regexp.MustCompile(`^kind: (log|derived|operational); .+`)
	for _, table := range tables {
		require.True(t, table.Secured, "%s has no row level security", table.Name)
		require.Regexp(t, declared, table.Comment, "%s does not declare its kind", table.Name)
	}
}

func TestNoRoleOfOursEscapesRowSecurity(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	rows, err := db.Pool.Query(t.Context(), `SELECT rolname::text FROM pg_roles
		WHERE rolname LIKE 'sambatan\_%' AND (rolsuper OR rolbypassrls OR rolcreaterole)`)
	require.NoError(t, err)
	strong, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.Empty(t, strong)

	// Whoever has every role still has none until it takes one.
	for _, query := range []string{`SELECT * FROM events`, `SELECT * FROM keys.persons`, `INSERT INTO events DEFAULT VALUES`} {
		_, err := db.PoolAs(t, "sambatan_app").Exec(t.Context(), query)
		requireCode(t, err, "42501")
	}
	_, err = db.PoolAs(t, "sambatan_app").Exec(t.Context(), `SET ROLE sambatan_owner`)
	requireCode(t, err, "42501")
}

func TestEachRoleReachesOnlyWhatItNeedsOfTheLog(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	rows := map[string]struct{ reads, writes bool }{
		"sambatan_append":    {reads: true, writes: true},
		"sambatan_project":   {reads: true},
		"sambatan_auditor":   {reads: true},
		"sambatan_web":       {reads: true}, // staff's rows: see the policies
		"sambatan_scheduler": {},
	}
	for role, may := range rows {
		var reads, writes, changes bool
		require.NoError(t, db.Pool.QueryRow(t.Context(), `SELECT has_table_privilege($1, 'events', 'SELECT'),
			has_table_privilege($1, 'events', 'INSERT'), has_table_privilege($1, 'events', 'UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')`, role).
			Scan(&reads, &writes, &changes))
		require.Equal(t, may.reads, reads, role)
		require.Equal(t, may.writes, writes, role)
		require.False(t, changes, role)
	}
}

// A hosted platform has roles of its own, grants them everything in public by
// default, and migrates with a role that is no superuser. Two databases of one
// cluster may be migrated at once.
func TestAHostedPlatformIsMigratedWithoutASuperuser(t *testing.T) {
	t.Parallel()
	cluster := pgtest.NewClusterWith(t, pgtest.Options{Bare: true})
	ctx := t.Context()
	_, err := cluster.Pool.Exec(ctx, `
		CREATE ROLE host LOGIN CREATEROLE CREATEDB;
		CREATE ROLE anon NOLOGIN; CREATE ROLE authenticated NOLOGIN; CREATE ROLE service_role NOLOGIN BYPASSRLS;
		CREATE ROLE sambatan_web LOGIN;
		ALTER DEFAULT PRIVILEGES FOR ROLE host GRANT ALL ON TABLES TO anon, authenticated, service_role`)
	require.NoError(t, err)
	var group sync.WaitGroup
	for _, name := range []string{"first", "second"} {
		_, err = cluster.Pool.Exec(ctx, `CREATE DATABASE `+name+` OWNER host`)
		require.NoError(t, err)
	}
	for _, name := range []string{"first", "second"} {
		group.Go(func() {
			if err := migrations.Up(ctx, cluster.Server().DSN(name, "host")); err != nil {
				t.Error(name, err)
			}
		})
	}
	group.Wait()
	conn, err := pgx.Connect(ctx, cluster.Server().DSN("first", ""))
	require.NoError(t, err)
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // the cluster goes with it
	for _, role := range []string{"anon", "authenticated", "service_role"} {
		var may bool
		require.NoError(t, conn.QueryRow(ctx, `SELECT has_table_privilege($1, 'events', 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
			OR has_table_privilege($1, 'log_identity', 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')`, role).Scan(&may))
		require.False(t, may, role)
	}
}

func TestTheLogIsTakenBackWhileItIsEmpty(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for _, name := range []string{"000003_keys", "000002_log", "000001_roles"} {
		down, err := os.ReadFile("../../migrations/" + name + ".down.sql")
		require.NoError(t, err)
		_, err = db.Pool.Exec(t.Context(), string(down))
		require.NoError(t, err)
	}
	for _, name := range []string{"000001_roles", "000002_log", "000003_keys"} {
		up, err := os.ReadFile("../../migrations/" + name + ".up.sql")
		require.NoError(t, err)
		_, err = db.Pool.Exec(t.Context(), string(up))
		require.NoError(t, err)
	}
}
