package payment

import (
	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Key is the participation that an event's reaction is about, "" when it is about
// none. The reactions to events of one participation are to be carried out one
// after the other, in the order of the log; of two, side by side, because the
// order makes no difference:
//
//   - A reaction changes what its participation has to itself: its instruction,
//     its intents, its receipt, its place in the campaign. Two meet only where something runs
//     out, and who gets the last one was never promised: an amount's free codes,
//     which the page that issues at once takes too ([Process.IssueFor]), and the
//     free slots for payments whose hold is gone, for which receipts, being
//     streams of their own, race anyhow.
//   - A refund and its receipt are one participation's. Those of money that nobody
//     owns are about none: there the receipt and the way of its refund are lanes of
//     their own, and each puts up with the other's news coming late.
//   - What is about a whole campaign (Closed, DeadlineExtended, Failed, …) leads
//     nowhere, so there is nothing that it could wait for or hold up; or, of one that its
//     brand calls off, to what that owes, whose order makes no difference. What follows
//     from it for a participation is an event of its own: SlotsReleased.
//
// And if it made one, the deciders would put up with it: the tests deliver every
// event late, repeatedly and in any order.
func (Process) Key(event any, _ eventstore.Recorded) string {
	var about id.ID
	switch e := event.(type) {
	case sambatan.Event:
		about = sambatan.ParticipationOf(e)
	case InstructionEvent:
		about = aboutInstruction(e)
	case IntentEvent:
		payer, _ := AttemptOf(e)
		about = payer.Participation
	case ReceiptEvent:
		about = aboutReceipt(e)
	case RefundEvent:
		about = ClaimOf(e).Participation
	}
	if about.IsZero() {
		return ""
	}
	return about.String()
}

// aboutInstruction: an instruction's id is the participation's.
func aboutInstruction(event InstructionEvent) id.ID {
	switch e := event.(type) {
	case InstructionIssued:
		return e.Instruction
	case TransferReported:
		return e.Instruction
	case ReportRejected:
		return e.Instruction
	case InstructionPaid:
		return e.Instruction
	case InstructionClosed:
		return e.Instruction
	}
	return id.ID{}
}

// aboutReceipt: a receipt in suspense is about no participation yet.
func aboutReceipt(event ReceiptEvent) id.ID {
	switch e := event.(type) {
	case ReceiptRecorded:
		return e.Participation
	case ReceiptMatched:
		return e.Participation
	case ReceiptAllocated:
		return e.Participation
	case EscrowReleased:
		return e.Participation
	case RefundDue:
		return e.Participation
	case RefundTransferProposed:
		return e.Participation
	case ClawbackProposed:
		return e.Participation
	case ClawbackAgreed:
		return e.Participation
	case ClawbackDropped:
		return e.Participation
	case LossProposed:
		return e.Participation
	case LossDropped:
		return e.Participation
	case RefundTransferred:
		return e.Participation
	case RefundReturned:
		return e.Participation
	case RefundWithdrawn:
		return e.Participation
	case RefundSentAfterAll:
		return e.Participation
	case RefundSentTwice:
		return e.Participation
	case ReturnProposed, ReturnRecorded, ReturnDropped, ReturnProposalDropped: // of a line of the bank's: a lane of its own
	case ReceiptTakenBack:
		return e.Participation
	case ShortfallCovered:
		return e.Participation
	case WalletSpared:
		return e.Participation
	}
	return id.ID{}
}
