package timers

import (
	"math"
	"time"

	"github.com/riverqueue/river"

	"github.com/sensasiwangi/sambatan/internal/id"
)

// Job is what falls due of a campaign. All kinds of jobs say the same: which one, when.
type Job struct {
	Campaign id.ID     `json:"campaign"`
	DueAt    time.Time `json:"due_at"`
}

// ReviewJob says that a submission has waited for too long.
type ReviewJob struct{ Job }

// OpenJob opens a campaign.
type OpenJob struct{ Job }

// CloseJob ends joining at the deadline, or lets the campaign go on until a later
// one that was agreed to, which has a job of its own.
type CloseJob struct{ Job }

// LapseJob expires the holds of a campaign whose time is over. There is one for
// each minute in which an unpaid hold expires, and one for each time until which
// an operator may decide on a reported transfer.
type LapseJob struct{ Job }

// OfferJob lapses the offers to a campaign's waitlist whose time is over.
type OfferJob struct{ Job }

// OrderJob is what falls due of an order: whose participation, when.
type OrderJob struct {
	Participation id.ID     `json:"participation"`
	DueAt         time.Time `json:"due_at"`
}

// RemindJob tells a buyer that the time to complain is nearly over.
type RemindJob struct{ OrderJob }

// ConfirmJob confirms an order when the time to complain is over.
type ConfirmJob struct{ OrderJob }

// ExecuteJob executes a decision that nobody appealed in time.
type ExecuteJob struct{ OrderJob }

// ReturnJob ends a return that a side did not do its part of in time.
type ReturnJob struct{ OrderJob }

// GiveUpJob gives an order up whose goods were held back for too long.
type GiveUpJob struct{ OrderJob }

// Kind implements river.JobArgs. The names are stored with the jobs.
func (ReviewJob) Kind() string { return "sambatan_review" }

// Kind implements river.JobArgs.
func (OpenJob) Kind() string { return "sambatan_open" }

// Kind implements river.JobArgs.
func (CloseJob) Kind() string { return "sambatan_close" }

// Kind implements river.JobArgs.
func (LapseJob) Kind() string { return "sambatan_lapse" }

// Kind implements river.JobArgs.
func (OfferJob) Kind() string { return "sambatan_offer" }

// Kind implements river.JobArgs.
func (RemindJob) Kind() string { return "order_remind" }

// Kind implements river.JobArgs.
func (ConfirmJob) Kind() string { return "order_confirm" }

// Kind implements river.JobArgs.
func (ExecuteJob) Kind() string { return "order_execute" }

// Kind implements river.JobArgs.
func (ReturnJob) Kind() string { return "order_return" }

// Kind implements river.JobArgs.
func (GiveUpJob) Kind() string { return "order_give_up" }

// job is the timer as river stores it: once for the same arguments, whether it
// waits, runs or is done, and never given up. A deadline that could not be kept
// is kept later.
func (t timer) job() river.InsertManyParams {
	job := river.InsertManyParams{InsertOpts: &river.InsertOpts{
		ScheduledAt: t.dueAt, MaxAttempts: math.MaxInt16, UniqueOpts: river.UniqueOpts{ByArgs: true},
	}}
	args, ofOrder := Job{Campaign: t.subject, DueAt: t.dueAt}, OrderJob{Participation: t.subject, DueAt: t.dueAt}
	switch t.kind {
	case reviewing:
		job.Args = ReviewJob{args}
	case opening:
		job.Args = OpenJob{args}
	case closing:
		job.Args = CloseJob{args}
	case lapsing, deciding:
		job.Args = LapseJob{args}
	case offering:
		job.Args = OfferJob{args}
	case reminding:
		job.Args = RemindJob{ofOrder}
	case confirming:
		job.Args = ConfirmJob{ofOrder}
	case executing:
		job.Args = ExecuteJob{ofOrder}
	case returning:
		job.Args = ReturnJob{ofOrder}
	case givingUp:
		job.Args = GiveUpJob{ofOrder}
	}
	return job
}
