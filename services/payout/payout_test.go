package payout_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

//money:case §4.6 accrued and paid
func TestWhatIsReleasedIsPaidAtTheNextRun(t *testing.T) {
	t.Parallel()
	e := opened(1, id.ID{}, 1_930_000, 0)
	spec.Given(t, payout.Decider, history{given(1), agreed(1)}...).
		When(payout.Accrue{Brand: kenanga, Of: of(1), Split: split, Home: till}, noon).Then(accrued(1, split), planned(nextRun)).And().
		When(payout.Accrue{Brand: kenanga, Of: of(2), Split: split, Home: till}, noon).Then(accrued(2, split)).And().
		When(payout.Run{Policy: policy}, nextRun.Add(-time.Second)).ThenRefused(&payout.EarlyError{DueAt: nextRun}).And().
		When(payout.Run{Policy: policy}, nextRun).Then(e, queued(e, 1, nextRun)).And().
		When(payout.Submit{Payout: first, Attempt: 1}, nextRun).Then(submitted(1)).And().
		When(payout.Submit{Payout: first, Attempt: 1}, nextRun).ThenNothing().And().
		When(payout.Accept{Payout: first, Attempt: 1, Reference: "emu1"}, nextRun).Then(payout.Accepted{Claim: claim(1), Attempt: 1, Reference: "emu1"}).And().
		When(payout.NoteSent{Payout: first, Attempt: 1, Evidence: "emu1"}, nextRun).Then(paid(e, 1, "emu1")).And().
		When(payout.NoteSent{Payout: first, Attempt: 1, Evidence: "emu1"}, nextRun).ThenNothing().And().
		When(payout.Run{Policy: policy}, nextRun.Add(time.Hour)).ThenNothing()
}

//money:case §4.6 account change
func TestAnAccountIsLookedAtByAnotherAndAChangeHasToCool(t *testing.T) {
	t.Parallel()
	cooled := noon.Add(payout.Cooling)
	spec.Given(t, payout.Decider, history{accrued(1, split)}...).
		When(payout.Run{Policy: policy}, nextRun).ThenNothing().And().
		When(payout.GiveAccount{Brand: kenanga, By: rina, Account: account}, noon).Then(given(1)).And().
		When(payout.Open{By: petra, Policy: policy}, noon).ThenRefused(payout.ErrNoAccount).And().
		When(payout.ApproveAccount{Number: 1, By: rina}, noon).ThenRefused(payout.ErrFourEyes).And().
		When(payout.ApproveAccount{Number: 1, By: petra, OfBrand: kenanga}, noon).ThenRefused(payout.ErrOwnBrand).And().
		When(payout.ApproveAccount{Number: 1, By: petra}, noon).Then(agreed(1), planned(nextRun)).And().
		When(payout.GiveAccount{Brand: kenanga, By: rina, Account: account}, noon).Then(given(2)).And().
		When(payout.ApproveAccount{Number: 1, By: petra}, noon).ThenRefused(payout.ErrAccountChanged).And().
		When(payout.Run{Policy: policy}, nextRun).Then(payout.RunDropped{Brand: kenanga}).And().
		When(payout.ApproveAccount{Number: 2, By: petra}, noon).Then(agreed(2), planned(cooled)).And().
		When(payout.Open{By: petra, Policy: policy}, noon).ThenRefused(payout.ErrCooling).And().
		When(payout.RefuseAccount{Number: 2, By: petra, Reason: "nama lain"}, noon).
		Then(payout.AccountRefused{Brand: kenanga, Number: 2, Giver: rina, By: petra, Reason: "nama lain"}).And().
		When(payout.ApproveAccount{Number: 2, By: desi}, noon).ThenRefused(payout.ErrNoAccount)
}

