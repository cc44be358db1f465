package order

import (
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// Command asks an order to do something. Where it holds a Brand, that is who asks; the
// zero id stands for an operator.
//
//sumtype:decl
type Command interface{ isCommand() }

// Open begins an order.
type Open struct {
	Parties

	Slots  int
	Amount money.Rupiah `json:",omitzero"`
	Short  money.Rupiah `json:",omitzero"` // of it, that is missing already
}

// NoteShortfall tells how much is missing of what was paid for the order; 0: nothing.
type NoteShortfall struct{ Short money.Rupiah }

// GiveUp ends an order that is held back before its time is over.
type GiveUp struct {
	By   id.ID
	Note string
}

// GiveUpDue ends an order that was held back for too long.
type GiveUpDue struct{}

// SendParcel notes a parcel that left.
type SendParcel struct {
	Brand   id.ID
	Courier Courier
	Resi    string
}

// CorrectResi mends what was entered wrongly.
type CorrectResi struct {
	Brand   id.ID
	Parcel  int
	Courier Courier
	Resi    string
}

// NoteDelivered notes that a parcel arrived. At is when; zero: now.
type NoteDelivered struct {
	Brand  id.ID
	Parcel int
	At     time.Time
}

// NoteTrouble notes that a parcel will not arrive as it should.
type NoteTrouble struct {
	Brand  id.ID
	Parcel int
	Kind   Mishap
}

// Confirm is the buyer's word that everything is there.
type Confirm struct{ Buyer id.ID }

// ConfirmDue confirms an order that nobody complained about in time.
type ConfirmDue struct{}

// Remind tells the buyer that the time to complain is nearly over.
type Remind struct{}

// Dispute is the buyer's complaint.
type Dispute struct {
	Buyer  id.ID
	Reason Reason
	Words  eventstore.Sealed
}

// AnswerDispute is the brand's side. It may be given again.
type AnswerDispute struct {
	Brand id.ID
	Words eventstore.Sealed
}

// DecideDispute is the operator's word. What sends more than the limit back waits for
// another one's.
type DecideDispute struct {
	For      Side
	Refund   money.Rupiah `json:",omitzero"` // in part: goes back, in whole thousands
	By       id.ID
	OfBrand  id.ID `json:",omitzero"` // that they are of, if any
	Note     string
	LimitOne money.Rupiah
	StepUp   time.Time `json:"-"`
}

// AgreeDecision is the second person's word; Hash is of what they saw.
type AgreeDecision struct {
	By      id.ID
	OfBrand id.ID `json:",omitzero"` // as in DecideDispute
	Hash    string
	StepUp  time.Time `json:"-"`
}

// AcceptDecision is the word of a side, a buyer or a brand, that it does not appeal.
type AcceptDecision struct{ By id.ID }

// AppealDecision asks for another operator's decision.
type AppealDecision struct {
	By    id.ID // a buyer or a brand
	Words eventstore.Sealed
}

// ExecuteDue does what was decided, unless somebody appealed in time.
type ExecuteDue struct{}

// GiveReturnAddress says where the goods go back to. It may be given again until they are
// sent.
type GiveReturnAddress struct {
	Brand id.ID
	To    eventstore.Sealed
}

// SendBack notes that the buyer sent the goods back. It may be given again: then the first
// one was entered wrongly.
type SendBack struct {
	Buyer   id.ID
	Courier Courier
	Resi    string
}

// ConfirmReturn notes that the goods are back.
type ConfirmReturn struct{ Brand id.ID }

// DenyReturn is the brand's answer that the goods did not come.
type DenyReturn struct{ Brand id.ID }

// EndReturn ends a return that a side did not do its part of in time.
type EndReturn struct{}

// WithdrawDispute is the buyer's word that it is settled.
type WithdrawDispute struct{ Buyer id.ID }

// Close ends an order whose slots were released.
type Close struct{}

func (Open) isCommand()              {}
func (NoteShortfall) isCommand()     {}
func (GiveUp) isCommand()            {}
func (GiveUpDue) isCommand()         {}
func (SendParcel) isCommand()        {}
func (CorrectResi) isCommand()       {}
func (NoteDelivered) isCommand()     {}
func (NoteTrouble) isCommand()       {}
func (Confirm) isCommand()           {}
func (ConfirmDue) isCommand()        {}
func (Remind) isCommand()            {}
func (Dispute) isCommand()           {}
func (AnswerDispute) isCommand()     {}
func (DecideDispute) isCommand()     {}
func (AgreeDecision) isCommand()     {}
func (WithdrawDispute) isCommand()   {}
func (AcceptDecision) isCommand()    {}
func (AppealDecision) isCommand()    {}
func (ExecuteDue) isCommand()        {}
func (GiveReturnAddress) isCommand() {}
func (SendBack) isCommand()          {}
func (ConfirmReturn) isCommand()     {}
func (DenyReturn) isCommand()        {}
func (EndReturn) isCommand()         {}
func (Close) isCommand()             {}
