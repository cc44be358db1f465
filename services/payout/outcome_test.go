package payout_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
)

// unclear is a payout whose first attempt the channel does not tell of.
func unclear(e payout.Opened) history {
	h := ready(split)
	if e.Amount > policy.LimitOne {
		h = ready(dear)
	}
	return h.then(e, queued(e, 1, nextRun), submitted(1), payout.Unclear{Claim: claim(1), Attempt: 1})
}

func saw(left bool, e payout.Opened) payout.NoteOutcome {
	return payout.NoteOutcome{Payout: first, Attempt: 1, Left: left, Amount: e.Amount, Evidence: " mutasi  24/11 ", By: petra}
}

// noted is what two people, or one, saw.
func noted(t *testing.T, given history, c payout.NoteOutcome) payout.OutcomeNoted {
	t.Helper()
	events, err := payout.Decider.Decide(payout.Decider.Fold(given...), c, nextRun)
	require.NoError(t, err)
	require.IsType(t, payout.OutcomeNoted{}, events[0])
	return events[0].(payout.OutcomeNoted)
}

func contradicts(said payment.Said, evidence string) payout.Contradicted {
	return payout.Contradicted{Claim: claim(1), Attempt: 1, Said: said, Evidence: evidence}
}

//money:case §4.6 unknown for good
func TestAnOperatorKnowsThatAnAttemptLeft(t *testing.T) {
	t.Parallel()
	e := opened(1, id.ID{}, 965_000, 0)
	h, left := unclear(e), saw(true, e)
	was := paid(e, 1, "mutasi 24/11")
	was.By = petra
	given := spec.Given(t, payout.Decider, h...)
	for want, change := range map[error]func(*payout.NoteOutcome){
		payout.ErrNoEvidence: func(c *payout.NoteOutcome) { c.Evidence = "  " },
		payout.ErrIncomplete: func(c *payout.NoteOutcome) { c.By = id.ID{} },
		payout.ErrBadAmount:  func(c *payout.NoteOutcome) { c.Amount-- },
		payout.ErrChanged:    func(c *payout.NoteOutcome) { c.Attempt = 2 },
		payout.ErrOwnBrand:   func(c *payout.NoteOutcome) { c.OfBrand = kenanga },
		payout.ErrFourEyes:   func(c *payout.NoteOutcome) { c.By = rina }, // whose account it went to
		payout.ErrNoPayout:   func(c *payout.NoteOutcome) { c.Payout = second },
	} {
		wrong := left
		change(&wrong)
		given.When(wrong, nextRun).ThenRefused(want)
	}
	gone := given.When(left, nextRun).Then(noted(t, h, left), was).And()
	gone.When(left, nextRun).ThenNothing()
	gone.When(saw(false, e), nextRun).ThenRefused(payout.ErrNoPayout)
	gone.When(payout.NoteSent{Payout: first, Attempt: 1, Evidence: "emu1"}, nextRun).ThenNothing()
	gone.When(payout.NoteReturn{Payout: first, Amount: 965_000, Line: ident(400), Back: "RTR"}, nextRun).ThenRefused(payout.ErrNotSentByHand)
}

// What people saw leave is not due again because the channel denies it. Whoever looks once more may find that it is right.
//
//money:case §4.6 unknown for good
func TestAChannelThatDeniesWhatLeftIsContradictedAndNothingIsPaidAgain(t *testing.T) {
	t.Parallel()
	e := opened(1, id.ID{}, 965_000, 0)
	h, left := unclear(e), saw(true, e)
	was := paid(e, 1, "mutasi 24/11")
	was.By = petra
	gone := h.then(noted(t, h, left), was)
	denial := payout.NoteNotSent{Payout: first, Attempt: 1, Failure: payment.FailureAccount, Code: "002"}
	against := contradicts(payment.SaidNotSent, "002")
	held := spec.Given(t, payout.Decider, gone...).When(denial, nextRun).Then(against).And()
	held.When(denial, nextRun).ThenNothing()
	held.When(left, nextRun).ThenNothing()
	stayed := saw(false, e)
	back := payout.Reversed{
		Claim: claim(1), Attempt: 1, Amount: 965_000, Evidence: "mutasi 24/11",
		Postings: []money.Posting{money.Credit(kenangaSeller, 965_000), money.Debit(till, 965_000)},
	}
	due := held.When(stayed, nextRun).Then(noted(t, gone.then(against), stayed), back).And()
	due.When(stayed, nextRun).ThenNothing()
	due.When(denial, nextRun).ThenNothing()
	due.When(payout.Resume{By: desi, Note: "y"}, nextRun).Then(payout.Resumed{Brand: kenanga, By: desi, Note: "y"}, planned(payout.NextRun(nextRun))).And().
		When(payout.NoteSent{Payout: first, Attempt: 1, Evidence: "emu1"}, nextRun).Then(contradicts(payment.SaidSent, "emu1"))
}

