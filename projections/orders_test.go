package projections_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/history"
	"github.com/sensasiwangi/sambatan/projections/orders"
	"github.com/sensasiwangi/sambatan/services/order"
)

// The rules' own state of every order is what its row must say.
func TestEveryOrdersRowSaysWhatItsRulesSay(t *testing.T) {
	t.Parallel()
	m := market(t, 5, 9000)
	b := setup(t, m.Log, orders.New())
	b.runToHead(orders.Name)
	states := statesOfOrders(t, m)
	seen := map[order.Phase]int{}
	b.as(id.New().String(), "operator", "", func(tx pgx.Tx) {
		disputed, returns, held, gaveUp := 0, 0, 0, 0
		for participation, want := range states {
			row, err := orders.ByID(t.Context(), tx, participation)
			require.NoError(t, err)
			require.Equal(t, want.Parties, row.Parties)
			require.Equal(t, want.Phase, row.Phase)
			require.Equal(t, want.Disputed, row.Open)
			require.True(t, want.ConfirmBy.Equal(row.ConfirmBy))
			requireParcels(t, want, row)
			seen[row.Phase]++
			if !row.Return.Due.IsZero() {
				returns++
			}
			requireTrial(t, want, row)
			require.Equal(t, want.Short, row.Short)
			require.True(t, want.GiveUpBy.Equal(row.GiveUpBy) && want.SendBy.Equal(row.SendBy))
			if want.HeldBack() {
				held++
			}
			if row.GaveUp {
				gaveUp++
			}
			if row.AppealBy.IsZero() && (row.Open || row.Phase == order.PhaseSendingBack) {
				disputed++
			}
		}
		require.Positive(t, returns, "no goods were sent back")
		require.Positive(t, held, "no goods were held back")
		require.Positive(t, gaveUp, "no order was given up")
		open, total, err := orders.Disputes(t.Context(), tx, 2, 0)
		require.NoError(t, err)
		require.Equal(t, disputed, total)
		require.Len(t, open, min(2, total))
		_, err = orders.ByID(t.Context(), tx, id.New())
		require.ErrorIs(t, err, projections.ErrNotFound)
	})
	for _, phase := range []order.Phase{order.PhaseToSend, order.PhaseSent, order.PhaseDelivered, order.PhaseConfirmed, order.PhaseClosed} {
		require.Positive(t, seen[phase], "no order is %s", phase)
	}
}

func statesOfOrders(t *testing.T, m *history.Market) map[id.ID]order.State {
	t.Helper()
	states := map[id.ID]order.State{}
	for _, recorded := range m.Events() {
		if recorded.StreamID.Category() != order.Orders.Category() {
			continue
		}
		event, err := order.Codec.Decode(recorded)
		require.NoError(t, err)
		participation := event.Whose().Participation
		states[participation] = order.Evolve(states[participation], event)
	}
	require.Greater(t, len(states), 20, "the market hardly sent anything")
	return states
}

func requireTrial(t *testing.T, want order.State, row orders.Order) {
	t.Helper()
	require.True(t, want.Verdict.AppealBy.Equal(row.AppealBy))
	require.Equal(t, want.Proposed.Hash, row.Proposed.Hash)
	if !row.AppealBy.IsZero() {
		require.Equal(t, want.Accepted[order.ByBuyer], row.BuyerAccepts)
		require.Equal(t, want.Accepted[order.ByBrand], row.BrandAccepts)
	}
	if want.Disputed {
		require.Equal(t, want.Appealed, row.AppealedBy != "")
	}
	require.True(t, want.Return.Due.Equal(row.Return.Due))
	require.Equal(t, want.Return.Addressed, !row.Return.To.Empty())
	require.Equal(t, want.Return.Resi, row.Return.Resi)
	require.Equal(t, want.Return.Overdue, row.Return.Overdue)
	require.Equal(t, want.Return.Missing, row.Return.Missing)
}

func requireParcels(t *testing.T, want order.State, row orders.Order) {
	t.Helper()
	require.Len(t, row.Parcels, len(want.Parcels))
	for i, p := range row.Parcels {
		require.Equal(t, i+1, p.Number)
		require.Equal(t, want.Parcels[i].Resi, p.Resi)
		require.Equal(t, want.Parcels[i].Delivered, !p.DeliveredAt.IsZero())
		require.Equal(t, want.Parcels[i].Trouble, p.Trouble)
		require.Equal(t, want.Parcels[i].Replaced, p.Replaced)
	}
}

func TestAnOrderIsSeenByItsBuyerItsBrandAndStaff(t *testing.T) {
	t.Parallel()
	m := market(t, 5, 9000)
	b := setup(t, m.Log, orders.New())
	b.runToHead(orders.Name)
	one := statesOfOrders(t, m)
	for _, state := range one {
		if len(state.Parcels) == 0 {
			continue
		}
		b.as(state.Buyer.String(), "buyer", "", func(tx pgx.Tx) {
			_, err := orders.ByID(t.Context(), tx, state.Participation)
			require.NoError(t, err)
			require.Zero(t, b.count(tx, "sambatan_orders", "buyer <> $1", state.Buyer))
			require.Zero(t, b.count(tx, "sambatan_parcels", "buyer <> $1", state.Buyer))
		})
		b.as(id.New().String(), "brand", state.Brand.String(), func(tx pgx.Tx) {
			mine, total, err := orders.OfCampaign(t.Context(), tx, state.Campaign, 500, 0)
			require.NoError(t, err)
			require.Len(t, mine, total)
			require.NotEmpty(t, mine)
			require.Zero(t, b.count(tx, "sambatan_orders", "brand <> $1", state.Brand))
			taken, err := orders.WithResi(t.Context(), tx, state.Brand, []string{state.Parcels[0].Resi})
			require.NoError(t, err)
			require.Len(t, taken, 1)
		})
		b.as(id.New().String(), "brand", id.New().String(), func(tx pgx.Tx) {
			require.Zero(t, b.count(tx, "sambatan_orders", "true"))
			require.Zero(t, b.count(tx, "sambatan_parcels", "true"))
		})
		return
	}
	t.Fatal("no order has a parcel")
}
