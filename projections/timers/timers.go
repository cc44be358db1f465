package timers

import (
	"context"
	_ "embed"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/sensasiwangi/sambatan/projections"
)

// Name of the projection.
const Name = "timers"

//go:embed schema.sql
var ddl string

// Projection writes the read model, and the jobs.
type Projection struct{ jobs projections.Jobs }

// New returns the projection.
func New() Projection { return Projection{projections.NewJobs()} }

// Spec implements projections.Projection.
func (Projection) Spec() projections.Spec {
	return projections.Spec{
		Name: Name, Version: 5, DDL: ddl,
		Views: []projections.View{
			{Public: "sambatan_timers", Table: "timers"},
		},
	}
}

// Apply implements projections.Projection.
func (Projection) Apply(ctx context.Context, tx pgx.Tx, batch []projections.Event) ([]string, error) {
	due, err := collect(batch)
	if err != nil || len(due) == 0 {
		return nil, err
	}
	added, err := insert(ctx, tx, due)
	if err != nil || added == 0 {
		return nil, err
	}
	return []string{projections.OpsTopic}, nil
}

// Act implements projections.Actor. Jobs are unique by what they say, so that an
// event which is acted on again schedules nothing.
func (p Projection) Act(ctx context.Context, tx pgx.Tx, batch []projections.Event) error {
	due, err := collect(batch)
	if err != nil || len(due) == 0 {
		return err
	}
	if due, err = firstAsked(ctx, tx, due); err != nil || len(due) == 0 {
		return err
	}
	jobs := make([]river.InsertManyParams, len(due))
	for i, t := range due {
		jobs[i] = t.job()
	}
	return p.jobs.Insert(ctx, tx, jobs)
}
