package payment_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

var (
	claim = payment.Claim{Refund: payment.RefundID(incoming, 1), Receipt: incoming, Campaign: campaign, Participation: first, Buyer: rina}
	byQR  = payment.Origin{Channel: "midtrans", Method: payment.QRIS, Reference: "T-1", PaidAt: noon.Add(-time.Hour)}
	byVA  = payment.Origin{Channel: "midtrans", Method: payment.VABCA, Reference: "T-1", PaidAt: noon.Add(-time.Hour)}
	other = eventstore.Sealed{Person: rina.String(), Nonce: []byte("n"), Box: []byte("b")}
	petra = id.MustParse("01930000-0000-7000-8000-0000000000f1")
	desi  = id.MustParse("01930000-0000-7000-8000-0000000000f2")
)

type refundStory []payment.RefundEvent

func (s refundStory) then(more ...payment.RefundEvent) refundStory {
	return append(slices.Clip(s), more...)
}

func refundCase(t *testing.T, story refundStory) spec.Scenario[payment.RefundCase, payment.RefundCommand, payment.RefundEvent] {
	t.Helper()
	return spec.Given(t, payment.RefundDecider, story...)
}

func openRefund(from payment.Origin) payment.OpenRefund {
	return payment.OpenRefund{Claim: claim, Origin: from, Amount: 185_417, Reason: string(sambatan.RefundedFailed), PromisedBy: promise}
}

func refundOpened(from payment.Origin) payment.RefundOpened {
	return payment.RefundOpened{Claim: claim, Origin: from, Amount: 185_417, Reason: string(sambatan.RefundedFailed), PromisedBy: promise}
}

func queued(attempt int, way payment.Way, why payment.Why, after time.Duration) payment.RefundQueued {
	return payment.RefundQueued{Claim: claim, Attempt: attempt, Way: way, Why: why, Policy: payment.RefundRules, NotBefore: noon.Add(after), Amount: 185_417}
}

func submitted(attempt int, way payment.Way) payment.RefundSubmitted {
	key := payment.RefundKey(claim.Refund)
	if way == payment.ByPayout {
		key = payment.PayoutKey(claim.Refund, attempt)
	}
	return payment.RefundSubmitted{Claim: claim, Attempt: attempt, Way: way, Key: key, At: noon}
}

func attemptFailed(attempt int, way payment.Way, failure payment.Failure) payment.RefundFailed {
	return payment.RefundFailed{Claim: claim, Attempt: attempt, Way: way, Failure: failure, Code: "099", Stuck: failure == payment.FailureUnexplained, Amount: 185_417}
}

func needs(problem payment.Problem) payment.RefundNeedsDestination {
	return payment.RefundNeedsDestination{Claim: claim, Problem: problem, Amount: 185_417, Since: noon}
}

func succeeded(attempt, exit int, way payment.Way) payment.RefundSucceeded {
	return payment.RefundSucceeded{Claim: claim, Attempt: attempt, Way: way, Exit: exit, Evidence: "emu1"}
}

func notSent(attempt int, failure payment.Failure) payment.NoteNotSent {
	return payment.NoteNotSent{Attempt: attempt, Failure: failure, Code: "099"}
}

// The stories so far that the rows below go on from.
var (
	qrQueued    = refundStory{refundOpened(byQR), queued(1, payment.ByGateway, payment.WhyRefundable, 0)}
	qrSubmitted = qrQueued.then(submitted(1, payment.ByGateway))
	vaQueued    = refundStory{refundOpened(byVA), queued(1, payment.ByPayout, payment.WhyNotRefundable, 0)}
	vaSubmitted = vaQueued.then(submitted(1, payment.ByPayout))
	vaUnknown   = vaSubmitted.then(payment.RefundUnclear{Claim: claim, Attempt: 1})
	vaSucceeded = vaSubmitted.then(succeeded(1, 1, payment.ByPayout))
	homeless    = vaSubmitted.then(attemptFailed(1, payment.ByPayout, payment.FailureAccount), needs(payment.ProblemAccount))
)

