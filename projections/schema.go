package projections

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// readers may query every view; the policies decide which rows they get.
const readers = "sambatan_web, sambatan_auditor, sambatan_scheduler, sambatan_project"

// createSchema makes the tables of a build.
func createSchema(ctx context.Context, tx pgx.Tx, spec Spec, schema string) error {
	name := pgx.Identifier{schema}.Sanitize()
	// The right to create schemas is the login's: it is no part of a dump, as
	// what was granted on a database isn't.
	setup := fmt.Sprintf("SET LOCAL ROLE NONE; CREATE SCHEMA %[1]s AUTHORIZATION %[2]s; SET LOCAL ROLE %[2]s; SET LOCAL search_path = %[1]s, public",
		name, ownerRole)
	if _, err := tx.Exec(ctx, setup); err != nil {
		return fmt.Errorf("create schema %s: %w", schema, err)
	}
	if _, err := tx.Exec(ctx, spec.DDL); err != nil {
		return fmt.Errorf("create the tables of %s: %w", spec.Name, err)
	}
	return protect(ctx, tx, schema)
}

// createIndexes makes the indexes that a build's readers need.
func createIndexes(ctx context.Context, tx pgx.Tx, spec Spec, schema string) error {
	if _, err := tx.Exec(ctx, "SET LOCAL search_path = "+pgx.Identifier{schema}.Sanitize()+", public"); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, spec.Indexes); err != nil {
		return fmt.Errorf("create the indexes of %s: %w", spec.Name, err)
	}
	return nil
}

// protect switches row level security on for every table, so that what no policy
// allows is refused, and lets in who must read or write all of it.
func protect(ctx context.Context, tx pgx.Tx, schema string) error {
	const query = `SELECT c.relname::text, coalesce(obj_description(c.oid, 'pg_class'), '')
		FROM pg_class c WHERE c.relnamespace = $1::text::regnamespace AND c.relkind = 'r' ORDER BY 1`
	rows, err := tx.Query(ctx, query, pgx.Identifier{schema}.Sanitize())
	if err != nil {
		return err
	}
	type table struct{ Name, Comment string }
	tables, err := pgx.CollectRows(rows, pgx.RowToStructByPos[table])
	if err != nil {
		return err
	}
	statements := []string{}
	for _, t := range tables {
		if !strings.HasPrefix(t.Comment, "kind: derived") {
			return &brokenError{fmt.Errorf("table %s.%s has no comment 'kind: derived; …'", schema, t.Name)}
		}
		name := pgx.Identifier{schema, t.Name}.Sanitize()
		statements = append(statements,
			"ALTER TABLE "+name+" ENABLE ROW LEVEL SECURITY",
			"CREATE POLICY runner ON "+name+" TO sambatan_project USING (true) WITH CHECK (true)",
			"CREATE POLICY auditor ON "+name+" FOR SELECT TO sambatan_auditor USING (true)")
	}
	name := pgx.Identifier{schema}.Sanitize()
	statements = append(statements,
		"GRANT USAGE ON SCHEMA "+name+" TO "+readers,
		"GRANT SELECT ON ALL TABLES IN SCHEMA "+name+" TO "+readers,
		"GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "+name+" TO sambatan_project")
	_, err = tx.Exec(ctx, strings.Join(statements, ";\n"))
	return err
}

// publish lets the public views show a build's tables. A view is made anew: a
// new version may have other columns.
func publish(ctx context.Context, tx pgx.Tx, spec Spec, schema string) error {
	for _, view := range spec.Views {
		public := pgx.Identifier{"public", view.Public}.Sanitize()
		statement := fmt.Sprintf(`DROP VIEW IF EXISTS %[1]s;
			CREATE VIEW %[1]s WITH (security_invoker = true) AS SELECT * FROM %[2]s;
			GRANT SELECT ON %[1]s TO %[3]s`, public, pgx.Identifier{schema, view.Table}.Sanitize(), readers)
		if _, err := tx.Exec(ctx, statement); err != nil {
			return fmt.Errorf("publish %s: %w", view.Public, err)
		}
	}
	return nil
}

// asOwner opens a transaction that may change schemas. Those of one projection
// wait for each other, in all processes.
func (r *Runner) asOwner(ctx context.Context, p Projection, work func(pgx.Tx) error) error {
	begin := pgx.TxOptions{BeginQuery: "BEGIN; SET LOCAL ROLE " + ownerRole +
		"; SET LOCAL lock_timeout = '5s'; SET LOCAL idle_in_transaction_session_timeout = '60s'"}
	tx, err := r.config.Owner.BeginTx(ctx, begin)
	if err != nil {
		return err
	}
	defer rollback(ctx, tx)
	const lock = "SELECT pg_advisory_xact_lock(hashtextextended('projection ' || $1, 0))"
	if _, err := tx.Exec(ctx, lock, p.Spec().Name); err != nil {
		return err
	}
	if err := work(tx); err != nil {
		return err
	}
	return tx.Commit(ctx)
}
