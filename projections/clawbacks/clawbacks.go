// Package clawbacks is the read model of refunds after the release: what was proposed, by
// whom, and what came of it. The money itself is in projections/payments and
// projections/payouts. View: payment_clawbacks.
package clawbacks

import (
	"context"
	_ "embed"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// Name of the projection.
const Name = "clawbacks"

//go:embed schema.sql
var ddl string

// Projection writes the read model.
type Projection struct{}

// New returns the projection.
func New() Projection { return Projection{} }

// Spec implements projections.Projection.
func (Projection) Spec() projections.Spec {
	return projections.Spec{
		Name: Name, Version: 1, DDL: ddl,
		Views: []projections.View{{Public: "payment_clawbacks", Table: "clawbacks"}},
		Money: true,
	}
}

type key struct {
	receipt id.ID
	number  int
}

var table = projections.NewTable("clawbacks",
	projections.Key("receipt", "uuid", func(c *Clawback) pgtype.UUID { return projections.UUID(c.Receipt) }),
	projections.Key("number", "integer", func(c *Clawback) int { return c.Number }),
	projections.Fixed("campaign", "uuid", func(c *Clawback) pgtype.UUID { return projections.UUID(c.Campaign) }),
	projections.Fixed("participation", "uuid", func(c *Clawback) pgtype.UUID { return projections.UUID(c.Participation) }),
	projections.Fixed("buyer", "uuid", func(c *Clawback) pgtype.UUID { return projections.UUID(c.Buyer) }),
	projections.Fixed("brand", "uuid", func(c *Clawback) pgtype.UUID { return projections.UUID(c.Brand) }),
	projections.Fixed("amount", "bigint", func(c *Clawback) int64 { return int64(c.Amount) }),
	projections.Fixed("reason", "text", func(c *Clawback) string { return c.Reason }),
	projections.Fixed("note", "text", func(c *Clawback) string { return c.Note }),
	projections.Fixed("limit_one", "bigint", func(c *Clawback) int64 { return int64(c.LimitOne) }),
	projections.Fixed("hash", "text", func(c *Clawback) string { return c.Hash }),
	projections.Fixed("proposed_by", "uuid", func(c *Clawback) pgtype.UUID { return projections.UUID(c.By) }),
	projections.Fixed("proposed_at", "timestamptz", func(c *Clawback) pgtype.Timestamptz { return projections.Time(c.ProposedAt) }),
	projections.Changing("state", "text", func(c *Clawback) string { return string(c.State) }),
	projections.Changing("changed_at", "timestamptz", func(c *Clawback) pgtype.Timestamptz { return projections.Time(c.ChangedAt) }),
	projections.Changing("ended_by", "uuid", func(c *Clawback) pgtype.UUID { return projections.UUID(c.EndedBy) }),
	projections.Changing("ended_note", "text", func(c *Clawback) pgtype.Text { return projections.Text(c.EndedNote) }))

// Apply implements projections.Projection.
func (Projection) Apply(ctx context.Context, tx pgx.Tx, batch []projections.Event) ([]string, error) {
	rows, ends := map[key]*Clawback{}, map[key]ending{}
	topics := projections.Topics{}
	for n := range batch {
		event := &batch[n]
		switch e := event.Body.(type) {
		case payment.ClawbackProposed:
			rows[key{e.Receipt, e.Number}] = proposed(event, e)
			topics.Add(projections.BrandTopic(e.Brand), projections.BuyerTopic(e.Buyer))
		case payment.ClawbackAgreed:
			ends[key{e.Receipt, e.Number}] = ending{Done, event, e.By, ""}
		case payment.ClawbackDropped:
			ends[key{e.Receipt, e.Number}] = ending{Dropped, event, e.By, e.Note}
		default:
			continue
		}
		topics.Add(projections.OpsTopic)
	}
	return topics.List(), save(ctx, tx, rows, ends)
}

// ending is what came of a proposal.
type ending struct {
	state State
	event *projections.Event
	by    id.ID
	note  string
}

func proposed(event *projections.Event, e payment.ClawbackProposed) *Clawback {
	c := &Clawback{
		Clawback: e.Clawback, Receipt: e.Receipt, Campaign: e.Campaign, Participation: e.Participation, Buyer: e.Buyer, Brand: e.Brand,
		ProposedAt: event.RecordedAt, State: Done, ChangedAt: event.RecordedAt,
	}
	if e.Two {
		c.State = Proposed
	}
	return c
}

func (c *Clawback) end(e ending) {
	c.State, c.ChangedAt, c.EndedBy, c.EndedNote = e.state, e.event.RecordedAt, e.by, e.note
}

func save(ctx context.Context, tx pgx.Tx, rows map[key]*Clawback, ends map[key]ending) error {
	var older []Clawback
	for k, e := range ends {
		if row := rows[k]; row != nil {
			row.end(e)
			continue
		}
		row := Clawback{Receipt: k.receipt, Clawback: payment.Clawback{Number: k.number}}
		row.end(e)
		older = append(older, row)
	}
	var begun []Clawback
	for _, row := range rows {
		begun = append(begun, *row)
	}
	if err := table.Insert(ctx, tx, begun); err != nil {
		return err
	}
	updated, err := table.Update(ctx, tx, older)
	if err == nil && int(updated) != len(older) { // this is money
		return fmt.Errorf("%d of %d clawbacks were never proposed", len(older)-int(updated), len(older))
	}
	return err
}