//money:case §4.6 unknown for good
func TestAnOperatorKnowsThatAnAttemptDidNotLeave(t *testing.T) {
	t.Parallel()
	e := opened(1, id.ID{}, 965_000, 0)
	h, stayed := unclear(e), saw(false, e)
	failed := payout.Failed{Claim: claim(1), Attempt: 1, Failure: payment.FailureUnexplained, Stuck: true}
	ended := spec.Given(t, payout.Decider, h...).When(stayed, nextRun).Then(noted(t, h, stayed), failed).And()
	ended.When(stayed, nextRun).ThenNothing()
	ended.When(payout.NoteUnclear{Payout: first, Attempt: 1}, nextRun).ThenNothing()
	again := ended.When(payout.Retry{Payout: first, Way: payment.ByPayout}, noted(t, h, stayed).At.Add(payment.AskAfter)).Then(queued(e, 2, nextRun.Add(payment.AskAfter))).And()
	require.Len(t, again.When(payout.Submit{Payout: first, Attempt: 2}, nextRun.Add(payment.AskAfter)).Events(), 1) // under another key

	// The channel says that it left all the same: nothing else is sent, and whoever was wrong can say so.
	sent := payout.NoteSent{Payout: first, Attempt: 1, Evidence: "emu1"}
	against := contradicts(payment.SaidSent, "emu1")
	held := again.When(sent, nextRun).Then(against).And()
	held.When(sent, nextRun).ThenNothing()
	held.When(payout.Submit{Payout: first, Attempt: 2}, nextRun).ThenNothing()
	left := saw(true, e)
	was := paid(e, 1, "mutasi 24/11")
	was.By = petra
	held.When(left, nextRun).Then(noted(t, h.then(noted(t, h, stayed), failed, queued(e, 2, nextRun), against), left), was).And().
		When(sent, nextRun).ThenNothing()

	// Another attempt is leaving by then: only the channel knows of that one.
	twice := spec.Given(t, payout.Decider, h.then(noted(t, h, stayed), failed, queued(e, 2, nextRun), submitted(2))...)
	twice.When(left, nextRun).ThenRefused(payout.ErrOnItsWay)
	twice.When(sent, nextRun).Then(against)
}

//money:case §4.6 unknown for good
//money:case §4.6 account change
func TestWhatDidNotLeaveDoesNotGoToTheAccountBefore(t *testing.T) {
	t.Parallel()
	e := opened(1, id.ID{}, 965_000, 0)
	h, stayed := unclear(e).then(given(2)), saw(false, e)
	failed := payout.Failed{Claim: claim(1), Attempt: 1, Failure: payment.FailureUnexplained}
	cancelled := payout.Cancelled{Claim: claim(1), By: rina, Reason: payout.ReasonAccountChanged}
	ended := spec.Given(t, payout.Decider, h...).When(stayed, nextRun).Then(noted(t, h, stayed), failed, cancelled).And()
	ended.When(payout.ApproveAccount{Number: 2, By: petra}, noon).Then(agreed(2), planned(noon.Add(payout.Cooling))).And().
		When(payout.Open{By: petra, Policy: policy}, noon.Add(time.Hour)).ThenRefused(payout.ErrCooling)
	ended.When(payout.NoteSent{Payout: first, Attempt: 1, Evidence: "emu1"}, nextRun).Then(contradicts(payment.SaidSent, "emu1"), paid(e, 1, "emu1"))
}

