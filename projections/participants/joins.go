package participants

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// keptJoins is how many joins of each campaign are kept. Some of them are gone
// by the time that they are shown.
const keptJoins = 20

// updateJoins keeps the newest joins of each campaign. Which ones those are does
// not depend on how the log was cut into batches.
func updateJoins(ctx context.Context, tx pgx.Tx, f *fold) error {
	newest := f.newestJoins()
	if len(newest) > 0 {
		if err := insertJoins(ctx, tx, newest); err != nil {
			return fmt.Errorf("insert latest joins: %w", err)
		}
	}
	if err := f.markGone(ctx, tx); err != nil {
		return fmt.Errorf("mark latest joins: %w", err)
	}
	return nil
}

// newestJoins are those of the batch that can still be among the newest after it.
func (f *fold) newestJoins() []joined {
	var newest []joined
	seen := map[id.ID]int{}
	for _, j := range slices.Backward(f.joins) {
		if seen[j.campaign]++; seen[j.campaign] <= keptJoins {
			newest = append(newest, j)
		}
	}
	return newest
}

var latestJoins = projections.NewTable("latest_joins",
	projections.Key("campaign", "uuid", func(j *joined) pgtype.UUID { return projections.UUID(j.campaign) }),
	projections.Key("joined", "bigint", func(j *joined) int64 { return int64(j.joined) }),
	projections.Fixed("participation", "uuid", func(j *joined) pgtype.UUID { return projections.UUID(j.participation) }),
	projections.Fixed("slots", "integer", func(j *joined) int { return j.slots }),
	projections.Fixed("joined_at", "timestamptz", func(j *joined) pgtype.Timestamptz { return projections.Time(j.at) }),
	projections.Fixed("public", "text", func(j *joined) pgtype.Text { return j.public }),
	projections.Changing("gone", "boolean", func(j *joined) bool { return j.left() }))

func insertJoins(ctx context.Context, tx pgx.Tx, joins []joined) error {
	if err := latestJoins.Insert(ctx, tx, joins); err != nil {
		return err
	}
	campaigns := projections.Column(joins, func(j *joined) pgtype.UUID { return projections.UUID(j.campaign) })
	const prune = `DELETE FROM latest_joins l USING (
			SELECT DISTINCT c.campaign, (SELECT k.joined FROM latest_joins k WHERE k.campaign = c.campaign
				ORDER BY k.joined DESC OFFSET $2 LIMIT 1) AS last
			FROM unnest($1::uuid[]) AS c (campaign)
		) o WHERE l.campaign = o.campaign AND l.joined <= o.last`
	_, err := tx.Exec(ctx, prune, campaigns, keptJoins)
	return err
}

// left tells whether the join no longer counts: its buyer has left. Those whose
// campaign is lost have not.
func (r *row) left() bool {
	switch sambatan.RefundReason(r.reason) {
	case sambatan.RefundedDeclined, sambatan.RefundedSilent, sambatan.RefundedByBuyer, sambatan.RefundedDispute, sambatan.RefundedYield,
		sambatan.RefundedTakenBack:
		return true
	case sambatan.RefundedFailed, sambatan.RefundedCancelled:
	}
	return r.state == Released || r.state == Expired
}

// markGone hides the joins whose buyers have left, and shows again those whose
// slots were regained.
func (f *fold) markGone(ctx context.Context, tx pgx.Tx) error {
	var rows []row
	for _, r := range f.rows {
		if r.changed {
			rows = append(rows, *r)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	const query = `UPDATE latest_joins l SET gone = u.gone
		FROM unnest($1::uuid[], $2::uuid[], $3::boolean[]) AS u (campaign, participation, gone)
		WHERE l.campaign = u.campaign AND l.participation = u.participation AND l.gone <> u.gone`
	_, err := tx.Exec(ctx, query,
		projections.Column(rows, func(r *row) pgtype.UUID { return projections.UUID(r.campaign) }),
		projections.Column(rows, func(r *row) pgtype.UUID { return projections.UUID(r.participation) }),
		projections.Column(rows, func(r *row) bool { return r.left() }))
	return err
}
