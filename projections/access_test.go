package projections_test

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/history"
)

// full is a bench on which all projections have applied a market's log.
func full(t *testing.T) (*bench, *history.Market) {
	t.Helper()
	m := market(t, 2, 1600)
	b := setup(t, m.Log, all(t)...)
	b.record(m.Events())
	b.runToHead(names(all(t))...)
	return b, m
}

func (b *bench) count(tx pgx.Tx, view, where string, args ...any) int {
	b.t.Helper()
	var n int
	require.NoError(b.t, tx.QueryRow(b.t.Context(), "SELECT count(*) FROM "+view+" WHERE "+where, args...).Scan(&n))
	return n
}

var personal = map[string]string{ // views of persons' rows, and whose they are
	"sambatan_participants": "buyer", "payment_instructions": "buyer", "payment_receipts": "buyer", "payment_refunds": "buyer",
	"sambatan_transactions": "buyer", "identity_users": "id", "sambatan_notifications": "substr(recipient, 6)",
	"sambatan_orders": "buyer", "sambatan_parcels": "buyer", "payment_clawbacks": "buyer",
}

func TestABuyerSeesNobodyElsesRowsInPlainSQL(t *testing.T) {
	t.Parallel()
	b, m := full(t)
	for _, buyer := range m.Buyers[:5] {
		b.as(buyer.String(), "buyer", "", func(tx pgx.Tx) {
			own := 0
			for view, column := range personal {
				own += b.count(tx, view, "true")
				require.Zero(t, b.count(tx, view, column+"::text IS DISTINCT FROM $1", buyer.String()), view)
			}
			require.Positive(t, own)
			for _, staffs := range []string{"events", "sambatan_audit_logs", "sambatan_audit_entries"} {
				require.Zero(t, b.count(tx, staffs, "true"), staffs)
			}
			require.Zero(t, b.count(tx, "sambatan_timers", "true"))
			require.Zero(t, b.count(tx, "sambatan_dashboard", "received IS NOT NULL OR phase = 'Draft'"))
			require.Positive(t, b.count(tx, "sambatan_dashboard", "true"))
		})
	}
}

func TestAVisitorSeesOnlyWhatIsPublic(t *testing.T) {
	t.Parallel()
	b, _ := full(t)
	b.as("", "anon", "", func(tx pgx.Tx) {
		require.Zero(t, b.count(tx, "events", "true"))
		for view := range personal {
			require.Zero(t, b.count(tx, view, "true"), view)
		}
		for _, view := range []string{"sambatan_dashboard", "sambatan_latest_joins", "sambatan_waitlist", "marketplace_products", "marketplace_brands", "sambatan_lifecycle_states"} {
			require.Positive(t, b.count(tx, view, "true"), view)
		}
	})
}

func TestABrandsOwnerSeesItsOwnDraftsMoneyAndParticipants(t *testing.T) {
	t.Parallel()
	b, m := full(t)
	house, owner := m.Brands[0], m.Owners[0]
	b.as(owner.String(), "brand", house.String(), func(tx pgx.Tx) {
		require.Positive(t, b.count(tx, "sambatan_participants", "true"))
		require.Zero(t, b.count(tx, "sambatan_participants", "brand <> $1", house))
		require.Zero(t, b.count(tx, "sambatan_dashboard", "received IS NOT NULL AND brand <> $1", house))
		require.Zero(t, b.count(tx, "payment_receipts", "true"))
		mine, err := dashboard.OfBrand(t.Context(), tx, house)
		require.NoError(t, err)
		require.NotEmpty(t, mine)
		for _, campaign := range mine {
			require.NotNil(t, campaign.Desk)
		}
	})
	// The claim alone is not enough: the role must be that of an owner.
	b.as(owner.String(), "buyer", house.String(), func(tx pgx.Tx) {
		require.Zero(t, b.count(tx, "sambatan_participants", "true"))
	})
}

func TestStaffAndAuditorsSeeEverything(t *testing.T) {
	t.Parallel()
	b, m := full(t)
	for _, role := range []string{"operator", "lead", "admin", "auditor"} {
		b.as(id.New().String(), role, "", func(tx pgx.Tx) {
			require.Equal(t, len(m.Events()), b.count(tx, "sambatan_audit_logs", "true"), role)
			require.Equal(t, len(m.Events()), b.count(tx, "events", "true"), role)
			require.Positive(t, b.count(tx, "sambatan_dashboard", "phase = 'Draft'"), role)
			all, err := dashboard.Live(t.Context(), tx)
			require.NoError(t, err)
			for _, campaign := range all {
				require.NotNil(t, campaign.Desk, role)
			}
		})
	}
}

func TestPagesCanChangeNoReadModel(t *testing.T) {
	t.Parallel()
	b, _ := full(t)
	tables, err := projections.All(t.Context(), b.db.Pool, pgx.RowTo[string], `SELECT c.oid::regclass::text FROM pg_class c
		JOIN projection_checkpoints p ON c.relnamespace = p.schema::regnamespace WHERE c.relkind = 'r'`)
	require.NoError(t, err)
	require.Greater(t, len(tables), 15)
	for _, table := range tables {
		for _, role := range []string{"sambatan_web", "sambatan_auditor", "sambatan_scheduler", "sambatan_append"} {
			err := pgx.BeginFunc(t.Context(), b.db.Pool, func(tx pgx.Tx) error {
				if _, err := tx.Exec(t.Context(), "SET LOCAL ROLE "+role); err != nil {
					return err
				}
				_, err := tx.Exec(t.Context(), "DELETE FROM "+table)
				return err
			})
			refused, ok := errors.AsType[*pgconn.PgError](err)
			require.True(t, ok, "%s deletes from %s: %v", role, table, err)
			require.Equal(t, "42501", refused.Code)
		}
	}
}

func TestEveryTableHasRowLevelSecurityAndDeclaresItsKind(t *testing.T) {
	t.Parallel()
	b, _ := full(t)
	const query = `SELECT c.oid::regclass || ' ' || c.relrowsecurity || ' ' || coalesce(obj_description(c.oid, 'pg_class'), '-')
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\_toast%'
			AND NOT (c.relrowsecurity AND obj_description(c.oid, 'pg_class') ~ '^kind: (log|derived|operational); .')`
	bad, err := projections.All(t.Context(), b.db.Pool, pgx.RowTo[string], query)
	require.NoError(t, err)
	require.Empty(t, bad)
}

// A view with the rights of its owner would show every row to everybody.
func TestEveryViewHasTheRightsOfWhoeverAsks(t *testing.T) {
	t.Parallel()
	b, _ := full(t)
	const query = `SELECT oid::regclass::text FROM pg_class WHERE relkind = 'v' AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')
		AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)`
	bad, err := projections.All(t.Context(), b.db.Pool, pgx.RowTo[string], query)
	require.NoError(t, err)
	require.Empty(t, bad)
}
