// Package catalogue is the read model of the marketplace: its products and the
// brands that make them. Views: marketplace_products, marketplace_brands.
package catalogue

import (
	"context"
	_ "embed"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/projections"
)

// Name of the projection.
const Name = "catalogue"

//go:embed schema.sql
var ddl string

// Projection writes the read model.
type Projection struct{}

// New returns the projection.
func New() Projection { return Projection{} }

// Name implements projections.Projection.
func (Projection) Name() string { return Name }

// Version implements projections.Projection.
func (Projection) Version() int { return 1 }

// DDL implements projections.Projection.
func (Projection) DDL() string { return ddl }

// Views implements projections.Projection.
func (Projection) Views() []projections.View {
	return []projections.View{
		{Public: "marketplace_products", Table: "products"},
		{Public: "marketplace_brands", Table: "brands"},
	}
}

// Money implements projections.Projection.
func (Projection) Money() bool { return false }

// Apply implements projections.Projection.
func (Projection) Apply(ctx context.Context, tx pgx.Tx, batch []projections.Event) ([]string, error) {
	f := newFold()
	for i := range batch {
		if err := f.add(&batch[i]); err != nil {
			return nil, err
		}
	}
	if f.empty() {
		return nil, nil
	}
	return []string{projections.MarketTopic}, f.save(ctx, tx)
}
