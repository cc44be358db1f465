package auditlog

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
)

// Happened counts events.
type Happened struct {
	Events int
	Money  int // of those, that moved some
}

func (h Happened) minus(other Happened) Happened {
	return Happened{h.Events - other.Events, h.Money - other.Money}
}

// counted is what is known of a campaign today before a position.
type counted struct {
	Happened
	secured int
}

// countBefore counts what is known of a campaign today before each of some positions.
func countBefore(ctx context.Context, q projections.Querier, campaign id.ID, edges ...eventstore.Position) ([]counted, error) {
	const query = `SELECT whole.events + part.events, whole.money + part.money, whole.secured + part.secured
		FROM unnest($2::bigint[]) WITH ORDINALITY AS edge (x, n),
			LATERAL (SELECT coalesce(sum(events), 0) AS events, coalesce(sum(money), 0) AS money, coalesce(sum(secured), 0) AS secured
				FROM sambatan_audit_blocks WHERE campaign = $1 AND block < x / $3) whole,
			LATERAL (SELECT count(*) AS events, count(*) FILTER (WHERE moves) AS money, coalesce(sum(secured), 0) AS secured
				FROM sambatan_audit_entries WHERE campaign = $1 AND position >= x / $3 * $3 AND position < x) part
		ORDER BY n`
	before := projections.Column(edges, func(p *eventstore.Position) int64 { return int64(*p) })
	return projections.All(ctx, q, func(row pgx.CollectableRow) (c counted, err error) {
		err = row.Scan(&c.Events, &c.Money, &c.secured)
		return c, err
	}, query, projections.UUID(campaign), before, int64(blockSize))
}

// late is an entry that was known to be its campaign's only after it was recorded.
type late struct {
	position eventstore.Position
	moves    bool
}

// lateOnes are the entries that were in the log at a position, and became the campaign's after it.
func lateOnes(ctx context.Context, q projections.Querier, campaign id.ID, at eventstore.Position) ([]late, error) {
	const query = `SELECT position, moves FROM sambatan_audit_entries
		WHERE campaign = $1 AND since > $2 AND since > position AND position <= $2`
	return projections.All(ctx, q, func(row pgx.CollectableRow) (l late, err error) {
		err = row.Scan(&l.position, &l.moves)
		return l, err
	}, query, projections.UUID(campaign), int64(at))
}

// unknown counts late entries before a position.
func unknown(ones []late, before eventstore.Position) (h Happened) {
	for _, l := range ones {
		if l.position < before {
			h.Events++
			if l.moves {
				h.Money++
			}
		}
	}
	return h
}
