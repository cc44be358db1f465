package system_test

import (
	"encoding/json"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
)

// TestEveryTableIsProtectedAndSaysWhatItIs looks at the database as the running
// program has left it: migrated, projected, with its queue at work.
func TestEveryTableIsProtectedAndSaysWhatItIs(t *testing.T) { //nolint:paralleltest // one program at a time
	p := start(t, newFolder(t))
	pool := p.database(t, "postgres")
	rows, err := pool.Query(t.Context(), `SELECT c.oid::regclass::text, c.relrowsecurity, coalesce(obj_description(c.oid, 'pg_class'), '')
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`)
	require.NoError(t, err)
	var table, comment string
	var protected bool
	tables := 0
	_, err = pgx.ForEachRow(rows, []any{&table, &protected, &comment}, func() error {
		tables++
		require.True(t, protected, "%s: row level security is off", table)
		require.Regexp(t, `^kind: (log|derived|operational); \S`, comment, "%s does not say what it is", table)
		return nil
	})
	require.NoError(t, err)
	require.Greater(t, tables, 20, "read models are missing")

	var open []string
	rows, err = pool.Query(t.Context(), `SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind = 'v' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
			AND NOT coalesce(c.reloptions::text[] && ARRAY['security_invoker=true', 'security_invoker=on'], false)`)
	require.NoError(t, err)
	open, err = pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.Empty(t, open, "views that show what their owner sees, not what the visitor may")
	t.Logf("%d tables", tables)
}

// shared columns may name another buyer: sealed initials for everyone to see.
const withoutShared = `(to_jsonb(r) - 'public')::text`

// TestABuyerSeesNoOtherBuyersRows asks every view and every table of the read
// models as the pages do, but in straight SQL and without any condition.
func TestABuyerSeesNoOtherBuyersRows(t *testing.T) { //nolint:paralleltest // one program at a time
	p := start(t, newFolder(t))
	super := p.database(t, "postgres")
	p.joinByPage(t, p.as(t, "Dinar Nareswari"), onThePage)
	p.joinByPage(t, p.as(t, "Maya Siregar"), overTheAPI)
	p.caughtUp(t, super)
	dinar, maya := userOf(t, super, p.link(t, "Dinar Nareswari")), userOf(t, super, p.link(t, "Maya Siregar"))
	web := p.database(t, "sambatan_app")

	seen := 0
	for _, name := range readModels(t, super) {
		for _, pair := range [][2]string{{dinar, maya}, {maya, dinar}} {
			own, others := pair[0], pair[1]
			require.Zero(t, countAs(t, web, own, name, others), "%s shows %s a row of %s", name.Sanitize(), own, others)
			seen += countAs(t, web, own, name, own)
		}
		require.Zero(t, countAs(t, web, "", name, dinar), "%s shows a guest a row of a buyer", name.Sanitize())
	}
	require.Positive(t, seen, "buyers do not even see their own rows")
	for _, name := range []string{"sambatan_participants"} {
		own := countAs(t, web, dinar, pgx.Identifier{"public", name}, dinar)
		require.Equal(t, countAll(t, super, pgx.Identifier{"public", name}, dinar), own, "of %s a buyer sees their own rows, all of them", name)
		require.Positive(t, countAll(t, super, pgx.Identifier{"public", name}, maya), "there would be nothing to hide in %s", name)
	}
}

// readModels are all views, and the tables beneath them.
func readModels(t *testing.T, pool *pgxpool.Pool) []pgx.Identifier {
	t.Helper()
	views := relations(t, pool, "'v'")
	require.Greater(t, len(views), 6, "views are missing: %v", views)
	found := views
	for _, table := range relations(t, pool, "'r','p','m'") {
		if table[0] != "public" && table[0] != "keys" {
			found = append(found, table)
		}
	}
	return append(found, pgx.Identifier{"public", "notification_reads"})
}

func userOf(t *testing.T, pool *pgxpool.Pool, link string) (user string) {
	t.Helper()
	require.NoError(t, pool.QueryRow(t.Context(), `SELECT user_id::text FROM sign_in_links WHERE token_hash = $1`, hashOfLink(link)).Scan(&user))
	return user
}

// countAs counts the rows that mention a person, as a buyer's page would read
// them; without a buyer, as a guest's.
func countAs(t *testing.T, pool *pgxpool.Pool, buyer string, name pgx.Identifier, mentioned string) (n int) {
	t.Helper()
	claims := map[string]string{}
	if buyer != "" {
		claims = map[string]string{"sub": buyer, "role": "buyer"}
	}
	text, err := json.Marshal(claims)
	require.NoError(t, err)
	err = pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(t.Context(), `SELECT set_config('role', 'sambatan_web', true), set_config('request.jwt.claims', $1, true)`, string(text)); err != nil {
			return err
		}
		return tx.QueryRow(t.Context(), `SELECT count(*) FROM `+name.Sanitize()+` r WHERE strpos(`+withoutShared+`, $1) > 0`, mentioned).Scan(&n)
	})
	require.NoError(t, err, name.Sanitize())
	return n
}

func countAll(t *testing.T, pool *pgxpool.Pool, name pgx.Identifier, mentioned string) (n int) {
	t.Helper()
	require.NoError(t, pool.QueryRow(t.Context(), `SELECT count(*) FROM `+name.Sanitize()+` r WHERE strpos(`+withoutShared+`, $1) > 0`, mentioned).Scan(&n))
	return n
}
