// Package orders is the read model of orders: where each stands, its parcels, its dates,
// and its newest dispute. Views: sambatan_orders, sambatan_parcels.
package orders

import (
	"context"
	_ "embed"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/order"
)

// Name of the projection.
const Name = "orders"

//go:embed schema.sql
var ddl string

// Projection writes the read model.
type Projection struct{}

// New returns the projection.
func New() Projection { return Projection{} }

// Name implements projections.Projection.
func (Projection) Name() string { return Name }

// Version implements projections.Projection.
func (Projection) Version() int { return 4 }

// DDL implements projections.Projection.
func (Projection) DDL() string { return ddl }

// Views implements projections.Projection.
func (Projection) Views() []projections.View {
	return []projections.View{
		{Public: "sambatan_orders", Table: "orders"},
		{Public: "sambatan_parcels", Table: "parcels"},
	}
}

// Money implements projections.Projection.
func (Projection) Money() bool { return false }

// Apply implements projections.Projection.
func (Projection) Apply(ctx context.Context, tx pgx.Tx, batch []projections.Event) ([]string, error) {
	f := newFold()
	for n := range batch {
		if body, ok := batch[n].Body.(order.Event); ok {
			f.wanted[body.Whose().Participation] = struct{}{}
		}
	}
	if len(f.wanted) == 0 {
		return nil, nil
	}
	if err := f.load(ctx, tx); err != nil {
		return nil, fmt.Errorf("read orders: %w", err)
	}
	topics := projections.Topics{}
	for n := range batch {
		if body, ok := batch[n].Body.(order.Event); ok {
			f.add(&batch[n], body)
			topics.Add(projections.OpsTopic, projections.BuyerTopic(body.Whose().Buyer), projections.CampaignTopic(body.Whose().Campaign))
		}
	}
	return topics.List(), f.save(ctx, tx)
}
