// Package users is the read model of who may sign in and what they may do; names
// stay sealed. View: identity_users.
package users

import (
	"context"
	_ "embed"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/projections"
)

// Name of the projection.
const Name = "users"

//go:embed schema.sql
var ddl string

//go:embed indexes.sql
var indexes string

// Projection writes the read model.
type Projection struct{}

// New returns the projection.
func New() Projection { return Projection{} }

// Spec implements projections.Projection.
func (Projection) Spec() projections.Spec {
	return projections.Spec{
		Name: Name, Version: 2, DDL: ddl, Indexes: indexes,
		Views: []projections.View{
			{Public: "identity_users", Table: "users"},
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
	return f.topics.List(), f.save(ctx, tx)
}
