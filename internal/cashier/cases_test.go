package cashier_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/midtrans"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

const (
	secured  = "sambatan.slots_secured.v1"
	expired  = "sambatan.hold_expired.v1"
	received = "payment.receipt_recorded.v1"
)

//money:case §4.3 exact amount, hold live
func TestTheExactAmountForALiveHoldSecuresIt(t *testing.T) {
	t.Parallel()
	for _, method := range payment.Methods {
		t.Run(string(method), func(t *testing.T) {
			t.Parallel()
			c := newCounter(t)
			b := c.join(c.campaign(3, 2))
			b.begin(method)
			intent := b.intent(1)
			require.Equal(t, payment.IntentAwaiting, intent.State)
			require.Equal(t, price, intent.Amount)
			b.pays(1, gatewayemu.Payment{})
			require.Zero(t, c.deeds[secured], "nobody has told")
			b.told(1, gatewayemu.Settlement)
			require.Equal(t, 1, c.deeds[secured])
			require.Equal(t, payment.IntentIsPaid, b.intent(1).State)
			require.Equal(t, wallet.Sums{Received: price, Held: price}, c.sums())
		})
	}
}

//money:case §4.3 same transaction, same status again
func TestTheSameReportAgainChangesNothing(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	b.begin(payment.VABCA)
	b.pays(1, gatewayemu.Payment{})
	report := c.report(b.order(1), gatewayemu.Settlement)
	c.deliver(report)
	for range 5 {
		c.deliver(report)
	}
	c.settle()
	require.Equal(t, 1, c.deeds[received])
	require.Equal(t, 6, c.gateway.Outbox()[report-1].Taken, "each was answered with 2xx")
	waiting, _, err := c.inbox.Waiting(t.Context())
	require.NoError(t, err)
	require.Zero(t, waiting)
}

//money:case §4.3 older status after newer
func TestAnOlderStatusAfterANewerOneChangesNothing(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	b.begin(payment.VABNI)
	b.pays(1, gatewayemu.Payment{})
	b.told(1, gatewayemu.Settlement)
	b.told(1, gatewayemu.Pending)
	require.Equal(t, payment.IntentIsPaid, b.intent(1).State)
	require.Equal(t, 1, c.deeds[received])
	require.Equal(t, wallet.Sums{Received: price, Held: price}, c.sums())
}

//money:case §4.3 not yet certain (challenge, pending, deny)
func TestAReportWhosePaymentIsUnsettledByNowIsBelievedAsTheGatewayIs(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	b.begin(payment.VABRI)
	b.pays(1, gatewayemu.Payment{})
	require.NoError(t, c.gateway.Lose(b.order(1), gatewayemu.Deny))
	b.told(1, gatewayemu.Settlement) // late: the gateway says deny by now
	require.Zero(t, c.deeds[received], "only what the gateway says now is money")
	require.Equal(t, payment.IntentIsClosed, b.intent(1).State)
}

//money:case §4.3 double pay
func TestTwoPaymentsForOneHoldSecureOneAndReturnTheOther(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	b.begin(payment.VAPermata)
	b.pays(1, gatewayemu.Payment{})
	b.told(1, gatewayemu.Settlement)
	b.pays(1, gatewayemu.Payment{Again: true})
	b.told(1, gatewayemu.Settlement)
	require.Equal(t, 2, c.deeds[received])
	require.Equal(t, 1, c.reasons[string(sambatan.DeclinedTwice)])
	require.Equal(t, wallet.Sums{Received: 2 * price, Held: price, RefundDue: price}, c.sums())
}

//money:case §4.3 paid in time, told late, undecided
//money:case §4.3 slot freed only after the channel's answer
func TestWhatWasPaidInTimeCountsHoursLater(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	campaign := c.campaign(3, 1)
	b := c.join(campaign)
	b.begin(payment.VABCA)
	b.pays(1, gatewayemu.Payment{})
	c.spoils(down)
	c.pass(31 * time.Minute)
	c.do(campaign, sambatan.LapseHolds{})
	require.NotEmpty(t, c.settle(), "the gateway was asked in vain")
	require.Zero(t, c.deeds[expired], "slots are not given away on no answer")
	c.spoils(nil)
	require.NoError(t, c.cashier.Advance(t.Context(), b.participation))
	c.settle()
	require.Equal(t, 1, c.deeds[secured])
	require.Zero(t, c.deeds[expired])
	c.pass(24 * time.Hour)
	b.told(1, gatewayemu.Settlement)
	require.Equal(t, 1, c.deeds[received], "the report of the day after tells nothing new")
}

