// Package lifecycle is the read model of the coarse state that tables and people
// see, of every phase that a campaign went through, and of what its maker told about
// the batch meanwhile. Views: sambatan_lifecycle_states, sambatan_lifecycle_history,
// sambatan_production.
package lifecycle

import (
	"context"
	_ "embed"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/projections"
)

// Name of the projection.
const Name = "lifecycle"

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
			{Public: "sambatan_lifecycle_states", Table: "states"},
			{Public: "sambatan_lifecycle_history", Table: "history"},
			{Public: "sambatan_production", Table: "production"},
		},
	}
}

// Apply implements projections.Projection.
func (Projection) Apply(ctx context.Context, tx pgx.Tx, batch []projections.Event) ([]string, error) {
	events, err := projections.CampaignEvents(batch)
	if err != nil || len(events) == 0 {
		return nil, err
	}
	f, err := load(ctx, tx, events)
	if err != nil {
		return nil, err
	}
	for _, event := range events {
		f.add(event)
	}
	if err := f.save(ctx, tx); err != nil {
		return nil, err
	}
	return f.topics.List(), nil
}
