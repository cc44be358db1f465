package payment_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// routed is a refund of all that came in, whose way has a stream of its own.
func routed(reason string, postings ...money.Posting) payment.RefundDue {
	e := due(1, 185_417, reason, postings...)
	e.Policy, e.Origin = payment.RefundsAutomatic, payment.Origin{Reference: "TRX 1", PaidAt: noon}
	return e
}

func left(exit int, settles bool) payment.RefundTransferred {
	e := transferred(1, 185_417, settles)
	e.Exit = exit
	return e
}

func cameBack(exit int) payment.RefundReturned {
	return payment.RefundReturned{
		Refund: payment.RefundID(incoming, 1), Receipt: incoming, Campaign: campaign, Participation: first, Buyer: rina,
		Amount: 185_417, Evidence: "FT 9", Exit: exit, Postings: money.Move(185_417, bank, refunds),
	}
}

func noteLeft(exit int) payment.NoteRefunded {
	return payment.NoteRefunded{Refund: payment.RefundID(incoming, 1), Exit: exit, Evidence: "FT 9"}
}

func noteBack(exit int) payment.NoteReturned {
	return payment.NoteReturned{Refund: payment.RefundID(incoming, 1), Exit: exit, Evidence: "FT 9"}
}

func TestARefundWithAWayOfItsOwnFollowsIt(t *testing.T) {
	t.Parallel()
	command := payment.DueRefund{Reason: string(sambatan.RefundedFailed), Policy: payment.RefundsAutomatic}
	isDue := routed(string(sambatan.RefundedFailed), money.Debit(escrow, 185_000), money.Debit(purse, 417))
	open := receipts(t, recorded(185_417, match), allocated(417)).When(command, noon).Then(isDue).And()
	open.When(mark(1), noon).ThenRefused(payment.ErrRefundRouted)
	open.When(payment.NoteRefunded{Refund: payment.RefundID(incoming, 9), Exit: 1, Evidence: "x"}, noon).ThenRefused(payment.ErrNoRefund)
	open.When(payment.NoteRefunded{Refund: payment.RefundID(incoming, 1), Exit: 1}, noon).ThenRefused(payment.ErrIncomplete)
	out := open.When(noteLeft(1), noon).Then(left(1, true)).And()
	out.When(noteLeft(1), noon).ThenNothing()
	back := out.When(noteBack(1), noon).Then(cameBack(1)).And()
	back.When(noteBack(1), noon).ThenNothing()
	back.When(noteLeft(1), noon).ThenNothing()
	back.When(noteLeft(2), noon).Then(left(2, false)) // the campaign knows already
}

func TestARefundsNewsMayComeInAnyOrder(t *testing.T) {
	t.Parallel()
	isDue := routed(string(sambatan.DeclinedLate), money.Debit(money.Suspense, 185_417))
	open := receipts(t, recorded(185_417, match), isDue)
	open.When(noteBack(1), noon).Then(left(1, false), cameBack(1)).And().When(noteLeft(1), noon).ThenNothing()
	out := open.When(noteLeft(1), noon).Then(left(1, false)).And()
	out.When(noteLeft(2), noon).Then(cameBack(1), left(2, false)).And().When(noteBack(1), noon).ThenNothing()
	out.When(noteBack(2), noon).Then(cameBack(1), left(2, false), cameBack(2))
}

func TestWhatIsTooMuchHasAWayOfItsOwnToo(t *testing.T) {
	t.Parallel()
	excess := due(1, 1_000, payment.ReasonOverpaid, money.Debit(money.Suspense, 1_000))
	excess.Policy, excess.Origin = payment.RefundsByHand, payment.Origin{Reference: "TRX 1", PaidAt: noon}
	receipts(t, recorded(186_000, match)).When(payment.Allocate{Policy: payment.RefundsByHand}, noon).Then(allocated(0), excess)
}

//money:case §4.5 voided before submit
func TestAStrangersRefundIsWithdrawnAndItsOwnerFound(t *testing.T) {
	t.Parallel()
	nobody := payment.Match{}
	stranger := money.Refund(payment.ReasonUnmatched)
	isDue := payment.RefundDue{
		Refund: payment.RefundID(incoming, 1), Receipt: incoming, Amount: 185_417, Reason: payment.ReasonUnmatched, PromisedBy: promise,
		Postings: money.Move(185_417, money.Suspense, stranger), Policy: payment.RefundsAutomatic,
		Origin: payment.Origin{Reference: "TRX 1", PaidAt: noon},
	}
	withdraw := payment.WithdrawRefund{Refund: payment.RefundID(incoming, 1)}
	withdrawn := payment.RefundWithdrawn{
		Refund: payment.RefundID(incoming, 1), Receipt: incoming, Amount: 185_417, Postings: money.Move(185_417, money.Withdrawn, money.Suspense),
	}
	again := receipts(t, recorded(185_417, nobody), isDue).When(withdraw, noon).Then(withdrawn).And()
	again.When(withdraw, noon).ThenNothing()
	again.When(payment.MatchReceipt{Match: match}, noon).Then(payment.ReceiptMatched{
		Receipt: incoming, Instruction: first, Campaign: campaign, Participation: first, Buyer: rina,
		Amount: 185_417, PaidAt: noon, Due: 185_000, Code: 417,
	})
	sent := payment.RefundTransferred{
		Refund: isDue.Refund, Receipt: incoming, Amount: 185_417, Evidence: "FT 9", Exit: 1, Postings: money.Move(185_417, stranger, bank),
	}
	receipts(t, recorded(185_417, nobody), isDue, sent).When(withdraw, noon).ThenNothing()
	decided := routed(string(sambatan.DeclinedLate), money.Debit(money.Suspense, 185_417))
	receipts(t, recorded(185_417, match), decided).When(withdraw, noon).ThenRefused(payment.ErrDecided)
	receipts(t, recorded(185_417, nobody)).When(withdraw, noon).ThenRefused(payment.ErrNoRefund)
}

//money:case §4.5 gateway refund succeeds
func TestMoneyLeavesFromWhereItCameIn(t *testing.T) {
	t.Parallel()
	received := payment.ReceiptRecorded{
		Receipt: incoming, Channel: "midtrans", Method: "qris", Account: "midtrans", Amount: 185_000, PaidAt: noon, Reference: "T-1",
		Instruction: first, Campaign: campaign, Participation: first, Buyer: rina, Due: 185_000, Attempt: 1,
		Postings: money.Move(185_000, money.Clearing("midtrans"), money.Suspense),
	}
	history := []payment.ReceiptEvent{received}
	events, err := payment.ReceiptDecider.Decide(payment.ReceiptDecider.Fold(history...), payment.DueRefund{
		Reason: string(sambatan.DeclinedLate), Policy: payment.RefundsAutomatic,
	}, noon)
	require.NoError(t, err)
	isDue := events[0].(payment.RefundDue)
	require.Equal(t, payment.Origin{Channel: "midtrans", Method: payment.QRIS, Reference: "T-1", PaidAt: noon}, isDue.Origin)
	events, err = payment.ReceiptDecider.Decide(payment.ReceiptDecider.Fold(append(history, events...)...), noteLeft(1), noon)
	require.NoError(t, err)
	require.Equal(t, money.Move(185_000, refunds, money.Clearing("midtrans")), events[0].(payment.RefundTransferred).Postings)
}
