package payment_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/services/payment"
)

// TestARefundLeavesAtMostOnceWhateverIsSaid throws random commands at the way of a
// refund. What is said of an attempt is whatever: even a channel that contradicts
// itself must not make the money leave again while it is out.
func TestARefundLeavesAtMostOnceWhateverIsSaid(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		state, now := payment.RefundDecider.Initial(), noon
		out, exits, attempts := false, 0, 0
		stopped, doubled := false, false
		chance := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "chance"), 0))
		for n := range 150 {
			now = now.Add(time.Duration(chance.IntN(20)) * time.Hour)
			command := refundCommand(chance, state)
			switch {
			case n == 0:
				command = someRefund(chance)
			case chance.IntN(120) == 0:
				command = stop(state)
			}
			events, err := payment.RefundDecider.Decide(state, command, now)
			if err != nil {
				_, refused := errors.AsType[*payment.RefusalError](err)
				if rest, rests := errors.AsType[*payment.RestError](err); rests {
					seen["rests"]++
					refused = now.Before(rest.Until)
				}
				require.True(t, refused, "%v", err)
				require.Empty(t, events)
			}
			for _, event := range events {
				seen[fmt.Sprintf("%T", event)]++
				switch e := event.(type) {
				case payment.RefundSubmitted:
					require.False(t, out, "asked for again while it is out")
					require.False(t, state.State.OnItsWay(), "two attempts at once")
					require.False(t, stopped, "asked for although there is nothing to be sent")
					require.Equal(t, attempts+1, e.Attempt)
					attempts = e.Attempt
				case payment.RefundSucceeded:
					require.False(t, out, "left twice")
					out, exits = true, exits+1
					require.Equal(t, exits, e.Exit)
				case payment.RefundManualDone:
					require.True(t, e.Attempt > 0 || state.State == payment.CaseVoided || !now.Before(state.RestsUntil), "said to be sent to an account that rests")
					require.False(t, out, "left twice")
					out, exits = true, exits+1
					require.Equal(t, exits, e.Exit)
					if state.State == payment.CaseVoided {
						seen["sent after all"]++
					}
				case payment.RefundReversed:
					require.True(t, out)
					require.Equal(t, exits, e.Exit)
					require.False(t, doubled, "due again although the buyer has it")
					if !e.Line.IsZero() {
						seen["came back by hand"]++
						require.Equal(t, payment.CaseManualDone, state.State, "a channel tells of its own")
					}
					out = false
				case payment.RefundDoubled:
					require.True(t, out, "twice, and not once")
					require.NotEqual(t, state.Evidence, e.Evidence, "the same transfer counted twice")
					doubled = true
				case payment.RefundVoided:
					require.False(t, out)
				case payment.RefundStopped:
					stopped = true
				case payment.RefundOpened, payment.RefundQueued, payment.RefundAccepted, payment.RefundUnclear, payment.RefundFailed,
					payment.RefundNeedsDestination, payment.RefundDestinationGiven, payment.RefundReminded, payment.RefundManualProposed,
					payment.RefundDormant, payment.RefundContradicted, payment.ExternalRefundSeen, payment.ExternalRefundResolved:
				}
				state = payment.RefundDecider.Evolve(state, event)
				require.Equal(t, out, state.State.Sent(), "%T", event)
			}
		}
	})
	for _, kind := range []string{
		"RefundSucceeded", "RefundReversed", "RefundManualDone", "RefundVoided", "RefundDormant", "RefundContradicted", "RefundUnclear",
		"RefundFailed", "RefundNeedsDestination", "RefundDestinationGiven", "RefundReminded", "RefundManualProposed", "RefundAccepted", "RefundStopped", "RefundDoubled",
	} {
		require.NotZero(t, seen["payment."+kind], "no story held %s", kind)
	}
	require.NotZero(t, seen["came back by hand"], "no transfer of an operator's came back")
	require.NotZero(t, seen["rests"], "no account was new")
	require.NotZero(t, seen["sent after all"], "nothing left although it was voided")
}

// stop is of the refund that was opened.
func stop(s payment.RefundCase) payment.StopRefund {
	if s.Refund.IsZero() {
		return payment.StopRefund{Claim: claim}
	}
	return payment.StopRefund{Claim: s.Claim}
}

func draw[T any](chance *rand.Rand, from ...T) T { return from[chance.IntN(len(from))] }

func someRefund(chance *rand.Rand) payment.RefundCommand {
	opening := openRefund(draw(chance, byQR, byVA, payment.Origin{}))
	if chance.IntN(4) == 0 {
		opening.Reason, opening.Claim = payment.ReasonUnmatched, payment.Claim{Refund: claim.Refund, Receipt: incoming}
	}
	if chance.IntN(3) == 0 {
		opening.Amount = 2 * payment.FourEyesAbove
	}
	if chance.IntN(3) == 0 {
		opening.RestsUntil = noon.Add(100 * time.Hour)
	}
	return opening
}

func refundCommand(chance *rand.Rand, s payment.RefundCase) payment.RefundCommand {
	near := max(0, s.Attempt+chance.IntN(3)-1)
	evidence := draw(chance, "FT 1", "FT 2")
	failure := draw(chance, payment.FailureOffline, payment.FailureBalance, payment.FailureWindow, payment.FailureAccount, payment.FailureUnexplained)
	submit := payment.SubmitRefund{Attempt: s.Attempt + 1}
	return draw[payment.RefundCommand](chance,
		someRefund(chance), submit, submit, submit, submit, payment.SubmitRefund{Attempt: near},
		payment.AcceptPayout{Attempt: near, Reference: evidence}, payment.NoteUnclear{Attempt: near},
		payment.NoteSent{Attempt: near, Evidence: evidence},
		payment.NoteNotSent{Attempt: near, Failure: failure}, payment.NoteNotSent{Attempt: s.Attempt, Failure: failure},
		payment.Misdirect{Attempt: near, Problem: payment.ProblemName}, payment.Misdirect{Attempt: near, Rest: payment.RestErased},
		payment.Misdirect{Attempt: near, Bank: true},
		payment.GiveDestination{Buyer: rina, Account: other}, payment.RemindBuyer{Number: s.Reminded + 1}, payment.LetRest{},
		payment.RetryRefund{}, payment.SwitchWay{Way: draw(chance, payment.ByGateway, payment.ByPayout, payment.ByOperator)},
		payment.MarkRefundSent{By: draw(chance, petra, desi), Evidence: evidence, OfAttempt: chance.IntN(2) == 0},
		payment.MarkSentTwice{By: draw(chance, petra, desi), Evidence: evidence},
		payment.NoteBankReturn{Exit: s.Exits, Amount: s.Amount, Line: payment.ReceiptID(account, evidence), Back: evidence},
		payment.VoidRefund{Note: "ketemu"}, payment.ResolveExternalRefund{By: petra, Note: "x"},
	)
}
