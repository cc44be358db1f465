package auditlog

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
)

// Bar is what happened to a campaign in a stretch of time.
type Bar struct {
	All  Happened
	Then Happened            // the part of it that is in the trail as of an instant
	Last eventstore.Position // the last event in it; 0: there is none
}

// Track counts what happened to a campaign between one time and the next: as it is known at a position
// of the log, and as it was known at an earlier one. However long the trail is, it reads its blocks
// and of its entries those around the times.
func Track(ctx context.Context, q projections.Querier, campaign id.ID, now, then eventstore.Position, times []time.Time) ([]Bar, error) {
	edges, err := edgesOf(ctx, q, campaign, now, times)
	if err != nil {
		return nil, err
	}
	all, err := knownBefore(ctx, q, campaign, edges, now)
	if err != nil {
		return nil, err
	}
	part, err := knownBefore(ctx, q, campaign, edges, then)
	bars := make([]Bar, max(len(edges)-1, 0))
	for i := 0; i < len(bars) && err == nil; i++ {
		bars[i] = Bar{All: all[i+1].minus(all[i]), Then: part[i+1].minus(part[i])}
		if bars[i].All.Events > 0 {
			bars[i].Last = edges[i+1].last
		}
	}
	return bars, err
}

// edge is where in the log a time is: before the first position that was not recorded earlier.
type edge struct {
	position eventstore.Position
	last     eventstore.Position // the campaign's last event before it; 0: there is none
}

// edgesOf finds each time by halving, as PositionAt does.
func edgesOf(ctx context.Context, q projections.Querier, campaign id.ID, now eventstore.Position, times []time.Time) ([]edge, error) {
	const query = `SELECT x, coalesce((SELECT position ` + trailEntries + `AND position < x ORDER BY position DESC LIMIT 1), 0)
		FROM (SELECT n, 1 + (WITH RECURSIVE search (low, high) AS (
				SELECT 0::bigint, $2::bigint
				UNION ALL
				SELECT CASE WHEN e.recorded_at < t THEN e.position ELSE low END,
					CASE WHEN e.recorded_at < t THEN high ELSE e.position - 1 END
				FROM search JOIN sambatan_audit_entries e ON e.position = (low + high + 1) / 2 WHERE low < high
			) SELECT max(low) FROM search) AS x
			FROM unnest($3::timestamptz[]) WITH ORDINALITY AS wanted (t, n) OFFSET 0) found -- or x is looked for twice
		ORDER BY n`
	return projections.All(ctx, q, func(row pgx.CollectableRow) (e edge, err error) {
		err = row.Scan(&e.position, &e.last)
		return e, err
	}, query, projections.UUID(campaign), int64(now), times)
}

// knownBefore counts what was known at a position of the log, before each edge.
func knownBefore(ctx context.Context, q projections.Querier, campaign id.ID, edges []edge, at eventstore.Position) ([]Happened, error) {
	before := projections.Column(edges, func(e *edge) eventstore.Position { return min(e.position, at+1) })
	counts, err := countBefore(ctx, q, campaign, before...)
	if err != nil {
		return nil, err
	}
	ones, err := lateOnes(ctx, q, campaign, at)
	known := make([]Happened, len(counts))
	for i, c := range counts {
		known[i] = c.minus(unknown(ones, before[i]))
	}
	return known, err
}

// Span is when the first and the last event of a campaign's trail were recorded.
func Span(ctx context.Context, q projections.Querier, campaign id.ID, at eventstore.Position) (first, last time.Time, err error) {
	const query = `SELECT (SELECT recorded_at ` + trailEntries + `ORDER BY position LIMIT 1),
		(SELECT recorded_at ` + trailEntries + `ORDER BY position DESC LIMIT 1)`
	err = q.QueryRow(ctx, query, projections.UUID(campaign), int64(at)).Scan(projections.ScanTime(&first), projections.ScanTime(&last))
	return first, last, err
}

// Steps are the events around a position at which a campaign's trail became what it was.
type Steps struct {
	First, Prev, Next eventstore.Position // Prev is before the event that the trail ends with; 0: there is none
	Last              time.Time           // when that was recorded
}

// StepsAt finds them. An event that was matched to the campaign later is none: what changed the trail
// is the match.
func StepsAt(ctx context.Context, q projections.Querier, campaign id.ID, at, now eventstore.Position) (Steps, error) {
	const query = `WITH back AS (SELECT position, recorded_at FROM sambatan_audit_entries
			WHERE campaign = $1 AND position <= $2 AND since = position ORDER BY position DESC LIMIT 2)
		SELECT coalesce((SELECT position FROM sambatan_audit_entries WHERE campaign = $1 AND position <= $2 AND since = position ORDER BY position LIMIT 1), 0),
			coalesce((SELECT min(position) FROM back HAVING count(*) = 2), 0),
			coalesce((SELECT position FROM sambatan_audit_entries WHERE campaign = $1 AND position > $2 AND position <= $3 AND since = position ORDER BY position LIMIT 1), 0),
			(SELECT max(recorded_at) FROM back)`
	return projections.One(ctx, q, func(row pgx.CollectableRow) (s Steps, err error) {
		err = row.Scan(&s.First, &s.Prev, &s.Next, projections.ScanTime(&s.Last))
		return s, err
	}, query, projections.UUID(campaign), int64(at), int64(now))
}