//money:case §4.5 due, way chosen
func TestARefundThatFallsDueIsOpenedAndItsWayChosen(t *testing.T) {
	t.Parallel()
	none := refundCase(t, nil)
	none.When(openRefund(byQR), noon).Then(qrQueued...).And().When(openRefund(byQR), noon).ThenNothing()
	none.When(openRefund(byVA), noon).Then(vaQueued...)
	byHand := openRefund(byQR)
	byHand.ByHand = true
	openedByHand := refundOpened(byQR)
	openedByHand.ByHand = true
	none.When(byHand, noon).Then(openedByHand, queued(1, payment.ByOperator, payment.WhyByHand, 0))
	none.When(payment.OpenRefund{Claim: claim, Amount: 1}, noon).ThenRefused(payment.ErrIncomplete)
	nothing := openRefund(byQR)
	nothing.Amount = 0
	none.When(nothing, noon).ThenRefused(payment.ErrBadAmount)
	none.When(payment.SubmitRefund{Attempt: 1}, noon).ThenRefused(payment.ErrNoRefund)
	none.When(payment.RetryRefund{}, noon).ThenRefused(payment.ErrNoRefund)
}

func TestOnlyOneMaySubmitAnAttempt(t *testing.T) {
	t.Parallel()
	refundCase(t, qrQueued).When(payment.SubmitRefund{Attempt: 1}, noon).Then(submitted(1, payment.ByGateway)).
		And().When(payment.SubmitRefund{Attempt: 1}, noon).ThenNothing()
	refundCase(t, vaQueued).When(payment.SubmitRefund{Attempt: 1}, noon).Then(submitted(1, payment.ByPayout))
	refundCase(t, vaQueued).When(payment.SubmitRefund{Attempt: 2}, noon).ThenNothing()
}

func TestAPaymentWhoseTimeRanOutInTheQueueIsPaidOut(t *testing.T) {
	t.Parallel()
	late := noon.Add(8 * 24 * time.Hour)
	refundCase(t, qrQueued).When(payment.SubmitRefund{Attempt: 1}, late).
		Then(queued(1, payment.ByPayout, payment.WhyWindowOver, 8*24*time.Hour))
}

func TestSubmittedBecomesSucceededWhenTheChannelSaysSo(t *testing.T) {
	t.Parallel()
	said := payment.NoteSent{Attempt: 1, Evidence: "emu1"}
	refundCase(t, qrSubmitted).When(said, noon).Then(succeeded(1, 1, payment.ByGateway)).And().When(said, noon).ThenNothing()
	refundCase(t, vaSubmitted).When(said, noon).Then(succeeded(1, 1, payment.ByPayout))
	refundCase(t, vaUnknown).When(said, noon).Then(succeeded(1, 1, payment.ByPayout))
	refundCase(t, vaSubmitted).When(payment.NoteSent{Attempt: 1}, noon).ThenRefused(payment.ErrNoEvidence)
	refundCase(t, vaSubmitted).When(payment.NoteSent{Attempt: 2, Evidence: "x"}, noon).ThenRefused(payment.ErrNoAttempt)
}

func TestSubmittedBecomesUnknownAndNothingElseIsSentUntilItIsKnown(t *testing.T) {
	t.Parallel()
	unclear := payment.RefundUnclear{Claim: claim, Attempt: 1}
	refundCase(t, vaSubmitted).When(payment.NoteUnclear{Attempt: 1}, noon).Then(unclear).
		And().When(payment.NoteUnclear{Attempt: 1}, noon).ThenNothing()
	for _, command := range []payment.RefundCommand{
		payment.RetryRefund{},
		payment.SwitchWay{Way: payment.ByOperator},
		payment.VoidRefund{Note: "x"},
		payment.MarkRefundSent{By: petra, Evidence: "FT 1"},
	} {
		refundCase(t, vaUnknown).When(command, noon).ThenRefused(payment.ErrOnItsWay)
		refundCase(t, vaSubmitted).When(command, noon).ThenRefused(payment.ErrOnItsWay)
	}
	refundCase(t, vaUnknown).When(payment.SubmitRefund{Attempt: 2}, noon).ThenNothing()
}

