package demo_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/demo"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// The machine's clock may show any day, but none before these.
var moments = map[string]time.Time{
	"a Tuesday afternoon":      wib(2025, time.November, 25, 14, 6),
	"a Sunday after midnight":  wib(2025, time.November, 23, 0, 20),
	"a Monday before work":     wib(2025, time.November, 24, 7, 59),
	"a Friday evening":         wib(2025, time.November, 21, 21, 30),
	"the end of long holidays": wib(2026, time.March, 25, 10, 0),
	"the first days of a year": wib(2026, time.January, 2, 12, 0),
}

type state struct {
	phase         sambatan.Phase
	held, secured int
}

var endings = map[string]state{
	"lawang-cengkih-1": {sambatan.PhaseOpen, 2, 27},
	"wening-subuh-4":   {sambatan.PhaseOpen, 3, 42},
	"nilam-biru-1":     {sambatan.PhaseOpen, 1, 12},
	"pala-banda-1":     {sambatan.PhaseOpen, 1, 6},
	"kenanga-loteng-2": {sambatan.PhaseScheduled, 0, 0},
	"kopi-gerimis-1":   {sambatan.PhaseInProduction, 0, 30},
	"vanili-serambi-1": {sambatan.PhaseShipping, 0, 24},
	"kenanga-loteng-1": {sambatan.PhaseUnwinding, 0, 0},
	"cendana-sumba-1":  {sambatan.PhaseInReview, 0, 0},
	"jeruk-teras-1":    {sambatan.PhaseDraft, 0, 0},
	"akar-hujan-2":     {sambatan.PhaseCompleted, 0, 72},
}

func TestTheStoryEndsInTheSameStatesAtAnyHour(t *testing.T) {
	t.Parallel()
	for name, now := range moments {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, now)
			people, err := demo.Seed(t.Context(), w.Config)
			require.NoError(t, err)
			require.Equal(t, demo.Everyone(), people)
			for key, want := range endings {
				found := w.campaign(t, key)
				require.Equal(t, want, state{found.Phase(), found.Held(), found.Secured()}, key)
			}
			checkTimes(t, w, now)
			checkMoney(t, w)
			checkPayouts(t, w)
			checkSecrets(t, w)
		})
	}
}

func TestTheClockEndsAtTheDatabases(t *testing.T) {
	t.Parallel()
	var clock demo.Clock
	now := time.Now()
	require.Equal(t, now, clock.Shift(now))
	w := newWorld(t, wib(2025, time.November, 25, 14, 6))
	_, err := demo.Seed(t.Context(), w.Config)
	require.NoError(t, err)
	require.Equal(t, now, w.Clock.Shift(now))
}

func TestSeedingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, wib(2025, time.November, 25, 14, 6))
	_, err := demo.Seed(t.Context(), w.Config)
	require.NoError(t, err)
	head := w.head(t)

	people, err := demo.Seed(t.Context(), w.Config)
	require.NoError(t, err)
	require.Equal(t, demo.Everyone(), people)
	require.Equal(t, head, w.head(t))
}

func TestALogWithOtherDataIsLeftAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, time.Time{})
	w.register(t)
	_, err := demo.Seed(t.Context(), w.Config)
	require.ErrorIs(t, err, demo.ErrOtherData)
	require.EqualValues(t, 1, w.head(t))
}

// Whoever stops the program while demo data is written finds it whole after
// the next start.
func TestAStoryThatWasCutOffIsToldToItsEnd(t *testing.T) {
	t.Parallel()
	whole := newWorld(t, wib(2025, time.November, 25, 14, 6))
	_, err := demo.Seed(t.Context(), whole.Config)
	require.NoError(t, err)

	for _, commands := range []int64{1, 70, 600} {
		w := newWorld(t, whole.Now)
		cut := w.Config
		cut.Log = &breaking{Log: w.Store, left: commands}
		_, err = demo.Seed(t.Context(), cut)
		require.ErrorIs(t, err, errBroken)
		require.Less(t, w.head(t), whole.head(t))

		w.Now = w.Now.Add(20 * time.Minute) // the next start is later
		_, err = demo.Seed(t.Context(), w.Config)
		require.NoError(t, err)
		require.Equal(t, whole.head(t), w.head(t), "cut off after %d commands", commands)
		for key, want := range endings {
			found := w.campaign(t, key)
			require.Equal(t, want, state{found.Phase(), found.Held(), found.Secured()}, key)
		}
		checkMoney(t, w)
	}
}
