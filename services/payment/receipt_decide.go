package payment

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// ReceiptCommand asks a receipt to change.
//
//sumtype:decl
type ReceiptCommand interface{ isReceiptCommand() }

// RecordReceipt records an incoming payment; Match is zero when nobody knows
// what it is for.
type RecordReceipt struct {
	Receipt   id.ID  // ReceiptID(Account, Reference)
	Channel   string // empty: bank transfer
	Method    string // of the channel
	Account   string // of a channel its name
	Amount    money.Rupiah
	PaidAt    time.Time
	Reference string
	Home      money.Account `json:",omitzero"` // of money out of a wallet: where it is
	Rests     time.Time     `json:",omitzero"` // of money out of a wallet, for a new account: until when
	Match     Match
	By        id.ID `json:",omitzero"` // the operator who says so; zero: a channel, or a process
}

// MatchReceipt tells what a receipt in suspense is for.
type MatchReceipt struct {
	Match Match
	By    id.ID `json:",omitzero"` // the operator who found out
}

// Allocate moves the money to escrow, after the campaign took it. What is more
// than Amount and the code (and what an instruction was rounded up by) becomes a refund.
type Allocate struct {
	Amount money.Rupiah // that the campaign took; 0: the amount due of the match
	Policy RefundPolicy `json:",omitzero"` // of the refund of what is too much
}

// DueRefund begins the way back of all the money of a receipt.
type DueRefund struct {
	Reason string
	Policy RefundPolicy `json:",omitzero"`
}

// MarkTransferred notes that an operator sent a refund which has no way of its own.
type MarkTransferred struct {
	Refund   id.ID
	By       id.ID `json:",omitzero"`
	Evidence string
	StepUp   time.Time `json:"-"` // of [MarkRefundSent]
}

// NoteRefunded notes that the way of a refund led to its money leaving.
type NoteRefunded struct {
	Refund   id.ID
	Exit     int // how often it left by now
	Evidence string
}

// NoteReturned notes that what left came back.
type NoteReturned struct {
	Refund   id.ID
	Exit     int // that came back
	Evidence string
}

// WithdrawRefund notes that the money need not go back after all.
type WithdrawRefund struct {
	Refund   id.ID
	Exit     int    `json:",omitzero"` // the newest one, which came back; 0: it never left
	Evidence string `json:",omitzero"`
}

func (RecordReceipt) isReceiptCommand()   {}
func (MatchReceipt) isReceiptCommand()    {}
func (Allocate) isReceiptCommand()        {}
func (DueRefund) isReceiptCommand()       {}
func (MarkTransferred) isReceiptCommand() {}
func (NoteRefunded) isReceiptCommand()    {}
func (NoteReturned) isReceiptCommand()    {}
func (WithdrawRefund) isReceiptCommand()  {}

// ReceiptDecider holds the rules of incoming transfers.
var ReceiptDecider = eventstore.Decider[Receipt, ReceiptCommand, ReceiptEvent]{
	Initial: func() Receipt { return Receipt{} },
	Decide:  decideReceipt,
	Evolve:  evolveReceipt,
}

