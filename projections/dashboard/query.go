package dashboard

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/product"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Campaign is how one campaign stands.
type Campaign struct {
	ID, Brand, Product id.ID

	Title          string
	Batch          int
	Terms          sambatan.Terms
	Phase          sambatan.Phase
	Held, Secured  int // slots
	Offered        int // slots, to buyers of the waitlist
	Waiting        int // buyers on the waitlist, those with an offer among them
	Reached        int // slots that were secured when it was lost; 0 before
	Participations int // held or secured
	PhaseSince     time.Time
	OpenedAt       time.Time
	ClosedAt       time.Time
	FilledAt       time.Time  // when every slot was secured, or it succeeded without
	EndedAt        time.Time  // completed, or every refund settled
	Reason         string     // of a cancellation
	Refunds        int        // participations to refund, once unwinding
	Settled        int        // of those
	Early          bool       // closed before the deadline
	Frozen         string     // why, while it is
	Extension      *Extension // a later deadline that buyers are asked about; nil: none
	ExtendedFrom   time.Time  // the first deadline, once there is a later one
	Review         *Review    // its newest submission; nil before there is one, and once it is published
	Position       eventstore.Position
	UpdatedAt      time.Time

	// Names from the catalogue; empty when not listed.
	ProductName, ProductKind, Art string
	Tab                           product.Tab
	BrandName, BrandCity          string

	Desk *Desk // nil unless the viewer may see its money
}

// Free counts the slots that can be asked for.
func (c Campaign) Free() int { return max(0, c.Terms.Slots-c.Held-c.Offered-c.Secured) }

// Extension is a question about a later deadline.
type Extension struct {
	Round      int       `json:"round"`
	From       time.Time `json:"from"` // the deadline, until which answers count
	To         time.Time `json:"to"`
	Reason     string    `json:"reason"`
	ProposedAt time.Time `json:"proposed_at"`
}

// Desk is a campaign's money, and what waits for an operator. A brand's owner
// sees only the money.
type Desk struct {
	Received          money.Rupiah // into escrow
	Returned          money.Rupiah // to buyers
	Released          money.Rupiah // to the brand, and what the platform keeps and withholds
	Waiting           int          // reported transfers to confirm
	OldestWaiting     time.Time
	RefundsDue        int
	RefundsDueAmount  money.Rupiah
	OldestRefund      time.Time // when the oldest of them fell due
	RefundsDone       int
	RefundsDoneAmount money.Rupiah
}

// Held is the money in escrow.
func (d Desk) Held() money.Rupiah { return d.Received - d.Returned - d.Released }

const selectCampaign = `SELECT d.campaign, d.brand, d.product, d.title, d.batch, d.terms, d.phase, d.held, d.secured, d.reached,
	d.participations, d.phase_since, d.opened_at, d.closed_at, d.filled_at, d.ended_at, d.reason, d.offered, d.waiting, d.early, d.frozen, d.extension, d.review, d.extended_from, d.refunds, d.settled,
	d.position, d.updated_at, p.name, p.kind, p.art, p.tab, b.name, b.city,
	coalesce(d.open_books, false), coalesce(d.received, 0), coalesce(d.returned, 0), coalesce(d.released, 0),
	coalesce(w.count, 0), w.oldest, coalesce(r.due, 0), coalesce(r.due_amount, 0)::bigint, r.oldest,
	coalesce(r.done, 0), coalesce(r.done_amount, 0)::bigint `

// fromCampaign joins what other read models know. What waits is counted only
// where the money may be seen.
const fromCampaign = ` FROM sambatan_dashboard d
	LEFT JOIN marketplace_products p ON p.product = d.product
	LEFT JOIN marketplace_brands b ON b.brand = d.brand
	LEFT JOIN LATERAL (
		SELECT count(*) AS count, min(reported_at) AS oldest FROM payment_instructions i
		WHERE i.campaign = d.campaign AND i.state = 'Reported'
	) w ON d.open_books
	LEFT JOIN LATERAL (
		SELECT count(*) FILTER (WHERE transferred_at IS NULL) AS due,
			sum(amount) FILTER (WHERE transferred_at IS NULL) AS due_amount,
			min(due_at) FILTER (WHERE transferred_at IS NULL) AS oldest,
			count(*) FILTER (WHERE transferred_at IS NOT NULL) AS done,
			sum(amount) FILTER (WHERE transferred_at IS NOT NULL) AS done_amount
		FROM payment_refunds f WHERE f.campaign = d.campaign
	) r ON d.open_books `

