package participants

import (
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// row is what changes of a participation.
type row struct {
	participation, campaign, buyer id.ID
	slots                          int
	state                          State
	expiresAt, keptUntil           time.Time
	paidAt, securedAt              time.Time
	endedAt, settledAt             time.Time
	receipt                        id.ID
	regained                       bool
	reason                         string
	declined                       string
	declinedAt                     time.Time
	position                       eventstore.Position
	changed                        bool
}

// joined is a new row, with what never changes.
type joined struct {
	*row
	event                          sambatan.SlotsHeld
	at                             time.Time
	joined                         eventstore.Position
	brand, product                 pgtype.UUID
	address, refundAccount, public pgtype.Text
	consent                        string
}

// fold brings the rows that a batch touches forward in memory, so that each is
// written once.
type fold struct {
	rows   map[id.ID]*row
	joins  []joined
	topics projections.Topics
}

func newFold() *fold {
	return &fold{rows: map[id.ID]*row{}, topics: projections.Topics{}}
}

func (f *fold) add(event projections.CampaignEvent) error {
	if held, ok := event.Body.(sambatan.SlotsHeld); ok {
		return f.join(event, held)
	}
	participation := sambatan.ParticipationOf(event.Body)
	r := f.rows[participation]
	if participation.IsZero() || r == nil {
		return nil // a payment for a participation that never was is declined, and has no row
	}
	r.evolve(event)
	r.position, r.changed = event.Position, true
	f.topics.Add(projections.CampaignTopic(event.Campaign), projections.BuyerTopic(r.buyer))
	return nil
}

func (f *fold) join(event projections.CampaignEvent, held sambatan.SlotsHeld) error {
	j := joined{
		row: &row{
			participation: held.Participation, campaign: event.Campaign, buyer: held.Buyer, slots: held.Slots,
			state: Held, expiresAt: held.ExpiresAt, position: event.Position,
		},
		event: held, at: event.RecordedAt, joined: event.Position,
	}
	if err := j.seal(); err != nil {
		return fmt.Errorf("join %s: %w", &event.Recorded, err)
	}
	f.rows[held.Participation] = j.row
	f.joins = append(f.joins, j)
	f.topics.Add(projections.CampaignTopic(event.Campaign), projections.BuyerTopic(held.Buyer))
	return nil
}

func (r *row) evolve(event projections.CampaignEvent) {
	switch e := event.Body.(type) {
	case sambatan.HoldKept:
		r.keep(e.Until)
	case sambatan.HoldCancelled:
		r.end(Released, event.RecordedAt, string(e.Reason))
	case sambatan.HoldExpired:
		r.end(Expired, event.RecordedAt, Expiry)
	case sambatan.SlotsSecured:
		r.state, r.receipt, r.regained = Secured, e.Receipt, e.Regained
		r.paidAt, r.securedAt, r.endedAt, r.keptUntil, r.reason = e.PaidAt, event.RecordedAt, time.Time{}, time.Time{}, ""
	case sambatan.PaymentDeclined:
		r.declined, r.declinedAt = string(e.Reason), event.RecordedAt
	case sambatan.SlotsReleased:
		r.end(RefundDue, event.RecordedAt, string(e.Reason))
	case sambatan.RefundSettled:
		r.state, r.settledAt = RefundedOut, event.RecordedAt
	case sambatan.Drafted, sambatan.Revised, sambatan.Published, sambatan.Opened, sambatan.SlotsHeld,
		sambatan.PaymentBegun, sambatan.PaymentEnded, sambatan.HoldEnding,
		sambatan.Closed, sambatan.Succeeded, sambatan.Failed, sambatan.Cancelled, sambatan.UnwindingStarted,
		sambatan.Unwound, sambatan.ProductionStarted, sambatan.QualityPassed, sambatan.ShippingStarted,
		sambatan.Completed:
	}
}

// keep follows a report: the hold lapses later than its own expiry as long as an
// operator looks for the transfer.
func (r *row) keep(until time.Time) {
	if until.After(r.expiresAt) {
		r.state, r.keptUntil = Told, until
		return
	}
	r.state, r.keptUntil = Held, time.Time{}
}

func (r *row) end(state State, at time.Time, reason string) {
	r.state, r.endedAt, r.reason, r.keptUntil = state, at, reason, time.Time{}
}
