package catalogue

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/brand"
	"github.com/sensasiwangi/sambatan/services/product"
)

// listing is a product as the batch leaves it.
type listing struct {
	product.Listed
	notes, facts string // JSON
	listed       eventstore.Position
	at           time.Time
}

type house struct {
	brand.Registered
	at time.Time
}

type fold struct {
	listings  []listing
	at        map[id.ID]int // places of the listings
	withdrawn []id.ID
	houses    []house
}

func newFold() *fold { return &fold{at: map[id.ID]int{}} }

func (f *fold) empty() bool {
	return len(f.listings) == 0 && len(f.withdrawn) == 0 && len(f.houses) == 0
}

func (f *fold) add(event *projections.Event) error {
	switch e := event.Body.(type) {
	case brand.Registered:
		f.houses = append(f.houses, house{e, event.RecordedAt})
	case product.Listed:
		return f.list(event, e)
	case product.Withdrawn:
		f.withdrawn = append(f.withdrawn, e.Product)
	}
	return nil
}

// list takes the newest listing of a product.
func (f *fold) list(event *projections.Event, e product.Listed) error {
	notes, err := json.Marshal(e.Notes)
	if err != nil {
		return fmt.Errorf("%s: %w", &event.Recorded, err)
	}
	facts, err := json.Marshal(e.Facts)
	if err != nil {
		return fmt.Errorf("%s: %w", &event.Recorded, err)
	}
	l := listing{e, string(notes), string(facts), event.Position, event.RecordedAt}
	if at, again := f.at[e.Product]; again {
		f.listings[at] = l
		return nil
	}
	f.at[e.Product] = len(f.listings)
	f.listings = append(f.listings, l)
	return nil
}

var products = projections.NewTable("products",
	projections.Key("product", "uuid", func(l *listing) pgtype.UUID { return projections.UUID(l.Product) }),
	projections.Fixed("listed", "bigint", func(l *listing) int64 { return int64(l.listed) }),
	projections.Fixed("listed_at", "timestamptz", func(l *listing) pgtype.Timestamptz { return projections.Time(l.at) }),
	projections.Changing("brand", "uuid", func(l *listing) pgtype.UUID { return projections.UUID(l.Brand) }),
	projections.Changing("tab", "text", func(l *listing) string { return string(l.Tab) }),
	projections.Changing("name", "text", func(l *listing) string { return l.Name }),
	projections.Changing("kind", "text", func(l *listing) string { return l.Kind }),
	projections.Changing("summary", "text", func(l *listing) string { return l.Summary }),
	projections.Changing("description", "text", func(l *listing) string { return l.Description }),
	projections.Changing("price", "bigint", func(l *listing) int64 { return int64(l.Price) }),
	projections.Changing("stock", "integer", func(l *listing) int { return l.Stock }),
	projections.Changing("art", "text", func(l *listing) string { return l.Art }),
	projections.Changing("notes", "json", func(l *listing) string { return l.notes }),
	projections.Changing("facts", "json", func(l *listing) string { return l.facts }),
	projections.Changing("withdrawn", "boolean", func(*listing) bool { return false }))

var brands = projections.NewTable("brands",
	projections.Key("brand", "uuid", func(h *house) pgtype.UUID { return projections.UUID(h.Brand) }),
	projections.Fixed("name", "text", func(h *house) string { return h.Name }),
	projections.Fixed("city", "text", func(h *house) string { return h.City }),
	projections.Fixed("story", "text", func(h *house) string { return h.Story }),
	projections.Fixed("owner", "uuid", func(h *house) pgtype.UUID { return projections.UUID(h.Owner) }),
	projections.Fixed("since", "timestamptz", func(h *house) pgtype.Timestamptz { return projections.Time(h.at) }))

func (f *fold) save(ctx context.Context, tx pgx.Tx) error {
	if err := brands.Insert(ctx, tx, f.houses); err != nil {
		return err
	}
	if err := products.Upsert(ctx, tx, f.listings); err != nil {
		return err
	}
	if len(f.withdrawn) == 0 {
		return nil
	}
	const query = `UPDATE products SET withdrawn = true WHERE product = ANY ($1::uuid[])`
	if _, err := tx.Exec(ctx, query, projections.UUIDs(f.withdrawn)); err != nil {
		return fmt.Errorf("withdraw products: %w", err)
	}
	return nil
}
