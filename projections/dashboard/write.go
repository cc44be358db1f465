package dashboard

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// applyCampaigns reads the rows that the batch touches, folds the batch into
// them, and writes each once.
func applyCampaigns(ctx context.Context, tx pgx.Tx, batch []projections.Event, topics projections.Topics) error {
	events, err := projections.CampaignEvents(batch)
	if err != nil || len(events) == 0 {
		return err
	}
	rows, err := load(ctx, tx, events)
	if err != nil {
		return fmt.Errorf("read campaigns: %w", err)
	}
	days := map[time.Time]int{}
	for _, event := range events {
		r := rows[event.Campaign]
		if r == nil {
			r = &row{}
			rows[event.Campaign] = r
		}
		if err := r.add(event); err != nil {
			return err
		}
		if secured, ok := event.Body.(sambatan.SlotsSecured); ok {
			days[jakartaDay(event.RecordedAt)] += secured.Slots
		}
		topics.Add(projections.CampaignTopic(event.Campaign), projections.OpsTopic, projections.MarketTopic)
	}
	if err := save(ctx, tx, rows); err != nil {
		return err
	}
	if err := applyCallOffs(ctx, tx, events); err != nil {
		return err
	}
	return saveDays(ctx, tx, days)
}

const selectRow = `SELECT campaign, brand, product, title, batch, terms::text, slots, price, opens_at, deadline, phase,
	phase_since, held, offered, waiting, secured, reached, participations, refunds, settled, opened_at, closed_at, filled_at, ended_at, reason, early, frozen, extension::text, review::text, extended_from,
	drafted, position, updated_at `

func load(ctx context.Context, tx pgx.Tx, events []projections.CampaignEvent) (map[id.ID]*row, error) {
	rows := map[id.ID]*row{}
	var ids []id.ID
	for _, event := range events {
		if _, asked := rows[event.Campaign]; !asked {
			rows[event.Campaign] = nil
			ids = append(ids, event.Campaign)
		}
	}
	found, err := projections.All(ctx, tx, scanRow, selectRow+`FROM campaigns WHERE campaign = ANY ($1::uuid[])`, projections.UUIDs(ids))
	for _, r := range found {
		rows[r.campaign] = r
	}
	return rows, err
}

func scanRow(from pgx.CollectableRow) (*row, error) {
	r := &row{}
	err := from.Scan(projections.ScanID(&r.campaign), projections.ScanID(&r.brand), projections.ScanID(&r.product),
		&r.title, &r.batch, &r.terms, &r.Slots, &r.price, projections.ScanTime(&r.opensAt), projections.ScanTime(&r.deadline),
		(*string)(&r.Phase), projections.ScanTime(&r.phaseSince), &r.Held, &r.Offered, &r.Waiting, &r.Secured, &r.reached, &r.Participations, &r.Refunds, &r.Settled,
		projections.ScanTime(&r.openedAt), projections.ScanTime(&r.closedAt), projections.ScanTime(&r.filledAt),
		projections.ScanTime(&r.endedAt), projections.ScanText(&r.reason), &r.early, projections.ScanText(&r.frozen),
		projections.ScanText(&r.extension), projections.ScanText(&r.review), projections.ScanTime(&r.extendedFrom), &r.drafted, &r.position, projections.ScanTime(&r.updatedAt))
	return r, err
}

// campaigns lists all columns.
var campaigns = projections.NewTable("campaigns",
	projections.Key("campaign", "uuid", func(r *row) pgtype.UUID { return projections.UUID(r.campaign) }),
	projections.Fixed("brand", "uuid", func(r *row) pgtype.UUID { return projections.UUID(r.brand) }),
	projections.Fixed("product", "uuid", func(r *row) pgtype.UUID { return projections.UUID(r.product) }),
	projections.Fixed("batch", "integer", func(r *row) int { return r.batch }),
	projections.Fixed("drafted", "bigint", func(r *row) int64 { return int64(r.drafted) }),
	projections.Changing("title", "text", func(r *row) string { return r.title }),
	projections.Changing("terms", "json", func(r *row) string { return r.terms }),
	projections.Changing("slots", "integer", func(r *row) int { return r.Slots }),
	projections.Changing("price", "bigint", func(r *row) int64 { return r.price }),
	projections.Changing("opens_at", "timestamptz", func(r *row) pgtype.Timestamptz { return instant(r.opensAt) }),
	projections.Changing("deadline", "timestamptz", func(r *row) pgtype.Timestamptz { return instant(r.deadline) }),
	projections.Changing("phase", "text", func(r *row) string { return string(r.Phase) }),
	projections.Changing("phase_since", "timestamptz", func(r *row) pgtype.Timestamptz { return instant(r.phaseSince) }),
	projections.Changing("held", "integer", func(r *row) int { return r.Held }),
	projections.Changing("offered", "integer", func(r *row) int { return r.Offered }),
	projections.Changing("waiting", "integer", func(r *row) int { return r.Waiting }),
	projections.Changing("secured", "integer", func(r *row) int { return r.Secured }),
	projections.Changing("reached", "integer", func(r *row) int { return r.reached }),
	projections.Changing("participations", "integer", func(r *row) int { return r.Participations }),
	projections.Changing("refunds", "integer", func(r *row) int { return r.Refunds }),
	projections.Changing("settled", "integer", func(r *row) int { return r.Settled }),
	projections.Changing("opened_at", "timestamptz", func(r *row) pgtype.Timestamptz { return projections.Time(r.openedAt) }),
	projections.Changing("closed_at", "timestamptz", func(r *row) pgtype.Timestamptz { return projections.Time(r.closedAt) }),
	projections.Changing("filled_at", "timestamptz", func(r *row) pgtype.Timestamptz { return projections.Time(r.filledAt) }),
	projections.Changing("ended_at", "timestamptz", func(r *row) pgtype.Timestamptz { return projections.Time(r.endedAt) }),
	projections.Changing("reason", "text", func(r *row) pgtype.Text { return projections.Text(r.reason) }),
	projections.Changing("early", "boolean", func(r *row) bool { return r.early }),
	projections.Changing("frozen", "text", func(r *row) pgtype.Text { return projections.Text(r.frozen) }),
	projections.Changing("extension", "json", func(r *row) pgtype.Text { return projections.Text(r.extension) }),
	projections.Changing("review", "json", func(r *row) pgtype.Text { return projections.Text(r.review) }),
	projections.Changing("extended_from", "timestamptz", func(r *row) pgtype.Timestamptz { return projections.Time(r.extendedFrom) }),
	projections.Changing("position", "bigint", func(r *row) int64 { return int64(r.position) }),
	projections.Changing("updated_at", "timestamptz", func(r *row) pgtype.Timestamptz { return projections.Time(r.updatedAt) }))

func save(ctx context.Context, tx pgx.Tx, byID map[id.ID]*row) error {
	rows := make([]row, 0, len(byID))
	for _, r := range byID {
		rows = append(rows, *r)
	}
	return campaigns.Upsert(ctx, tx, rows)
}

// instant writes a time of the terms as it is: a draft may have none yet.
func instant(t time.Time) pgtype.Timestamptz { return pgtype.Timestamptz{Time: t, Valid: true} }
