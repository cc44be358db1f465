package ui

import (
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// whereabouts are where a buyer's money is now. The parts always add up to what
// came in.
type whereabouts struct {
	suspense money.Rupiah // not used for anything yet
	part     money.Rupiah // of a payment; waits for the rest
	escrow   money.Rupiah // held for the buyer
	wallet   money.Rupiah // the buyer's own balance: the unique code
	due      money.Rupiah // must go back
	sent     money.Rupiah // went back
	taken    money.Rupiah // back, by the bank or the wallet that it was paid with
	passed   money.Rupiah // on to the brand
}

func (w whereabouts) total() money.Rupiah {
	return w.suspense + w.part + w.escrow + w.wallet + w.due + w.sent + w.taken + w.passed
}

// ours is what has not left our account.
func (w whereabouts) ours() money.Rupiah { return w.total() - w.sent - w.taken - w.passed }

func (w whereabouts) plus(other whereabouts) whereabouts {
	return whereabouts{
		suspense: w.suspense + other.suspense, part: w.part + other.part, escrow: w.escrow + other.escrow, wallet: w.wallet + other.wallet,
		due: w.due + other.due, sent: w.sent + other.sent, taken: w.taken + other.taken, passed: w.passed + other.passed,
	}
}

// whereIs tells where one receipt's money is now. A receipt keeps what was once
// allocated; money that is promised back has left those accounts, so what is
// allocated counts only while the rest covers it.
func whereIs(receipt payments.Receipt, refunds []payments.Refund) whereabouts {
	var at whereabouts
	for _, refund := range refunds {
		if refund.Receipt == receipt.Receipt && !refund.TransferredAt.IsZero() {
			at.sent += refund.Amount
		}
	}
	at.due = receipt.Refund - at.sent
	at.taken = receipt.Covered
	rest := receipt.Amount - receipt.Refund - receipt.Covered
	if receipt.Escrow+receipt.Wallet <= rest {
		at.escrow, at.wallet = receipt.Escrow, receipt.Wallet
	}
	at.suspense = rest - at.escrow - at.wallet
	if receipt.State == payments.Part {
		at.suspense, at.part = 0, at.suspense
	}
	if receipt.State == payments.Released {
		at.escrow, at.passed = 0, at.escrow
	}
	return at
}

// money is where all the money of an order is now.
func (o order) money() (sum whereabouts) {
	for _, receipt := range o.receipts {
		at := whereIs(receipt, o.refunds)
		if o.secures(receipt) {
			at.escrow, at.suspense = at.escrow+at.suspense, 0
		}
		sum = sum.plus(at)
	}
	return sum
}

// secures tells whether it is a receipt that made the slots safe. Its money is in escrow a
// moment later, which the read model of payments may not know yet.
func (o order) secures(receipt payments.Receipt) bool {
	return o.row.State == participants.Secured && o.row.Receipt == receipt.Receipt && receipt.State == payments.Suspense
}

// moneySum is the addition that a buyer can check: what came in is somewhere.
func moneySum(o order) []view.SumLine {
	var lines []view.SumLine
	var rest money.Rupiah
	for _, receipt := range o.receipts {
		rest += receipt.Amount
		lines = append(lines, view.SumLine{Text: "Kami terima " + paidWords(receipt.PaidAt), Amount: int64(receipt.Amount)})
	}
	at := o.money()
	for _, part := range []struct {
		text   string
		amount money.Rupiah
	}{
		{"Ditahan di Rekening Bersama", at.escrow},
		{"Diteruskan ke perajin", at.passed},
		{"Kode unik, tetap milik Anda", at.wallet},
		{"Dikirim kembali", at.sent},
		{"Dalam perjalanan kembali", at.due},
		{"Ditarik kembali oleh bank atau dompet Anda", at.taken},
		{"Menunggu sisa pembayaran", at.part},
		{"Sedang kami cocokkan", at.suspense},
	} {
		if part.amount != 0 {
			lines = append(lines, view.SumLine{Text: part.text, Amount: -int64(part.amount), Indent: true})
			rest -= part.amount
		}
	}
	return append(lines, view.SumLine{Text: "Selisih", Amount: int64(rest), Total: true})
}
