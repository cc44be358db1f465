package projections_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/timers"
)

//money:case §4.11 a replay resends no mail and no money call
func TestEveryTimerIsScheduledOnceAndARebuildSchedulesNone(t *testing.T) {
	t.Parallel()
	m := market(t, 4, 3000)
	timer := timers.New()
	b := setup(t, m.Upto(0), timer)
	stop := b.start(b.runner)
	for len(b.log.Events()) < len(m.Events()) {
		b.log.Reveal(m.Log, 300)
		b.reach(timers.Name)
	}
	jobs := b.jobs()
	require.Len(t, jobs, len(b.dump(b.serving(timers.Name))["timers"]))
	_, err := b.db.Pool.Exec(t.Context(), "DELETE FROM river_job") // as if all were done, and cleaned away
	require.NoError(t, err)
	require.NoError(t, b.runner.Rebuild(t.Context(), timers.Name, nil))
	stop()
	require.Empty(t, b.jobs())
}

func (b *bench) jobs() []string {
	b.t.Helper()
	jobs, err := projections.All(b.t.Context(), b.db.Pool, pgx.RowTo[string], "SELECT kind || args::text || scheduled_at FROM river_job ORDER BY 1")
	require.NoError(b.t, err)
	return jobs
}
