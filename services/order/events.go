package order

import (
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// Event is something that happened to an order.
//
//sumtype:decl
type Event interface {
	isEvent()
	// Whose order it is.
	Whose() Parties
}

// Parties are whom an order is between. Every event names them, so that nobody who
// reads one needs another.
type Parties struct {
	Campaign      id.ID `json:"campaign"`
	Participation id.ID `json:"participation"`
	Buyer         id.ID `json:"buyer"`
	Brand         id.ID `json:"brand"`
}

// Whose implements Event for all that embed Parties.
func (p Parties) Whose() Parties { return p }

// Opened means that the batch is made, and the brand has to send this part of it.
type Opened struct {
	Parties

	Slots  int       `json:"slots"`
	SendBy time.Time `json:"send_by"` // after this the buyer may complain that nothing came

	Amount money.Rupiah `json:"amount,omitzero"` // that the buyer paid; logs from before do not tell
}

// HeldBack means that the channel took back what had paid for the order before anything was
// sent, and nobody has made it good: the goods stay where they are. A later one says what is
// missing then.
type HeldBack struct {
	Parties

	Short    money.Rupiah `json:"short"`      // of what the buyer paid
	GiveUpBy time.Time    `json:"give_up_by"` // then the order is given up; a later one does not put it off
}

// Cleared means that nothing is missing any more: the goods may be sent.
type Cleared struct {
	Parties

	SendBy time.Time `json:"send_by"` // as in Opened, anew
}

// GivenUp means that nobody made good what was missing in time, or that an operator did not
// wait for it. The campaign gives the slots up, and the brand keeps the goods.
type GivenUp struct {
	Parties

	By   id.ID  `json:"by,omitzero"` // the operator; zero: time
	Note string `json:"note,omitzero"`
}

// ParcelSent means that a parcel was handed to a courier.
type ParcelSent struct {
	Parties

	Parcel   int       `json:"parcel"` // counted from 1
	Courier  Courier   `json:"courier"`
	Resi     string    `json:"resi"`
	At       time.Time `json:"at"`
	Replaces int       `json:"replaces,omitzero"` // the parcel in trouble that this one stands in for
	By       Source    `json:"by"`
}

// ResiCorrected means that a parcel had been entered wrongly. What it was stays known.
type ResiCorrected struct {
	Parties

	Parcel     int     `json:"parcel"`
	Courier    Courier `json:"courier"`
	Resi       string  `json:"resi"`
	WasCourier Courier `json:"was_courier"`
	WasResi    string  `json:"was_resi"`
	By         Source  `json:"by"`
}

// ParcelDelivered means that a parcel has reached its buyer, in somebody's word.
type ParcelDelivered struct {
	Parties

	Parcel int       `json:"parcel"`
	At     time.Time `json:"at"`
	By     Source    `json:"by"`
}

// Trouble means that a parcel will not reach its buyer as it should.
type Trouble struct {
	Parties

	Parcel int    `json:"parcel"`
	Kind   Mishap `json:"kind"`
	By     Source `json:"by"`
}

// Delivered means that every parcel has arrived: the time to complain begins.
type Delivered struct {
	Parties

	ConfirmBy time.Time `json:"confirm_by"` // then the order counts as confirmed, unless it is disputed
}

// Reminded means that the buyer was told that the time to complain is nearly over.
type Reminded struct {
	Parties

	ConfirmBy time.Time `json:"confirm_by"`
}

// Confirmed means that the buyer has what they paid for, or what a decision gives them. It
// ends the order.
type Confirmed struct {
	Parties

	By     Ground       `json:"by"`
	Refund money.Rupiah `json:"refund,omitzero"` // goes back: the decision was in part
}

// Disputed means that the buyer complained: nothing is paid on before it is settled.
type Disputed struct {
	Parties

	Reason Reason            `json:"reason"`
	Words  eventstore.Sealed `json:"words"`
}

// DisputeAnswered means that the brand gave its side.
type DisputeAnswered struct {
	Parties

	Words eventstore.Sealed `json:"words"` // with the buyer's key: they are about the buyer
}

// DecisionProposed means that an operator would decide a dispute so; it is so much money
// that somebody else has to agree. A later proposal takes its place.
type DecisionProposed struct {
	Parties
	Decision

	StepUp time.Time `json:"step_up,omitzero"` // when they confirmed with a passkey
}

// Decision is exactly what is proposed, and agreed to.
type Decision struct {
	Number   int          `json:"number"` // of the proposal, from 1
	For      Side         `json:"for"`
	Refund   money.Rupiah `json:"refund,omitzero"` // in part: goes back
	By       id.ID        `json:"by"`
	Note     string       `json:"note"`
	LimitOne money.Rupiah `json:"limit_one"` // the most that goes back by one person's word
	Hash     string       `json:"hash"`      // of all of this, and of the order
}

// DisputeDecided means that an operator settled the dispute.
type DisputeDecided struct {
	Parties

	For    Side         `json:"for"`
	By     id.ID        `json:"by"` // the operator
	Note   string       `json:"note"`
	Refund money.Rupiah `json:"refund,omitzero"` // in part: goes back to the buyer; the rest is the brand's
	// Agreed is who else agreed to exactly the proposal of this hash.
	Agreed id.ID     `json:"agreed,omitzero"`
	Hash   string    `json:"hash,omitzero"`
	StepUp time.Time `json:"step_up,omitzero"` // when whoever spoke last confirmed with a passkey
	// AppealBy is until when those it is against may appeal; it is executed then. Zero: it
	// is the last word, and what it says has happened with it.
	AppealBy time.Time `json:"appeal_by,omitzero"`
}

// DecisionAccepted means that a side which a decision is against does not appeal.
type DecisionAccepted struct {
	Parties

	By Source `json:"by"`
}

// DecisionAppealed means that somebody else decides the dispute once more, for the last
// time. The decision before has no effect.
type DecisionAppealed struct {
	Parties

	By    Source            `json:"by"`
	Words eventstore.Sealed `json:"words"` // with the buyer's key
}

// DecisionExecuted means that nobody appealed in time, or nobody will: it is done as
// decided.
type DecisionExecuted struct {
	Parties

	For    Side         `json:"for"`
	Refund money.Rupiah `json:"refund,omitzero"` // as decided
}

// ReturnAwaited means that the goods go back before the money does. The brand has to say
// where to.
type ReturnAwaited struct {
	Parties

	AddressBy time.Time `json:"address_by"` // after this the buyer need not send anything
}

// ReturnAddressGiven means that the brand said where the goods are to be sent.
type ReturnAddressGiven struct {
	Parties

	To     eventstore.Sealed `json:"to"`      // with the buyer's key: they read it
	SendBy time.Time         `json:"send_by"` // after this the money is the brand's
}

// SentBack means that the buyer handed the goods to a courier. A later one corrects it.
type SentBack struct {
	Parties

	Courier Courier   `json:"courier"`
	Resi    string    `json:"resi"`
	At      time.Time `json:"at"`

	ArriveBy time.Time `json:"arrive_by,omitzero"` // then the brand is asked; a correction does not put it off. Logs from before do not tell
}

// ReturnOverdue means that nobody has said what became of goods on their way back: the brand
// is asked.
type ReturnOverdue struct {
	Parties

	AnswerBy time.Time `json:"answer_by"` // without an answer they count as arrived then
}

// ReturnMissing means that the brand answered that nothing came: an operator decides anew.
type ReturnMissing struct{ Parties }

// ReturnArrived means that the brand has its goods again: the buyer's money goes back.
type ReturnArrived struct {
	Parties

	By Source `json:"by"` // in whose word
}

// ReturnLapsed means that a side did not do its part of a return in time, and lost by it.
type ReturnLapsed struct {
	Parties

	By Source `json:"by"` // the brand gave no address, or the buyer sent nothing
}

// DisputeWithdrawn means that the buyer settled the dispute.
type DisputeWithdrawn struct{ Parties }

// Closed means that the slots were released: the buyer's money goes back. It ends the order.
type Closed struct{ Parties }

func (Opened) isEvent()             {}
func (HeldBack) isEvent()           {}
func (Cleared) isEvent()            {}
func (GivenUp) isEvent()            {}
func (ParcelSent) isEvent()         {}
func (ResiCorrected) isEvent()      {}
func (ParcelDelivered) isEvent()    {}
func (Trouble) isEvent()            {}
func (Delivered) isEvent()          {}
func (Reminded) isEvent()           {}
func (Confirmed) isEvent()          {}
func (Disputed) isEvent()           {}
func (DisputeAnswered) isEvent()    {}
func (DecisionProposed) isEvent()   {}
func (DisputeDecided) isEvent()     {}
func (DisputeWithdrawn) isEvent()   {}
func (DecisionAccepted) isEvent()   {}
func (DecisionAppealed) isEvent()   {}
func (DecisionExecuted) isEvent()   {}
func (ReturnAwaited) isEvent()      {}
func (ReturnAddressGiven) isEvent() {}
func (SentBack) isEvent()           {}
func (ReturnOverdue) isEvent()      {}
func (ReturnMissing) isEvent()      {}
func (ReturnArrived) isEvent()      {}
func (ReturnLapsed) isEvent()       {}
func (Closed) isEvent()             {}
