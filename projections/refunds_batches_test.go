package projections_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections/history"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// sentAfterAll is a log of a refund that was withdrawn, and had been sent all the same, with hours between.
func sentAfterAll(t *testing.T) *history.Log {
	t.Helper()
	log := history.NewLog(time.Now().Add(-24 * time.Hour))
	receipt := payment.ReceiptID(history.Account, "TRX 1")
	refund := payment.RefundID(receipt, 1)
	for _, command := range []payment.ReceiptCommand{
		payment.RecordReceipt{Receipt: receipt, Account: history.Account, Amount: 52_000, PaidAt: log.Now(), Reference: "TRX 1"},
		payment.DueRefund{Reason: payment.ReasonUnmatched, Policy: payment.RefundsByHand},
		payment.WithdrawRefund{Refund: refund},
		payment.NoteRefunded{Refund: refund, Exit: 1, Evidence: "FT 9"},
	} {
		_, err := log.Execute(t.Context(), payment.Receipts.Command(receipt.String(), command, eventstore.Meta{CommandID: id.New()}))
		require.NoError(t, err)
		log.Advance(time.Hour)
	}
	return log
}

// What a page shows does not depend on how many events came at once: a rebuild shows the same as what
// was followed as it happened.
func TestARefundThatWasSentAfterAllIsTheSameHoweverItsEventsCome(t *testing.T) {
	t.Parallel()
	whole := sentAfterAll(t)
	atOnce := setup(t, whole, payments.New())
	atOnce.runToHead(payments.Name)
	want := atOnce.dump(atOnce.serving(payments.Name))
	require.Len(t, want["refunds"], 1)

	for _, sizes := range [][]int{{1, 1, 1, 1, 1}, {2, 3}, {3, 2}} {
		log := whole.Upto(sizes[0])
		b := setup(t, log, payments.New())
		stop := b.start(b.runner)
		b.reach(payments.Name)
		for _, size := range sizes[1:] {
			log.Reveal(whole, size)
			b.reach(payments.Name)
		}
		stop()
		require.Len(t, log.Events(), len(whole.Events()))
		require.Equal(t, want, b.dump(b.serving(payments.Name)), "batches of %v", sizes)
	}
}