// A run that was planned before the account was changed does not cut its cooling short.
//
//money:case §4.6 account change
func TestAPlannedRunDoesNotPayToAnAccountThatCools(t *testing.T) {
	t.Parallel()
	cooled := noon.Add(payout.Cooling)
	e := opened(1, id.ID{}, 965_000, 0)
	e.Account, e.Hash = 2, ""
	e.Hash = payout.Hash(e.Claim, e.Bill, account)
	spec.Given(t, payout.Decider, ready(split).then(given(2), agreed(2))...).
		When(payout.Run{Policy: policy}, nextRun).Then(payout.RunDropped{Brand: kenanga}, planned(cooled)).And().
		When(payout.Run{Policy: policy}, cooled).Then(e, queued(e, 1, cooled))
}

//money:case §4.6 account change
func TestWhatHasNotLeftDoesNotGoToTheAccountBefore(t *testing.T) {
	t.Parallel()
	e := opened(1, id.ID{}, 965_000, 0)
	give := payout.GiveAccount{Brand: kenanga, By: rina, Account: account, StepUp: noon}
	named := given(2)
	named.StepUp = noon
	cancelled := payout.Cancelled{Claim: claim(1), By: rina, Reason: payout.ReasonAccountChanged}
	spec.Given(t, payout.Decider, ready(split).then(e, queued(e, 1, nextRun))...).When(give, noon).Then(named, cancelled)
	spec.Given(t, payout.Decider, ready(split).then(e, queued(e, 1, nextRun), submitted(1))...).When(give, noon).Then(named).And().
		When(payout.NoteNotSent{Payout: first, Attempt: 1, Failure: payment.FailureOffline, Code: "099"}, nextRun).
		Then(payout.Failed{Claim: claim(1), Attempt: 1, Failure: payment.FailureOffline, Code: "099"}, cancelled)
}

//money:case §4.6 four eyes
func TestALargePayoutNeedsTwoPeopleWhoSawTheSame(t *testing.T) {
	t.Parallel()
	e := opened(1, petra, 11_400_000, 0)
	spec.Given(t, payout.Decider, ready(dear)...).
		When(payout.Open{By: rina, Policy: policy}, noon).ThenRefused(payout.ErrFourEyes).And().
		When(payout.Open{By: petra, OfBrand: kenanga, Policy: policy}, noon).ThenRefused(payout.ErrOwnBrand).And().
		When(payout.Open{By: petra, Policy: policy}, noon).Then(e, approvedBy(petra, e)).And().
		When(payout.Approve{Payout: first, By: desi, OfBrand: kenanga, Hash: e.Hash}, noon).ThenRefused(payout.ErrOwnBrand).And().
		When(payout.Submit{Payout: first, Attempt: 1}, noon).ThenNothing().And().
		When(payout.Retry{Payout: first, Way: payment.ByOperator}, noon).ThenRefused(payout.ErrNotAgreed).And().
		When(payout.MarkPaid{Payout: first, By: petra, Evidence: "FT 1"}, noon).ThenRefused(payout.ErrNotAgreed).And().
		When(payout.Approve{Payout: first, By: petra, Hash: e.Hash}, noon).ThenRefused(payout.ErrFourEyes).And().
		When(payout.Approve{Payout: first, By: rina, Hash: e.Hash}, noon).ThenRefused(payout.ErrFourEyes).And().
		When(payout.Approve{Payout: first, By: desi, Hash: "another"}, noon).ThenRefused(payout.ErrChanged).And().
		When(payout.Approve{Payout: first, By: desi, Hash: e.Hash}, noon).Then(approvedBy(desi, e), queued(e, 1, noon)).And().
		When(payout.Approve{Payout: first, By: desi, Hash: e.Hash}, noon).ThenNothing()
	run := opened(1, id.ID{}, 11_400_000, 0)
	spec.Given(t, payout.Decider, ready(dear)...).
		When(payout.Run{Policy: policy}, nextRun).Then(run).And().
		When(payout.Approve{Payout: first, By: petra, Hash: run.Hash}, nextRun).Then(approvedBy(petra, run)).And().
		When(payout.Approve{Payout: first, By: desi, Hash: run.Hash, ByHand: true}, nextRun).Then(approvedBy(desi, run), byOperator(run, 1, nextRun))
}

