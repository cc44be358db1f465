package sambatan

import (
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// WaitlistJoined: a buyer waits for slots, behind those who came before. The
// participation's id stays the same when slots are offered and taken, and so
// does what was given here.
type WaitlistJoined struct {
	Campaign      id.ID             `json:"campaign"`
	Participation id.ID             `json:"participation"`
	Buyer         id.ID             `json:"buyer"`
	Slots         int               `json:"slots"`
	Amount        money.Rupiah      `json:"amount"` // price × slots + shipping
	Consent       Consent           `json:"consent"`
	Address       eventstore.Sealed `json:"address"`        // field "address"
	RefundAccount eventstore.Sealed `json:"refund_account"` // field "refund_account"
	Public        eventstore.Sealed `json:"public"`         // field "public": PublicLabel
}

// SlotsOffered: slots are kept for a buyer on the waitlist until ExpiresAt. No
// money is asked for before the buyer takes them.
type SlotsOffered struct {
	Campaign      id.ID        `json:"campaign"`
	Participation id.ID        `json:"participation"`
	Buyer         id.ID        `json:"buyer"`
	Slots         int          `json:"slots"`
	Amount        money.Rupiah `json:"amount"` // that would be due
	ExpiresAt     time.Time    `json:"expires_at"`
}

// OfferLapsed: the buyer did not answer an offer in time and has left the
// waitlist; the slots go to the next.
type OfferLapsed struct {
	Campaign      id.ID     `json:"campaign"`
	Participation id.ID     `json:"participation"`
	Buyer         id.ID     `json:"buyer"`
	Slots         int       `json:"slots"`
	DueAt         time.Time `json:"due_at"` // when it should have lapsed
}

// OfferWithdrawn: the campaign was frozen while slots were offered; the buyer is
// back in their place on the waitlist.
type OfferWithdrawn struct {
	Campaign      id.ID `json:"campaign"`
	Participation id.ID `json:"participation"`
	Buyer         id.ID `json:"buyer"`
	Slots         int   `json:"slots"`
}

// WaitlistLeft: a buyer is no longer on the waitlist. Offered tells whether
// slots were kept for them.
type WaitlistLeft struct {
	Campaign      id.ID       `json:"campaign"`
	Participation id.ID       `json:"participation"`
	Buyer         id.ID       `json:"buyer"`
	Slots         int         `json:"slots"`
	Offered       bool        `json:"offered,omitempty"`
	Reason        LeaveReason `json:"reason"`
}

func (WaitlistJoined) isEvent() {}
func (SlotsOffered) isEvent()   {}
func (OfferLapsed) isEvent()    {}
func (OfferWithdrawn) isEvent() {}
func (WaitlistLeft) isEvent()   {}