//money:case §4.6 unknown for good, four eyes
func TestTwoPeopleKnowWhatBecameOfALargePayout(t *testing.T) {
	t.Parallel()
	e := opened(1, petra, 11_400_000, 0)
	h := ready(dear).then(e, approvedBy(petra, e), approvedBy(desi, e), queued(e, 1, nextRun), submitted(1), payout.Unclear{Claim: claim(1), Attempt: 1})
	left, stayed := saw(true, e), saw(false, e)
	left.StepUp = noon
	events, err := payout.Decider.Decide(payout.Decider.Fold(h...), left, nextRun)
	require.NoError(t, err)
	says := events[0].(payout.OutcomeProposed)
	require.Equal(t, noon, says.StepUp)
	told := notification.For(says, eventstore.Recorded{EventID: ident(400)})
	require.Len(t, told, 1)
	require.Equal(t, notification.DeskPayout, told[0].Template)
	waits := spec.Given(t, payout.Decider, h...).When(left, nextRun).Then(says).And()
	waits.When(left, nextRun).ThenRefused(payout.ErrFourEyes)

	// Both at once: the other one saw something else, which takes the place of what was said.
	stayed.By = desi
	other := waits.When(stayed, nextRun).Events()
	require.Len(t, other, 1)
	require.IsType(t, payout.OutcomeProposed{}, other[0])
	two := left
	two.By, two.Evidence = desi, "mutasi 24/11"
	was := paid(e, 1, "mutasi 24/11")
	was.By = desi
	waits.When(two, nextRun).Then(noted(t, h.then(says), two), was)

	// The channel answers between the page and the click: it is not tried again, since somebody saw it leave.
	denial := payout.NoteNotSent{Payout: first, Attempt: 1, Failure: payment.FailureOffline, Code: "099"}
	denied := waits.When(denial, nextRun).Then(
		payout.Failed{Claim: claim(1), Attempt: 1, Failure: payment.FailureOffline, Code: "099", Stuck: true}, contradicts(payment.SaidNotSent, "099"),
	).And()
	denied.When(payout.Resume{By: desi, Note: "y"}, nextRun).Then(payout.Resumed{Brand: kenanga, By: desi, Note: "y"}).And().
		When(payout.Retry{Payout: first}, nextRun).ThenRefused(payout.ErrSaidLeft)
	require.IsType(t, payout.Paid{}, denied.When(two, nextRun).Events()[1])
	waits.When(payout.NoteSent{Payout: first, Attempt: 1, Evidence: "emu1"}, nextRun).Then(paid(e, 1, "emu1")).And().
		When(two, nextRun).ThenNothing()
}

// Two said that the first attempt had stayed; one of them finds it in the statement. Nothing else leaves before another
// has looked, whoever is wrong.
//
//money:case §4.6 unknown for good, four eyes
func TestNothingIsSentInThePlaceOfWhatSomebodySaysHasLeft(t *testing.T) {
	t.Parallel()
	e := opened(1, petra, 11_400_000, 0)
	h := ready(dear).then(e, approvedBy(petra, e), approvedBy(desi, e), queued(e, 1, nextRun), submitted(1), payout.Unclear{Claim: claim(1), Attempt: 1})
	left, stayed, now := saw(true, e), saw(false, e), nextRun.Add(payment.AskAfter)
	for _, by := range []id.ID{petra, desi} {
		stayed.By = by
		events, err := payout.Decider.Decide(payout.Decider.Fold(h...), stayed, nextRun)
		require.NoError(t, err)
		h = h.then(events...)
	}
	for _, state := range []history{h, h.then(queued(e, 2, now))} {
		found := spec.Given(t, payout.Decider, state...).When(left, now)
		require.IsType(t, payout.OutcomeProposed{}, found.Events()[0])
		waits := found.And()
		waits.When(payout.Submit{Payout: first, Attempt: 2}, now).ThenNothing()
		waits.When(payout.Misdirect{Payout: first, Attempt: 2, Problem: payment.ProblemName}, now).ThenNothing()
		waits.When(payout.Retry{Payout: first, Way: payment.ByOperator}, now).ThenRefused(payout.ErrSaidLeft)
		waits.When(payout.Cancel{Payout: first, By: desi, Reason: "x"}, now).ThenRefused(payout.ErrSaidLeft)
		errand, _ := payout.Decider.Fold(state.then(found.Events()...)...).Next()
		require.Equal(t, payout.NoErrand, errand)

		// The other one does not see it: it can be tried again.
		stayed.By = desi
		replaced := waits.When(stayed, now)
		require.Len(t, replaced.Events(), 1)
		require.Len(t, replaced.And().When(payout.Retry{Payout: first, Way: payment.ByPayout}, now).Events(), 1)
		replaced.And().When(stayed, now).ThenNothing()

		// Or does.
		agreed := left
		agreed.By = desi
		require.IsType(t, payout.Paid{}, waits.When(agreed, now).Events()[1])

		// The brand names another account meanwhile: what was kept for the one before does not go there.
		changed := waits.When(payout.GiveAccount{Brand: kenanga, By: rina, Account: account}, now)
		require.Len(t, changed.Events(), 1)
		require.IsType(t, payout.Cancelled{}, changed.And().When(stayed, now).Events()[1])
	}
}

