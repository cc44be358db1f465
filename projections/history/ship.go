package history

import (
	"fmt"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/services/order"
)

// ship is what makers, couriers, buyers, operators and time do about an order.
func (m *Market) ship() eventstore.Command {
	of := m.orders[len(m.orders)-1-m.parcels.IntN(min(len(m.orders), 50))]
	m.serial++
	resi := fmt.Sprintf("JP%010d", m.serial)
	if m.serial%16 == 0 { // seldom, or little would ever be sent
		return order.Orders.Command(of.Participation.String(), m.shortfall(), m.meta("system:order"))
	}
	parcel := 1 + m.parcels.IntN(2)
	words := m.sealed[of.Buyer].proof
	said := []order.Command{
		order.SendParcel{Brand: of.Brand, Courier: order.JNT, Resi: resi},
		order.SendParcel{Brand: of.Brand, Courier: order.JNT, Resi: resi},
		order.CorrectResi{Brand: of.Brand, Parcel: parcel, Courier: order.JNT, Resi: resi},
		order.NoteDelivered{Brand: of.Brand, Parcel: parcel},
		order.NoteDelivered{Parcel: parcel},
		order.NoteTrouble{Brand: of.Brand, Parcel: parcel, Kind: order.Lost},
		order.Confirm{Buyer: of.Buyer},
		order.ConfirmDue{},
		order.Remind{},
		order.Dispute{Buyer: of.Buyer, Reason: order.ArrivedDamaged, Words: words},
		order.AnswerDispute{Brand: of.Brand, Words: words},
		order.DecideDispute{For: order.ForBuyer, By: m.Owners[0], Note: "fotonya jelas", LimitOne: 10_000_000},
		order.DecideDispute{For: order.ForBrand, By: m.Owners[0], Note: "resinya jelas"},
		order.WithdrawDispute{Buyer: of.Buyer},
	}
	return order.Orders.Command(of.Participation.String(), said[m.parcels.IntN(len(said))], m.meta("user:"+of.Buyer.String()))
}

// shortfall is what is said of an order's money before anything is sent.
func (m *Market) shortfall() order.Command {
	return []order.Command{
		order.NoteShortfall{Short: 20_000},
		order.NoteShortfall{Short: 30_000},
		order.NoteShortfall{},
		order.GiveUp{By: m.Owners[0], Note: "pembeli tidak menjawab"},
	}[m.parcels.IntN(4)]
}
