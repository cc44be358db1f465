// Package intents is the read model of payments through a gateway: how a buyer can
// pay, and what became of it. View: payment_intents.
package intents

import (
	"context"
	_ "embed"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// Name of the projection.
const Name = "intents"

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
		Views: []projections.View{{Public: "payment_intents", Table: "intents"}},
		Money: true,
	}
}

// Apply implements projections.Projection.
func (Projection) Apply(ctx context.Context, tx pgx.Tx, batch []projections.Event) ([]string, error) {
	f := &fold{wanted: projections.Set[key]{}}
	for n := range batch {
		if body, ok := batch[n].Body.(payment.IntentEvent); ok {
			f.wanted.Add(keyOf(body))
		}
	}
	if len(f.wanted) == 0 {
		return nil, nil
	}
	if err := f.load(ctx, tx); err != nil {
		return nil, fmt.Errorf("read intents: %w", err)
	}
	topics := projections.Topics{}
	for n := range batch {
		if body, ok := batch[n].Body.(payment.IntentEvent); ok {
			f.add(&batch[n], body, topics)
		}
	}
	return topics.List(), f.rows.Save(ctx, tx, intentTable)
}