// One transfer is the evidence of one payout, however it is typed.
//
//money:case §4.6 unknown for good
func TestATransferIsTheEvidenceOfOnePayout(t *testing.T) {
	t.Parallel()
	e, next := opened(1, petra, 965_000, 0), opened(2, petra, 965_000, 0)
	was := handed(paid(e, 0, "FT 9"))
	story := ready(split).then(e, approvedBy(petra, e), byOperator(e, 1, noon), was, accrued(2, split), next, approvedBy(petra, next))
	mark := payout.MarkPaid{Payout: second, By: petra, Evidence: " ft  9"}
	spec.Given(t, payout.Decider, story.then(byOperator(next, 1, noon))...).When(mark, noon).ThenRefused(payout.ErrProvesAnother)
	spec.Given(t, payout.Decider, story.then(byOperator(next, 1, noon), byBank)...).When(mark, noon).Then(handed(paid(next, 0, "ft 9")), planned(nextRun))
	silent := story.then(queued(next, 1, noon), payout.Submitted{Claim: claim(2), Attempt: 1, Key: payout.Key(second, 1), At: noon}, payout.Unclear{Claim: claim(2), Attempt: 1})
	left := saw(true, next)
	left.Payout, left.Evidence = second, "FT 9"
	given := spec.Given(t, payout.Decider, silent...)
	given.When(left, noon).ThenRefused(payout.ErrProvesAnother)
	left.Left = false // it is where it was looked for
	require.Len(t, given.When(left, noon).Events(), 2)
}

// Whoever asks for an attempt that has just begun may be doing so right now.
//
//money:case §4.6 unknown for good
func TestNobodySaysWhatBecameOfAnAttemptThatHasJustBegun(t *testing.T) {
	t.Parallel()
	e := opened(1, id.ID{}, 965_000, 0)
	begun := spec.Given(t, payout.Decider, ready(split).then(e, queued(e, 1, nextRun), submitted(1))...)
	begun.When(saw(false, e), nextRun.Add(payment.AskAfter-time.Second)).ThenRefused(payout.ErrOnItsWay)
	require.Len(t, begun.When(saw(false, e), nextRun.Add(payment.AskAfter)).Events(), 2)
	waiting := spec.Given(t, payout.Decider, ready(split).then(e, queued(e, 1, nextRun))...)
	waiting.When(saw(true, e), nextRun).ThenRefused(payout.ErrChanged)
}