func TestAFailureThatGoesAwayIsTriedAgainLaterUnderAnotherKey(t *testing.T) {
	t.Parallel()
	for _, failure := range []payment.Failure{payment.FailureOffline, payment.FailureBalance} {
		failed := attemptFailed(1, payment.ByPayout, failure)
		again := queued(2, payment.ByPayout, payment.WhyNotRefundable, time.Minute)
		refundCase(t, vaSubmitted).When(notSent(1, failure), noon).Then(failed, again).
			And().When(notSent(1, failure), noon).ThenNothing()
		second := vaSubmitted.then(failed, again, submitted(2, payment.ByPayout))
		refundCase(t, second).When(notSent(2, failure), noon).
			Then(attemptFailed(2, payment.ByPayout, failure), queued(3, payment.ByPayout, payment.WhyNotRefundable, 2*time.Minute))
	}
	require.NotEqual(t, submitted(1, payment.ByPayout).Key, submitted(2, payment.ByPayout).Key)
	require.Equal(t, submitted(1, payment.ByGateway).Key, submitted(2, payment.ByGateway).Key)
}

func TestAFailureForGoodTakesTheOtherWay(t *testing.T) {
	t.Parallel()
	refundCase(t, qrSubmitted).When(notSent(1, payment.FailureWindow), noon).
		Then(attemptFailed(1, payment.ByGateway, payment.FailureWindow), queued(2, payment.ByPayout, payment.WhyRefused, 0))
}

func TestABalanceThatNeverSufficesTakesTheOtherWay(t *testing.T) {
	t.Parallel()
	story := qrSubmitted
	for attempt := 1; attempt < 3; attempt++ {
		pause := time.Duration(attempt) * time.Minute
		story = story.then(attemptFailed(attempt, payment.ByGateway, payment.FailureBalance),
			queued(attempt+1, payment.ByGateway, payment.WhyRefundable, pause), submitted(attempt+1, payment.ByGateway))
	}
	refundCase(t, story).When(notSent(3, payment.FailureBalance), noon).
		Then(attemptFailed(3, payment.ByGateway, payment.FailureBalance), queued(4, payment.ByPayout, payment.WhyBalance, 4*time.Minute))
}

//money:case §4.5 failure that nobody understands
func TestWhatNobodyUnderstandsWaitsForAnOperator(t *testing.T) {
	t.Parallel()
	failed := attemptFailed(1, payment.ByPayout, payment.FailureUnexplained)
	after := refundCase(t, vaSubmitted).When(notSent(1, payment.FailureUnexplained), noon).Then(failed).And()
	after.When(payment.RetryRefund{}, noon).Then(queued(2, payment.ByPayout, payment.WhyNotRefundable, 0))
	after.When(payment.SwitchWay{Way: payment.ByOperator}, noon).Then(queued(2, payment.ByOperator, payment.WhyOperator, 0))
	after.When(payment.SwitchWay{Way: payment.ByGateway}, noon).ThenRefused(payment.ErrWayClosed)
	after.When(payment.SwitchWay{Way: "carrier pigeon"}, noon).ThenRefused(payment.ErrWayClosed)
}

func TestAnAccountThatIsOfNoUseIsAskedForAndGiven(t *testing.T) {
	t.Parallel()
	refundCase(t, vaSubmitted).When(notSent(1, payment.FailureAccount), noon).
		Then(attemptFailed(1, payment.ByPayout, payment.FailureAccount), needs(payment.ProblemAccount))
	given := payment.RefundDestinationGiven{Claim: claim, Account: other}
	give := payment.GiveDestination{Buyer: rina, Account: other}
	refundCase(t, homeless).When(give, noon).Then(given, queued(2, payment.ByPayout, payment.WhyNotRefundable, 0)).
		And().When(give, noon).ThenRefused(payment.ErrNoAccountNeeded)
	refundCase(t, homeless).When(payment.GiveDestination{Buyer: budi, Account: other}, noon).ThenRefused(payment.ErrNotYourRefund)
	refundCase(t, homeless).When(payment.GiveDestination{Buyer: rina}, noon).ThenRefused(payment.ErrIncomplete)
	refundCase(t, homeless).When(payment.RetryRefund{}, noon).ThenRefused(payment.ErrAccountNeeded)
	refundCase(t, homeless).When(payment.SwitchWay{Way: payment.ByPayout}, noon).ThenRefused(payment.ErrAccountNeeded)
}

