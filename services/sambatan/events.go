package sambatan

import (
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// Event is something that happened to a campaign.
//
//sumtype:decl
type Event interface{ isEvent() }

// Consent records which texts the buyer agreed to when joining.
type Consent struct {
	Terms   string `json:"terms"`   // version of the terms of use
	Privacy string `json:"privacy"` // version of the privacy notice
}

// Drafted: a brand began to prepare a campaign.
type Drafted struct {
	Campaign id.ID  `json:"campaign"`
	Brand    id.ID  `json:"brand"`
	Product  id.ID  `json:"product"`
	Title    string `json:"title"`
	Batch    int    `json:"batch"`
	Terms    Terms  `json:"terms"`
	By       id.ID  `json:"by,omitzero"` // user; old logs don't say
}

// Revised: the draft's title or terms were changed.
type Revised struct {
	Title string `json:"title"`
	Terms Terms  `json:"terms"`
	By    id.ID  `json:"by,omitzero"` // user; old logs don't say
}

// Published: the terms are frozen; the campaign is scheduled.
type Published struct {
	Terms Terms `json:"terms"`
}

// Opened: buyers may join.
type Opened struct{}

// SlotsHeld: a buyer joined; the slots are kept until ExpiresAt.
type SlotsHeld struct {
	Campaign      id.ID             `json:"campaign"`
	Participation id.ID             `json:"participation"`
	Buyer         id.ID             `json:"buyer"`
	Slots         int               `json:"slots"`
	Amount        money.Rupiah      `json:"amount"` // price × slots + shipping
	ExpiresAt     time.Time         `json:"expires_at"`
	PayBy         time.Time         `json:"pay_by"` // to be told to the buyer: ExpiresAt, but never after the deadline
	Consent       Consent           `json:"consent"`
	Address       eventstore.Sealed `json:"address"`        // field "address"
	RefundAccount eventstore.Sealed `json:"refund_account"` // field "refund_account"
	Public        eventstore.Sealed `json:"public"`         // field "public": PublicLabel
	// Agreed is set when a later deadline was proposed already: the buyer agrees to it by joining.
	Agreed time.Time `json:"agreed,omitzero"`
	// Offered is set when the slots had been offered to the buyer, who had waited for them.
	Offered bool `json:"offered,omitempty"`
}

// HoldKept: the hold lapses at Until. That is later than before, because the
// buyer reported a transfer, or its own expiry again, because there was none.
type HoldKept struct {
	Participation id.ID     `json:"participation"`
	Until         time.Time `json:"until"`
}

// HoldCancelled: the buyer gave the slots back before paying, no transfer
// instruction could be issued, or the campaign went on without them.
type HoldCancelled struct {
	Campaign      id.ID        `json:"campaign"`
	Participation id.ID        `json:"participation"`
	Buyer         id.ID        `json:"buyer"`
	Amount        money.Rupiah `json:"amount"` // that was due; names the transfer instruction's stream
	Slots         int          `json:"slots"`
	Reason        CancelReason `json:"reason"`
	Attempts      int          `json:"attempts,omitempty"` // payments begun through a channel
	Parts         Parts        `json:"parts,omitzero"`     // that came for it, and go back
}

// HoldExpired: no payment came in time.
type HoldExpired struct {
	Campaign      id.ID        `json:"campaign"`
	Participation id.ID        `json:"participation"`
	Buyer         id.ID        `json:"buyer"`
	Amount        money.Rupiah `json:"amount"` // that was due; names the transfer instruction's stream
	Slots         int          `json:"slots"`
	DueAt         time.Time    `json:"due_at"`             // when it should have expired
	Attempts      int          `json:"attempts,omitempty"` // payments begun through a channel
	Parts         Parts        `json:"parts,omitzero"`     // that came for it, and go back
}

// PaymentBegun: the buyer chose to pay through a channel that can say for sure
// that a payment was not and will not be made. Until it has said so, the slots
// are not given away.
type PaymentBegun struct {
	Campaign      id.ID        `json:"campaign"`
	Participation id.ID        `json:"participation"`
	Buyer         id.ID        `json:"buyer"`
	Attempt       int          `json:"attempt"` // of this participation, from 1; it takes the place of the one before
	Method        string       `json:"method"`
	Amount        money.Rupiah `json:"amount"` // that is missing
	PayBy         time.Time    `json:"pay_by"` // the channel takes no money afterwards
}

// PaymentEnded: the channel has said that no payment will come, and the hold
// lives on as any other.
type PaymentEnded struct {
	Participation id.ID `json:"participation"`
	Attempt       int   `json:"attempt"` // the newest
}

// HoldEnding: the slots are to be given back as soon as the channel has said
// that no payment will come for them.
type HoldEnding struct {
	Campaign      id.ID        `json:"campaign"`
	Participation id.ID        `json:"participation"`
	Buyer         id.ID        `json:"buyer"`
	Attempt       int          `json:"attempt"`          // the newest
	Reason        CancelReason `json:"reason,omitempty"` // empty: the hold's time is over
	DueAt         time.Time    `json:"due_at,omitzero"`  // when it should have expired
}

// SlotsSecured: the payment was accepted; the slots are the buyer's.
type SlotsSecured struct {
	Campaign      id.ID        `json:"campaign"`
	Participation id.ID        `json:"participation"`
	Buyer         id.ID        `json:"buyer"`
	Slots         int          `json:"slots"`
	Receipt       id.ID        `json:"receipt"`
	Amount        money.Rupiah `json:"amount"` // goes to escrow, of all receipts
	PaidAt        time.Time    `json:"paid_at"`
	// Regained is set when the hold was gone already and free slots were found.
	Regained bool `json:"regained,omitempty"`
	Attempts int  `json:"attempts,omitempty"` // payments begun through a channel
	// Parts came before Receipt, which brought the rest.
	Parts Parts `json:"parts,omitzero"`
}

// PaymentDeclined: a receipt can't secure slots and must go back.
type PaymentDeclined struct {
	Campaign      id.ID         `json:"campaign"`
	Participation id.ID         `json:"participation"`
	Buyer         id.ID         `json:"buyer"`
	Receipt       id.ID         `json:"receipt"`
	Amount        money.Rupiah  `json:"amount"`
	PaidAt        time.Time     `json:"paid_at"`
	Reason        DeclineReason `json:"reason"`
}

// Closed: no one may join any more; payments on their way are awaited.
type Closed struct {
	DueAt time.Time `json:"due_at"` // the deadline; the time itself when it was closed early
	// Early is set when the brand closed it before the deadline, with enough slots secured.
	Early bool `json:"early,omitempty"`
}

// Succeeded: enough slots are secured; the batch will be made.
type Succeeded struct {
	Secured int `json:"secured"`
}

// Failed: too few slots were secured by the deadline.
type Failed struct {
	Secured int `json:"secured"`
	MinFill int `json:"min_fill"`
}

// Cancelled: the brand or an operator called it off.
type Cancelled struct {
	Reason string    `json:"reason"`
	By     Canceller `json:"by,omitempty"`
	// Strike is set when the brand broke a promise that buyers could see.
	Strike bool `json:"strike,omitempty"`
	// Penalty is what the brand owes the platform for calling off a batch that had succeeded: its fee.
	Penalty money.Rupiah `json:"penalty,omitempty"`
	// Campaign and Brand tell who owes that, and for what.
	Campaign id.ID `json:"campaign,omitzero"`
	Brand    id.ID `json:"brand,omitzero"`
	// Amount is what all buyers had paid, in part or in full, which goes back. Zero is written
	// too: to the log, which counts to two, an amount that is not told is a large one.
	Amount   money.Rupiah `json:"amount"`
	Operator id.ID        `json:"operator,omitzero"` // ByPlatform: whose word it was
	// Agreed is who else agreed to exactly the proposal of this hash.
	Agreed id.ID     `json:"agreed,omitzero"`
	Hash   string    `json:"hash,omitempty"`
	StepUp time.Time `json:"step_up,omitzero"` // when whoever spoke last confirmed with a passkey
}

// SlotsReleased: secured slots are given up because the campaign failed or was
// cancelled, its deadline was put off without the buyer's consent, or the buyer
// cancelled; the money of its receipts must go back.
type SlotsReleased struct {
	Campaign      id.ID        `json:"campaign"`
	Participation id.ID        `json:"participation"`
	Buyer         id.ID        `json:"buyer"`
	Slots         int          `json:"slots"`
	Receipt       id.ID        `json:"receipt"`
	Amount        money.Rupiah `json:"amount"` // of all receipts
	Reason        RefundReason `json:"reason"`
	Parts         Parts        `json:"parts,omitzero"` // as in SlotsSecured
}

// UnwindingStarted: refunds are on their way.
type UnwindingStarted struct {
	Refunds int `json:"refunds"` // participations to be refunded, those who left before among them
}

// RefundSettled: a released participation has its money back.
type RefundSettled struct {
	Participation id.ID `json:"participation"`
}

// Unwound: every refund is settled; the campaign is closed.
type Unwound struct{}

// ProductionStarted: the batch is being made.
type ProductionStarted struct{}

// QualityPassed: the batch is ready to be sent.
type QualityPassed struct{}

// ShippingStarted: the first parcels are on their way.
type ShippingStarted struct{}

// Completed: every parcel was delivered.
type Completed struct{}

// The events of the review are in events_review.go, those of the waitlist in
// events_waitlist.go, of a later deadline and of freezing in events_change.go.

func (Drafted) isEvent()           {}
func (Revised) isEvent()           {}
func (Published) isEvent()         {}
func (Opened) isEvent()            {}
func (SlotsHeld) isEvent()         {}
func (HoldKept) isEvent()          {}
func (HoldCancelled) isEvent()     {}
func (HoldExpired) isEvent()       {}
func (PaymentBegun) isEvent()      {}
func (PaymentEnded) isEvent()      {}
func (HoldEnding) isEvent()        {}
func (SlotsSecured) isEvent()      {}
func (PaymentDeclined) isEvent()   {}
func (Closed) isEvent()            {}
func (Succeeded) isEvent()         {}
func (Failed) isEvent()            {}
func (Cancelled) isEvent()         {}
func (SlotsReleased) isEvent()     {}
func (UnwindingStarted) isEvent()  {}
func (RefundSettled) isEvent()     {}
func (Unwound) isEvent()           {}
func (ProductionStarted) isEvent() {}
func (QualityPassed) isEvent()     {}
func (ShippingStarted) isEvent()   {}
func (Completed) isEvent()         {}
