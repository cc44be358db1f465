package cashier

import (
	"context"
	"errors"
	"fmt"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/midtrans"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// Check asks the gateway what became of an order, or of one of its transactions,
// and puts it on record. Whatever was reported, and in whatever order: what the
// gateway says now counts.
func (c *Cashier) Check(ctx context.Context, name string) error {
	_, err := c.look(ctx, name)
	if errors.Is(err, midtrans.ErrNotFound) {
		return nil // it was never charged, and no money can have come
	}
	return err
}

// ErrBehind means that the gateway reported something that it does not show yet when it
// is asked; it has to be asked again.
var ErrBehind = errors.New("the gateway does not show yet what it reported")

// checkReported looks into what was reported of a transaction. ErrBehind until the
// gateway says as much when it is asked.
func (c *Cashier) checkReported(ctx context.Context, transaction, state string) error {
	t, err := c.look(ctx, transaction)
	switch {
	case errors.Is(err, midtrans.ErrNotFound):
		return fmt.Errorf("payment %s: %w", transaction, ErrBehind)
	case err != nil:
		return err
	case ahead(state, t):
		return fmt.Errorf("payment %s is %s, reported as %s: %w", transaction, t.Status, state, ErrBehind)
	}
	return nil
}

// ahead tells whether a report is newer news than what the gateway shows.
func ahead(state string, shown midtrans.Transaction) bool {
	status, entries := readState(state)
	return status.After(shown.Status) || entries > shown.Entries
}

// look asks for a transaction and puts on record what is new about it.
func (c *Cashier) look(ctx context.Context, name string) (midtrans.Transaction, error) {
	t, err := c.Gateway.Status(ctx, name)
	if err != nil {
		return t, fmt.Errorf("payment %s: %w", name, err)
	}
	if err := c.learn(ctx, t); err != nil {
		return t, fmt.Errorf("payment %s: %w", name, err)
	}
	if err := c.takeBack(ctx, t); err != nil {
		return t, fmt.Errorf("loss of payment %s: %w", name, err)
	}
	if err := c.reconcile(ctx, t); err != nil {
		return t, fmt.Errorf("refunds of payment %s: %w", name, err)
	}
	return t, nil
}

// learn puts on record what a transaction has become. No money is turned away:
// what nobody began to pay here goes to suspense, for an operator to look at.
func (c *Cashier) learn(ctx context.Context, t midtrans.Transaction) error {
	payer, intent, err := c.find(ctx, t.Order)
	if err != nil {
		return err
	}
	known := intent.Attempt != 0
	switch {
	case t.Paid():
		_, err := c.received(ctx, payer, intent, t)
		return err
	case !known:
		return nil
	case t.Status == midtrans.Pending && intent.Transaction == "":
		return c.note(ctx, payer, intent, t)
	case t.Status == midtrans.Expired:
		return c.close(ctx, payer, intent, payment.EndExpired, false)
	case t.Status == midtrans.Cancelled, t.Status == midtrans.Denied, t.Status == midtrans.Refunded, t.Status == midtrans.ChargedBack:
		return c.close(ctx, payer, intent, payment.EndRefused, false)
	}
	return nil
}

// find returns the attempt that an order is; the zero Intent when it is none.
func (c *Cashier) find(ctx context.Context, order string) (payment.Payer, payment.Intent, error) {
	participation, attempt, ok := payment.ParseOrder(order)
	if !ok {
		return payment.Payer{}, payment.Intent{}, nil
	}
	book, _, err := eventstore.Load(ctx, c.Log, payment.Intents, participation.String())
	intent, known := book.Find(attempt)
	if err != nil || !known || intent.Order != order {
		return payment.Payer{}, payment.Intent{}, err
	}
	return book.Payer, intent, nil
}

// received records money that the gateway holds for us. What follows from it is
// the process manager's.
func (c *Cashier) received(ctx context.Context, payer payment.Payer, intent payment.Intent, t midtrans.Transaction) (id.ID, error) {
	if t.PaidAt.IsZero() { // whether it was in time can't be told
		return id.ID{}, fmt.Errorf("%w: paid, and not when", midtrans.ErrUnknown)
	}
	record := payment.RecordReceipt{
		Receipt: payment.ReceiptID(c.Channel, t.ID), Channel: c.Channel, Account: c.Channel, Reference: t.ID,
		Method: methodOf(t), Amount: t.Amount, PaidAt: t.PaidAt,
	}
	if intent.Attempt != 0 {
		record.Match = payment.Match{
			Instruction: payer.Participation, Campaign: payer.Campaign, Participation: payer.Participation,
			Buyer: payer.Buyer, Due: intent.Amount, Attempt: intent.Attempt,
		}
	}
	_, err := c.Log.Execute(ctx, payment.Receipts.Command(record.Receipt.String(), record, meta()))
	return record.Receipt, err
}

// methodOf is the method that a transaction was paid by, in our words.
func methodOf(t midtrans.Transaction) string {
	if t.Method == midtrans.BankTransfer && t.Bank != "" {
		return "va_" + t.Bank
	}
	return t.Method
}
