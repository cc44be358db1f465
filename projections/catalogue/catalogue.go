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

// Spec implements projections.Projection.
func (Projection) Spec() projections.Spec {
	return projections.Spec{
		Name: Name, Version: 1, DDL: ddl,
		Views: []projections.View{
			{Public: "marketplace_products", Table: "products"},
			{Public: "marketplace_brands", Table: "brands"},
		},
	}
}

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
