// Package participants is the read model of participations: who joined which
// campaign, with how many slots, and what became of it. Views:
// sambatan_participants and, for everyone, sambatan_latest_joins and
// sambatan_waitlist, which says how long the line is and nothing of the people in it.
package participants

import (
	"context"
	_ "embed"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/projections"
)

// Name of the projection.
const Name = "participants"

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
		Name: Name, Version: 5, DDL: ddl, Indexes: indexes,
		Views: []projections.View{
			{Public: "sambatan_participants", Table: "participants"},
			{Public: "sambatan_latest_joins", Table: "latest_joins"},
			{Public: "sambatan_waitlist", Table: "waitlist"},
		},
	}
}

// Apply implements projections.Projection.
func (Projection) Apply(ctx context.Context, tx pgx.Tx, batch []projections.Event) ([]string, error) {
	events, err := projections.CampaignEvents(batch)
	if err != nil || len(events) == 0 {
		return nil, err
	}
	if err := insertCampaigns(ctx, tx, events); err != nil {
		return nil, err
	}
	f := newFold()
	if err := f.load(ctx, tx, events); err != nil {
		return nil, err
	}
	for _, event := range events {
		if err := f.add(event); err != nil {
			return nil, err
		}
	}
	if err := f.save(ctx, tx); err != nil {
		return nil, err
	}
	if err := f.saveWaitlist(ctx, tx); err != nil {
		return nil, err
	}
	return f.topics.List(), updateJoins(ctx, tx, f)
}

// State of a participation.
type State string

// States of a participation. Told is held, by a buyer who reported a transfer.
const (
	Waiting     State = "Waiting" // on the waitlist
	Offered     State = "Offered" // slots are kept for who waited
	Held        State = "Held"
	Told        State = "Told"
	Secured     State = "Secured"
	Released    State = "Released"
	Expired     State = "Expired"
	RefundDue   State = "RefundDue"
	RefundedOut State = "RefundedOut"
)

// Reasons of a participation that ended without anybody's doing.
const (
	Expiry   = "expired"      // nothing was paid
	Unwanted = "offer_lapsed" // an offer was not answered
)

// Answer to the question about a later deadline.
type Answer string

// Answers. The empty one is silence.
const (
	Agreed   Answer = "agreed"
	Disagree Answer = "disagree"
)
