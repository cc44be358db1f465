package payment

import (
	"errors"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// named is a step's name. It holds the policy, because a command is known by its id: a
// setting that was changed between two deliveries of an event must not look like
// another request under the same one. The receipt takes only the first.
func (p Process) named(step string) string {
	if p.Refunds == RefundsUnrouted {
		return step
	}
	return step + " " + string(p.Refunds)
}

func (p Process) dueRefund(receipt id.ID, reason string, from cause) Step {
	return toReceipt(p.named("due refund"), receipt, DueRefund{Reason: reason, Policy: p.Refunds}, from)
}

// release gives the brand its own; before that a part goes back, if it did not yet.
func (p Process) release(e sambatan.ReleaseDue, from cause) Step {
	release := ReleaseEscrow{Brand: e.Brand, Split: e.Split}
	if e.Refund == 0 {
		return toReceipt("release escrow", e.Receipt, release, from)
	}
	release.Part, release.Policy = e.Refund, p.Refunds
	return toReceipt(p.named("release escrow"), e.Receipt, release, from)
}

// returnPart does not wait for the release, which a frozen campaign puts off.
func (p Process) returnPart(e sambatan.Fulfilled, from cause) (steps []Step) {
	for _, back := range e.Back {
		step := p.named("return part " + back.Receipt.String())
		steps = append(steps, toReceipt(step, back.Receipt, ReturnPart{Amount: back.Amount, Policy: p.Refunds}, from))
	}
	return steps
}

// openRefund begins the way of a refund that has one of its own.
func openRefund(e RefundDue, from cause) []Step {
	if e.Policy == RefundsUnrouted {
		return nil
	}
	open := OpenRefund{
		Claim: Claim{e.Refund, e.Receipt, e.Campaign, e.Participation, e.Buyer}, Origin: e.Origin,
		Amount: e.Amount, Reason: e.Reason, PromisedBy: e.PromisedBy, ByHand: e.Policy == RefundsByHand,
	}
	return []Step{toRefund("open refund", e.Refund, open, from)}
}

// takenBack stops the refunds of money that is gone, and lets the campaign say whether it
// can do without it. One that does not exist needs none; of a top-up, the wallet says what
// is left.
func takenBack(e ReceiptTakenBack, from cause) (steps []Step) {
	for _, refund := range e.Refunds {
		claim := Claim{refund, e.Receipt, e.Campaign, e.Participation, e.Buyer}
		steps = append(steps, toRefund("stop refund "+refund.String(), refund, StopRefund{claim}, from))
	}
	if e.Campaign.IsZero() {
		return steps
	}
	loss := toCampaign("take back", e.Campaign, sambatan.TakeBack{
		Participation: e.Participation, Receipt: e.Receipt, Amount: e.Offered, PaidAt: e.PaidAt,
	}, from)
	loss.OnRefusal = func(refusal error) ([]Step, bool) {
		phase, ok := errors.AsType[*sambatan.PhaseError](refusal)
		return nil, ok && phase.Phase == sambatan.PhaseNone
	}
	return append(steps, loss, noteShortfall(e.Campaign, e.Participation, e.Receipt, e.Amount, from))
}

// sentAfterAll leads to what a payment leads to that is taken back: as much is missing of it.
func sentAfterAll(e RefundSentAfterAll, from cause) []Step {
	return takenBack(ReceiptTakenBack{
		Receipt: e.Receipt, Campaign: e.Campaign, Participation: e.Participation, Buyer: e.Buyer,
		Amount: e.Amount, Offered: e.Offered, PaidAt: e.PaidAt, Refunds: e.Refunds,
	}, from)
}

// noteShortfall tells the campaign how much more, or less, is missing of what paid for slots
// that it does not give up.
func noteShortfall(campaign, participation, receipt id.ID, change money.Rupiah, from cause) Step {
	return toCampaign("note shortfall", campaign, sambatan.NoteShortfall{Participation: participation, Receipt: receipt, Change: change}, from)
}

// shortfallCovered also settles a participation that gets no money back, for it is gone.
func shortfallCovered(e ShortfallCovered, from cause) (steps []Step) {
	if missed := e.Amount - e.Twice; !e.Campaign.IsZero() && !e.Cover.OfLoss() && missed > 0 {
		steps = append(steps, noteShortfall(e.Campaign, e.Participation, e.Receipt, -missed, from))
	}
	if e.Settles {
		steps = append(steps, settle(e.Campaign, e.Participation, e.Receipt, from)...)
	}
	return steps
}

// reactToRefund has the receipt follow: money is moved there and nowhere else.
func reactToRefund(event RefundEvent, from cause) []Step {
	switch e := event.(type) {
	case RefundSucceeded:
		return []Step{toReceipt("note refunded", e.Receipt, NoteRefunded{e.Refund, e.Exit, e.Evidence}, from)}
	case RefundManualDone:
		return []Step{toReceipt("note refunded", e.Receipt, NoteRefunded{e.Refund, e.Exit, e.Evidence}, from)}
	case RefundReversed:
		return []Step{toReceipt("note returned", e.Receipt, NoteReturned{e.Refund, e.Exit, e.Evidence}, from)}
	case RefundDoubled:
		return []Step{toReceipt("note sent twice", e.Receipt, NoteSentTwice{Refund: e.Refund, Number: e.Number, Evidence: e.Evidence, StepUp: e.StepUp}, from)}
	case RefundVoided:
		return []Step{toReceipt("withdraw refund", e.Receipt, WithdrawRefund{e.Refund, e.Exit, e.Evidence}, from)}
	case RefundOpened, RefundQueued, RefundSubmitted, RefundAccepted, RefundUnclear, RefundFailed, RefundNeedsDestination,
		RefundDestinationGiven, RefundReminded, RefundManualProposed, RefundStopped, RefundDormant, RefundContradicted,
		ExternalRefundSeen, ExternalRefundResolved: // what the channel is asked is no command
	}
	return nil
}

func toRefund(step string, refund id.ID, c RefundCommand, from cause) Step {
	return Step{Command: Refunds.Command(refund.String(), c, from.meta(step))}
}
