package projections_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/projections"
)

type positions = map[string]eventstore.Position

func TestAWaitEndsWithTheSignal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := projections.NewProgress(func(context.Context) (positions, error) { return nil, errors.New("no database") })
		go func() {
			time.Sleep(30 * time.Millisecond)
			p.Observe("participants", 7)
			p.Observe("participants", 5) // signals may overtake each other
			p.Observe("dashboard", 9)
		}()
		begin := time.Now()
		require.NoError(t, p.WaitFor(t.Context(), 7, "participants", "dashboard"))
		require.Equal(t, 30*time.Millisecond, time.Since(begin))
		require.EqualValues(t, 7, p.Position("participants"))
	})
}

func TestAWaitWithoutASignalReadsTheCheckpoints(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reads := 0
		p := projections.NewProgress(func(context.Context) (positions, error) {
			reads++
			return positions{"participants": eventstore.Position(reads)}, nil
		})
		begin := time.Now()
		require.NoError(t, p.WaitFor(t.Context(), 3, "participants"))
		require.Equal(t, 750*time.Millisecond, time.Since(begin))
		require.Equal(t, 3, reads)
	})
}

func TestAWaitIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := projections.NewProgress(func(context.Context) (positions, error) { return positions{}, nil })
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		require.ErrorIs(t, p.WaitFor(ctx, 1, "participants"), context.DeadlineExceeded)
	})
}

func TestWhatIsCommittedInOneProcessIsAwaitedInAnother(t *testing.T) {
	t.Parallel()
	m := market(t, 1, 500)
	f := newFake("fake", false)
	b := setup(t, m.Log, f)
	b.start(b.runner)
	elsewhere := projections.NewProgress(func(ctx context.Context) (positions, error) { return projections.Positions(ctx, b.db.Pool) })
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	require.NoError(t, elsewhere.WaitFor(ctx, eventstore.Position(len(m.Events())), "fake"))
	require.Equal(t, everything(m.Events()), b.saw(f))
}
