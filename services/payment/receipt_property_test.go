package payment_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// TestEveryRupiahOfAReceiptIsInOnePlaceAndLeavesOnce throws random commands at a
// receipt and compares its state with its postings after every event.
func TestEveryRupiahOfAReceiptIsInOnePlaceAndLeavesOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		amount := money.Rupiah(rapid.OneOf(
			rapid.Just(int64(185_417)), rapid.Just(int64(185_000)), rapid.Int64Range(1, 400_000),
			rapid.Just(int64(2*payment.FourEyesAbove)),
		).Draw(t, "amount"))
		state := payment.ReceiptDecider.Initial()
		balances := wallet.Balances{}
		exits, returned := map[id.ID]int{}, money.Rupiah(0)
		said := map[id.ID]payment.RefundTransferProposed{}
		for range rapid.IntRange(1, 25).Draw(t, "commands") {
			command := receiptCommand(t, amount)
			events, err := payment.ReceiptDecider.Decide(state, command, noon)
			if err != nil {
				_, refused := errors.AsType[*payment.RefusalError](err)
				require.True(t, refused, "%v", err)
				require.Empty(t, events)
			}
			for _, event := range events {
				balances.Post(postings(event)...)
				switch e := event.(type) {
				case payment.RefundTransferProposed:
					said[e.Refund] = e
				case payment.RefundTransferred:
					exits[e.Refund]++
					requireTwo(t, said[e.Refund], e, command)
				case payment.RefundReturned:
					exits[e.Refund]--
					returned += e.Amount
				case payment.ReceiptRecorded, payment.ReceiptMatched, payment.ReceiptAllocated, payment.RefundDue, payment.RefundWithdrawn:
				}
				state = payment.ReceiptDecider.Evolve(state, event)
				agree(t, state, balances, returned)
				for refund, out := range exits {
					require.Contains(t, []int{0, 1}, out, "refund %s", refund)
				}
			}
		}
	})
}

// requireTwo: no one person marks a large refund as sent.
func requireTwo(t *rapid.T, said payment.RefundTransferProposed, sent payment.RefundTransferred, command payment.ReceiptCommand) {
	if mark, byHand := command.(payment.MarkTransferred); byHand && sent.Amount > payment.FourEyesAbove {
		require.False(t, said.By.IsZero(), "nobody had proposed it")
		require.NotEqual(t, said.By, mark.By, "by one person")
		require.Equal(t, said.Evidence, sent.Evidence)
	}
}

// agree: what came back was sent, and received, once more.
func agree(t *rapid.T, r payment.Receipt, balances wallet.Balances, returned money.Rupiah) {
	for _, part := range []money.Rupiah{r.Suspense, r.Escrow, r.Wallet, r.Due, r.Refunded} {
		require.GreaterOrEqual(t, part, money.Rupiah(0))
	}
	require.Equal(t, r.Amount, r.Held()+r.Due+r.Refunded, "the parts are the whole")
	sums, err := wallet.Identity(balances)
	require.NoError(t, err)
	require.Equal(t, wallet.Sums{
		Received: r.Amount + returned, Held: r.Escrow, Wallet: r.Wallet, Suspense: r.Suspense, RefundDue: r.Due, Refunded: r.Refunded + returned,
	}, sums, "the postings say what the state says")
}

func receiptCommand(t *rapid.T, amount money.Rupiah) payment.ReceiptCommand {
	reasons := []string{
		payment.ReasonUnmatched, payment.ReasonOverpaid, string(sambatan.DeclinedLate), string(sambatan.DeclinedTwice),
		string(sambatan.RefundedFailed), string(sambatan.RefundedCancelled),
	}
	evidence := rapid.SampledFrom([]string{"FT 1", "FT 2"}).Draw(t, "evidence")
	policy := rapid.SampledFrom([]payment.RefundPolicy{payment.RefundsUnrouted, payment.RefundsAutomatic}).Draw(t, "policy")
	exit := rapid.IntRange(1, 3).Draw(t, "exit")
	by := rapid.SampledFrom([]id.ID{petra, desi}).Draw(t, "by")
	return rapid.OneOf(
		rapid.Just[payment.ReceiptCommand](record(amount, match)),
		rapid.Just[payment.ReceiptCommand](record(amount, payment.Match{})),
		rapid.Just[payment.ReceiptCommand](payment.MatchReceipt{Match: match}),
		rapid.Just[payment.ReceiptCommand](payment.Allocate{}),
		rapid.Just[payment.ReceiptCommand](payment.Allocate{Policy: policy}),
		rapid.Just[payment.ReceiptCommand](payment.DueRefund{Reason: rapid.SampledFrom(reasons).Draw(t, "reason"), Policy: policy}),
		rapid.Just[payment.ReceiptCommand](payment.NoteRefunded{Refund: payment.RefundID(incoming, 1), Exit: exit, Evidence: evidence}),
		rapid.Just[payment.ReceiptCommand](payment.NoteReturned{Refund: payment.RefundID(incoming, 1), Exit: exit, Evidence: evidence}),
		rapid.Just[payment.ReceiptCommand](payment.WithdrawRefund{Refund: payment.RefundID(incoming, 1)}),
		rapid.Just[payment.ReceiptCommand](payment.MarkTransferred{Refund: payment.RefundID(incoming, 1), By: by, Evidence: evidence}),
		rapid.Just[payment.ReceiptCommand](payment.MarkTransferred{Refund: payment.RefundID(incoming, 2), By: by, Evidence: evidence}),
	).Draw(t, "command")
}

func postings(event payment.ReceiptEvent) []money.Posting {
	switch e := event.(type) {
	case payment.ReceiptRecorded:
		return e.Postings
	case payment.ReceiptAllocated:
		return e.Postings
	case payment.RefundDue:
		return e.Postings
	case payment.RefundTransferred:
		return e.Postings
	case payment.RefundReturned:
		return e.Postings
	case payment.RefundWithdrawn:
		return e.Postings
	case payment.ReceiptMatched, payment.RefundTransferProposed:
	}
	return nil
}
