package payment_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// byHandIn is a small refund that an operator has been asked to send.
func byHandIn(amount money.Rupiah) refundStory {
	opened, next := refundOpened(byQR), queued(1, payment.ByOperator, payment.WhyByHand, 0)
	opened.Amount, opened.ByHand, next.Amount = amount, true, amount
	return refundStory{opened, next}
}

// Whoever is at the bank when the channel takes the payment back can't know it.
//
//money:case §4.5 sent although it was stopped
func TestWhatWasSentByHandAfterItsRefundWasStoppedIsOnRecordOnce(t *testing.T) {
	t.Parallel()
	stop := payment.StopRefund{Claim: claim}
	mark := payment.MarkRefundSent{By: petra, Evidence: " FT  9 "}
	done := payment.RefundManualDone{Claim: claim, By: petra, Exit: 1, Evidence: "FT 9"}
	waits := refundCase(t, byHandIn(155_000))
	stopped := waits.When(stop, noon).Then(payment.RefundVoided{Claim: claim, Stopped: true}).And()
	after := done
	after.AfterAll = true
	sent := stopped.When(mark, noon).Then(after).And()
	sent.When(mark, noon).ThenNothing()
	sent.When(stop, noon).ThenNothing()
	sent.When(payment.MarkRefundSent{By: petra, Evidence: "FT 10"}, noon).ThenRefused(payment.ErrOtherEvidence)
	stopped.When(payment.MarkRefundSent{By: petra}, noon).ThenRefused(payment.ErrNoEvidence)
	stopped.When(payment.RetryRefund{}, noon).ThenRefused(payment.ErrNotOpen)
	stopped.When(payment.SwitchWay{Way: payment.ByPayout}, noon).ThenRefused(payment.ErrNotOpen)
	waits.When(mark, noon).Then(done).And().When(stop, noon).Then(payment.RefundStopped{Claim: claim})
}

//money:case §4.5 sent although it was stopped
func TestALargeRefundThatWasSentAlthoughItWasStoppedTakesTwo(t *testing.T) {
	t.Parallel()
	mark := payment.MarkRefundSent{By: petra, Evidence: "FT 9", StepUp: noon}
	said := payment.RefundManualProposed{Claim: claim, By: petra, Evidence: "FT 9", StepUp: noon}
	voided := payment.RefundVoided{Claim: claim, Stopped: true}
	waiting := refundCase(t, byHandIn(payment.FourEyesAbove+1).then(voided)).When(mark, noon).Then(said).And()
	waiting.When(mark, noon).ThenRefused(payment.ErrFourEyes)
	second := mark
	second.By = desi
	waiting.When(second, noon).Then(payment.RefundManualDone{Claim: claim, By: desi, Exit: 1, Evidence: "FT 9", StepUp: noon, AfterAll: true})

	// It was not sent after all: whoever says so again begins anew.
	dropped := payment.RefundVoided{Claim: claim, Stopped: true, Note: "tidak ada di mutasi"}
	over := waiting.When(payment.VoidRefund{Note: dropped.Note}, noon).Then(dropped).And()
	over.When(payment.VoidRefund{Note: dropped.Note}, noon).ThenNothing()
	over.When(second, noon).Then(payment.RefundManualProposed{Claim: claim, By: desi, Evidence: "FT 9", StepUp: noon})
}

// isDue is what goes back of paidByQR for a reason of the campaign's, and has a way of its own.
func isDue(n int, amount money.Rupiah) payment.RefundDue {
	return payment.RefundDue{
		Refund: payment.RefundID(came, n), Receipt: came, Campaign: campaign, Participation: first, Buyer: rina, Amount: amount,
		Reason: string(sambatan.RefundedFailed), PromisedBy: promise, Postings: money.Move(amount, escrow, refunds), Policy: payment.RefundsByHand,
		Origin: payment.Origin{Channel: "midtrans", Method: payment.QRIS, Reference: "T1", PaidAt: noon},
	}
}

