package ui

import (
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// What the page of an order shows, in short: a page that is open is told when that has changed.

// mark changes with everything that the page of an order shows, and with what is over by now.
func (o order) mark(now time.Time) string {
	return fmt.Sprintf("%s.%d.%d.%d.%s.%d.%d.%d.%t.%t%s",
		o.row.State, o.row.Missing, o.instruction.Total, o.intent.Attempt, o.intent.State, len(o.receipts), len(o.refunds), o.spendable(),
		o.late(now), now.Before(o.cancelUntil()), o.shippingMark())
}

// late tells whether it is too late to begin to pay, as the campaign judges it, or to take what is
// offered. The hold or the offer may live on until that is recorded.
func (o order) late(now time.Time) bool {
	switch o.row.State {
	case participants.Held:
		return now.Add(sambatan.MinToPay).After(o.payBy())
	case participants.Offered:
		return !now.Before(o.row.OfferedUntil)
	case participants.Waiting, participants.Told, participants.Secured, participants.Released, participants.Expired,
		participants.RefundDue, participants.RefundedOut:
	}
	return false
}

// spendable is what the page of an order that waits for money says of the wallet.
func (o order) spendable() money.Rupiah {
	if !o.waiting() {
		return 0
	}
	return o.wallet.Spendable()
}

// moves tells whether an order may still change by itself.
func (o order) moves() bool { return o.waiting() || o.money().ours() > 0 }
