package simulate

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// Bank stands for the buyers' banks and the operator who reads our statement:
// it records transfers of buyers who joined, through the log.
type Bank struct {
	Log   eventstore.Log
	Share float64       // of the joins that are paid, 0 to 1
	Delay time.Duration // at most, from joining to the transfer

	paying sync.WaitGroup
}

// expect pays for a join after a while, perhaps. A nil bank never does.
func (b *Bank) expect(r *run, who Buyer, campaign id.ID, joined Joined) {
	if b == nil || rand.Float64() >= b.Share { //nolint:gosec // a guess may be guessed
		return
	}
	delay := time.Duration(rand.Int64N(int64(b.Delay) + 1)) //nolint:gosec // likewise
	b.paying.Go(func() {
		if !r.pause(delay) {
			return
		}
		if b.pay(r.ctx, who, campaign, joined, r.pause) == nil {
			r.tally.paid()
		}
	})
}

// wait waits until nobody pays any more.
func (b *Bank) wait() { b.paying.Wait() }

// pay records the transfer; while the log is away it is tried again under the
// same command id, so that nobody pays twice.
func (b *Bank) pay(ctx context.Context, who Buyer, campaign id.ID, joined Joined, pause func(time.Duration) bool) error {
	reference := "SIM-" + joined.Participation.String()
	told := joined.Transfer
	receipt := payment.ReceiptID(told.Account, reference)
	command := payment.Receipts.Command(receipt.String(), payment.RecordReceipt{
		Receipt: receipt, Account: told.Account, Amount: told.Total, PaidAt: time.Now().Add(-time.Second), Reference: reference,
		Match: payment.Match{
			Instruction: joined.Participation, Campaign: campaign, Participation: joined.Participation,
			Buyer: who.ID(), Due: joined.Amount, Code: told.Code,
		},
	}, eventstore.Meta{CommandID: id.Derive(joined.Participation, "simulated transfer"), Actor: actor})
	for {
		_, err := b.Log.Execute(ctx, command)
		refusal, refused := errors.AsType[*payment.RefusalError](err)
		switch {
		case err == nil:
			return nil
		case refused:
			return refusal
		case !pause(time.Second):
			return err
		}
	}
}
