// Package errands is the read model of what a payment gateway is to be asked, and
// when. In the transaction that writes it it also inserts the jobs that ask
// (internal/timer works them). View: payment_errands.
package errands

import (
	"context"
	_ "embed"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/riverqueue/river"

	"github.com/sensasiwangi/sambatan/projections"
)

// Name of the projection.
const Name = "errands"

//go:embed schema.sql
var ddl string

// Projection writes the read model, and the jobs.
type Projection struct{ jobs projections.Jobs }

// New returns the projection.
func New() Projection { return Projection{projections.NewJobs()} }

// Spec implements projections.Projection.
func (Projection) Spec() projections.Spec {
	return projections.Spec{
		Name: Name, Version: 1, DDL: ddl,
		Views: []projections.View{{Public: "payment_errands", Table: "errands"}},
		Money: true, // what is not asked is money that is not collected, or not sent
	}
}

// Apply implements projections.Projection.
func (Projection) Apply(ctx context.Context, tx pgx.Tx, batch []projections.Event) ([]string, error) {
	return nil, errandTable.Insert(ctx, tx, collect(batch))
}

// Act implements projections.Actor.
func (p Projection) Act(ctx context.Context, tx pgx.Tx, batch []projections.Event) error {
	due := open(collect(batch), batch)
	jobs := make([]river.InsertManyParams, len(due))
	for i, e := range due {
		jobs[i] = e.job()
	}
	return p.jobs.Insert(ctx, tx, jobs)
}

var errandTable = projections.NewTable("errands",
	projections.Key("position", "bigint", func(e *Job) int64 { return int64(e.Position) }),
	projections.Key("kind", "text", func(e *Job) string { return string(e.Errand) }),
	projections.Key("due_at", "timestamptz", func(e *Job) pgtype.Timestamptz { return projections.Time(e.DueAt) }),
	projections.Fixed("subject", "text", func(e *Job) string { return e.Subject }))