func decideReceipt(r Receipt, command ReceiptCommand, now time.Time) ([]ReceiptEvent, error) {
	switch c := command.(type) { //nolint:gochecksumtype // those that begin a receipt; the others are below
	case RecordReceipt:
		return r.record(c, now)
	case RecordReturn:
		return r.recordReturn(c, now)
	}
	if r.ID.IsZero() {
		return nil, ErrNoReceipt
	}
	switch c := command.(type) {
	case RecordReceipt, RecordReturn: // above
	case DropReturn:
		return r.dropReturn(c)
	case DropReturnProposal:
		return r.dropReturnProposal(c)
	case NoteTransferReturned:
		return r.transferReturned(c, now)
	case NoteSentTwice:
		return r.sentTwice(c)
	case MatchReceipt:
		return r.match(c)
	case Allocate:
		return r.allocate(c, now)
	case ReleaseEscrow:
		return r.release(c, now)
	case ReturnPart:
		return r.returnPart(c, now)
	case ProposeClawback, AgreeClawback, DropClawback:
		return r.ofClawback(command, now)
	case DueRefund:
		return r.refund(c, now)
	case MarkTransferred:
		return r.markTransferred(c, now)
	case NoteRefunded:
		return r.noteRefunded(c)
	case NoteReturned:
		return r.noteReturned(c)
	case WithdrawRefund:
		return r.withdraw(c, now)
	case TakeBack:
		return r.takeBack(c)
	case CoverShortfall:
		return r.coverShortfall(c)
	case AgreeLoss:
		return r.agreeLoss(c)
	case DropLoss:
		return r.dropLoss(c)
	case NoteGivenBack:
		return r.noteGivenBack(c)
	case CoverFromWallet:
		return r.coverFromWallet(c)
	}
	return nil, fmt.Errorf("%T: %w", command, ErrUnknownCommand)
}

// record does nothing when the same bank line was recorded with the same facts.
func (r Receipt) record(c RecordReceipt, now time.Time) ([]ReceiptEvent, error) {
	c.Account, c.Reference, c.PaidAt = tidy(c.Account), tidy(c.Reference), instant(c.PaidAt)
	if err := c.check(now); err != nil {
		return nil, err
	}
	if !r.ID.IsZero() {
		if r.Amount == c.Amount && r.PaidAt.Equal(c.PaidAt) && (r.Match == c.Match || c.Match == Match{}) {
			return nil, nil
		}
		return nil, ErrReceiptKnown
	}
	return []ReceiptEvent{c.recorded()}, nil
}

func (c RecordReceipt) recorded() ReceiptRecorded {
	m := c.Match
	return ReceiptRecorded{
		Receipt: c.Receipt, Channel: c.Channel, Method: c.Method, Account: c.Account, Amount: c.Amount, PaidAt: c.PaidAt, Reference: c.Reference,
		Instruction: m.Instruction, Campaign: m.Campaign, Participation: m.Participation, Buyer: m.Buyer,
		Due: m.Due, Code: m.Code, Attempt: m.Attempt, Home: c.Home, RestsUntil: c.Rests,
		Postings: money.Move(c.Amount, home(c.Channel, c.Account, m.Buyer), money.Suspense),
	}
}

func (c RecordReceipt) check(now time.Time) error {
	switch {
	case c.Account == "" || c.Reference == "" || c.Channel != "" && (c.Channel != c.Account || c.Method == ""):
		return ErrIncomplete
	case c.Channel == WalletChannel && (c.Home == "" || c.Match == Match{} || c.Match.TopUp() != (Method(c.Method) == CashOut)):
		return ErrIncomplete
	case c.Receipt != ReceiptID(c.Account, c.Reference):
		return ErrWrongReceipt
	case c.Amount <= 0 || c.Amount > MaxAmount:
		return ErrBadAmount
	case c.PaidAt.After(now.Add(ClockTolerance)):
		return ErrPaidInFuture
	case c.PaidAt.IsZero():
		return ErrIncomplete
	case c.Match != Match{}:
		return cmp.Or(c.Match.check(), c.Match.ownedBy(c.By))
	}
	return nil
}

// ownedBy refuses the word of somebody whose own money it would be.
func (m Match) ownedBy(operator id.ID) error {
	if !operator.IsZero() && operator == m.Buyer {
		return ErrOwnMoney
	}
	return nil
}

// check: what was to be transferred has a code, what was to be paid through a
// channel is an attempt, as a top-up always is.
func (m Match) check() error {
	named := !m.Instruction.IsZero() && !m.Participation.IsZero() && !m.Buyer.IsZero()
	coded := m.Attempt == 0 && m.Code >= firstCode && m.Code <= lastCode && !m.Campaign.IsZero()
	begun := m.Attempt > 0 && m.Code == 0
	if !named || m.Due <= 0 || m.Due > MaxAmount || !coded && !begun {
		return ErrBadMatch
	}
	return nil
}

