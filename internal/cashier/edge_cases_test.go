package cashier_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/calendar"
	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// at sets the time; the log's never runs backwards.
func (c *counter) at(now time.Time) { c.pass(now.Sub(c.clock())) }

// ends lets the holds of a campaign lapse, and then its deadline come.
func (c *counter) ends(campaign id.ID) (failed []error) {
	c.Helper()
	c.do(campaign, sambatan.LapseHolds{})
	failed = c.settle()
	c.do(campaign, sambatan.Close{})
	return append(failed, c.settle()...)
}

//money:case §4.11 one buyer pays two campaigns with one virtual account
func TestWhoPaysTwoCampaignsToOneVirtualAccountGetsTheSecondBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, second := d.campaign(1, 1), d.campaign(1, 1)
	a := d.joined(first, dinar)
	b := a
	b.campaign, b.participation = second, id.New()
	d.joinsAs(b, dinar)
	a.begin(payment.VABCA)
	b.begin(payment.VABCA)
	require.NotEqual(t, a.intent(1).Transaction, b.intent(1).Transaction, "each order has a number of its own")
	a.pays(1, gatewayemu.Payment{})
	a.told(1, gatewayemu.Settlement)
	a.pays(1, gatewayemu.Payment{Again: true}) // meant for the other one
	a.told(1, gatewayemu.Settlement)
	require.Equal(t, wallet.Sums{Received: 2 * price, Held: price, RefundDue: price}, d.sums())
	require.Equal(t, 1, d.deeds[secured], "a number pays for its own order only")

	require.Empty(t, d.refundAll())
	d.pass(2 * time.Hour)
	require.Empty(t, d.ends(second))
	require.Equal(t, 1, d.deeds[expired], "and the other hold lapses")
	sum, times := d.completed("bca", dinar.Number)
	require.EqualValues(t, price, sum)
	require.Equal(t, 1, times)
	require.Equal(t, wallet.Sums{Received: 2 * price, Held: price, Refunded: price}, d.sums())
}

// joined is a buyer whose refunds go to an account.
func (d *desk) joined(campaign id.ID, account bankAccount) buyer {
	d.Helper()
	b := buyer{d.counter, campaign, id.New(), id.New()}
	d.gateway.SetAccount("bca", account.Number, gatewayemu.Account{Name: account.Holder})
	d.joinsAs(b, account)
	return b
}

func (d *desk) joinsAs(b buyer, account bankAccount) {
	d.Helper()
	sealed := d.safe.seal(d.T, b.buyer, account)
	d.safe.accounts[b.participation] = sealed
	d.do(b.campaign, sambatan.Join{
		Participation: b.participation, Buyer: b.buyer, Slots: 1, Consent: sambatan.Consent{Terms: "1", Privacy: "1"},
		Address: sealed, RefundAccount: sealed, Public: sealed,
	})
	d.settle()
}

// refundAll does what jobs do for the refunds there are, until none is open.
func (d *desk) refundAll() (failed []error) {
	d.Helper()
	for round := 0; d.open() > 0; round++ {
		require.Less(d, round, 40, "%d refunds are still open", d.open())
		for _, refund := range d.refunds {
			if _, err := d.cashier.AdvanceRefund(d.Context(), refund); err != nil {
				failed = append(failed, err)
			}
		}
		d.pass(payment.AskAfter)
		failed = append(failed, d.settle()...)
	}
	return failed
}

//money:case §4.11 the same person with two accounts
func TestOnePersonWithTwoAccountsIsPaidForEachOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	campaign := d.campaign(2, 2) // one slot for each buyer
	buyers := []buyer{d.joined(campaign, dinar), d.joined(campaign, dinar)}
	for _, b := range buyers {
		b.secures(payment.VABCA)
	}
	require.Equal(t, 2, d.deeds[secured], "to us they are two")
	d.do(campaign, sambatan.Abort{Reason: "bahan habis", By: sambatan.ByBrand})
	d.settle()
	require.Empty(t, d.refundAll())
	sum, times := d.completed("bca", dinar.Number)
	require.EqualValues(t, 2*price, sum, "to one bank account")
	require.Equal(t, 2, times, "neither is taken for the other")
	require.Equal(t, 1, d.deeds["sambatan.unwound.v1"])
	require.Equal(t, wallet.Sums{Received: 2 * price, Refunded: 2 * price}, d.sums())
}

