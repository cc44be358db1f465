package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

var happening = eventstore.Recorded{EventID: ident(90), CorrelationID: ident(91)}

func TestAnEventLeadsToTheNextCommand(t *testing.T) {
	t.Parallel()
	toCampaign, toOrder := sambatan.Campaigns.Stream(campaign.String()), order.Orders.Stream(p1.String())
	for name, row := range map[string]struct {
		given  any
		stream eventstore.StreamID
		then   any
	}{
		"open order":      {sambatan.DispatchDue{Campaign: campaign, Participation: p1, Buyer: ayu, Brand: brand, Slots: 2, Amount: paid}, toOrder, order.Open{Parties: whose, Slots: 2, Amount: paid}},
		"start shipping":  {parcel(1, resi1, noon), toCampaign, sambatan.StartShipping{}},
		"fulfil":          {confirmed(order.OnTime), toCampaign, sambatan.Fulfil{Participation: p1}},
		"return secured":  {decided(order.ForBuyer), toCampaign, sambatan.ReturnSecured{Participation: p1}},
		"close order":     {sambatan.SlotsReleased{Campaign: campaign, Participation: p1, Reason: sambatan.RefundedDispute}, toOrder, order.Close{}},
		"note shortfall":  {sambatan.ShortfallChanged{Campaign: campaign, Participation: p1, Buyer: ayu, Short: paid}, toOrder, order.NoteShortfall{Short: paid}},
		"for the brand":   {given: decided(order.ForBrand)},
		"before an order": {given: sambatan.SlotsReleased{Campaign: campaign, Participation: p1, Reason: sambatan.RefundedFailed}},
		"complaint":       {given: disputed()},
		"for both":        {given: inPart(50_000)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			process := order.Process{}
			require.Equal(t, p1.String(), process.Key(row.given, happening))
			steps := process.React(row.given, happening)
			if row.then == nil {
				require.Empty(t, steps)
				return
			}
			require.Len(t, steps, 1)
			command := steps[0].Command
			require.Equal(t, row.stream, command.Stream)
			require.Equal(t, row.then, command.Body)
			require.Equal(t, eventstore.Meta{
				CommandID: id.Derive(happening.EventID, name), CorrelationID: happening.CorrelationID,
				CausationID: happening.EventID, Actor: order.Actor,
			}, command.Meta)
		})
	}
}

func TestWhatIsOfNoOrderLeadsNowhere(t *testing.T) {
	t.Parallel()
	process := order.Process{}
	for _, event := range []any{sambatan.Opened{}, sambatan.Completed{}, "a stranger"} {
		require.Empty(t, process.React(event, happening))
		require.Empty(t, process.Key(event, happening))
	}
}

func TestTheProcessWantsWhatItReactsTo(t *testing.T) {
	t.Parallel()
	process := order.Process{}
	for eventType := range order.Codec.GoTypes() {
		require.True(t, process.Wants(eventType), eventType)
	}
	require.True(t, process.Wants("sambatan.dispatch_due.v1"))
	require.True(t, process.Wants("sambatan.slots_released.v1"))
	require.True(t, process.Wants("sambatan.shortfall_changed.v1"))
	require.False(t, process.Wants("sambatan.slots_held.v1"), "a rush of joins is none of its business")
}