func stays(due payment.RefundDue) payment.RefundWithdrawn {
	return payment.RefundWithdrawn{
		Refund: due.Refund, Receipt: came, Campaign: campaign, Participation: first, Buyer: rina, Amount: due.Amount,
		Postings: money.Move(due.Amount, money.Withdrawn, money.Suspense),
	}
}

func afterAll(due payment.RefundDue, stops ...payment.RefundDue) payment.RefundSentAfterAll {
	e := payment.RefundSentAfterAll{
		Refund: due.Refund, Receipt: came, Campaign: campaign, Participation: first, Buyer: rina, Amount: due.Amount, Reason: due.Reason,
		Evidence: "FT 9", Exit: 1, Offered: 185_000, PaidAt: noon, Postings: money.Move(due.Amount, short, clearing),
	}
	for _, stop := range stops {
		e.Refunds = append(e.Refunds, stop.Refund)
	}
	return e
}

func covers(due payment.RefundDue, amount money.Rupiah, settles bool) payment.ShortfallCovered {
	e := covered(amount, money.Suspense, settles)
	e.Reason = due.Reason
	return e
}

// The money is out twice, and nothing stands behind the second time: what the buyer's own money
// had made good is missing again.
//
//money:case §4.5 sent although it was stopped
func TestWhatLeftAlthoughItStayedIsShort(t *testing.T) {
	t.Parallel()
	due := isDue(1, 185_000)
	left := payment.NoteRefunded{Refund: due.Refund, Exit: 1, Evidence: "FT 9"}
	stopped := receipts(t, paidByQR(), inEscrow(), due, taken(185_000, 185_000, due.Refund)).
		When(payment.WithdrawRefund{Refund: due.Refund}, noon).Then(stays(due), covers(due, 185_000, true)).And()
	out := stopped.When(left, noon).Then(afterAll(due)).And()
	out.When(left, noon).ThenNothing()
	out.When(payment.WithdrawRefund{Refund: due.Refund}, noon).ThenNothing()
	loss := payment.ShortfallCovered{
		Receipt: came, Campaign: campaign, Participation: first, Buyer: rina, Amount: 185_000, Cover: payment.CoverPlatform,
		By: petra, Note: "x", Postings: money.Move(185_000, money.Loss, short),
	}
	out.When(payment.CoverShortfall{By: petra, Cover: payment.CoverPlatform, LimitOne: payment.MaxAmount, Note: "x"}, noon).Then(loss)

	// Whichever of the two is told first, it comes to the same.
	early := receipts(t, paidByQR(), inEscrow(), due, taken(185_000, 185_000, due.Refund)).When(left, noon).Then(payment.RefundTransferred{
		Refund: due.Refund, Receipt: came, Campaign: campaign, Participation: first, Buyer: rina, Amount: 185_000, Evidence: "FT 9", Exit: 1,
		Postings: money.Move(185_000, refunds, clearing), Settles: true,
	}).And()
	early.When(payment.WithdrawRefund{Refund: due.Refund}, noon).ThenNothing()
}

// What was left of it was due again, and is not sent as well.
//
//money:case §4.5 sent although it was stopped
func TestWhatLeftAlthoughItStayedStopsWhatIsDueOfItAgain(t *testing.T) {
	t.Parallel()
	due, rest := isDue(1, 185_000), isDue(2, 155_000)
	rest.Postings = money.Move(155_000, money.Suspense, refunds)
	out := receipts(t, paidByQR(), inEscrow(), due, taken(30_000, 30_000, due.Refund)).
		When(payment.WithdrawRefund{Refund: due.Refund}, noon).Then(stays(due), covers(due, 30_000, false), rest).And().
		When(payment.NoteRefunded{Refund: due.Refund, Exit: 1, Evidence: "FT 9"}, noon).Then(afterAll(due, rest)).And()
	out.When(payment.WithdrawRefund{Refund: rest.Refund}, noon).Then(stays(rest), covers(rest, 155_000, true))
}

