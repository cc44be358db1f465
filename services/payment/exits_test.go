package payment_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// The line of the bank in which what was sent comes back.
var (
	line    = payment.ReceiptID(account, "RTR 1")
	cameOn  = payment.NoteBankReturn{Exit: 1, Amount: 185_417, Line: line, Back: " RTR  1"}
	petraTo = payment.MarkRefundSent{By: petra, Evidence: "FT 9"}
)

func sentByHand() refundStory {
	return byHandIn(185_417).then(payment.RefundManualDone{Claim: claim, By: petra, Exit: 1, Evidence: "FT 9"})
}

// A bank may need days to send back what an operator transferred. The buyer names another account,
// and has the money once in the end.
//
//money:case §4.5 transfer by hand reversed
func TestARefundThatAnOperatorSentAndThatCameBackNeedsAnotherAccount(t *testing.T) {
	t.Parallel()
	back := payment.RefundReversed{Claim: claim, Exit: 1, Evidence: "FT 9", Line: line, Back: "RTR 1"}
	sent := refundCase(t, sentByHand())
	again := sent.When(cameOn, noon).Then(back, needs(payment.ProblemReversed)).And()
	again.When(cameOn, noon).ThenNothing()
	given := again.When(payment.GiveDestination{Buyer: rina, Account: other}, noon).
		Then(payment.RefundDestinationGiven{Claim: claim, Account: other}, queued(1, payment.ByOperator, payment.WhyByHand, 0)).And()
	given.When(petraTo, noon).Then(payment.RefundManualDone{Claim: claim, By: petra, Exit: 2, Evidence: "FT 9"}).And().
		When(cameOn, noon).ThenNothing()

	other := cameOn
	other.Amount = 185_416
	sent.When(other, noon).ThenRefused(payment.ErrBadAmount)
	other = cameOn
	other.Exit = 2
	sent.When(other, noon).ThenRefused(payment.ErrNotSentByHand)
	other.Line = payment.ReceiptID(account, "RTR 2")
	again.When(other, noon).ThenRefused(payment.ErrNotSentByHand)
	other.Back = " "
	sent.When(other, noon).ThenRefused(payment.ErrIncomplete)
	own := cameOn
	own.By = rina
	sent.When(own, noon).ThenRefused(payment.ErrOwnMoney)
	refundCase(t, vaSucceeded).When(cameOn, noon).ThenRefused(payment.ErrNotSentByHand)
	refundCase(t, qrQueued).When(cameOn, noon).ThenRefused(payment.ErrNotSentByHand)
	refundCase(t, byHandIn(185_417).then(
		payment.RefundVoided{Claim: claim, Stopped: true}, payment.RefundManualDone{Claim: claim, By: petra, Exit: 1, Evidence: "FT 9", AfterAll: true},
	)).When(cameOn, noon).ThenRefused(payment.ErrReturnsShort)
}

// Nobody's money has nobody who could be asked; what is not to leave any more stays.
//
//money:case §4.5 transfer by hand reversed
func TestWhatCameBackByHandAndNobodyCanBeAskedAbout(t *testing.T) {
	t.Parallel()
	nobodys := payment.Claim{Refund: claim.Refund, Receipt: incoming}
	opened := payment.RefundOpened{Claim: nobodys, Amount: 185_417, Reason: payment.ReasonUnmatched, PromisedBy: promise}
	refundCase(t, refundStory{opened, payment.RefundManualDone{Claim: nobodys, By: petra, Exit: 1, Evidence: "FT 9"}}).When(cameOn, noon).Then(
		payment.RefundReversed{Claim: nobodys, Exit: 1, Evidence: "FT 9", Line: line, Back: "RTR 1"},
		payment.RefundQueued{
			Claim: nobodys, Attempt: 1, Way: payment.ByOperator, Why: payment.WhyUnknownSender, Policy: payment.RefundRules, NotBefore: noon, Amount: 185_417,
		})
	refundCase(t, sentByHand().then(payment.RefundStopped{Claim: claim})).When(cameOn, noon).Then(
		payment.RefundReversed{Claim: claim, Exit: 1, Evidence: "FT 9", Line: line, Back: "RTR 1"},
		payment.RefundVoided{Claim: claim, Stopped: true, Exit: 1, Evidence: "FT 9"})
}

