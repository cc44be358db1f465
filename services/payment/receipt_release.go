package payment

import (
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// EscrowReleased means that the buyer has what they paid for: the money in escrow is the
// brand's, less what the platform keeps and withholds.
type EscrowReleased struct {
	Receipt       id.ID           `json:"receipt"`
	Campaign      id.ID           `json:"campaign"`
	Participation id.ID           `json:"participation"`
	Buyer         id.ID           `json:"buyer"`
	Brand         id.ID           `json:"brand"`
	Split         sambatan.Split  `json:"split"`
	Home          money.Account   `json:"home"` // where the money is, and will leave from
	Postings      []money.Posting `json:"postings"`
}

func (EscrowReleased) isReceiptEvent() {}

// ReleaseEscrow gives the brand what is its own, after the campaign said so.
type ReleaseEscrow struct {
	Brand id.ID
	Split sambatan.Split
	// Part goes back to the buyer, if it did not before: a dispute was decided in part.
	Part   money.Rupiah `json:",omitzero"`
	Policy RefundPolicy `json:",omitzero"` // of that refund
}

// ReturnPart sends a part of what is in escrow back, once; of a receipt that came with others,
// perhaps all.
type ReturnPart struct {
	Amount money.Rupiah
	Policy RefundPolicy `json:",omitzero"`
}

func (ReleaseEscrow) isReceiptCommand() {}
func (ReturnPart) isReceiptCommand()    {}

// release does nothing when the money was released before. What is in escrow must be
// what the campaign divides, to the rupiah.
func (r Receipt) release(c ReleaseEscrow, now time.Time) ([]ReceiptEvent, error) {
	switch {
	case c.Brand.IsZero() || c.Split.Net() < 0:
		return nil, ErrIncomplete
	case !r.Brand.IsZero():
		return nil, nil
	}
	var events []ReceiptEvent
	if c.Part > 0 {
		var err error
		if events, err = r.returnPart(ReturnPart{c.Part, c.Policy}, now); err != nil {
			return nil, err
		}
		r = r.after(events)
	}
	switch {
	case !r.Allocated || r.Escrow == 0:
		return nil, ErrNotInEscrow
	case c.Split.Paid() != r.Escrow:
		return nil, ErrWrongSplit
	}
	m := r.Match
	return append(events, EscrowReleased{
		Receipt: r.ID, Campaign: m.Campaign, Participation: m.Participation, Buyer: m.Buyer, Brand: c.Brand,
		Split: c.Split, Home: r.cash(), Postings: r.paysOn(c),
	}), nil
}

func (r Receipt) returnPart(c ReturnPart, now time.Time) ([]ReceiptEvent, error) {
	switch {
	case c.Amount <= 0:
		return nil, ErrBadAmount
	case r.Parted:
		return nil, nil
	case !r.Allocated || c.Amount > r.Escrow:
		return nil, ErrNotInEscrow
	}
	return r.back(c.Amount, r.escrowAccount(), DueRefund{ReasonPart, c.Policy}, now), nil
}

func (r Receipt) paysOn(c ReleaseEscrow) []money.Posting {
	postings := []money.Posting{
		money.Debit(r.escrowAccount(), c.Split.Paid()),
		money.Credit(money.Seller(c.Brand.String()), c.Split.Net()),
		money.Credit(money.FeeIncome, c.Split.Fee),
		money.Credit(money.Tax, c.Split.Tax),
	}
	return slices.DeleteFunc(postings, func(p money.Posting) bool { return p.Amount == 0 })
}
