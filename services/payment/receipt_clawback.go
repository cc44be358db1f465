package payment

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// Reasons why a buyer gets money back that had been released.
const (
	ReasonGoodwill    = "goodwill"     // the brand and we agreed to it
	ReasonLateDispute = "late_dispute" // the buyer was right, after the time to complain
	ReasonDefect      = "defect"       // that was found later
	// ReasonChargeback: the channel has given the money back to its payer already. The
	// brand makes the shortfall good, and nothing is sent.
	ReasonChargeback = "chargeback"
)

// ClawbackReasons lists all of them, as a page offers them.
var ClawbackReasons = []string{ReasonDefect, ReasonLateDispute, ReasonGoodwill, ReasonChargeback}

// Clawback is exactly what is proposed, and agreed to.
type Clawback struct {
	Number   int          `json:"number"` // of the proposal, from 1
	By       id.ID        `json:"by"`
	Amount   money.Rupiah `json:"amount"`
	Reason   string       `json:"reason"`
	Note     string       `json:"note"`      // both sides read it
	LimitOne money.Rupiah `json:"limit_one"` // the most that goes back of a receipt by one person's word
	// Two is set when somebody else has to agree: with what went back before, it is more.
	Two  bool   `json:"two,omitzero"`
	Hash string `json:"hash"` // of all of this, and of whose money it is
}

// ClawbackProposed means that an operator wants a buyer to get money back that had been
// released to the brand.
type ClawbackProposed struct {
	Receipt       id.ID `json:"receipt"`
	Campaign      id.ID `json:"campaign"`
	Participation id.ID `json:"participation"`
	Buyer         id.ID `json:"buyer"`
	Brand         id.ID `json:"brand"`
	Clawback

	StepUp time.Time `json:"step_up,omitzero"` // when they confirmed with a passkey
}

// ClawbackAgreed means that somebody else agreed to exactly that.
type ClawbackAgreed struct {
	Receipt       id.ID     `json:"receipt"`
	Campaign      id.ID     `json:"campaign"`
	Participation id.ID     `json:"participation"`
	Number        int       `json:"number"` // of the proposal
	By            id.ID     `json:"by"`
	Hash          string    `json:"hash"`
	StepUp        time.Time `json:"step_up,omitzero"`
}

// ClawbackDropped means that nothing comes of the proposal.
type ClawbackDropped struct {
	Receipt       id.ID  `json:"receipt"`
	Campaign      id.ID  `json:"campaign"`
	Participation id.ID  `json:"participation"`
	Number        int    `json:"number"` // of the proposal
	By            id.ID  `json:"by"`
	Note          string `json:"note"`
}

func (ClawbackProposed) isReceiptEvent() {}
func (ClawbackAgreed) isReceiptEvent()   {}
func (ClawbackDropped) isReceiptEvent()  {}

// ProposeClawback has money go back that was released. Up to the limit it does so at once.
type ProposeClawback struct {
	By       id.ID
	Amount   money.Rupiah
	Reason   string
	Note     string
	LimitOne money.Rupiah
	Policy   RefundPolicy `json:",omitzero"`
	StepUp   time.Time    `json:"-"`
}

// AgreeClawback is the second person's word; Hash is of what they saw.
type AgreeClawback struct {
	By     id.ID
	Hash   string
	Policy RefundPolicy `json:",omitzero"`
	StepUp time.Time    `json:"-"`
}

// DropClawback takes a proposal back.
type DropClawback struct {
	By   id.ID
	Note string
}

func (ProposeClawback) isReceiptCommand() {}
func (AgreeClawback) isReceiptCommand()   {}
func (DropClawback) isReceiptCommand()    {}

// ofClawback decides about money that was released.
func (r Receipt) ofClawback(command ReceiptCommand, now time.Time) ([]ReceiptEvent, error) {
	switch c := command.(type) {
	case ProposeClawback:
		return r.proposeClawback(c, now)
	case AgreeClawback:
		return r.agreeClawback(c, now)
	case DropClawback:
		return r.dropClawback(c)
	case RecordReceipt, MatchReceipt, Allocate, ReleaseEscrow, ReturnPart, DueRefund, MarkTransferred, NoteRefunded, NoteReturned,
		WithdrawRefund, TakeBack, CoverShortfall, AgreeLoss, DropLoss, NoteGivenBack, CoverFromWallet,
		RecordReturn, DropReturn, DropReturnProposal, NoteTransferReturned, NoteSentTwice:
	}
	return nil, fmt.Errorf("%T: %w", command, ErrUnknownCommand)
}