// An attempt whose money came back is old news for good, also after an operator's transfer came back.
func TestWhatCameBackByHandDoesNotMakeAnOldAttemptNewsAgain(t *testing.T) {
	t.Parallel()
	reversed := payment.RefundReversed{Claim: claim, Attempt: 1, Exit: 1, Code: "012", Evidence: "emu1"}
	done := payment.RefundManualDone{Claim: claim, By: petra, Exit: 2, Evidence: "FT 9"}
	later := cameOn
	later.Exit = 2
	refundCase(t, vaSucceeded.then(reversed, needs(payment.ProblemReversed), done)).When(later, noon).And().
		When(payment.NoteSent{Attempt: 1, Evidence: "emu1"}, noon).ThenNothing()
}

func recordsReturn(of payment.Outgoing, amount money.Rupiah) payment.RecordReturn {
	return payment.RecordReturn{Receipt: line, Account: account, Amount: amount, PaidAt: noon, Reference: "RTR 1", Of: of, By: petra}
}

func isLine(amount money.Rupiah, returns bool) payment.ReceiptRecorded {
	return payment.ReceiptRecorded{
		Receipt: line, Account: account, Amount: amount, PaidAt: noon, Reference: "RTR 1", Returns: returns,
		Postings: money.Move(amount, bank, money.Suspense),
	}
}

var fromNobody = money.Refund(payment.ReasonUnmatched)

func isReturn(of payment.Outgoing, by id.ID, amount money.Rupiah) payment.ReturnRecorded {
	return payment.ReturnRecorded{
		Receipt: line, Of: of, Amount: amount, PaidAt: noon, Back: "RTR 1", By: by, Hash: hashOf(of),
		Postings: append(money.Move(amount, money.Suspense, fromNobody), money.Move(amount, fromNobody, bank)...),
	}
}

// hashOf is what the first of two sees.
func hashOf(of payment.Outgoing) string {
	events, err := payment.ReceiptDecider.Decide(payment.Receipt{}, recordsReturn(of, payment.FourEyesAbove+1), noon)
	if err != nil {
		panic(err)
	}
	return events[1].(payment.ReturnProposed).Hash
}

// One line of the bank is one thing: a payment, or the return of one refund or payout.
//
//money:case §4.5 transfer by hand reversed
func TestALineOfTheBankIsTheReturnOfOneThing(t *testing.T) {
	t.Parallel()
	of := payment.Outgoing{Refund: claim.Refund, Receipt: incoming, Exit: 1}
	others := payment.Outgoing{Refund: payment.RefundID(incoming, 2), Receipt: incoming, Exit: 1}
	fresh := receipts(t).When(recordsReturn(of, 185_417), noon).Then(isLine(185_417, true), isReturn(of, petra, 185_417)).And()
	known := receipts(t, isLine(185_417, false)).When(recordsReturn(of, 185_417), noon).Then(isReturn(of, petra, 185_417)).And()
	fresh.When(recordsReturn(of, 185_417), noon).ThenNothing()
	known.When(recordsReturn(others, 185_417), noon).ThenRefused(payment.ErrReturnKnown)
	known.When(payment.MatchReceipt{Match: match}, noon).ThenRefused(payment.ErrNotInSuspense)
	known.When(payment.DueRefund{Reason: payment.ReasonUnmatched}, noon).ThenNothing()
	known.When(payment.RecordReceipt{Receipt: line, Account: account, Amount: 185_417, PaidAt: noon, Reference: "RTR 1"}, noon).ThenNothing()
	receipts(t, isLine(185_417, false)).When(recordsReturn(of, 185_416), noon).ThenRefused(payment.ErrReceiptKnown)
	receipts(t, recorded(185_417, match)).When(payment.RecordReturn{
		Receipt: incoming, Account: account, Amount: 185_417, PaidAt: noon, Reference: "TRX 1", Of: of, By: petra,
	}, noon).ThenRefused(payment.ErrAlreadyMatched)
	for _, bad := range []payment.Outgoing{
		{}, {Refund: claim.Refund}, {Refund: claim.Refund, Receipt: incoming, Brand: first}, {Payout: first}, {Payout: first, Brand: second, Receipt: incoming},
	} {
		receipts(t).When(recordsReturn(bad, 185_417), noon).ThenRefused(payment.ErrIncomplete)
	}

	// What it was to be the return of does not know it: it is in suspense again, once.
	dropped := payment.ReturnDropped{Receipt: line, Of: of, Amount: 185_417, Postings: money.Move(185_417, bank, money.Suspense)}
	free := known.When(payment.DropReturn{Of: others}, noon).ThenNothing().And().When(payment.DropReturn{Of: of}, noon).Then(dropped).And()
	free.When(payment.DropReturn{Of: of}, noon).ThenNothing()
	free.When(recordsReturn(others, 185_417), noon).Then(isReturn(others, petra, 185_417))
	told := notification.For(dropped, happening)
	require.Len(t, told, 1)
	require.Equal(t, notification.DeskSuspense, told[0].Template)
	require.Empty(t, notification.For(isLine(185_417, true), happening), "an operator knows what it is")
}

