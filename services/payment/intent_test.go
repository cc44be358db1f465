package payment_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/payment"
)

var payer = payment.Payer{Campaign: campaign, Participation: first, Buyer: rina}

func intents(t *testing.T, history ...payment.IntentEvent) spec.Scenario[payment.IntentBook, payment.IntentCommand, payment.IntentEvent] {
	t.Helper()
	return spec.Given(t, payment.IntentDecider, history...)
}

func opens(attempt int) payment.OpenIntent {
	return payment.OpenIntent{Payer: payer, Attempt: attempt, Method: payment.QRIS, Amount: 185_000, ExpiresAt: noon.Add(time.Hour)}
}

func opened(attempt int) payment.IntentOpened {
	return payment.IntentOpened{
		Payer: payer, Attempt: attempt, Method: payment.QRIS, Order: payment.OrderName(first, attempt), Amount: 185_000,
		OpenedAt: noon, ExpiresAt: noon.Add(time.Hour),
	}
}

func charged() payment.IntentCharged {
	return payment.IntentCharged{Payer: payer, Attempt: 1, Transaction: "T1", QR: "000201", ExpiresAt: noon.Add(time.Hour)}
}

func ending(attempt int, reason payment.EndReason) payment.IntentEnding {
	return payment.IntentEnding{Payer: payer, Attempt: attempt, Reason: reason, Since: noon}
}

func intentClosed(attempt int, reason payment.EndReason, through int) payment.IntentClosed {
	return payment.IntentClosed{Payer: payer, Attempt: attempt, Reason: reason, Through: through}
}

func paidBy(attempt, through int) payment.IntentPaid {
	return payment.IntentPaid{Payer: payer, Attempt: attempt, Receipt: incoming, Through: through}
}

func TestOneIntentAtATimeIsLive(t *testing.T) {
	t.Parallel()
	intents(t).When(opens(1), noon).Then(opened(1))
	intents(t, opened(1)).When(opens(1), noon).ThenNothing()
	intents(t, opened(1), charged()).When(opens(2), noon).Then(ending(1, payment.EndSwitched), opened(2))
	intents(t, opened(1), ending(1, payment.EndSwitched), opened(2)).When(opens(3), noon).Then(ending(2, payment.EndSwitched), opened(3))
	intents(t, intentClosed(1, payment.EndExpired, 1)).When(opens(1), noon).ThenNothing()
	for wrong, err := range map[payment.OpenIntent]error{
		{Attempt: 1, Method: payment.QRIS, Amount: 1}:                payment.ErrIncomplete,
		{Payer: payer, Method: payment.QRIS, Amount: 1}:              payment.ErrIncomplete,
		{Payer: payer, Attempt: 1, Method: "kartu", Amount: 1}:       payment.ErrUnknownMethod,
		{Payer: payer, Attempt: 1, Method: payment.GoPay}:            payment.ErrBadAmount,
		{Payer: payer, Attempt: 1, Method: payment.QRIS, Amount: -1}: payment.ErrBadAmount,
	} {
		intents(t).When(wrong, noon).ThenRefused(err)
	}
}

func TestAChargeIsNotedOnce(t *testing.T) {
	t.Parallel()
	note := payment.NoteCharge{Attempt: 1, Transaction: "T1", QR: "000201", ExpiresAt: noon.Add(time.Hour)}
	intents(t, opened(1)).When(note, noon).Then(charged())
	intents(t, opened(1), charged()).When(note, noon).ThenNothing()
	intents(t, opened(1), ending(1, payment.EndExpired)).When(note, noon).Then(charged())
	intents(t, opened(1), intentClosed(1, payment.EndExpired, 1)).When(note, noon).ThenNothing()
	intents(t).When(note, noon).ThenRefused(payment.ErrNoIntent)
	intents(t, opened(1)).When(payment.NoteCharge{Attempt: 1}, noon).ThenRefused(payment.ErrIncomplete)
	require.Equal(t, payment.IntentIsEnding, state(opened(1), ending(1, payment.EndExpired), charged()))
}

