package payment_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

var (
	process   = payment.Process{Account: account}
	happening = eventstore.Recorded{EventID: id.Derive(campaign, "event"), CorrelationID: id.Derive(campaign, "join")}
)

// sent is what a step comes to, for comparison.
type sent struct {
	Stream eventstore.StreamID
	ID     id.ID
	Body   any
}

func toCampaign(name string, body sambatan.Command) sent {
	return sent{sambatan.Campaigns.Stream(campaign.String()), id.Derive(happening.EventID, name), body}
}

func toInstruction(name string, body payment.InstructionCommand) sent {
	return sent{"transfer-8830124477-185000", id.Derive(happening.EventID, name), body}
}

func toReceipt(name string, body payment.ReceiptCommand) sent {
	return sent{payment.Receipts.Stream(incoming.String()), id.Derive(happening.EventID, name), body}
}

func toIntents(name string, body payment.IntentCommand) sent {
	return sent{payment.Intents.Stream(first.String()), id.Derive(happening.EventID, name), body}
}

// throughGateway is what the gateway holds for us.
func throughGateway(amount money.Rupiah) payment.ReceiptRecorded {
	return payment.ReceiptRecorded{
		Receipt: incoming, Channel: gateway, Method: "qris", Account: gateway, Amount: amount, PaidAt: noon, Reference: "T1",
		Instruction: first, Campaign: campaign, Participation: first, Buyer: rina, Due: 185_000, Attempt: 1,
		Postings: money.Move(amount, money.Clearing(gateway), money.Suspense),
	}
}

