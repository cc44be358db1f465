package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/orders"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// A sambatan that succeeded with fewer than all slots is not called full.
func TestASambatanThatSucceededNeedNotBeFull(t *testing.T) {
	t.Parallel()
	since := time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	row := dashboard.Campaign{Phase: sambatan.PhaseSucceeded, PhaseSince: since, FilledAt: since, Secured: 45, Terms: sambatan.Terms{Slots: 60, MinFill: 45}}
	require.Equal(t, "Berhasil", stages(row)[2].Name)
	require.Contains(t, nextAction(row, view.Form{}).Consequence, "Sambatan berhasil. Mulai paling lambat Sen, 23 Nov")
	late := opsRow(row, since.Add(produceWithin+time.Second))
	require.Contains(t, late.Why, "Sudah berhasil sejak Jum, 20 Nov")

	row.Secured = 60
	require.Equal(t, "Penuh", stages(row)[2].Name)
	row.Phase = sambatan.PhaseUnwinding
	require.Equal(t, view.Stage{Name: "Batal", Kind: view.MomentBad}, stages(row)[2])
}

func TestAReleasedOrderIsNotSaidToHavePaidTheBrand(t *testing.T) {
	t.Parallel()
	why := shortfall(payments.Receipt{State: payments.Released}, participants.Row{}, dashboard.Campaign{}, orders.Order{}).Why
	require.Equal(t, "Pesanannya selesai dan dananya sudah dilepas untuk perajin.", why)
}

func TestAPageKnowsUntilWhenSlotsAreOffered(t *testing.T) {
	t.Parallel()
	closes := time.Date(2026, 11, 29, 13, 0, 0, 0, time.UTC)
	row := dashboard.Campaign{Phase: sambatan.PhaseOpen, Terms: sambatan.Terms{Slots: 3, Deadline: closes}}
	require.Equal(t, closes.Add(-sambatan.Quiet), campaignBlock(row, closes).OffersUntil)
}