func state(history ...payment.IntentEvent) payment.IntentState {
	intent, _ := payment.IntentDecider.Fold(history...).Find(1)
	return intent.State
}

func TestIntentsEndTogether(t *testing.T) {
	t.Parallel()
	end := payment.EndIntents{Payer: payer, Through: 2, Reason: payment.EndCancelled}
	intents(t, opened(1), ending(1, payment.EndSwitched), opened(2)).When(end, noon).Then(ending(2, payment.EndCancelled))
	intents(t, opened(1), intentClosed(1, payment.EndRefused, 1), opened(2), paidBy(2, 2)).When(end, noon).ThenNothing()
	// It was never opened, and never will be.
	intents(t).When(end, noon).Then(intentClosed(1, payment.EndCancelled, 0), intentClosed(2, payment.EndCancelled, 2))
	intents(t, opened(1)).When(end, noon).Then(ending(1, payment.EndCancelled), intentClosed(2, payment.EndCancelled, 0))
	// The buyer began again meanwhile.
	intents(t, opened(1), intentClosed(1, payment.EndExpired, 1), opened(2), opened(3)).When(end, noon).Then(ending(2, payment.EndCancelled))
	intents(t).When(payment.EndIntents{Payer: payer, Through: 1}, noon).ThenRefused(payment.ErrIncomplete)
}

func TestTheLastOneThatEndsSaysSo(t *testing.T) {
	t.Parallel()
	closing := payment.CloseIntent{Attempt: 1, Reason: payment.EndExpired}
	intents(t, opened(1)).When(closing, noon).Then(intentClosed(1, payment.EndExpired, 1))
	intents(t, opened(1), intentClosed(1, payment.EndExpired, 1)).When(closing, noon).ThenNothing()
	intents(t, opened(1), ending(1, payment.EndSwitched), opened(2)).When(closing, noon).Then(intentClosed(1, payment.EndSwitched, 0))
	intents(t, opened(1), ending(1, payment.EndSwitched), opened(2), intentClosed(2, payment.EndRefused, 0)).When(closing, noon).
		Then(intentClosed(1, payment.EndSwitched, 2))
	intents(t).When(closing, noon).ThenRefused(payment.ErrNoIntent)
	intents(t, opened(1)).When(payment.CloseIntent{Attempt: 1}, noon).ThenRefused(payment.ErrNoReason)

	paid := payment.MarkIntentPaid{Attempt: 1, Receipt: incoming}
	intents(t, opened(1), charged()).When(paid, noon).Then(paidBy(1, 1))
	intents(t, opened(1), intentClosed(1, payment.EndExpired, 1)).When(paid, noon).Then(paidBy(1, 1))
	intents(t, opened(1), ending(1, payment.EndSwitched), opened(2)).When(paid, noon).Then(paidBy(1, 0))
	intents(t, opened(1), paidBy(1, 1)).When(paid, noon).ThenNothing()
	intents(t).When(paid, noon).ThenRefused(payment.ErrNoIntent)
	intents(t, opened(1)).When(payment.MarkIntentPaid{Attempt: 1}, noon).ThenRefused(payment.ErrIncomplete)
}

