package payout_test

import (
	"testing"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
)

// Whoever is at the bank when the brand names another account, or somebody else cancels the payout, can't know
// it. Money that left is on record, and is not paid once more.
//
//money:case §4.6 sent although it was cancelled
func TestAPayoutThatWasSentByHandAndCancelledMeanwhileIsPaid(t *testing.T) {
	t.Parallel()
	e, next := opened(1, petra, 965_000, 0), opened(2, desi, 965_000, 0)
	waiting := ready(split).then(e, approvedBy(petra, e), byOperator(e, 1, noon))
	sent := payout.MarkPaid{Payout: first, By: petra, Evidence: " FT  9 "}
	done := handed(paid(e, 0, "FT 9"))
	cancelled := waiting.then(payout.Cancelled{Claim: claim(1), By: desi, Reason: "salah waktu"})

	another := given(2)
	changed := spec.Given(t, payout.Decider, waiting...).When(payout.GiveAccount{Brand: kenanga, By: rina, Account: account}, noon).
		Then(another, payout.Cancelled{Claim: claim(1), By: rina, Reason: payout.ReasonAccountChanged}).And()
	changed.When(sent, noon).Then(done).And().When(sent, noon).ThenNothing()
	over := spec.Given(t, payout.Decider, cancelled...).When(sent, noon).Then(done).And()
	over.When(payout.MarkPaid{Payout: first, By: desi, Evidence: "FT 10"}, noon).ThenRefused(payout.ErrOtherEvidence)
	spec.Given(t, payout.Decider, cancelled...).When(payout.MarkPaid{Payout: first, By: petra}, noon).ThenRefused(payout.ErrNoEvidence)

	// What was opened in its place pays the same money: it is cancelled, unless it may be leaving right now.
	again := cancelled.then(next, approvedBy(desi, next), byOperator(next, 1, noon))
	spec.Given(t, payout.Decider, again...).When(sent, noon).
		Then(payout.Cancelled{Claim: claim(2), By: petra, Reason: payout.ReasonPaidBefore}, done).And().
		When(payout.MarkPaid{Payout: second, By: desi, Evidence: "FT 10"}, noon).
		Then(payout.Contradicted{Claim: claim(2), Said: payment.SaidSent, Evidence: "FT 10"})
	leaving := cancelled.then(next, approvedBy(desi, next), queued(next, 1, noon), payout.Submitted{
		Claim: claim(2), Attempt: 1, Key: payout.Key(second, 1), At: noon,
	})
	spec.Given(t, payout.Decider, leaving...).When(sent, noon).ThenRefused(payout.ErrOnItsWay)

	// Both left: nothing more is paid before somebody has looked, and what this one was is on record.
	twice := payout.Contradicted{Claim: claim(1), Said: payment.SaidSent, Evidence: "FT 9"}
	spec.Given(t, payout.Decider, leaving.then(paid(next, 1, "emu1"))...).When(sent, noon).Then(twice).And().
		When(payout.Open{By: desi, Policy: policy}, noon).ThenRefused(payout.ErrHeld)
}

// Nobody had agreed to it, so nobody can have sent it.
func TestAPayoutThatNobodyHadAgreedToWasNotSent(t *testing.T) {
	t.Parallel()
	e := opened(1, id.ID{}, 11_400_000, 0)
	spec.Given(t, payout.Decider, ready(dear).then(e, payout.Cancelled{Claim: claim(1), By: desi, Reason: "x"})...).
		When(payout.MarkPaid{Payout: first, By: petra, Evidence: "FT 9"}, noon.Add(time.Hour)).ThenRefused(payout.ErrNoPayout)
}