func byOperator(e payout.Opened, attempt int, at time.Time) payout.Queued {
	q := queued(e, attempt, at)
	q.Way = payment.ByOperator
	return q
}

//money:case §4.6 clawback
func TestWhatABrandOwesIsTakenOffItsNextPayout(t *testing.T) {
	t.Parallel()
	e := opened(1, petra, 1_930_000, 965_000)
	spec.Given(t, payout.Decider, ready(split, split)...).
		When(payout.ClawBack{Brand: kenanga, Of: of(1), Refund: ident(300), Amount: 965_000, Home: till}, noon).Then(clawedBack(965_000)).And().
		When(payout.Open{By: petra, Policy: policy}, noon).Then(e, approvedBy(petra, e), queued(e, 1, noon)).And().
		When(payout.Submit{Payout: first, Attempt: 1}, nextRun).Then(submitted(1)).And().
		When(payout.NoteSent{Payout: first, Attempt: 1, Evidence: "emu1"}, nextRun).Then(paid(e, 1, "emu1"))
	spec.Given(t, payout.Decider, ready(split).then(clawedBack(965_000))...).
		When(payout.Open{By: petra, Policy: policy}, noon).ThenRefused(payout.ErrNothingDue).And().
		When(payout.Run{Policy: policy}, nextRun).Then(payout.RunDropped{Brand: kenanga})
}

// Its own sambatan, called off after it had succeeded: the fee that it owes us is taken off its next payout.
//
//money:case §4.1 called off after success
//money:case §4.6 fee of what was called off
func TestABrandOwesTheFeeOfWhatItCalledOff(t *testing.T) {
	t.Parallel()
	charge := payout.Charge{Brand: kenanga, Campaign: ident(20), Amount: 40_000}
	charged := payout.Charged{Brand: kenanga, Campaign: ident(20), Amount: 40_000, Postings: money.Move(40_000, kenangaOwes, money.FeeIncome)}
	e := opened(1, petra, 965_000, 40_000)
	owing := spec.Given(t, payout.Decider, ready(split)...).When(charge, noon).Then(charged).And()
	owing.When(payout.Open{By: petra, Policy: policy}, noon).Then(e, approvedBy(petra, e), queued(e, 1, noon)).And().
		When(payout.Submit{Payout: first, Attempt: 1}, nextRun).Then(submitted(1)).And().
		When(payout.NoteSent{Payout: first, Attempt: 1, Evidence: "emu1"}, nextRun).Then(paid(e, 1, "emu1"))
	spec.Given(t, payout.Decider).When(charge, noon).Then(charged)
	for command, want := range map[payout.Charge]error{
		{Brand: ident(2), Campaign: ident(20), Amount: 1}: payout.ErrOtherBrand,
		{Brand: kenanga, Amount: 1}:                       payout.ErrIncomplete,
		{Brand: kenanga, Campaign: ident(20)}:             payout.ErrBadAmount,
	} {
		owing.When(command, noon).ThenRefused(want)
	}

	recorded := eventstore.Recorded{EventID: ident(400), CorrelationID: ident(401)}
	off := sambatan.Cancelled{By: sambatan.ByBrand, Penalty: 40_000, Campaign: ident(20), Brand: kenanga}
	steps := payout.Process{}.React(off, recorded)
	require.Len(t, steps, 1)
	require.Equal(t, charge, steps[0].Command.Body)
	require.Equal(t, payout.Sellers.Stream(kenanga.String()), steps[0].Command.Stream)
	require.Empty(t, payout.Process{}.React(sambatan.Cancelled{By: sambatan.ByBrand}, recorded), "nothing is owed before it succeeded")
}

