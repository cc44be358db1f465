// Package transactions is the ledger as a table: one row per posting, and what
// they add up to per account. Views: sambatan_transactions, sambatan_balances,
// sambatan_transaction_blocks.
package transactions

import (
	"context"
	_ "embed"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/projections"
)

// Name of the projection.
const Name = "transactions"

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
		Name: Name, Version: 4, DDL: ddl, Indexes: indexes,
		Views: []projections.View{
			{Public: "sambatan_transactions", Table: "lines"},
			{Public: "sambatan_balances", Table: "balances"},
			{Public: "sambatan_transaction_blocks", Table: "blocks"},
		},
		Money: true,
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
	if err := f.save(ctx, tx); err != nil {
		return nil, err
	}
	return f.topics.List(), nil
}
