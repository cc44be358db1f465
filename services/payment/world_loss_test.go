package payment_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// lossKinds are what the stories of losses have to come across.
var lossKinds = []string{
	"sambatan.shortfall_changed.v1", "released as taken back", "released in a dispute", "sambatan.fulfilled.v1", payment.ReasonPart,
	"covered by platform", "covered by channel", "covered by buyer", "covered by recovered", "sambatan.completed.v1",
}

// TestWhatAChannelTakesBackAfterTheOutcomeHasOneOwner ends the orders of a campaign that
// succeeded in every way while its channel takes payments back, gives some again, and we bear
// others: what its campaign takes to be missing is what is short, and nobody is paid twice
// unseen.
//
//money:case §4.3 settlement turned to deny or chargeback
func TestWhatAChannelTakesBackAfterTheOutcomeHasOneOwner(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	story := func(t *rapid.T) {
		w := newWorld(t, rapid.Uint64().Draw(t, "chance"), seen)
		w.begin()
		w.act(100 + rapid.IntRange(0, 100).Draw(t, "actions before the deadline"))
		w.now = later(w.now, deadline)
		w.settle()
		if w.campaign().Phase() != sambatan.PhaseSucceeded {
			return
		}
		require.True(w, w.askCampaign(sambatan.StartProduction{}))
		require.True(w, w.askCampaign(sambatan.PassQuality{}))
		require.True(w, w.askCampaign(sambatan.StartShipping{}))
		w.ends()
		w.deliverAll()
		w.checkMissing()
		w.finish()
		w.sendRefunds()
		w.checkLosses()
	}
	spec.Explore(func() { rapid.Check(t, story) }, func() bool { return spec.Saw(seen, lossKinds) })
	for _, kind := range lossKinds {
		require.NotZero(t, seen[kind], "the test never saw %s", kind)
	}
}

// ends lets orders end and losses happen in any order.
func (w *world) ends() {
	actions := []func(){
		w.endOrder, w.endOrder, w.loseOne, w.loseOne, w.loseOne, w.coverOne, w.coverOne, w.transfer, w.deliverNext, w.deliverNext, w.deliverNext, w.deliverNext,
		func() { w.askCampaign(sambatan.Freeze{Reason: "x"}) }, func() { w.askCampaign(sambatan.Unfreeze{Reason: "y"}) },
	}
	for range 20 + w.any(60) {
		actions[w.any(len(actions))]()
	}
	w.askCampaign(sambatan.Unfreeze{Reason: "y"})
}

// deliverNext delivers in the order of the log, as the lanes of a reactor do.
func (w *world) deliverNext() {
	if len(w.inbox) > 0 {
		slices.SortFunc(w.inbox, func(a, b delivery) int { return int(a.recorded.Position) - int(b.recorded.Position) })
		w.deliverAt(0)
	}
}

func (w *world) owed() (found []sambatan.SlotsHeld) {
	for _, p := range w.joined {
		if w.secured[p.Participation] > 0 && !w.ended[p.Participation] {
			found = append(found, p)
		}
	}
	return found
}

func (w *world) endOrder() {
	owed := w.owed()
	if len(owed) == 0 {
		return
	}
	p := owed[w.any(len(owed))]
	command := []sambatan.Command{
		sambatan.Fulfil{Participation: p.Participation},
		sambatan.Fulfil{Participation: p.Participation, Refund: 50_000},
		sambatan.ReturnSecured{Participation: p.Participation},
		sambatan.ReturnSecured{Participation: p.Participation, Reason: sambatan.RefundedTakenBack},
	}[w.any(4)]
	require.True(w, w.askCampaign(command))
	w.ended[p.Participation] = true
}

func (w *world) finish() {
	for len(w.owed()) > 0 {
		w.endOrder()
	}
	w.deliverAll()
}

// loseOne has the gateway take back of any payment that it had received.
func (w *world) loseOne() {
	order, ok := w.somePaid()
	if !ok {
		return
	}
	paid := w.charges[order].paid
	which := &paid[w.any(len(paid))]
	which.lost = max(which.lost, []money.Rupiah{which.amount, min(30_000, which.amount)}[w.any(2)])
	w.tell(order)
}

// somePaid is an order at the gateway that was paid, of slots that are owed still when there
// is one.
func (w *world) somePaid() (string, bool) {
	paid := slices.DeleteFunc(slices.Clone(w.orders), func(order string) bool { return len(w.charges[order].paid) == 0 })
	owed := slices.DeleteFunc(slices.Clone(paid), func(order string) bool {
		participation := w.charges[order].payer.Participation
		return w.secured[participation] == 0 || w.ended[participation]
	})
	if len(owed) > 0 && w.any(4) > 0 {
		paid = owed
	}
	if len(paid) == 0 {
		return "", false
	}
	return paid[w.any(len(paid))], true
}

func (w *world) coverOne() {
	order, ok := w.somePaid()
	if !ok {
		return
	}
	paid := w.charges[order].paid
	receipt := payment.ReceiptID(gateway, paid[w.any(len(paid))].transaction)
	w.askReceipt(receipt, payment.CoverShortfall{By: petra, Cover: []payment.Cover{payment.CoverPlatform, payment.CoverChannel}[w.any(2)], LimitOne: payment.MaxAmount, Note: "x"})
}

func (w *world) receiptOf(receipt id.ID) payment.Receipt {
	return w.states[payment.Receipts.Stream(receipt.String())].(payment.Receipt)
}

// checkMissing: what the campaign takes to be missing of an order that goes on is what is
// short of the receipts that paid for it.
func (w *world) checkMissing() {
	for _, p := range w.owed() {
		var short money.Rupiah
		for _, receipt := range w.securedBy[p.Participation] {
			short += w.receiptOf(receipt).Short - w.receiptOf(receipt).Twice
		}
		require.Equal(w, short, w.missing[p.Participation], "of %s", p.Participation)
	}
}

// checkLosses: all is given out, and what went to a buyer twice is somebody's.
func (w *world) checkLosses() {
	sums, err := wallet.Identity(w.reference.Platform())
	require.NoError(w, err)
	require.Zero(w, sums.Held+sums.RefundDue+sums.Suspense)
	w.checkBrand()
	for _, state := range w.states {
		r, ok := state.(payment.Receipt)
		if !ok {
			continue
		}
		require.Equal(w, r.Taken+r.Unbacked, r.Short+r.Covered+r.Lost+r.Given)
		require.False(w, r.Short < 0 || r.Lost < 0 || r.Escrow < 0 || r.Suspense < 0 || r.Due < 0, "%+v", r)
		if r.Brand.IsZero() {
			require.LessOrEqual(w, r.Refunded+r.Unbacked+r.Taken-r.Given, r.Amount+r.Short+r.Lost, "paid twice unseen: %+v", r)
		}
	}
	require.Equal(w, sambatan.PhaseCompleted, w.campaign().Phase())
}
