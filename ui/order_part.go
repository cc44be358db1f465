package ui

import (
	"slices"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// missing is what is to be paid after a part of the payment came; 0: none came.
func (o order) missing() money.Rupiah {
	if o.row.Missing == o.row.Amount { // what came was taken back
		return 0
	}
	return o.row.Missing
}

// came is what came of a payment that is not whole.
func (o order) came() money.Rupiah {
	if o.missing() == 0 {
		return 0
	}
	return o.row.Amount - o.row.Missing
}

// toPay is what is asked for, without the unique code of a transfer.
func (o order) toPay() money.Rupiah {
	if missing := o.missing(); missing > 0 {
		return missing
	}
	return o.row.Amount
}

// transferable tells whether there is an instruction for what is asked for. After a part came
// there may be none for a moment or, when its codes are used up, none at all.
func (o order) transferable() bool {
	i := o.instruction
	return !i.Instruction.IsZero() && i.Closed == "" && i.Amount == payment.Asked(o.toPay())
}

// spent tells whether the newest payment through the gateway is for another amount than what
// is asked for now, or brought money that is gone: there is another one to be begun.
func (o order) spent() bool {
	gone := slices.ContainsFunc(o.receipts, func(r payments.Receipt) bool {
		return r.Receipt == o.intent.Receipt && !r.TakenAt.IsZero()
	})
	return o.intent.Amount != o.toPay() || o.intent.State == payment.IntentIsPaid && gone
}

// paidInPart tells whether what came of a payment goes back because the rest did not come.
func (o order) paidInPart() bool {
	return slices.ContainsFunc(o.refunds, func(r payments.Refund) bool { return r.Reason == string(sambatan.DeclinedPart) })
}