//money:case §4.3 paid in time, the slot was given away
//money:case §4.3 gateway unreachable
func TestWhatWasPaidInTimeAndToldAfterTheSlotWasGivenAwayFindsANewOneOrGoesBack(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		slots int
		want  wallet.Sums
	}{
		"a free slot": {2, wallet.Sums{Received: price, Held: price}},
		"none":        {1, wallet.Sums{Received: price, RefundDue: price}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t)
			campaign := c.campaign(row.slots, row.slots)
			b := c.join(campaign)
			b.begin(payment.VABCA)
			b.pays(1, gatewayemu.Payment{})
			c.spoils(down)
			c.pass(31 * time.Minute)
			c.do(campaign, sambatan.LapseHolds{})
			c.settle()
			c.pass(payment.GiveUp)
			require.NoError(t, c.cashier.Advance(t.Context(), b.participation), "it is not waited for any longer")
			c.settle()
			require.Equal(t, 1, c.deeds[expired])
			c.spoils(nil)
			c.join(campaign) // takes the slot
			b.told(1, gatewayemu.Settlement)
			require.Equal(t, row.want, c.sums(), "and never is one sold twice")
		})
	}
}

//money:case §4.3 paid after expiry, room
func TestPaidAfterExpiryFindsAFreeSlot(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	campaign := c.campaign(3, 2)
	b := c.join(campaign)
	b.begin(payment.QRIS)
	c.pass(31 * time.Minute)
	c.do(campaign, sambatan.LapseHolds{})
	c.settle()
	require.Equal(t, 1, c.deeds[expired])
	b.pays(1, gatewayemu.Payment{}) // the bank's network was a moment late
	b.told(1, gatewayemu.Settlement)
	require.Equal(t, 1, c.deeds[secured])
	require.Equal(t, wallet.Sums{Received: price, Held: price}, c.sums())
}

//money:case §4.3 paid after failure or cancellation
func TestPaidAfterFailureGoesBack(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	campaign := c.campaign(3, 2)
	b := c.join(campaign)
	b.begin(payment.QRIS)
	c.pass(2 * time.Hour)
	c.do(campaign, sambatan.LapseHolds{})
	c.do(campaign, sambatan.Close{})
	c.settle()
	require.Equal(t, 1, c.deeds["sambatan.failed.v1"])
	b.pays(1, gatewayemu.Payment{})
	b.told(1, gatewayemu.Settlement)
	require.Equal(t, 1, c.reasons[string(sambatan.DeclinedDecided)])
	require.Equal(t, wallet.Sums{Received: price, RefundDue: price}, c.sums())
}

//money:case §4.3 paid after success
func TestPaidAfterSuccessGoesBack(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	campaign := c.campaign(2, 1)
	late, winner := c.join(campaign), c.join(campaign)
	late.begin(payment.QRIS)
	winner.begin(payment.QRIS)
	winner.pays(1, gatewayemu.Payment{})
	winner.told(1, gatewayemu.Settlement)
	c.pass(2 * time.Hour)
	c.do(campaign, sambatan.LapseHolds{})
	c.do(campaign, sambatan.Close{})
	c.settle()
	require.Equal(t, 1, c.deeds["sambatan.succeeded.v1"])
	late.pays(1, gatewayemu.Payment{})
	late.told(1, gatewayemu.Settlement)
	require.Equal(t, wallet.Sums{Received: 2 * price, Held: price, RefundDue: price}, c.sums())
}

//money:case §4.3 overpay
func TestWhatIsTooMuchGoesBack(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	b.begin(payment.VABCA)
	b.pays(1, gatewayemu.Payment{Amount: int64(price) + 15_000})
	b.told(1, gatewayemu.Settlement)
	require.Equal(t, 1, c.reasons[payment.ReasonOverpaid])
	require.Equal(t, wallet.Sums{Received: price + 15_000, Held: price, RefundDue: 15_000}, c.sums())
}

//money:case §4.3 unknown order
func TestAnUnknownOrderIsKeptInSuspense(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	for _, order := range []string{"SWG-LAIN-1", payment.OrderName(b.participation, 7)} {
		c.charge(order)
		_, err := c.gateway.Pay(order, gatewayemu.Payment{})
		require.NoError(t, err)
		c.deliver(c.report(order, gatewayemu.Settlement))
	}
	c.settle()
	require.Equal(t, wallet.Sums{Received: 370_000, Suspense: 370_000}, c.sums())
}

