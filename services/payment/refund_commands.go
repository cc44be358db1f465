package payment

import (
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// RefundCommand asks the way of a refund to change.
//
//sumtype:decl
type RefundCommand interface{ isRefundCommand() }

// OpenRefund begins the way, and chooses it.
type OpenRefund struct {
	Claim
	Origin

	Amount     money.Rupiah
	Reason     string
	PromisedBy time.Time
	ByHand     bool
	Returned   bool `json:",omitempty"` // it had been sent without a way, and came back
}

// SubmitRefund has to be given before the channel is asked to send the money. Only
// whoever's command led to a [RefundSubmitted] may ask.
type SubmitRefund struct{ Attempt int }

// AcceptPayout notes the channel's name for a payout.
type AcceptPayout struct {
	Attempt   int
	Reference string
}

// NoteUnclear notes that the channel did not say what became of an attempt.
type NoteUnclear struct{ Attempt int }

// NoteSent notes that the channel said for sure that an attempt sent the money.
type NoteSent struct {
	Attempt  int
	Evidence string
}

// NoteNotSent notes that the channel said for sure that an attempt sent nothing, or
// that what it had sent came back.
type NoteNotSent struct {
	Attempt int
	Failure Failure
	Code    string
}

// Misdirect notes that the buyer's account is of no use for the attempt that would be
// next.
type Misdirect struct {
	Attempt int
	Problem Problem
	Rest    Rest // RestErased instead of a problem: nobody can be asked
	Bank    bool // instead of a problem: the channel does not serve the bank, an operator has to
}

// GiveDestination names another account.
type GiveDestination struct {
	Buyer   id.ID
	Account eventstore.Sealed
	StepUp  time.Time `json:"-"`
}

// RemindBuyer tells the buyer again that an account is needed.
type RemindBuyer struct{ Number int }

// LetRest ends the waiting for an account.
type LetRest struct{}

// RetryRefund begins the next attempt now, by the way that the rules choose.
type RetryRefund struct{}

// SwitchWay begins the next attempt now, by the way that an operator chose.
type SwitchWay struct{ Way Way }

// MarkRefundSent notes that an operator sent the money. While an attempt is on its way
// the evidence must be of that very attempt, or it could leave twice. StepUp is when the
// operator confirmed with a passkey: no part of what is asked, so that the same form sent
// again after another confirmation is the same command.
type MarkRefundSent struct {
	By        id.ID
	Evidence  string
	OfAttempt bool
	StepUp    time.Time `json:"-"`
}

// MarkSentTwice notes that it left once more while it was out.
type MarkSentTwice struct {
	By       id.ID
	Evidence string
	StepUp   time.Time `json:"-"`
}

// NoteBankReturn notes that what an operator had sent came back to our bank account.
type NoteBankReturn struct {
	Exit   int // that came back
	Amount money.Rupiah
	Line   id.ID  // the receipt that the bank's line is recorded as
	Back   string // the bank's reference of it
	By     id.ID  // the operator who says so
}

// VoidRefund puts the money back into suspense, where an operator can tell what it is
// for; that of a cash-out into the wallet, which is its buyer's to ask for, too.
type VoidRefund struct {
	Note  string
	Buyer id.ID `json:",omitzero"` // who calls a cash-out off; zero: an operator
}

// StopRefund has the money not leave any more: the channel took it back. Of a refund that
// is on its way or was sent, what comes back stays here.
type StopRefund struct{ Claim }

// SeeExternalRefund notes a refund that the channel made by itself.
type SeeExternalRefund struct {
	Claim

	Channel   string
	Reference string
	Key       string
	Amount    money.Rupiah
}

// ResolveExternalRefund notes what it was.
type ResolveExternalRefund struct {
	By   id.ID
	As   id.ID
	Note string
}

func (OpenRefund) isRefundCommand()            {}
func (SubmitRefund) isRefundCommand()          {}
func (AcceptPayout) isRefundCommand()          {}
func (NoteUnclear) isRefundCommand()           {}
func (NoteSent) isRefundCommand()              {}
func (NoteNotSent) isRefundCommand()           {}
func (Misdirect) isRefundCommand()             {}
func (GiveDestination) isRefundCommand()       {}
func (RemindBuyer) isRefundCommand()           {}
func (LetRest) isRefundCommand()               {}
func (RetryRefund) isRefundCommand()           {}
func (SwitchWay) isRefundCommand()             {}
func (MarkRefundSent) isRefundCommand()        {}
func (MarkSentTwice) isRefundCommand()         {}
func (NoteBankReturn) isRefundCommand()        {}
func (VoidRefund) isRefundCommand()            {}
func (StopRefund) isRefundCommand()            {}
func (SeeExternalRefund) isRefundCommand()     {}
func (ResolveExternalRefund) isRefundCommand() {}
