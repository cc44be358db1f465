package sambatan

import (
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// DispatchDue: the batch is made, and a buyer's part of it is to be sent.
type DispatchDue struct {
	Campaign      id.ID `json:"campaign"`
	Participation id.ID `json:"participation"`
	Buyer         id.ID `json:"buyer"`
	Brand         id.ID `json:"brand"`
	Slots         int   `json:"slots"`

	Amount money.Rupiah `json:"amount,omitzero"` // that was paid; logs from before do not tell
	Short  money.Rupiah `json:"short,omitzero"`  // of it, as in ShortfallChanged
}

// ShortfallChanged: a channel took back what had paid for secured slots after the outcome
// was known, or somebody has made some of that good. Short is what is missing now; without
// anything missing, the goods may be sent.
type ShortfallChanged struct {
	Campaign      id.ID        `json:"campaign"`
	Participation id.ID        `json:"participation"`
	Buyer         id.ID        `json:"buyer"`
	Receipt       id.ID        `json:"receipt"`
	Short         money.Rupiah `json:"short"`
}

// Fulfilled: a buyer has what they paid for, and nothing is in dispute. Of what they did
// not get, because a dispute was decided in part, the money goes back.
type Fulfilled struct {
	Campaign      id.ID `json:"campaign"`
	Participation id.ID `json:"participation"`
	Buyer         id.ID `json:"buyer"`
	Slots         int   `json:"slots"`

	Refund money.Rupiah `json:"refund,omitzero"` // goes back
	Back   Parts        `json:"back,omitzero"`   // the receipts that it comes from, and how much of each
}

// ReleaseDue: the escrow of a fulfilled participation is the brand's now. While a
// campaign is frozen this waits.
type ReleaseDue struct {
	Campaign      id.ID `json:"campaign"`
	Participation id.ID `json:"participation"`
	Buyer         id.ID `json:"buyer"`
	Brand         id.ID `json:"brand"`
	Receipt       id.ID `json:"receipt"`

	Split Split `json:"split"`

	// Refund is what Fulfilled sends back of this receipt; the split divides the rest.
	Refund money.Rupiah `json:"refund,omitzero"`
}

// Split is how the money of one participation is divided, by the terms that the
// buyer agreed to.
type Split struct {
	Goods    money.Rupiah `json:"goods"`         // price × slots
	Shipping money.Rupiah `json:"shipping"`      // passed on to the brand, which sends the parcels; no fee is taken of it
	Fee      money.Rupiah `json:"fee"`           // the platform's, of the goods
	Tax      money.Rupiah `json:"tax,omitempty"` // income tax of the brand that the platform withholds, of the goods
}

// Paid is what the buyer paid.
func (s Split) Paid() money.Rupiah { return s.Goods + s.Shipping }

// Net is what the brand gets.
func (s Split) Net() money.Rupiah { return s.Paid() - s.Fee - s.Tax }

func (DispatchDue) isEvent()      {}
func (ShortfallChanged) isEvent() {}
func (Fulfilled) isEvent()        {}
func (ReleaseDue) isEvent()       {}