// What was sent back of a payment before anybody had seen it does not hide the payment.
func TestAPaymentThatIsFirstSeenAfterAPartOfItWasSentBackIsBookedWhole(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	b.begin(payment.QRIS)
	transaction := b.pays(1, gatewayemu.Payment{})
	require.NoError(t, c.client.Refund(t.Context(), b.order(1), "dashboard-1", 5_000, "ongkir"))
	b.told(1, gatewayemu.PartialRefund)
	require.Equal(t, 1, c.deeds[secured])
	require.Equal(t, wallet.Sums{Received: price, Held: price}, c.sums(), "what went back is an operator's to settle")
	require.Equal(t, 1, c.deeds["payment.external_refund_seen.v1"])
	require.NoError(t, c.client.Refund(t.Context(), transaction, "dashboard-2", 6_000, "ongkir"))
	b.told(1, gatewayemu.PartialRefund)
	require.Equal(t, 2, c.deeds["payment.external_refund_seen.v1"], "the second part has a report of its own")
	require.Equal(t, 1, c.deeds[received])
}

func TestAPaymentThatIsFirstSeenAfterAllOfItWasSentBackSecuresNothing(t *testing.T) {
	t.Parallel()
	for name, parts := range map[string][]money.Rupiah{"at once": {price}, "in parts": {5_000, price - 5_000}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t)
			b := c.join(c.campaign(3, 2))
			b.begin(payment.QRIS)
			b.pays(1, gatewayemu.Payment{})
			for n, part := range parts {
				require.NoError(t, c.client.Refund(t.Context(), b.order(1), fmt.Sprint("dashboard-", n), part, "batal"))
			}
			b.told(1, gatewayemu.Refund)
			require.Zero(t, c.deeds[received])
			require.Equal(t, payment.IntentIsClosed, b.intent(1).State, "nobody waits for it")
			require.Equal(t, len(parts), c.deeds["payment.external_refund_seen.v1"], "an operator sees it")
			require.Equal(t, wallet.Sums{}, c.sums())
		})
	}
}

//money:case §4.3 no webhook at all
func TestNoReportAtAllIsMadeUpForByAsking(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	b.begin(payment.ShopeePay)
	b.pays(1, gatewayemu.Payment{})
	require.NoError(t, c.cashier.Check(t.Context(), b.order(1)))
	c.settle()
	require.Equal(t, 1, c.deeds[secured])
	require.NoError(t, c.cashier.Check(t.Context(), "nobody-knows-this"))
}

//money:case §4.3 switching the method
func TestAnotherWayIsBegunAfterTheFirstWasEnded(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	b.begin(payment.QRIS)
	b.begin(payment.VABCA)
	require.Equal(t, payment.IntentIsClosed, b.intent(1).State)
	require.Equal(t, payment.EndSwitched, b.intent(1).Reason)
	require.Equal(t, payment.IntentAwaiting, b.intent(2).State)
	b.pays(2, gatewayemu.Payment{})
	b.told(2, gatewayemu.Settlement)
	require.Equal(t, 1, c.deeds[secured])
}

func TestAChargeThatCanNotBeEndedAndIsNotPaidYetStaysOpen(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	b.begin(payment.QRIS)
	c.spoils(func(r gatewayemu.Request) gatewayemu.Fault {
		if r.Op == gatewayemu.OpExpire { // it is being paid at this moment, and its status does not show it yet
			return gatewayemu.Fault{Status: http.StatusPreconditionFailed}
		}
		return gatewayemu.Fault{}
	})
	b.begin(payment.VABCA)
	require.ErrorIs(t, c.cashier.Advance(t.Context(), b.participation), midtrans.ErrUnknown)
	require.NotEqual(t, payment.IntentIsClosed, b.intent(1).State)
	require.Empty(t, b.intent(2).Transaction)
	require.Positive(t, c.gateway.Faults()[gatewayemu.OpExpire])
	c.spoils(nil)
	b.pays(1, gatewayemu.Payment{})
	require.NoError(t, c.cashier.Advance(t.Context(), b.participation))
	c.settle()
	require.Equal(t, 1, c.deeds[secured])
}

func TestOneThatWasPaidWhileTheBuyerChangedTheirMindCounts(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	b.begin(payment.QRIS)
	b.pays(1, gatewayemu.Payment{})
	b.begin(payment.VABCA) // the gateway refuses to end the first: it was paid
	require.Equal(t, 1, c.deeds[secured])
	require.Equal(t, payment.IntentIsPaid, b.intent(1).State)
	require.Equal(t, payment.IntentIsClosed, b.intent(2).State)
	require.Equal(t, payment.EndSecured, b.intent(2).Reason)
}

