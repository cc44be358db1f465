package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// What the campaign would refuse by now is not offered on a page that stays open either.
func TestWhatIsOverMarksAnOrder(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)
	held := order{row: participants.Row{State: participants.Held, ExpiresAt: noon}}
	last := noon.Add(-sambatan.MinToPay) // the campaign still lets a payment begin
	offered := order{row: participants.Row{State: participants.Offered, OfferedUntil: noon}}
	paid := order{row: participants.Row{State: participants.Secured, PaidAt: noon.Add(-time.Hour)}}
	paid.campaign.Phase = sambatan.PhaseOpen
	paid.campaign.Terms.CoolOff, paid.campaign.Terms.Deadline = 3600, noon.AddDate(0, 0, 7)
	for name, row := range map[string]struct {
		of   order
		over time.Time // the first instant at which it is over
	}{
		"a hold":                 {held, last.Add(time.Microsecond)},
		"an offer":               {offered, noon},
		"the time to cancel":     {paid, noon},
		"a hold of one deadline": {deadlined(held, noon.Add(-time.Hour)), last.Add(-time.Hour + time.Microsecond)},
	} {
		before, then := row.over.Add(-time.Microsecond), row.over
		require.Equal(t, row.of.mark(before.Add(-time.Minute)), row.of.mark(before), "%s: nothing has changed", name)
		require.NotEqual(t, row.of.mark(before), row.of.mark(then), name)
	}
	require.False(t, held.late(last))
	require.True(t, orderRow(held, last.Add(time.Microsecond)).Late)
	require.True(t, ownOf(held, 0, last.Add(time.Microsecond)).Late)
	held.row.State, held.row.KeptUntil = participants.Told, noon
	require.False(t, held.late(noon.Add(time.Hour)), "it is the operator's turn")
}

func deadlined(o order, at time.Time) order {
	o.campaign.Terms.Deadline = at
	return o
}
