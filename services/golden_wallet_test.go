package services_test

import (
	"testing"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

func TestEveryWalletEventReadsAsItWasWritten(t *testing.T) {
	t.Parallel()
	hold := id.MustParse("01930000-0000-7000-8000-000000000011")
	topUp := id.MustParse("01930000-0000-7000-8000-000000000012")
	clearing := money.Clearing("midtrans")
	golden(t, wallet.Codec,
		wallet.TopUpAsked{TopUp: topUp, Buyer: buyer, Amount: 200_000, Method: payment.QRIS, PayBy: at.Add(time.Hour)},
		wallet.Credited{Buyer: buyer, Receipt: receipt, TopUp: topUp, Amount: 200_000, Home: clearing},
		wallet.Held{Hold: hold, Buyer: buyer, Campaign: campaign, Participation: participation, Amount: 185_000, At: at},
		wallet.Captured{
			Hold: hold, Buyer: buyer, Campaign: campaign, Participation: participation, Attempt: 1, Amount: 185_000, Held: 185_000, PaidAt: at, Home: clearing,
		},
		wallet.Released{Hold: hold, Buyer: buyer, Campaign: campaign, Participation: participation, Amount: 185_000},
		wallet.TakenBack{Buyer: buyer, Receipt: receipt, TopUp: topUp, Amount: 15_000, Total: 200_000},
		wallet.CashOutAsked{
			CashOut: hold, Buyer: buyer, Amount: 50_000, Account: box, At: at, NotBefore: at.Add(wallet.NewAccountRest), Home: clearing,
		},
		wallet.CashOutSent{CashOut: hold, Buyer: buyer, Amount: 50_000},
		wallet.CashOutReturned{CashOut: hold, Buyer: buyer, Amount: 50_000},
		wallet.CashOutSentAfterAll{CashOut: hold, Buyer: buyer, Amount: 35_000, Total: 50_000},
	)
	variant(t, wallet.Codec, "step_up", wallet.CashOutAsked{
		CashOut: hold, Buyer: buyer, Amount: 50_000, Account: box, At: at, NotBefore: at, Home: clearing, StepUp: at,
	})
}
