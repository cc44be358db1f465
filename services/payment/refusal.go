package payment

import "time"

// RefusalError is why a command can't be done, as a stable code that pages turn
// into words. Compare with errors.Is against the values below, or take the code
// with errors.AsType. Anything else that a log returns is a failure.
type RefusalError struct{ Code, text string }

func (e *RefusalError) Error() string { return e.text }

// Refusals of instructions.
var (
	ErrCodesUsedUp     = &RefusalError{"codes_used_up", "every unique code of this account and amount is in use"}
	ErrNoInstruction   = &RefusalError{"no_instruction", "no such transfer instruction"}
	ErrNotYours        = &RefusalError{"not_yours", "the transfer instruction is another buyer's"}
	ErrAlreadyPaid     = &RefusalError{"already_paid", "the transfer was found already"}
	ErrNotReported     = &RefusalError{"not_reported", "no transfer was reported"}
	ErrNoReason        = &RefusalError{"no_reason", "a reason is needed"}
	ErrPaidBeforeIssue = &RefusalError{"paid_before_issue", "the transfer is said to be older than its instruction"}
	ErrWrongStream     = &RefusalError{"wrong_stream", "the instruction belongs to another account or amount"}
)

// Refusals of receipts.
var (
	ErrReceiptKnown   = &RefusalError{"receipt_known", "this bank reference was recorded already, otherwise"}
	ErrNoReceipt      = &RefusalError{"no_receipt", "no such receipt"}
	ErrWrongReceipt   = &RefusalError{"wrong_receipt", "the receipt's id does not belong to its account and reference"}
	ErrBadMatch       = &RefusalError{"bad_match", "the match must name instruction, campaign, participation, buyer, amount due and code"}
	ErrAlreadyMatched = &RefusalError{"already_matched", "the receipt belongs to another instruction"}
	ErrNotInSuspense  = &RefusalError{"not_in_suspense", "the receipt's money is not in suspense any more"}
	ErrNotMatched     = &RefusalError{"not_matched", "nobody knows yet what the receipt is for"}
	ErrUnderpaid      = &RefusalError{"underpaid", "the receipt is less than the amount due"}
	ErrAwaitsCampaign = &RefusalError{"awaits_campaign", "the receipt is matched: its campaign decides whether it goes back"}
	ErrAllocated      = &RefusalError{"allocated", "the receipt's money is in escrow: only its campaign can release it"}
	ErrNotInEscrow    = &RefusalError{"not_in_escrow", "the receipt's money is not in escrow"}
	ErrWrongSplit     = &RefusalError{"wrong_split", "what is in escrow is not what is to be divided"}
	ErrInWallet       = &RefusalError{"in_wallet", "the receipt's money is in its buyer's wallet: only that may spend it"}
	ErrCashOut        = &RefusalError{"cash_out", "the receipt's money is on its way from its buyer's wallet to their account"}
	ErrPaidOn         = &RefusalError{"paid_on", "the receipt's money is the brand's already"}
	ErrUnknownReason  = &RefusalError{"unknown_reason", "no such reason for a refund"}
	ErrNoRefund       = &RefusalError{"no_refund", "no such refund"}
	ErrNoEvidence     = &RefusalError{"no_evidence", "the bank's reference of the transfer is needed"}
	ErrOtherEvidence  = &RefusalError{"other_evidence", "the refund was transferred already, with other evidence"}
	ErrNotShort       = &RefusalError{"not_short", "nothing of the receipt is short any more"}
	ErrNoChannel      = &RefusalError{"no_channel", "no channel can take a bank transfer back"}
	ErrBadCover       = &RefusalError{"bad_cover", "no such way to make a shortfall good"}
	ErrRefundRouted   = &RefusalError{"refund_routed", "the refund has a way of its own: only that may say that it was sent"}
)

// Refusals of the ways of refunds.
var (
	ErrNoAttempt        = &RefusalError{"no_attempt", "there was no such attempt to send the refund"}
	ErrOnItsWay         = &RefusalError{"on_its_way", "an attempt may be sending the money right now"}
	ErrAlreadySent      = &RefusalError{"already_sent", "the money has left already"}
	ErrNotOpen          = &RefusalError{"not_open", "the refund is not open any more"}
	ErrWayClosed        = &RefusalError{"way_closed", "the money can't go this way"}
	ErrAccountNeeded    = &RefusalError{"account_needed", "the buyer has to name an account first"}
	ErrNoAccountNeeded  = &RefusalError{"no_account_needed", "the refund does not wait for an account"}
	ErrNotYourRefund    = &RefusalError{"not_your_refund", "the refund is another buyer's"}
	ErrNoCashOut        = &RefusalError{"no_cash_out", "the refund is none that its buyer may call off"}
	ErrNotReleased      = &RefusalError{"not_released", "the money was not released to the brand"}
	ErrTooMuch          = &RefusalError{"too_much", "more than can still go back to the buyer"}
	ErrOwnMoney         = &RefusalError{"own_money", "nobody decides about their own money"}
	ErrNoLoss           = &RefusalError{"no_loss", "nobody proposed that we bear it"}
	ErrNotLost          = &RefusalError{"not_lost", "it is more than what we have borne"}
	ErrLossChanged      = &RefusalError{"loss_changed", "what is short, or proposed, is not what was seen"}
	ErrClawbackOpen     = &RefusalError{"clawback_open", "another proposal waits for somebody's word"}
	ErrNoClawback       = &RefusalError{"no_clawback", "nothing is proposed"}
	ErrClawbackChanged  = &RefusalError{"clawback_changed", "the proposal is not the one that was seen"}
	ErrNotSentByHand    = &RefusalError{"not_sent_by_hand", "nobody here has sent the money, or it came back already"}
	ErrReturnsShort     = &RefusalError{"returns_short", "the money had left although nothing stood behind it: what comes back makes that good"}
	ErrNoReturnProposed = &RefusalError{"no_return_proposed", "nobody says that it is the return of anything"}
	ErrReturnChanged    = &RefusalError{"return_changed", "what is said to have come back is not what was seen"}
	ErrReturnKnown      = &RefusalError{"return_known", "this line of the bank is recorded as what came back of another one"}
	ErrNotSent          = &RefusalError{"not_sent", "the money has not left yet"}
	ErrSameEvidence     = &RefusalError{"same_evidence", "this is the transfer that is on record"}
	ErrFourEyes         = &RefusalError{"four_eyes", "so large an amount has to be confirmed by somebody else"}
	ErrDecided          = &RefusalError{"decided", "a campaign has decided that the money goes back"}
)

// RestError tells that nothing is sent to a new account before Until: its owner may call it
// off. Nor may an operator say that they sent it.
type RestError struct{ Until time.Time }

func (e *RestError) Error() string {
	return "nothing is sent to a new account before " + e.Until.Format(time.RFC3339)
}

// Refusals of payments through a channel.
var (
	ErrNoIntent      = &RefusalError{"no_intent", "no such payment was begun"}
	ErrUnknownMethod = &RefusalError{"unknown_method", "no such way to pay"}
)

// Refusals of all.
var (
	ErrIncomplete     = &RefusalError{"incomplete", "the command lacks an id or an account"}
	ErrBadAmount      = &RefusalError{"bad_amount", "not an acceptable amount"}
	ErrPaidInFuture   = &RefusalError{"paid_in_future", "the transfer is said to be made in the future"}
	ErrUnknownCommand = &RefusalError{"unknown_command", "no such command"}
)
