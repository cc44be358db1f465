package payout

import (
	"slices"
	"strconv"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// Seller is a brand's account with us. Its zero value stands for one without money.
type Seller struct {
	Brand id.ID
	Due   money.Rupiah                   // released, and not paid
	Owed  money.Rupiah                   // clawed back, and not paid with a payout
	at    map[money.Account]money.Rupiah // where what is available is

	Account Account
	Held    string // why nothing is paid; empty: it is
	RunAt   time.Time

	Payouts int     // so far
	Live    *Payout // that is not paid yet; nil: there is none
	Past    []Exit  // those that were paid, the oldest first

	ended   []Payout // those that were not, after people had agreed to them
	against []contradiction

	says   OutcomeProposed // what one of two says became of an attempt
	stayed []try           // attempts that people said had not left
	quiet  time.Time       // until when one of them may be being asked for still: nothing is sent before
}

// AmountOf is what a payout of the brand's comes to that people had agreed to.
func (s Seller) AmountOf(payout id.ID) (money.Rupiah, bool) {
	if p, err := s.live(payout); err == nil {
		return p.Amount, true
	}
	if past, paid := s.exit(payout); paid {
		return past.Amount, true
	}
	p, ended := s.endedAs(payout)
	return p.Amount, ended
}

// Available is what the next payout would come to; not more than zero: nothing.
func (s Seller) Available() money.Rupiah { return s.Due - s.Owed }

// Account is where a brand wants to be paid.
type Account struct {
	Number     int // 0: none was given
	Sealed     eventstore.Sealed
	By         id.ID
	State      AccountState
	UsableFrom time.Time
}

// AccountState is whether an account may be paid to.
type AccountState string

// States of an account.
const (
	AccountProposed AccountState = "Proposed"
	AccountGood     AccountState = "Approved"
	AccountBad      AccountState = "Refused"
)

// State is where a payout has come to.
type State string

// States of a payout.
const (
	StateProposed  State = "Proposed" // people have to agree to it
	StateQueued    State = "Queued"
	StateSubmitted State = "Submitted"
	StateUnknown   State = "Unknown"
	StateFailed    State = "Failed" // and nobody knows how to go on
	StatePaid      State = "Paid"
	StateReversed  State = "Reversed"
	StateEnded     State = "Ended" // not paid: the account was at fault
	StateCancelled State = "Cancelled"
)

// OnItsWay tells whether money may be leaving right now.
func (s State) OnItsWay() bool { return s == StateSubmitted || s == StateUnknown }

// Payout is one that is not paid yet.
type Payout struct {
	Claim
	Bill

	To        eventstore.Sealed // the account, as it was when the payout was opened
	Giver     id.ID             // who had named it
	By        id.ID
	Hash      string
	Agreed    []id.ID
	State     State
	Way       payment.Way
	Attempt   int
	Key       string
	Reference string // the channel's name for the newest attempt
	Since     time.Time
	silent    time.Time // since when the channel does not tell of it, while it does not
	NotBefore time.Time
	Failures  int // in a row, of the kind that goes away
}

// Exit is a payout that was paid.
type Exit struct {
	Payout   id.ID
	Number   int
	Account  int // its number
	Attempt  int // 0: an operator sent it
	Amount   money.Rupiah
	Evidence string
	Reversed bool

	byWord bool // people said that the attempt left, and
	denied bool // the channel denies it
	limit  money.Rupiah
	giver  id.ID // who had named the account

	line  id.ID           // of the bank, by which it came back
	taken []money.Posting // credits of the accounts that it left from
}

// ID names the nth payout of a brand, counted from 1.
func ID(brand id.ID, n int) id.ID { return id.Derive(brand, "payout "+strconv.Itoa(n)) }

// Key is the idempotency key of an attempt. The next attempt has another one: it begins
// only when this one has failed for sure.
func Key(payout id.ID, attempt int) string { return payout.String() + "-" + strconv.Itoa(attempt) }

func evolve(s Seller, event Event) Seller {
	switch e := event.(type) {
	case Accrued:
		s.Brand, s.Due = e.Brand, s.Due+e.Split.Net()
		return s.move(e.Home, e.Split.Net())
	case ClawedBack:
		s.Brand, s.Owed = e.Brand, s.Owed+e.Amount
		return s.move(e.Home, -e.Amount)
	case Charged:
		s.Brand, s.Owed = e.Brand, s.Owed+e.Amount
	case AccountGiven:
		s.Brand = e.Brand
		s.Account = Account{Number: e.Number, Sealed: e.Account, By: e.By, State: AccountProposed, UsableFrom: e.UsableFrom}
	case AccountApproved:
		s.Account.State = AccountGood
	case AccountRefused:
		s.Account.State = AccountBad
	case Held:
		s.Brand, s.Held = e.Brand, e.Reason
	case Resumed:
		s.Held = ""
	case RunPlanned:
		s.RunAt = e.At
	case RunDropped:
		s.RunAt = time.Time{}
	case Opened:
		s.Payouts, s.RunAt = e.Number, time.Time{}
		s.Live = &Payout{Claim: e.Claim, Bill: e.Bill, To: s.Account.Sealed, Giver: s.Account.By, By: e.By, Hash: e.Hash, State: StateProposed}
	case Approved, Queued, Submitted, Accepted, Unclear, Failed:
		return s.follow(e)
	case Paid:
		return s.paid(e)
	case Reversed:
		return s.reversed(e)
	case Cancelled:
		return s.end()
	case OutcomeProposed:
		s.says = e
	case OutcomeNoted:
		return s.outcome(e)
	case Contradicted:
		return s.contradict(e)
	}
	return s
}

// follow lets an event happen to the live payout.
func (s Seller) follow(event Event) Seller {
	next := s.Live.evolve(event)
	s.Live = &next
	if failed, ok := event.(Failed); ok && failed.Ends {
		return s.end()
	}
	return s
}

// end keeps what may turn out to have left all the same.
func (s Seller) end() Seller {
	if s.Live.State != StateProposed {
		s.ended = append(slices.Clip(s.ended), *s.Live)
	}
	s.Live = nil
	return s
}

// evolve returns another payout: a state is never changed in place.
func (p Payout) evolve(event Event) Payout {
	next := p
	switch e := any(event).(type) {
	case Approved:
		next.Agreed = append(slices.Clip(p.Agreed), e.By)
	case Queued:
		next.State, next.Way, next.NotBefore = StateQueued, e.Way, e.NotBefore
	case Submitted:
		next.State, next.Attempt, next.Key, next.Since, next.Reference = StateSubmitted, e.Attempt, e.Key, e.At, ""
	case Accepted:
		next.State, next.Reference = StateSubmitted, e.Reference
	case Unclear:
		next.State, next.silent = StateUnknown, e.At
	case Failed:
		next.State = StateFailed
		next.Failures++
	}
	return next
}

func (s Seller) paid(e Paid) Seller {
	s.Due -= e.Gross
	s.Owed -= e.Clawback
	taken := cash(e.Brand, e.Postings)
	for _, p := range taken {
		s = s.move(p.Account, p.Amount)
	}
	s.Past = append(slices.Clip(s.Past), Exit{
		Payout: e.Payout, Number: e.Number, Account: e.Account, Attempt: e.Attempt, Amount: e.Amount, Evidence: e.Evidence, taken: taken,
		byWord: e.Attempt > 0 && !e.By.IsZero(), denied: s.denied(try{e.Payout, e.Attempt}), giver: e.Giver, limit: s.limitOf(e.Payout),
	})
	s.stayed = slices.DeleteFunc(slices.Clone(s.stayed), func(t try) bool { return t == try{e.Payout, e.Attempt} })
	if s.Live != nil && s.Live.Payout == e.Payout {
		s.Live = nil
	}
	return s
}

// limitOf is the most that one person decides about a payout; 0: it is not known, and two do.
func (s Seller) limitOf(payout id.ID) money.Rupiah {
	if p, err := s.live(payout); err == nil {
		return p.LimitOne
	}
	p, _ := s.endedAs(payout)
	return p.LimitOne
}

func (s Seller) reversed(e Reversed) Seller {
	s.Due += e.Amount
	for _, p := range cash(e.Brand, e.Postings) {
		s = s.move(p.Account, p.Amount)
	}
	s.Past = slices.Clone(s.Past)
	for i := range s.Past {
		if s.Past[i].Payout == e.Payout {
			s.Past[i].Reversed, s.Past[i].line = true, e.Line
		}
	}
	return s
}

// exit finds a payout that was paid, whether it came back or not.
func (s Seller) exit(payout id.ID) (Exit, bool) {
	for _, past := range s.Past {
		if past.Payout == payout {
			return past, true
		}
	}
	return Exit{}, false
}