func TestAnAccountIsLookedAtBeforeTheAttempt(t *testing.T) {
	t.Parallel()
	queue := refundCase(t, vaQueued)
	queue.When(payment.Misdirect{Attempt: 1, Problem: payment.ProblemName}, noon).Then(needs(payment.ProblemName))
	queue.When(payment.Misdirect{Attempt: 1, Rest: payment.RestErased}, noon).
		Then(payment.RefundDormant{Claim: claim, Rest: payment.RestErased, Amount: 185_417})
	queue.When(payment.Misdirect{Attempt: 1, Bank: true}, noon).Then(queued(1, payment.ByOperator, payment.WhyBank, 0))
	queue.When(payment.Misdirect{Attempt: 1}, noon).ThenRefused(payment.ErrIncomplete)
	queue.When(payment.Misdirect{Attempt: 2, Problem: payment.ProblemName}, noon).ThenNothing()
	refundCase(t, vaSubmitted).When(payment.Misdirect{Attempt: 1, Problem: payment.ProblemName}, noon).ThenNothing()
}

func TestABuyerIsRemindedThreeTimesAndThenTheRefundRests(t *testing.T) {
	t.Parallel()
	story := homeless
	for number, after := range payment.RemindAfter {
		state := payment.RefundDecider.Fold(story...)
		require.Zero(t, state.Next(noon.Add(after-time.Second)))
		require.Equal(t, payment.RefundErrand{Kind: payment.RemindErrand, Number: number + 1}, state.Next(noon.Add(after)))
		reminded := payment.RefundReminded{Claim: claim, Number: number + 1, Amount: 185_417}
		refundCase(t, story).When(payment.RemindBuyer{Number: number + 1}, noon).Then(reminded).
			And().When(payment.RemindBuyer{Number: number + 1}, noon).ThenNothing()
		story = story.then(reminded)
	}
	require.Equal(t, payment.RestErrand, payment.RefundDecider.Fold(story...).Next(noon.Add(payment.RestAfter)).Kind)
	dormant := payment.RefundDormant{Claim: claim, Rest: payment.RestNoAnswer, Amount: 185_417}
	resting := refundCase(t, story).When(payment.LetRest{}, noon).Then(dormant).And()
	resting.When(payment.LetRest{}, noon).ThenNothing()
	resting.When(payment.GiveDestination{Buyer: rina, Account: other}, noon).
		Then(payment.RefundDestinationGiven{Claim: claim, Account: other}, queued(2, payment.ByPayout, payment.WhyNotRefundable, 0))
}

func TestAPayoutThatIsReversedNeedsAnotherAccountAndLeavesOnceMore(t *testing.T) {
	t.Parallel()
	reversed := payment.RefundReversed{Claim: claim, Attempt: 1, Exit: 1, Code: "099", Evidence: "emu1"}
	back := refundCase(t, vaSucceeded).When(notSent(1, payment.FailureUnexplained), noon).Then(reversed, needs(payment.ProblemReversed)).And()
	back.When(notSent(1, payment.FailureUnexplained), noon).ThenNothing()
	back.When(payment.NoteSent{Attempt: 1, Evidence: "emu1"}, noon).ThenNothing()
	story := vaSucceeded.then(reversed, needs(payment.ProblemReversed), payment.RefundDestinationGiven{Claim: claim, Account: other},
		queued(2, payment.ByPayout, payment.WhyNotRefundable, 0), submitted(2, payment.ByPayout))
	refundCase(t, story).When(payment.NoteSent{Attempt: 2, Evidence: "emu1"}, noon).Then(succeeded(2, 2, payment.ByPayout))
}

