package bench

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Payer is somebody who has paid, and where their money can go back to.
type Payer struct {
	Bill

	Bank, Account string // of the refund account, as the gateway calls them
}

// Counter is where buyers pay: a [Till] that keeps their keys, and takes their money.
type Counter struct {
	Till

	// Key makes the key that a buyer's data is sealed with.
	Key func(ctx context.Context, person string) (eventstore.PersonKey, error)
	// Pay settles an order at the gateway, and puts it on record.
	Pay func(ctx context.Context, order string) error
	// Before is how many payers there are already, with accounts of their own.
	Before int
}

// Payers lets n buyers join a campaign and pay, half of them by a method that can go
// back the way it came, many at once.
func (c Counter) Payers(ctx context.Context, campaign id.ID, n, atOnce int) ([]Payer, error) {
	payers := make([]Payer, n)
	return payers, each(ctx, n, atOnce, func(ctx context.Context, i int) (err error) {
		method := payment.QRIS
		if i%2 == 1 {
			method = payment.VABCA
		}
		payers[i], err = c.payer(ctx, campaign, fmt.Sprintf("71%08d", c.Before+i), method)
		return err
	})
}

func (c Counter) payer(ctx context.Context, campaign id.ID, number string, method payment.Method) (Payer, error) {
	b := buyer{id: id.New(), participation: id.New(), command: id.New()}
	key, err := c.Key(ctx, b.id.String())
	if err != nil {
		return Payer{}, err
	}
	if err := b.seal(key, typedAccount{Bank: account.Bank, Number: number, Holder: account.Holder}); err != nil {
		return Payer{}, err
	}
	bill, err := c.billFor(ctx, campaign, b, method)
	if err != nil {
		return Payer{}, err
	}
	return Payer{bill, "bca", number}, c.Pay(ctx, bill.Order)
}

// each does something n times, many at once. The first error ends it.
func each(ctx context.Context, n, atOnce int, do func(ctx context.Context, i int) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var next atomic.Int64
	var group sync.WaitGroup
	for range atOnce {
		group.Go(func() {
			for i := int(next.Add(1) - 1); i < n && ctx.Err() == nil; i = int(next.Add(1) - 1) {
				if err := do(ctx, i); err != nil {
					stop(err)
				}
			}
		})
	}
	group.Wait()
	return context.Cause(ctx)
}

// CallOff cancels a campaign, so that everybody's money is due.
func CallOff(ctx context.Context, log eventstore.Log, campaign id.ID) error {
	meta := eventstore.Meta{CommandID: id.New(), Actor: "system:bench"}
	_, err := log.Execute(ctx, sambatan.Campaigns.Command(campaign.String(), sambatan.Abort{Reason: "bahan habis", By: sambatan.ByBrand}, meta))
	return err
}