//money:case §4.6 reversed
func TestAPayoutThatItsBankReturnsIsDueAgainAndNeedsAnotherAccount(t *testing.T) {
	t.Parallel()
	e := opened(1, id.ID{}, 965_000, 0)
	back := payout.Reversed{
		Claim: claim(1), Attempt: 1, Amount: 965_000, Code: "012", Evidence: "emu1",
		Postings: []money.Posting{money.Credit(kenangaSeller, 965_000), money.Debit(till, 965_000)},
	}
	refused := payout.AccountRefused{Brand: kenanga, Number: 1, Giver: rina, Reason: payout.ReasonReversed}
	spec.Given(t, payout.Decider, ready(split).then(e, queued(e, 1, nextRun), submitted(1), paid(e, 1, "emu1"))...).
		When(payout.NoteNotSent{Payout: first, Attempt: 1, Failure: payment.FailureAccount, Code: "012"}, nextRun).Then(back, refused).And().
		When(payout.NoteNotSent{Payout: first, Attempt: 1, Failure: payment.FailureAccount, Code: "012"}, nextRun).ThenNothing().And().
		When(payout.Open{By: petra, Policy: policy}, nextRun).ThenRefused(payout.ErrNoAccount)
}

//money:case §4.6 reversed
func TestAnAccountIsNotAtFaultForAnothersPayout(t *testing.T) {
	t.Parallel()
	e := opened(1, id.ID{}, 965_000, 0)
	changed := ready(split).then(e, queued(e, 1, nextRun), submitted(1), given(2), agreed(2), paid(e, 1, "emu1"))
	spec.Given(t, payout.Decider, changed...).
		When(payout.NoteNotSent{Payout: first, Attempt: 1, Failure: payment.FailureAccount, Code: "012"}, nextRun).
		Then(payout.Reversed{
			Claim: claim(1), Attempt: 1, Amount: 965_000, Code: "012", Evidence: "emu1",
			Postings: []money.Posting{money.Credit(kenangaSeller, 965_000), money.Debit(till, 965_000)},
		}, planned(noon.Add(payout.Cooling)))
}

//money:case §4.6 failures
func TestAFailureIsWaitedForRepairedOrLookedInto(t *testing.T) {
	t.Parallel()
	e := opened(1, id.ID{}, 965_000, 0)
	sent := ready(split).then(e, queued(e, 1, nextRun), submitted(1))
	spec.Given(t, payout.Decider, sent...).
		When(payout.NoteNotSent{Payout: first, Attempt: 1, Failure: payment.FailureOffline, Code: "099"}, nextRun).
		Then(payout.Failed{Claim: claim(1), Attempt: 1, Failure: payment.FailureOffline, Code: "099"}, queued(e, 2, nextRun.Add(time.Minute))).And().
		When(payout.Submit{Payout: first, Attempt: 2}, nextRun).Then(submitted(2))
	spec.Given(t, payout.Decider, sent...).
		When(payout.NoteNotSent{Payout: first, Attempt: 1, Failure: payment.FailureAccount, Code: "002"}, nextRun).
		Then(payout.Failed{Claim: claim(1), Attempt: 1, Failure: payment.FailureAccount, Code: "002", Ends: true},
			payout.AccountRefused{Brand: kenanga, Number: 1, Giver: rina, Reason: payout.ReasonFailed}).And().
		When(payout.Cancel{Payout: first, By: petra, Reason: "x"}, nextRun).ThenRefused(payout.ErrNoPayout)
	spec.Given(t, payout.Decider, sent...).
		When(payout.NoteNotSent{Payout: first, Attempt: 1, Failure: payment.FailureUnexplained}, nextRun).
		Then(payout.Failed{Claim: claim(1), Attempt: 1, Failure: payment.FailureUnexplained, Stuck: true}).And().
		When(payout.Retry{Payout: first, Way: payment.ByOperator}, nextRun).Then(byOperator(e, 2, nextRun)).And().
		When(payout.MarkPaid{Payout: first, By: petra, Evidence: " FT  9 "}, nextRun).Then(handed(paid(e, 0, "FT 9"))).And().
		When(payout.MarkPaid{Payout: first, By: petra, Evidence: "FT 9"}, nextRun).ThenNothing().And().
		When(payout.MarkPaid{Payout: first, By: petra, Evidence: "FT 8"}, nextRun).ThenRefused(payout.ErrOtherEvidence)
}

