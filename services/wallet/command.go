package wallet

import (
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// Command asks a wallet to change.
//
//sumtype:decl
type Command interface{ isCommand() }

// AskTopUp begins to fill the wallet. Rupiah, from LeastTopUp on.
type AskTopUp struct {
	TopUp  id.ID
	Buyer  id.ID
	Amount money.Rupiah
	Method payment.Method
}

// Credit notes money that the ledger has in the wallet's account: of a top-up's receipt,
// or of a refund.
type Credit struct {
	Buyer         id.ID
	Receipt       id.ID
	TopUp         id.ID
	Refund        id.ID
	Campaign      id.ID
	Participation id.ID
	Amount        money.Rupiah
	Home          money.Account
}

// Hold keeps some of the balance for a participation, or is refused with an
// *InsufficientError. Hold names it.
type Hold struct {
	Hold          id.ID
	Buyer         id.ID
	Campaign      id.ID
	Participation id.ID
	Amount        money.Rupiah
}

// Capture spends what is held for a participation: Amount, which may be less than was held.
type Capture struct {
	Participation id.ID
	Attempt       int // of the payment that the campaign began
	Amount        money.Rupiah
}

// Release gives a hold back, unless it is gone.
type Release struct{ Participation, Hold id.ID }

// TakeBack notes that the gateway took a top-up back: Total by now.
type TakeBack struct {
	Receipt id.ID
	TopUp   id.ID
	Total   money.Rupiah
}

// AskCashOut begins to send some of the balance to an account of the buyer's: from
// LeastCashOut on, and one at a time.
type AskCashOut struct {
	CashOut id.ID
	Buyer   id.ID
	Amount  money.Rupiah
	Account eventstore.Sealed // field "refund_account"
	Known   bool              // the buyer named it KnownAfter ago at least
	StepUp  time.Time         `json:"-"`
}

// EndCashOut notes that the ledger has its money as sent.
type EndCashOut struct{ CashOut id.ID }

// ReturnCashOut notes that the ledger has its money in the wallet's account again.
type ReturnCashOut struct{ CashOut id.ID }

// TakeCashOutBack notes that the ledger has its money as sent after all, though it was returned: whoever was at the
// bank could not know.
type TakeCashOutBack struct{ CashOut id.ID }

func (AskTopUp) isCommand()        {}
func (Credit) isCommand()          {}
func (Hold) isCommand()            {}
func (Capture) isCommand()         {}
func (Release) isCommand()         {}
func (TakeBack) isCommand()        {}
func (AskCashOut) isCommand()      {}
func (EndCashOut) isCommand()      {}
func (ReturnCashOut) isCommand()   {}
func (TakeCashOutBack) isCommand() {}
