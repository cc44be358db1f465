package timer

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections/payouts"
	"github.com/sensasiwangi/sambatan/projections/reminders"
	"github.com/sensasiwangi/sambatan/projections/timers"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// actor of the commands that timers give.
const actor = "system:timer"

// soon is the least time until a second try of what came too early.
const soon = 100 * time.Millisecond

func workers(config Config) *river.Workers {
	all, log := river.NewWorkers(), config.Log
	if config.Cashier != nil {
		river.AddWorker(all, &errandWorker{cashier: config.Cashier})
	}
	river.AddWorker(all, &worker[timers.ReviewJob]{log: log, ring: func(j timers.ReviewJob) eventstore.Command {
		return command(j.Job, "review:"+moment(j.Job), sambatan.ReviewDue{}) // of each submission
	}})
	river.AddWorker(all, &worker[timers.OpenJob]{log: log, ring: func(j timers.OpenJob) eventstore.Command {
		return command(j.Job, "opening", sambatan.Open{})
	}})
	river.AddWorker(all, &worker[timers.CloseJob]{log: log, ring: func(j timers.CloseJob) eventstore.Command {
		return command(j.Job, "deadline:"+moment(j.Job), sambatan.Close{}) // there may be a later one
	}})
	river.AddWorker(all, &worker[timers.LapseJob]{log: log, ring: func(j timers.LapseJob) eventstore.Command {
		return command(j.Job, "lapse:"+moment(j.Job), sambatan.LapseHolds{})
	}})
	river.AddWorker(all, &worker[timers.OfferJob]{log: log, ring: func(j timers.OfferJob) eventstore.Command {
		return command(j.Job, "offer:"+moment(j.Job), sambatan.LapseOffers{})
	}})
	river.AddWorker(all, &worker[timers.RemindJob]{log: log, ring: func(j timers.RemindJob) eventstore.Command {
		return toOrder(j.OrderJob, "remind", order.Remind{})
	}})
	river.AddWorker(all, &worker[timers.ConfirmJob]{log: log, ring: func(j timers.ConfirmJob) eventstore.Command {
		return toOrder(j.OrderJob, "confirm", order.ConfirmDue{})
	}})
	river.AddWorker(all, &worker[timers.ExecuteJob]{log: log, ring: func(j timers.ExecuteJob) eventstore.Command {
		return toOrder(j.OrderJob, "execute:"+instant(j.OrderJob), order.ExecuteDue{}) // of each decision
	}})
	river.AddWorker(all, &worker[timers.ReturnJob]{log: log, ring: func(j timers.ReturnJob) eventstore.Command {
		return toOrder(j.OrderJob, "return:"+instant(j.OrderJob), order.EndReturn{}) // the brand's time, and the buyer's
	}})
	river.AddWorker(all, &worker[timers.GiveUpJob]{log: log, ring: func(j timers.GiveUpJob) eventstore.Command {
		return toOrder(j.OrderJob, "give up:"+instant(j.OrderJob), order.GiveUpDue{}) // it may be held back again
	}})
	river.AddWorker(all, &worker[reminders.Job]{log: log, ring: func(j reminders.Job) eventstore.Command {
		return notification.Reminding(j.ReminderDue, actor)
	}})
	river.AddWorker(all, &worker[payouts.RunJob]{log: log, ring: func(j payouts.RunJob) eventstore.Command {
		return run(j, config.Payouts)
	}})
	return all
}

// run derives its id from the policy, too: it is a setting that may change between two
// tries.
func run(job payouts.RunJob, policy payout.Policy) eventstore.Command {
	name := fmt.Sprintf("payout run:%s %+v", job.DueAt.UTC().Format(time.RFC3339Nano), policy)
	return payout.Sellers.Command(job.Brand.String(), payout.Run{Policy: policy}, eventstore.Meta{
		CommandID: id.Derive(job.Brand, name), Actor: actor,
	})
}

func moment(job timers.Job) string { return job.DueAt.UTC().Format(time.RFC3339Nano) }

func instant(job timers.OrderJob) string { return job.DueAt.UTC().Format(time.RFC3339Nano) }

// command derives its id from what falls due, so that a timer that rings twice
// has one effect.
func command(job timers.Job, name string, body sambatan.Command) eventstore.Command {
	return sambatan.Campaigns.Command(job.Campaign.String(), body, eventstore.Meta{
		CommandID: id.Derive(job.Campaign, name), Actor: actor,
	})
}

// toOrder is the same for an order.
func toOrder(job timers.OrderJob, name string, body order.Command) eventstore.Command {
	return order.Orders.Command(job.Participation.String(), body, eventstore.Meta{
		CommandID: id.Derive(job.Participation, name), Actor: actor,
	})
}

// worker rings one kind of timer.
type worker[T river.JobArgs] struct {
	river.WorkerDefaults[T]

	log  eventstore.Log
	ring func(T) eventstore.Command
}

// Work implements river.Worker.
func (w *worker[T]) Work(ctx context.Context, job *river.Job[T]) error {
	_, err := w.log.Execute(ctx, w.ring(job.Args))
	if err == nil {
		return nil
	}
	if early, ok := errors.AsType[*sambatan.EarlyError](err); ok { // the queue's clock is ahead of the log's
		return river.JobSnooze(max(soon, time.Until(early.DueAt)))
	}
	if early, ok := errors.AsType[*order.EarlyError](err); ok {
		return river.JobSnooze(max(soon, time.Until(early.DueAt)))
	}
	if early, ok := errors.AsType[*notification.EarlyError](err); ok {
		return river.JobSnooze(max(soon, time.Until(early.DueAt)))
	}
	if early, ok := errors.AsType[*payout.EarlyError](err); ok {
		return river.JobSnooze(max(soon, time.Until(early.DueAt)))
	}
	if _, ok := errors.AsType[*notification.LateError](err); ok { // nobody could ring it in time
		return river.JobCancel(err)
	}
	if busy, ok := errors.AsType[*eventstore.BusyError](err); ok {
		return river.JobSnooze(max(soon, busy.RetryAfter))
	}
	if _, ok := errors.AsType[*sambatan.PhaseError](err); ok { // the campaign has moved on without it
		return river.JobCancel(err)
	}
	return fmt.Errorf("ring %s: %w", job.Kind, err)
}
