package payment

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// IntentEvent is something that happened to the payments which the buyer of one
// participation began through a channel (stream "intent-<participation>"). They
// share a stream because only one of them may be live.
//
//sumtype:decl
type IntentEvent interface{ isIntentEvent() }

// Payer names who pays for what. What fills a buyer's wallet is for no campaign; what is
// called the participation is then the top-up.
type Payer struct {
	Campaign      id.ID `json:"campaign,omitzero"`
	Participation id.ID `json:"participation"`
	Buyer         id.ID `json:"buyer"`
}

// IntentOpened means that the channel is to be asked for a way to pay.
type IntentOpened struct {
	Payer

	Attempt   int          `json:"attempt"` // from 1
	Method    Method       `json:"method"`
	Order     string       `json:"order"` // its name at the channel, see [OrderName]
	Amount    money.Rupiah `json:"amount"`
	OpenedAt  time.Time    `json:"opened_at"`
	ExpiresAt time.Time    `json:"expires_at"` // the channel takes no money afterwards
}

// IntentCharged means that the channel waits for the buyer's money.
type IntentCharged struct {
	Payer

	Attempt     int       `json:"attempt"`
	Transaction string    `json:"transaction"` // the channel's own name
	Bank        string    `json:"bank,omitzero"`
	VA          string    `json:"va,omitzero"`   // number of the virtual account
	QR          string    `json:"qr,omitzero"`   // what the QR code says
	Link        string    `json:"link,omitzero"` // that opens the wallet's app
	ExpiresAt   time.Time `json:"expires_at"`
}

// IntentEnding means that the channel is to be told to take no money any more.
type IntentEnding struct {
	Payer

	Attempt int       `json:"attempt"`
	Reason  EndReason `json:"reason"`
	Since   time.Time `json:"since"`
}

// IntentClosed means that the channel takes no money for it any more.
type IntentClosed struct {
	Payer

	Attempt int       `json:"attempt"`
	Reason  EndReason `json:"reason"`
	// Unconfirmed is set when the channel could not be reached for so long that
	// it was not waited for: money that comes all the same is late.
	Unconfirmed bool `json:"unconfirmed,omitzero"`
	// Through is set when no attempt is live any more: it is then the newest.
	Through int `json:"through,omitzero"`
}

// IntentPaid means that money came for it.
type IntentPaid struct {
	Payer

	Attempt int   `json:"attempt"`
	Receipt id.ID `json:"receipt"`
	Through int   `json:"through,omitzero"` // as in IntentClosed
}

func (IntentOpened) isIntentEvent()  {}
func (IntentCharged) isIntentEvent() {}
func (IntentEnding) isIntentEvent()  {}
func (IntentClosed) isIntentEvent()  {}
func (IntentPaid) isIntentEvent()    {}

// AttemptOf tells whose payment an event is about, and which attempt.
func AttemptOf(event IntentEvent) (Payer, int) {
	switch e := event.(type) {
	case IntentOpened:
		return e.Payer, e.Attempt
	case IntentCharged:
		return e.Payer, e.Attempt
	case IntentEnding:
		return e.Payer, e.Attempt
	case IntentClosed:
		return e.Payer, e.Attempt
	case IntentPaid:
		return e.Payer, e.Attempt
	}
	return Payer{}, 0
}

// Method is a way to pay through a channel.
type Method string

// Methods that buyers may choose from.
const (
	VABCA     Method = "va_bca"
	VABNI     Method = "va_bni"
	VABRI     Method = "va_bri"
	VACIMB    Method = "va_cimb"
	VAPermata Method = "va_permata"
	QRIS      Method = "qris"
	GoPay     Method = "gopay"
	ShopeePay Method = "shopeepay"
)

// FromWallet is the buyer's wallet. No gateway knows of it: what it pays for is held there
// before the payment begins, and the money comes as a receipt of [WalletChannel].
const FromWallet Method = "wallet"

// CashOut is how money leaves a wallet for its buyer's account. Nobody pays with it: it is
// the method of a receipt of [WalletChannel] that goes back as a whole.
const CashOut Method = "cash_out"

// WalletChannel is the channel of receipts of money that was in a wallet.
const WalletChannel = "wallet"

// Methods of the gateway, in the order in which they are offered.
var Methods = []Method{QRIS, VABCA, VABNI, VABRI, VACIMB, VAPermata, GoPay, ShopeePay}

// VirtualAccount is the bank whose virtual account the method is, in small
// letters; empty: it is none.
func (m Method) VirtualAccount() string {
	bank, is := strings.CutPrefix(string(m), "va_")
	if !is {
		return ""
	}
	return bank
}

