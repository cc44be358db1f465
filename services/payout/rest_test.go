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
)

func TestWhatDoesNotFitAPayoutIsRefused(t *testing.T) {
	t.Parallel()
	large, small := opened(1, petra, 11_400_000, 0), opened(1, id.ID{}, 965_000, 0)
	held := payout.Held{Brand: kenanga, By: petra, Reason: "sengketa"}
	proposed := ready(dear).then(large, approvedBy(petra, large))
	waiting := ready(split).then(small, queued(small, 1, nextRun))
	for name, row := range map[string]struct {
		given   history
		command payout.Command
		want    error
	}{
		"approval while it is held":         {proposed.then(held), payout.Approve{Payout: first, By: desi, Hash: large.Hash}, payout.ErrHeld},
		"approval of nobody":                {proposed, payout.Approve{Payout: first, Hash: large.Hash}, payout.ErrIncomplete},
		"a cancel without a reason":         {waiting, payout.Cancel{Payout: first, By: petra}, payout.ErrIncomplete},
		"another try while it is held":      {waiting.then(held), payout.Retry{Payout: first}, payout.ErrHeld},
		"another try by a way that is none": {waiting, payout.Retry{Payout: first, Way: "dove"}, payout.ErrIncomplete},
		"another try of nothing":            {ready(split), payout.Retry{Payout: first}, payout.ErrNoPayout},
		"sent by nobody":                    {waiting, payout.MarkPaid{Payout: first, Evidence: "FT"}, payout.ErrIncomplete},
		"sent without evidence":             {waiting, payout.MarkPaid{Payout: first, By: petra, Evidence: " "}, payout.ErrNoEvidence},
		"a name that is none":               {waiting, payout.Accept{Payout: first, Attempt: 1}, payout.ErrIncomplete},
		"a fault that is none":              {waiting, payout.Misdirect{Payout: first, Attempt: 1}, payout.ErrIncomplete},
		"an account refused in use":         {waiting, payout.RefuseAccount{Number: 1, By: petra, Reason: "x"}, payout.ErrLive},
		"an account refused for nothing":    {ready(split), payout.RefuseAccount{Number: 1, By: petra}, payout.ErrIncomplete},
		"another account refused":           {ready(split), payout.RefuseAccount{Number: 2, By: petra, Reason: "x"}, payout.ErrAccountChanged},
		"no account refused":                {nil, payout.RefuseAccount{Number: 1, By: petra, Reason: "x"}, payout.ErrNoAccount},
		"no account approved":               {nil, payout.ApproveAccount{Number: 1, By: petra}, payout.ErrNoAccount},
		"approved by nobody":                {ready(split), payout.ApproveAccount{Number: 1}, payout.ErrIncomplete},
		"resumed without a note":            {ready(split).then(held), payout.Resume{By: petra}, payout.ErrIncomplete},
		"an account of another brand":       {ready(split), payout.GiveAccount{Brand: ident(2), By: rina, Account: account}, payout.ErrOtherBrand},
		"a hold of another brand":           {ready(split), payout.Hold{Brand: ident(2), By: petra, Reason: "x"}, payout.ErrOtherBrand},
		"a clawback of another brand":       {ready(split), payout.ClawBack{Brand: ident(2), Refund: ident(300), Amount: 1, Home: till}, payout.ErrOtherBrand},
		"a clawback of no receipt":          {ready(split), payout.ClawBack{Brand: kenanga, Amount: 1, Home: till}, payout.ErrIncomplete},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			spec.Given(t, payout.Decider, row.given...).When(row.command, nextRun).ThenRefused(row.want)
		})
	}
}

func TestWhatHasToBeDoneNextFollowsFromTheState(t *testing.T) {
	t.Parallel()
	e := opened(1, id.ID{}, 965_000, 0)
	waiting := ready(split).then(e, queued(e, 1, nextRun))
	sent := waiting.then(submitted(1))
	for name, row := range map[string]struct {
		given  history
		errand payout.Errand
		at     time.Time
	}{
		"nothing is live":             {ready(split), payout.NoErrand, time.Time{}},
		"people have to agree":        {ready(split).then(e), payout.NoErrand, time.Time{}},
		"an attempt is due":           {waiting, payout.SubmitErrand, nextRun},
		"an operator sends it":        {ready(split).then(e, byOperator(e, 1, nextRun)), payout.NoErrand, time.Time{}},
		"nobody came back":            {sent, payout.AskErrand, nextRun.Add(payment.AskAfter)},
		"the channel does not say":    {sent.then(payout.Unclear{Claim: claim(1), Attempt: 1}), payout.AskErrand, nextRun},
		"it failed, and nobody knows": {sent.then(payout.Failed{Claim: claim(1), Attempt: 1, Stuck: true}), payout.NoErrand, time.Time{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			errand, at := payout.Decider.Fold(row.given...).Next()
			require.Equal(t, row.errand, errand)
			require.True(t, row.at.Equal(at), "%s", at)
		})
	}
}

func TestEveryEventNamesItsBrand(t *testing.T) {
	t.Parallel()
	e := opened(1, petra, 965_000, 0)
	of := payout.Claim{Brand: kenanga}
	for _, event := range []payout.Event{
		accrued(1, split), clawedBack(1), given(1), agreed(1),
		payout.Charged{Brand: kenanga},
		payout.AccountRefused{Brand: kenanga},
		payout.Held{Brand: kenanga},
		payout.Resumed{Brand: kenanga},
		planned(noon),
		payout.RunDropped{Brand: kenanga},
	} {
		require.Equal(t, of, payout.ClaimOf(event), "%T", event)
	}
	for _, event := range []payout.Event{
		e, approvedBy(petra, e), queued(e, 1, noon), submitted(1),
		payout.Accepted{Claim: claim(1)},
		payout.Unclear{Claim: claim(1)},
		payout.Failed{Claim: claim(1)},
		paid(e, 1, "emu1"),
		payout.Reversed{Claim: claim(1)},
		payout.Cancelled{Claim: claim(1)},
		payout.Contradicted{Claim: claim(1)},
		payout.OutcomeProposed{Claim: claim(1)},
		payout.OutcomeNoted{Claim: claim(1)},
	} {
		require.Equal(t, claim(1), payout.ClaimOf(event), "%T", event)
	}
	require.Zero(t, payout.ClaimOf(nil))
}

func TestAReleaseAccruesToItsBrandOnceHoweverOftenItIsTold(t *testing.T) {
	t.Parallel()
	released := payment.EscrowReleased{
		Receipt: of(1).Receipt, Campaign: of(1).Campaign, Participation: of(1).Participation, Brand: kenanga, Split: split, Home: money.Clearing("midtrans"),
	}
	recorded := eventstore.Recorded{EventID: ident(400), CorrelationID: ident(401)}
	steps := payout.Process{}.React(released, recorded)
	require.Len(t, steps, 1)
	command := steps[0].Command
	require.Equal(t, payout.Sellers.Stream(kenanga.String()), command.Stream)
	require.Equal(t, payout.Accrue{Brand: kenanga, Of: of(1), Split: split, Home: till}, command.Body)
	require.Equal(t, command.Meta.CommandID, payout.Process{}.React(released, recorded)[0].Command.Meta.CommandID, "told again, it is the same command")
	require.Equal(t, payout.Actor, command.Meta.Actor)
	require.Empty(t, payout.Process{}.React(payment.ReceiptAllocated{}, recorded))
}