//money:case §4.11 the server's clock jumps
func TestAClockThatJumpsLosesAndDoublesNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	campaign := d.campaign(2, 2)
	paid, slow := d.joined(campaign, dinar), d.joined(campaign, dinar)
	paid.begin(payment.VABCA)
	slow.begin(payment.VABCA)
	paid.pays(1, gatewayemu.Payment{}) // and nobody has told
	d.pass(45 * time.Minute)           // ahead, beyond both holds
	d.do(campaign, sambatan.LapseHolds{})
	require.Empty(t, d.settle())
	require.Equal(t, [2]int{1, 1}, [2]int{d.deeds[secured], d.deeds[expired]}, "the gateway is asked before a slot is given away")
	d.pass(-45 * time.Minute) // set right
	d.do(campaign, sambatan.Abort{Reason: "bahan habis", By: sambatan.ByBrand})
	d.settle()
	refund := d.refunds[0]
	requests := d.asked(gatewayemu.OpPayout, func(n int) gatewayemu.Fault { return gatewayemu.Fault{Cut: n == 1, Done: true} })
	d.advance(refund)
	require.Zero(t, requests(), "by this clock it is not due yet")
	d.pass(45 * time.Minute)
	d.advance(refund)
	d.pass(-3 * time.Hour) // back, while an answer is missing
	for range 5 {
		d.advance(refund)
	}
	require.Equal(t, 1, d.count(refund, "refund_submitted"))
	d.pass(6 * time.Hour)
	require.Empty(t, d.refundAll())
	require.GreaterOrEqual(t, requests(), 2, "it was asked again, under the same key")
	require.Equal(t, 1, d.gateway.Faults()[gatewayemu.OpPayout])
	_, times := d.completed("bca", dinar.Number)
	require.Equal(t, 1, times)
	require.Equal(t, wallet.Sums{Received: price, Refunded: price}, d.sums())
	d.inOrder()
}

// inOrder demands that the log's own time never ran backwards.
func (c *counter) inOrder() {
	c.Helper()
	var last time.Time
	for recorded, err := range c.log.All(c.Context(), 1) {
		require.NoError(c, err)
		require.False(c, recorded.RecordedAt.Before(last), "%s", recorded.String())
		last = recorded.RecordedAt
	}
}

//money:case §4.11 one slot, and a threshold of all slots or fewer
func TestEveryThresholdDecidesWhereTheMoneyGoes(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		slots, minFill, paid int
		success, early       bool
	}{
		{slots: 1, minFill: 1, paid: 1, success: true, early: true},
		{slots: 1, minFill: 1},
		{slots: 3, minFill: 3, paid: 3, success: true, early: true},
		{slots: 3, minFill: 3, paid: 2},
		{slots: 3, minFill: 2, paid: 3, success: true, early: true},
		{slots: 3, minFill: 2, paid: 2, success: true},
		{slots: 3, minFill: 2, paid: 1},
		{slots: 3, minFill: 1, paid: 1, success: true},
		{slots: 3, minFill: 1},
	} {
		t.Run(fmt.Sprintf("%d of %d slots paid, %d needed", row.paid, row.slots, row.minFill), func(t *testing.T) {
			t.Parallel()
			c := newCounter(t)
			campaign := c.campaign(row.slots, row.minFill)
			for range row.paid {
				c.join(campaign).secures(payment.QRIS)
			}
			require.Equal(t, row.early, c.deeds["sambatan.succeeded.v1"] == 1, "before the deadline")
			c.pass(2 * time.Hour)
			require.Empty(t, c.ends(campaign))
			all := money.Rupiah(row.paid) * price
			if row.success {
				require.Equal(t, 1, c.deeds["sambatan.succeeded.v1"])
				require.Equal(t, wallet.Sums{Received: all, Held: all}, c.sums())
				return
			}
			require.Equal(t, 1, c.deeds["sambatan.failed.v1"])
			require.Equal(t, row.paid, c.deeds["payment.refund_due.v1"])
			require.Equal(t, wallet.Sums{Received: all, RefundDue: all}, c.sums())
		})
	}
}

//money:case §4.11 midnight, and three zones
func TestADeadlineAtMidnightIsTheSameMomentInEveryZone(t *testing.T) {
	t.Parallel()
	for _, zone := range []*time.Location{calendar.WIB, calendar.WITA, calendar.WIT} {
		t.Run(zone.String(), func(t *testing.T) {
			t.Parallel()
			c := newCounter(t)
			midnight := time.Date(2026, 11, 25, 0, 0, 0, 0, zone)
			c.at(midnight.Add(-2 * time.Hour))
			campaign := c.campaign(3, 1) // for two hours
			c.pass(115 * time.Minute)
			early, late := c.join(campaign), c.join(campaign)
			early.begin(payment.VABCA)
			late.begin(payment.VABCA)
			early.pays(1, gatewayemu.Payment{At: midnight.Add(-time.Second)})
			late.pays(1, gatewayemu.Payment{At: midnight.Add(time.Second)})
			c.at(midnight.Add(time.Minute))
			c.do(campaign, sambatan.Close{})
			c.settle()
			early.told(1, gatewayemu.Settlement) // after midnight, both
			late.told(1, gatewayemu.Settlement)
			require.Equal(t, 1, c.deeds["sambatan.succeeded.v1"])
			require.Equal(t, 1, c.reasons[string(sambatan.DeclinedLate)])
			require.Equal(t, wallet.Sums{Received: 2 * price, Held: price, RefundDue: price}, c.sums())
		})
	}
}
