package notifications

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/brand"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// row is one notification in one list.
type row struct {
	recipient               notification.Recipient
	position                eventstore.Position
	channel                 notification.Channel
	template                notification.Template
	event                   id.ID
	campaign, participation id.ID
	params                  notification.Params
	at                      time.Time

	json string // params, once everything is said
}

// fold is what a batch gives rise to.
type fold struct {
	rows      []row
	owners    []owner
	campaigns map[id.ID]*campaign
	joins     projections.Rows[id.ID, join]
	topics    projections.Topics
}

// collect folds a batch onto what known holds of the campaigns and joins in it.
func collect(batch []projections.Event, known *fold) {
	for i := range batch {
		event := &batch[i]
		if e, ok := event.Body.(brand.Registered); ok {
			known.owners = append(known.owners, owner{e.Brand, e.Owner})
		}
		for _, n := range notification.For(event.Body, event.Recorded) {
			known.add(event, n)
		}
		e, ok := event.Body.(sambatan.Event)
		if !ok {
			continue
		}
		if c := known.note(event, e); c != nil && c.nearlyFull(event.Position) {
			for _, n := range notification.ForNearlyFull(c.campaign, c.slots-c.taken, event.Recorded) {
				known.add(event, n)
			}
		}
	}
}

func (f *fold) add(event *projections.Event, n notification.Notification) {
	f.rows = append(f.rows, row{
		recipient: n.Recipient, position: event.Position, channel: n.Channel, template: n.Template, event: event.EventID,
		campaign: n.Params.Campaign, participation: n.Params.Participation, params: n.Params, at: event.RecordedAt,
	})
}

// encode writes the parameters of all rows.
func (f *fold) encode() error {
	for i := range f.rows {
		r := &f.rows[i]
		params, err := json.Marshal(r.params)
		if err != nil {
			return fmt.Errorf("parameters of %s at %d: %w", r.template, r.position, err)
		}
		r.json = string(params)
	}
	return nil
}

// note keeps what later messages are addressed by, and returns the campaign if
// its slots were asked for.
func (f *fold) note(event *projections.Event, body sambatan.Event) *campaign {
	at := event.Position
	switch e := body.(type) {
	case sambatan.Drafted:
		f.campaigns[e.Campaign] = &campaign{campaign: e.Campaign, brand: e.Brand, slots: e.Terms.Slots}
	case sambatan.Published:
		if c := f.campaigns[campaignOf(event)]; c != nil {
			c.slots, c.deadline = e.Terms.Slots, e.Terms.Deadline
		}
	case sambatan.SlotsHeld:
		f.joins.Begin(e.Participation, newJoin(e, event))
		return f.take(e.Campaign, e.Slots)
	case sambatan.HoldKept:
		if j := f.joins.Get(e.Participation); j != nil && e.Until.After(j.expires) != j.told(at) {
			j.reports = append(j.reports, at)
		}
	case sambatan.PartPaid:
		f.part(e.Rest, at)
	case sambatan.PartTakenBack:
		f.part(e.Rest, at)
	case sambatan.HoldCancelled:
		f.leave(e.Participation, at)
		f.take(e.Campaign, -e.Slots)
	case sambatan.HoldExpired:
		f.leave(e.Participation, at)
		f.take(e.Campaign, -e.Slots)
	case sambatan.SlotsSecured:
		return f.secure(e, at)
	case sambatan.SlotsReleased:
		if j := f.joins.Get(e.Participation); j != nil {
			j.released = at
		}
		f.take(e.Campaign, -e.Slots)
	case sambatan.DeadlineExtended:
		if c := f.campaigns[campaignOf(event)]; c != nil {
			c.deadline = e.To
		}
	case sambatan.Closed, sambatan.Succeeded, sambatan.Failed, sambatan.Cancelled:
		if c := f.campaigns[campaignOf(event)]; c != nil && c.shut == 0 {
			c.shut = at
		}
	case sambatan.PaymentBegun, sambatan.PaymentEnded, sambatan.HoldEnding, sambatan.PartSettled, sambatan.WaitlistJoined, sambatan.SlotsOffered,
		sambatan.OfferLapsed, sambatan.OfferWithdrawn, sambatan.WaitlistLeft, sambatan.ExtensionProposed, sambatan.ExtensionAnswered,
		sambatan.CallOffProposed, sambatan.CallOffDropped, sambatan.Frozen, sambatan.Unfrozen, sambatan.Revised, sambatan.Submitted, sambatan.SubmissionWithdrawn, sambatan.ReviewOverdue, sambatan.SubmissionReturned, sambatan.Approved, sambatan.Opened, sambatan.PaymentDeclined, sambatan.UnwindingStarted, sambatan.RefundSettled, sambatan.Unwound,
		sambatan.ProductionStarted, sambatan.ProgressReported, sambatan.YieldedShort, sambatan.QualityPassed, sambatan.DispatchDue, sambatan.ShortfallChanged, sambatan.Fulfilled, sambatan.ReleaseDue, sambatan.ShippingStarted, sambatan.Completed:
	}
	return nil
}

func (f *fold) take(name id.ID, slots int) *campaign {
	c := f.campaigns[name]
	if c != nil {
		c.taken += slots
	}
	return c
}

func (f *fold) part(rest sambatan.Rest, at eventstore.Position) {
	if j := f.joins.Get(rest.Participation); j != nil {
		j.parts = append(j.parts, int64(at), int64(rest.Missing))
	}
}

func (f *fold) leave(participation id.ID, at eventstore.Position) {
	if j := f.joins.Get(participation); j != nil {
		j.gone = at
	}
}

// secure counts slots once more when the hold had given them back.
func (f *fold) secure(e sambatan.SlotsSecured, at eventstore.Position) *campaign {
	if j := f.joins.Get(e.Participation); j != nil {
		j.secured = at
	}
	if !e.Regained {
		return nil
	}
	return f.take(e.Campaign, e.Slots)
}

// campaignOf is the campaign whose stream an event is in; zero for odd ones.
func campaignOf(event *projections.Event) id.ID {
	name, err := id.Parse(event.StreamID.Identity())
	if err != nil {
		return id.ID{} // no campaign's stream, so there is none to know of
	}
	return name
}
