package history

import (
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Channel is the payment gateway's name.
const Channel = "midtrans"

// gateway is a buyer who pays through the gateway, or what the gateway says.
func (m *Market) gateway() eventstore.Command {
	begun := recent(m, m.begun)
	switch m.random.IntN(8) {
	case 0, 1, 2:
		return m.begin()
	case 3, 4:
		return m.paid(begun)
	case 5:
		return m.intent(begun, payment.CloseIntent{Attempt: begun.Attempt, Reason: payment.EndExpired, Unconfirmed: m.random.IntN(4) == 0})
	case 6:
		if len(m.came) > 0 && m.random.IntN(3) == 0 {
			return m.lost(recent(m, m.came))
		}
	}
	return m.intent(begun, payment.NoteCharge{
		Attempt: begun.Attempt, Transaction: "T" + begun.Order, Bank: "bca", VA: fmt.Sprintf("39012%08d", m.serial),
		QR: "000201", Link: "https://dompet.example/" + begun.Order, ExpiresAt: begun.ExpiresAt,
	})
}

func (m *Market) begin() eventstore.Command {
	p := recent(m, m.joined)
	return sambatan.Campaigns.Command(p.Campaign.String(), sambatan.BeginPayment{
		Participation: p.Participation, Buyer: p.Buyer, Method: string(pick(m, payment.Methods)),
	}, m.meta("user:"+p.Buyer.String()))
}

func (m *Market) intent(begun payment.IntentOpened, c payment.IntentCommand) eventstore.Command {
	return payment.Intents.Command(begun.Participation.String(), c, m.meta("system:cashier"))
}

func (m *Market) paid(begun payment.IntentOpened) eventstore.Command {
	m.serial++
	transaction := fmt.Sprintf("T%07d", m.serial)
	receipt := payment.ReceiptID(Channel, transaction)
	return payment.Receipts.Command(receipt.String(), payment.RecordReceipt{
		Receipt: receipt, Channel: Channel, Method: string(begun.Method), Account: Channel, Amount: begun.Amount, Reference: transaction,
		PaidAt: m.Now().Add(-time.Duration(m.random.IntN(600)) * time.Second),
		Match: payment.Match{
			Instruction: begun.Participation, Campaign: begun.Campaign, Participation: begun.Participation, Buyer: begun.Buyer,
			Due: begun.Amount, Attempt: begun.Attempt,
		},
	}, m.meta("system:cashier"))
}

// lost is the gateway that takes a payment back, or a part of it; or an operator who
// closes what is missing.
func (m *Market) lost(came payment.ReceiptRecorded) eventstore.Command {
	loss := payment.ReceiptCommand(payment.TakeBack{Total: came.Amount / money.Rupiah(1+m.random.IntN(3)), Reason: "chargeback"})
	if m.random.IntN(5) == 0 {
		loss = payment.CoverShortfall{
			By: m.Owners[0], Cover: pick(m, []payment.Cover{payment.CoverPlatform, payment.CoverChannel}), Note: "keberatan selesai", Evidence: "SETTLE", LimitOne: payment.FourEyesAbove,
		}
	}
	return payment.Receipts.Command(came.Receipt.String(), loss, m.meta("system:cashier"))
}