func handed(p payout.Paid) payout.Paid {
	p.By = petra
	return p
}

//money:case §4.6 unknown
func TestSilenceIsAskedAboutAndNothingElseIsSentMeanwhile(t *testing.T) {
	t.Parallel()
	e := opened(1, id.ID{}, 965_000, 0)
	spec.Given(t, payout.Decider, ready(split).then(e, queued(e, 1, nextRun), submitted(1))...).
		When(payout.NoteUnclear{Payout: first, Attempt: 1}, nextRun).Then(payout.Unclear{Claim: claim(1), Attempt: 1, At: nextRun}).And().
		When(payout.NoteUnclear{Payout: first, Attempt: 1}, nextRun).ThenNothing().And().
		When(payout.Retry{Payout: first}, nextRun).ThenRefused(payout.ErrOnItsWay).And().
		When(payout.MarkPaid{Payout: first, By: petra, Evidence: "FT 1"}, nextRun).ThenRefused(payout.ErrOnItsWay).And().
		When(payout.Cancel{Payout: first, By: petra, Reason: "x"}, nextRun).ThenRefused(payout.ErrOnItsWay).And().
		When(payout.Open{By: petra, Policy: policy}, nextRun).ThenRefused(payout.ErrLive).And().
		When(payout.NoteSent{Payout: first, Attempt: 1, Evidence: "emu1"}, nextRun).Then(paid(e, 1, "emu1"))
}

//money:case §4.6 on hold
func TestNothingIsPaidWhileABrandIsHeld(t *testing.T) {
	t.Parallel()
	held := payout.Held{Brand: kenanga, By: petra, Reason: "sengketa"}
	e := opened(1, id.ID{}, 965_000, 0)
	spec.Given(t, payout.Decider, ready(split)...).
		When(payout.Hold{Brand: kenanga, By: petra, Reason: "sengketa"}, noon).Then(held).And().
		When(payout.Open{By: petra, Policy: policy}, noon).ThenRefused(payout.ErrHeld).And().
		When(payout.Run{Policy: policy}, nextRun).Then(payout.RunDropped{Brand: kenanga}).And().
		When(payout.Resume{By: desi, Note: "selesai"}, noon).Then(payout.Resumed{Brand: kenanga, By: desi, Note: "selesai"}, planned(nextRun))
	waiting := ready(split).then(e, queued(e, 1, nextRun), held)
	spec.Given(t, payout.Decider, waiting...).When(payout.Submit{Payout: first, Attempt: 1}, nextRun).ThenNothing()
	lost := ready(split).then(e, queued(e, 1, nextRun), submitted(1), payout.Unclear{Claim: claim(1), Attempt: 1}, held)
	for _, quiet := range []history{waiting, lost} { // to ask again would be to send it
		errand, _ := payout.Decider.Fold(quiet...).Next()
		require.Equal(t, payout.NoErrand, errand)
	}
	errand, _ := payout.Decider.Fold(lost.then(payout.Resumed{Brand: kenanga, By: desi, Note: "selesai"})...).Next()
	require.Equal(t, payout.AskErrand, errand)
}

