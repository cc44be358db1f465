package payment

import (
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// RefundSentTwice means that a refund left once more while it was out: the channel had sent it, and
// so had an operator, or two of them. Nothing stood behind that money, so it is short until it is
// made good. The payment itself is what it was: its campaign misses nothing.
type RefundSentTwice struct {
	Refund        id.ID           `json:"refund"`
	Receipt       id.ID           `json:"receipt"`
	Campaign      id.ID           `json:"campaign,omitzero"`
	Participation id.ID           `json:"participation,omitzero"`
	Buyer         id.ID           `json:"buyer,omitzero"`
	Amount        money.Rupiah    `json:"amount"`
	Reason        string          `json:"reason"` // as in RefundDue
	Evidence      string          `json:"evidence"`
	Number        int             `json:"number,omitzero"`  // of its way, from 1; 0: it has none of its own
	StepUp        time.Time       `json:"step_up,omitzero"` // as in RefundTransferred
	Postings      []money.Posting `json:"postings"`
}

// NoteSentTwice notes that it left once more. By is the operator who says so of a refund without a
// way; zero: its way does.
type NoteSentTwice struct {
	Refund   id.ID
	Number   int   `json:",omitzero"` // of its way
	By       id.ID `json:",omitzero"`
	Evidence string
	StepUp   time.Time `json:"-"`
}

func (RefundSentTwice) isReceiptEvent() {}
func (NoteSentTwice) isReceiptCommand() {}

// sentTwice does nothing when the same was told before. What the way says may be here before that
// the refund was sent: it was, or the way would not say so.
func (r Receipt) sentTwice(c NoteSentTwice) ([]ReceiptEvent, error) {
	at, err := r.place(c.Refund)
	if err != nil {
		return nil, err
	}
	refund, evidence, byHand := r.Refunds[at], tidy(c.Evidence), !c.By.IsZero()
	switch {
	case byHand == (c.Number > 0):
		return nil, ErrIncomplete
	case evidence == "":
		return nil, ErrNoEvidence
	case slices.Contains(refund.twice, evidence):
		return nil, nil
	case byHand && refund.Policy != RefundsUnrouted:
		return nil, ErrRefundRouted
	case byHand && refund.Evidence == "":
		return nil, ErrNotSent
	case byHand && refund.Evidence == evidence:
		return nil, ErrSameEvidence
	case byHand && refund.Amount > FourEyesAbove:
		if seen, err := refund.Proposed.seen(c.By, evidence); err != nil {
			return nil, err
		} else if !seen {
			return []ReceiptEvent{r.saysSent(refund, c.By, evidence, c.StepUp)}, nil
		}
	}
	m := r.Match
	return r.gone(RefundSentTwice{
		Refund: refund.ID, Receipt: r.ID, Campaign: m.Campaign, Participation: m.Participation, Buyer: m.Buyer,
		Amount: refund.Amount, Reason: refund.Reason, Evidence: evidence, Number: c.Number, StepUp: c.StepUp,
		Postings: money.Move(refund.Amount, r.shortfallAccount(), r.cash()),
	}), nil
}

func (r Receipt) doubled(e RefundSentTwice) Receipt {
	r.Unbacked, r.Short, r.Twice = r.Unbacked+e.Amount, r.Short+e.Amount, r.Twice+e.Amount
	return r.change(e.Refund, func(refund *Refund) {
		refund.twice, refund.Proposed = append(slices.Clip(refund.twice), e.Evidence), proposal{}
	})
}

// twice is how much of what is made good had been sent twice, which is made good first. It is not
// what a brand bears, nor what we had borne before.
func (r Receipt) twice(cover Cover, amount money.Rupiah) money.Rupiah {
	if cover == CoverBrand || cover.OfLoss() {
		return 0
	}
	return min(r.Twice, amount)
}
