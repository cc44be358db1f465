package midtrans

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/sensasiwangi/sambatan/internal/money"
)

// Methods of paying.
const (
	BankTransfer = "bank_transfer"
	QRIS         = "qris"
	GoPay        = "gopay"
	ShopeePay    = "shopeepay"
)

// Order is what a buyer is to pay.
type Order struct {
	ID      string // unique for good, at most 50 characters
	Amount  money.Rupiah
	Method  string
	Bank    string // of a BankTransfer
	From    time.Time
	Expires time.Time // in whole seconds after From
}

// ErrNotFound means that the gateway knows no such transaction.
var ErrNotFound = errors.New("the gateway knows no such transaction")

// ErrPaid means that a charge can't be ended any more: it was paid.
var ErrPaid = errors.New("the charge was paid")

// Charge asks for a payment. Sent again, it returns what the first request made.
func (c *Client) Charge(ctx context.Context, order Order) (Transaction, error) {
	asked := map[string]any{
		"payment_type":        order.Method,
		"transaction_details": map[string]any{"order_id": order.ID, "gross_amount": int64(order.Amount)},
		"custom_expiry": map[string]any{
			"order_time":      order.From.In(wib).Format(timeFormat + " -0700"),
			"expiry_duration": int64(order.Expires.Sub(order.From) / time.Second),
			"unit":            "second",
		},
	}
	if order.Method == BankTransfer {
		asked["bank_transfer"] = map[string]string{"bank": order.Bank}
	}
	t, err := c.transaction(ctx, http.MethodPost, "/v2/charge", asked)
	if !refusedWith(err, codeConflict) {
		return t, err
	}
	known, lookup := c.Status(ctx, order.ID)
	switch {
	case lookup != nil:
		return known, lookup
	case known.Method != order.Method || (known.Status == Pending && known.Amount != order.Amount):
		return known, err // somebody else's order id
	}
	return known, nil
}

// Status returns a transaction by its own id or its order's: the newest of that
// order. The error is ErrNotFound, ErrUnknown or a *RefusedError.
func (c *Client) Status(ctx context.Context, id string) (Transaction, error) {
	t, err := c.transaction(ctx, http.MethodGet, "/v2/"+url.PathEscape(id)+"/status", nil)
	if refusedWith(err, codeNotFound) {
		return t, fmt.Errorf("%w: %w", ErrNotFound, err)
	}
	return t, err
}

// Expire ends a charge, so that it can't be paid any more. It returns ErrPaid
// when it was paid before: only after a nil may its slot be given away, or after
// ErrNotFound when it was never known to be there.
func (c *Client) Expire(ctx context.Context, order string) error {
	_, err := c.transaction(ctx, http.MethodPost, "/v2/"+url.PathEscape(order)+"/expire", nil)
	if refusedWith(err, codeNotFound) {
		return fmt.Errorf("%w: %w", ErrNotFound, err)
	}
	if !refusedWith(err, codeCannotModify) {
		return err
	}
	known, lookup := c.Status(ctx, order)
	switch {
	case lookup != nil:
		return lookup
	case known.Status == Expired || known.Status == Cancelled:
		return nil
	}
	return fmt.Errorf("%w: it is in status %s", ErrPaid, known.Status)
}

// Refund sends money of a payment back the way it came. key names the refund; sent
// again, it takes effect once.
func (c *Client) Refund(ctx context.Context, order, key string, amount money.Rupiah, reason string) error {
	asked := map[string]any{"refund_key": key, "amount": int64(amount), "reason": reason}
	_, err := c.transaction(ctx, http.MethodPost, "/v2/"+url.PathEscape(order)+"/refund", asked)
	if err == nil {
		return nil
	}
	// A refund that is there already is refused in more than one way: because of
	// its key, or because nothing is left to be refunded.
	if _, refused := errors.AsType[*RefusedError](err); !refused {
		return err
	}
	known, lookup := c.Status(ctx, order)
	if lookup != nil && !errors.Is(lookup, ErrNotFound) {
		return lookup
	}
	for _, r := range known.Refunds {
		if r.Key == key && r.Amount == amount {
			return nil
		}
	}
	return err
}

func (c *Client) transaction(ctx context.Context, method, path string, body any) (Transaction, error) {
	var said wire
	if err := c.call(ctx, c.payments(), method, path, body, &said); err != nil {
		return Transaction{}, err
	}
	t, err := said.read()
	if err != nil {
		return t, fmt.Errorf("%s %s: %w: %w", method, path, ErrUnknown, err)
	}
	return t, nil
}