// To ask for an attempt without a name is to send it again: whoever began to just before people said that it had
// not left may be the first to arrive.
//
//money:case §4.6 unknown for good
func TestWhatIsAskedForWhilePeopleSayThatItStayedStopsTheNextAttempt(t *testing.T) {
	t.Parallel()
	e := opened(1, id.ID{}, 965_000, 0)
	h, stayed := unclear(e), saw(false, e)
	failed := payout.Failed{Claim: claim(1), Attempt: 1, Failure: payment.FailureUnexplained, Stuck: true}
	quiet := nextRun.Add(payment.AskAfter)
	ended := spec.Given(t, payout.Decider, h.then(noted(t, h, stayed), failed)...)
	again := ended.When(payout.Retry{Payout: first, Way: payment.ByPayout}, nextRun).Then(queued(e, 2, quiet)).And()
	again.When(payout.Submit{Payout: first, Attempt: 2}, quiet.Add(-time.Second)).ThenNothing()
	require.Len(t, again.When(payout.Submit{Payout: first, Attempt: 2}, quiet).Events(), 1)

	taken := payout.Accept{Payout: first, Attempt: 1, Reference: "emu1"}
	against := contradicts(payment.SaidTaken, "emu1")
	for _, before := range []spec.Scenario[payout.Seller, payout.Command, payout.Event]{ended, again} {
		held := before.When(taken, quiet.Add(-time.Second)).Then(against).And()
		held.When(taken, quiet).ThenNothing()
		held.When(payout.Submit{Payout: first, Attempt: 2}, quiet).ThenNothing()
		held.When(payout.Retry{Payout: first}, quiet).ThenRefused(payout.ErrHeld)
		held.When(payout.NoteSent{Payout: first, Attempt: 1, Evidence: "emu1"}, quiet).Then(contradicts(payment.SaidSent, "emu1"))
		require.Len(t, held.When(saw(true, e), quiet).Events(), 2, "it left after all")
	}

	// What is opened in its place waits as well.
	next := opened(2, petra, 965_000, 0)
	cancelled := ended.When(payout.Cancel{Payout: first, By: petra, Reason: "x"}, nextRun)
	require.Len(t, cancelled.Events(), 2)
	cancelled.And().When(payout.Open{By: petra, Policy: policy}, nextRun).Then(next, approvedBy(petra, next), queued(next, 1, quiet)).And().
		When(taken, nextRun).Then(against)
}

// What the channel has taken on may leave at any moment, and the channel tells: nobody says that it stayed
// before the channel has been silent about it for long.
//
//money:case §4.6 unknown for good
func TestNobodySaysThatAnAttemptStayedThatTheChannelHasTakenOn(t *testing.T) {
	t.Parallel()
	e := opened(1, id.ID{}, 965_000, 0)
	taken := payout.Accepted{Claim: claim(1), Attempt: 1, Reference: "emu1"}
	later := nextRun.Add(time.Hour)
	moving := spec.Given(t, payout.Decider, ready(split).then(e, queued(e, 1, nextRun), submitted(1), taken)...)
	moving.When(saw(false, e), later).ThenRefused(payout.ErrOnItsWay)
	moving.When(saw(true, e), later).ThenRefused(payout.ErrOnItsWay)
	moving.When(payout.Accept{Payout: first, Attempt: 1, Reference: "emu1"}, later).ThenNothing()

	unheard := payout.Unclear{Claim: claim(1), Attempt: 1, At: later}
	silent := moving.When(payout.NoteUnclear{Payout: first, Attempt: 1}, later).Then(unheard).And()
	silent.When(saw(false, e), later.Add(payout.SilentAfter-time.Second)).ThenRefused(payout.ErrOnItsWay)
	require.Len(t, silent.When(saw(false, e), later.Add(payout.SilentAfter)).Events(), 2)
	require.Len(t, silent.When(saw(true, e), later).Events(), 2, "a statement may show it before the channel tells")

	// It answers again, that it is still on its way.
	heard := silent.When(payout.Accept{Payout: first, Attempt: 1, Reference: "emu1"}, later.Add(time.Hour)).Then(taken).And()
	heard.When(saw(false, e), later.Add(24*time.Hour)).ThenRefused(payout.ErrOnItsWay)
	heard.When(payout.Accept{Payout: first, Attempt: 1, Reference: "emu1"}, later.Add(time.Hour)).ThenNothing()
	silent.When(payout.Accept{Payout: first, Attempt: 1, Reference: "emu2"}, later).ThenNothing()

	// Sent again under the same key, it was taken on by then.
	again := spec.Given(t, payout.Decider, unclear(e)...).When(payout.Accept{Payout: first, Attempt: 1, Reference: "emu1"}, nextRun).Then(taken).And()
	again.When(saw(false, e), later).ThenRefused(payout.ErrOnItsWay)
}