//money:case §4.5 transfer by hand reversed, four eyes
func TestALargeReturnIsRecordedByTwo(t *testing.T) {
	t.Parallel()
	const large = payment.FourEyesAbove + 1
	of := payment.Outgoing{Refund: claim.Refund, Receipt: incoming, Exit: 1}
	says := payment.ReturnProposed{Receipt: line, Of: of, Amount: large, By: petra, Hash: hashOf(of), StepUp: noon}
	one := recordsReturn(of, large)
	one.StepUp = noon
	waits := receipts(t).When(one, noon).Then(isLine(large, true), says).And()
	waits.When(one, noon).ThenRefused(payment.ErrFourEyes)
	two := one
	two.By = desi
	is := isReturn(of, desi, large)
	is.StepUp, is.Said = noon, petra
	waits.When(two, noon).Then(is)
	elsewhere := two
	elsewhere.Of.Exit = 2
	require.IsType(t, payment.ReturnProposed{}, waits.When(elsewhere, noon).Events()[0], "another thing begins anew")
	told := notification.For(says, happening)
	require.Len(t, told, 1)
	require.Equal(t, notification.AgreeReturn, told[0].Params.Reason)
}

// Nobody says that their own brand's payout came back, and its own limit decides what takes two.
//
//money:case §4.6 transfer by hand reversed, one's own
func TestAPayoutsReturnIsNotItsBrandsWord(t *testing.T) {
	t.Parallel()
	of := payment.Outgoing{Brand: second, Payout: first}
	one := recordsReturn(of, 965_000)
	one.LimitOne = 965_000
	own := one
	own.OfBrand = second
	receipts(t).When(own, noon).ThenRefused(payment.ErrOwnMoney)
	receipts(t).When(one, noon).Then(isLine(965_000, true), isReturn(of, petra, 965_000))
	one.OfBrand = first
	receipts(t).When(one, noon).Then(isLine(965_000, true), isReturn(of, petra, 965_000))

	for _, limit := range []money.Rupiah{0, 964_999} {
		one.LimitOne = limit
		says := payment.ReturnProposed{Receipt: line, Of: of, Amount: 965_000, By: petra, Hash: hashOf(of)}
		waits := receipts(t).When(one, noon).Then(isLine(965_000, true), says).And()
		two := one
		two.By = desi
		is := isReturn(of, desi, 965_000)
		is.Said = petra
		waits.When(two, noon).Then(is)
		two.OfBrand = second
		waits.When(two, noon).ThenRefused(payment.ErrOwnMoney)
	}
	one.LimitOne = payment.MaxAmount
	one.Amount = payment.FourEyesAbove + 1
	require.IsType(t, payment.ReturnProposed{}, receipts(t).When(one, noon).Events()[1], "the log demands two all the same")
}

// Whoever proposed it was wrong, or somebody else sees that it is something else.
//
//money:case §4.5 transfer by hand reversed, taken back
func TestALineThatIsNoReturnAfterAllIsFreeAgain(t *testing.T) {
	t.Parallel()
	const large = payment.FourEyesAbove + 1
	of := payment.Outgoing{Refund: claim.Refund, Receipt: incoming, Exit: 1}
	one := recordsReturn(of, large)
	waits := receipts(t).When(one, noon).And()
	for _, by := range []id.ID{petra, desi} {
		dropped := payment.ReturnProposalDropped{Receipt: line, Of: of, By: by, Hash: hashOf(of)}
		drop := payment.DropReturnProposal{By: by, Hash: hashOf(of)}
		free := waits.When(drop, noon).Then(dropped).And()
		free.When(drop, noon).ThenRefused(payment.ErrNoReturnProposed)
		two := one
		two.By = desi
		require.IsType(t, payment.ReturnProposed{}, free.When(two, noon).Events()[0], "what was dropped is not agreed to")
		require.IsType(t, payment.RefundDue{}, free.When(payment.DueRefund{Reason: payment.ReasonUnmatched}, noon).Events()[0])
		require.Empty(t, notification.For(dropped, happening))
		require.Empty(t, process.Key(dropped, happening))
	}
	waits.When(payment.DropReturnProposal{Hash: hashOf(of)}, noon).ThenRefused(payment.ErrIncomplete)
	waits.When(payment.DropReturnProposal{By: desi, Hash: "another"}, noon).ThenRefused(payment.ErrReturnChanged)
	two := one
	two.By = desi
	waits.When(two, noon).And().When(payment.DropReturnProposal{By: petra, Hash: hashOf(of)}, noon).ThenRefused(payment.ErrNoReturnProposed)
}

