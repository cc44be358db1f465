package sambatan

import (
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// Command asks a campaign to do something.
//
//sumtype:decl
type Command interface{ isCommand() }

// Draft begins a campaign.
type Draft struct {
	Campaign id.ID
	Brand    id.ID
	Product  id.ID
	Title    string
	Batch    int
	Terms    Terms
	By       id.ID // user
}

// Revise changes a draft.
type Revise struct {
	Title string
	Terms Terms
	By    id.ID // user
}

// Submit asks for a draft to be published, by a user of the brand's.
type Submit struct{ By id.ID }

// WithdrawSubmission makes it a draft again.
type WithdrawSubmission struct{ By id.ID }

// ReviewDue says that a submission has waited for too long, when it has.
type ReviewDue struct{}

// ReturnSubmission sends a submission back to its brand, to be corrected.
type ReturnSubmission struct {
	Submission int   // that was looked at
	By         id.ID // user
	Brand      id.ID // of whoever judges, if any: nobody judges their own
	Reason     string
}

// Approve freezes the terms and publishes them. A campaign whose OpensAt has come
// opens at once.
type Approve struct {
	Submission int   // that was looked at
	By         id.ID // user
	Brand      id.ID // as in ReturnSubmission
}

// Open lets buyers in, when OpensAt has come.
type Open struct{}

// Join holds slots for a buyer.
type Join struct {
	Participation id.ID
	Buyer         id.ID
	Slots         int
	Consent       Consent
	Address       eventstore.Sealed
	RefundAccount eventstore.Sealed
	Public        eventstore.Sealed
}

// CancelHold gives unpaid slots back. Buyer is who asks; the zero id stands for
// the platform itself.
type CancelHold struct {
	Participation id.ID
	Buyer         id.ID
	Reason        CancelReason
}

// KeepHold sets when a hold lapses: its buyer reported a transfer, so it is kept
// until Until; or an operator found none, so Until is the hold's own expiry.
type KeepHold struct {
	Participation id.ID
	Until         time.Time
}

// BeginPayment lets a buyer pay through a channel that is asked before the slots
// are given away. Repeated with another method, it is a new attempt.
type BeginPayment struct {
	Participation id.ID
	Buyer         id.ID
	Method        string
}

// EndPayment tells that no attempt up to Attempt will be paid any more.
type EndPayment struct {
	Participation id.ID
	Attempt       int
}

// LapseHolds expires every hold whose time is over.
type LapseHolds struct{}

// Secure offers a receipt for a participation.
type Secure struct {
	Participation id.ID
	Receipt       id.ID
	Amount        money.Rupiah // received, without the unique code
	PaidAt        time.Time    // the transfer's own time, by which lateness is judged
}

// TakeBack tells that a channel took a receipt's money back, or some of it. It may come
// before the receipt was offered.
type TakeBack Secure

// NoteShortfall tells that more of a receipt's money is missing, or (below nothing) less:
// what TakeBack leads to before the outcome is known, this is for afterwards.
type NoteShortfall struct {
	Participation id.ID
	Receipt       id.ID
	Change        money.Rupiah
}

// Close ends joining, when the deadline has come, and settles if nothing is awaited.
type Close struct{}

// Abort calls the campaign off. An operator's word, by which more than LimitOne goes
// back to buyers, waits for another one's.
type Abort struct {
	Reason   string
	By       Canceller
	Operator id.ID        `json:",omitzero"` // ByPlatform: who
	LimitOne money.Rupiah `json:",omitzero"` // ByPlatform
	StepUp   time.Time    `json:"-"`         // when whoever speaks confirmed with a passkey
}

// AgreeCallOff is the second operator's word; Hash is of what they saw.
type AgreeCallOff struct {
	Operator id.ID
	Hash     string
	StepUp   time.Time `json:"-"`
}

// DropCallOff takes the proposal of this hash back, whoever had made it.
type DropCallOff struct {
	Operator id.ID
	Hash     string
}

// SettleRefund notes that a released participation was refunded: that one of the receipts
// that had secured it was or, without one, all of them. Other money of the same buyer
// (paid twice, declined) has its own way back and does not count here.
type SettleRefund struct{ Participation, Receipt id.ID }

// StartProduction begins the batch.
type StartProduction struct{}

// PassQuality makes the batch ready to be sent.
type PassQuality struct{}

// YieldShort makes the batch ready although fewer slots were made than are secured:
// Made of them go to buyers in the order in which they came, the others get their
// money back.
type YieldShort struct {
	Made   int
	Reason string
}

// ReportProgress tells the buyers how the batch is coming along. ReadyBy, when
// given, is when it is expected to be ready.
type ReportProgress struct {
	Milestone Milestone
	Note      string
	Photo     string // an https address
	ReadyBy   time.Time
}

// StartShipping notes that a parcel left.
type StartShipping struct{}

// Fulfil notes that a buyer has what they paid for, and that nothing is in dispute.
type Fulfil struct {
	Participation id.ID
	Refund        money.Rupiah `json:",omitzero"` // goes back: a dispute was decided in part
}

// ReturnSecured gives a buyer's slots up whose parcel was lost, who was right in a dispute,
// or whose payment was taken back.
type ReturnSecured struct {
	Participation id.ID
	Reason        RefundReason `json:",omitzero"` // empty: RefundedDispute
}

// JoinWaitlist asks for slots that are not free. No money is asked for before
// they are offered and taken.
type JoinWaitlist Join

// AcceptOffer takes the slots that were offered to a buyer on the waitlist.
type AcceptOffer struct{ Participation, Buyer id.ID }

// LeaveWaitlist gives up a place on the waitlist, or declines what was offered.
type LeaveWaitlist struct{ Participation, Buyer id.ID }

// LapseOffers ends every offer whose time is over.
type LapseOffers struct{}

// ProposeExtension asks those who joined whether they would wait for a later deadline.
type ProposeExtension struct {
	Deadline time.Time
	Reason   string
}

// AnswerExtension is a buyer's answer for one participation. It may be changed
// until the deadline.
type AnswerExtension struct {
	Participation id.ID
	Buyer         id.ID
	Accept        bool
}

// CloseEarly ends joining before the deadline; the brand asks for it, once
// enough slots are secured.
type CloseEarly struct{}

// CancelSecured gives paid slots back, within the cool-off.
type CancelSecured struct{ Participation, Buyer id.ID }

// Freeze stops joins, offers and success until it is known whether all is right.
type Freeze struct{ Reason string }

// Unfreeze lets the campaign go on.
type Unfreeze struct{ Reason string }

func (Draft) isCommand()           {}
func (Revise) isCommand()          {}
func (Open) isCommand()            {}
func (Join) isCommand()            {}
func (CancelHold) isCommand()      {}
func (KeepHold) isCommand()        {}
func (BeginPayment) isCommand()    {}
func (EndPayment) isCommand()      {}
func (LapseHolds) isCommand()      {}
func (Secure) isCommand()          {}
func (TakeBack) isCommand()        {}
func (NoteShortfall) isCommand()   {}
func (Close) isCommand()           {}
func (Abort) isCommand()           {}
func (AgreeCallOff) isCommand()    {}
func (DropCallOff) isCommand()     {}
func (SettleRefund) isCommand()    {}
func (StartProduction) isCommand() {}
func (PassQuality) isCommand()     {}
func (YieldShort) isCommand()      {}
func (ReportProgress) isCommand()  {}
func (StartShipping) isCommand()   {}
func (Fulfil) isCommand()          {}
func (ReturnSecured) isCommand()   {}

func (Submit) isCommand()             {}
func (WithdrawSubmission) isCommand() {}
func (ReviewDue) isCommand()          {}
func (ReturnSubmission) isCommand()   {}
func (Approve) isCommand()            {}

func (JoinWaitlist) isCommand()     {}
func (AcceptOffer) isCommand()      {}
func (LeaveWaitlist) isCommand()    {}
func (LapseOffers) isCommand()      {}
func (ProposeExtension) isCommand() {}
func (AnswerExtension) isCommand()  {}
func (CloseEarly) isCommand()       {}
func (CancelSecured) isCommand()    {}
func (Freeze) isCommand()           {}
func (Unfreeze) isCommand()         {}
