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

// CampaignAt reads the events of a campaign's stream up to a position that say what it is,
// and adds up the slots that were secured. No present value has a part in it.
func CampaignAt(ctx context.Context, q projections.Querier, campaign id.ID, at eventstore.Position) (Moment, error) {
	var m Moment
	var err error
	if m.Version, err = versionAt(ctx, q, sambatan.Campaigns.Stream(campaign.String()), at); err != nil {
		return m, err
	}
	if m.Secured, err = secured(ctx, q, campaign, at); err != nil {
		return m, err
	}
	events, err := turns(ctx, q, campaign, at)
	for _, event := range events {
		if position := m.turn(event); position > 0 && err == nil {
			m.Reached, err = secured(ctx, q, campaign, position)
		}
	}
	return m, err
}

// versionAt returns the last version that a stream had at a position; 0 before its first. Versions
// are gapless and in the order of positions, so it is found by halving.
func versionAt(ctx context.Context, q projections.Querier, stream eventstore.StreamID, at eventstore.Position) (eventstore.Version, error) {
	const query = `WITH RECURSIVE search (low, high) AS (
			SELECT 0::bigint, (SELECT coalesce(max(stream_version), 0) FROM events WHERE stream_id = $1)
			UNION ALL
			SELECT CASE WHEN e.position <= $2 THEN e.stream_version ELSE low END,
				CASE WHEN e.position <= $2 THEN high ELSE e.stream_version - 1 END
			FROM search JOIN events e ON e.stream_id = $1 AND e.stream_version = (low + high + 1) / 2 WHERE low < high
		) SELECT max(low) FROM search`
	return projections.One(ctx, q, pgx.RowTo[eventstore.Version], query, string(stream), int64(at))
}

// secured are the slots that were secured up to a position, without those that were let go after.
func secured(ctx context.Context, q projections.Querier, campaign id.ID, at eventstore.Position) (int, error) {
	counts, err := countBefore(ctx, q, campaign, at+1)
	if err != nil {
		return 0, err
	}
	return counts[0].secured, nil
}

// turned is an event that says what a campaign is, or how it was lost.
type turned struct {
	position eventstore.Position
	event    sambatan.Event
}

func turns(ctx context.Context, q projections.Querier, campaign id.ID, at eventstore.Position) ([]turned, error) {
	const query = `SELECT position, e.type, e.data::text FROM sambatan_audit_entries a JOIN events e USING (position)
		WHERE a.campaign = $1 AND position <= $2 AND a.turn ORDER BY position`
	return projections.All(ctx, q, func(row pgx.CollectableRow) (turned, error) {
		var r eventstore.Recorded
		if err := row.Scan(&r.Position, &r.Type, &r.Data); err != nil {
			return turned{}, err
		}
		event, err := sambatan.Codec.Decode(r)
		return turned{r.Position, event}, err
	}, query, projections.UUID(campaign), int64(at))
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
