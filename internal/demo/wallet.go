package demo

import (
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// gateway is the channel that wallets are filled through.
const gateway = "midtrans"

// topUp lets a buyer fill the wallet by QRIS, and the gateway tell of it a minute later.
func (s *script) topUp(buyer string, amount money.Rupiah, ago time.Duration) {
	asked := derive("top-up", buyer)
	s.add(s.ago(ago), by(buyer), "top-up/"+buyer, func(_ *teller, meta eventstore.Meta) (eventstore.Command, error) {
		ask := wallet.AskTopUp{TopUp: asked, Buyer: UserID(buyer), Amount: amount, Method: payment.QRIS}
		return wallet.Wallets.Command(UserID(buyer).String(), ask, meta), nil
	})
	paid := s.ago(ago - time.Minute)
	s.add(paid, "system:cashier", "top-up/"+buyer+"/paid", func(_ *teller, meta eventstore.Meta) (eventstore.Command, error) {
		reference := derive("transaction", buyer).String()
		receipt := payment.ReceiptID(gateway, reference)
		return payment.Receipts.Command(receipt.String(), payment.RecordReceipt{
			Receipt: receipt, Channel: gateway, Method: string(payment.QRIS), Account: gateway, Amount: amount, PaidAt: paid, Reference: reference,
			Match: payment.Match{Instruction: asked, Participation: asked, Buyer: UserID(buyer), Due: amount, Attempt: 1},
		}, meta), nil
	})
}