func TestWhatTheGatewayRefusesIsClosed(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	c.spoils(func(r gatewayemu.Request) gatewayemu.Fault {
		if r.Op == gatewayemu.OpCharge {
			return gatewayemu.Fault{Status: http.StatusBadRequest}
		}
		return gatewayemu.Fault{}
	})
	b.begin(payment.QRIS)
	require.Equal(t, payment.EndRefused, b.intent(1).Reason)
	require.Equal(t, 1, c.deeds["sambatan.payment_ended.v1"], "the hold is like any other again")
	require.Equal(t, 1, c.gateway.Faults()[gatewayemu.OpCharge])
}

// The second request for a charge may be refused although the first one, whose answer
// was lost, was taken: what it made is ended before the slots are free.
func TestARefusedChargeMayHaveBeenTakenBefore(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		again  int // what the second request is answered with
		failed int // errands that have to be run again
		paid   bool
		want   payment.IntentState
	}{
		"refused, and ended":             {http.StatusBadRequest, 0, false, payment.IntentIsClosed},
		"refused, and paid by then":      {http.StatusBadRequest, 0, true, payment.IntentIsPaid},
		"our key is refused for a while": {http.StatusUnauthorized, 1, false, payment.IntentCreated},
		"our address is, for a while":    {http.StatusForbidden, 1, false, payment.IntentCreated},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t)
			b := c.join(c.campaign(3, 2))
			c.spoils(func(r gatewayemu.Request) gatewayemu.Fault {
				return gatewayemu.Fault{Cut: true, Done: r.Op == gatewayemu.OpCharge}
			})
			c.do(b.campaign, sambatan.BeginPayment{Participation: b.participation, Buyer: b.buyer, Method: string(payment.VABCA)})
			require.Len(t, c.settle(), 1, "the answer was lost")
			if row.paid {
				b.pays(1, gatewayemu.Payment{})
			}
			c.spoils(func(r gatewayemu.Request) gatewayemu.Fault {
				if r.Op == gatewayemu.OpCharge || row.failed > 0 {
					return gatewayemu.Fault{Status: row.again}
				}
				return gatewayemu.Fault{}
			})
			err := c.cashier.Advance(t.Context(), b.participation)
			require.Equal(t, row.failed > 0, err != nil, err)
			c.settle()
			require.Equal(t, row.want, b.intent(1).State)
			c.spoils(nil)
			require.NoError(t, c.cashier.Advance(t.Context(), b.participation), "nobody has forgotten it")
			require.NotEqual(t, payment.IntentCreated, b.intent(1).State)
			now, err := c.client.Status(t.Context(), b.order(1))
			require.NoError(t, err)
			require.Equal(t, b.intent(1).State.Live(), now.Open(), "open for the gateway as it is here")
		})
	}
}

//money:case Reliability committed, and the answer lost
func TestAChargeWhoseAnswerWasLostIsFoundAgain(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	c.spoils(func(r gatewayemu.Request) gatewayemu.Fault {
		return gatewayemu.Fault{Cut: true, Done: r.Op == gatewayemu.OpCharge}
	})
	c.do(b.campaign, sambatan.BeginPayment{Participation: b.participation, Buyer: b.buyer, Method: string(payment.VABCA)})
	require.NotEmpty(t, c.settle())
	require.Equal(t, payment.IntentCreated, b.intent(1).State)
	c.spoils(nil)
	require.NoError(t, c.cashier.Advance(t.Context(), b.participation))
	require.Equal(t, payment.IntentAwaiting, b.intent(1).State)
	require.Equal(t, 1, c.gateway.Faults()[gatewayemu.OpCharge])
	charges := 0
	for _, n := range c.gateway.Outbox() {
		if n.ID == b.order(1) && n.Status == string(gatewayemu.Pending) {
			charges++
		}
	}
	require.Equal(t, 1, charges, "it was charged once")
}

func TestTwentyAtOnceChargeOnce(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	c.do(b.campaign, sambatan.BeginPayment{Participation: b.participation, Buyer: b.buyer, Method: string(payment.QRIS)})
	done := make(chan error, 20)
	c.openIntents()
	for range 20 {
		go func() { done <- c.cashier.Advance(context.WithoutCancel(t.Context()), b.participation) }()
	}
	for range 20 {
		require.NoError(t, <-done)
	}
	c.settle()
	require.Equal(t, 1, c.deeds["payment.intent_charged.v1"])
}
