package auditlog

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
)

// Entry is one event of the log.
type Entry struct {
	Position   eventstore.Position
	Stream     eventstore.StreamID
	Version    eventstore.Version
	EventID    id.ID
	Type       string
	Actor      string
	RecordedAt time.Time

	Campaign, Participation id.ID // that it is about; zero: none

	Data, Metadata json.RawMessage // the log's own bytes

	CommandID, CorrelationID, CausationID id.ID

	Leaf [32]byte
}

// Recorded is the entry as the log recorded it, without the fingerprint.
func (e *Entry) Recorded() eventstore.Recorded {
	return eventstore.Recorded{
		Position: e.Position, StreamID: e.Stream, Version: e.Version, EventID: e.EventID, Type: e.Type, Data: e.Data, Metadata: e.Metadata,
		CommandID: e.CommandID, CorrelationID: e.CorrelationID, CausationID: e.CausationID, Actor: e.Actor, RecordedAt: e.RecordedAt, LeafHash: e.Leaf,
	}
}

// LeafFits computes the leaf anew and tells whether it is the one that was stored.
func (e *Entry) LeafFits(log id.ID) bool {
	recorded := e.Recorded()
	return eventstore.HashLeaf(log, &recorded) == e.Leaf
}

const selectEntry = `SELECT position, stream_id, stream_version, event_id, type, actor, recorded_at, campaign, participation,
	data::text, metadata::text, command_id, correlation_id, causation_id, leaf_hash `

func scan(row pgx.CollectableRow) (Entry, error) {
	var e Entry
	var data, metadata string
	var leaf []byte
	err := row.Scan(
		&e.Position, (*string)(&e.Stream), &e.Version, projections.ScanID(&e.EventID), &e.Type, &e.Actor,
		projections.ScanTime(&e.RecordedAt), projections.ScanID(&e.Campaign), projections.ScanID(&e.Participation),
		&data, &metadata, projections.ScanID(&e.CommandID), projections.ScanID(&e.CorrelationID), projections.ScanID(&e.CausationID), &leaf,
	)
	e.Data, e.Metadata = json.RawMessage(data), json.RawMessage(metadata)
	copy(e.Leaf[:], leaf)
	return e, err
}

// Tail returns the newest events, newest first.
func Tail(ctx context.Context, q projections.Querier, limit int) ([]Entry, error) {
	return projections.All(ctx, q, scan, selectEntry+`FROM sambatan_audit_logs ORDER BY position DESC LIMIT $1`, limit)
}

// Activity is how much happened to a campaign.
type Activity struct {
	Events int
	LastAt time.Time
	Last   eventstore.Position
}

// ActivityOf returns the activity of several campaigns.
func ActivityOf(ctx context.Context, q projections.Querier, campaigns []id.ID) (map[id.ID]Activity, error) {
	const query = `SELECT last.campaign, (SELECT sum(events) FROM sambatan_audit_blocks WHERE campaign = last.campaign), last.recorded_at, last.position
		FROM unnest($1::uuid[]) AS wanted (campaign),
			LATERAL (SELECT * FROM sambatan_audit_entries WHERE campaign = wanted.campaign ORDER BY position DESC LIMIT 1) last`
	rows, err := q.Query(ctx, query, projections.UUIDs(campaigns))
	if err != nil {
		return nil, err
	}
	of := map[id.ID]Activity{}
	var campaign id.ID
	var a Activity
	_, err = pgx.ForEachRow(rows, []any{projections.ScanID(&campaign), &a.Events, projections.ScanTime(&a.LastAt), &a.Last}, func() error {
		of[campaign] = a
		return nil
	})
	return of, err
}

// Rate returns the events per second over the last minute.
func Rate(ctx context.Context, q projections.Querier, now time.Time) (float64, error) {
	const query = `SELECT count(*)::float8 / 60 FROM sambatan_audit_entries WHERE recorded_at > $1`
	return projections.One(ctx, q, pgx.RowTo[float64], query, now.Add(-time.Minute))
}
