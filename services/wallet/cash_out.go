package wallet

import (
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// LeastCashOut is what a channel transfers at least.
const LeastCashOut money.Rupiah = 10_000

// KnownAfter is when an account that a buyer named is a new one no more.
const KnownAfter = 7 * 24 * time.Hour

// NewAccountRest is how long nothing is sent to an account that is a new one.
const NewAccountRest = payment.NewAccountRest

// CashOut is how far some money is that is to leave the wallet. The zero CashOut was never asked for.
type CashOut struct {
	Asked    CashOutAsked
	Sent     bool
	Returned bool // whether it was sent before, or not
	AfterAll bool // it had been sent, though it was returned
}

// CashOut returns one that was ever asked for.
func (s Purse) CashOut(of id.ID) CashOut { return s.cashOuts[of] }

// leaving tells whether a cash-out is neither sent nor returned.
func (s Purse) leaving() bool {
	for _, c := range s.cashOuts {
		if !c.Sent && !c.Returned {
			return true
		}
	}
	return false
}

// cashOut takes the money out at once, so that it can't be spent as well.
func (s Purse) cashOut(c AskCashOut, now time.Time) ([]Event, error) {
	_, known := s.cashOuts[c.CashOut]
	switch {
	case c.CashOut.IsZero() || c.Buyer.IsZero() || c.Account.Empty():
		return nil, ErrIncomplete
	case s.others(c.Buyer.String()):
		return nil, ErrNotYours
	case known:
		return nil, ErrReused
	case c.Amount < LeastCashOut:
		return nil, ErrTooLittle
	case s.leaving():
		return nil, ErrLeaving
	case c.Amount > s.Spendable():
		return nil, &InsufficientError{Spendable: s.Spendable(), Asked: c.Amount}
	}
	asked := CashOutAsked{
		CashOut: c.CashOut, Buyer: c.Buyer, Amount: c.Amount, Account: c.Account, At: instant(now), NotBefore: instant(now), Home: s.home, StepUp: c.StepUp,
	}
	if !c.Known {
		asked.NotBefore = asked.At.Add(NewAccountRest)
	}
	return []Event{asked}, nil
}

// endCashOut may come late, or again.
func (s Purse) endCashOut(c EndCashOut) ([]Event, error) {
	known, found := s.cashOuts[c.CashOut]
	switch {
	case !found:
		return nil, ErrNoCashOut
	case known.Sent || known.Returned:
		return nil, nil
	}
	return []Event{CashOutSent{CashOut: c.CashOut, Buyer: known.Asked.Buyer, Amount: known.Asked.Amount}}, nil
}

// returnCashOut gives the money back once. It may have been sent before: the bank sent it back.
func (s Purse) returnCashOut(c ReturnCashOut) ([]Event, error) {
	known, found := s.cashOuts[c.CashOut]
	switch {
	case !found:
		return nil, ErrNoCashOut
	case known.Returned:
		return nil, nil
	}
	return []Event{CashOutReturned{CashOut: c.CashOut, Buyer: known.Asked.Buyer, Amount: known.Asked.Amount}}, nil
}

// takeCashOutBack leaves alone what is held, as takeBack does: the rest stays short on the receipt. The news may be
// here before that the money was returned, which the ledger knew first.
func (s Purse) takeCashOutBack(c TakeCashOutBack) ([]Event, error) {
	known, found := s.cashOuts[c.CashOut]
	switch {
	case !found:
		return nil, ErrNoCashOut
	case known.AfterAll:
		return nil, nil
	}
	returned, err := s.returnCashOut(ReturnCashOut(c))
	there, asked := s.Spendable(), known.Asked
	if !known.Returned {
		there += asked.Amount
	}
	return append(returned, CashOutSentAfterAll{CashOut: c.CashOut, Buyer: asked.Buyer, Amount: min(asked.Amount, there), Total: asked.Amount}), err
}

// evolveCashOut is evolve for the events of cash-outs.
func (s *Purse) evolveCashOut(event Event) {
	switch e := event.(type) {
	case CashOutAsked:
		s.Balance -= e.Amount
		s.cashOuts[e.CashOut] = CashOut{Asked: e}
	case CashOutSent:
		known := s.cashOuts[e.CashOut]
		known.Sent = true
		s.cashOuts[e.CashOut] = known
	case CashOutReturned:
		known := s.cashOuts[e.CashOut]
		known.Returned = true
		s.cashOuts[e.CashOut] = known
		s.Balance += e.Amount
	case CashOutSentAfterAll:
		known := s.cashOuts[e.CashOut]
		known.AfterAll = true
		s.cashOuts[e.CashOut] = known
		s.Balance -= e.Amount
	case TopUpAsked, Credited, Held, Captured, Released, TakenBack: // see evolve
	}
}

// recordCashOut puts the money on its way: a receipt that goes back as a whole.
func recordCashOut(e CashOutAsked, from cause) payment.Step {
	reference := e.CashOut.String()
	receipt := payment.ReceiptID(payment.WalletChannel, reference)
	var rests time.Time
	if e.NotBefore.After(e.At) {
		rests = e.NotBefore
	}
	return payment.Step{Command: payment.Receipts.Command(receipt.String(), payment.RecordReceipt{
		Receipt: receipt, Channel: payment.WalletChannel, Method: string(payment.CashOut), Account: payment.WalletChannel,
		Amount: e.Amount, PaidAt: e.At, Reference: reference, Home: e.Home, Rests: rests,
		Match: payment.Match{Instruction: e.CashOut, Participation: e.CashOut, Buyer: e.Buyer, Due: e.Amount, Attempt: 1},
	}, from.meta("record cash-out"))}
}

// coverCashOut makes good what was sent twice from what the wallet gave.
func coverCashOut(e CashOutSentAfterAll, from cause) []payment.Step {
	if e.Amount == 0 {
		return nil
	}
	receipt := payment.ReceiptID(payment.WalletChannel, e.CashOut.String())
	cover := payment.CoverFromWallet{Amount: e.Amount}
	return []payment.Step{{Command: payment.Receipts.Command(receipt.String(), cover, from.meta("cover from wallet"))}}
}

// CashOutRefund is the refund by which a cash-out leaves.
func CashOutRefund(cashOut id.ID) id.ID {
	return payment.RefundID(payment.ReceiptID(payment.WalletChannel, cashOut.String()), 1)
}
