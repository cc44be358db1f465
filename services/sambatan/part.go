package sambatan

import (
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// MaxParts bounds the receipts that may come for a hold before it is paid.
const MaxParts = 20

// Part is one of several receipts that pay for a participation, and what it brings.
type Part struct {
	Receipt id.ID        `json:"receipt"`
	Amount  money.Rupiah `json:"amount"`
}

// Parts are what came before the payment was whole, in the order in which it was judged.
type Parts []Part

// Sum is what they bring together.
func (parts Parts) Sum() (sum money.Rupiah) {
	for _, part := range parts {
		sum += part.Amount
	}
	return sum
}

func (parts Parts) find(receipt id.ID) (Part, bool) {
	at := slices.IndexFunc(parts, func(part Part) bool { return part.Receipt == receipt })
	if at < 0 {
		return Part{}, false
	}
	return parts[at], true
}

func (parts Parts) without(receipt id.ID) (left Parts) {
	for _, part := range parts {
		if part.Receipt != receipt {
			left = append(left, part)
		}
	}
	return left
}

// Rest is what a part that came, or was taken back, leaves to be paid for a hold.
type Rest struct {
	Campaign      id.ID        `json:"campaign"`
	Participation id.ID        `json:"participation"`
	Buyer         id.ID        `json:"buyer"`
	Slots         int          `json:"slots"`
	Receipt       id.ID        `json:"receipt"`
	Amount        money.Rupiah `json:"amount"`     // of the part
	Missing       money.Rupiah `json:"missing"`    // now
	ExpiresAt     time.Time    `json:"expires_at"` // of the hold
	PayBy         time.Time    `json:"pay_by"`     // to be told to the buyer, as in SlotsHeld
	Attempts      int          `json:"attempts,omitempty"`
}

// PartPaid: less than what was missing came for a live hold, in time. Its slots stay held,
// and the rest may be paid until the hold's own expiry.
type PartPaid struct {
	Rest

	PaidAt time.Time `json:"paid_at"`
}

// PartTakenBack: a channel took back a part that it had received. It goes back, as far as it
// is there, and more is missing again.
type PartTakenBack struct{ Rest }

// PartSettled: one of the receipts of a released participation has all its money back;
// others are awaited.
type PartSettled struct {
	Participation id.ID `json:"participation"`
	Receipt       id.ID `json:"receipt"`
}

func (PartPaid) isEvent()      {}
func (PartTakenBack) isEvent() {}
func (PartSettled) isEvent()   {}

// Last is what the receipt that filled the amount brings: all of it, when it is the only one.
func (e SlotsSecured) Last() money.Rupiah { return e.Amount - e.Parts.Sum() }

// missing is what still has to be paid.
func (p *participation) missing() money.Rupiah { return p.amount - p.parts.Sum() }

// paidBy tells whether a receipt is one of those that secured the slots.
func (p *participation) paidBy(receipt id.ID) bool {
	_, part := p.parts.find(receipt)
	return part || p.receipt == receipt
}

// payBy is until when a payment for a hold may begin.
func (s *State) payBy(p *participation) time.Time { return earlier(p.expires, s.payUntil(p)) }

// takesParts tells whether the buyer of a hold can still pay the rest of a payment that is
// too little. Where they can't, it goes back at once.
func (s *State) takesParts(p *participation, now time.Time) bool {
	return p.stage == stageHeld && p.ending == nil && len(p.parts) < MaxParts && now.Before(s.payBy(p))
}

// takePart keeps what came. Someone has looked at the bank, so the hold is kept for that no
// longer.
func (s *State) takePart(p *participation, c Secure, now time.Time) ([]Event, error) {
	part := PartPaid{Rest: s.rest(p, Part{c.Receipt, c.Amount}, p.missing()-c.Amount), PaidAt: stamp(c.PaidAt)}
	if !p.kept {
		return []Event{part}, nil
	}
	restored, err := keepHold(s, KeepHold{Participation: p.id, Until: p.expires}, now)
	return append([]Event{part}, restored...), err
}

func (s *State) rest(p *participation, part Part, missing money.Rupiah) Rest {
	return Rest{
		Campaign: s.Campaign, Participation: p.id, Buyer: p.buyer, Slots: p.slots, Receipt: part.Receipt, Amount: part.Amount,
		Missing: missing, ExpiresAt: p.expires, PayBy: s.payBy(p), Attempts: p.attempts,
	}
}

// part folds what happened to a part of a payment.
func (s *State) part(event Event) {
	p := s.participations[ParticipationOf(event)]
	if p == nil {
		return
	}
	switch e := event.(type) { //nolint:gochecksumtype // these three only
	case PartPaid:
		s.receipts[e.Receipt] = e.Participation
		p.parts = append(p.parts, Part{e.Receipt, e.Amount})
	case PartTakenBack:
		p.parts = p.parts.without(e.Receipt)
	case PartSettled:
		p.unsettled = slices.DeleteFunc(p.unsettled, func(receipt id.ID) bool { return receipt == e.Receipt })
	}
}

// settleRefund is told of every receipt of which all was transferred back. Only those of
// released slots count here, each once, and the participation has its money back with the
// last of them.
func settleRefund(s *State, c SettleRefund) ([]Event, error) {
	p := s.participations[c.Participation]
	switch {
	case p == nil || p.stage != stageReleased || !c.Receipt.IsZero() && !slices.Contains(p.unsettled, c.Receipt):
		return nil, nil
	case !c.Receipt.IsZero() && len(p.unsettled) > 1:
		return []Event{PartSettled{Participation: p.id, Receipt: c.Receipt}}, nil
	}
	events := []Event{RefundSettled{Participation: p.id}}
	if s.refunds == 1 && s.phase == PhaseUnwinding {
		events = append(events, Unwound{})
	}
	return events, nil
}

// receipts of slots that were given up.
func (e SlotsReleased) receipts() []id.ID {
	all := make([]id.ID, 0, len(e.Parts)+1)
	for _, part := range e.Parts {
		all = append(all, part.Receipt)
	}
	return append(all, e.Receipt)
}

// payments are all receipts of secured slots, and what each brings.
func (p *participation) payments() Parts {
	return append(slices.Clone(p.parts), Part{p.receipt, p.missing()})
}

// back takes a refund from the newest receipts first.
func (p *participation) back(refund money.Rupiah) (back Parts) {
	for _, payment := range slices.Backward(p.payments()) {
		if amount := min(payment.Amount, refund); amount > 0 {
			back, refund = append(back, Part{payment.Receipt, amount}), refund-amount
		}
	}
	return back
}

// releaseDue is an event for each receipt of which something is left after a refund: of the
// split, what that one brings.
func (s *State) releaseDue(p *participation, refund money.Rupiah) (events []Event) {
	left, back := s.Terms.SplitLess(p.slots, refund), p.back(refund)
	for _, payment := range p.payments() {
		gone, _ := back.find(payment.Receipt)
		if payment.Amount == gone.Amount {
			continue
		}
		var share Split
		share, left = left.take(payment.Amount - gone.Amount)
		events = append(events, ReleaseDue{
			Campaign: s.Campaign, Participation: p.id, Buyer: p.buyer, Brand: s.Brand, Receipt: payment.Receipt, Split: share, Refund: gone.Amount,
		})
	}
	return events
}

// take divides so much of a split: goods first, and of the goods the fee and the tax first,
// so that nothing is ever rounded and the parts are the whole.
func (s Split) take(amount money.Rupiah) (share, left Split) {
	share.Goods = min(amount, s.Goods)
	share.Shipping = amount - share.Goods
	share.Fee = min(share.Goods, s.Fee)
	share.Tax = min(share.Goods-share.Fee, s.Tax)
	return share, Split{Goods: s.Goods - share.Goods, Shipping: s.Shipping - share.Shipping, Fee: s.Fee - share.Fee, Tax: s.Tax - share.Tax}
}
