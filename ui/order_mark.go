package ui

import (
	"fmt"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// What the page of an order shows, in short: a page that is open is told when that has changed.

// mark changes with everything that the page of an order shows, and with what is over by now.
func (o order) mark(now time.Time) string {
	return fmt.Sprintf("%s.%s.%d.%d.%d.%d.%d.%s.%d.%s.%d.%t.%t.%t.%s.%s%s",
		o.row.State, o.row.Ending, o.row.Missing, o.line.Ahead, o.row.OfferedUntil.Unix(), o.payBy().Unix(),
		o.instruction.Total, o.instruction.State, o.intent.Attempt, o.intent.State, o.spendable(),
		o.late(now), now.Before(o.payBy()), now.Before(o.cancelUntil()), o.campaignMark(), o.moneyMark(), o.shippingMark())
}

// campaignMark changes with what the page shows of the campaign. Whether a slot is free just now it does not say.
func (o order) campaignMark() string {
	phase, said := o.campaign.Phase, ""
	if phase == sambatan.PhaseFullyHeld {
		phase = sambatan.PhaseOpen
	}
	if asked := o.campaign.Extension; asked != nil {
		said = fmt.Sprintf("%d%s", asked.Round, o.row.Said(asked.Round, asked.To))
	}
	return fmt.Sprintf("%s.%t.%d.%d.%s", phase, o.campaign.Frozen != "", o.campaign.Terms.Version, len(o.news), said)
}

// moneyMark changes with where the money is, and with how far each refund is.
func (o order) moneyMark() string {
	at := o.money()
	var seen strings.Builder
	fmt.Fprintf(&seen, "%d.%d.%d.%d.%d.%d.%d.%d.%d", len(o.receipts), at.suspense, at.part, at.escrow, at.wallet, at.due, at.sent, at.taken, at.passed)
	for _, refund := range o.refunds {
		way := o.ways[refund.Refund]
		fmt.Fprintf(&seen, ".%s.%d.%s", way.State, way.Attempt, way.Way)
	}
	return seen.String()
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

// ending tells whether unpaid slots are being given up: nothing more can be paid for them, and only the channel is asked
// whether something was. Where the time to pay is over, a transfer that was made before may still be told instead.
func (o order) ending() bool {
	return o.waiting() && o.row.Ending != "" && o.row.Ending != participants.Expiry
}

// strayed tells whether a transfer may have been made for slots that are gone, which nobody has told of yet: the word of who
// made it is where an operator begins to look.
func (o order) strayed() bool {
	return o.gone() && o.instruction.State != payments.Reported
}

// sought tells whether an operator looks for such a transfer.
func (o order) sought() bool { return o.gone() && o.instruction.State == payments.Reported }

// gone tells whether slots were given up for which a transfer was asked and nothing came.
func (o order) gone() bool {
	gone := o.row.State == participants.Expired || o.row.State == participants.Released
	return gone && !o.instruction.Instruction.IsZero() && len(o.receipts) == 0
}

// reopens tells whether slots that are given up now can be taken by others.
func (o order) reopens(now time.Time) bool {
	open := o.campaign.Phase == sambatan.PhaseOpen || o.campaign.Phase == sambatan.PhaseFullyHeld
	return open && o.campaign.Frozen == "" && now.Before(o.campaign.Terms.Deadline)
}

// spendable is what the page of an order that waits for money says of the wallet.
func (o order) spendable() money.Rupiah {
	if !o.waiting() {
		return 0
	}
	return o.wallet.Spendable()
}

// moves tells whether an order may still change by itself.
func (o order) moves() bool {
	switch o.row.State {
	case participants.Waiting, participants.Offered, participants.Held, participants.Told:
		return true
	case participants.Secured:
		if o.campaign.Phase != sambatan.PhaseCompleted {
			return true
		}
	case participants.Released, participants.Expired, participants.RefundDue, participants.RefundedOut:
	}
	return o.money().ours() > 0 || o.instruction.State == payments.Reported // somebody looks for that one
}
