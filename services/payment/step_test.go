package payment_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/memory"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// answers is a log that answers each stream with a result or an error.
type answers struct {
	eventstore.Log
	byCategory map[string]error
	asked      []any
}

func (a *answers) Execute(_ context.Context, c eventstore.Command) (eventstore.Result, error) {
	a.asked = append(a.asked, c.Body)
	return eventstore.Result{Position: 7}, a.byCategory[c.Stream.Category()]
}

func TestAStepRunsItsCommandAndOnARefusalWhatStandsInItsPlace(t *testing.T) {
	t.Parallel()
	held := sambatan.SlotsHeld{Campaign: campaign, Participation: first, Buyer: rina, Amount: 185_000, ExpiresAt: noon}
	cut := errors.New("connection cut")
	for name, row := range map[string]struct {
		transfer, campaign error
		position           eventstore.Position
		want               error
		asked              int
	}{
		"done":                      {nil, nil, 7, nil, 1},
		"codes used up":             {payment.ErrCodesUsedUp, nil, 0, nil, 2},
		"a failure is no refusal":   {cut, nil, 0, cut, 1},
		"what stands in fails too":  {payment.ErrCodesUsedUp, cut, 0, cut, 2},
		"a refusal of another kind": {payment.ErrBadAmount, nil, 0, payment.ErrBadAmount, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := &answers{byCategory: map[string]error{"transfer": row.transfer, "campaign": row.campaign}}
			result, err := process.IssueFor(held, happening).Run(t.Context(), log)
			require.ErrorIs(t, err, row.want)
			require.Equal(t, row.position, result.Position)
			require.Len(t, log.asked, row.asked)
		})
	}
}

func TestAStepThatReckonsWithNoRefusalSaysWhatWasRefused(t *testing.T) {
	t.Parallel()
	log := &answers{byCategory: map[string]error{"receipt": payment.ErrAllocated}}
	steps := process.React(sambatan.PaymentDeclined{Receipt: incoming, Reason: sambatan.DeclinedLate}, happening)
	_, err := steps[0].Run(t.Context(), log)
	require.ErrorIs(t, err, payment.ErrAllocated)
	require.ErrorContains(t, err, "payment.DueRefund to receipt-"+incoming.String())
}

// A process that dies after a step, and before it remembers that, takes it again: also when it comes up with another account.
func TestAStepThatWasTakenBeforeTheAccountChangedIsNotTakenAnew(t *testing.T) {
	t.Parallel()
	moved := payment.Process{Account: "5520017788"}
	for _, event := range []sambatan.Event{
		sambatan.SlotsHeld{Campaign: campaign, Participation: first, Buyer: rina, Amount: 185_000, ExpiresAt: noon},
		sambatan.HoldExpired{Campaign: campaign, Participation: first, Amount: 185_000},
		sambatan.SlotsSecured{Campaign: campaign, Participation: first, Receipt: incoming, Amount: 185_000},
	} {
		log := memory.New(memory.Config{})
		for _, process := range []payment.Process{process, moved} {
			for _, step := range process.React(event, happening) {
				if step.Command.Stream.Category() != "transfer" {
					continue
				}
				_, err := step.Run(t.Context(), log)
				require.NoError(t, err, "%T", event)
			}
		}
	}
}
