package history

import (
	"context"
	"fmt"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/services/order"
)

// trial is what a buyer, a brand, operators and time do about a decision, and about goods
// that go back.
func (m *Market) trial() {
	of := m.disputes[len(m.disputes)-1-m.trials.IntN(min(len(m.disputes), 10))].Participation.String()
	s, _, err := eventstore.Load(context.Background(), m.Log, order.Orders, of)
	if err != nil || !s.Disputed && !s.Returning() {
		return
	}
	m.serial++
	words := m.sealed[s.Buyer].proof
	said := []order.Command{
		order.AcceptDecision{By: s.Buyer},
		order.AcceptDecision{By: s.Brand},
		order.ExecuteDue{},
		order.EndReturn{},
		order.AppealDecision{By: s.Buyer, Words: words},
		order.AppealDecision{By: s.Brand, Words: words},
		order.GiveReturnAddress{Brand: s.Brand, To: words},
		order.GiveReturnAddress{Brand: s.Brand, To: words},
		order.SendBack{Buyer: s.Buyer, Courier: order.JNT, Resi: fmt.Sprintf("JP%010d", m.serial)},
		order.ConfirmReturn{Brand: s.Brand},
		order.DenyReturn{Brand: s.Brand},
		order.DecideDispute{For: order.ReturnFirst, By: m.Owners[m.trials.IntN(len(m.Owners))], Note: "kirim balik dulu", LimitOne: 10_000_000},
	}
	_ = m.do(order.Orders.Command(of, said[m.trials.IntN(len(said))], m.meta("user:"+s.Buyer.String()))) // refusals, as everywhere
}
