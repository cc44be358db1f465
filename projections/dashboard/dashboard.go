// Package dashboard is the read model of how each campaign stands: its terms,
// phase, slots and money. The marketplace, product pages, the brand owners'
// pages and the operators' board show it. Views: sambatan_dashboard,
// sambatan_days.
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

// Name implements projections.Projection.
func (Projection) Name() string { return Name }

// Version implements projections.Projection.
func (Projection) Version() int { return 4 }

// DDL implements projections.Projection.
func (Projection) DDL() string { return ddl }

// Views implements projections.Projection.
func (Projection) Views() []projections.View {
	return []projections.View{
		{Public: "sambatan_dashboard", Table: "dashboard"},
		{Public: "sambatan_days", Table: "days"},
	}
}

// Money implements projections.Projection. Its sums are for the eye; the money
// of record is in the transactions.
func (Projection) Money() bool { return false }

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
