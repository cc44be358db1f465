package catalogue

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/product"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Filter narrows the marketplace down.
type Filter string

// Filters.
const (
	AllGoods  Filter = ""
	LiveOnly  Filter = "sambatan"   // with a sambatan that is open
	StockOnly Filter = "siap-kirim" // without one, and in stock
)

// Sort is the order of the marketplace.
type Sort string

// Orders. Products without a sambatan come last in the first two.
const (
	ByClosing Sort = ""         // the next deadline first
	ByFullest Sort = "terpenuh" // the fullest first
	ByPrice   Sort = "termurah"
	ByNovelty Sort = "terbaru"
)

// Search is what somebody looks for.
type Search struct {
	Tab           product.Tab
	Text          string // in names, makers and summaries
	Filter        Filter
	Sort          Sort
	Limit, Offset int
}

// Card is one product, with the sambatan to show for it, if any.
type Card struct {
	Product Product

	Campaign      id.ID // zero: from stock only
	Title         string
	Batch         int
	Phase         sambatan.Phase
	Terms         sambatan.Terms
	Held, Secured int // slots; Held counts those that are offered to who waits
	Frozen        bool
}

// Page is one page of cards.
type Page struct {
	Cards  []Card
	Total  int                 // cards over all pages
	PerTab map[product.Tab]int // products that are listed, whatever is looked for
	Live   int                 // products of the tab with an open sambatan
}

// The sambatan to show of each product: a live one before one to come, before
// one that was filled; those that failed are not shown.
const withCampaign = `LEFT JOIN LATERAL (
		SELECT campaign, title, batch, phase, terms, held + offered AS held, frozen IS NOT NULL AS frozen, secured, slots, price, deadline, drafted,
			phase IN ('Open', 'FullyHeld', 'Settling') AS live
		FROM sambatan_dashboard
		WHERE product = p.product AND phase IN ('Open', 'FullyHeld', 'Settling', 'Scheduled', 'Succeeded', 'InProduction', 'ReadyToShip', 'Shipping')
		ORDER BY CASE WHEN phase IN ('Open', 'FullyHeld', 'Settling') THEN 0 WHEN phase = 'Scheduled' THEN 1 ELSE 2 END, drafted DESC
		LIMIT 1
	) d ON true `

const selectCard = `SELECT ` + productColumns + `, d.campaign, d.title, coalesce(d.batch, 0), d.phase, d.terms,
	coalesce(d.held, 0), coalesce(d.secured, 0), coalesce(d.frozen, false) `

func (c *Card) targets(terms **sambatan.Terms) []any {
	return append(c.Product.targets(), projections.ScanID(&c.Campaign), projections.ScanText(&c.Title), &c.Batch,
		projections.ScanText(&c.Phase), terms, &c.Held, &c.Secured, &c.Frozen)
}

func scanCard(row pgx.CollectableRow) (Card, error) { return scanCardWith(row) }

func scanCardCounted(row pgx.CollectableRow, total *int) (Card, error) {
	return scanCardWith(row, total)
}

func scanCardWith(row pgx.CollectableRow, more ...any) (Card, error) {
	var c Card
	var terms *sambatan.Terms
	err := row.Scan(append(c.targets(&terms), more...)...)
	if terms != nil {
		c.Terms = *terms
	}
	return c, err
}

// Find returns a page of the marketplace.
func Find(ctx context.Context, q projections.Querier, s Search) (Page, error) {
	const where = `, count(*) OVER ()` + fromProduct + withCampaign + `
		WHERE NOT p.withdrawn AND p.tab = $1
			AND ($2 = '' OR concat_ws(' ', p.name, b.name, p.summary) ILIKE $3)
			AND ($4 = '' OR $4 = 'sambatan' AND d.live OR $4 = 'siap-kirim' AND p.stock > 0 AND d.live IS NOT TRUE)
		ORDER BY `
	text := strings.TrimSpace(s.Text)
	escaped := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
	cards, total, err := projections.Page(ctx, q, scanCardCounted, selectCard+where+s.order()+` LIMIT $5 OFFSET $6`,
		string(s.Tab), text, "%"+escaped+"%", string(s.Filter), s.Limit, s.Offset)
	if err != nil {
		return Page{}, err
	}
	page := Page{Cards: cards, Total: total}
	err = page.count(ctx, q, s.Tab)
	return page, err
}

func (s Search) order() string {
	const last = `, p.listed DESC`
	switch s.Sort {
	case ByFullest:
		return `d.live DESC NULLS LAST, (d.held + d.secured)::float8 / d.slots DESC NULLS LAST` + last
	case ByPrice:
		return `CASE WHEN d.live THEN d.price WHEN p.price > 0 THEN p.price ELSE d.price END NULLS LAST` + last
	case ByNovelty:
		return `p.listed DESC`
	case ByClosing:
	}
	return `d.live DESC NULLS LAST, d.deadline NULLS LAST` + last
}

func (p *Page) count(ctx context.Context, q projections.Querier, tab product.Tab) error {
	rows, err := q.Query(ctx, `SELECT tab, count(*) FROM marketplace_products WHERE NOT withdrawn GROUP BY tab`)
	if err != nil {
		return err
	}
	p.PerTab = map[product.Tab]int{}
	var name string
	var count int
	if _, err := pgx.ForEachRow(rows, []any{&name, &count}, func() error {
		p.PerTab[product.Tab(name)] = count
		return nil
	}); err != nil {
		return err
	}
	const live = `SELECT count(DISTINCT p.product) FROM marketplace_products p JOIN sambatan_dashboard d ON d.product = p.product
		WHERE NOT p.withdrawn AND p.tab = $1 AND d.phase IN ('Open', 'FullyHeld', 'Settling')`
	return q.QueryRow(ctx, live, string(tab)).Scan(&p.Live)
}

// Featured returns the open sambatan of a tab that is closest to full.
func Featured(ctx context.Context, q projections.Querier, tab product.Tab) (Card, error) {
	const where = fromProduct + withCampaign + `WHERE NOT p.withdrawn AND p.tab = $1 AND d.phase = 'Open' AND NOT d.frozen
		ORDER BY (d.held + d.secured)::float8 / d.slots DESC, d.deadline, d.campaign LIMIT 1`
	return projections.One(ctx, q, scanCard, selectCard+where, string(tab))
}
