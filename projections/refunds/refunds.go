// Package refunds is the read model of the ways of refunds: where each stands, why it
// goes that way, and what came of every attempt. What falls due and what was sent, of
// every refund, is in projections/payments. Views: payment_refund_ways,
// payment_refund_attempts.
package refunds

import (
	"context"
	_ "embed"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// Name of the projection.
const Name = "refunds"

//go:embed schema.sql
var ddl string

// Projection writes the read model.
type Projection struct{}

// New returns the projection.
func New() Projection { return Projection{} }

// Spec implements projections.Projection.
func (Projection) Spec() projections.Spec {
	return projections.Spec{
		Name: Name, Version: 5, DDL: ddl,
		Views: []projections.View{
			{Public: "payment_refund_ways", Table: "ways"},
			{Public: "payment_refund_attempts", Table: "attempts"},
		},
		Money: true,
	}
}

// Apply implements projections.Projection.
func (Projection) Apply(ctx context.Context, tx pgx.Tx, batch []projections.Event) ([]string, error) {
	wanted := projections.Set[id.ID]{}
	for n := range batch {
		if body, ok := batch[n].Body.(payment.RefundEvent); ok {
			wanted.Add(payment.ClaimOf(body).Refund)
		}
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	f := &fold{}
	if err := f.load(ctx, tx, wanted); err != nil {
		return nil, fmt.Errorf("read the ways of refunds: %w", err)
	}
	topics := projections.Topics{}
	for n := range batch {
		if body, ok := batch[n].Body.(payment.RefundEvent); ok {
			f.add(&batch[n], body)
			note(topics, payment.ClaimOf(body))
		}
	}
	return topics.List(), f.save(ctx, tx)
}

func note(topics projections.Topics, claim payment.Claim) {
	topics.Add(projections.OpsTopic)
	if !claim.Buyer.IsZero() {
		topics.Add(projections.BuyerTopic(claim.Buyer), projections.CampaignTopic(claim.Campaign))
	}
}
