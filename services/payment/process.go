package payment

import (
	"errors"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Process is the process manager between campaigns, instructions, payments
// through a channel, and receipts.
// It keeps no state: what a step needs is in the event that leads to it, or in the log, see [Process.Issued]. Command
// ids are derived from the event's, so an event may be delivered again, and
// events may overtake each other unless they share a Key: the deciders put up
// with both.
type Process struct {
	// Account is the number of the bank account that buyers transfer to. It may
	// change while instructions are live: what was issued says where it is to be paid
	// still, and ends where it was issued.
	Account string
	// Issued finds where that is. nil: the account never changes, as in a log that is made in one go.
	Issued Issued
	// Bank and Holder are what buyers have to know of it besides.
	Bank, Holder string
	// Gateway tells that buyers can pay through one as well, so that a hold for which no
	// unique code is free lives on without.
	Gateway bool
	// Refunds is how refunds that fall due find their way. It may change: every
	// refund keeps its own.
	Refunds RefundPolicy
}

// Actor of the commands that the process gives.
const Actor = "system:payment"

// React returns what an event leads to, in order. recorded is the event as the
// log holds it, event its decoded body. Events that are not named lead nowhere.
func (p Process) React(event any, recorded eventstore.Recorded) []Step {
	from := cause{&recorded}
	switch e := event.(type) {
	case sambatan.Event:
		return p.campaign(e, from)
	case InstructionEvent:
		return reactToInstruction(e, from)
	case IntentEvent:
		return reactToIntent(e, from)
	case ReceiptEvent:
		return p.receipt(e, from)
	case RefundEvent:
		return reactToRefund(e, from)
	}
	return nil
}

// OpenFor is the step from a payment that a buyer began to its intent, which a
// page takes at once, as [Process.IssueFor].
func (p Process) OpenFor(begun sambatan.PaymentBegun, recorded eventstore.Recorded) Step {
	return open(begun, cause{&recorded})
}

// IssueFor is the step from a hold to its transfer instruction, which a page
// takes at once so that the buyer need not wait; the process takes it too, under
// the same command id. Of a hold that has just begun nothing was issued before.
func (p Process) IssueFor(held sambatan.SlotsHeld, recorded eventstore.Recorded) Step {
	step := p.issue(held, cause{&recorded})
	step.Readdress = nil
	return step
}

func (p Process) issue(held sambatan.SlotsHeld, from cause) Step {
	step := p.asking(Payer{held.Campaign, held.Participation, held.Buyer}, held.Amount, held.ExpiresAt, from)
	step.OnRefusal = func(refusal error) ([]Step, bool) {
		if !errors.Is(refusal, ErrCodesUsedUp) {
			return doneBefore(refusal)
		}
		if p.Gateway {
			return nil, true
		}
		cancel := sambatan.CancelHold{Participation: held.Participation, Reason: sambatan.CancelledNoCodes}
		return []Step{toCampaign("cancel hold", held.Campaign, cancel, from)}, true
	}
	return step
}

func (p Process) campaign(event sambatan.Event, from cause) []Step {
	switch e := event.(type) {
	case sambatan.SlotsHeld:
		return []Step{p.issue(e, from)}
	case sambatan.PaymentBegun:
		return []Step{open(e, from)}
	case sambatan.HoldEnding:
		reason := EndExpired
		if e.Reason != "" {
			reason = EndCancelled
		}
		return endIntents(Payer{e.Campaign, e.Participation, e.Buyer}, e.Attempt, reason, from)
	case sambatan.HoldExpired:
		closing := p.closing(e.Participation, e.Amount-e.Parts.Sum(), CloseExpired, from)
		steps := append([]Step{closing}, endIntents(Payer{e.Campaign, e.Participation, e.Buyer}, e.Attempts, EndExpired, from)...)
		return append(steps, p.partsBack(e.Parts, string(sambatan.DeclinedPart), from)...)
	case sambatan.HoldCancelled:
		closing := p.closing(e.Participation, e.Amount-e.Parts.Sum(), CloseCancelled, from)
		steps := append([]Step{closing}, endIntents(Payer{e.Campaign, e.Participation, e.Buyer}, e.Attempts, EndCancelled, from)...)
		return append(steps, p.partsBack(e.Parts, string(sambatan.DeclinedPart), from)...)
	case sambatan.PartPaid:
		return p.askRest(e.Rest, e.Missing+e.Amount, from)
	case sambatan.PartTakenBack:
		return append(p.askRest(e.Rest, e.Missing-e.Amount, from), p.dueRefund(e.Receipt, string(sambatan.DeclinedTakenBack), from))
	case sambatan.SlotsSecured:
		return p.secured(e, from)
	case sambatan.PaymentDeclined:
		return []Step{p.dueRefund(e.Receipt, string(e.Reason), from)}
	case sambatan.SlotsReleased:
		return append([]Step{p.dueRefund(e.Receipt, string(e.Reason), from)}, p.partsBack(e.Parts, string(e.Reason), from)...)
	case sambatan.ReleaseDue:
		return []Step{p.release(e, from)}
	case sambatan.Fulfilled:
		return p.returnPart(e, from)
	case sambatan.Drafted, sambatan.Revised, sambatan.Submitted, sambatan.SubmissionWithdrawn, sambatan.ReviewOverdue, sambatan.SubmissionReturned, sambatan.Approved, sambatan.Published, sambatan.Opened, sambatan.HoldKept,
		sambatan.PaymentEnded, sambatan.PartSettled, sambatan.Closed, sambatan.Succeeded, sambatan.Failed, sambatan.Cancelled,
		sambatan.UnwindingStarted, sambatan.RefundSettled, sambatan.Unwound,
		sambatan.ProductionStarted, sambatan.ProgressReported, sambatan.YieldedShort, sambatan.QualityPassed, sambatan.DispatchDue, sambatan.ShortfallChanged, sambatan.ShippingStarted, sambatan.Completed,
		sambatan.WaitlistJoined, sambatan.SlotsOffered, sambatan.OfferLapsed, sambatan.OfferWithdrawn, sambatan.WaitlistLeft,
		sambatan.ExtensionProposed, sambatan.ExtensionAnswered, sambatan.DeadlineExtended, sambatan.CallOffProposed, sambatan.CallOffDropped, sambatan.Frozen, sambatan.Unfrozen:
	}
	return nil
}

func reactToInstruction(event InstructionEvent, from cause) []Step {
	switch e := event.(type) {
	case TransferReported:
		return []Step{keep(e.Campaign, e.Instruction, e.DecideBy, from)}
	case ReportRejected:
		return []Step{keep(e.Campaign, e.Instruction, e.ExpiresAt, from)}
	case InstructionIssued, InstructionPaid, InstructionClosed:
	}
	return nil
}

func reactToIntent(event IntentEvent, from cause) []Step {
	switch e := event.(type) {
	case IntentClosed:
		return endPayment(e.Payer, e.Through, from)
	case IntentPaid:
		return endPayment(e.Payer, e.Through, from)
	case IntentOpened, IntentCharged, IntentEnding: // what the channel is asked is no command
	}
	return nil
}

func (p Process) receipt(event ReceiptEvent, from cause) []Step {
	switch e := event.(type) {
	case ReceiptRecorded:
		if Method(e.Method) == CashOut {
			return []Step{p.dueRefund(e.Receipt, ReasonCashOut, from)}
		}
		return p.received(e.Receipt, e.Amount, e.PaidAt, matchOf(e), from)
	case ReceiptMatched:
		match := Match{e.Instruction, e.Campaign, e.Participation, e.Buyer, e.Due, e.Code, e.Attempt}
		return p.received(e.Receipt, e.Amount, e.PaidAt, match, from)
	case RefundDue:
		return openRefund(e, from)
	case RefundTransferred:
		if e.Settles {
			return settle(e.Campaign, e.Participation, e.Receipt, from)
		}
	case ShortfallCovered:
		return shortfallCovered(e, from)
	case ReceiptTakenBack:
		return takenBack(e, from)
	case RefundSentAfterAll:
		return sentAfterAll(e, from)
	case ReturnRecorded:
		return returned(e, p.Refunds, from)
	case RefundReturned:
		return wayOfReturned(e, from)
	case ReceiptAllocated, EscrowReleased, RefundTransferProposed, RefundWithdrawn, RefundSentTwice, ReturnProposed, ReturnDropped, ReturnProposalDropped,
		ClawbackProposed, ClawbackAgreed, ClawbackDropped, LossProposed, LossDropped, WalletSpared:
	}
	return nil
}