func (r Receipt) proposeClawback(c ProposeClawback, now time.Time) ([]ReceiptEvent, error) {
	note := tidy(c.Note)
	switch {
	case c.By.IsZero():
		return nil, ErrIncomplete
	case note == "":
		return nil, ErrNoReason
	case !slices.Contains(ClawbackReasons, c.Reason):
		return nil, ErrUnknownReason
	case r.Clawback.Hash != "":
		return nil, ErrClawbackOpen
	case c.By == r.Match.Buyer:
		return nil, ErrOwnMoney
	}
	if err := r.mayClawBack(c.Reason, c.Amount); err != nil {
		return nil, err
	}
	wanted := Clawback{
		Number: r.Proposals + 1, By: c.By, Amount: c.Amount, Reason: c.Reason, Note: note, LimitOne: c.LimitOne,
		Two: r.ClawedBack+c.Amount > c.LimitOne,
	}
	wanted.Hash = r.clawbackHash(wanted)
	m := r.Match
	events := []ReceiptEvent{ClawbackProposed{
		Receipt: r.ID, Campaign: m.Campaign, Participation: m.Participation, Buyer: m.Buyer, Brand: r.Brand, Clawback: wanted, StepUp: c.StepUp,
	}}
	if wanted.Two {
		return events, nil
	}
	return append(events, r.clawBack(wanted, c.Policy, now)...), nil
}

func (r Receipt) agreeClawback(c AgreeClawback, now time.Time) ([]ReceiptEvent, error) {
	switch wanted := r.Clawback; {
	case wanted.Hash == "":
		return nil, ErrNoClawback
	case c.By.IsZero():
		return nil, ErrIncomplete
	case c.Hash != wanted.Hash:
		return nil, ErrClawbackChanged
	case c.By == wanted.By:
		return nil, ErrFourEyes
	case c.By == r.Match.Buyer:
		return nil, ErrOwnMoney
	}
	if err := r.mayClawBack(r.Clawback.Reason, r.Clawback.Amount); err != nil {
		return nil, err
	}
	m := r.Match
	agreed := ClawbackAgreed{
		Receipt: r.ID, Campaign: m.Campaign, Participation: m.Participation, Number: r.Clawback.Number, By: c.By, Hash: c.Hash, StepUp: c.StepUp,
	}
	return append([]ReceiptEvent{agreed}, r.clawBack(r.Clawback, c.Policy, now)...), nil
}

func (r Receipt) dropClawback(c DropClawback) ([]ReceiptEvent, error) {
	note := strings.TrimSpace(c.Note)
	switch {
	case r.Clawback.Hash == "":
		return nil, ErrNoClawback
	case c.By.IsZero():
		return nil, ErrIncomplete
	case note == "":
		return nil, ErrNoReason
	}
	m := r.Match
	return []ReceiptEvent{ClawbackDropped{
		Receipt: r.ID, Campaign: m.Campaign, Participation: m.Participation, Number: r.Clawback.Number, By: c.By, Note: note,
	}}, nil
}

// mayClawBack sees to it that no more goes back than was released and came in.
func (r Receipt) mayClawBack(reason string, amount money.Rupiah) error {
	most := r.Returnable()
	if reason == ReasonChargeback {
		most = min(r.Short-r.Twice, r.PaidOn) // what we sent twice is no brand's to bear
	}
	switch {
	case r.Brand.IsZero():
		return ErrNotReleased
	case amount <= 0:
		return ErrBadAmount
	case amount > most:
		return ErrTooMuch
	}
	return nil
}

// Returnable is what of the money that was released can still go back to the buyer: not
// what the channel, or an operator, has given them already.
func (r Receipt) Returnable() money.Rupiah {
	return max(0, r.PaidOn-(r.Taken+r.Unbacked-r.Given-r.Covered))
}

func (r Receipt) clawbackHash(c Clawback) string {
	return fingerprint(fmt.Sprintf("clawback v1\n%s\n%s\n%s\n%d\n%s\n%d\n%s\n%d\n%q",
		r.ID, r.Match.Buyer, r.Brand, c.Number, c.By, c.Amount, c.Reason, c.LimitOne, c.Note))
}

// fingerprint is by what two people know that they have seen the same.
func fingerprint(payload string) string {
	sum := sha256.Sum256([]byte(payload))
	return hex.EncodeToString(sum[:])
}

// clawBack makes the brand owe what goes back to the buyer, or what the channel took.
func (r Receipt) clawBack(c Clawback, policy RefundPolicy, now time.Time) []ReceiptEvent {
	owes, m := money.Receivable(r.Brand.String()), r.Match
	if c.Reason == ReasonChargeback {
		return []ReceiptEvent{ShortfallCovered{
			Receipt: r.ID, Campaign: m.Campaign, Participation: m.Participation, Buyer: m.Buyer, Amount: c.Amount, Cover: CoverBrand,
			By: c.By, Note: c.Note, Brand: r.Brand, Home: r.cash(), Postings: money.Move(c.Amount, owes, r.shortfallAccount()),
		}}
	}
	due := r.refundDue(c.Amount, DueRefund{c.Reason, policy}, money.Move(c.Amount, owes, r.refundAccount()), now)
	due.Brand, due.Home = r.Brand, r.cash()
	return []ReceiptEvent{due}
}
