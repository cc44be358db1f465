package reminders

import (
	"context"
	_ "embed"
	"math"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/notification"
)

// Name of the projection.
const Name = "reminders"

//go:embed schema.sql
var ddl string

// Job is a reminder that falls due.
type Job struct{ notification.ReminderDue }

// Kind implements river.JobArgs. The name is stored with the jobs.
func (Job) Kind() string { return "notification_remind" }

// Projection writes the read model, and the jobs.
type Projection struct{ jobs projections.Jobs }

// New returns the projection.
func New() Projection { return Projection{projections.NewJobs()} }

// Spec implements projections.Projection.
func (Projection) Spec() projections.Spec {
	return projections.Spec{
		Name: Name, Version: 1, DDL: ddl,
		Views: []projections.View{
			{Public: "sambatan_reminders", Table: "reminders"},
		},
	}
}

// Apply implements projections.Projection.
func (Projection) Apply(ctx context.Context, tx pgx.Tx, batch []projections.Event) ([]string, error) {
	due, err := collect(batch)
	if err != nil {
		return nil, err
	}
	return nil, insert(ctx, tx, due)
}

// Act implements projections.Actor. Jobs are unique by what they say, and only
// what is still of use gets one: a new installation does not remind anybody of a
// deadline of last month.
func (p Projection) Act(ctx context.Context, tx pgx.Tx, batch []projections.Event) error {
	due, err := collect(batch)
	if err != nil || len(due) == 0 {
		return err
	}
	if due, err = wanted(ctx, tx, due); err != nil || len(due) == 0 {
		return err
	}
	jobs := make([]river.InsertManyParams, len(due))
	for i, r := range due {
		jobs[i] = river.InsertManyParams{Args: Job{r.ReminderDue}, InsertOpts: &river.InsertOpts{
			ScheduledAt: r.DueAt, MaxAttempts: math.MaxInt16, UniqueOpts: river.UniqueOpts{ByArgs: true},
		}}
	}
	return p.jobs.Insert(ctx, tx, jobs)
}
