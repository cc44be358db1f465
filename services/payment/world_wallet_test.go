package payment_test

import (
	"context"
	"errors"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// purse is what a buyer of the world may spend.
func (w *world) purse(buyer id.ID) wallet.Purse {
	state, known := w.states[wallet.Wallets.Stream(buyer.String())].(wallet.Purse)
	if !known {
		return wallet.Purse{}
	}
	return state
}

func (w *world) askWallet(buyer id.ID, c wallet.Command) (eventstore.Result, error) {
	meta := eventstore.Meta{CommandID: w.fresh(), Actor: "user:test"}
	return w.Execute(context.Background(), wallet.Wallets.Command(buyer.String(), c, meta))
}

// topUp begins to fill a wallet. The page takes the steps to a way to pay at once, and most
// buyers pay at once, too.
func (w *world) topUp() {
	buyer := buyers[w.any(len(buyers))]
	amount := []money.Rupiah{10_000, 185_000, 370_000, 1_000_000}[w.any(4)]
	ask := wallet.AskTopUp{TopUp: w.fresh(), Buyer: buyer, Amount: amount, Method: payment.Methods[w.any(len(payment.Methods))]}
	result, err := w.askWallet(buyer, ask)
	if err != nil || w.any(4) == 0 {
		return
	}
	asked := decode(w, result.Events[0]).(wallet.TopUpAsked)
	_, err = wallet.Process{}.OpenFor(asked, result.Events[0]).Run(context.Background(), w)
	require.NoError(w, err)
	w.run(asked.TopUp, true)
	order := payment.OrderName(asked.TopUp, 1)
	if c := w.charges[order]; c != nil && c.open {
		w.payFor(c)
		w.tell(order)
	}
}

// fillWallets is what happened before: some buyers have something to spend.
func (w *world) fillWallets() {
	for range w.any(12) {
		w.topUp()
	}
	w.deliverAll()
}

// fromWallet pays for the newest hold, or for anyone who ever joined, be the hold alive or
// not. Mostly the page asks the campaign at once.
func (w *world) fromWallet() {
	p, ok := w.participant()
	if !ok {
		return
	}
	if w.any(3) > 0 {
		p = w.joined[len(w.joined)-1]
	}
	hold := wallet.Hold{Hold: w.fresh(), Buyer: p.Buyer, Campaign: p.Campaign, Participation: p.Participation, Amount: p.Amount}
	result, err := w.askWallet(p.Buyer, hold)
	if _, short := errors.AsType[*wallet.InsufficientError](err); short {
		w.seen["too little in the wallet"]++
	}
	if err != nil || w.any(4) == 0 {
		return
	}
	held := decode(w, result.Events[0]).(wallet.Held)
	_, err = wallet.Process{}.BeginFor(held, result.Events[0]).Run(context.Background(), w)
	require.NoError(w, err)
}

// payers are all whom the gateway may be asked about.
func (w *world) payers() (all []id.ID) {
	for _, p := range w.joined {
		all = append(all, p.Participation)
	}
	for _, asked := range w.topUps {
		all = append(all, asked.TopUp)
	}
	return all
}

// checkWallets demands that nothing is held any more, and that besides what can be spent
// only the codes and roundings of secured slots are in the wallets' accounts.
func (w *world) checkWallets() {
	for _, buyer := range buyers {
		purse := w.purse(buyer)
		require.Zero(w, purse.Held)
		codes := -w.reference.Platform()[money.Wallet(buyer.String())].Net() - purse.Balance
		require.GreaterOrEqual(w, codes, money.Rupiah(0))
		var most money.Rupiah
		for _, p := range w.joined {
			if p.Buyer == buyer && w.secured[p.Participation] > 0 {
				most += 1_998 // a code, and what a rest was rounded up by
			}
		}
		require.LessOrEqual(w, codes, most)
	}
}

// endTopUps is the gateway that is asked about charges whose time is over.
func (w *world) endTopUps() {
	for _, asked := range w.topUps {
		charged := w.charges[payment.OrderName(asked.TopUp, 1)]
		if charged != nil && len(charged.paid) == 0 && w.now.After(charged.expires) {
			charged.open = false
			require.True(w, w.askIntent(asked.TopUp, payment.CloseIntent{Attempt: 1, Reason: payment.EndExpired}))
		}
	}
}