func TestEveryEventLeadsToItsCommands(t *testing.T) {
	t.Parallel()
	until := noon.Add(24 * time.Hour)
	for name, row := range map[string]struct {
		given any
		then  []sent
	}{
		"a hold is followed by its instruction": {
			sambatan.SlotsHeld{Campaign: campaign, Participation: first, Buyer: rina, Amount: 185_000, ExpiresAt: noon.Add(time.Hour)},
			[]sent{toInstruction("issue", issue(first, rina))},
		},
		"an expired hold closes it": {
			sambatan.HoldExpired{Campaign: campaign, Participation: first, Amount: 185_000},
			[]sent{toInstruction("close", payment.CloseInstruction{Instruction: first, Reason: payment.CloseExpired})},
		},
		"a cancelled hold closes it": {
			sambatan.HoldCancelled{Campaign: campaign, Participation: first, Amount: 185_000},
			[]sent{toInstruction("close", payment.CloseInstruction{Instruction: first, Reason: payment.CloseCancelled})},
		},
		"a reported transfer keeps the hold": {
			payment.TransferReported{Instruction: first, Campaign: campaign, DecideBy: until},
			[]sent{toCampaign("keep hold", sambatan.KeepHold{Participation: first, Until: until})},
		},
		"a rejected report keeps it no more": {
			rejected(),
			[]sent{toCampaign("keep hold", sambatan.KeepHold{Participation: first, Until: noon.Add(time.Hour)})},
		},
		"a receipt is offered without its code": {
			recorded(185_417, match),
			[]sent{toCampaign("secure", sambatan.Secure{Participation: first, Receipt: incoming, Amount: 185_000, PaidAt: noon})},
		},
		"a matched receipt is offered as it is when it does not fit": {
			payment.ReceiptMatched{
				Receipt: incoming, Instruction: first, Campaign: campaign, Participation: first, Buyer: rina,
				Amount: 185_416, PaidAt: noon, Due: 185_000, Code: 417,
			},
			[]sent{toCampaign("secure", sambatan.Secure{Participation: first, Receipt: incoming, Amount: 185_416, PaidAt: noon})},
		},
		"a receipt in suspense waits": {recorded(185_417, payment.Match{}), nil},
		"secured slots take the money and free the code": {
			sambatan.SlotsSecured{Campaign: campaign, Participation: first, Receipt: incoming, Amount: 185_000},
			[]sent{
				toReceipt("allocate", payment.Allocate{Amount: 185_000}),
				toInstruction("mark paid", payment.MarkPaid{Instruction: first, Receipt: incoming}),
			},
		},
		"a payment that began is opened at the channel": {
			sambatan.PaymentBegun{Campaign: campaign, Participation: first, Buyer: rina, Attempt: 1, Method: "qris", Amount: 185_000, PayBy: noon.Add(time.Hour)},
			[]sent{toIntents("open intent", opens(1))},
		},
		"a hold that is to end ends its payments first": {
			sambatan.HoldEnding{Campaign: campaign, Participation: first, Buyer: rina, Attempt: 2},
			[]sent{toIntents("end intents", payment.EndIntents{Payer: payer, Through: 2, Reason: payment.EndExpired})},
		},
		"or because its buyer gave it up": {
			sambatan.HoldEnding{Campaign: campaign, Participation: first, Buyer: rina, Attempt: 1, Reason: sambatan.CancelledByBuyer},
			[]sent{toIntents("end intents", payment.EndIntents{Payer: payer, Through: 1, Reason: payment.EndCancelled})},
		},
		"a cancelled campaign's payments end with its holds": {
			sambatan.HoldCancelled{Campaign: campaign, Participation: first, Buyer: rina, Amount: 185_000, Attempts: 1},
			[]sent{
				toInstruction("close", payment.CloseInstruction{Instruction: first, Reason: payment.CloseCancelled}),
				toIntents("end intents", payment.EndIntents{Payer: payer, Through: 1, Reason: payment.EndCancelled}),
			},
		},
		"an expired hold's too": {
			sambatan.HoldExpired{Campaign: campaign, Participation: first, Buyer: rina, Amount: 185_000, Attempts: 1},
			[]sent{
				toInstruction("close", payment.CloseInstruction{Instruction: first, Reason: payment.CloseExpired}),
				toIntents("end intents", payment.EndIntents{Payer: payer, Through: 1, Reason: payment.EndExpired}),
			},
		},
		"the last payment that ends frees the hold": {
			intentClosed(1, payment.EndExpired, 2), []sent{toCampaign("end payment", sambatan.EndPayment{Participation: first, Attempt: 2})},
		},
		"another one does not":         {intentClosed(1, payment.EndSwitched, 0), nil},
		"nor does one that was opened": {opened(1), nil},
		"what was paid is awaited no more": {
			paidBy(1, 1), []sent{toCampaign("end payment", sambatan.EndPayment{Participation: first, Attempt: 1})},
		},
		"money of a channel is offered as it is, and its attempt was paid": {
			throughGateway(185_000),
			[]sent{
				toCampaign("secure", sambatan.Secure{Participation: first, Receipt: incoming, Amount: 185_000, PaidAt: noon}),
				toIntents("mark intent paid", payment.MarkIntentPaid{Attempt: 1, Receipt: incoming}),
			},
		},
		"slots that are paid end what was begun through a channel": {
			sambatan.SlotsSecured{Campaign: campaign, Participation: first, Buyer: rina, Receipt: incoming, Amount: 185_000, Attempts: 1},
			[]sent{
				toReceipt("allocate", payment.Allocate{Amount: 185_000}),
				toInstruction("mark paid", payment.MarkPaid{Instruction: first, Receipt: incoming}),
				toIntents("end intents", payment.EndIntents{Payer: payer, Through: 1, Reason: payment.EndSecured}),
			},
		},
		"a declined payment goes back": {
			sambatan.PaymentDeclined{Participation: first, Receipt: incoming, Reason: sambatan.DeclinedLate},
			[]sent{toReceipt("due refund", late)},
		},
		"released slots' money goes back": {
			sambatan.SlotsReleased{Participation: first, Receipt: incoming, Reason: sambatan.RefundedFailed},
			[]sent{toReceipt("due refund", failed)},
		},
		"the last refund settles the participation": {
			transferred(1, 185_417, true),
			[]sent{toCampaign("settle refund", sambatan.SettleRefund{Participation: first, Receipt: incoming})},
		},
		"another refund settles nothing": {transferred(1, 15_000, false), nil},
		"an allocation leads nowhere":    {allocated(417), nil},
		"an instruction leads nowhere":   {issued(first, rina, 417), nil},
		"an opening leads nowhere":       {sambatan.Opened{}, nil},
		"a place on the waitlist too":    {sambatan.WaitlistJoined{Participation: first}, nil},
		"and an offer":                   {sambatan.SlotsOffered{Participation: first}, nil},
		"who did not agree to a later deadline gets their money back": {
			sambatan.SlotsReleased{Participation: first, Receipt: incoming, Reason: sambatan.RefundedSilent},
			[]sent{toReceipt("due refund", payment.DueRefund{Reason: string(sambatan.RefundedSilent)})},
		},
		"another service's event": {struct{}{}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []sent
			for _, step := range process.React(row.given, happening) {
				got = append(got, sent{step.Command.Stream, step.Command.Meta.CommandID, step.Command.Body})
				require.Equal(t, happening.EventID, step.Command.Meta.CausationID)
				require.Equal(t, happening.CorrelationID, step.Command.Meta.CorrelationID)
				require.Equal(t, payment.Actor, step.Command.Meta.Actor)
			}
			require.Empty(t, cmp.Diff(row.then, got))
			if len(got) > 0 {
				require.Equal(t, first.String(), process.Key(row.given, happening), "what a reaction is about")
			}
		})
	}
}

