package notifications

import (
	"context"
	_ "embed"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/projections"
)

// Name of the projection.
const Name = "notifications"

//go:embed schema.sql
var ddl string

//go:embed indexes.sql
var indexes string

// Projection writes the read model, and has those send mails who send them.
type Projection struct{ jobs projections.Jobs }

// New returns the projection.
func New() Projection { return Projection{projections.NewJobs()} }

// Spec implements projections.Projection.
func (Projection) Spec() projections.Spec {
	return projections.Spec{
		Name: Name, Version: 6, DDL: ddl, Indexes: indexes,
		Views: []projections.View{
			{Public: "sambatan_notifications", Table: "notifications"},
		},
	}
}

// Apply implements projections.Projection.
func (Projection) Apply(ctx context.Context, tx pgx.Tx, batch []projections.Event) ([]string, error) {
	f, err := load(ctx, tx, batch)
	if err != nil {
		return nil, err
	}
	collect(batch, f)
	if err := f.saveContext(ctx, tx); err != nil {
		return nil, err
	}
	if err := f.address(ctx, tx); err != nil {
		return nil, err
	}
	if err := f.encode(); err != nil {
		return nil, err
	}
	if err := table.Insert(ctx, tx, f.rows); err != nil {
		return nil, err
	}
	return f.topics.List(), nil
}