// match is for a receipt that has never left suspense.
func (r Receipt) match(c MatchReceipt) ([]ReceiptEvent, error) {
	if err := cmp.Or(c.Match.check(), c.Match.ownedBy(c.By)); err != nil {
		return nil, err
	}
	switch {
	case r.Match == c.Match:
		return nil, nil
	case r.Match != Match{}:
		return nil, ErrAlreadyMatched
	case r.Suspense != r.Amount:
		return nil, ErrNotInSuspense
	}
	m := c.Match
	return []ReceiptEvent{ReceiptMatched{
		Receipt: r.ID, Instruction: m.Instruction, Campaign: m.Campaign, Participation: m.Participation, Buyer: m.Buyer,
		Amount: r.Amount, PaidAt: r.PaidAt, Due: m.Due, Code: m.Code, Attempt: m.Attempt,
	}}, nil
}

// allocate does nothing when the money is on its way back already: the campaign
// released the slots, and its two events overtook each other.
func (r Receipt) allocate(c Allocate, now time.Time) ([]ReceiptEvent, error) {
	taken := cmp.Or(c.Amount, r.Match.Due)
	switch {
	case r.Match == Match{}:
		return nil, ErrNotMatched
	case r.Allocated, r.Released:
		return nil, nil
	case r.Suspense != r.Amount:
		return nil, ErrNotInSuspense
	case r.cashOut():
		return nil, ErrCashOut
	case r.Match.TopUp():
		return []ReceiptEvent{r.allocated(0, r.Amount)}, nil
	case taken < 0:
		return nil, ErrBadAmount
	case r.Amount < taken:
		return nil, ErrUnderpaid
	}
	excess := r.Amount - taken
	if excess == money.Rupiah(r.Match.Code) || r.rounded(excess) {
		return []ReceiptEvent{r.allocated(taken, excess)}, nil
	}
	won := r.allocated(taken, 0)
	return append([]ReceiptEvent{won}, evolveReceipt(r, won).tooMuch(excess, DueRefund{ReasonOverpaid, c.Policy}, now)...), nil
}

// rounded tells whether a receipt is exactly what an instruction said, and all that is more
// than the campaign took is its code and what the amount was rounded up by.
func (r Receipt) rounded(excess money.Rupiah) bool {
	code := money.Rupiah(r.Match.Code)
	return code > 0 && r.Amount == r.Match.Due+code && excess < code+sambatan.Thousand
}

// tooMuch sends back what of suspense is more than the campaign took, and is there.
func (r Receipt) tooMuch(excess money.Rupiah, c DueRefund, now time.Time) []ReceiptEvent {
	return r.back(excess, money.Suspense, c, now)
}

// back sends so much of an account back, less what is gone.
func (r Receipt) back(amount money.Rupiah, from money.Account, c DueRefund, now time.Time) []ReceiptEvent {
	events := r.cover(amount, c.Reason)
	if amount -= min(amount, r.Short+r.Lost); amount > 0 {
		events = append(events, r.refundDue(amount, c, money.Move(amount, from, r.refundAccount()), now))
	}
	return events
}

func (r Receipt) allocated(toEscrow, toWallet money.Rupiah) ReceiptAllocated {
	m := r.Match
	postings := []money.Posting{money.Debit(money.Suspense, toEscrow+toWallet)}
	if toEscrow > 0 {
		postings = append(postings, money.Credit(r.escrowAccount(), toEscrow))
	}
	if toWallet > 0 {
		postings = append(postings, money.Credit(money.Wallet(m.Buyer.String()), toWallet))
	}
	allocated := ReceiptAllocated{
		Receipt: r.ID, Campaign: m.Campaign, Participation: m.Participation, Buyer: m.Buyer,
		Amount: toEscrow, ToWallet: toWallet, Postings: postings,
	}
	if m.TopUp() {
		allocated.Home = r.home()
	}
	return allocated
}

// tidy makes what people type from a bank statement comparable.
func tidy(text string) string { return strings.Join(strings.Fields(text), " ") }
