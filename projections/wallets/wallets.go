// Package wallets is the read model of what buyers have to spend. Views: wallets,
// wallet_entries, wallet_top_ups, wallet_cash_outs.
package wallets

import (
	"context"
	_ "embed"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// Name of the projection.
const Name = "wallets"

//go:embed schema.sql
var ddl string

// Projection writes the read model.
type Projection struct{}

// New returns the projection.
func New() Projection { return Projection{} }

// Spec implements projections.Projection.
func (Projection) Spec() projections.Spec {
	return projections.Spec{
		Name: Name, Version: 2, DDL: ddl,
		Views: []projections.View{
			{Public: "wallets", Table: "wallets"},
			{Public: "wallet_entries", Table: "entries"},
			{Public: "wallet_top_ups", Table: "top_ups"},
			{Public: "wallet_cash_outs", Table: "cash_outs"},
		},
		Money: true,
	}
}

// Apply implements projections.Projection.
func (Projection) Apply(ctx context.Context, tx pgx.Tx, batch []projections.Event) ([]string, error) {
	f := newFold()
	for n := range batch {
		if body, ok := batch[n].Body.(wallet.Event); ok {
			f.add(&batch[n], body)
		}
	}
	return f.topics.List(), f.save(ctx, tx)
}
