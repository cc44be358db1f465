package payment

import (
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// RefundSentAfterAll means that an operator had sent a refund that was withdrawn: they were at
// the bank when the channel took the payment back, or when somebody else voided it. Nothing
// stood behind that money any more, so it is short until it is made good.
type RefundSentAfterAll struct {
	Refund        id.ID        `json:"refund"`
	Receipt       id.ID        `json:"receipt"`
	Campaign      id.ID        `json:"campaign,omitzero"`
	Participation id.ID        `json:"participation,omitzero"`
	Buyer         id.ID        `json:"buyer,omitzero"`
	Amount        money.Rupiah `json:"amount"`
	Reason        string       `json:"reason"` // as in RefundDue
	Evidence      string       `json:"evidence"`
	Exit          int          `json:"exit"`
	// Offered, PaidAt and Refunds are as in ReceiptTakenBack: what follows is the same.
	Offered  money.Rupiah    `json:"offered,omitzero"`
	PaidAt   time.Time       `json:"paid_at"`
	Refunds  []id.ID         `json:"refunds,omitzero"`
	Postings []money.Posting `json:"postings"`
}

func (RefundSentAfterAll) isReceiptEvent() {}

// sentAfterAll puts on record what left although it was to stay. Only an operator can have
// sent it: nothing that was withdrawn is asked of a channel.
func (r Receipt) sentAfterAll(refund Refund, exit int, evidence string) []ReceiptEvent {
	m := r.Match
	return r.gone(RefundSentAfterAll{
		Refund: refund.ID, Receipt: r.ID, Campaign: m.Campaign, Participation: m.Participation, Buyer: m.Buyer,
		Amount: refund.Amount, Reason: refund.Reason, Evidence: evidence, Exit: exit,
		Offered: r.Offered(), PaidAt: r.PaidAt, Refunds: r.routed(),
		Postings: money.Move(refund.Amount, r.shortfallAccount(), r.cash()),
	})
}

// gone is followed by what nobody's money makes good at once. Of a payment that was matched the
// campaign answers first, and may have to keep it.
func (r Receipt) gone(event ReceiptEvent) []ReceiptEvent {
	events := []ReceiptEvent{event}
	if r.Match != (Match{}) {
		return events
	}
	r = r.after(events)
	return append(events, r.cover(r.Suspense, ReasonUnmatched)...)
}

func (r Receipt) unbacked(e RefundSentAfterAll) Receipt {
	r.Unbacked, r.Short = r.Unbacked+e.Amount, r.Short+e.Amount
	return r.change(e.Refund, func(refund *Refund) { refund.Evidence, refund.Exit = e.Evidence, e.Exit })
}
