package payment_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

var (
	came     = payment.ReceiptID("midtrans", "T1")
	clearing = money.Clearing("midtrans")
	short    = money.Shortfall(rina.String())
	lost     = payment.DueRefund{Reason: string(sambatan.RefundedTakenBack)}
)

// paidByQR is a payment whose channel may take it back.
func paidByQR() payment.ReceiptRecorded {
	return payment.ReceiptRecorded{
		Receipt: came, Channel: "midtrans", Method: "qris", Account: "midtrans", Amount: 185_000, PaidAt: noon, Reference: "T1",
		Instruction: first, Campaign: campaign, Participation: first, Buyer: rina, Due: 185_000, Attempt: 1,
		Postings: money.Move(185_000, clearing, money.Suspense),
	}
}

func inEscrow() payment.ReceiptAllocated {
	e := allocated(0)
	e.Receipt = came
	return e
}

func takes(total money.Rupiah) payment.TakeBack {
	return payment.TakeBack{Total: total, Reason: "chargeback"}
}

func taken(amount, total money.Rupiah, refunds ...id.ID) payment.ReceiptTakenBack {
	return payment.ReceiptTakenBack{
		Receipt: came, Campaign: campaign, Participation: first, Buyer: rina, Amount: amount, Total: total, Reason: "chargeback",
		Offered: 185_000, PaidAt: noon, Refunds: refunds, Postings: money.Move(amount, short, clearing),
	}
}

func covered(amount money.Rupiah, from money.Account, settles bool) payment.ShortfallCovered {
	return payment.ShortfallCovered{
		Receipt: came, Campaign: campaign, Participation: first, Buyer: rina, Amount: amount, Cover: payment.CoverBuyer,
		Reason: lost.Reason, Postings: money.Move(amount, from, short), Settles: settles,
	}
}

func TestWhatIsTakenBackIsShortAndToldOnce(t *testing.T) {
	t.Parallel()
	held := receipts(t, paidByQR(), inEscrow())
	gone := held.When(takes(185_000), noon).Then(taken(185_000, 185_000)).And()
	gone.When(takes(185_000), noon).ThenNothing()
	held.When(takes(30_000), noon).Then(taken(30_000, 30_000)).
		And().When(takes(30_000), noon).ThenNothing().
		And().When(takes(50_000), noon).Then(taken(20_000, 50_000))
	held.When(takes(185_001), noon).ThenRefused(payment.ErrBadAmount)
	held.When(payment.TakeBack{Total: 5}, noon).ThenRefused(payment.ErrNoReason)
	receipts(t).When(takes(5), noon).ThenRefused(payment.ErrNoReceipt)
	receipts(t, recorded(185_417, match)).When(takes(5), noon).ThenRefused(payment.ErrNoChannel)
}

func TestMoneyThatIsGoneIsNotSentBack(t *testing.T) {
	t.Parallel()
	receipts(t, paidByQR(), inEscrow(), taken(185_000, 185_000)).
		When(lost, noon).Then(covered(185_000, escrow, true)).
		And().When(lost, noon).ThenNothing().
		And().When(payment.Allocate{}, noon).ThenNothing()
	rest := payment.RefundDue{
		Refund: payment.RefundID(came, 1), Receipt: came, Campaign: campaign, Participation: first, Buyer: rina, Amount: 155_000,
		Reason: lost.Reason, PromisedBy: promise, Postings: money.Move(155_000, escrow, refunds),
	}
	receipts(t, paidByQR(), inEscrow(), taken(30_000, 30_000)).
		When(lost, noon).Then(covered(30_000, escrow, false), rest)
	receipts(t, paidByQR(), taken(185_000, 185_000)). // released before it was allocated
								When(lost, noon).Then(covered(185_000, money.Suspense, true)).
								And().When(payment.Allocate{}, noon).ThenNothing()
}

