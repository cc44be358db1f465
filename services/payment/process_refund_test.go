package payment_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

func TestARefundThatFallsDueBeginsItsWayAndTheReceiptFollows(t *testing.T) {
	t.Parallel()
	isDue := routed(string(sambatan.DeclinedLate), money.Debit(money.Suspense, 185_417))
	byHand := isDue
	byHand.Policy = payment.RefundsByHand
	open := payment.OpenRefund{
		Claim: claim, Origin: isDue.Origin, Amount: 185_417, Reason: string(sambatan.DeclinedLate), PromisedBy: promise,
	}
	openByHand := open
	openByHand.ByHand = true
	for name, row := range map[string]struct {
		given any
		then  payment.RefundCommand
		note  payment.ReceiptCommand
	}{
		"open refund":                    {given: isDue, then: open},
		"open refund, by hand":           {given: byHand, then: openByHand},
		"an old one has none":            {given: due(1, 185_417, string(sambatan.DeclinedLate))},
		"note refunded":                  {given: succeeded(1, 2, payment.ByPayout), note: payment.NoteRefunded{Refund: claim.Refund, Exit: 2, Evidence: "emu1"}},
		"note refunded, by hand":         {given: payment.RefundManualDone{Claim: claim, Exit: 1, Evidence: "FT 9"}, note: payment.NoteRefunded{Refund: claim.Refund, Exit: 1, Evidence: "FT 9"}},
		"note returned":                  {given: payment.RefundReversed{Claim: claim, Exit: 1, Evidence: "FT 9"}, note: payment.NoteReturned{Refund: claim.Refund, Exit: 1, Evidence: "FT 9"}},
		"withdraw refund":                {given: payment.RefundVoided{Claim: claim}, note: payment.WithdrawRefund{Refund: claim.Refund}},
		"what the channel is asked":      {given: submitted(1, payment.ByPayout)},
		"a refund that came back is due": {given: cameBack(1)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			steps := process.React(row.given, happening)
			require.Equal(t, first.String(), process.Key(row.given, happening))
			switch {
			case row.then != nil:
				require.Len(t, steps, 1)
				require.Equal(t, payment.Refunds.Stream(claim.Refund.String()), steps[0].Command.Stream)
				require.Equal(t, row.then, steps[0].Command.Body)
			case row.note != nil:
				require.Len(t, steps, 1)
				require.Equal(t, payment.Receipts.Stream(incoming.String()), steps[0].Command.Stream)
				require.Equal(t, row.note, steps[0].Command.Body)
			default:
				require.Empty(t, steps)
			}
		})
	}
}

// A command is known by its id: when the setting has changed before an event is
// delivered again, the other request must have another one.
func TestAChangedPolicyIsAnotherCommand(t *testing.T) {
	t.Parallel()
	declined := sambatan.PaymentDeclined{Participation: first, Receipt: incoming, Reason: sambatan.DeclinedLate}
	secured := sambatan.SlotsSecured{Campaign: campaign, Participation: first, Receipt: incoming, Amount: 185_000}
	seen := map[id.ID]bool{}
	for _, policy := range []payment.RefundPolicy{payment.RefundsUnrouted, payment.RefundsByHand, payment.RefundsAutomatic} {
		routing := payment.Process{Account: account, Refunds: policy}
		for _, event := range []any{declined, secured} {
			command := routing.React(event, happening)[0].Command
			require.False(t, seen[command.Meta.CommandID])
			seen[command.Meta.CommandID] = true
		}
		require.Equal(t, payment.DueRefund{Reason: string(sambatan.DeclinedLate), Policy: policy}, routing.React(declined, happening)[0].Command.Body)
	}
}
