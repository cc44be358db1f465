// Package payments is the read model of the operators' desk: what buyers were
// told to transfer, what came in, and what goes back. Views:
// payment_instructions, payment_receipts, payment_refunds, payment_losses.
package payments

import (
	"context"
	_ "embed"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Name of the projection.
const Name = "payments"

//go:embed schema.sql
var ddl string

// Projection writes the read model.
type Projection struct{}

// New returns the projection.
func New() Projection { return Projection{} }

// Spec implements projections.Projection.
func (Projection) Spec() projections.Spec {
	return projections.Spec{
		Name: Name, Version: 9, DDL: ddl,
		Views: []projections.View{
			{Public: "payment_instructions", Table: "instructions"},
			{Public: "payment_receipts", Table: "receipts"},
			{Public: "payment_refunds", Table: "refunds"},
			{Public: "payment_losses", Table: "losses"},
		},
		Money: true,
	}
}

// Apply implements projections.Projection.
func (Projection) Apply(ctx context.Context, tx pgx.Tx, batch []projections.Event) ([]string, error) {
	i, r := &instructions{wanted: projections.Set[key]{}}, newReceipts()
	for n := range batch {
		switch body := batch[n].Body.(type) {
		case payment.InstructionEvent:
			i.want(&batch[n], body)
		case payment.ReceiptEvent:
			r.want(body)
		case sambatan.PartPaid:
			r.wanted.Add(body.Receipt)
		}
	}
	if err := i.load(ctx, tx); err != nil {
		return nil, fmt.Errorf("read instructions: %w", err)
	}
	if err := r.load(ctx, tx); err != nil {
		return nil, fmt.Errorf("read receipts: %w", err)
	}
	topics := projections.Topics{}
	for n := range batch {
		if err := add(i, r, &batch[n], topics); err != nil {
			return nil, fmt.Errorf("%s: %w", &batch[n].Recorded, err)
		}
	}
	if err := i.rows.Save(ctx, tx, instructionTable); err != nil {
		return nil, err
	}
	return topics.List(), r.save(ctx, tx)
}

func add(i *instructions, r *receipts, event *projections.Event, topics projections.Topics) error {
	switch body := event.Body.(type) {
	case payment.InstructionEvent:
		return i.add(event, body, topics)
	case payment.ReceiptEvent:
		return r.add(event, body, topics)
	case sambatan.PartPaid:
		r.part(body)
	}
	return nil
}
