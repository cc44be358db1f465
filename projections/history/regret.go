package history

import (
	"context"
	"fmt"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// limitOne is the most that one person of a market may send back.
const limitOne money.Rupiah = 150_000

// secondThoughts come to operators now and then.
func (m *Market) secondThoughts() {
	if len(m.released) > 0 && m.regrets.IntN(150) == 0 {
		if command, err := m.regret(); err == nil {
			_ = m.do(command) // refusals, as everywhere
		}
	}
	if len(m.orders) > 0 && m.regrets.IntN(150) == 0 {
		if command, err := m.verdict(); err == nil {
			_ = m.do(command)
		}
	}
}

// regret is what operators do about money that was released already.
func (m *Market) regret() (eventstore.Command, error) {
	released := m.released[m.regrets.IntN(len(m.released))]
	receipt, _, err := eventstore.Load(context.Background(), m.Log, payment.Receipts, released.Receipt.String())
	if err != nil {
		return eventstore.Command{}, fmt.Errorf("read receipt %s: %w", released.Receipt, err)
	}
	by := m.Owners[m.regrets.IntN(len(m.Owners))]
	amounts := []money.Rupiah{10_000, 10_000, 10_000, receipt.Returnable(), receipt.Short}
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

// verdict is what operators decide about a dispute in part, or together.
func (m *Market) verdict() (eventstore.Command, error) {
	of := m.orders[len(m.orders)-1-m.regrets.IntN(min(len(m.orders), 50))].Participation.String()
	state, _, err := eventstore.Load(context.Background(), m.Log, order.Orders, of)
	if err != nil {
		return eventstore.Command{}, fmt.Errorf("read order %s: %w", of, err)
	}
	by := m.Owners[m.regrets.IntN(len(m.Owners))]
	said := []order.Command{
		order.DecideDispute{For: order.InPart, Refund: 50_000, By: by, Note: "satu botol bocor", LimitOne: limitOne},
		order.DecideDispute{For: order.InPart, Refund: 151_000, By: by, Note: "dua botol bocor", LimitOne: limitOne},
		order.DecideDispute{For: order.ForBuyer, By: by, Note: "semua bocor", LimitOne: limitOne},
		order.AgreeDecision{By: by, Hash: state.Proposed.Hash},
	}
	return order.Orders.Command(of, said[m.regrets.IntN(len(said))], m.meta("user:"+by.String())), nil
}
