package dashboard

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
)

// Search returns a page of the campaigns whose title, product, brand or id match
// a text, newest first, and how many there are in all. An empty text finds all.
func Search(ctx context.Context, q projections.Querier, text string, limit, offset int) ([]Campaign, int, error) {
	const where = `WHERE $1 = '' OR concat_ws(' ', d.title, p.name, b.name) ILIKE $2 OR d.campaign::text = lower($1)
		ORDER BY d.drafted DESC LIMIT $3 OFFSET $4`
	text = strings.TrimSpace(text)
	escaped := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
	return projections.Page(ctx, q, scanCounted, selectCampaign+`, count(*) OVER () `+fromCampaign+where,
		text, "%"+escaped+"%", limit, offset)
}

// Totals are the figures on top of the operators' board.
type Totals struct {
	Live          int // open, fully held or settling
	SecuredToday  int // slots, since midnight in Jakarta
	Waiting       int // reported transfers to confirm
	OldestWaiting time.Time
	RefundsDue    int
	RefundsLate   int // promised for an earlier time than now
	Held          money.Rupiah
	Position      eventstore.Position
}

// Sum returns the totals. Only staff see them; others get zeros.
func Sum(ctx context.Context, q projections.Querier, now time.Time) (Totals, error) {
	const query = `SELECT
			(SELECT count(*) FROM sambatan_dashboard WHERE phase IN ('Open', 'FullyHeld', 'Settling')),
			coalesce((SELECT secured FROM sambatan_days WHERE day = $2), 0),
			(SELECT count(*) FROM payment_instructions WHERE state = 'Reported'),
			(SELECT min(reported_at) FROM payment_instructions WHERE state = 'Reported'),
			(SELECT count(*) FROM payment_refunds WHERE transferred_at IS NULL),
			(SELECT count(*) FROM payment_refunds WHERE transferred_at IS NULL AND promised_by < $1),
			coalesce((SELECT sum(received - returned - released) FROM sambatan_dashboard), 0)::bigint,
			coalesce((SELECT position FROM projection_checkpoints WHERE name = 'dashboard' AND state = 'live'), 0)`
	return projections.One(ctx, q, func(row pgx.CollectableRow) (t Totals, err error) {
		err = row.Scan(&t.Live, &t.SecuredToday, &t.Waiting, projections.ScanTime(&t.OldestWaiting),
			&t.RefundsDue, &t.RefundsLate, &t.Held, &t.Position)
		return t, err
	}, query, now, jakartaDay(now))
}

// BrandRecord is what a brand's campaigns came to.
type BrandRecord struct {
	Ended     int // campaigns that ended at all
	Completed int // that ended well
	Bottles   int // slots of the completed ones
}

// RecordOf returns a brand's record.
func RecordOf(ctx context.Context, q projections.Querier, brand id.ID) (BrandRecord, error) {
	const query = `SELECT count(*), count(*) FILTER (WHERE phase = 'Completed'),
			coalesce(sum(secured) FILTER (WHERE phase = 'Completed'), 0)
		FROM sambatan_dashboard WHERE brand = $1 AND ended_at IS NOT NULL AND phase IN ('Completed', 'ClosedFailed')`
	record, err := projections.One(ctx, q, pgx.RowToStructByPos[BrandRecord], query, projections.UUID(brand))
	if errors.Is(err, projections.ErrNotFound) {
		return BrandRecord{}, nil
	}
	return record, err
}
