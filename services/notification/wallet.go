package notification

import "github.com/sensasiwangi/sambatan/services/wallet"

// ofWallet tells buyers what they can spend from now on.
func ofWallet(event wallet.Event) []message {
	switch e := event.(type) {
	case wallet.Credited:
		about := Params{Campaign: e.Campaign, Participation: e.Participation, Receipt: e.Receipt, Refund: e.Refund, Amount: e.Amount}
		if e.Refund.IsZero() {
			return toBuyer(e.Buyer, WalletToppedUp, about)
		}
		return toBuyer(e.Buyer, RefundToWallet, about)
	case wallet.CashOutReturned:
		return toBuyer(e.Buyer, CashOutReturned, Params{Participation: e.CashOut, Amount: e.Amount})
	case wallet.CashOutSentAfterAll:
		if e.Amount > 0 { // the rest is the desk's
			return toBuyer(e.Buyer, CashOutAfterAll, Params{Participation: e.CashOut, Amount: e.Amount})
		}
	case wallet.TopUpAsked, wallet.Held, wallet.Captured, wallet.Released, wallet.TakenBack, wallet.CashOutAsked, wallet.CashOutSent:
		// What is paid for is told by its campaign; what is taken back, and what leaves, when the
		// receipt learns of it.
	}
	return nil
}