func TestEventsAboutNoParticipationHaveNoKeyAndLeadNowhere(t *testing.T) {
	t.Parallel()
	for _, event := range []any{
		sambatan.Drafted{Campaign: campaign},
		sambatan.Revised{},
		sambatan.Published{},
		sambatan.Opened{},
		sambatan.Closed{},
		sambatan.Succeeded{},
		sambatan.Failed{},
		sambatan.Cancelled{},
		sambatan.UnwindingStarted{},
		sambatan.Unwound{},
		sambatan.ProductionStarted{},
		sambatan.QualityPassed{},
		sambatan.ShippingStarted{},
		sambatan.Completed{},
		sambatan.ExtensionProposed{},
		sambatan.DeadlineExtended{},
		sambatan.Frozen{},
		sambatan.Unfrozen{},
		recorded(185_417, payment.Match{}),
		struct{}{},
	} {
		require.Empty(t, process.Key(event, happening), "%T", event)
		require.Empty(t, process.React(event, happening), "%T", event)
	}
}

func TestThePageIssuesUnderTheSameCommandIdAsTheProcess(t *testing.T) {
	t.Parallel()
	held := sambatan.SlotsHeld{Campaign: campaign, Participation: first, Buyer: rina, Amount: 185_000, ExpiresAt: noon}
	inline, reaction := process.IssueFor(held, happening), process.React(held, happening)
	require.Len(t, reaction, 1)
	require.Equal(t, reaction[0].Command.Meta, inline.Command.Meta)
	require.Equal(t, reaction[0].Command.Body, inline.Command.Body)
}

func TestAHoldWithoutACodeIsCancelledByThePlatform(t *testing.T) {
	t.Parallel()
	held := sambatan.SlotsHeld{Campaign: campaign, Participation: first, Buyer: rina, Amount: 185_000, ExpiresAt: noon}
	instead, ok := process.IssueFor(held, happening).OnRefusal(payment.ErrCodesUsedUp)
	require.True(t, ok)
	require.Len(t, instead, 1)
	want := sambatan.CancelHold{Participation: first, Reason: sambatan.CancelledNoCodes}
	require.Equal(t, want, instead[0].Command.Body)
	_, ok = process.IssueFor(held, happening).OnRefusal(payment.ErrBadAmount)
	require.False(t, ok)
}

func TestAHoldWithoutACodeLivesOnWhereThereIsAGateway(t *testing.T) {
	t.Parallel()
	held := sambatan.SlotsHeld{Campaign: campaign, Participation: first, Buyer: rina, Amount: 185_000, ExpiresAt: noon}
	with := process
	with.Gateway = true
	instead, ok := with.IssueFor(held, happening).OnRefusal(payment.ErrCodesUsedUp)
	require.True(t, ok)
	require.Empty(t, instead)
}

func TestMoneyForACampaignThatDoesNotExistGoesBack(t *testing.T) {
	t.Parallel()
	step := process.React(recorded(185_417, match), happening)[0]
	instead, ok := step.OnRefusal(&sambatan.PhaseError{Phase: sambatan.PhaseNone})
	require.True(t, ok)
	require.Equal(t, payment.DueRefund{Reason: string(sambatan.DeclinedStranger)}, instead[0].Command.Body)
	_, ok = step.OnRefusal(&sambatan.ReusedError{})
	require.False(t, ok)
}
