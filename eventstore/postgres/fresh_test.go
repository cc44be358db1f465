package postgres_test

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
)

// A close follower sees what everybody sees, whoever recorded it; and most of it
// without asking Postgres, or this would show nothing.
func TestWhatIsFreshIsWhatTheLogHolds(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	pool := db.PoolAs(t, "sambatan_app")
	own := open(t, pool, postgres.Config{})
	other := open(t, db.PoolAs(t, "sambatan_app"), postgres.Config{})
	follower := postgres.Fresh{Store: own}
	var seen []eventstore.Recorded
	catchUp := func() {
		for {
			from := max(eventstore.Position(len(seen)), 1) // the last one again, as the relay does
			batch, err := follower.ReadBatch(t.Context(), from, 7)
			require.NoError(t, err)
			if len(seen) > 0 {
				require.Empty(t, cmp.Diff(seen[len(seen)-1], batch[0]))
				batch = batch[1:]
			}
			if len(batch) == 0 {
				return
			}
			seen = append(seen, batch...)
		}
	}
	before := pool.Stat().AcquireCount()
	for i := range 60 {
		writer := own
		if i%10 == 9 {
			writer = other
		}
		mustCount(t, writer, "a", strconv.Itoa(i))
		if i%3 == 2 {
			catchUp()
		}
	}
	reads := pool.Stat().AcquireCount() - before
	catchUp()
	all, err := own.ReadBatch(t.Context(), 1, 100)
	require.NoError(t, err)
	require.Len(t, all, 60)
	require.Empty(t, cmp.Diff(all, seen))
	// Twenty times Postgres says that the log ends; without memory it would be
	// asked another twenty times for what comes before that.
	require.Less(t, reads, int64(30))
}
