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
		{Public: "identity_users", Table: "users"},
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
	return f.topics.List(), f.save(ctx, tx)
}
