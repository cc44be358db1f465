package lifecycle

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// row is one campaign in memory.
type row struct {
	projections.Tally

	campaign, brand id.ID
	since           time.Time
	position        eventstore.Position
}

// step is one phase that a campaign entered.
type step struct {
	campaign id.ID
	position eventstore.Position
	phase    sambatan.Phase
	at       time.Time
}

type fold struct {
	rows   map[id.ID]*row
	steps  []step
	news   []News
	topics projections.Topics
}

func load(ctx context.Context, tx pgx.Tx, events []projections.CampaignEvent) (*fold, error) {
	f := &fold{rows: map[id.ID]*row{}, topics: projections.Topics{}}
	var ids []id.ID
	for _, event := range events {
		if _, asked := f.rows[event.Campaign]; !asked {
			f.rows[event.Campaign] = &row{campaign: event.Campaign}
			ids = append(ids, event.Campaign)
		}
	}
	const query = `SELECT campaign, brand, phase, since, slots, held, offered, secured, position FROM states WHERE campaign = ANY ($1::uuid[])`
	found, err := projections.All(ctx, tx, func(from pgx.CollectableRow) (*row, error) {
		r := &row{}
		err := from.Scan(projections.ScanID(&r.campaign), projections.ScanID(&r.brand), (*string)(&r.Phase),
			projections.ScanTime(&r.since), &r.Slots, &r.Held, &r.Offered, &r.Secured, &r.position)
		return r, err
	}, query, projections.UUIDs(ids))
	if err != nil {
		return nil, fmt.Errorf("read lifecycle states: %w", err)
	}
	for _, r := range found {
		f.rows[r.campaign] = r
	}
	return f, nil
}

func (f *fold) add(event projections.CampaignEvent) {
	r := f.rows[event.Campaign]
	before := r.Phase
	r.Add(event.Body)
	r.position = event.Position
	if drafted, ok := event.Body.(sambatan.Drafted); ok {
		r.brand = drafted.Brand
	}
	if told, ok := newsOf(event); ok {
		f.news = append(f.news, told)
		f.topics.Add(projections.CampaignTopic(event.Campaign))
	}
	if r.Phase == before {
		return
	}
	if before == sambatan.PhaseNone || r.Phase.Lifecycle() != before.Lifecycle() {
		r.since = event.RecordedAt
	}
	f.steps = append(f.steps, step{event.Campaign, event.Position, r.Phase, event.RecordedAt})
	f.topics.Add(projections.CampaignTopic(event.Campaign), projections.OpsTopic)
}

var states = projections.NewTable("states",
	projections.Key("campaign", "uuid", func(r *row) pgtype.UUID { return projections.UUID(r.campaign) }),
	projections.Fixed("brand", "uuid", func(r *row) pgtype.UUID { return projections.UUID(r.brand) }),
	projections.Changing("state", "text", func(r *row) string { return string(r.Phase.Lifecycle()) }),
	projections.Changing("phase", "text", func(r *row) string { return string(r.Phase) }),
	projections.Changing("since", "timestamptz", func(r *row) pgtype.Timestamptz { return projections.Time(r.since) }),
	projections.Changing("slots", "integer", func(r *row) int { return r.Slots }),
	projections.Changing("held", "integer", func(r *row) int { return r.Held }),
	projections.Changing("offered", "integer", func(r *row) int { return r.Offered }),
	projections.Changing("secured", "integer", func(r *row) int { return r.Secured }),
	projections.Changing("position", "bigint", func(r *row) int64 { return int64(r.position) }))

var history = projections.NewTable("history",
	projections.Key("campaign", "uuid", func(s *step) pgtype.UUID { return projections.UUID(s.campaign) }),
	projections.Key("position", "bigint", func(s *step) int64 { return int64(s.position) }),
	projections.Fixed("phase", "text", func(s *step) string { return string(s.phase) }),
	projections.Fixed("state", "text", func(s *step) string { return string(s.phase.Lifecycle()) }),
	projections.Fixed("at", "timestamptz", func(s *step) pgtype.Timestamptz { return projections.Time(s.at) }))

func (f *fold) save(ctx context.Context, tx pgx.Tx) error {
	rows := make([]row, 0, len(f.rows))
	for _, r := range f.rows {
		rows = append(rows, *r)
	}
	if err := states.Upsert(ctx, tx, rows); err != nil {
		return err
	}
	if err := production.Insert(ctx, tx, f.news); err != nil {
		return err
	}
	return history.Insert(ctx, tx, f.steps)
}