// A refund without a way gets one when it comes back: else nobody could be asked for an account.
//
//money:case §4.5 transfer by hand reversed
func TestARefundWithoutAWayThatCameBackGetsOne(t *testing.T) {
	t.Parallel()
	refund := payment.RefundID(incoming, 1)
	note := payment.NoteTransferReturned{Refund: refund, Amount: 185_417, Line: line, Policy: payment.RefundsByHand}
	back := payment.RefundReturned{
		Refund: refund, Receipt: incoming, Campaign: campaign, Participation: first, Buyer: rina, Amount: 185_417, Evidence: "FT 9",
		Line: line, Policy: payment.RefundsByHand, Origin: payment.Origin{Reference: "TRX 1", PaidAt: noon}, Reason: late.Reason, PromisedBy: promise,
		Postings: money.Move(185_417, bank, refunds),
	}
	open := receipts(t, recorded(185_417, match), due(1, 185_417, late.Reason, money.Debit(money.Suspense, 185_417)))
	open.When(note, noon).ThenRefused(payment.ErrNotSentByHand)
	sent := open.When(mark(1), noon).And()
	wrong := note
	wrong.Amount = 1
	sent.When(wrong, noon).ThenRefused(payment.ErrBadAmount)
	own := note
	own.By = rina
	sent.When(own, noon).ThenRefused(payment.ErrOwnMoney)
	returned := sent.When(note, noon).Then(back).And()
	returned.When(note, noon).ThenNothing()
	returned.When(mark(1), noon).ThenRefused(payment.ErrRefundRouted)

	steps := process.React(back, happening)
	require.Len(t, steps, 1)
	asks, err := payment.RefundDecider.Decide(payment.RefundDecider.Initial(), steps[0].Command.Body.(payment.RefundCommand), noon)
	require.NoError(t, err)
	require.Equal(t, payment.RefundNeedsDestination{Claim: claim, Problem: payment.ProblemReversed, Amount: 185_417, Since: noon}, asks[1])
	returned.When(payment.NoteRefunded{Refund: refund, Exit: 1, Evidence: "FT 10"}, noon).Then(payment.RefundTransferred{
		Refund: refund, Receipt: incoming, Campaign: campaign, Participation: first, Buyer: rina, Amount: 185_417, Evidence: "FT 10", Exit: 1,
		Postings: money.Move(185_417, refunds, bank),
	})
}

// A line that nothing knows is in suspense again; what fails otherwise is tried again.
func TestALineThatNothingKnowsIsPutBack(t *testing.T) {
	t.Parallel()
	for _, of := range []payment.Outgoing{{Refund: claim.Refund, Receipt: incoming, Exit: 1}, {Refund: claim.Refund, Receipt: incoming}} {
		steps := process.React(isReturn(of, petra, 185_417), happening)
		require.Len(t, steps, 1)
		instead, ok := steps[0].OnRefusal(payment.ErrNotSentByHand)
		require.True(t, ok)
		require.Equal(t, payment.DropReturn{Of: of}, instead[0].Command.Body)
		_, ok = steps[0].OnRefusal(&eventstore.BusyError{})
		require.False(t, ok)
	}
}