// Of a payment whose slots are owed, the campaign says what becomes of them, as of one that was taken back.
//
//money:case §4.5 sent although it was stopped
func TestWhatLeftAlthoughItStayedIsTheCampaignsToAnswer(t *testing.T) {
	t.Parallel()
	rest := isDue(2, 155_000)
	told := process.React(afterAll(isDue(1, 185_000), rest), happening)
	gone := process.React(taken(185_000, 185_000, rest.Refund), happening)
	require.Len(t, told, 3)
	for i := range told {
		require.Equal(t, gone[i].Command.Stream, told[i].Command.Stream)
		require.Equal(t, gone[i].Command.Body, told[i].Command.Body)
	}
}

// Nobody's money was found to be somebody's, and had been sent back by then.
//
//money:case §4.5 sent although it was stopped
func TestWhatLeftAlthoughItsOwnerWasFoundIsShortAndMadeGoodByWhatIsNobodys(t *testing.T) {
	t.Parallel()
	due := payment.RefundDue{
		Refund: payment.RefundID(incoming, 1), Receipt: incoming, Amount: 185_417, Reason: payment.ReasonUnmatched, PromisedBy: promise,
		Postings: money.Move(185_417, money.Suspense, money.Refund(payment.ReasonUnmatched)), Policy: payment.RefundsByHand,
	}
	back := payment.RefundWithdrawn{Refund: due.Refund, Receipt: incoming, Amount: 185_417, Postings: money.Move(185_417, money.Withdrawn, money.Suspense)}
	left := payment.NoteRefunded{Refund: due.Refund, Exit: 1, Evidence: "FT 9"}
	unknown := receipts(t, recorded(185_417, payment.Match{}), due, back).When(left, noon)
	nobodys := money.Shortfall(payment.ReasonUnmatched)
	sent := payment.RefundSentAfterAll{
		Refund: due.Refund, Receipt: incoming, Amount: 185_417, Reason: due.Reason, Evidence: "FT 9", Exit: 1, Offered: 185_417, PaidAt: noon,
		Postings: money.Move(185_417, nobodys, bank),
	}
	unknown.Then(sent, payment.ShortfallCovered{
		Receipt: incoming, Amount: 185_417, Cover: payment.CoverBuyer, Reason: payment.ReasonUnmatched,
		Postings: money.Move(185_417, money.Suspense, nobodys),
	})
}

// Its owner was found, their campaign turned it down, and then it came out that it had been sent back already:
// what is due of it once more stays.
//
//money:case §4.5 sent although it was stopped
func TestWhatLeftAlthoughItsOwnerWasFoundStopsWhatIsDueToThemOfIt(t *testing.T) {
	t.Parallel()
	nobodys := payment.RefundDue{
		Refund: payment.RefundID(incoming, 1), Receipt: incoming, Amount: 185_417, Reason: payment.ReasonUnmatched, PromisedBy: promise,
		Postings: money.Move(185_417, money.Suspense, money.Refund(payment.ReasonUnmatched)), Policy: payment.RefundsByHand,
	}
	back := payment.RefundWithdrawn{Refund: nobodys.Refund, Receipt: incoming, Amount: 185_417, Postings: money.Move(185_417, money.Withdrawn, money.Suspense)}
	known := receipts(t, recorded(185_417, payment.Match{}), nobodys, back).When(payment.MatchReceipt{Match: match}, noon).And()
	declined := known.When(payment.DueRefund{Reason: string(sambatan.DeclinedLate), Policy: payment.RefundsByHand}, noon).And()
	second := payment.RefundID(incoming, 2)
	out := declined.When(payment.NoteRefunded{Refund: nobodys.Refund, Exit: 1, Evidence: "FT 9"}, noon).And()
	out.When(payment.WithdrawRefund{Refund: second}, noon).Then(
		payment.RefundWithdrawn{
			Refund: second, Receipt: incoming, Campaign: campaign, Participation: first, Buyer: rina, Amount: 185_417,
			Postings: money.Move(185_417, money.Withdrawn, money.Suspense),
		},
		payment.ShortfallCovered{
			Receipt: incoming, Campaign: campaign, Participation: first, Buyer: rina, Amount: 185_417, Cover: payment.CoverBuyer,
			Reason: string(sambatan.DeclinedLate), Postings: money.Move(185_417, money.Suspense, money.Shortfall(rina.String())),
		},
	)
}
