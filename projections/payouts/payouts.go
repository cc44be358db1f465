// Package payouts is the read model of what brands are due and how they are paid: their
// accounts with us, every payout, and the statement. In the transaction that writes it it
// also inserts the jobs that open planned payouts (internal/timer works them). Views:
// payout_sellers, payouts, payout_lines.
package payouts

import (
	"context"
	_ "embed"
	"fmt"
	"math"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payout"
)

// Name of the projection.
const Name = "payouts"

//go:embed schema.sql
var ddl string

// RunJob opens the payout of a brand that was planned for DueAt.
type RunJob struct {
	Brand id.ID     `json:"brand"`
	DueAt time.Time `json:"due_at"`
}

// Kind implements river.JobArgs. The name is stored with the jobs.
func (RunJob) Kind() string { return "payout_run" }

// Projection writes the read model, and the jobs.
type Projection struct{ jobs projections.Jobs }

// New returns the projection.
func New() Projection { return Projection{projections.NewJobs()} }

// Spec implements projections.Projection.
func (Projection) Spec() projections.Spec {
	return projections.Spec{
		Name: Name, Version: 3, DDL: ddl,
		Views: []projections.View{
			{Public: "payout_sellers", Table: "sellers"},
			{Public: "payouts", Table: "payouts"},
			{Public: "payout_lines", Table: "lines"},
		},
		Money: true,
	}
}

// Apply implements projections.Projection.
func (Projection) Apply(ctx context.Context, tx pgx.Tx, batch []projections.Event) ([]string, error) {
	f := newFold(batch)
	if len(f.wanted) == 0 {
		return nil, nil
	}
	if err := f.load(ctx, tx); err != nil {
		return nil, fmt.Errorf("read what brands are due: %w", err)
	}
	topics := projections.Topics{}
	for n := range batch {
		if body, ok := batch[n].Body.(payout.Event); ok {
			if err := f.add(&batch[n], body); err != nil {
				return nil, err
			}
		}
	}
	topics.Add(projections.OpsTopic)
	for brand := range f.wanted {
		topics.Add(projections.BrandTopic(brand))
	}
	return topics.List(), f.save(ctx, tx)
}

// Act implements projections.Actor. A job is the same for the same run, whether it waits,
// runs or is done, and is never given up.
func (p Projection) Act(ctx context.Context, tx pgx.Tx, batch []projections.Event) error {
	var jobs []river.InsertManyParams
	for n := range batch {
		if planned, ok := batch[n].Body.(payout.RunPlanned); ok {
			jobs = append(jobs, river.InsertManyParams{Args: RunJob{planned.Brand, planned.At}, InsertOpts: &river.InsertOpts{
				ScheduledAt: planned.At, MaxAttempts: math.MaxInt16, UniqueOpts: river.UniqueOpts{ByArgs: true},
			}})
		}
	}
	return p.jobs.Insert(ctx, tx, jobs)
}
