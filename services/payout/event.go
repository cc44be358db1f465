package payout

import (
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Event is something that happened to the money of one brand.
//
//sumtype:decl
type Event interface{ isEvent() }

// Of is what a line of the brand's account comes from.
type Of struct {
	Campaign      id.ID `json:"campaign"`
	Participation id.ID `json:"participation"`
	Receipt       id.ID `json:"receipt"`
}

// Accrued means that the money of a participation was released to the brand. The postings
// are the receipt's.
type Accrued struct {
	Brand id.ID          `json:"brand"`
	Of    Of             `json:"of"`
	Split sambatan.Split `json:"split"`
	Home  money.Account  `json:"home"` // where the money is
}

// ClawedBack means that a buyer got money back after it had been released: the brand owes
// it, and the next payout is less by it. The postings are the receipt's.
type ClawedBack struct {
	Brand  id.ID         `json:"brand"`
	Of     Of            `json:"of"`
	Refund id.ID         `json:"refund,omitzero"` // zero: the channel had given it back
	Amount money.Rupiah  `json:"amount"`
	Home   money.Account `json:"home"`            // where it leaves from
	Reason string        `json:"reason,omitzero"` // a payment.ClawbackReasons
}

// Charged means that the brand owes us our fee: it called a batch off that had succeeded. The next payout is less by it.
type Charged struct {
	Brand    id.ID           `json:"brand"`
	Campaign id.ID           `json:"campaign"`
	Amount   money.Rupiah    `json:"amount"`
	Postings []money.Posting `json:"postings"`
}

// AccountGiven means that the brand named the account that it wants to be paid to.
type AccountGiven struct {
	Brand   id.ID             `json:"brand"`
	Number  int               `json:"number"` // of the account, from 1
	By      id.ID             `json:"by"`
	Account eventstore.Sealed `json:"account"` // field "payout_account"
	// UsableFrom is when payouts may go to it: a change has to be noticed by its owner first.
	UsableFrom time.Time `json:"usable_from"`
	StepUp     time.Time `json:"step_up,omitzero"` // when its owner confirmed with a passkey
}

// AccountApproved means that somebody else has looked at the account.
type AccountApproved struct {
	Brand  id.ID `json:"brand"`
	Number int   `json:"number"`
	By     id.ID `json:"by"`
}

// AccountRefused means that the account can't be used.
type AccountRefused struct {
	Brand  id.ID  `json:"brand"`
	Number int    `json:"number"`
	Giver  id.ID  `json:"giver"`       // who had named it
	By     id.ID  `json:"by,omitzero"` // zero: its bank said so
	Reason string `json:"reason"`
}

// Held means that nothing is paid until somebody has looked.
type Held struct {
	Brand  id.ID  `json:"brand"`
	By     id.ID  `json:"by,omitzero"` // zero: the rules
	Reason string `json:"reason"`
}

// Resumed means that payouts go on.
type Resumed struct {
	Brand id.ID  `json:"brand"`
	By    id.ID  `json:"by"`
	Note  string `json:"note"`
}

// RunPlanned means that the brand is to be paid at a time, if nothing stands against it then.
type RunPlanned struct {
	Brand id.ID     `json:"brand"`
	At    time.Time `json:"at"`
}

// RunDropped means that something stood against it.
type RunDropped struct {
	Brand id.ID `json:"brand"`
}

// Claim names a payout.
type Claim struct {
	Brand  id.ID `json:"brand"`
	Payout id.ID `json:"payout"`
}

// Bill is exactly what is to be paid, and where to.
type Bill struct {
	Number   int          `json:"number"`    // of the payout, from 1
	Gross    money.Rupiah `json:"gross"`     // all that was released and not paid yet
	Clawback money.Rupiah `json:"clawback"`  // what the brand owed, and pays with it
	Amount   money.Rupiah `json:"amount"`    // Gross − Clawback
	Account  int          `json:"account"`   // its number
	LimitOne money.Rupiah `json:"limit_one"` // the most that is paid without two people's approval
}

// Opened means that a payout begins.
type Opened struct {
	Claim
	Bill

	By   id.ID  `json:"by,omitzero"` // zero: the run
	Hash string `json:"hash"`        // of the claim, the bill and the account itself
}

// Approved means that somebody has agreed to exactly this payout. Whoever opened it by hand
// has agreed by that.
type Approved struct {
	Claim

	By     id.ID     `json:"by"`
	Hash   string    `json:"hash"`
	StepUp time.Time `json:"step_up,omitzero"` // when they confirmed with a passkey
}

// Queued means that all who have to have agreed, and that the next attempt may begin.
type Queued struct {
	Claim

	Attempt   int          `json:"attempt"` // that comes next, from 1
	Way       payment.Way  `json:"way"`
	NotBefore time.Time    `json:"not_before"`
	Amount    money.Rupiah `json:"amount"`
	Hash      string       `json:"hash"`
}

// Submitted means that the channel is being asked to send the money. It is recorded before
// the request is made.
type Submitted struct {
	Claim

	Attempt int       `json:"attempt"`
	Key     string    `json:"key"` // under which the channel does it once
	At      time.Time `json:"at"`
}

// Accepted means that the channel has taken it on, under a name of its own: told again after it was unclear,
// that it is still on its way.
type Accepted struct {
	Claim

	Attempt   int    `json:"attempt"`
	Reference string `json:"reference"`
}

// Unclear means that the channel did not say what became of an attempt.
type Unclear struct {
	Claim

	Attempt int       `json:"attempt"`
	At      time.Time `json:"at,omitzero"` // when it was asked; zero: longer ago than anybody waits
}

// Failed means that the channel said for sure that an attempt has not sent, and will not
// send, any money.
type Failed struct {
	Claim

	Attempt int             `json:"attempt"`
	Failure payment.Failure `json:"failure"`
	Code    string          `json:"code,omitzero"`
	// Ends is set when the account is at fault: the next payout has to be agreed on anew.
	Ends bool `json:"ends,omitzero"`
	// Stuck is set when nothing follows by itself.
	Stuck bool `json:"stuck,omitzero"`
}

// Paid means that the money has left.
type Paid struct {
	Claim

	Number   int             `json:"number"`
	Account  int             `json:"account"`          // its number
	Giver    id.ID           `json:"giver"`            // who had named it
	Attempt  int             `json:"attempt,omitzero"` // 0: an operator sent it
	By       id.ID           `json:"by,omitzero"`      // the operator, who sent it or knows that the attempt did
	Gross    money.Rupiah    `json:"gross"`
	Clawback money.Rupiah    `json:"clawback,omitzero"`
	Amount   money.Rupiah    `json:"amount"`
	Evidence string          `json:"evidence"`
	Postings []money.Posting `json:"postings"`
}

// Reversed means that the beneficiary's bank sent the money back: it is due again.
type Reversed struct {
	Claim

	Attempt  int             `json:"attempt"` // 0: an operator had sent it
	Amount   money.Rupiah    `json:"amount"`
	Code     string          `json:"code,omitzero"`
	Evidence string          `json:"evidence"` // of the transfer that came back
	Postings []money.Posting `json:"postings"`
	// Line is set when an operator found the money in our bank account: the receipt that its line
	// is recorded as. Back is what the bank calls it there.
	Line id.ID  `json:"line,omitzero"`
	Back string `json:"back,omitzero"`
}

// Cancelled means that a payout will not be made. What was due is due still.
type Cancelled struct {
	Claim

	By     id.ID  `json:"by"`
	Reason string `json:"reason"`
}

// Contradicted means that the channel said something that can't be true: nothing more is
// paid until somebody has looked.
type Contradicted struct {
	Claim

	Attempt  int          `json:"attempt"`
	Said     payment.Said `json:"said"`
	Evidence string       `json:"evidence,omitzero"`
}

func (Accrued) isEvent()         {}
func (ClawedBack) isEvent()      {}
func (Charged) isEvent()         {}
func (AccountGiven) isEvent()    {}
func (AccountApproved) isEvent() {}
func (AccountRefused) isEvent()  {}
func (Held) isEvent()            {}
func (Resumed) isEvent()         {}
func (RunPlanned) isEvent()      {}
func (RunDropped) isEvent()      {}
func (Opened) isEvent()          {}
func (Approved) isEvent()        {}
func (Queued) isEvent()          {}
func (Submitted) isEvent()       {}
func (Accepted) isEvent()        {}
func (Unclear) isEvent()         {}
func (Failed) isEvent()          {}
func (Paid) isEvent()            {}
func (Reversed) isEvent()        {}
func (Cancelled) isEvent()       {}
func (Contradicted) isEvent()    {}

// ClaimOf tells which brand an event is about, and which payout; the zero id: none.
func ClaimOf(event Event) Claim {
	switch e := event.(type) {
	case Accrued:
		return Claim{Brand: e.Brand}
	case ClawedBack:
		return Claim{Brand: e.Brand}
	case Charged:
		return Claim{Brand: e.Brand}
	case AccountGiven:
		return Claim{Brand: e.Brand}
	case AccountApproved:
		return Claim{Brand: e.Brand}
	case AccountRefused:
		return Claim{Brand: e.Brand}
	case Held:
		return Claim{Brand: e.Brand}
	case Resumed:
		return Claim{Brand: e.Brand}
	case RunPlanned:
		return Claim{Brand: e.Brand}
	case RunDropped:
		return Claim{Brand: e.Brand}
	case Opened:
		return e.Claim
	case Approved:
		return e.Claim
	case Queued:
		return e.Claim
	case Submitted:
		return e.Claim
	case Accepted:
		return e.Claim
	case Unclear:
		return e.Claim
	case Failed:
		return e.Claim
	case Paid:
		return e.Claim
	case Reversed:
		return e.Claim
	case Cancelled:
		return e.Claim
	case Contradicted:
		return e.Claim
	case OutcomeProposed:
		return e.Claim
	case OutcomeNoted:
		return e.Claim
	}
	return Claim{}
}