// EndReason says why a payment through a channel is not awaited any more.
type EndReason string

// Reasons.
const (
	EndExpired   EndReason = "expired"   // its time, or that of its hold, was over
	EndCancelled EndReason = "cancelled" // the hold was given up
	EndSwitched  EndReason = "switched"  // the buyer chose another way
	EndPart      EndReason = "part"      // a part was paid otherwise, or taken back: it was for the wrong amount
	EndSecured   EndReason = "secured"   // the slots were paid for otherwise
	EndRefused   EndReason = "refused"   // the channel did not take it
)

// IntentState is where a payment through a channel stands.
type IntentState string

// States of an intent.
const (
	IntentCreated  IntentState = "Created" // the channel may not know it yet
	IntentAwaiting IntentState = "AwaitingPayment"
	IntentIsEnding IntentState = "Ending"
	IntentIsClosed IntentState = "Closed"
	IntentIsPaid   IntentState = "Paid"
)

// Live tells whether money may still come for it.
func (s IntentState) Live() bool {
	return s == IntentCreated || s == IntentAwaiting || s == IntentIsEnding
}

// Intent is one attempt to pay.
type Intent struct {
	Attempt     int
	Method      Method
	Order       string
	Amount      money.Rupiah
	OpenedAt    time.Time
	ExpiresAt   time.Time
	State       IntentState
	Transaction string    // empty: not charged, as far as is known
	Reason      EndReason // of one that is ending or closed
	Since       time.Time // when it began to end
}

// IntentBook holds the attempts of one participation.
type IntentBook struct {
	Payer

	attempts []Intent // number n at n-1
}

// Find returns an attempt, and whether it was ever opened or closed.
func (s IntentBook) Find(attempt int) (Intent, bool) {
	if attempt < 1 || attempt > len(s.attempts) {
		return Intent{}, false
	}
	found := s.attempts[attempt-1]
	return found, found.Attempt != 0
}

// live lists the attempts that money may still come for, the oldest first.
func (s IntentBook) live() (found []Intent) {
	for _, intent := range s.attempts {
		if intent.State.Live() {
			found = append(found, intent)
		}
	}
	return found
}

// OrderName is what an attempt is called at the channel: unique for good, at
// most 50 characters.
func OrderName(participation id.ID, attempt int) string {
	return participation.String() + "-" + strconv.Itoa(attempt)
}

// ParseOrder reads an [OrderName]; false: it is none.
func ParseOrder(order string) (participation id.ID, attempt int, ok bool) {
	const length = 36 // of an id
	if len(order) < length+2 || order[length] != '-' {
		return id.ID{}, 0, false
	}
	participation, err := id.Parse(order[:length])
	if err != nil {
		return id.ID{}, 0, false
	}
	attempt, err = strconv.Atoi(order[length+1:])
	return participation, attempt, err == nil && attempt > 0 && OrderName(participation, attempt) == order
}

func evolveIntents(s IntentBook, event IntentEvent) IntentBook {
	switch e := event.(type) {
	case IntentOpened:
		s.Payer = e.Payer
		s.set(Intent{
			Attempt: e.Attempt, Method: e.Method, Order: e.Order, Amount: e.Amount,
			OpenedAt: e.OpenedAt, ExpiresAt: e.ExpiresAt, State: IntentCreated,
		})
	case IntentCharged:
		s.change(e.Attempt, func(i *Intent) {
			i.Transaction, i.ExpiresAt = e.Transaction, e.ExpiresAt
			if i.State == IntentCreated {
				i.State = IntentAwaiting
			}
		})
	case IntentEnding:
		s.change(e.Attempt, func(i *Intent) { i.State, i.Reason, i.Since = IntentIsEnding, e.Reason, e.Since })
	case IntentClosed:
		s.Payer = e.Payer
		s.change(e.Attempt, func(i *Intent) { i.State, i.Reason = IntentIsClosed, e.Reason })
	case IntentPaid:
		s.change(e.Attempt, func(i *Intent) { i.State = IntentIsPaid })
	}
	return s
}

// set makes room for an attempt; those in between, which are not known yet, are
// not live.
func (s *IntentBook) set(intent Intent) {
	for len(s.attempts) < intent.Attempt {
		s.attempts = append(s.attempts, Intent{})
	}
	s.attempts = slices.Clone(s.attempts)
	s.attempts[intent.Attempt-1] = intent
}

func (s *IntentBook) change(attempt int, change func(*Intent)) {
	changed, _ := s.Find(attempt)
	changed.Attempt = attempt
	change(&changed)
	s.set(changed)
}
