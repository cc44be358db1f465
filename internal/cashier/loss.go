package cashier

import (
	"context"
	"errors"
	"fmt"

	"github.com/sensasiwangi/sambatan/internal/midtrans"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// takeBack puts on record what the gateway took back of a payment that it had settled.
// Nothing is recorded of a payment that was never recorded itself: its money came and
// went, and was nobody's here.
func (c *Cashier) takeBack(ctx context.Context, t midtrans.Transaction) error {
	total, err := t.TakenBack()
	if err != nil {
		return fmt.Errorf("%w: %w", midtrans.ErrUnknown, err)
	}
	if total == 0 {
		return nil
	}
	receipt := payment.ReceiptID(c.Channel, t.ID)
	loss := payment.TakeBack{Total: total, Reason: string(t.Status)}
	_, err = c.Log.Execute(ctx, payment.Receipts.Command(receipt.String(), loss, meta()))
	if errors.Is(err, payment.ErrNoReceipt) {
		return nil
	}
	return err
}
