package payout

import (
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Command asks a brand's account to change.
//
//sumtype:decl
type Command interface{ isCommand() }

// Accrue notes what a receipt released.
type Accrue struct {
	Brand id.ID
	Of    Of
	Split sambatan.Split
	Home  money.Account
}

// ClawBack notes what the brand owes for a refund after the release.
type ClawBack struct {
	Brand  id.ID
	Of     Of
	Refund id.ID // zero: the channel has given the money back
	Amount money.Rupiah
	Home   money.Account
	Reason string
}

// Charge notes what the brand owes us for calling a campaign off.
type Charge struct {
	Brand    id.ID
	Campaign id.ID
	Amount   money.Rupiah
}

// GiveAccount names the account to be paid to.
type GiveAccount struct {
	Brand   id.ID
	By      id.ID
	Account eventstore.Sealed
	StepUp  time.Time `json:"-"` // of [AccountGiven]
}

// ApproveAccount agrees to the newest account.
type ApproveAccount struct {
	Number  int // that was seen
	By      id.ID
	OfBrand id.ID // that By belongs to; zero: none
}

// RefuseAccount does not.
type RefuseAccount struct {
	Number int
	By     id.ID
	Reason string
}

// Hold stops payouts.
type Hold struct {
	Brand  id.ID
	By     id.ID
	Reason string
}

// Resume lets them go on.
type Resume struct {
	By   id.ID
	Note string
}

// Policy is how the platform pays out. It is a setting; every payout keeps its own.
type Policy struct {
	ByHand   bool         // no channel is to be used
	LimitOne money.Rupiah // the most that is paid without two people's approval
}

// Run opens the payout that was planned for now.
type Run struct{ Policy Policy }

// Open begins a payout by hand, of all that is available.
type Open struct {
	By      id.ID
	OfBrand id.ID // that By belongs to; zero: none
	Policy  Policy
	StepUp  time.Time `json:"-"` // of [Approved]
}

// Approve agrees to exactly the payout that Hash was made of.
type Approve struct {
	Payout  id.ID
	By      id.ID
	OfBrand id.ID // that By belongs to; zero: none
	Hash    string
	ByHand  bool      // no channel is to be used
	StepUp  time.Time `json:"-"` // of [Approved]
}

// Cancel ends a payout of which nothing has left.
type Cancel struct {
	Payout id.ID
	By     id.ID
	Reason string
}

// Submit has to be given before the channel is asked to send the money. Only whoever's
// command led to a [Submitted] may ask.
type Submit struct {
	Payout  id.ID
	Attempt int
}

// Accept notes the channel's name for an attempt, which is on its way.
type Accept struct {
	Payout    id.ID
	Attempt   int
	Reference string
}

// NoteUnclear notes that the channel did not say what became of an attempt.
type NoteUnclear struct {
	Payout  id.ID
	Attempt int
}

// NoteSent notes that the channel said for sure that an attempt sent the money.
type NoteSent struct {
	Payout   id.ID
	Attempt  int
	Evidence string
}

// NoteNotSent notes that the channel said for sure that an attempt sent nothing, or that
// what it had sent came back.
type NoteNotSent struct {
	Payout  id.ID
	Attempt int
	Failure payment.Failure
	Code    string
}

// NoteOther notes that the channel knows a payout under the name of an attempt that sent another
// amount: it is not ours, and somebody has to find out whose it is.
type NoteOther struct {
	Payout   id.ID
	Attempt  int
	Evidence string // the channel's name for it
}

// Misdirect notes, before anything was sent, that the account is of no use, or that the
// channel does not serve its bank.
type Misdirect struct {
	Payout  id.ID
	Attempt int
	Problem payment.Problem
	Bank    bool
}

// Retry begins the next attempt now.
type Retry struct {
	Payout id.ID
	Way    payment.Way
}

// MarkPaid notes that an operator sent the money.
type MarkPaid struct {
	Payout   id.ID
	By       id.ID
	Evidence string
}

// NoteReturn notes that what an operator had sent came back to our bank account.
type NoteReturn struct {
	Payout id.ID
	Amount money.Rupiah
	Line   id.ID  // the receipt that the bank's line is recorded as
	Back   string // the bank's reference of it
	By     id.ID  // the operator who says so
	Said   id.ID  // who had said so first, where it takes two
}

func (Accrue) isCommand()         {}
func (ClawBack) isCommand()       {}
func (Charge) isCommand()         {}
func (GiveAccount) isCommand()    {}
func (ApproveAccount) isCommand() {}
func (RefuseAccount) isCommand()  {}
func (Hold) isCommand()           {}
func (Resume) isCommand()         {}
func (Run) isCommand()            {}
func (Open) isCommand()           {}
func (Approve) isCommand()        {}
func (Cancel) isCommand()         {}
func (Submit) isCommand()         {}
func (Accept) isCommand()         {}
func (NoteUnclear) isCommand()    {}
func (NoteSent) isCommand()       {}
func (NoteNotSent) isCommand()    {}
func (NoteOther) isCommand()      {}
func (Misdirect) isCommand()      {}
func (Retry) isCommand()          {}
func (MarkPaid) isCommand()       {}
func (NoteReturn) isCommand()     {}
