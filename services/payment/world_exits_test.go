package payment_test

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// comesBack is a bank that returns what an operator had sent. Its line may have been imported before
// anybody knew what it is; and now and then an operator takes another one, a stranger's, for the same.
func (w *world) comesBack(of payment.Outgoing, amount money.Rupiah) {
	w.returnLine(of, amount)
	if w.any(4) == 0 {
		w.returnLine(of, amount)
	}
}

func (w *world) returnLine(of payment.Outgoing, amount money.Rupiah) {
	w.paid[id.ID{}] += amount
	reference := fmt.Sprint("RTR ", w.position)
	line := payment.ReceiptID(account, reference)
	if w.any(2) == 0 {
		w.seen["a line that was in suspense"]++
		require.True(w, w.askReceipt(line, payment.RecordReceipt{Receipt: line, Account: account, Amount: amount, PaidAt: w.now, Reference: reference}))
	}
	is := payment.RecordReturn{Receipt: line, Account: account, Amount: amount, PaidAt: w.now, Reference: reference, Of: of, By: petra}
	require.True(w, w.askReceipt(line, is))
	require.True(w, w.askReceipt(line, is), "entering it again does nothing")
	is.Of.Exit++
	require.False(w, w.askReceipt(line, is), "a line is the return of one thing")
}

// afterTransfer is what may become of a refund without a way that was sent: its bank returns it, or
// another operator has sent it, too.
func (w *world) afterTransfer(refund payment.RefundDue, of payment.Receipt) bool {
	if of.MayReturn(refund.Refund) != nil {
		return false
	}
	switch w.any(12) {
	case 0, 1:
		w.comesBack(payment.Outgoing{Refund: refund.Refund, Receipt: refund.Receipt}, refund.Amount)
	case 2:
		w.seen["sent twice without a way"]++
		require.True(w, w.askReceipt(refund.Receipt, payment.NoteSentTwice{Refund: refund.Refund, By: petra, Evidence: fmt.Sprint("FT again ", w.position)}))
	default:
		return false
	}
	return true
}
