package payment

import (
	"cmp"
	"errors"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// Outgoing names money that an operator had sent: a refund, or a payout to a brand. Zero: none.
type Outgoing struct {
	Refund  id.ID `json:"refund,omitzero"`
	Receipt id.ID `json:"receipt,omitzero"` // of the refund
	Exit    int   `json:"exit,omitzero"`    // of its way, from 1; 0: it has none of its own
	Brand   id.ID `json:"brand,omitzero"`
	Payout  id.ID `json:"payout,omitzero"`
}

// check: a refund or a payout, and whose.
func (o Outgoing) check() error {
	refund := !o.Refund.IsZero() && !o.Receipt.IsZero() && o.Exit >= 0
	payout := !o.Payout.IsZero() && !o.Brand.IsZero() && o.Exit == 0
	if refund == payout || refund != o.Brand.IsZero() || payout != o.Receipt.IsZero() {
		return ErrIncomplete
	}
	return nil
}

// ReturnProposed means that an operator says that a large amount in our bank account is money that
// we had sent; somebody else has to say so too. Until then it is in suspense.
type ReturnProposed struct {
	Receipt id.ID        `json:"receipt"`
	Of      Outgoing     `json:"of"`
	Amount  money.Rupiah `json:"amount"`
	By      id.ID        `json:"by"`
	Hash    string       `json:"hash"`             // of what came back
	StepUp  time.Time    `json:"step_up,omitzero"` // when they confirmed with a passkey
}

// ReturnRecorded means that the money is no payment: it is what we had sent, and its beneficiary's
// bank sent back. It leaves suspense as what goes back to whoever sent it, and comes in once more
// where it had left from, which the refund or the brand's account puts on record.
type ReturnRecorded struct {
	Receipt  id.ID           `json:"receipt"`
	Of       Outgoing        `json:"of"`
	Amount   money.Rupiah    `json:"amount"`
	PaidAt   time.Time       `json:"paid_at"`
	Back     string          `json:"back"` // the bank's reference
	By       id.ID           `json:"by"`
	Said     id.ID           `json:"said,omitzero"`    // who had said so first, where it takes two
	Hash     string          `json:"hash"`             // of what came back
	StepUp   time.Time       `json:"step_up,omitzero"` // when they confirmed with a passkey
	Postings []money.Posting `json:"postings"`
}

// ReturnDropped means that it is none after all: what it was to be the return of had come back
// before, or was another amount. It is in suspense again.
type ReturnDropped struct {
	Receipt  id.ID           `json:"receipt"`
	Of       Outgoing        `json:"of"`
	Amount   money.Rupiah    `json:"amount"`
	Postings []money.Posting `json:"postings"`
}

// ReturnProposalDropped means that nothing comes of what an operator said to be a return. It is in
// suspense, as it was all the time.
type ReturnProposalDropped struct {
	Receipt id.ID    `json:"receipt"`
	Of      Outgoing `json:"of"`
	By      id.ID    `json:"by"`
	Hash    string   `json:"hash"` // of the proposal
}

func (ReturnProposed) isReceiptEvent()        {}
func (ReturnRecorded) isReceiptEvent()        {}
func (ReturnDropped) isReceiptEvent()         {}
func (ReturnProposalDropped) isReceiptEvent() {}

// RecordReturn records a line of the bank as the return of what an operator had sent. It may be
// in suspense already, since nobody knew what it is.
type RecordReturn struct {
	Receipt   id.ID // ReceiptID(Account, Reference)
	Account   string
	Amount    money.Rupiah
	PaidAt    time.Time
	Reference string
	Of        Outgoing
	By        id.ID
	OfBrand   id.ID        `json:",omitzero"` // that By belongs to; zero: none
	LimitOne  money.Rupiah `json:",omitzero"` // of a payout: the most of it that is decided by one person's word
	StepUp    time.Time    `json:"-"`
}

// alone is the most that is recorded by one person's word, whatever a payout's own limit says.
func (c RecordReturn) alone() money.Rupiah {
	if c.Of.Brand.IsZero() {
		return FourEyesAbove
	}
	return min(c.LimitOne, FourEyesAbove)
}

// DropReturn notes that what it was to be the return of does not know it.
type DropReturn struct{ Of Outgoing }

// DropReturnProposal takes a proposal back, whoever made it; Hash is of what was seen.
type DropReturnProposal struct {
	By   id.ID
	Hash string
}

// NoteTransferReturned notes that what was sent without a way came back. Policy is how the way that
// it needs now is found.
type NoteTransferReturned struct {
	Refund id.ID
	Amount money.Rupiah
	Line   id.ID // the receipt that the bank's line is recorded as
	Policy RefundPolicy
	By     id.ID // the operator who says so
}

func (RecordReturn) isReceiptCommand()         {}
func (DropReturn) isReceiptCommand()           {}
func (DropReturnProposal) isReceiptCommand()   {}
func (NoteTransferReturned) isReceiptCommand() {}

// recordReturn takes a line once: as a payment, or as the return of one thing.
func (r Receipt) recordReturn(c RecordReturn, now time.Time) ([]ReceiptEvent, error) {
	line := RecordReceipt{Receipt: c.Receipt, Account: tidy(c.Account), Amount: c.Amount, PaidAt: instant(c.PaidAt), Reference: tidy(c.Reference)}
	if c.By.IsZero() {
		return nil, ErrIncomplete
	}
	if err := cmp.Or(c.Of.check(), line.check(now)); err != nil {
		return nil, err
	}
	if !c.OfBrand.IsZero() && c.OfBrand == c.Of.Brand {
		return nil, ErrOwnMoney
	}
	var events []ReceiptEvent
	if r.ID.IsZero() {
		recorded := line.recorded()
		recorded.Returns = true
		events = append(events, recorded)
		r = evolveReceipt(r, recorded)
	}
	switch {
	case r.Return == c.Of:
		return nil, nil
	case r.Return != Outgoing{}:
		return nil, ErrReturnKnown
	case r.Channel != "" || r.Amount != c.Amount:
		return nil, ErrReceiptKnown
	case r.Match != Match{}:
		return nil, ErrAlreadyMatched
	case r.Suspense != r.Amount:
		return nil, ErrNotInSuspense
	}
	hash, two, said := r.returnHash(c.Of), r.Amount > c.alone(), id.ID{}
	switch {
	case two && r.Says != c.Of:
		return append(events, ReturnProposed{Receipt: r.ID, Of: c.Of, Amount: r.Amount, By: c.By, Hash: hash, StepUp: c.StepUp}), nil
	case two && r.saidBy == c.By:
		return nil, ErrFourEyes
	case two:
		said = r.saidBy
	}
	return append(events, ReturnRecorded{
		Receipt: r.ID, Of: c.Of, Amount: r.Amount, PaidAt: r.PaidAt, Back: r.Reference, By: c.By, Said: said, Hash: hash, StepUp: c.StepUp,
		Postings: append(money.Move(r.Amount, money.Suspense, r.refundAccount()), money.Move(r.Amount, r.refundAccount(), r.home())...),
	}), nil
}

// returnHash names what both of two people have to have seen.
func (r Receipt) returnHash(of Outgoing) string {
	return fingerprint("return v1\n" + r.ID.String() + "\n" + of.Refund.String() + "\n" + of.Payout.String())
}

// dropReturn does nothing for what it is not, any more, said to be the return of.
func (r Receipt) dropReturn(c DropReturn) ([]ReceiptEvent, error) {
	if err := c.Of.check(); err != nil {
		return nil, err
	}
	if r.Return != c.Of {
		return nil, nil
	}
	return []ReceiptEvent{ReturnDropped{
		Receipt: r.ID, Of: c.Of, Amount: r.Amount, Postings: money.Move(r.Amount, r.home(), money.Suspense),
	}}, nil
}

// Proposed is what somebody says the line to be the return of, and its hash; empty: nobody does.
func (r Receipt) Proposed() (of Outgoing, hash string) {
	if r.saidBy.IsZero() {
		return Outgoing{}, ""
	}
	return r.Says, r.returnHash(r.Says)
}

// dropReturnProposal leaves the line free again for whatever else it is.
func (r Receipt) dropReturnProposal(c DropReturnProposal) ([]ReceiptEvent, error) {
	of, hash := r.Proposed()
	switch {
	case c.By.IsZero():
		return nil, ErrIncomplete
	case hash == "":
		return nil, ErrNoReturnProposed
	case c.Hash != hash:
		return nil, ErrReturnChanged
	}
	return []ReceiptEvent{ReturnProposalDropped{Receipt: r.ID, Of: of, By: c.By, Hash: hash}}, nil
}

// MayReturn tells what stands against an operator's word that a refund without a way came back.
func (r Receipt) MayReturn(refund id.ID) error {
	at, err := r.place(refund)
	switch {
	case err != nil:
		return err
	case r.Refunds[at].Policy != RefundsUnrouted:
		return ErrRefundRouted
	case len(r.Refunds[at].twice) > 0:
		return ErrReturnsShort
	case r.Refunds[at].Evidence == "" || r.Refunds[at].Withdrawn:
		return ErrNotSentByHand
	}
	return nil
}

// transferReturned gives the refund a way, on which its buyer is asked for another account. A line
// that was told before is old news.
func (r Receipt) transferReturned(c NoteTransferReturned, now time.Time) ([]ReceiptEvent, error) {
	at, err := r.place(c.Refund)
	switch {
	case err != nil:
		return nil, err
	case c.Line.IsZero() || c.Policy == RefundsUnrouted:
		return nil, ErrIncomplete
	case r.Refunds[at].line == c.Line:
		return nil, nil
	}
	if err := r.MayReturn(c.Refund); err != nil {
		return nil, err
	}
	refund := r.Refunds[at]
	switch {
	case c.Amount != refund.Amount:
		return nil, ErrBadAmount
	case c.By == r.Match.Buyer && !c.By.IsZero():
		return nil, ErrOwnMoney
	}
	back := r.goesBack(refund)
	back.Line, back.Policy, back.Origin = c.Line, c.Policy, r.origin()
	back.Reason, back.PromisedBy = refund.Reason, RefundPromise(now)
	return []ReceiptEvent{back}, nil
}

// returned is the step from a bank's line to whatever it is the return of.
func returned(e ReturnRecorded, policy RefundPolicy, from cause) []Step {
	var step Step
	switch {
	case !e.Of.Brand.IsZero(): // the brands' own process
		return nil
	case e.Of.Exit > 0:
		step = toRefund("note return", e.Of.Refund, NoteBankReturn{e.Of.Exit, e.Amount, e.Receipt, e.Back, e.By}, from)
	default:
		policy = cmp.Or(policy, RefundsByHand)
		note := NoteTransferReturned{e.Of.Refund, e.Amount, e.Receipt, policy, e.By}
		step = toReceipt("note return "+string(policy), e.Of.Receipt, note, from)
	}
	step.OnRefusal = func(err error) ([]Step, bool) {
		_, refused := errors.AsType[*RefusalError](err)
		return []Step{toReceipt("drop return", e.Receipt, DropReturn{e.Of}, from)}, refused
	}
	return []Step{step}
}

// wayOfReturned is the step from what came back without one to its way.
func wayOfReturned(e RefundReturned, from cause) []Step {
	if e.Policy == RefundsUnrouted {
		return nil
	}
	open := OpenRefund{
		Claim: Claim{e.Refund, e.Receipt, e.Campaign, e.Participation, e.Buyer}, Origin: e.Origin,
		Amount: e.Amount, Reason: e.Reason, PromisedBy: e.PromisedBy, ByHand: e.Policy == RefundsByHand, Returned: true,
	}
	return []Step{toRefund("open refund", e.Refund, open, from)}
}
