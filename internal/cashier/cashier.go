// Package cashier does at a payment gateway what has to be done there, and puts
// what the gateway says on record: it runs the errands that services/payment
// decides on, and looks into what the gateway reports.
//
// It keeps no state. Everything may be done again at any time: requests to the
// gateway carry names under which they take effect once, and the commands that
// record the answers are refused nothing twice.
package cashier

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/midtrans"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// Actor of the commands that record what the gateway said.
const Actor = "system:cashier"

// Gateway is what the cashier needs of one; [midtrans.Client] is one.
type Gateway interface {
	// Charge asks for a payment; again under the same order, it returns the first.
	Charge(ctx context.Context, order midtrans.Order) (midtrans.Transaction, error)
	// Status of an order or a transaction.
	Status(ctx context.Context, id string) (midtrans.Transaction, error)
	// Expire ends a charge; midtrans.ErrPaid: too late, midtrans.ErrNotFound: there is none.
	Expire(ctx context.Context, order string) error
	// Refund sends a payment back the way it came; under the same key, once.
	Refund(ctx context.Context, order, key string, amount money.Rupiah, reason string) error
	// Pay sends money to an account; under the same key, once.
	Pay(ctx context.Context, key string, to midtrans.Beneficiary, amount money.Rupiah, notes string) (reference string, err error)
	// PayoutOf tells what became of a payout.
	PayoutOf(ctx context.Context, reference string) (midtrans.Payout, error)
	// HolderOf tells whose an account is; a *midtrans.RefusedError: there is none.
	HolderOf(ctx context.Context, bank, account string) (name string, err error)
}

// Vault opens personal data. The error is eventstore.ErrErased when the person's key
// is gone.
type Vault interface {
	Key(ctx context.Context, person string) (eventstore.PersonKey, error)
}

// Cashier serves one gateway.
type Cashier struct {
	// Channel is the gateway's name in accounts and receipts, as "midtrans".
	Channel string
	Gateway Gateway
	Log     eventstore.Log
	Now     func() time.Time
	// Vault opens refund accounts, here and nowhere else on their way.
	Vault Vault
	// Account is the refund account that was given with a participation.
	Account func(ctx context.Context, participation id.ID) (eventstore.Sealed, error)
}

// errands is more than any sequence of errands of one participation takes.
const errands = 2*20 + 10

// Advance does all that has to be done now for a participation's payments. An
// error means that it has to be called again later.
func (c *Cashier) Advance(ctx context.Context, participation id.ID) error {
	for range errands {
		book, _, err := eventstore.Load(ctx, c.Log, payment.Intents, participation.String())
		if err != nil {
			return fmt.Errorf("read the payments of %s: %w", participation, err)
		}
		errand := book.Next(c.Now())
		if errand.Kind == payment.NoErrand {
			return nil
		}
		if err := c.run(ctx, book.Payer, errand); err != nil {
			return fmt.Errorf("payment %s: %w", errand.Intent.Order, err)
		}
	}
	return fmt.Errorf("payments of %s: there is no end to what has to be done", participation)
}

func (c *Cashier) run(ctx context.Context, payer payment.Payer, errand payment.Errand) error {
	switch errand.Kind {
	case payment.ChargeErrand:
		return c.charge(ctx, payer, errand.Intent)
	case payment.ExpireErrand:
		return c.expire(ctx, payer, errand.Intent, payment.EndExpired)
	case payment.GiveUpErrand:
		return c.close(ctx, payer, errand.Intent, "", true)
	case payment.NoErrand:
	}
	return nil
}

// charge asks for a way to pay. One whose time is over may have been asked for
// before, so it is ended like any other. So is one that is refused: the answer to an
// earlier request may have been lost.
func (c *Cashier) charge(ctx context.Context, payer payment.Payer, intent payment.Intent) error {
	if !c.Now().Before(intent.ExpiresAt) {
		return c.expire(ctx, payer, intent, payment.EndExpired)
	}
	order := midtrans.Order{ID: intent.Order, Amount: intent.Amount, From: intent.OpenedAt, Expires: intent.ExpiresAt}
	order.Method, order.Bank = wireMethod(intent.Method)
	t, err := c.Gateway.Charge(ctx, order)
	if _, refused := errors.AsType[*midtrans.RefusedError](err); refused {
		return c.expire(ctx, payer, intent, payment.EndRefused)
	}
	if err != nil {
		return err
	}
	return c.note(ctx, payer, intent, t)
}

func (c *Cashier) note(ctx context.Context, payer payment.Payer, intent payment.Intent, t midtrans.Transaction) error {
	return c.intent(ctx, payer, payment.NoteCharge{
		Attempt: intent.Attempt, Transaction: t.ID, Bank: t.Bank, VA: t.VA, QR: t.QR, Link: t.Link, ExpiresAt: t.ExpiresAt,
	})
}

// expire frees a slot only when the gateway has said that it takes no money for
// it any more. When it says that it has taken some, that is put on record.
func (c *Cashier) expire(ctx context.Context, payer payment.Payer, intent payment.Intent, reason payment.EndReason) error {
	err := c.Gateway.Expire(ctx, intent.Order)
	switch {
	case err == nil, errors.Is(err, midtrans.ErrNotFound) && intent.Transaction == "":
		return c.close(ctx, payer, intent, reason, false)
	case !errors.Is(err, midtrans.ErrPaid):
		return err
	}
	t, err := c.Gateway.Status(ctx, intent.Order)
	if err != nil {
		return err
	}
	switch {
	case t.Open(): // it can't be ended, and does not say why: it may be being paid
		return fmt.Errorf("%w: it is %s and can't be ended", midtrans.ErrUnknown, t.Status)
	case !t.Paid(): // denied, or gone back already: no money will come
		return c.close(ctx, payer, intent, payment.EndRefused, false)
	}
	receipt, err := c.received(ctx, payer, intent, t)
	if err != nil {
		return err
	}
	return c.intent(ctx, payer, payment.MarkIntentPaid{Attempt: intent.Attempt, Receipt: receipt})
}

func (c *Cashier) close(ctx context.Context, payer payment.Payer, intent payment.Intent, reason payment.EndReason, unconfirmed bool) error {
	return c.intent(ctx, payer, payment.CloseIntent{Attempt: intent.Attempt, Reason: reason, Unconfirmed: unconfirmed})
}

func (c *Cashier) intent(ctx context.Context, payer payment.Payer, command payment.IntentCommand) error {
	_, err := c.Log.Execute(ctx, payment.Intents.Command(payer.Participation.String(), command, meta()))
	return err
}

// meta has a fresh id: what is recorded depends on what the gateway said, and the
// deciders know what they have recorded already.
func meta() eventstore.Meta { return eventstore.Meta{CommandID: id.New(), Actor: Actor} }

// wireMethod is how the gateway calls a method.
func wireMethod(m payment.Method) (method, bank string) {
	if bank := m.VirtualAccount(); bank != "" {
		return midtrans.BankTransfer, bank
	}
	return string(m), ""
}
