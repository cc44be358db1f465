package auditlog

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Moment is a campaign as its own events tell it up to a position.
type Moment struct {
	Title   string
	Batch   int
	Slots   int
	Secured int                // slots
	Reached int                // slots that were secured when it was lost; 0 before
	Version eventstore.Version // of its stream; 0: it was not there yet
}

// CampaignAt reads the events of a campaign's stream up to a position: those that say
// what it is one by one, those of participations, of which there are very many, added up
// where they are. No present value has a part in it.
func CampaignAt(ctx context.Context, q projections.Querier, campaign id.ID, at eventstore.Position) (Moment, error) {
	stream := string(sambatan.Campaigns.Stream(campaign.String()))
	var m Moment
	var err error
	if m.Version, m.Secured, err = secured(ctx, q, stream, at); err != nil {
		return m, err
	}
	events, err := turns(ctx, q, stream, at)
	for _, event := range events {
		if position := m.turn(event); position > 0 && err == nil {
			_, m.Reached, err = secured(ctx, q, stream, position)
		}
	}
	return m, err
}

// secured adds up the slots that were secured and those that were let go after.
func secured(ctx context.Context, q projections.Querier, stream string, at eventstore.Position) (last eventstore.Version, slots int, err error) {
	const query = `SELECT coalesce(max(stream_version), 0),
			coalesce(sum((data ->> 'slots')::int) FILTER (WHERE type = 'sambatan.slots_secured.v1'), 0)
			- coalesce(sum((data ->> 'slots')::int) FILTER (WHERE type = 'sambatan.slots_released.v1'), 0)
		FROM events WHERE stream_id = $1 AND position <= $2`
	err = q.QueryRow(ctx, query, stream, int64(at)).Scan(&last, &slots)
	return last, slots, err
}

// turned is an event that says what a campaign is, or how it was lost.
type turned struct {
	position eventstore.Position
	event    sambatan.Event
}

func turns(ctx context.Context, q projections.Querier, stream string, at eventstore.Position) ([]turned, error) {
	const query = `SELECT position, type, data::text FROM events WHERE stream_id = $1 AND position <= $2 AND type IN
			('sambatan.drafted.v1', 'sambatan.revised.v1', 'sambatan.published.v1', 'sambatan.failed.v1', 'sambatan.cancelled.v1')
		ORDER BY stream_version`
	return projections.All(ctx, q, func(row pgx.CollectableRow) (turned, error) {
		var r eventstore.Recorded
		if err := row.Scan(&r.Position, &r.Type, &r.Data); err != nil {
			return turned{}, err
		}
		event, err := sambatan.Codec.Decode(r)
		return turned{r.Position, event}, err
	}, query, stream, int64(at))
}

// turn takes what an event says, and returns the position of one that leaves it to the events
// before it how many slots were secured; 0: there is nothing to ask.
func (m *Moment) turn(t turned) eventstore.Position {
	switch e := t.event.(type) { //nolint:gochecksumtype // these only
	case sambatan.Drafted:
		m.Title, m.Batch, m.Slots = e.Title, e.Batch, e.Terms.Slots
	case sambatan.Revised:
		m.Title, m.Slots = e.Title, e.Terms.Slots
	case sambatan.Published:
		m.Slots = e.Terms.Slots
	case sambatan.Failed:
		m.Reached = e.Secured
	case sambatan.Cancelled:
		return t.position
	}
	return 0
}