//money:case §4.5 sent by hand, four eyes
func TestAnOperatorSendsWhatWaitsAndLargeAmountsNeedTwo(t *testing.T) {
	t.Parallel()
	mark := payment.MarkRefundSent{By: petra, Evidence: " FT  9 "}
	done := payment.RefundManualDone{Claim: claim, By: petra, Exit: 1, Evidence: "FT 9"}
	for _, story := range []refundStory{
		vaQueued, homeless, homeless.then(payment.RefundDormant{Claim: claim, Rest: payment.RestNoAnswer, Amount: 185_417}),
		vaSubmitted.then(attemptFailed(1, payment.ByPayout, payment.FailureUnexplained)),
	} {
		refundCase(t, story).When(mark, noon).Then(done).And().When(mark, noon).ThenNothing()
	}
	marked := refundCase(t, vaQueued.then(done))
	marked.When(payment.MarkRefundSent{By: petra, Evidence: "FT 10"}, noon).ThenRefused(payment.ErrOtherEvidence)
	marked.When(payment.RetryRefund{}, noon).ThenRefused(payment.ErrAlreadySent)
	marked.When(payment.SubmitRefund{Attempt: 1}, noon).ThenNothing()
	refundCase(t, vaQueued).When(payment.MarkRefundSent{By: petra}, noon).ThenRefused(payment.ErrNoEvidence)
	refundCase(t, vaQueued).When(payment.MarkRefundSent{Evidence: "FT 9"}, noon).ThenRefused(payment.ErrIncomplete)

	large := refundOpened(byVA)
	large.Amount = payment.FourEyesAbove + 1
	proposed := payment.RefundManualProposed{Claim: claim, By: petra, Evidence: "FT 9"}
	byHand := queued(1, payment.ByOperator, payment.WhyProposed, 0)
	byHand.Amount = large.Amount
	two := refundCase(t, refundStory{large, queued(1, payment.ByPayout, payment.WhyNotRefundable, 0)}).When(mark, noon).
		Then(proposed, byHand).And()
	two.When(payment.SubmitRefund{Attempt: 1}, noon).ThenNothing() // nothing is sent by itself meanwhile
	two.When(payment.GiveDestination{Buyer: rina, Account: other}, noon).ThenRefused(payment.ErrNoAccountNeeded)
	onWay := queued(1, payment.ByPayout, payment.WhyOperator, 0)
	onWay.Amount = large.Amount
	other := two.When(payment.SwitchWay{Way: payment.ByPayout}, noon).Then(onWay).And() // it was not sent after all
	other.When(payment.MarkRefundSent{By: desi, Evidence: "FT 9"}, noon).
		Then(payment.RefundManualProposed{Claim: claim, By: desi, Evidence: "FT 9"}, byHand)
	two.When(mark, noon).ThenRefused(payment.ErrFourEyes)
	two.When(payment.MarkRefundSent{By: desi, Evidence: "FT 9"}, noon).
		Then(payment.RefundManualDone{Claim: claim, By: desi, Exit: 1, Evidence: "FT 9"})
	two.When(payment.MarkRefundSent{By: desi, Evidence: "FT 8"}, noon).
		Then(payment.RefundManualProposed{Claim: claim, By: desi, Evidence: "FT 8"})
}

// An operator who says that they sent it may have done so: money that is taken back meanwhile
// must not close the case before somebody knows.
//
//money:case §4.3 settlement turned to deny or chargeback
func TestAStopWaitsForWhatAnOperatorSaysThatTheySent(t *testing.T) {
	t.Parallel()
	large := refundOpened(byVA)
	large.Amount = payment.FourEyesAbove + 1
	byHand := queued(1, payment.ByOperator, payment.WhyBank, 0)
	byHand.Amount = large.Amount
	said := refundStory{large, byHand, payment.RefundManualProposed{Claim: claim, By: petra, Evidence: "FT 9"}}
	stopped := refundCase(t, said).When(payment.StopRefund{Claim: claim}, noon).Then(payment.RefundStopped{Claim: claim}).And()
	stopped.When(payment.StopRefund{Claim: claim}, noon).ThenNothing()
	stopped.When(payment.MarkRefundSent{By: desi, Evidence: "FT 9"}, noon).
		Then(payment.RefundManualDone{Claim: claim, By: desi, Exit: 1, Evidence: "FT 9"})

	voided := payment.RefundVoided{Claim: claim, Stopped: true}
	stopped.When(payment.SwitchWay{Way: payment.ByPayout}, noon).Then(voided) // it was not sent after all
	stopped.When(payment.RetryRefund{}, noon).Then(voided)
	stopped.When(payment.VoidRefund{}, noon).ThenRefused(payment.ErrNotOpen)
	voided.Note = "tidak ada di mutasi"
	stopped.When(payment.VoidRefund{Note: voided.Note}, noon).Then(voided)
}

