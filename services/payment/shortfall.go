package payment

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// ReceiptTakenBack means that the channel took money back that it had received for us: a
// chargeback, or a settlement that was denied after all. It is short until it was made
// good. What the receipt owes its buyer does not change by it.
type ReceiptTakenBack struct {
	Receipt       id.ID        `json:"receipt"`
	Campaign      id.ID        `json:"campaign,omitzero"`
	Participation id.ID        `json:"participation,omitzero"`
	Buyer         id.ID        `json:"buyer,omitzero"`
	Amount        money.Rupiah `json:"amount"`
	Total         money.Rupiah `json:"total"`  // by now
	Reason        string       `json:"reason"` // the channel's word
	// Offered and PaidAt are what the campaign was, or will be, offered.
	Offered money.Rupiah `json:"offered,omitzero"`
	PaidAt  time.Time    `json:"paid_at"`
	// Refunds have ways of their own, which must not lead to money leaving any more.
	Refunds  []id.ID         `json:"refunds,omitzero"`
	Postings []money.Posting `json:"postings"`
}

// Cover says who made good what was short.
type Cover string

// Covers.
const (
	// CoverBuyer is the buyer's own money: what would have gone back to them.
	CoverBuyer    Cover = "buyer"
	CoverPlatform Cover = "platform" // it is our loss
	CoverChannel  Cover = "channel"  // it gave the money back
	// CoverBrand is what had been released to the brand, which owes it now.
	CoverBrand Cover = "brand"
	// CoverRecovered is the buyer's own money again, after we had borne the loss: their
	// channel has paid them, so what would have gone back to them later is ours.
	CoverRecovered Cover = "recovered"
	// CoverReturned is the channel's, which gave back what we had borne.
	CoverReturned Cover = "returned"
)

// OfLoss tells whether it makes good what we had borne, which is short no more.
func (c Cover) OfLoss() bool { return c == CoverRecovered || c == CoverReturned }

// ShortfallCovered means that what was taken back, or some of it, was made good.
type ShortfallCovered struct {
	Receipt       id.ID        `json:"receipt"`
	Campaign      id.ID        `json:"campaign,omitzero"`
	Participation id.ID        `json:"participation,omitzero"`
	Buyer         id.ID        `json:"buyer,omitzero"`
	Amount        money.Rupiah `json:"amount"`
	Cover         Cover        `json:"cover"`
	// Reason is why the buyer's money would have gone back, as in RefundDue.
	Reason string `json:"reason,omitzero"`
	// By and Note are of the operator who decided that it is not the buyer's money. Agreed is
	// another one, and Hash of what both saw, where it takes two; StepUp is when the last of them
	// confirmed with a passkey.
	By       id.ID           `json:"by,omitzero"`
	Note     string          `json:"note,omitzero"`
	Agreed   id.ID           `json:"agreed,omitzero"`
	Hash     string          `json:"hash,omitzero"`
	StepUp   time.Time       `json:"step_up,omitzero"`
	Evidence string          `json:"evidence,omitzero"` // by which reference it was given back
	Postings []money.Posting `json:"postings"`
	Settles  bool            `json:"settles,omitempty"` // as in RefundTransferred
	// Brand and Home are as in RefundDue.
	Brand id.ID         `json:"brand,omitzero"`
	Home  money.Account `json:"home,omitzero"`
	// Twice of Amount was short because a refund had left once more: its campaign never missed it.
	Twice money.Rupiah `json:"twice,omitzero"`
}

// WalletSpared means that the wallet gave what was made good before its answer came: it goes back
// there. In the books it never left the wallet, so that nothing is posted.
type WalletSpared struct {
	Receipt       id.ID        `json:"receipt"`
	Participation id.ID        `json:"participation"` // the top-up or the cash-out
	Buyer         id.ID        `json:"buyer"`
	Back          id.ID        `json:"back"` // under which it goes back, once
	Amount        money.Rupiah `json:"amount"`
}

func (ReceiptTakenBack) isReceiptEvent() {}
func (ShortfallCovered) isReceiptEvent() {}
func (WalletSpared) isReceiptEvent()     {}

// TakeBack notes that the channel took money back: Total by now, so that it may be told
// again.
type TakeBack struct {
	Total  money.Rupiah
	Reason string
}

// CoverShortfall notes that what is short is not the buyer's to make good: the platform
// bears it, or the channel gave it back. Above LimitOne it proposes that.
type CoverShortfall struct {
	By       id.ID
	Cover    Cover
	Note     string
	Evidence string       `json:",omitzero"` // the channel's or the bank's name for what it gave back
	LimitOne money.Rupiah `json:",omitzero"`
	StepUp   time.Time    `json:"-"`
}

// CoverFromWallet notes how much the buyer's wallet could give back of a top-up that was taken back, or of a cash-out
// that had been sent although it was called off.
type CoverFromWallet struct{ Amount money.Rupiah }

func (TakeBack) isReceiptCommand()        {}
func (CoverShortfall) isReceiptCommand()  {}
func (CoverFromWallet) isReceiptCommand() {}

// takeBack is told again whenever the channel is asked.
func (r Receipt) takeBack(c TakeBack) ([]ReceiptEvent, error) {
	switch {
	case c.Total <= r.Taken:
		return nil, nil
	case r.Channel == "", r.Channel == WalletChannel:
		return nil, ErrNoChannel
	case c.Total > r.Amount:
		return nil, ErrBadAmount
	case c.Reason == "":
		return nil, ErrNoReason
	}
	m, amount := r.Match, c.Total-r.Taken
	return r.gone(ReceiptTakenBack{
		Receipt: r.ID, Campaign: m.Campaign, Participation: m.Participation, Buyer: m.Buyer, Amount: amount, Total: c.Total,
		Reason: c.Reason, Offered: r.Offered(), PaidAt: r.PaidAt, Refunds: r.routed(),
		Postings: money.Move(amount, r.shortfallAccount(), r.home()),
	}), nil
}

