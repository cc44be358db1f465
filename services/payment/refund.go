package payment

import (
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// RefundEvent is something that happened on the way of one refund out (stream
// "refund-<refund>"). None of them moves money in the ledger: what the way comes to
// is put on record by the refund's receipt.
//
//sumtype:decl
type RefundEvent interface{ isRefundEvent() }

// Claim names a refund: of which receipt, and whose.
type Claim struct {
	Refund        id.ID `json:"refund"`
	Receipt       id.ID `json:"receipt"`
	Campaign      id.ID `json:"campaign,omitzero"`
	Participation id.ID `json:"participation,omitzero"`
	Buyer         id.ID `json:"buyer,omitzero"`
}

// Origin is how the money came in, on which its way back depends.
type Origin struct {
	Channel   string    `json:"channel,omitzero"`   // empty: bank transfer
	Method    Method    `json:"method,omitzero"`    // of the channel
	Reference string    `json:"reference,omitzero"` // the channel's name for the payment
	PaidAt    time.Time `json:"paid_at,omitzero"`
	// RestsUntil is set when it goes to a new account: nothing is sent before.
	RestsUntil time.Time `json:"rests_until,omitzero"`
}

// RefundOpened means that a way out is to be found for a refund.
type RefundOpened struct {
	Claim
	Origin

	Amount     money.Rupiah `json:"amount"`
	Reason     string       `json:"reason"` // as in RefundDue
	PromisedBy time.Time    `json:"promised_by"`
	ByHand     bool         `json:"by_hand,omitzero"` // no channel is to be used
}

// RefundQueued means that a way was chosen, and that the next attempt may begin.
type RefundQueued struct {
	Claim

	Attempt   int       `json:"attempt"` // that comes next, from 1
	Way       Way       `json:"way"`
	Why       Why       `json:"why"`
	Policy    int       `json:"policy"` // version of the rules that chose
	NotBefore time.Time `json:"not_before"`

	Amount money.Rupiah `json:"amount"`
}

// RefundSubmitted means that the channel is being asked to send the money. It is
// recorded before the request is made.
type RefundSubmitted struct {
	Claim

	Attempt int    `json:"attempt"`
	Way     Way    `json:"way"`
	Key     string `json:"key"` // under which the channel does it once

	At time.Time `json:"at"`
}

// RefundAccepted means that the channel has taken a payout on, under a name of its
// own.
type RefundAccepted struct {
	Claim

	Attempt   int    `json:"attempt"`
	Reference string `json:"reference"`
}

// RefundUnclear means that the channel did not say what became of an attempt. It is
// asked, and nothing is sent under another key.
type RefundUnclear struct {
	Claim

	Attempt int `json:"attempt"`
}

// RefundFailed means that the channel said for sure that an attempt has not sent, and
// will not send, any money.
type RefundFailed struct {
	Claim

	Attempt int     `json:"attempt"`
	Way     Way     `json:"way"`
	Failure Failure `json:"failure"`
	Code    string  `json:"code,omitzero"` // the channel's
	// Stuck is set when nothing follows by itself: an operator has to go on.
	Stuck  bool         `json:"stuck,omitzero"`
	Amount money.Rupiah `json:"amount"`
}

// RefundNeedsDestination means that the buyer has to name an account.
type RefundNeedsDestination struct {
	Claim

	Problem Problem      `json:"problem"`
	Amount  money.Rupiah `json:"amount"`
	Since   time.Time    `json:"since"`
}

// RefundDestinationGiven means that the buyer named another account.
type RefundDestinationGiven struct {
	Claim

	Account    eventstore.Sealed `json:"account"`              // field "refund_account"
	RestsUntil time.Time         `json:"rests_until,omitzero"` // of a cash-out: nothing is sent there before
	StepUp     time.Time         `json:"step_up,omitzero"`     // when the buyer confirmed with a passkey
}

// RefundReminded means that the buyer is told again that an account is needed.
type RefundReminded struct {
	Claim

	Number int          `json:"number"` // from 1
	Amount money.Rupiah `json:"amount"`
}

// RefundSucceeded means that the channel said for sure that the money was sent.
type RefundSucceeded struct {
	Claim

	Attempt  int    `json:"attempt"`
	Way      Way    `json:"way"`
	Exit     int    `json:"exit"`     // how often the money left by now; more than once only after it came back
	Evidence string `json:"evidence"` // the channel's name for it
}

// RefundReversed means that the beneficiary's bank sent the money back.
type RefundReversed struct {
	Claim

	Attempt  int    `json:"attempt"` // 0: an operator had sent it
	Exit     int    `json:"exit"`    // that was undone
	Code     string `json:"code,omitzero"`
	Evidence string `json:"evidence"` // of the exit
	// Line is set when an operator found the money in our bank account: the receipt that its
	// line is recorded as. Back is what the bank calls it there.
	Line id.ID  `json:"line,omitzero"`
	Back string `json:"back,omitzero"`
}

// RefundManualProposed means that an operator says that they sent a large amount;
// somebody else has to say so too.
type RefundManualProposed struct {
	Claim

	By       id.ID     `json:"by"`
	Evidence string    `json:"evidence"`
	StepUp   time.Time `json:"step_up,omitzero"` // when they confirmed with a passkey
}

// RefundManualDone means that an operator sent the money, or has evidence that it was
// sent.
type RefundManualDone struct {
	Claim

	By       id.ID     `json:"by,omitzero"`
	Exit     int       `json:"exit"`
	Evidence string    `json:"evidence"`
	Attempt  int       `json:"attempt,omitzero"` // that the evidence is of; 0: none of ours
	StepUp   time.Time `json:"step_up,omitzero"` // when they confirmed with a passkey
	// AfterAll is set when it had been voided by then: nothing stood behind that money.
	AfterAll bool `json:"after_all,omitempty"`
}

// RefundDoubled means that the money left once more while it was out: the channel had sent it,
// and so had an operator. Nobody is sent anything for it, and nothing stood behind it.
type RefundDoubled struct {
	Claim

	By       id.ID        `json:"by"`
	Number   int          `json:"number"` // from 1
	Amount   money.Rupiah `json:"amount"`
	Evidence string       `json:"evidence"`         // of the exit that there should not have been
	StepUp   time.Time    `json:"step_up,omitzero"` // when they confirmed with a passkey
}

// RefundVoided means that the money need not go back after all: it is in suspense
// again. Said once more, it means that nobody sent it, as somebody had said.
type RefundVoided struct {
	Claim

	Note    string `json:"note"`              // an operator's
	Stopped bool   `json:"stopped,omitempty"` // the channel took back what was to be sent
	// Exit and Evidence are of the last time it left, and came back.
	Exit     int    `json:"exit,omitzero"`
	Evidence string `json:"evidence,omitzero"`
}

// RefundStopped means that the channel took back what is to be sent, or was: once it is
// here, it does not leave any more.
type RefundStopped struct{ Claim }

// RefundDormant means that nothing can be done until the buyer or an operator does
// something. The money stays theirs.
type RefundDormant struct {
	Claim

	Rest   Rest         `json:"rest"`
	Amount money.Rupiah `json:"amount"`
}

// RefundContradicted means that the channel said something about an attempt that does not
// go together with what it had said, or with what an operator put on record. An
// operator has to look into it.
type RefundContradicted struct {
	Claim

	Attempt  int    `json:"attempt"`
	Said     Said   `json:"said"`
	Evidence string `json:"evidence,omitzero"`
}

// ExternalRefundSeen means that the channel sent money back that nobody here had asked it
// to. An operator has to look into it.
type ExternalRefundSeen struct {
	Claim

	Channel   string       `json:"channel"`
	Reference string       `json:"reference"` // of the payment
	Key       string       `json:"key"`       // the channel's name for the refund
	Amount    money.Rupiah `json:"amount"`
}

// ExternalRefundResolved means that an operator knows what it was.
type ExternalRefundResolved struct {
	Claim

	By   id.ID  `json:"by"`
	As   id.ID  `json:"as,omitzero"` // the refund of ours that it was
	Note string `json:"note"`
}

func (RefundOpened) isRefundEvent()           {}
func (RefundQueued) isRefundEvent()           {}
func (RefundSubmitted) isRefundEvent()        {}
func (RefundAccepted) isRefundEvent()         {}
func (RefundUnclear) isRefundEvent()          {}
func (RefundFailed) isRefundEvent()           {}
func (RefundNeedsDestination) isRefundEvent() {}
func (RefundDestinationGiven) isRefundEvent() {}
func (RefundReminded) isRefundEvent()         {}
func (RefundSucceeded) isRefundEvent()        {}
func (RefundReversed) isRefundEvent()         {}
func (RefundManualProposed) isRefundEvent()   {}
func (RefundManualDone) isRefundEvent()       {}
func (RefundDoubled) isRefundEvent()          {}
func (RefundVoided) isRefundEvent()           {}
func (RefundStopped) isRefundEvent()          {}
func (RefundDormant) isRefundEvent()          {}
func (RefundContradicted) isRefundEvent()     {}
func (ExternalRefundSeen) isRefundEvent()     {}
func (ExternalRefundResolved) isRefundEvent() {}

// ClaimOf tells which refund an event is about, and whose.
func ClaimOf(event RefundEvent) Claim {
	switch e := event.(type) {
	case RefundOpened:
		return e.Claim
	case RefundQueued:
		return e.Claim
	case RefundSubmitted:
		return e.Claim
	case RefundAccepted:
		return e.Claim
	case RefundUnclear:
		return e.Claim
	case RefundFailed:
		return e.Claim
	case RefundNeedsDestination:
		return e.Claim
	case RefundDestinationGiven:
		return e.Claim
	case RefundReminded:
		return e.Claim
	case RefundSucceeded:
		return e.Claim
	case RefundReversed:
		return e.Claim
	case RefundManualProposed:
		return e.Claim
	case RefundManualDone:
		return e.Claim
	case RefundDoubled:
		return e.Claim
	case RefundVoided:
		return e.Claim
	case RefundStopped:
		return e.Claim
	case RefundDormant:
		return e.Claim
	case RefundContradicted:
		return e.Claim
	case ExternalRefundSeen:
		return e.Claim
	case ExternalRefundResolved:
		return e.Claim
	}
	return Claim{}
}
