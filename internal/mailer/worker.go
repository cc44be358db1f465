package mailer

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

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

// Queues are those that a mailer's workers work, and how many at a time.
func Queues() map[string]int {
	return map[string]int{notifications.Queue: AtOnce, LetterQueue: LettersAtOnce}
}

// Register adds the workers that send mails and letters to those of a queue.
func (m *Mailer) Register(all *river.Workers) {
	river.AddWorker(all, &sender{mailer: m})
	river.AddWorker(all, &batchSender{mailer: m})
	river.AddWorker(all, &signInSender{mailer: m})
	river.AddWorker(all, &keySender{mailer: m})
}

// sender works the jobs of single mails.
type sender struct {
	river.WorkerDefaults[notifications.MailJob]

	mailer *Mailer
}

// Timeout implements river.Worker.
func (*sender) Timeout(*river.Job[notifications.MailJob]) time.Duration { return patience }

// Work implements river.Worker.
func (s *sender) Work(ctx context.Context, job *river.Job[notifications.MailJob]) error {
	pause, err := s.mailer.attempt(ctx, job.Args)
	if err == nil && pause > 0 {
		return river.JobSnooze(pause)
	}
	return err
}

// batchSender works the jobs of mails whose messages were written together.
type batchSender struct {
	river.WorkerDefaults[notifications.MailsJob]

	mailer *Mailer
}

// Timeout implements river.Worker.
func (*batchSender) Timeout(*river.Job[notifications.MailsJob]) time.Duration { return patience }

// Work implements river.Worker: it makes the mails' rows, and sends one after the other. Those that have to
// wait, and those that there is no time for, get jobs of their own in the transaction that
// completes this one. Should the process die before that, the mails that were sent say so.
func (s *batchSender) Work(ctx context.Context, job *river.Job[notifications.MailsJob]) error {
	begun, later := s.mailer.Now(), map[notifications.MailJob]time.Duration{}
	mails, err := s.mailer.Outbox.Open(ctx, job.Args)
	if err != nil {
		return err
	}
	for _, mail := range mails {
		single := notifications.MailJob{Mail: mail}
		if s.mailer.Now().Sub(begun) > patience-deliverTime {
			later[single] = 0
			continue
		}
		pause, err := s.mailer.attempt(ctx, single)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil: // its own job says it again, and counts how often
			s.mailer.Logger.WarnContext(ctx, "a mail is left to a job of its own", "mail", mail.String(), "error", err)
			later[single] = 0
		case pause > 0:
			later[single] = pause
		}
	}
	if len(later) == 0 {
		return nil
	}
	return s.mailer.Outbox.Later(ctx, later, func(tx pgx.Tx) error {
		_, err := river.JobCompleteTx[*riverpgxv5.Driver](ctx, tx, job)
		return err
	})
}

// attempt handles one mail, and returns when it wants to be handled again; zero: never.
func (m *Mailer) attempt(ctx context.Context, job notifications.MailJob) (time.Duration, error) {
	pause, err := m.Handle(ctx, job)
	if busy, ok := errors.AsType[*eventstore.BusyError](err); ok {
		return max(time.Second, busy.RetryAfter), nil
	}
	return pause, err
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
