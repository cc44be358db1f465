package cashier

import (
	"context"
	"errors"
	"strings"

	"github.com/sensasiwangi/sambatan/internal/inbox"
	"github.com/sensasiwangi/sambatan/internal/midtrans"
)

// ErrUnreadable means that a signed report is not in the gateway's format; an
// operator has to look into it, in the inbox.
var ErrUnreadable = errors.New("the gateway's report is signed and can't be read")

// ErrForeign means that a signed report is about another merchant's transaction: either
// our keys are shared, or somebody else's were given to us. An operator has to look.
var ErrForeign = errors.New("the gateway reported a transaction of another merchant's")

// Handle looks into a report of the inbox: the gateway is asked about the very
// transaction or payout that it reported, and what it says is put on record.
func (c *Cashier) Handle(ctx context.Context, report inbox.Report) error {
	switch report.State {
	case unreadable:
		return ErrUnreadable
	case foreign:
		return ErrForeign
	}
	if strings.HasSuffix(report.Gateway, payouts) {
		return c.CheckPayout(ctx, report.Subject, midtrans.PayoutStatus(report.State))
	}
	return c.checkReported(ctx, report.Subject, report.State)
}
