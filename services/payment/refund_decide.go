package payment

import (
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// refund sends everything back that has not begun its way: once, since nothing
// is left to send afterwards.
func (r Receipt) refund(c DueRefund, now time.Time) ([]ReceiptEvent, error) {
	if err := r.mayRefund(c.Reason); err != nil {
		return nil, err
	}
	amount := r.Held()
	if amount == 0 {
		return nil, nil
	}
	return []ReceiptEvent{r.refundDue(amount, c.Reason, r.wayBack(), now)}, nil
}

// mayRefund sees to it that the campaign and the receipt agree about the money:
// as long as the campaign may answer, only its answer moves it.
func (r Receipt) mayRefund(reason string) error {
	matched := r.Match != Match{}
	switch {
	case reason == ReasonUnmatched && matched:
		return ErrAwaitsCampaign
	case reason == ReasonUnmatched:
		return nil
	case !releases(reason) && !declines(reason):
		return ErrUnknownReason
	case !matched:
		return ErrNotMatched
	case declines(reason) && r.Allocated:
		return ErrAllocated
	}
	return nil
}

// releases tells whether a campaign gives up secured slots for this reason.
func releases(reason string) bool {
	switch sambatan.RefundReason(reason) {
	case sambatan.RefundedFailed, sambatan.RefundedCancelled,
		sambatan.RefundedDeclined, sambatan.RefundedSilent, sambatan.RefundedByBuyer:
		return true
	}
	return false
}

// declines tells whether a campaign does not take a receipt for this reason.
func declines(reason string) bool {
	switch sambatan.DeclineReason(reason) {
	case sambatan.DeclinedLate, sambatan.DeclinedNoRoom, sambatan.DeclinedAmount,
		sambatan.DeclinedTwice, sambatan.DeclinedDecided, sambatan.DeclinedStranger,
		sambatan.DeclinedMoved, sambatan.DeclinedGivenUp:
		return true
	}
	return false
}

func (r Receipt) refundDue(amount money.Rupiah, reason string, postings []money.Posting, now time.Time) RefundDue {
	m := r.Match
	return RefundDue{
		Refund: RefundID(r.ID, len(r.Refunds)+1), Receipt: r.ID,
		Campaign: m.Campaign, Participation: m.Participation, Buyer: m.Buyer,
		Amount: amount, Reason: reason, PromisedBy: RefundPromise(now), Postings: postings,
	}
}

// wayBack are the postings that empty suspense, escrow and wallet.
func (r Receipt) wayBack() []money.Posting {
	postings := []money.Posting{
		money.Debit(money.Suspense, r.Suspense),
		money.Debit(r.escrowAccount(), r.Escrow),
		money.Debit(money.Wallet(r.Match.Buyer.String()), r.Wallet),
	}
	postings = slices.DeleteFunc(postings, func(p money.Posting) bool { return p.Amount == 0 })
	return append(postings, money.Credit(r.refundAccount(), r.Held()))
}

func (r Receipt) markTransferred(c MarkTransferred) ([]ReceiptEvent, error) {
	at := slices.IndexFunc(r.Refunds, func(known Refund) bool { return known.ID == c.Refund })
	evidence := tidy(c.Evidence)
	switch {
	case at < 0:
		return nil, ErrNoRefund
	case evidence == "":
		return nil, ErrNoEvidence
	case r.Refunds[at].Evidence == evidence:
		return nil, nil
	case r.Refunds[at].Evidence != "":
		return nil, ErrOtherEvidence
	}
	m, amount := r.Match, r.Refunds[at].Amount
	return []ReceiptEvent{RefundTransferred{
		Refund: c.Refund, Receipt: r.ID, Campaign: m.Campaign, Participation: m.Participation, Buyer: m.Buyer,
		Amount: amount, Evidence: evidence,
		Postings: money.Move(amount, r.refundAccount(), home(r.Channel, r.Account)),
		Settles:  r.Released && r.Refunded+amount == r.Amount,
	}}, nil
}

// home is where money is while it is ours: it leaves from where it came in.
func home(channel, account string) money.Account {
	if channel == "" {
		return money.Bank(account)
	}
	return money.Clearing(channel)
}

func (r Receipt) escrowAccount() money.Account {
	return money.Escrow(r.Match.Campaign.String(), r.Match.Participation.String())
}

// refundAccount of a receipt that nobody could match is shared: its buyer is
// not known.
func (r Receipt) refundAccount() money.Account {
	if r.Match.Buyer.IsZero() {
		return money.Refund(ReasonUnmatched)
	}
	return money.Refund(r.Match.Buyer.String())
}