// Offered is what of a receipt its campaign is offered: not the unique code.
func (r Receipt) Offered() money.Rupiah { return offered(r.Amount, r.Match) }

func offered(amount money.Rupiah, match Match) money.Rupiah {
	if amount == match.Due+money.Rupiah(match.Code) {
		return match.Due
	}
	return amount
}

// routed are the refunds that have ways of their own and are not off them.
func (r Receipt) routed() (refunds []id.ID) {
	for _, refund := range r.Refunds {
		if refund.Policy != RefundsUnrouted && !refund.Withdrawn {
			refunds = append(refunds, refund.ID)
		}
	}
	return refunds
}

// cover makes good what is short from up to so much of what would go back to the buyer, and
// then what we have borne: money that is gone is not sent.
func (r Receipt) cover(most money.Rupiah, reason string) []ReceiptEvent {
	events := r.coverBy(CoverBuyer, min(r.Short, most), reason)
	most -= min(r.Short, most)
	return append(events, r.after(events).coverBy(CoverRecovered, min(r.Lost, most), reason)...)
}

func (r Receipt) coverBy(cover Cover, amount money.Rupiah, reason string) []ReceiptEvent {
	if amount == 0 {
		return nil
	}
	m, to := r.Match, r.shortfallAccount()
	if cover == CoverRecovered {
		to = money.Loss
	}
	suspense, escrow, purse := r.spend(amount)
	postings := []money.Posting{
		money.Debit(money.Suspense, suspense), money.Debit(r.escrowAccount(), escrow), money.Debit(money.Wallet(m.Buyer.String()), purse),
		money.Credit(to, amount),
	}
	covered := ShortfallCovered{
		Receipt: r.ID, Campaign: m.Campaign, Participation: m.Participation, Buyer: m.Buyer,
		Amount: amount, Cover: cover, Reason: reason, Twice: r.twice(cover, amount),
		Postings: slices.DeleteFunc(postings, func(p money.Posting) bool { return p.Amount == 0 }),
	}
	after := evolveReceipt(r, covered)
	covered.Settles = after.Released && !r.Settled && after.Held() == 0 && after.Due == 0
	return []ReceiptEvent{covered}
}

// spend tells from where so much is taken: what is nobody's yet goes first.
func (r Receipt) spend(amount money.Rupiah) (suspense, escrow, purse money.Rupiah) {
	suspense = min(amount, r.Suspense)
	escrow = min(amount-suspense, r.Escrow)
	return suspense, escrow, amount - suspense - escrow
}

func (r Receipt) covered(e ShortfallCovered) Receipt {
	if e.Cover.OfLoss() {
		r.Lost -= e.Amount
	} else {
		r.Short -= e.Amount
	}
	r.Twice -= e.Twice
	if r.Short == 0 || e.Hash != "" { // there is nothing to agree to any more
		r.Loss = Loss{}
	}
	switch e.Cover {
	case CoverPlatform:
		r.Lost, r.Borne = r.Lost+e.Amount, r.Borne+e.Amount
		return r
	case CoverChannel, CoverReturned:
		return r.given(e)
	case CoverBrand:
		r.Covered += e.Amount
		return r.owed(e.Amount)
	case CoverBuyer, CoverRecovered:
	}
	suspense, escrow, purse := r.spend(e.Amount)
	r.Suspense, r.Escrow, r.Wallet = r.Suspense-suspense, r.Escrow-escrow, r.Wallet-purse
	r.Covered += e.Amount
	r.Released = r.Released || releases(e.Reason)
	r.Parted = r.Parted || e.Reason == ReasonPart
	r.Settled = r.Settled || e.Settles
	return r
}

// given keeps by which reference it came, which was the note before it had a name of its own.
func (r Receipt) given(e ShortfallCovered) Receipt {
	r.Given += e.Amount
	evidence := e.Evidence
	if e.Cover == CoverReturned {
		evidence = cmp.Or(evidence, e.Note)
	}
	if evidence != "" {
		r.Returns = append(slices.Clip(r.Returns), evidence)
	}
	return r
}

// coverFromWallet may come before the news that the top-up is to go to the wallet. A cash-out that had been sent
// although it stayed is there.
func (r Receipt) coverFromWallet(c CoverFromWallet) ([]ReceiptEvent, error) {
	switch {
	case !r.Match.TopUp():
		return nil, ErrNotMatched
	case c.Amount <= 0:
		return nil, ErrBadAmount
	}
	var events []ReceiptEvent
	if !r.Allocated && !r.cashOut() {
		events = append(events, r.allocated(0, r.Suspense))
	}
	there := r.after(events)
	events = append(events, there.cover(c.Amount, "")...)
	if spared := c.Amount - min(c.Amount, there.Short+there.Lost); spared > 0 {
		events = append(events, r.sparedOf(spared))
	}
	return events, nil
}

// sparedOf goes back: an operator closed what was short before the wallet's answer was here.
func (r Receipt) sparedOf(amount money.Rupiah) WalletSpared {
	return WalletSpared{
		Receipt: r.ID, Participation: r.Match.Participation, Buyer: r.Match.Buyer,
		Back: id.Derive(r.ID, "spared "+strconv.Itoa(r.spared+1)), Amount: amount,
	}
}

// shortfallAccount of a receipt that nobody could match is shared, as its refund account
// is.
func (r Receipt) shortfallAccount() money.Account {
	if r.Match.Buyer.IsZero() {
		return money.Shortfall(ReasonUnmatched)
	}
	return money.Shortfall(r.Match.Buyer.String())
}