func TestAShortfallIsClosedOnceAndWithAReason(t *testing.T) {
	t.Parallel()
	bears := payment.CoverShortfall{By: petra, Cover: payment.CoverPlatform, LimitOne: payment.MaxAmount, Note: " kasus 2231 "}
	short185 := receipts(t, paidByQR(), inEscrow(), taken(185_000, 185_000))
	loss := payment.ShortfallCovered{
		Receipt: came, Campaign: campaign, Participation: first, Buyer: rina, Amount: 185_000, Cover: payment.CoverPlatform,
		By: petra, Note: "kasus 2231", Postings: money.Move(185_000, money.Loss, short),
	}
	short185.When(bears, noon).Then(loss).And().When(bears, noon).ThenRefused(payment.ErrNotShort)
	given := loss
	given.Cover, given.Postings = payment.CoverChannel, money.Move(185_000, clearing, short)
	bears.Cover = payment.CoverChannel
	short185.When(bears, noon).Then(given)
	for want, change := range map[error]func(*payment.CoverShortfall){
		payment.ErrNoReason:   func(c *payment.CoverShortfall) { c.Note = " " },
		payment.ErrIncomplete: func(c *payment.CoverShortfall) { c.By = id.ID{} },
		payment.ErrBadCover:   func(c *payment.CoverShortfall) { c.Cover = payment.CoverBuyer },
	} {
		wrong := bears
		change(&wrong)
		short185.When(wrong, noon).ThenRefused(want)
	}
}

func TestWhatIsTakenBackStopsItsRefundsAndIsTheCampaignsToAnswer(t *testing.T) {
	t.Parallel()
	refund := payment.RefundID(came, 1)
	steps := process.React(taken(185_000, 185_000, refund), happening)
	require.Len(t, steps, 3)
	require.Equal(t, payment.Refunds.Stream(refund.String()), steps[0].Command.Stream)
	require.Equal(t, payment.StopRefund{Claim: payment.Claim{
		Refund: refund, Receipt: came, Campaign: campaign, Participation: first, Buyer: rina,
	}}, steps[0].Command.Body)
	require.Equal(t, sambatan.Campaigns.Stream(campaign.String()), steps[1].Command.Stream)
	require.Equal(t, sambatan.TakeBack{Participation: first, Receipt: came, Amount: 185_000, PaidAt: noon}, steps[1].Command.Body)
	nobody, expected := steps[1].OnRefusal(&sambatan.PhaseError{Phase: sambatan.PhaseNone})
	require.True(t, expected, "a campaign that does not exist can do without it")
	require.Empty(t, nobody)
	_, expected = steps[1].OnRefusal(payment.ErrIncomplete)
	require.False(t, expected)
	require.Equal(t, sambatan.NoteShortfall{Participation: first, Receipt: came, Change: 185_000}, steps[2].Command.Body)

	settled := process.React(covered(185_000, escrow, true), happening)
	require.Len(t, settled, 2)
	require.Equal(t, sambatan.NoteShortfall{Participation: first, Receipt: came, Change: -185_000}, settled[0].Command.Body)
	require.Equal(t, sambatan.SettleRefund{Participation: first, Receipt: came}, settled[1].Command.Body)
	require.Len(t, process.React(covered(30_000, escrow, false), happening), 1)
	require.Empty(t, process.React(recovered(30_000), happening), "it was missing no more")
}

func recovered(amount money.Rupiah) payment.ShortfallCovered {
	e := covered(amount, escrow, false)
	e.Cover, e.Postings = payment.CoverRecovered, money.Move(amount, escrow, money.Loss)
	return e
}

//money:case §4.3 a loss that comes back
func TestWhatWeHaveBorneIsNotSentToWhoHasItAlready(t *testing.T) {
	t.Parallel()
	bears := payment.CoverShortfall{By: petra, Cover: payment.CoverPlatform, LimitOne: payment.MaxAmount, Note: "x"}
	dispute := payment.DueRefund{Reason: string(sambatan.RefundedDispute)}
	all := recovered(185_000)
	all.Reason, all.Settles = dispute.Reason, true
	receipts(t, paidByQR(), inEscrow(), taken(185_000, 185_000)).When(bears, noon).And().
		When(dispute, noon).Then(all).
		And().When(dispute, noon).ThenNothing()
	some := recovered(30_000)
	some.Reason = dispute.Reason
	rest := payment.RefundDue{
		Refund: payment.RefundID(came, 1), Receipt: came, Campaign: campaign, Participation: first, Buyer: rina, Amount: 155_000,
		Reason: dispute.Reason, PromisedBy: promise, Postings: money.Move(155_000, escrow, refunds),
	}
	receipts(t, paidByQR(), inEscrow(), taken(30_000, 30_000)).When(bears, noon).And().
		When(dispute, noon).Then(some, rest)
}
