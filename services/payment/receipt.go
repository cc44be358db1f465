package payment

import (
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// ReceiptEvent is something that happened to one incoming payment (stream
// "receipt-<id>"). Every event that moves money carries its balanced postings.
//
//sumtype:decl
type ReceiptEvent interface{ isReceiptEvent() }

// ReceiptRecorded means that money arrived in our bank account, or at a channel that holds
// it for us. Until it is allocated it is in suspense, whatever it may be for.
type ReceiptRecorded struct {
	Receipt       id.ID           `json:"receipt"`
	Channel       string          `json:"channel,omitzero"` // empty: bank transfer
	Method        string          `json:"method,omitzero"`  // of the channel
	Account       string          `json:"account"`          // our account number; the channel's name when it has one
	Amount        money.Rupiah    `json:"amount"`
	PaidAt        time.Time       `json:"paid_at"`   // the transfer's own time
	Reference     string          `json:"reference"` // the bank's or the channel's, unique per account
	Instruction   id.ID           `json:"instruction,omitzero"`
	Campaign      id.ID           `json:"campaign,omitzero"`
	Participation id.ID           `json:"participation,omitzero"`
	Buyer         id.ID           `json:"buyer,omitzero"`
	Due           money.Rupiah    `json:"due,omitzero"`         // of the instruction, without its code
	Code          int             `json:"code,omitzero"`        // of the instruction; 0: it was paid through a channel
	Attempt       int             `json:"attempt,omitzero"`     // of the payment through a channel
	Home          money.Account   `json:"home,omitzero"`        // of money out of a wallet: where it is, and will leave from
	RestsUntil    time.Time       `json:"rests_until,omitzero"` // of money out of a wallet, for a new account: not to be sent before
	Returns       bool            `json:"returns,omitempty"`    // an operator knows what it is: money that we had sent, and that came back
	Postings      []money.Posting `json:"postings"`
}

// ReceiptMatched means that an operator found out which instruction a receipt in suspense
// belongs to.
type ReceiptMatched struct {
	Receipt       id.ID        `json:"receipt"`
	Instruction   id.ID        `json:"instruction"`
	Campaign      id.ID        `json:"campaign"`
	Participation id.ID        `json:"participation"`
	Buyer         id.ID        `json:"buyer"`
	Amount        money.Rupiah `json:"amount"`
	PaidAt        time.Time    `json:"paid_at"`
	Due           money.Rupiah `json:"due"`
	Code          int          `json:"code"`
	Attempt       int          `json:"attempt,omitzero"`
}

// ReceiptAllocated means that the campaign took the money; the slots are secured. Amount
// goes to escrow, ToWallet (the unique code) to the buyer's wallet. A top-up has no
// campaign, and goes to the wallet as a whole.
type ReceiptAllocated struct {
	Receipt       id.ID           `json:"receipt"`
	Campaign      id.ID           `json:"campaign,omitzero"`
	Participation id.ID           `json:"participation"`
	Buyer         id.ID           `json:"buyer"`
	Amount        money.Rupiah    `json:"amount"`
	ToWallet      money.Rupiah    `json:"to_wallet"`
	Home          money.Account   `json:"home,omitzero"` // of a top-up: where the money is
	Postings      []money.Posting `json:"postings"`
}

// RefundDue means that the money, or what was too much of it, must go back to the buyer.
type RefundDue struct {
	Refund        id.ID           `json:"refund"`
	Receipt       id.ID           `json:"receipt"`
	Campaign      id.ID           `json:"campaign,omitzero"`
	Participation id.ID           `json:"participation,omitzero"`
	Buyer         id.ID           `json:"buyer,omitzero"`
	Amount        money.Rupiah    `json:"amount"`
	Reason        string          `json:"reason"` // a sambatan.RefundReason or DeclineReason, or "overpaid", "unmatched"
	PromisedBy    time.Time       `json:"promised_by"`
	Postings      []money.Posting `json:"postings"`
	// Policy is how its way out is found, in a stream of its own (see Refunds);
	// empty: an operator marks this receipt. Origin is set with it.
	Policy RefundPolicy `json:"policy,omitzero"`
	Origin Origin       `json:"origin,omitzero"`
	// Brand is set when the money had been released to it: it owes this, to where it
	// leaves from.
	Brand id.ID         `json:"brand,omitzero"`
	Home  money.Account `json:"home,omitzero"`
}

// RefundTransferred means that the money was sent, and that there is evidence of it.
type RefundTransferred struct {
	Refund        id.ID           `json:"refund"`
	Receipt       id.ID           `json:"receipt"`
	Campaign      id.ID           `json:"campaign,omitzero"`
	Participation id.ID           `json:"participation,omitzero"`
	Buyer         id.ID           `json:"buyer,omitzero"`
	Amount        money.Rupiah    `json:"amount"`
	Evidence      string          `json:"evidence"`      // the bank's or the channel's reference
	Exit          int             `json:"exit,omitzero"` // of its way, from 1; 0: it has none of its own
	Postings      []money.Posting `json:"postings"`
	// StepUp is when the operator who marked it confirmed with a passkey.
	StepUp time.Time `json:"step_up,omitzero"`
	// Settles is set on the last refund of a receipt whose slots the campaign
	// released: with it, the participation has all its money back.
	Settles bool `json:"settles,omitempty"`
	// ToWallet is set when the money went back to the buyer's wallet, from which it came.
	ToWallet bool `json:"to_wallet,omitempty"`
}

// RefundTransferProposed means that an operator says that they sent a large amount;
// somebody else has to say so too.
type RefundTransferProposed struct {
	Refund        id.ID     `json:"refund"`
	Receipt       id.ID     `json:"receipt"`
	Campaign      id.ID     `json:"campaign,omitzero"`
	Participation id.ID     `json:"participation,omitzero"`
	By            id.ID     `json:"by"`
	Evidence      string    `json:"evidence"`
	StepUp        time.Time `json:"step_up,omitzero"` // when they confirmed with a passkey
}

// RefundReturned means that the money of a refund came back, and is due again.
type RefundReturned struct {
	Refund        id.ID           `json:"refund"`
	Receipt       id.ID           `json:"receipt"`
	Campaign      id.ID           `json:"campaign,omitzero"`
	Participation id.ID           `json:"participation,omitzero"`
	Buyer         id.ID           `json:"buyer,omitzero"`
	Amount        money.Rupiah    `json:"amount"`
	Evidence      string          `json:"evidence"` // of the transfer that came back
	Exit          int             `json:"exit"`
	Postings      []money.Posting `json:"postings"`
	// Line is set when the refund had no way: the receipt that the bank's line is recorded as. From
	// now on it has one, since its buyer has to name another account; Policy is how that finds it.
	Line       id.ID        `json:"line,omitzero"`
	Policy     RefundPolicy `json:"policy,omitzero"`
	Origin     Origin       `json:"origin,omitzero"`
	Reason     string       `json:"reason,omitzero"` // as in RefundDue
	PromisedBy time.Time    `json:"promised_by,omitzero"`
}

// RefundWithdrawn means that the money need not go back after all, and is in suspense again;
// of a cash-out, in the wallet that it came from.
type RefundWithdrawn struct {
	Refund        id.ID           `json:"refund"`
	Receipt       id.ID           `json:"receipt"`
	Campaign      id.ID           `json:"campaign,omitzero"` // of a payment that was taken back; else it was nobody's
	Participation id.ID           `json:"participation,omitzero"`
	Buyer         id.ID           `json:"buyer,omitzero"`
	Amount        money.Rupiah    `json:"amount"`
	Postings      []money.Posting `json:"postings"`
	ToWallet      bool            `json:"to_wallet,omitempty"`
}

func (ReceiptRecorded) isReceiptEvent()        {}
func (ReceiptMatched) isReceiptEvent()         {}
func (ReceiptAllocated) isReceiptEvent()       {}
func (RefundDue) isReceiptEvent()              {}
func (RefundTransferProposed) isReceiptEvent() {}
func (RefundTransferred) isReceiptEvent()      {}
func (RefundReturned) isReceiptEvent()         {}
func (RefundWithdrawn) isReceiptEvent()        {}

// The events of money that a channel took back are in shortfall.go.

// Match names the instruction that a receipt belongs to, or the payment that was
// begun through a channel.
type Match struct {
	Instruction   id.ID // the participation's id
	Campaign      id.ID
	Participation id.ID
	Buyer         id.ID
	Due           money.Rupiah // without the code
	Code          int          // 0: paid through a channel
	Attempt       int          // of the payment through a channel; 0: a transfer
}

// TopUp tells whether the money is for the buyer's wallet, or comes out of it: it is no
// campaign's, and what is called the participation is the top-up or the cash-out.
func (m Match) TopUp() bool { return m != (Match{}) && m.Campaign.IsZero() }

// Refund is money on its way back, or back.
type Refund struct {
	ID       id.ID
	Amount   money.Rupiah
	Reason   string
	Evidence string // empty until it was transferred, and when it came back
	Proposed proposal

	Policy    RefundPolicy
	Exit      int      // the newest one of its way
	Withdrawn bool     // it was in suspense again, or in the wallet
	line      id.ID    // of the bank, by which what had been sent without a way came back
	twice     []string // evidence of what left besides the newest exit
}

// Receipt is one incoming transfer. Amount is always the sum of what is in
// suspense, in escrow, in the wallet, due, refunded, paid on and covered.
type Receipt struct {
	ID        id.ID  // zero: nothing was recorded
	Channel   string // empty: bank transfer
	Method    string
	Account   string
	Amount    money.Rupiah
	PaidAt    time.Time
	Reference string
	Home      money.Account // of money out of a wallet
	Rests     time.Time     // until then nothing is sent; zero: at any time
	Match     Match         // zero: nobody knows what it is for

	Suspense money.Rupiah
	Escrow   money.Rupiah
	Wallet   money.Rupiah
	Due      money.Rupiah
	Refunded money.Rupiah
	PaidOn   money.Rupiah // to the brand, and what the platform keeps and withholds of it; less what the brand owes back

	Taken money.Rupiah // back by the channel
	// Unbacked was sent by hand although its refund had been withdrawn, or had left already. What
	// was taken or unbacked is short, covered, lost or given back.
	Unbacked money.Rupiah
	Twice    money.Rupiah // of Short, that a refund left once more: of its payment nothing is missing
	Short    money.Rupiah // of both, that nobody has made good
	Covered  money.Rupiah // of both, by the buyer's money or the brand's
	Lost     money.Rupiah // of both, by us; nothing that goes back to the buyer later makes it good yet
	Borne    money.Rupiah // of both, by us so far, whatever came back since
	Given    money.Rupiah // of what was taken, back by the channel

	Brand      id.ID        // that the money was released to
	ClawedBack money.Rupiah // from it so far
	Clawback   Clawback     // that was proposed and waits for somebody else
	Proposals  int          // of clawbacks so far
	Loss       Loss         // that was proposed and waits for somebody else
	// LossProposals is how many there were so far.
	LossProposals int
	// Returns is the evidence of what the channel gave back.
	Returns []string
	spared  int  // how often the wallet gave what nobody missed any more
	Parted  bool // a dispute was decided in part: that part is not in escrow any more

	// Return is what this line of the bank is the return of, and what somebody says that it is.
	Return, Says Outgoing
	saidBy       id.ID

	Allocated bool
	Released  bool // the campaign gave the slots up
	Settled   bool // the campaign was told that all is back
	Refunds   []Refund
}

// Held is what has not begun its way back.
func (r Receipt) Held() money.Rupiah { return r.Suspense + r.Escrow + r.Wallet }

func evolveReceipt(r Receipt, event ReceiptEvent) Receipt {
	switch e := event.(type) {
	case ReceiptRecorded:
		return Receipt{
			ID: e.Receipt, Channel: e.Channel, Method: e.Method, Account: e.Account, Amount: e.Amount, PaidAt: e.PaidAt, Reference: e.Reference,
			Home: e.Home, Rests: e.RestsUntil, Match: matchOf(e), Suspense: e.Amount,
		}
	case ReceiptMatched:
		r.Match = Match{e.Instruction, e.Campaign, e.Participation, e.Buyer, e.Due, e.Code, e.Attempt}
	case ReceiptAllocated:
		r.Allocated = true
		r.Suspense -= e.Amount + e.ToWallet
		r.Escrow += e.Amount
		r.Wallet += e.ToWallet
	case EscrowReleased:
		r.PaidOn, r.Escrow, r.Brand = r.Escrow, 0, e.Brand
	case ClawbackProposed:
		r.Clawback, r.Proposals = e.Clawback, e.Number
	case ClawbackDropped:
		r.Clawback = Clawback{}
	case ClawbackAgreed: // what it leads to says so
	case LossProposed:
		r.Loss, r.LossProposals = e.Loss, e.Number
	case LossDropped:
		r.Loss = Loss{}
	case RefundDue:
		return r.due(e)
	case RefundTransferProposed:
		return r.change(e.Refund, func(refund *Refund) { refund.Proposed = proposal{e.By, e.Evidence} })
	case RefundTransferred:
		return r.transferred(e)
	case RefundReturned:
		return r.returned(e)
	case RefundWithdrawn:
		return r.withdrawn(e)
	case RefundSentAfterAll:
		return r.unbacked(e)
	case RefundSentTwice:
		return r.doubled(e)
	case ReturnProposed:
		r.Says, r.saidBy = e.Of, e.By
	case ReturnProposalDropped:
		r.Says, r.saidBy = Outgoing{}, id.ID{}
	case ReturnRecorded:
		r.Return, r.Says, r.saidBy = e.Of, Outgoing{}, id.ID{}
		r.Suspense, r.Refunded = r.Suspense-e.Amount, r.Refunded+e.Amount
	case ReturnDropped:
		r.Return = Outgoing{}
		r.Suspense, r.Refunded = r.Suspense+e.Amount, r.Refunded-e.Amount
	case ReceiptTakenBack:
		r.Taken, r.Short = r.Taken+e.Amount, r.Short+e.Amount
	case ShortfallCovered:
		return r.covered(e)
	case WalletSpared:
		r.spared++
	}
	return r
}

func matchOf(e ReceiptRecorded) Match {
	return Match{e.Instruction, e.Campaign, e.Participation, e.Buyer, e.Due, e.Code, e.Attempt}
}

// due takes what was released from the brand, a part from escrow, what is too much from
// suspense, and every other refund from wherever the rest of the money is.
func (r Receipt) due(e RefundDue) Receipt {
	r.Due += e.Amount
	r.Refunds = append(r.Refunds, Refund{ID: e.Refund, Amount: e.Amount, Reason: e.Reason, Policy: e.Policy})
	r.Released = r.Released || releases(e.Reason)
	switch {
	case !e.Brand.IsZero():
		return r.owed(e.Amount)
	case e.Reason == ReasonPart && slices.Contains(e.Postings, money.Debit(r.escrowAccount(), e.Amount)):
		r.Escrow, r.Parted = r.Escrow-e.Amount, true
	case e.Reason == ReasonPart, e.Reason == ReasonOverpaid:
		r.Suspense -= e.Amount
	default:
		r.Suspense, r.Escrow, r.Wallet = 0, 0, 0
	}
	return r
}

// owed ends a clawback: the brand owes so much of what was released to it.
func (r Receipt) owed(amount money.Rupiah) Receipt {
	r.PaidOn, r.ClawedBack, r.Clawback = r.PaidOn-amount, r.ClawedBack+amount, Clawback{}
	return r
}

func (r Receipt) transferred(e RefundTransferred) Receipt {
	r.Due -= e.Amount
	r.Refunded += e.Amount
	r.Settled = r.Settled || e.Settles
	return r.change(e.Refund, func(refund *Refund) { refund.Evidence, refund.Exit = e.Evidence, e.Exit })
}

func (r Receipt) returned(e RefundReturned) Receipt {
	r.Due += e.Amount
	r.Refunded -= e.Amount
	return r.change(e.Refund, func(refund *Refund) {
		refund.Evidence, refund.Exit = "", e.Exit
		if !e.Line.IsZero() {
			refund.line, refund.Policy, refund.Proposed = e.Line, e.Policy, proposal{}
		}
	})
}

func (r Receipt) withdrawn(e RefundWithdrawn) Receipt {
	r.Due -= e.Amount
	if e.ToWallet {
		r.Wallet += e.Amount
	} else {
		r.Suspense += e.Amount
	}
	return r.change(e.Refund, func(refund *Refund) { refund.Withdrawn = true })
}

func (r Receipt) change(refund id.ID, change func(*Refund)) Receipt {
	for n := range r.Refunds {
		if r.Refunds[n].ID == refund {
			change(&r.Refunds[n])
		}
	}
	return r
}
