package auditlog

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
)

// Window is the stretch of a campaign's trail that is asked for: the events about it,
// with those of its payments, as they were known at a position of the log.
type Window struct {
	Campaign id.ID
	At       eventstore.Position // the position of the log; what was recorded or matched later is not there
	From     eventstore.Position // the first event is at or after it; 0: see To
	To       eventstore.Position // or the last is at or before it; 0: the trail's last
	Limit    int                 // events, at most
}

// Trail is a stretch of a campaign's trail, oldest first.
type Trail struct {
	Entries []Entry
	Total   int // events of the whole trail
	Before  int // of those, before the stretch
}

const (
	// No entry is known before it was recorded, so that what came later is passed over by the index.
	trailEntries = `FROM sambatan_audit_entries WHERE campaign = $1 AND position <= $2 AND since <= $2 `
	pageFrom     = `SELECT position ` + trailEntries + `AND position >= $3 ORDER BY position LIMIT $4`
	pageTo       = `SELECT position ` + trailEntries + `AND ($3 = 0 OR position <= $3) ORDER BY position DESC LIMIT $4`
)

// Entries returns the events of a stretch of a campaign's trail, oldest first.
func Entries(ctx context.Context, q projections.Querier, w Window) ([]Entry, error) {
	page, anchor := pageTo, w.To
	if w.From > 0 {
		page, anchor = pageFrom, w.From
	}
	query := selectEntry + `FROM sambatan_audit_logs JOIN (` + page + `) page USING (position) ORDER BY position`
	return projections.All(ctx, q, scan, query, projections.UUID(w.Campaign), int64(w.At), int64(anchor), w.Limit)
}

// OfCampaign returns a stretch of a campaign's trail, and where it is in the whole.
func OfCampaign(ctx context.Context, q projections.Querier, w Window) (Trail, error) {
	entries, err := Entries(ctx, q, w)
	if err != nil {
		return Trail{}, err
	}
	end := w.At + 1 // behind it there is nothing
	first := end
	if len(entries) > 0 {
		first = entries[0].Position
	}
	counts, err := countBefore(ctx, q, w.Campaign, end, first)
	if err != nil {
		return Trail{}, err
	}
	ones, err := lateOnes(ctx, q, w.Campaign, w.At)
	return Trail{
		Entries: entries,
		Total:   counts[0].minus(unknown(ones, end)).Events,
		Before:  counts[1].minus(unknown(ones, first)).Events,
	}, err
}

// PositionAt returns the last position that was recorded at or before a moment; 0 before the
// first. Positions are gapless and their times never run backwards, so it is found by halving.
func PositionAt(ctx context.Context, q projections.Querier, at time.Time) (eventstore.Position, error) {
	const query = `WITH RECURSIVE search (low, high) AS (
			SELECT 0::bigint, (SELECT coalesce(max(position), 0) FROM sambatan_audit_entries)
			UNION ALL
			SELECT CASE WHEN e.recorded_at <= $1 THEN e.position ELSE low END,
				CASE WHEN e.recorded_at <= $1 THEN high ELSE e.position - 1 END
			FROM search JOIN sambatan_audit_entries e ON e.position = (low + high + 1) / 2 WHERE low < high
		) SELECT max(low) FROM search`
	return projections.One(ctx, q, pgx.RowTo[eventstore.Position], query, at)
}

// TimeOf returns when a position was recorded; ErrNotFound when nothing was, yet.
func TimeOf(ctx context.Context, q projections.Querier, position eventstore.Position) (time.Time, error) {
	const query = `SELECT recorded_at FROM sambatan_audit_entries WHERE position = $1`
	return projections.One(ctx, q, func(row pgx.CollectableRow) (at time.Time, err error) {
		err = row.Scan(projections.ScanTime(&at))
		return at, err
	}, query, int64(position))
}

// LogID tells this log from every other one; it is part of every leaf.
func LogID(ctx context.Context, q projections.Querier) (id.ID, error) {
	return projections.One(ctx, q, func(row pgx.CollectableRow) (log id.ID, err error) {
		err = row.Scan(projections.ScanID(&log))
		return log, err
	}, `SELECT log_id FROM log_identity`)
}
