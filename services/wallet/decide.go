package wallet

import (
	"fmt"
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/services/payment"
)

func decide(s Purse, command Command, now time.Time) ([]Event, error) {
	switch c := command.(type) {
	case AskTopUp:
		return s.ask(c, now)
	case Credit:
		return s.toCredit(c)
	case Hold:
		return s.hold(c, now)
	case Capture:
		return s.capture(c)
	case Release:
		return s.release(c), nil
	case TakeBack:
		return s.takeBack(c)
	case AskCashOut:
		return s.cashOut(c, now)
	case EndCashOut:
		return s.endCashOut(c)
	case ReturnCashOut:
		return s.returnCashOut(c)
	case TakeCashOutBack:
		return s.takeCashOutBack(c)
	}
	return nil, fmt.Errorf("%T: %w", command, ErrUnknownCommand)
}

// ask counts what is on its way already, so that the limit can't be passed by asking often.
func (s Purse) ask(c AskTopUp, now time.Time) ([]Event, error) {
	count, sum := s.awaited(now)
	_, known := s.topUps[c.TopUp]
	switch {
	case c.TopUp.IsZero() || c.Buyer.IsZero():
		return nil, ErrIncomplete
	case s.others(c.Buyer.String()):
		return nil, ErrNotYours
	case known:
		return nil, ErrReused
	case !slices.Contains(payment.Methods, c.Method):
		return nil, ErrUnknownMethod
	case c.Amount < LeastTopUp:
		return nil, ErrTooLittle
	case count >= MostOpen:
		return nil, ErrTooOften
	case c.Amount > MostBalance-s.Balance-sum:
		return nil, &FullError{Room: max(0, MostBalance-s.Balance-sum)}
	}
	return []Event{TopUpAsked{
		TopUp: c.TopUp, Buyer: c.Buyer, Amount: c.Amount, Method: c.Method, PayBy: instant(now.Add(TopUpTime)),
	}}, nil
}

// toCredit does nothing for a receipt or a refund that was credited before.
func (s Purse) toCredit(c Credit) ([]Event, error) {
	source := c.Receipt
	if !c.Refund.IsZero() {
		source = c.Refund
	}
	switch {
	case c.Buyer.IsZero() || c.Receipt.IsZero() || c.TopUp.IsZero() == c.Refund.IsZero() || c.Amount <= 0 || c.Amount > payment.MaxAmount:
		return nil, ErrIncomplete
	case c.Refund.IsZero() && c.Home == "":
		return nil, ErrIncomplete
	case s.others(c.Buyer.String()):
		return nil, ErrNotYours
	case s.credited[source]:
		return nil, nil
	}
	return []Event{Credited(c)}, nil
}

// hold is where nobody overdraws: the one place that decides who gets the money.
func (s Purse) hold(c Hold, now time.Time) ([]Event, error) {
	_, held := s.holds[c.Participation]
	switch {
	case c.Hold.IsZero() || c.Buyer.IsZero() || c.Campaign.IsZero() || c.Participation.IsZero() || c.Amount <= 0:
		return nil, ErrIncomplete
	case s.others(c.Buyer.String()):
		return nil, ErrNotYours
	case held:
		return nil, ErrHeld
	case c.Amount > s.Spendable():
		return nil, &InsufficientError{Spendable: s.Spendable(), Asked: c.Amount}
	}
	return []Event{Held{
		Hold: c.Hold, Buyer: c.Buyer, Campaign: c.Campaign, Participation: c.Participation, Amount: c.Amount, At: instant(now),
	}}, nil
}

// capture does nothing for an attempt that was paid.
func (s Purse) capture(c Capture) ([]Event, error) {
	held, found := s.holds[c.Participation]
	switch {
	case c.Participation.IsZero() || c.Attempt < 1 || c.Amount <= 0:
		return nil, ErrIncomplete
	case s.captured[c.Participation] == c.Attempt:
		return nil, nil
	case !found || held.Amount < c.Amount:
		return nil, ErrNoHold
	}
	return []Event{Captured{
		Hold: held.Hold, Buyer: held.Buyer, Campaign: held.Campaign, Participation: held.Participation, Attempt: c.Attempt,
		Amount: c.Amount, Held: held.Amount, PaidAt: held.At, Home: s.home,
	}}, nil
}

func (s Purse) release(c Release) []Event {
	held, found := s.holds[c.Participation]
	if !found || !c.Hold.IsZero() && held.Hold != c.Hold {
		return nil
	}
	return []Event{Released{
		Hold: held.Hold, Buyer: held.Buyer, Campaign: held.Campaign, Participation: held.Participation, Amount: held.Amount,
	}}
}

// takeBack leaves alone what is held: it has been promised. What is not there stays short
// on the receipt, for an operator to see to.
func (s Purse) takeBack(c TakeBack) ([]Event, error) {
	if c.Receipt.IsZero() || c.TopUp.IsZero() {
		return nil, ErrIncomplete
	}
	gone := min(c.Total-s.taken[c.Receipt], s.Spendable())
	if gone <= 0 {
		return nil, nil
	}
	return []Event{TakenBack{Buyer: s.Buyer, Receipt: c.Receipt, TopUp: c.TopUp, Amount: gone, Total: c.Total}}, nil
}

// others tells whether the wallet is not this buyer's.
func (s Purse) others(buyer string) bool { return !s.Buyer.IsZero() && s.Buyer.String() != buyer }

// instant is a time as the log keeps it.
func instant(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
