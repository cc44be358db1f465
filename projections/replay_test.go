package projections_test

import (
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/errands"
	"github.com/sensasiwangi/sambatan/projections/payouts"
	"github.com/sensasiwangi/sambatan/projections/timers"
)

// The jobs that ask a gateway, that pay brands and that keep deadlines are not there again
// after their read models were built anew: as if all were done, and cleaned away.
//
//money:case §4.11 a replay resends no mail and no money call
func TestAReplayMakesNoMoneyCallAgain(t *testing.T) {
	t.Parallel()
	m := market(t, 4, 4000)
	acting := []projections.Projection{errands.New(), payouts.New(), timers.New()}
	b := setup(t, m.Upto(0), acting...)
	stop := b.start(b.runner)
	for len(b.log.Events()) < len(m.Events()) {
		b.log.Reveal(m.Log, 500)
		b.reach(names(acting)...)
	}
	for _, kind := range []string{"payment_errand", "payout_run", "sambatan_close"} {
		require.Contains(t, b.kinds(), kind)
	}
	_, err := b.db.Pool.Exec(t.Context(), "DELETE FROM river_job")
	require.NoError(t, err)
	for _, p := range acting {
		require.NoError(t, b.runner.Rebuild(t.Context(), p.Spec().Name, nil))
	}
	stop()
	require.Empty(t, b.kinds())
}

func (b *bench) kinds() []string {
	b.t.Helper()
	kinds, err := projections.All(b.t.Context(), b.db.Pool, pgx.RowTo[string], "SELECT kind FROM river_job ORDER BY 1")
	require.NoError(b.t, err)
	return slices.Compact(kinds)
}
