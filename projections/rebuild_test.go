package projections_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/auditlog"
	"github.com/sensasiwangi/sambatan/projections/catalogue"
	"github.com/sensasiwangi/sambatan/projections/clawbacks"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/errands"
	"github.com/sensasiwangi/sambatan/projections/intents"
	"github.com/sensasiwangi/sambatan/projections/lifecycle"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/projections/orders"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/payouts"
	"github.com/sensasiwangi/sambatan/projections/refunds"
	"github.com/sensasiwangi/sambatan/projections/reminders"
	"github.com/sensasiwangi/sambatan/projections/statements"
	"github.com/sensasiwangi/sambatan/projections/timers"
	"github.com/sensasiwangi/sambatan/projections/transactions"
	"github.com/sensasiwangi/sambatan/projections/users"
	"github.com/sensasiwangi/sambatan/projections/wallets"
)

func all(t testing.TB) []projections.Projection {
	t.Helper()
	timer := timers.New()
	told := notifications.New()
	reminder := reminders.New()
	return []projections.Projection{
		participants.New(), transactions.New(), auditlog.New(), lifecycle.New(), dashboard.New(), payments.New(),
		catalogue.New(), users.New(), told, intents.New(), errands.New(), refunds.New(), clawbacks.New(), payouts.New(), wallets.New(), orders.New(), statements.New(), timer, reminder,
	}
}

func names(ps []projections.Projection) []string {
	var names []string
	for _, p := range ps {
		names = append(names, p.Spec().Name)
	}
	return names
}

func TestARebuildEqualsTheLiveTablesRowForRow(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			m := market(t, seed, 2500)
			if seed == 2 {
				m = crowded(t)
			}
			b := setup(t, m.Upto(0), all(t)...)
			stop := b.start(b.runner)
			for size := 1; len(b.log.Events()) < len(m.Events()); size = size*3/2 + 1 { // batches of many sizes
				b.log.Reveal(m.Log, size)
				b.reach(names(all(t))...)
			}
			stop()
			before := map[string]map[string][]string{}
			for _, p := range all(t) {
				before[p.Spec().Name] = b.dump(b.serving(p.Spec().Name))
			}
			for _, p := range all(t) {
				was := b.serving(p.Spec().Name)
				require.NoError(t, b.runner.Rebuild(t.Context(), p.Spec().Name, nil))
				require.NotEqual(t, was, b.serving(p.Spec().Name))
				require.Empty(t, cmp.Diff(before[p.Spec().Name], b.dump(b.serving(p.Spec().Name))))
				dropped, err := b.runner.Prune(t.Context(), p.Spec().Name)
				require.NoError(t, err)
				require.Equal(t, []string{was}, dropped)
			}
		})
	}
}

// watched is a projection that tells when it reads a table through.
type watched struct {
	projections.Projection
	t *testing.T
}

func (w watched) Apply(ctx context.Context, tx pgx.Tx, batch []projections.Event) (topics []string, err error) {
	if topics, err = w.Projection.Apply(ctx, tx, batch); err != nil {
		return nil, err
	}
	const through = `SELECT relname::text FROM pg_stat_xact_user_tables WHERE schemaname = current_schema() AND seq_scan > 0`
	read, err := projections.All(ctx, tx, pgx.RowTo[string], through)
	if len(read) > 0 {
		w.t.Errorf("%s reads all of %s", w.Spec().Name, read)
	}
	return topics, err
}

// A statement that finds no index for what it looks for is one more reading of the whole
// table with every batch: no index that Apply needs may be made late.
func TestARebuildReadsNoTableThroughToFindARow(t *testing.T) {
	t.Parallel()
	b := setup(t, market(t, 3, 2500).Log, all(t)...)
	b.runToHead(names(all(t))...)
	var ps []projections.Projection
	for _, p := range all(t) {
		ps = append(ps, watched{p, t})
	}
	require.NoError(t, b.newRunner(ps...).RebuildAll(t.Context(), names(ps), nil))
}
