package projections_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/auditlog"
	"github.com/sensasiwangi/sambatan/projections/history"
	"github.com/sensasiwangi/sambatan/projections/lifecycle"
	"github.com/sensasiwangi/sambatan/projections/transactions"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// filled is a campaign with as many participations as there can be, all paid: some 620,000 events.
func filled(tb testing.TB) (*bench, *history.Market) {
	tb.Helper()
	const participations = sambatan.MaxSlots
	m, err := history.NewMarket(1, history.Size{Brands: 1, Products: 1, Buyers: participations / 5, Campaigns: 1, Slots: participations})
	require.NoError(tb, err)
	require.NoError(tb, m.Fill(participations))
	b := setup(tb, m.Log, auditlog.New(), transactions.New(), lifecycle.New())
	b.record(m.Events())
	stop := b.start(b.runner)
	for at := eventstore.Position(0); at < head(m); {
		at = min(at+20_000, head(m))
		b.reachAt(at, auditlog.Name, transactions.Name, lifecycle.Name)
	}
	stop()
	_, err = b.db.Pool.Exec(tb.Context(), "VACUUM ANALYZE")
	require.NoError(tb, err)
	return b, m
}

// BenchmarkTrail is what the page of a trail asks of the database, of the largest campaign there can be, as of
// the middle of its history; beside each part the plain way to the same.
func BenchmarkTrail(b *testing.B) {
	bench, m := filled(b)
	campaign, now, then := m.Campaigns[0], head(m), head(m)/2
	var times []time.Time
	bench.as(id.New().String(), "auditor", "", func(tx pgx.Tx) {
		first, last, err := auditlog.Span(b.Context(), tx, campaign, now)
		require.NoError(b, err)
		for at := first; !at.After(last); at = at.Add(30 * time.Minute) {
			times = append(times, at)
		}
		times = append(times, last.Add(time.Microsecond))
	})
	window := auditlog.Window{Campaign: campaign, At: then, Limit: 50}
	plainly := func(query string, args ...any) func(context.Context, projections.Querier) error {
		return func(ctx context.Context, q projections.Querier) error {
			rows, err := q.Query(ctx, query, args...)
			if err == nil {
				rows.Close()
				err = rows.Err()
			}
			return err
		}
	}
	for _, part := range []struct {
		name string
		read func(context.Context, projections.Querier) error
	}{
		{"events", func(ctx context.Context, q projections.Querier) error {
			_, err := auditlog.OfCampaign(ctx, q, window)
			return err
		}},
		{"events/plain", plainly(`SELECT count(*), count(*) FILTER (WHERE position < $2 - 50)
			FROM sambatan_audit_entries WHERE campaign = $1 AND since <= $2`, campaign, int64(then))},
		{"state", func(ctx context.Context, q projections.Querier) error {
			_, err := auditlog.CampaignAt(ctx, q, campaign, then)
			return err
		}},
		{"state/plain", plainly(`SELECT max(stream_version), sum((data ->> 'slots')::int) FILTER (WHERE type = 'sambatan.slots_secured.v1')
			FROM events WHERE stream_id = $1 AND position <= $2`, "campaign-"+campaign.String(), int64(then))},
		{"balances", func(ctx context.Context, q projections.Querier) error {
			_, err := transactions.CampaignSumsAt(ctx, q, campaign, then)
			return err
		}},
		{"balances/plain", func(ctx context.Context, q projections.Querier) error {
			_, err := transactions.CampaignBalancesAt(ctx, q, campaign, then)
			return err
		}},
		{"track", func(ctx context.Context, q projections.Querier) error {
			_, err := auditlog.Track(ctx, q, campaign, now, then, times)
			return err
		}},
		{"track/plain", plainly(`SELECT date_bin('30 minutes', recorded_at, $4), count(*), count(*) FILTER (WHERE moves),
			count(*) FILTER (WHERE since <= $3), count(*) FILTER (WHERE moves AND since <= $3), max(position)
			FROM sambatan_audit_entries WHERE campaign = $1 AND since <= $2 GROUP BY 1 ORDER BY 1`, campaign, int64(now), int64(then), times[0])},
	} {
		b.Run(part.name, func(b *testing.B) {
			bench.as(id.New().String(), "auditor", "", func(tx pgx.Tx) {
				for b.Loop() {
					require.NoError(b, part.read(b.Context(), tx))
				}
			})
		})
	}
}