// The channel sent it, and so did an operator who did not know: the second time is on record, and
// leads to nobody being sent anything.
//
//money:case §4.5 sent twice
func TestARefundThatLeftTwiceIsOnRecord(t *testing.T) {
	t.Parallel()
	twice := payment.MarkSentTwice{By: petra, Evidence: " FT  9"}
	doubled := payment.RefundDoubled{Claim: claim, By: petra, Number: 1, Amount: 185_417, Evidence: "FT 9"}
	sent := refundCase(t, vaSucceeded)
	sent.When(petraTo, noon).ThenRefused(payment.ErrOtherEvidence)
	out := sent.When(twice, noon).Then(doubled).And()
	out.When(twice, noon).ThenNothing()
	sent.When(payment.MarkSentTwice{By: petra, Evidence: "emu1"}, noon).ThenRefused(payment.ErrSameEvidence)
	sent.When(payment.MarkSentTwice{By: petra}, noon).ThenRefused(payment.ErrNoEvidence)
	refundCase(t, vaSubmitted).When(twice, noon).ThenRefused(payment.ErrNotSent)

	// The buyer has it all the same when the channel's is sent back: nothing is due again.
	out.When(notSent(1, payment.FailureAccount), noon).Then(payment.RefundContradicted{Claim: claim, Attempt: 1, Said: payment.SaidNotSent, Evidence: "099"})
	out.When(payment.RetryRefund{}, noon).ThenRefused(payment.ErrAlreadySent)

	// The other way round: an operator had sent it, and then the channel says that it had, too.
	byHand := vaSubmitted.then(attemptFailed(1, payment.ByPayout, payment.FailureUnexplained), payment.RefundManualDone{Claim: claim, By: petra, Exit: 1, Evidence: "FT 9"})
	refundCase(t, byHand).When(payment.NoteSent{Attempt: 1, Evidence: "emu1"}, noon).
		Then(payment.RefundContradicted{Claim: claim, Attempt: 1, Said: payment.SaidSent, Evidence: "emu1"}).And().
		When(payment.MarkSentTwice{By: petra, Evidence: "emu1"}, noon).
		Then(payment.RefundDoubled{Claim: claim, By: petra, Number: 1, Amount: 185_417, Evidence: "emu1"}).And().
		When(cameOn, noon).ThenRefused(payment.ErrReturnsShort)
	note := payment.NoteSentTwice{Refund: claim.Refund, Number: 1, Evidence: "FT 9"}
	require.Equal(t, note, process.React(doubled, happening)[0].Command.Body)
}

//money:case §4.5 sent twice
func TestALargeRefundThatLeftTwiceTakesTwo(t *testing.T) {
	t.Parallel()
	opened, done := refundOpened(byQR), payment.RefundManualDone{Claim: claim, By: petra, Exit: 1, Evidence: "FT 8"}
	opened.Amount = payment.FourEyesAbove + 1
	twice := payment.MarkSentTwice{By: petra, Evidence: "FT 9", StepUp: noon}
	waits := refundCase(t, refundStory{opened, done}).When(twice, noon).
		Then(payment.RefundManualProposed{Claim: claim, By: petra, Evidence: "FT 9", StepUp: noon}).And()
	waits.When(twice, noon).ThenRefused(payment.ErrFourEyes)
	twice.By = desi
	waits.When(twice, noon).Then(payment.RefundDoubled{
		Claim: claim, By: desi, Number: 1, Amount: payment.FourEyesAbove + 1, Evidence: "FT 9", StepUp: noon,
	})
}

func leftTwice(due payment.RefundDue) payment.RefundSentTwice {
	return payment.RefundSentTwice{
		Refund: due.Refund, Receipt: came, Campaign: campaign, Participation: first, Buyer: rina, Amount: due.Amount, Reason: due.Reason,
		Evidence: "FT 9", Number: 1, Postings: money.Move(due.Amount, short, clearing),
	}
}

