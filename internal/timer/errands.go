package timer

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections/errands"
)

// Cashier does at a payment gateway what has to be done there. All of it may be
// done again.
type Cashier interface {
	// Advance does what has to be done for the payments of a participation.
	Advance(ctx context.Context, participation id.ID) error
	// Check asks what became of an order.
	Check(ctx context.Context, order string) error
	// AdvanceRefund does what has to be done for a refund. It returns after how long
	// it wants to be called again; zero: not unless something happens.
	AdvanceRefund(ctx context.Context, refund id.ID) (again time.Duration, err error)
	// AdvancePayout does the same for what is due to a brand.
	AdvancePayout(ctx context.Context, brand id.ID) (again time.Duration, err error)
}

// errandWorker runs errands. One that fails is run again later, however often:
// only the rules of payments decide when the gateway is not waited for any more.
type errandWorker struct {
	river.WorkerDefaults[errands.Job]

	cashier Cashier
}

// Work implements river.Worker.
func (w *errandWorker) Work(ctx context.Context, job *river.Job[errands.Job]) error {
	switch job.Args.Errand {
	case errands.Advance:
		participation, err := id.Parse(job.Args.Subject)
		if err != nil {
			return river.JobCancel(err)
		}
		return w.cashier.Advance(ctx, participation)
	case errands.Check:
		return w.cashier.Check(ctx, job.Args.Subject)
	case errands.Refund:
		return advance(ctx, job.Args.Subject, w.cashier.AdvanceRefund)
	case errands.Payout:
		return advance(ctx, job.Args.Subject, w.cashier.AdvancePayout)
	}
	return river.JobCancel(fmt.Errorf("there is no errand %q", job.Args.Errand))
}

func advance(ctx context.Context, subject string, errand func(context.Context, id.ID) (time.Duration, error)) error {
	about, err := id.Parse(subject)
	if err != nil {
		return river.JobCancel(err)
	}
	again, err := errand(ctx, about)
	if err != nil || again == 0 {
		return err
	}
	return river.JobSnooze(again)
}