//money:case §4.6 cancelled
func TestACancelledPayoutLeavesWhatIsDueForTheNext(t *testing.T) {
	t.Parallel()
	e, next := opened(1, petra, 965_000, 0), opened(2, desi, 965_000, 0)
	spec.Given(t, payout.Decider, ready(split).then(e, approvedBy(petra, e), byOperator(e, 1, noon))...).
		When(payout.Cancel{Payout: first, By: desi, Reason: "salah waktu"}, noon).
		Then(payout.Cancelled{Claim: claim(1), By: desi, Reason: "salah waktu"}, planned(nextRun)).And().
		When(payout.Open{By: desi, Policy: byHand}, noon).Then(next, approvedBy(desi, next), byOperator(next, 1, noon)).And().
		When(payout.MarkPaid{Payout: second, By: petra, Evidence: "FT 2"}, noon).Then(handed(paid(next, 0, "FT 2")))
}

//money:case §4.6 name check
func TestAnAccountThatIsNotTheBrandsEndsThePayoutBeforeItIsSent(t *testing.T) {
	t.Parallel()
	e := opened(1, id.ID{}, 965_000, 0)
	waiting := ready(split).then(e, queued(e, 1, nextRun))
	spec.Given(t, payout.Decider, waiting...).
		When(payout.Misdirect{Payout: first, Attempt: 1, Problem: payment.ProblemName}, nextRun).
		Then(payout.Failed{Claim: claim(1), Failure: payment.FailureAccount, Ends: true},
			payout.AccountRefused{Brand: kenanga, Number: 1, Giver: rina, Reason: payout.ReasonName})
	spec.Given(t, payout.Decider, waiting...).
		When(payout.Misdirect{Payout: first, Attempt: 1, Bank: true}, nextRun).Then(byOperator(e, 1, nextRun))
}

// A channel that said no, and yes afterwards, is believed while the money is still there.
//
//money:case §4.6 contradiction
func TestNewsOfAPayoutThatHadEnded(t *testing.T) {
	t.Parallel()
	e, next := opened(1, id.ID{}, 965_000, 0), opened(2, petra, 965_000, 0)
	ended := ready(split).then(e, queued(e, 1, nextRun), submitted(1), payout.Failed{Claim: claim(1), Attempt: 1, Ends: true})
	late := payout.NoteSent{Payout: first, Attempt: 1, Evidence: "emu1"}
	spec.Given(t, payout.Decider, ended.then(accrued(2, split))...).When(late, nextRun).Then(paid(e, 1, "emu1"), planned(nextRun.Add(24*time.Hour))).And().
		When(payout.NoteSent{Payout: first, Attempt: 2, Evidence: "emu2"}, nextRun).
		Then(payout.Contradicted{Claim: claim(1), Attempt: 2, Said: payment.SaidSent, Evidence: "emu2"})
	spec.Given(t, payout.Decider, ended.then(next, approvedBy(petra, next), queued(next, 1, noon))...).
		When(late, nextRun).Then(payout.Contradicted{Claim: claim(1), Attempt: 1, Said: payment.SaidSent, Evidence: "emu1"}).And().
		When(payout.Submit{Payout: second, Attempt: 1}, nextRun).ThenNothing().And().
		When(late, nextRun).ThenNothing()
}

// The news of one payout does not hide that of another, and neither does a hold of an operator's.
//
//money:case §4.6 contradiction
func TestEveryContradictionIsOnRecordOnce(t *testing.T) {
	t.Parallel()
	e, next := opened(1, id.ID{}, 965_000, 0), opened(2, petra, 965_000, 0)
	cancelled := payout.Cancelled{Claim: claim(1), By: petra, Reason: "x"}
	held := payout.Held{Brand: kenanga, By: petra, Reason: "sent"}
	story := ready(split).then(e, queued(e, 1, nextRun), submitted(1), payout.Failed{Claim: claim(1), Attempt: 1, Stuck: true}, cancelled, next, approvedBy(petra, next), queued(next, 1, noon), held)
	sent := payout.NoteSent{Payout: first, Attempt: 1, Evidence: "emu1"}
	other := payout.NoteSent{Payout: second, Attempt: 1, Evidence: "emu2"}
	told := spec.Given(t, payout.Decider, story...).When(sent, noon).Then(contradicts(payment.SaidSent, "emu1")).And()
	both := told.When(other, noon).Then(payout.Contradicted{Claim: claim(2), Attempt: 1, Said: payment.SaidSent, Evidence: "emu2"}).And()
	both.When(sent, noon).ThenNothing()
	both.When(other, noon).ThenNothing()
	sent.Evidence = "emu3"
	both.When(sent, noon).Then(contradicts(payment.SaidSent, "emu3"))
	both.When(payout.Resume{By: desi, Note: "y"}, noon).Then(payout.Resumed{Brand: kenanga, By: desi, Note: "y"}).And().When(other, noon).ThenNothing()
}