func TestWhoConfirmedWithAPasskeyIsOnRecordWithTheTime(t *testing.T) {
	t.Parallel()
	large := refundOpened(byVA)
	large.Amount = payment.FourEyesAbove + 1
	byHand := queued(1, payment.ByOperator, payment.WhyNotRefundable, 0)
	refundCase(t, refundStory{large, byHand}).
		When(payment.MarkRefundSent{By: petra, Evidence: "FT 9", StepUp: noon}, noon).
		Then(payment.RefundManualProposed{Claim: claim, By: petra, Evidence: "FT 9", StepUp: noon}).And().
		When(payment.MarkRefundSent{By: desi, Evidence: "FT 9", StepUp: noon}, noon).
		Then(payment.RefundManualDone{Claim: claim, By: desi, Exit: 1, Evidence: "FT 9", StepUp: noon})
}

// A form that is sent again after another confirmation is still the same command.
func TestTheTimeOfTheConfirmationIsNoPartOfTheCommand(t *testing.T) {
	t.Parallel()
	canonical := func(c payment.RefundCommand) string {
		bytes, err := payment.Refunds.Command(claim.Refund.String(), c, eventstore.Meta{}).Canonical()
		require.NoError(t, err)
		return string(bytes)
	}
	mark := payment.MarkRefundSent{By: petra, Evidence: "FT 9"}
	later := mark
	later.StepUp = noon
	require.Equal(t, canonical(mark), canonical(later))
}

func TestEvidenceOfAnUnclearAttemptEndsIt(t *testing.T) {
	t.Parallel()
	mark := payment.MarkRefundSent{By: petra, Evidence: "dasbor", OfAttempt: true}
	ended := refundCase(t, vaUnknown).When(mark, noon).
		Then(payment.RefundManualDone{Claim: claim, By: petra, Exit: 1, Evidence: "dasbor", Attempt: 1}).And()
	ended.When(payment.NoteSent{Attempt: 1, Evidence: "emu1"}, noon).ThenNothing()
	wrong := payment.RefundContradicted{Claim: claim, Attempt: 1, Said: payment.SaidNotSent, Evidence: "099"}
	ended.When(notSent(1, payment.FailureOffline), noon).Then(wrong).And().When(notSent(1, payment.FailureOffline), noon).ThenNothing()
}

//money:case §4.5 voided before submit
func TestMoneyThatNobodyOwnsIsPutBackBeforeItIsSubmitted(t *testing.T) {
	t.Parallel()
	stranger := payment.RefundOpened{
		Claim: payment.Claim{Refund: claim.Refund, Receipt: incoming}, Amount: 77_777, Reason: payment.ReasonUnmatched, PromisedBy: promise,
	}
	waits := refundStory{stranger, payment.RefundQueued{
		Claim: stranger.Claim, Attempt: 1, Way: payment.ByOperator, Why: payment.WhyUnknownSender, Policy: payment.RefundRules, NotBefore: noon, Amount: 77_777,
	}}
	voided := payment.RefundVoided{Claim: stranger.Claim, Note: "pemiliknya ketemu"}
	void := payment.VoidRefund{Note: " pemiliknya ketemu "}
	gone := refundCase(t, waits).When(void, noon).Then(voided).And()
	gone.When(void, noon).ThenNothing()
	gone.When(payment.MarkRefundSent{By: petra, Evidence: "FT 9"}, noon).
		Then(payment.RefundManualDone{Claim: stranger.Claim, By: petra, Exit: 1, Evidence: "FT 9", AfterAll: true})
	gone.When(payment.RetryRefund{}, noon).ThenRefused(payment.ErrNotOpen)
	refundCase(t, waits).When(payment.VoidRefund{Note: " "}, noon).ThenRefused(payment.ErrNoReason)
	refundCase(t, waits).When(payment.SwitchWay{Way: payment.ByPayout}, noon).ThenRefused(payment.ErrWayClosed)
	refundCase(t, vaQueued).When(void, noon).ThenRefused(payment.ErrDecided)
	refundCase(t, vaSucceeded).When(void, noon).ThenRefused(payment.ErrAlreadySent)
}

