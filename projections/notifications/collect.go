package notifications

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

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
	params                  string // JSON
	at                      time.Time
}

type owner struct{ brand, owner id.ID }

type campaign struct{ campaign, brand id.ID }

type seat struct {
	participation, campaign, buyer id.ID
	since, until                   eventstore.Position
}

// fold is what a batch gives rise to.
type fold struct {
	rows      []row
	owners    []owner
	campaigns []campaign
	seats     []seat
	taken     map[id.ID]int // places of the seats
	released  []seat
	topics    projections.Topics
}

func collect(batch []projections.Event) (*fold, error) {
	f := &fold{taken: map[id.ID]int{}, topics: projections.Topics{}}
	for i := range batch {
		event := &batch[i]
		f.note(event)
		for _, n := range notification.For(event.Body, event.Recorded) {
			if err := f.add(event, n); err != nil {
				return nil, err
			}
		}
	}
	return f, nil
}

func (f *fold) add(event *projections.Event, n notification.Notification) error {
	params, err := json.Marshal(n.Params)
	if err != nil {
		return fmt.Errorf("%s: %w", &event.Recorded, err)
	}
	f.rows = append(f.rows, row{
		recipient: n.Recipient, position: event.Position, channel: n.Channel, template: n.Template,
		event: event.EventID, campaign: n.Params.Campaign, participation: n.Params.Participation, params: string(params), at: event.RecordedAt,
	})
	return nil
}

// note keeps what later messages are addressed by.
func (f *fold) note(event *projections.Event) {
	switch e := event.Body.(type) {
	case brand.Registered:
		f.owners = append(f.owners, owner{e.Brand, e.Owner})
	case sambatan.Drafted:
		f.campaigns = append(f.campaigns, campaign{e.Campaign, e.Brand})
	case sambatan.SlotsSecured:
		f.taken[e.Participation] = len(f.seats)
		f.seats = append(f.seats, seat{e.Participation, e.Campaign, e.Buyer, event.Position, 0})
	case sambatan.SlotsReleased:
		if at, here := f.taken[e.Participation]; here {
			f.seats[at].until = event.Position
		} else {
			f.released = append(f.released, seat{participation: e.Participation, until: event.Position})
		}
	}
}

var (
	table = projections.NewTable("notifications",
		projections.Key("recipient", "text", func(r *row) string { return string(r.recipient) }),
		projections.Key("position", "bigint", func(r *row) int64 { return int64(r.position) }),
		projections.Key("channel", "text", func(r *row) string { return string(r.channel) }),
		projections.Key("template", "text", func(r *row) string { return string(r.template) }),
		projections.Fixed("event", "uuid", func(r *row) pgtype.UUID { return projections.UUID(r.event) }),
		projections.Fixed("campaign", "uuid", func(r *row) pgtype.UUID { return projections.UUID(r.campaign) }),
		projections.Fixed("participation", "uuid", func(r *row) pgtype.UUID { return projections.UUID(r.participation) }),
		projections.Fixed("params", "json", func(r *row) string { return r.params }),
		projections.Fixed("at", "timestamptz", func(r *row) pgtype.Timestamptz { return projections.Time(r.at) }))
	brands = projections.NewTable("brands",
		projections.Key("brand", "uuid", func(o *owner) pgtype.UUID { return projections.UUID(o.brand) }),
		projections.Fixed("owner", "uuid", func(o *owner) pgtype.UUID { return projections.UUID(o.owner) }))
	campaigns = projections.NewTable("campaigns",
		projections.Key("campaign", "uuid", func(c *campaign) pgtype.UUID { return projections.UUID(c.campaign) }),
		projections.Fixed("brand", "uuid", func(c *campaign) pgtype.UUID { return projections.UUID(c.brand) }))
	seats = projections.NewTable("seats",
		projections.Key("participation", "uuid", func(s *seat) pgtype.UUID { return projections.UUID(s.participation) }),
		projections.Fixed("campaign", "uuid", func(s *seat) pgtype.UUID { return projections.UUID(s.campaign) }),
		projections.Fixed("buyer", "uuid", func(s *seat) pgtype.UUID { return projections.UUID(s.buyer) }),
		projections.Fixed("since", "bigint", func(s *seat) int64 { return int64(s.since) }),
		projections.Changing("until", "bigint", func(s *seat) pgtype.Int8 {
			return pgtype.Int8{Int64: int64(s.until), Valid: s.until > 0}
		}))
)
