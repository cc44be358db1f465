package mailer

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/projections/notifications"
)

const (
	// AtOnce is how many mails a process sends at the same time.
	AtOnce = 4
	// patience bounds one job. It is shorter than the time after which the queue
	// takes a job for lost and gives it to somebody else.
	patience = 25 * time.Second
	// memory is how long mails that came to their end are remembered.
	memory = 90 * 24 * time.Hour
)

// Register adds the worker that sends mails to those of a queue.
func (m *Mailer) Register(all *river.Workers) {
	river.AddWorker(all, &sender{mailer: m})
}

// sender works the jobs of mails.
type sender struct {
	river.WorkerDefaults[notifications.MailJob]

	mailer *Mailer
}

// Timeout implements river.Worker.
func (*sender) Timeout(*river.Job[notifications.MailJob]) time.Duration { return patience }

// Work implements river.Worker.
func (s *sender) Work(ctx context.Context, job *river.Job[notifications.MailJob]) error {
	pause, err := s.mailer.Handle(ctx, job.Args)
	if busy, ok := errors.AsType[*eventstore.BusyError](err); ok {
		return river.JobSnooze(max(time.Second, busy.RetryAfter))
	}
	if err != nil {
		return err
	}
	if pause > 0 {
		return river.JobSnooze(pause)
	}
	return nil
}

// Forget forgets mails that came to their end long ago, every day until ctx ends.
// Any number of processes may do so at once.
func (m *Mailer) Forget(ctx context.Context) error {
	daily := time.NewTicker(24 * time.Hour)
	defer daily.Stop()
	for {
		n, err := m.Outbox.Forget(ctx, m.Now().Add(-memory))
		switch {
		case err != nil && ctx.Err() == nil:
			m.Logger.WarnContext(ctx, "old mails were not forgotten", "error", err)
		case n > 0:
			m.Logger.InfoContext(ctx, "old mails were forgotten", "mails", n)
		}
		select {
		case <-daily.C:
		case <-ctx.Done():
			return nil
		}
	}
}
