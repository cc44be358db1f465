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
}

// Revise changes a draft.
type Revise struct {
	Title string
	Terms Terms
}

// Publish freezes the terms. A campaign whose OpensAt has come opens at once.
type Publish struct{}

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

// Close ends joining, when the deadline has come, and settles if nothing is awaited.
type Close struct{}

// Abort calls the campaign off.
type Abort struct{ Reason string }

// SettleRefund notes that a released participation was refunded. Receipt, when
// given, must be the one that had secured it: other money of the same buyer
// (paid twice, declined) has its own way back and does not count here.
type SettleRefund struct{ Participation, Receipt id.ID }

// StartProduction begins the batch.
type StartProduction struct{}

// PassQuality makes the batch ready to be sent.
type PassQuality struct{}

// StartShipping sends the first parcels.
type StartShipping struct{}

// Complete notes that every parcel was delivered.
type Complete struct{}

func (Draft) isCommand()           {}
func (Revise) isCommand()          {}
func (Publish) isCommand()         {}
func (Open) isCommand()            {}
func (Join) isCommand()            {}
func (CancelHold) isCommand()      {}
func (KeepHold) isCommand()        {}
func (BeginPayment) isCommand()    {}
func (EndPayment) isCommand()      {}
func (LapseHolds) isCommand()      {}
func (Secure) isCommand()          {}
func (Close) isCommand()           {}
func (Abort) isCommand()           {}
func (SettleRefund) isCommand()    {}
func (StartProduction) isCommand() {}
func (PassQuality) isCommand()     {}
func (StartShipping) isCommand()   {}
func (Complete) isCommand()        {}