// What left twice is short, and its campaign misses nothing; what would go back to the buyer later
// makes it good.
//
//money:case §4.5 sent twice
func TestWhatLeftTwiceIsShortAndNoCampaignsLoss(t *testing.T) {
	t.Parallel()
	over := isDue(1, 15_000)
	over.Reason, over.Postings = payment.ReasonOverpaid, money.Move(15_000, money.Suspense, refunds)
	more := paidByQR()
	more.Amount, more.Postings = 200_000, money.Move(200_000, clearing, money.Suspense)
	history := []payment.ReceiptEvent{more, inEscrow(), over, payment.RefundTransferred{
		Refund: over.Refund, Receipt: came, Campaign: campaign, Participation: first, Buyer: rina, Amount: 15_000, Evidence: "emu1", Exit: 1,
		Postings: money.Move(15_000, refunds, clearing),
	}}
	note := payment.NoteSentTwice{Refund: over.Refund, Number: 1, Evidence: "FT 9"}
	twice := leftTwice(over)
	out := receipts(t, history...).When(note, noon).Then(twice).And()
	out.When(note, noon).ThenNothing()
	require.Empty(t, process.React(twice, happening), "the payment is what it was")
	told := notification.For(twice, happening)
	require.Len(t, told, 1)
	require.Equal(t, notification.ShortTwice, told[0].Params.Reason)

	borne := covered(15_000, money.Suspense, false)
	borne.Cover, borne.By, borne.Note, borne.Reason, borne.Twice = payment.CoverPlatform, petra, "x", "", 15_000
	borne.Postings = money.Move(15_000, money.Loss, short)
	out.When(payment.CoverShortfall{By: petra, Cover: payment.CoverPlatform, LimitOne: payment.MaxAmount, Note: "x"}, noon).Then(borne)
	require.Empty(t, process.React(borne, happening), "what it never missed is not given back to it")

	netted := out.When(payment.DueRefund{Reason: string(sambatan.RefundedFailed)}, noon).Events()
	require.Len(t, netted, 2)
	require.EqualValues(t, 15_000, netted[0].(payment.ShortfallCovered).Amount)
	require.EqualValues(t, 15_000, netted[0].(payment.ShortfallCovered).Twice)
	require.EqualValues(t, 170_000, netted[1].(payment.RefundDue).Amount, "the buyer has the rest already")
}

// Two operators transfer a refund that has no way of its own.
//
//money:case §4.5 sent twice
func TestARefundWithoutAWayThatLeftTwice(t *testing.T) {
	t.Parallel()
	refund := payment.RefundID(incoming, 1)
	open := receipts(t, recorded(185_417, match), due(1, 185_417, late.Reason, money.Debit(money.Suspense, 185_417)))
	twice := payment.NoteSentTwice{Refund: refund, By: desi, Evidence: " FT  10 "}
	open.When(twice, noon).ThenRefused(payment.ErrNotSent)
	sent := open.When(mark(1), noon).And()
	out := sent.When(twice, noon).Then(payment.RefundSentTwice{
		Refund: refund, Receipt: incoming, Campaign: campaign, Participation: first, Buyer: rina, Amount: 185_417, Reason: late.Reason, Evidence: "FT 10",
		Postings: money.Move(185_417, money.Shortfall(rina.String()), bank),
	}).And()
	out.When(twice, noon).ThenNothing()
	out.When(payment.NoteTransferReturned{Refund: refund, Amount: 185_417, Line: line, Policy: payment.RefundsByHand}, noon).ThenRefused(payment.ErrReturnsShort)
	sent.When(payment.NoteSentTwice{Refund: refund, By: desi, Evidence: "FT 9"}, noon).ThenRefused(payment.ErrSameEvidence)
	sent.When(payment.NoteSentTwice{Refund: refund, Evidence: "FT 10"}, noon).ThenRefused(payment.ErrIncomplete)

	const large = payment.FourEyesAbove + 1
	dear := receipts(t, recorded(large, match), due(1, large, late.Reason, money.Debit(money.Suspense, large)), transferred(1, large, false))
	one := dear.When(twice, noon).Then(payment.RefundTransferProposed{
		Refund: refund, Receipt: incoming, Campaign: campaign, Participation: first, By: desi, Evidence: "FT 10",
	}).And()
	one.When(twice, noon).ThenRefused(payment.ErrFourEyes)
	twice.By = petra
	require.IsType(t, payment.RefundSentTwice{}, one.When(twice, noon).Events()[0])
}

// A brand makes a chargeback good, and not what we sent twice.
func TestABrandDoesNotBearWhatWeSentTwice(t *testing.T) {
	t.Parallel()
	state := payment.ReceiptDecider.Fold(append(paidOn(), taken(60_000, 60_000), payment.RefundSentTwice{
		Receipt: came, Amount: 15_000, Evidence: "FT 9", Number: 1, Postings: money.Move(15_000, short, clearing),
	})...)
	require.EqualValues(t, 75_000, state.Short)
	_, err := payment.ReceiptDecider.Decide(state, payment.ProposeClawback{
		By: petra, Amount: 60_001, Reason: payment.ReasonChargeback, Note: "x", LimitOne: payment.MaxAmount,
	}, noon.Add(time.Hour))
	require.ErrorIs(t, err, payment.ErrTooMuch)
}
