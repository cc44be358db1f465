package payment_test

import (
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

func receiptsOf(last id.ID, parts sambatan.Parts) (all []id.ID) {
	for _, part := range parts {
		all = append(all, part.Receipt)
	}
	return append(all, last)
}

func (w *world) endWaiting(parts sambatan.Parts) {
	for _, part := range parts {
		delete(w.waiting, part.Receipt)
	}
}

// askedOf is what a buyer was last told to transfer, without the code.
func (w *world) askedOf(p sambatan.SlotsHeld) money.Rupiah {
	if told, issued := w.issued[p.Participation]; issued {
		return told.Amount
	}
	return p.Amount
}

// checkTold demands that no instruction waits for money any more, be it for an amount that
// is due or for what was missing of it.
func (w *world) checkTold() {
	type one struct {
		instruction id.ID
		amount      money.Rupiah
	}
	twice := map[one]bool{}
	for _, told := range w.told {
		book := w.states[payment.Instructions.Stream(payment.InstructionStream(told.Account, told.Amount))].(payment.InstructionBook)
		instruction, _ := book.Find(told.Instruction)
		require.NotEqual(w, payment.Live, instruction.End, "the code %d of %d is still taken", told.Code, told.Amount)
		require.False(w, twice[one{told.Instruction, told.Amount}], "an instruction is issued at one account")
		twice[one{told.Instruction, told.Amount}] = true
	}
}

// checkParts demands of everything that ever was a part of a payment that it is in escrow,
// all of it and for slots that are secured, or that none of it is here any more.
func (w *world) checkParts() {
	used := map[id.ID]bool{}
	for participation := range w.secured {
		for _, receipt := range w.securedBy[participation] {
			used[receipt] = true
		}
	}
	for receipt, part := range w.parts {
		r := w.states[payment.Receipts.Stream(receipt.String())].(payment.Receipt)
		if used[receipt] {
			require.Equal(w, part.Amount, r.Escrow)
			w.seen["a part in escrow"]++
			continue
		}
		require.Zero(w, r.Held()+r.Due)
		require.Equal(w, r.Amount, r.Refunded+r.Covered, "a part goes back once")
		w.seen["a part refunded"]++
	}
}

// regretPart is a buyer who pays a part through the gateway and is told what is missing, and
// whose bank then takes the part back.
func (w *world) regretPart() {
	for _, order := range w.orders {
		if c := w.charges[order]; c.open && len(c.paid) == 0 && c.due > 90_000 {
			w.payThrough(c, c.due-90_000)
			w.tell(order)
			w.deliverAll()
			w.lose()
			return
		}
	}
}
