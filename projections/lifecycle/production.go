package lifecycle

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// News is what the maker told about a batch while it was made: how far it had come,
// or (with Made) that it came out too small.
type News struct {
	Campaign  id.ID
	Position  eventstore.Position
	At        time.Time
	Milestone sambatan.Milestone // "" for a short yield
	Note      string             // of a short yield: the reason
	Photo     string
	ReadyBy   time.Time // zero: nobody has said when
	Was       time.Time // zero: expected as before, or never said before

	Made, Secured, Given, Returned int // slots, of a short yield
}

// newsOf is what an event tells about a batch, if anything.
func newsOf(event projections.CampaignEvent) (News, bool) {
	n := News{Campaign: event.Campaign, Position: event.Position, At: event.RecordedAt}
	switch e := any(event.Body).(type) {
	case sambatan.ProgressReported:
		n.Milestone, n.Note, n.Photo, n.ReadyBy, n.Was = e.Milestone, e.Note, e.Photo, e.ReadyBy, e.Was
	case sambatan.YieldedShort:
		n.Note, n.Made, n.Secured, n.Given, n.Returned = e.Reason, e.Made, e.Secured, e.Given, e.Returned
	default:
		return n, false
	}
	return n, true
}

var production = projections.NewTable("production",
	projections.Key("campaign", "uuid", func(n *News) pgtype.UUID { return projections.UUID(n.Campaign) }),
	projections.Key("position", "bigint", func(n *News) int64 { return int64(n.Position) }),
	projections.Fixed("at", "timestamptz", func(n *News) pgtype.Timestamptz { return projections.Time(n.At) }),
	projections.Fixed("milestone", "text", func(n *News) pgtype.Text { return projections.Text(string(n.Milestone)) }),
	projections.Fixed("note", "text", func(n *News) pgtype.Text { return projections.Text(n.Note) }),
	projections.Fixed("photo", "text", func(n *News) pgtype.Text { return projections.Text(n.Photo) }),
	projections.Fixed("ready_by", "timestamptz", func(n *News) pgtype.Timestamptz { return projections.Time(n.ReadyBy) }),
	projections.Fixed("was", "timestamptz", func(n *News) pgtype.Timestamptz { return projections.Time(n.Was) }),
	projections.Fixed("made", "integer", func(n *News) int { return n.Made }),
	projections.Fixed("secured", "integer", func(n *News) int { return n.Secured }),
	projections.Fixed("given", "integer", func(n *News) int { return n.Given }),
	projections.Fixed("returned", "integer", func(n *News) int { return n.Returned }))

// Production returns what was told about several batches, the oldest first.
func Production(ctx context.Context, q projections.Querier, campaigns []id.ID) (map[id.ID][]News, error) {
	const query = `SELECT campaign, position, at, milestone, note, photo, ready_by, was, made, secured, given, returned
		FROM sambatan_production WHERE campaign = ANY ($1::uuid[]) ORDER BY campaign, position`
	rows, err := projections.All(ctx, q, scanNews, query, projections.UUIDs(campaigns))
	of := map[id.ID][]News{}
	for _, n := range rows {
		of[n.Campaign] = append(of[n.Campaign], n)
	}
	return of, err
}

func scanNews(row pgx.CollectableRow) (n News, err error) {
	err = row.Scan(projections.ScanID(&n.Campaign), &n.Position, projections.ScanTime(&n.At), projections.ScanText(&n.Milestone),
		projections.ScanText(&n.Note), projections.ScanText(&n.Photo), projections.ScanTime(&n.ReadyBy), projections.ScanTime(&n.Was),
		&n.Made, &n.Secured, &n.Given, &n.Returned)
	return n, err
}
