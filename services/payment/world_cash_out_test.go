package payment_test

import (
	"context"
	"errors"
	"slices"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// cashOut asks for some of a balance, or for more than there is. Mostly the page takes the
// step to its receipt at once.
func (w *world) cashOut() {
	buyer := buyers[w.any(len(buyers))]
	box := eventstore.Sealed{Person: buyer.String(), Box: []byte("box")}
	amount := []money.Rupiah{10_000, 150_000, max(10_000, w.purse(buyer).Spendable())}[w.any(3)]
	result, err := w.askWallet(buyer, wallet.AskCashOut{CashOut: w.fresh(), Buyer: buyer, Amount: amount, Account: box, Known: w.any(2) == 0})
	if errors.Is(err, wallet.ErrLeaving) {
		w.seen["another cash-out is leaving"]++
	}
	if err != nil || w.any(3) == 0 {
		return
	}
	asked := decode(w, result.Events[0]).(wallet.CashOutAsked)
	_, err = wallet.Process{}.RecordFor(asked, result.Events[0]).Run(context.Background(), w)
	require.NoError(w, err)
}

// callOff is a buyer who wants some money to stay, be it on its way or not.
func (w *world) callOff() {
	if len(w.cashOuts) == 0 || w.any(3) > 0 {
		return
	}
	asked := w.cashOuts[w.any(len(w.cashOuts))]
	refund := wallet.CashOutRefund(asked.CashOut)
	called := w.ask(func(m eventstore.Meta) eventstore.Command {
		return payment.Refunds.Command(refund.String(), payment.VoidRefund{Buyer: asked.Buyer}, m)
	})
	if called {
		w.seen["a cash-out called off"]++
	}
}

func (w *world) noteCashOut(event wallet.Event) {
	switch e := event.(type) {
	case wallet.CashOutAsked:
		w.cashOuts = append(w.cashOuts, e)
	case wallet.CashOutReturned:
		if w.purse(e.Buyer).CashOut(e.CashOut).Sent {
			w.seen["a cash-out sent, and called off after it came back"]++
		}
	case wallet.CashOutSentAfterAll:
		if e.Amount < e.Total {
			w.seen["a cash-out sent after all, and spent"]++
		} else {
			w.seen["a cash-out sent after all, and there"]++
		}
	case wallet.TakenBack:
		short := e.Amount < e.Total
		if short && slices.ContainsFunc(w.cashOuts, func(asked wallet.CashOutAsked) bool { return asked.Buyer == e.Buyer }) {
			w.seen["taken back after it was cashed out"]++
		}
	case wallet.TopUpAsked, wallet.Credited, wallet.Held, wallet.Captured, wallet.Released, wallet.CashOutSent:
	}
}

// checkCashOuts demands that each has left once, or is in the wallet once, and that the wallet knows which. One that
// was sent although it was called off has left, and what the wallet did not give of it is short.
func (w *world) checkCashOuts() {
	for _, asked := range w.cashOuts {
		receipt := payment.ReceiptID(payment.WalletChannel, asked.CashOut.String())
		ledger := w.states[payment.Receipts.Stream(receipt.String())].(payment.Receipt)
		known := w.purse(asked.Buyer).CashOut(asked.CashOut)
		require.True(w, known.Sent || known.Returned)
		twice := w.doubled[receipt]
		require.Equal(w, known.AfterAll, ledger.Unbacked > twice)
		if known.AfterAll {
			require.Equal(w, asked.Amount, ledger.Unbacked-twice)
			require.Equal(w, asked.Amount, ledger.Wallet+ledger.Covered)
			require.Equal(w, ledger.Short+ledger.Lost-twice, ledger.Wallet)
			continue
		}
		require.Equal(w, asked.Amount, ledger.Refunded+ledger.Wallet)
		require.Equal(w, known.Returned, ledger.Wallet == asked.Amount)
		require.Equal(w, !known.Returned, ledger.Refunded == asked.Amount)
	}
}
