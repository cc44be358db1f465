// Package dashboard is the read model of how each campaign stands: its terms,
// phase, slots and money. The marketplace, product pages, the brand owners'
// pages and the operators' board show it. Views: sambatan_dashboard,
// sambatan_days, sambatan_call_offs.
package dashboard

import (
	"context"
	_ "embed"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/projections"
)

// Name of the projection.
const Name = "dashboard"

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
			{Public: "sambatan_dashboard", Table: "dashboard"},
			{Public: "sambatan_days", Table: "days"},
			{Public: "sambatan_call_offs", Table: "call_offs"},
		},
		Money: false, // its sums are for the eye; the money of record is in the transactions
	}
}

// Apply implements projections.Projection.
func (Projection) Apply(ctx context.Context, tx pgx.Tx, batch []projections.Event) ([]string, error) {
	topics := projections.Topics{}
	if err := applyCampaigns(ctx, tx, batch, topics); err != nil {
		return nil, err
	}
	if err := applyEscrow(ctx, tx, batch, topics); err != nil {
		return nil, err
	}
	return topics.List(), nil
}