func TestTheOldIsEndedBeforeTheNewIsBegun(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		given   []payment.IntentEvent
		at      time.Time
		kind    payment.ErrandKind
		attempt int
	}{
		"nothing":                       {nil, noon, payment.NoErrand, 0},
		"a new one is charged":          {[]payment.IntentEvent{opened(1)}, noon, payment.ChargeErrand, 1},
		"one that is charged waits":     {[]payment.IntentEvent{opened(1), charged()}, noon, payment.NoErrand, 0},
		"the old is ended first":        {[]payment.IntentEvent{opened(1), charged(), ending(1, payment.EndSwitched), opened(2)}, noon, payment.ExpireErrand, 1},
		"then the new is charged":       {[]payment.IntentEvent{opened(1), ending(1, payment.EndSwitched), opened(2), intentClosed(1, payment.EndSwitched, 0)}, noon, payment.ChargeErrand, 2},
		"just before it is given up":    {[]payment.IntentEvent{opened(1), ending(1, payment.EndExpired)}, noon.Add(payment.GiveUp - 1), payment.ExpireErrand, 1},
		"it is not waited for for ever": {[]payment.IntentEvent{opened(1), ending(1, payment.EndExpired)}, noon.Add(payment.GiveUp), payment.GiveUpErrand, 1},
		"what is paid is done":          {[]payment.IntentEvent{opened(1), paidBy(1, 1)}, noon, payment.NoErrand, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			errand := payment.IntentDecider.Fold(row.given...).Next(row.at)
			require.Equal(t, row.kind, errand.Kind)
			require.Equal(t, row.attempt, errand.Intent.Attempt)
		})
	}
}

func TestOrdersAreNamedAfterTheirAttempts(t *testing.T) {
	t.Parallel()
	order := payment.OrderName(first, 20)
	require.LessOrEqual(t, len(order), 50)
	participation, attempt, ok := payment.ParseOrder(order)
	require.True(t, ok)
	require.Equal(t, first, participation)
	require.Equal(t, 20, attempt)
	for _, strange := range []string{
		"", "x", first.String(), first.String() + "-", first.String() + "-0", first.String() + "--1", first.String() + "-01", first.String() + "-x",
		"SWG-2026-000001", first.String() + "_1", "01930000-0000-7000-8000-00000000000G-1",
	} {
		_, _, ok := payment.ParseOrder(strange)
		require.False(t, ok, strange)
	}
}

// TestIntentsKeepOneLiveAtATime throws random commands at one book.
func TestIntentsKeepOneLiveAtATime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		book, ended := payment.IntentDecider.Initial(), map[int]bool{}
		for range rapid.IntRange(1, 40).Draw(t, "commands") {
			command := intentCommand(t)
			events, err := payment.IntentDecider.Decide(book, command, noon)
			if err != nil {
				require.Empty(t, events)
				continue
			}
			for _, event := range events {
				book = payment.IntentDecider.Evolve(book, event)
				checkEnd(t, event, ended)
			}
			again, err := payment.IntentDecider.Decide(book, command, noon)
			require.NoError(t, err)
			require.Empty(t, again, "%T again", command)
			checkLive(t, book)
		}
	})
}

// checkEnd: an attempt is closed once, paid once, and nothing comes after both.
func checkEnd(t *rapid.T, event payment.IntentEvent, ended map[int]bool) {
	switch e := event.(type) {
	case payment.IntentOpened:
		require.False(t, ended[e.Attempt], "opened after its end")
	case payment.IntentClosed:
		require.False(t, ended[e.Attempt], "closed after its end")
		ended[e.Attempt] = true
	case payment.IntentPaid:
		ended[e.Attempt] = true
	case payment.IntentCharged, payment.IntentEnding:
	}
}

func checkLive(t *rapid.T, book payment.IntentBook) {
	awaited := 0
	for attempt := 1; attempt <= 5; attempt++ {
		intent, _ := book.Find(attempt)
		if intent.State == payment.IntentCreated || intent.State == payment.IntentAwaiting {
			awaited++
		}
	}
	require.LessOrEqual(t, awaited, 1, "more than one is awaited")
}

func intentCommand(t *rapid.T) payment.IntentCommand {
	attempt := rapid.IntRange(0, 5).Draw(t, "attempt")
	return rapid.SampledFrom([]payment.IntentCommand{
		opens(attempt),
		payment.NoteCharge{Attempt: attempt, Transaction: "T" + id.Derive(first, "t").String()},
		payment.EndIntents{Payer: payer, Through: attempt, Reason: payment.EndExpired},
		payment.CloseIntent{Attempt: attempt, Reason: payment.EndRefused},
		payment.MarkIntentPaid{Attempt: attempt, Receipt: incoming},
	}).Draw(t, "command")
}
