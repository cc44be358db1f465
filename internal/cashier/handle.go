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

// Handle looks into a report of the inbox: the gateway is asked about the very
// transaction or payout that it reported, and what it says is put on record.
func (c *Cashier) Handle(ctx context.Context, report inbox.Report) error {
	if report.State == unreadable {
		return ErrUnreadable
	}
	if strings.HasSuffix(report.Gateway, payouts) {
		return c.CheckPayout(ctx, report.Subject, midtrans.PayoutStatus(report.State))
	}
	return c.checkReported(ctx, report.Subject, report.State)
}
