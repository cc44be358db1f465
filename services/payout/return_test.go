package payout_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
)

var (
	line   = payment.ReceiptID("8830124477", "RTR 1")
	cameOn = payout.NoteReturn{Payout: first, Amount: 965_000, Line: line, Back: " RTR  1", By: desi}
	byBank = payout.Reversed{
		Claim: claim(1), Amount: 965_000, Evidence: "FT 9", Line: line, Back: "RTR 1",
		Postings: []money.Posting{money.Credit(kenangaSeller, 965_000), money.Debit(till, 965_000)},
	}
)

// The bank sends back what an operator transferred: it is due again, and to another account.
//
//money:case §4.6 transfer by hand reversed
func TestAPayoutThatAnOperatorSentAndThatCameBackIsDueAgain(t *testing.T) {
	t.Parallel()
	e := opened(1, petra, 965_000, 0)
	sent := ready(split).then(e, approvedBy(petra, e), byOperator(e, 1, noon), handed(paid(e, 0, "FT 9")))
	refused := payout.AccountRefused{Brand: kenanga, Number: 1, Giver: rina, Reason: payout.ReasonReversed}
	back := spec.Given(t, payout.Decider, sent...).When(cameOn, noon).Then(byBank, refused).And()
	back.When(cameOn, noon).ThenNothing()
	back.When(payout.Open{By: petra, Policy: policy}, noon).ThenRefused(payout.ErrNoAccount)
	back.When(payout.MarkPaid{Payout: first, By: petra, Evidence: "FT 9"}, noon).ThenRefused(payout.ErrNoPayout)
	back.When(payout.MarkPaid{Payout: first, By: petra, Evidence: "FT 10"}, noon).ThenRefused(payout.ErrOtherEvidence)
	another := cameOn
	another.Line = payment.ReceiptID("8830124477", "RTR 2")
	back.When(another, noon).ThenRefused(payout.ErrNotSentByHand)

	state := payout.Decider.Fold(sent.then(byBank, refused)...)
	require.EqualValues(t, 965_000, state.Due, "the brand's account is whole")
	require.EqualValues(t, 965_000, state.Available())

	wrong := cameOn
	wrong.Amount--
	spec.Given(t, payout.Decider, sent...).When(wrong, noon).ThenRefused(payout.ErrBadAmount)
	wrong.Back = " "
	spec.Given(t, payout.Decider, sent...).When(wrong, noon).ThenRefused(payout.ErrIncomplete)
	spec.Given(t, payout.Decider, ready(split).then(e, approvedBy(petra, e), byOperator(e, 1, noon))...).When(cameOn, noon).ThenRefused(payout.ErrNotSentByHand)
}

// What the brand owed and paid with the payout stays paid, and another account is not at fault.
//
//money:case §4.6 transfer by hand reversed
func TestWhatABrandOwedStaysPaidWhenItsPayoutComesBack(t *testing.T) {
	t.Parallel()
	e := opened(1, petra, 965_000, 65_000)
	story := ready(split).then(clawedBack(65_000), e, approvedBy(petra, e), byOperator(e, 1, noon), handed(paid(e, 0, "FT 9")), given(2), agreed(2))
	came := cameOn
	came.Amount = 900_000
	events := spec.Given(t, payout.Decider, story...).When(came, noon).Events()
	require.IsType(t, payout.Reversed{}, events[0])
	require.IsType(t, payout.RunPlanned{}, events[1], "the account that took its place is paid, after it has cooled")
	state := payout.Decider.Fold(story.then(events...)...)
	require.EqualValues(t, 900_000, state.Due)
	require.Zero(t, state.Owed)
}

// Whoever named the account would be paid once more, and above the limit of the payout one person's
// word is not enough.
//
//money:case §4.6 transfer by hand reversed, one's own
func TestTheGiverOfAnAccountDoesNotSayThatItsPayoutCameBack(t *testing.T) {
	t.Parallel()
	e := opened(1, petra, 965_000, 0)
	sent := ready(split).then(e, approvedBy(petra, e), byOperator(e, 1, noon), handed(paid(e, 0, "FT 9")))
	own := cameOn
	own.By = rina
	spec.Given(t, payout.Decider, sent...).When(own, noon).ThenRefused(payout.ErrFourEyes)
	own.By, own.Said = desi, rina
	spec.Given(t, payout.Decider, sent...).When(own, noon).ThenRefused(payout.ErrFourEyes)
	own.By = id.ID{}
	spec.Given(t, payout.Decider, sent...).When(own, noon).ThenRefused(payout.ErrIncomplete)

	strict := e
	strict.LimitOne = 964_999
	large := ready(split).then(strict, approvedBy(petra, strict), approvedBy(desi, strict), byOperator(strict, 1, noon), handed(paid(strict, 0, "FT 9")))
	spec.Given(t, payout.Decider, large...).When(cameOn, noon).ThenRefused(payout.ErrFourEyes)
	two := cameOn
	two.Said = petra
	require.IsType(t, payout.Reversed{}, spec.Given(t, payout.Decider, large...).When(two, noon).Events()[0])
}

// A channel tells of what it sent.
func TestAPayoutOfTheChannelsDoesNotComeBackByHand(t *testing.T) {
	t.Parallel()
	e := opened(1, petra, 965_000, 0)
	spec.Given(t, payout.Decider, ready(split).then(e, queued(e, 1, nextRun), submitted(1), paid(e, 1, "emu1"))...).
		When(cameOn, noon).ThenRefused(payout.ErrNotSentByHand)
}

// The line is the bank's; what no payout knows is in suspense again.
func TestALineOfTheBankLeadsToItsPayoutOrBack(t *testing.T) {
	t.Parallel()
	of := payment.Outgoing{Brand: kenanga, Payout: first}
	recorded := payment.ReturnRecorded{Receipt: line, Of: of, Amount: 965_000, PaidAt: noon, Back: "RTR 1", By: petra, Said: desi}
	steps := payout.Process{}.React(recorded, eventstore.Recorded{EventID: ident(500)})
	require.Len(t, steps, 1)
	require.Equal(t, payout.Sellers.Stream(kenanga.String()), steps[0].Command.Stream)
	require.Equal(t, payout.NoteReturn{Payout: first, Amount: 965_000, Line: line, Back: "RTR 1", By: petra, Said: desi}, steps[0].Command.Body)
	instead, ok := steps[0].OnRefusal(payout.ErrNotSentByHand)
	require.True(t, ok)
	require.Equal(t, payment.DropReturn{Of: of}, instead[0].Command.Body)
	_, ok = steps[0].OnRefusal(&eventstore.BusyError{})
	require.False(t, ok)
	require.Empty(t, payment.Process{}.React(recorded, eventstore.Recorded{EventID: ident(500)}))
	recorded.Of = payment.Outgoing{Refund: first, Receipt: second, Exit: 1}
	require.Empty(t, payout.Process{}.React(recorded, eventstore.Recorded{EventID: ident(500)}))
}
