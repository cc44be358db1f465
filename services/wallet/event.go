package wallet

import (
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// Event is something that happened to the wallet of one buyer (stream "wallet-<buyer>").
// None of them moves money in the ledger: receipts do. What is credited is in the ledger's
// account before it is here, and what is captured is gone from here before it is gone from
// there, so that the account never holds less than the buyer may spend.
//
//sumtype:decl
type Event interface{ isEvent() }

// TopUpAsked means that the buyer wants to fill the wallet through the gateway.
type TopUpAsked struct {
	TopUp  id.ID          `json:"top_up"`
	Buyer  id.ID          `json:"buyer"`
	Amount money.Rupiah   `json:"amount"`
	Method payment.Method `json:"method"`
	PayBy  time.Time      `json:"pay_by"` // the gateway takes no money afterwards
}

// Credited means that there is more to spend: a top-up came, or what was paid from the
// wallet came back.
type Credited struct {
	Buyer         id.ID         `json:"buyer"`
	Receipt       id.ID         `json:"receipt"`
	TopUp         id.ID         `json:"top_up,omitzero"`
	Refund        id.ID         `json:"refund,omitzero"` // in the place of TopUp
	Campaign      id.ID         `json:"campaign,omitzero"`
	Participation id.ID         `json:"participation,omitzero"`
	Amount        money.Rupiah  `json:"amount"`
	Home          money.Account `json:"home,omitzero"` // of a top-up: where the money is
}

// Held means that some of the balance is kept for one participation.
type Held struct {
	Hold          id.ID        `json:"hold"`
	Buyer         id.ID        `json:"buyer"`
	Campaign      id.ID        `json:"campaign"`
	Participation id.ID        `json:"participation"`
	Amount        money.Rupiah `json:"amount"`
	At            time.Time    `json:"at"` // when the buyer paid, by which lateness is judged
}

// Captured means that a hold was spent, and is over.
type Captured struct {
	Hold          id.ID         `json:"hold"`
	Buyer         id.ID         `json:"buyer"`
	Campaign      id.ID         `json:"campaign"`
	Participation id.ID         `json:"participation"`
	Attempt       int           `json:"attempt"` // of the payment
	Amount        money.Rupiah  `json:"amount"`
	Held          money.Rupiah  `json:"held"`    // before; what is more than Amount can be spent again
	PaidAt        time.Time     `json:"paid_at"` // the hold's
	Home          money.Account `json:"home"`    // where the money is
}

// Released means that a hold was given back.
type Released struct {
	Hold          id.ID        `json:"hold"`
	Buyer         id.ID        `json:"buyer"`
	Campaign      id.ID        `json:"campaign"`
	Participation id.ID        `json:"participation"`
	Amount        money.Rupiah `json:"amount"`
}

// TakenBack means that the gateway took a top-up back, and that the wallet gave as much of
// it as nobody had spent or held.
type TakenBack struct {
	Buyer   id.ID        `json:"buyer"`
	Receipt id.ID        `json:"receipt"`
	TopUp   id.ID        `json:"top_up"`
	Amount  money.Rupiah `json:"amount"`
	Total   money.Rupiah `json:"total"` // of what the gateway took, as far as it is known here
}

// CashOutAsked means that the buyer wants some of the balance on an account of theirs. From
// now on it is not in the wallet; it leaves as a refund does.
type CashOutAsked struct {
	CashOut   id.ID             `json:"cash_out"`
	Buyer     id.ID             `json:"buyer"`
	Amount    money.Rupiah      `json:"amount"`
	Account   eventstore.Sealed `json:"account"` // field "refund_account"
	At        time.Time         `json:"at"`
	NotBefore time.Time         `json:"not_before"`       // it may be sent from then on: later than At when the account is a new one
	Home      money.Account     `json:"home"`             // where the money is, and will leave from
	StepUp    time.Time         `json:"step_up,omitzero"` // when the buyer confirmed with a passkey
}

// CashOutSent means that the money has left, and that another cash-out may begin.
type CashOutSent struct {
	CashOut id.ID        `json:"cash_out"`
	Buyer   id.ID        `json:"buyer"`
	Amount  money.Rupiah `json:"amount"`
}

// CashOutReturned means that nothing is sent after all, and that the money can be spent again.
type CashOutReturned struct {
	CashOut id.ID        `json:"cash_out"`
	Buyer   id.ID        `json:"buyer"`
	Amount  money.Rupiah `json:"amount"`
}

// CashOutSentAfterAll means that a cash-out that is in the wallet again had been sent by then, and that the wallet
// gave as much of it as nobody had spent or held.
type CashOutSentAfterAll struct {
	CashOut id.ID        `json:"cash_out"`
	Buyer   id.ID        `json:"buyer"`
	Amount  money.Rupiah `json:"amount"` // that the wallet gave; zero: all of it was spent
	Total   money.Rupiah `json:"total"`  // that was sent
}

func (TopUpAsked) isEvent()          {}
func (Credited) isEvent()            {}
func (Held) isEvent()                {}
func (Captured) isEvent()            {}
func (Released) isEvent()            {}
func (TakenBack) isEvent()           {}
func (CashOutAsked) isEvent()        {}
func (CashOutSent) isEvent()         {}
func (CashOutReturned) isEvent()     {}
func (CashOutSentAfterAll) isEvent() {}
