package payment_test

import (
	"slices"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// sellers reacts as the process manager of payouts does beside that of payments.
var sellers payout.Process

// release makes the batch of a campaign that succeeded, sometimes too small a one, and ends
// every order: some with a dispute that is decided in part, some while the campaign is frozen.
func (w *world) release() {
	w.askCampaign(sambatan.StartProduction{})
	if w.any(4) == 0 {
		w.askCampaign(sambatan.YieldShort{Made: w.campaign().Secured() - 1, Reason: "menguap"})
		w.deliverAll()
	}
	w.askCampaign(sambatan.PassQuality{})
	require.True(w, w.askCampaign(sambatan.StartShipping{}))
	for _, p := range slices.Clone(w.joined) {
		if w.secured[p.Participation] == 0 {
			continue
		}
		refund := []money.Rupiah{0, 0, 1_000, 50_000, 184_000}[w.any(5)]
		if w.any(4) == 0 {
			require.True(w, w.askCampaign(sambatan.Freeze{Reason: "x"}))
		}
		require.True(w, w.askCampaign(sambatan.Fulfil{Participation: p.Participation, Refund: refund}))
		w.decided[p.Participation] = refund
		for range w.any(5) {
			w.deliver()
		}
		w.askCampaign(sambatan.Unfreeze{Reason: "y"})
	}
	w.deliverAll()
}

// regret is what happens to money that was released: operators send some of it back, and
// the gateway takes some.
func (w *world) regret() {
	var released []id.ID
	for _, p := range w.joined {
		if w.secured[p.Participation] > 0 {
			released = append(released, w.securedBy[p.Participation]...)
		}
	}
	for range 20 * len(released) {
		receipt := released[w.any(len(released))]
		state := w.states[payment.Receipts.Stream(receipt.String())].(payment.Receipt)
		by := []id.ID{petra, desi}[w.any(2)]
		actions := []func(){
			func() { w.proposeClawback(receipt, state, by) },
			func() {
				w.askReceipt(receipt, payment.AgreeClawback{By: by, Hash: state.Clawback.Hash, Policy: w.process.Refunds})
			},
			func() { w.askReceipt(receipt, payment.DropClawback{By: by, Note: "x"}) },
			func() { w.loseOf(receipt); w.deliverAll() },
			w.lose, w.deliver, w.deliver, w.transfer,
		}
		actions[w.any(len(actions))]()
	}
	w.deliverAll()
}

func (w *world) proposeClawback(receipt id.ID, state payment.Receipt, by id.ID) {
	amounts, reason := []money.Rupiah{1_000, 60_000, state.Returnable(), state.Short}, payment.ClawbackReasons[w.any(len(payment.ClawbackReasons))]
	if state.Short > 0 {
		amounts, reason = amounts[2:], payment.ReasonChargeback
	}
	w.askReceipt(receipt, payment.ProposeClawback{
		By: by, Amount: amounts[w.any(len(amounts))], Reason: reason,
		Note: "x", LimitOne: limit, Policy: w.process.Refunds,
	})
}

// checkReleased demands that every rupiah of an order that ended has one exit, and that the
// brand's account says what the books say.
func (w *world) checkReleased() {
	sums, err := wallet.Identity(w.reference.Platform())
	require.NoError(w, err)
	require.Zero(w, sums.Held+sums.RefundDue+sums.Suspense)
	w.checkBrand()
	for _, p := range w.joined {
		if w.secured[p.Participation] == 0 {
			continue
		}
		var released money.Rupiah
		var parted bool
		for _, receipt := range w.securedBy[p.Participation] {
			r := w.states[payment.Receipts.Stream(receipt.String())].(payment.Receipt)
			require.True(w, r.Brand == first || r.Parted && r.PaidOn == 0, "released, or gone back as a whole")
			require.LessOrEqual(w, r.Refunded, r.Amount, "more went back than came in")
			released, parted = released+r.PaidOn+r.ClawedBack, parted || r.Parted
		}
		part := w.decided[p.Participation]
		require.Equal(w, part > 0, parted)
		require.Equal(w, w.secured[p.Participation]-part, released, "the rest was released")
	}
}

// checkBrand: each release and each clawback was told to the brand's account once.
func (w *world) checkBrand() {
	seller, _ := w.states[payout.Sellers.Stream(first.String())].(payout.Seller)
	platform := w.reference.Platform()
	require.Equal(w, -platform[money.Seller(first.String())].Net(), seller.Due)
	require.Equal(w, platform[money.Receivable(first.String())].Net(), seller.Owed)
}

// loseOf has the gateway take a payment back that it had received.
func (w *world) loseOf(receipt id.ID) {
	for _, order := range w.orders {
		for i, paid := range w.charges[order].paid {
			if payment.ReceiptID(gateway, paid.transaction) == receipt {
				w.charges[order].paid[i].lost = paid.amount
				w.tell(order)
			}
		}
	}
}
