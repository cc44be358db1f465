package view

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The hold of a page that was left open ends before anything is recorded of it.
func TestNothingIsOfferedOnceItsTimeIsOver(t *testing.T) {
	t.Parallel()
	now := at("20:00")
	for _, state := range []ParticipationState{Held, Offered} {
		o := Own{Now: now, Code: "SWG-7K4Q2", State: state, Slots: 2, Until: now.Add(time.Minute)}
		require.True(t, o.asks())
		require.NotContains(t, o.linkText(), "Lihat")
		o.Late = true
		for _, until := range []time.Time{now.Add(time.Second), now, now.Add(-time.Minute)} {
			o.Until = until
			require.False(t, o.asks())
			require.Equal(t, "Lihat SWG-7K4Q2", o.linkText())
			require.NotContains(t, o.words()+o.short(), "Bayar")
			require.NotContains(t, o.words()+o.short(), "tawar")
		}
	}
}

func TestWhoWaitsMayTakeWhatIsFree(t *testing.T) {
	t.Parallel()
	c := sampleCampaign(Open)
	require.True(t, Own{State: Waiting}.joins(c))
	require.False(t, Own{State: Held}.joins(c))
	c.Held = c.Slots - c.Secured
	require.False(t, Own{State: Waiting}.joins(c))
}
