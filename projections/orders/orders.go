// Package orders is the read model of orders: where each stands, its parcels, its dates,
// and its newest dispute. Views: sambatan_orders, sambatan_parcels.
package orders

import (
	"context"
	_ "embed"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/internal/id"
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

// Spec implements projections.Projection.
func (Projection) Spec() projections.Spec {
	return projections.Spec{
		Name: Name, Version: 4, DDL: ddl,
		Views: []projections.View{
			{Public: "sambatan_orders", Table: "orders"},
			{Public: "sambatan_parcels", Table: "parcels"},
		},
	}
}

// Apply implements projections.Projection.
func (Projection) Apply(ctx context.Context, tx pgx.Tx, batch []projections.Event) ([]string, error) {
	wanted := projections.Set[id.ID]{}
	for n := range batch {
		if body, ok := batch[n].Body.(order.Event); ok {
			wanted.Add(body.Whose().Participation)
		}
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	f := &fold{}
	if err := f.load(ctx, tx, wanted); err != nil {
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