// Whoever lets payouts go on has looked into what the channel sent under the name of ours.
//
//money:case §4.6 another amount is not ours
func TestAnotherAmountStopsTheBrandOnceAndPaysNothing(t *testing.T) {
	t.Parallel()
	e := opened(1, id.ID{}, 965_000, 0)
	told := payout.NoteOther{Payout: first, Attempt: 1, Evidence: "emu7"}
	spec.Given(t, payout.Decider, ready(split).then(e, queued(e, 1, nextRun), submitted(1))...).
		When(told, nextRun).Then(payout.Contradicted{Claim: claim(1), Attempt: 1, Said: payment.SaidOther, Evidence: "emu7"}).And().
		When(told, nextRun).ThenNothing().And().
		When(payout.Resume{By: petra, Note: "salah kirim"}, nextRun).Then(payout.Resumed{Brand: kenanga, By: petra, Note: "salah kirim"}).And().
		When(told, nextRun).ThenNothing().And().
		When(payout.NoteOther{Payout: second, Attempt: 1, Evidence: "emu8"}, nextRun).ThenRefused(payout.ErrNoPayout).And().
		When(payout.NoteOther{Payout: first, Attempt: 1}, nextRun).ThenRefused(payout.ErrNoEvidence)
}

func TestWhatIsMissingOrAnotherBrandsIsRefused(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		command payout.Command
		want    error
	}{
		"accrual of another brand":   {payout.Accrue{Brand: ident(2), Of: of(1), Split: split, Home: till}, payout.ErrOtherBrand},
		"accrual of nobody":          {payout.Accrue{Of: of(1), Split: split, Home: till}, payout.ErrIncomplete},
		"accrual from nowhere":       {payout.Accrue{Brand: kenanga, Of: of(1), Split: split}, payout.ErrIncomplete},
		"clawback of nothing":        {payout.ClawBack{Brand: kenanga, Of: of(1), Refund: ident(300), Home: till}, payout.ErrBadAmount},
		"account without its number": {payout.GiveAccount{Brand: kenanga, By: rina}, payout.ErrIncomplete},
		"hold without a reason":      {payout.Hold{Brand: kenanga, By: petra, Reason: " "}, payout.ErrIncomplete},
		"resume what is not held":    {payout.Resume{By: petra, Note: "x"}, payout.ErrNotHeld},
		"payout of nobody":           {payout.Open{Policy: policy}, payout.ErrIncomplete},
		"approval of no payout":      {payout.Approve{Payout: first, By: petra}, payout.ErrNoPayout},
		"evidence of no payout":      {payout.MarkPaid{Payout: first, By: petra, Evidence: "FT"}, payout.ErrNoPayout},
		"news of no payout":          {payout.NoteSent{Payout: first, Attempt: 1, Evidence: "FT"}, payout.ErrNoPayout},
		"news without evidence":      {payout.NoteSent{Payout: first, Attempt: 1}, payout.ErrNoEvidence},
		"no command":                 {nil, payout.ErrUnknownCommand},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			spec.Given(t, payout.Decider, ready(split)...).When(row.command, noon).ThenRefused(row.want)
		})
	}
}