func TestARefundOfTheChannelsOwnIsSeenAndResolved(t *testing.T) {
	t.Parallel()
	strange := claim
	strange.Refund = payment.ExternalRefundID(incoming, "dashboard-1")
	see := payment.SeeExternalRefund{Claim: strange, Channel: "midtrans", Reference: "T-1", Key: "dashboard-1", Amount: 5_000}
	seen := payment.ExternalRefundSeen{Claim: strange, Channel: "midtrans", Reference: "T-1", Key: "dashboard-1", Amount: 5_000}
	known := refundCase(t, nil).When(see, noon).Then(seen).And()
	known.When(see, noon).ThenNothing()
	known.When(payment.MarkRefundSent{By: petra, Evidence: "x"}, noon).ThenRefused(payment.ErrNotOpen)
	known.When(payment.ResolveExternalRefund{By: petra}, noon).ThenRefused(payment.ErrNoReason)
	resolve := payment.ResolveExternalRefund{By: petra, As: claim.Refund, Note: "dikirim lewat dasbor"}
	known.When(resolve, noon).Then(payment.ExternalRefundResolved{Claim: strange, By: petra, As: claim.Refund, Note: "dikirim lewat dasbor"}).
		And().When(resolve, noon).ThenNothing()
	other := see
	other.Key = "another"
	refundCase(t, nil).When(other, noon).ThenRefused(payment.ErrIncomplete)
	refundCase(t, vaQueued).When(resolve, noon).ThenRefused(payment.ErrNotOpen)
}

func TestWhatTheChannelSaysLateIsBelievedOnlyWhileNothingElseCanHaveLeft(t *testing.T) {
	t.Parallel()
	failed := attemptFailed(1, payment.ByPayout, payment.FailureOffline)
	waits := vaSubmitted.then(failed, queued(2, payment.ByPayout, payment.WhyNotRefundable, time.Minute))
	said := payment.NoteSent{Attempt: 1, Evidence: "emu1"}
	refundCase(t, waits).When(said, noon).Then(succeeded(1, 1, payment.ByPayout))
	twice := payment.RefundContradicted{Claim: claim, Attempt: 1, Said: payment.SaidSent, Evidence: "emu1"}
	refundCase(t, waits.then(submitted(2, payment.ByPayout))).When(said, noon).Then(twice).And().When(said, noon).ThenNothing()
}

func TestWhatHasToBeDoneNext(t *testing.T) {
	t.Parallel()
	next := func(story refundStory, after time.Duration) payment.RefundErrand {
		return payment.RefundDecider.Fold(story...).Next(noon.Add(after))
	}
	require.Equal(t, payment.RefundErrand{Kind: payment.SubmitErrand, Number: 1}, next(qrQueued, 0))
	later := refundStory{refundOpened(byVA), queued(1, payment.ByPayout, payment.WhyNotRefundable, time.Hour)}
	require.Zero(t, next(later, time.Minute))
	require.Equal(t, payment.SubmitErrand, next(later, time.Hour).Kind)
	require.Zero(t, next(refundStory{refundOpened(byVA), queued(1, payment.ByOperator, payment.WhyOperator, 0)}, time.Hour))
	require.Zero(t, next(vaSubmitted, payment.AskAfter-time.Second), "whoever submitted it waits for the answer")
	require.Equal(t, payment.RefundErrand{Kind: payment.AskErrand, Number: 1}, next(vaSubmitted, payment.AskAfter))
	require.Equal(t, payment.RefundErrand{Kind: payment.AskErrand, Number: 1}, next(vaUnknown, 0))
	require.Zero(t, next(vaSucceeded, 1000*time.Hour))
	state := payment.RefundDecider.Fold(vaUnknown...)
	require.Equal(t, 15*time.Second, state.Pause(noon))
	require.Equal(t, 15*time.Minute, state.Pause(noon.Add(6*time.Hour)))
}
