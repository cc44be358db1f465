package history

import (
	"context"
	"fmt"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// limitOne is the most that one person of a market may send back.
const limitOne money.Rupiah = 150_000

// regret is what operators do about money that was released already.
func (m *Market) regret() (eventstore.Command, error) {
	released := m.released[m.regrets.IntN(len(m.released))]
	receipt, _, err := eventstore.Load(context.Background(), m.Log, payment.Receipts, released.Receipt.String())
	if err != nil {
		return eventstore.Command{}, fmt.Errorf("read receipt %s: %w", released.Receipt, err)
	}
	by := m.Owners[m.regrets.IntN(len(m.Owners))]
	amounts := []money.Rupiah{10_000, 60_000, receipt.Returnable(), receipt.Short}
	said := []payment.ReceiptCommand{
		payment.ProposeClawback{
			By: by, Amount: amounts[m.regrets.IntN(len(amounts))], Note: "botol retak", LimitOne: limitOne, Policy: m.process.Refunds,
			Reason: payment.ClawbackReasons[m.regrets.IntN(len(payment.ClawbackReasons))],
		},
		payment.AgreeClawback{By: by, Hash: receipt.Clawback.Hash, Policy: m.process.Refunds},
		payment.DropClawback{By: by, Note: "salah pesanan"},
	}
	return payment.Receipts.Command(released.Receipt.String(), said[m.regrets.IntN(len(said))], m.meta("user:"+by.String())), nil
}

// agreed is the word of a second operator about a dispute; it is refused where none is
// proposed.
func (m *Market) agreed(participation id.ID) order.Command {
	state, _, err := eventstore.Load(context.Background(), m.Log, order.Orders, participation.String())
	if err != nil {
		return order.AgreeDecision{}
	}
	return order.AgreeDecision{By: m.Owners[m.parcels.IntN(len(m.Owners))], Hash: state.Proposed.Hash}
}
