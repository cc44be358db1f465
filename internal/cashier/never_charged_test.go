package cashier_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// The request for a way to pay was lost on its way: the gateway knows nothing that it
// could end.
func TestASlotIsFreeAtOnceWhenTheGatewayWasNeverAskedForMoney(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	campaign := c.campaign(3, 2)
	b := c.join(campaign)
	c.spoils(down)
	c.do(campaign, sambatan.BeginPayment{Participation: b.participation, Buyer: b.buyer, Method: string(payment.QRIS)})
	require.NotEmpty(t, c.settle(), "the gateway was asked in vain")
	c.spoils(nil)
	c.pass(31 * time.Minute)
	c.do(campaign, sambatan.LapseHolds{})
	require.Empty(t, c.settle())
	require.Equal(t, 1, c.deeds[expired])
	require.Equal(t, payment.IntentIsClosed, b.intent(1).State)
}
