package postgres_test

import (
	"context"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/services/identity"
)

func errorAs[T error](err error, target *T) bool { return errors.As(err, target) }

func contextWithStop(t *testing.T) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithCancel(t.Context())
}

func requirePrincipal(t *testing.T, pool *pgxpool.Pool, principal postgres.Principal, role, sub string) {
	t.Helper()
	var seenRole, seenSub string
	require.NoError(t, postgres.ReadAs(t.Context(), pool, principal, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, `SELECT current_user::text, coalesce(claim('sub'), 'nobody')`).Scan(&seenRole, &seenSub)
	}))
	require.Equal(t, role, seenRole)
	require.Equal(t, sub, seenSub)
}

func TestAReaderHasTheRoleAndClaimsOfItsPrincipal(t *testing.T) {
	t.Parallel()
	pool := pgtest.New(t).PoolAs(t, "sambatan_app")
	requirePrincipal(t, pool, postgres.Principal{}, "sambatan_web", "nobody")
	requirePrincipal(t, pool, postgres.Principal{User: "u-1", Role: "auditor"}, "sambatan_auditor", "u-1")
	for _, role := range []identity.Role{identity.Buyer, identity.Brand, identity.Operator, identity.Lead, identity.Curator, identity.Admin} {
		requirePrincipal(t, pool, postgres.Principal{User: "u-2", Role: string(role)}, "sambatan_web", "u-2")
	}
	err := postgres.ReadAs(t.Context(), pool, postgres.Principal{User: "u-1", Role: "root"}, func(context.Context, pgx.Tx) error {
		t.Error("an unknown role was let in")
		return nil
	})
	require.ErrorIs(t, err, postgres.ErrUnknownRole)
}

func TestAReaderCanNotWrite(t *testing.T) {
	t.Parallel()
	pool := pgtest.New(t).PoolAs(t, "sambatan_app")
	err := postgres.ReadAs(t.Context(), pool, postgres.Principal{}, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO keys.persons (person, wrapped) VALUES ('x', 'y')`)
		return err
	})
	requireCode(t, err, "25006")
}

var errPage = errors.New("the page failed")

// The next user of a connection must find nothing of the one before, however
// that one ended.
func TestAPrincipalDoesNotLeakThroughThePool(t *testing.T) {
	t.Parallel()
	pool := poolWith(t, pgtest.New(t), func(c *pgxpool.Config) { c.MaxConns = 1 })
	ani := postgres.Principal{User: "ani", Role: "auditor"}
	ends := map[string]func(context.Context, pgx.Tx) error{
		"well":            func(context.Context, pgx.Tx) error { return nil },
		"with an error":   func(context.Context, pgx.Tx) error { return errPage },
		"with a bad stmt": func(ctx context.Context, tx pgx.Tx) error { _, err := tx.Exec(ctx, `SELECT 1/0`); return err },
		"with a panic":    func(context.Context, pgx.Tx) error { panic(errPage) },
		"by committing":   func(ctx context.Context, tx pgx.Tx) error { _, err := tx.Exec(ctx, `COMMIT`); return err },
	}
	for how, end := range ends {
		func() {
			defer func() { _ = recover() }()
			_ = postgres.ReadAs(t.Context(), pool, ani, end)
		}()
		var role, claims string
		require.NoError(t, pool.QueryRow(t.Context(), `SELECT current_user::text, coalesce(claim('sub'), '')`).Scan(&role, &claims), how)
		require.Equal(t, "sambatan_app", role, how)
		require.Empty(t, claims, how)
	}
}

func TestABuyerDoesNotSeeTheRowOfAnother(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	_, err := db.Pool.Exec(t.Context(), `
		CREATE TABLE orders (buyer text, note text);
		ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
		GRANT SELECT ON orders TO sambatan_web, sambatan_auditor;
		CREATE POLICY own ON orders FOR SELECT TO sambatan_web USING (buyer = claim('sub'));
		CREATE POLICY audit ON orders FOR SELECT TO sambatan_auditor USING (true);
		INSERT INTO orders VALUES ('ani', 'hers'), ('budi', 'his')`)
	require.NoError(t, err)
	pool := db.PoolAs(t, "sambatan_app")
	rows := []struct {
		principal postgres.Principal
		sees      []string
	}{
		{postgres.Principal{}, nil},
		{postgres.Principal{User: "ani", Role: "buyer"}, []string{"hers"}},
		{postgres.Principal{User: "budi", Role: "buyer"}, []string{"his"}},
		{postgres.Principal{User: "citra", Role: "buyer"}, nil},
		{postgres.Principal{User: "dewi", Role: "auditor"}, []string{"hers", "his"}},
	}
	for _, row := range rows {
		var sees []string
		require.NoError(t, postgres.ReadAs(t.Context(), pool, row.principal, func(ctx context.Context, tx pgx.Tx) error {
			rows, err := tx.Query(ctx, `SELECT note FROM orders ORDER BY note`)
			if err != nil {
				return err
			}
			sees, err = pgx.CollectRows(rows, pgx.RowTo[string])
			return err
		}))
		require.Len(t, sees, len(row.sees))
		require.Subset(t, row.sees, sees)
	}
	_, err = pool.Exec(t.Context(), `SELECT note FROM orders`)
	requireCode(t, err, "42501")
}
