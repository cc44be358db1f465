package projections

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"
)

// queueSchema is where the queue's tables are. It is named because a projection's
// own schema comes first on its search path, and River derives from the first one
// which workers it wakes.
const queueSchema = "public"

// Jobs inserts jobs in the transaction that a batch is applied in: see [Actor].
type Jobs struct{ client *river.Client[pgx.Tx] }

// NewJobs returns an inserter; it panics when River refuses its configuration,
// which is constant.
func NewJobs() Jobs {
	client, err := river.NewClient(riverpgxv5.New(nil), &river.Config{Schema: queueSchema, Hooks: []rivertype.Hook{&ready{}}})
	if err != nil {
		panic(err)
	}
	return Jobs{client}
}

// Insert inserts jobs; those that are unique and known are left as they are.
func (j Jobs) Insert(ctx context.Context, tx pgx.Tx, jobs []river.InsertManyParams) error {
	if len(jobs) == 0 {
		return nil
	}
	if _, err := j.client.InsertManyTx(ctx, tx, jobs); err != nil {
		return fmt.Errorf("insert jobs: %w", err)
	}
	return nil
}

// ready lets jobs be fetched as soon as they are due. By default River's leader
// has to see them first, which it does every five seconds: too late for what is
// due before, and whenever there is no leader. Fetching respects ScheduledAt.
//
// Outside the timers' own queue, what is due much later is left to the leader, who looks
// a few seconds ahead: every fetch reads past the jobs that can be fetched and are not
// due yet, and each payment leaves some of them for days.
type ready struct{ river.HookDefaults }

// soon is within what time a job has to be due to be fetched without the leader.
const soon = time.Hour

// InsertBegin implements rivertype.HookInsertBegin.
func (*ready) InsertBegin(_ context.Context, job *rivertype.JobInsertParams) error {
	if job.Queue == river.QueueDefault || job.ScheduledAt == nil || time.Until(*job.ScheduledAt) < soon {
		job.State = rivertype.JobStateAvailable
	}
	return nil
}
