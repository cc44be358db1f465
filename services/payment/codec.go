package payment

import (
	"strconv"
	"strings"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// Codecs of the kinds of streams. The type strings are written by hand and
// never change.
var (
	InstructionCodec = instructionCodec()
	ReceiptCodec     = receiptCodec()
	IntentCodec      = intentCodec()
	RefundCodec      = refundCodec()
)

// Aggregates of this service.
var (
	Instructions = eventstore.NewAggregate("transfer", InstructionDecider, InstructionCodec)
	Receipts     = eventstore.NewAggregate("receipt", ReceiptDecider, ReceiptCodec)
	Intents      = eventstore.NewAggregate("intent", IntentDecider, IntentCodec)
	Refunds      = eventstore.NewAggregate("refund", RefundDecider, RefundCodec)
)

func instructionCodec() *eventstore.Codec[InstructionEvent] {
	c := eventstore.NewCodec[InstructionEvent]()
	eventstore.Register[InstructionIssued](c, "payment.instruction_issued.v1")
	eventstore.Register[TransferReported](c, "payment.transfer_reported.v1")
	eventstore.Register[ReportRejected](c, "payment.report_rejected.v1")
	eventstore.Register[InstructionPaid](c, "payment.instruction_paid.v1")
	eventstore.Register[InstructionClosed](c, "payment.instruction_closed.v1")
	return c
}

func receiptCodec() *eventstore.Codec[ReceiptEvent] {
	c := eventstore.NewCodec[ReceiptEvent]()
	eventstore.Register[ReceiptRecorded](c, "payment.receipt_recorded.v1")
	eventstore.Register[ReceiptMatched](c, "payment.receipt_matched.v1")
	eventstore.Register[ReceiptAllocated](c, "payment.receipt_allocated.v1")
	eventstore.Register[EscrowReleased](c, "payment.escrow_released.v1")
	eventstore.Register[RefundDue](c, "payment.refund_due.v1")
	eventstore.Register[RefundTransferProposed](c, "payment.refund_transfer_proposed.v1")
	eventstore.Register[RefundTransferred](c, "payment.refund_transferred.v1")
	eventstore.Register[RefundReturned](c, "payment.refund_returned.v1")
	eventstore.Register[RefundWithdrawn](c, "payment.refund_withdrawn.v1")
	eventstore.Register[RefundSentAfterAll](c, "payment.refund_sent_after_all.v1")
	eventstore.Register[RefundSentTwice](c, "payment.refund_sent_twice.v1")
	eventstore.Register[ReturnProposed](c, "payment.return_proposed.v1")
	eventstore.Register[ReturnRecorded](c, "payment.return_recorded.v1")
	eventstore.Register[ReturnDropped](c, "payment.return_dropped.v1")
	eventstore.Register[ReturnProposalDropped](c, "payment.return_proposal_dropped.v1")
	eventstore.Register[ReceiptTakenBack](c, "payment.receipt_taken_back.v1")
	eventstore.Register[LossProposed](c, "payment.loss_proposed.v1")
	eventstore.Register[WalletSpared](c, "payment.wallet_spared.v1")
	eventstore.Register[LossDropped](c, "payment.loss_dropped.v1")
	eventstore.Register[ShortfallCovered](c, "payment.shortfall_covered.v1")
	eventstore.Register[ClawbackProposed](c, "payment.clawback_proposed.v1")
	eventstore.Register[ClawbackAgreed](c, "payment.clawback_agreed.v1")
	eventstore.Register[ClawbackDropped](c, "payment.clawback_dropped.v1")
	return c
}

func intentCodec() *eventstore.Codec[IntentEvent] {
	c := eventstore.NewCodec[IntentEvent]()
	eventstore.Register[IntentOpened](c, "payment.intent_opened.v1")
	eventstore.Register[IntentCharged](c, "payment.intent_charged.v1")
	eventstore.Register[IntentEnding](c, "payment.intent_ending.v1")
	eventstore.Register[IntentClosed](c, "payment.intent_closed.v1")
	eventstore.Register[IntentPaid](c, "payment.intent_paid.v1")
	return c
}

func refundCodec() *eventstore.Codec[RefundEvent] {
	c := eventstore.NewCodec[RefundEvent]()
	eventstore.Register[RefundOpened](c, "payment.refund_opened.v1")
	eventstore.Register[RefundQueued](c, "payment.refund_queued.v1")
	eventstore.Register[RefundSubmitted](c, "payment.refund_submitted.v1")
	eventstore.Register[RefundAccepted](c, "payment.refund_accepted.v1")
	eventstore.Register[RefundUnclear](c, "payment.refund_unclear.v1")
	eventstore.Register[RefundFailed](c, "payment.refund_failed.v1")
	eventstore.Register[RefundNeedsDestination](c, "payment.refund_needs_destination.v1")
	eventstore.Register[RefundDestinationGiven](c, "payment.refund_destination_given.v1")
	eventstore.Register[RefundReminded](c, "payment.refund_reminded.v1")
	eventstore.Register[RefundSucceeded](c, "payment.refund_succeeded.v1")
	eventstore.Register[RefundReversed](c, "payment.refund_reversed.v1")
	eventstore.Register[RefundManualProposed](c, "payment.refund_manual_proposed.v1")
	eventstore.Register[RefundDoubled](c, "payment.refund_doubled.v1")
	eventstore.Register[RefundManualDone](c, "payment.refund_manual_done.v1")
	eventstore.Register[RefundVoided](c, "payment.refund_voided.v1")
	eventstore.Register[RefundStopped](c, "payment.refund_stopped.v1")
	eventstore.Register[RefundDormant](c, "payment.refund_dormant.v1")
	eventstore.Register[RefundContradicted](c, "payment.refund_contradicted.v1")
	eventstore.Register[ExternalRefundSeen](c, "payment.external_refund_seen.v1")
	eventstore.Register[ExternalRefundResolved](c, "payment.external_refund_resolved.v1")
	return c
}

// InstructionStream is the identity, within the aggregate Instructions, of the
// instructions for one receiving account and one amount.
func InstructionStream(account string, amount money.Rupiah) string {
	return account + "-" + strconv.FormatInt(int64(amount), 10)
}

// InstructionAmount is the amount in the name of such a stream; 0: it has none.
func InstructionAmount(stream eventstore.StreamID) money.Rupiah {
	name := stream.Identity()
	amount, _ := strconv.ParseInt(name[strings.LastIndexByte(name, '-')+1:], 10, 64)
	return money.Rupiah(amount)
}

// receiptNamespace is what receipts' ids are derived in.
var receiptNamespace = id.MustParse("3c9d4f50-6a0b-5d0e-9f3b-2f6f7b1f4a11")

// ReceiptID names the receipt of one line of a bank statement, by our account
// and the bank's reference, or of one transaction of a channel, by both names, so that the same line can't be entered twice. Case
// and spaces make no difference.
func ReceiptID(account, reference string) id.ID {
	return id.Derive(receiptNamespace, strings.ToUpper(tidy(account)+"\n"+tidy(reference)))
}

// RefundID names the nth refund of a receipt, counted from 1.
func RefundID(receipt id.ID, n int) id.ID { return id.Derive(receipt, "refund "+strconv.Itoa(n)) }