func scan(from pgx.CollectableRow) (Campaign, error) { return scanWith(from) }

func scanCounted(from pgx.CollectableRow, total *int) (Campaign, error) { return scanWith(from, total) }

func scanWith(from pgx.CollectableRow, more ...any) (Campaign, error) {
	var c Campaign
	var desk Desk
	var open bool
	err := from.Scan(append([]any{
		projections.ScanID(&c.ID), projections.ScanID(&c.Brand), projections.ScanID(&c.Product), &c.Title, &c.Batch, &c.Terms,
		(*string)(&c.Phase), &c.Held, &c.Secured, &c.Reached, &c.Participations, projections.ScanTime(&c.PhaseSince),
		projections.ScanTime(&c.OpenedAt), projections.ScanTime(&c.ClosedAt), projections.ScanTime(&c.FilledAt),
		projections.ScanTime(&c.EndedAt), projections.ScanText(&c.Reason), &c.Offered, &c.Waiting,
		&c.Early, projections.ScanText(&c.Frozen), &c.Extension, &c.Review, projections.ScanTime(&c.ExtendedFrom), &c.Refunds, &c.Settled, &c.Position,
		projections.ScanTime(&c.UpdatedAt), projections.ScanText(&c.ProductName), projections.ScanText(&c.ProductKind),
		projections.ScanText(&c.Art), projections.ScanText(&c.Tab), projections.ScanText(&c.BrandName), projections.ScanText(&c.BrandCity),
		&open, &desk.Received, &desk.Returned, &desk.Released, &desk.Waiting, projections.ScanTime(&desk.OldestWaiting),
		&desk.RefundsDue, &desk.RefundsDueAmount, projections.ScanTime(&desk.OldestRefund),
		&desk.RefundsDone, &desk.RefundsDoneAmount,
	}, more...)...)
	if open {
		c.Desk = &desk
	}
	return c, err
}

// ByID returns one campaign.
func ByID(ctx context.Context, q projections.Querier, campaign id.ID) (Campaign, error) {
	return projections.One(ctx, q, scan, selectCampaign+fromCampaign+`WHERE d.campaign = $1`, projections.UUID(campaign))
}

// ByIDs returns several campaigns; those that can't be seen are left out.
func ByIDs(ctx context.Context, q projections.Querier, ids []id.ID) (map[id.ID]Campaign, error) {
	rows, err := projections.All(ctx, q, scan, selectCampaign+fromCampaign+`WHERE d.campaign = ANY ($1::uuid[])`, projections.UUIDs(ids))
	byID := make(map[id.ID]Campaign, len(rows))
	for _, c := range rows {
		byID[c.ID] = c
	}
	return byID, err
}

// OfProduct returns a product's campaigns without those that buyers can't know of, the one to show first:
// live, then scheduled, won, lost; newest first among equals.
func OfProduct(ctx context.Context, q projections.Querier, product id.ID) ([]Campaign, error) {
	const where = `WHERE d.product = $1 AND d.phase NOT IN ('Draft', 'InReview') ORDER BY CASE
			WHEN d.phase IN ('Open', 'FullyHeld', 'Settling') THEN 0
			WHEN d.phase = 'Scheduled' THEN 1
			WHEN d.phase IN ('Succeeded', 'InProduction', 'ReadyToShip', 'Shipping', 'Completed') THEN 2
			ELSE 3 END, d.drafted DESC`
	return projections.All(ctx, q, scan, selectCampaign+fromCampaign+where, projections.UUID(product))
}

// OfBrand returns a brand's campaigns, with drafts for its owner, newest first.
func OfBrand(ctx context.Context, q projections.Querier, brand id.ID) ([]Campaign, error) {
	return projections.All(ctx, q, scan, selectCampaign+fromCampaign+`WHERE d.brand = $1 ORDER BY d.drafted DESC`, projections.UUID(brand))
}

// Live returns the campaigns that the operators watch: those that are open, are
// being made or sent, or are paid back, and those whose review is late. The nearest deadline comes first.
func Live(ctx context.Context, q projections.Querier) ([]Campaign, error) {
	const where = `WHERE d.phase NOT IN ('Draft', 'Scheduled', 'Completed', 'ClosedFailed')
		AND (d.phase <> 'InReview' OR d.review->>'late' = 'true') ORDER BY d.deadline, d.campaign`
	return projections.All(ctx, q, scan, selectCampaign+fromCampaign+where)
}
