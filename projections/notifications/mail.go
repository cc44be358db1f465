package notifications

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/notification"
)

// ErrNotWaiting means that there is nothing to do about a mail: it was sent,
// suppressed or given up, or an operator has sent it anew since.
var ErrNotWaiting = errors.New("the mail does not wait")

// ErrNotDead means that a mail was not given up, so that it can't be sent anew.
var ErrNotDead = errors.New("the mail was not given up")

// Mail is one mail on its way.
type Mail struct {
	ID                         id.ID
	Recipient, Campaign, Event id.ID
	Participation              id.ID
	Template                   notification.Template
	Params                     notification.Params
	Position                   eventstore.Position // of the event
	At                         time.Time           // of the event
	State                      notification.MailState
	Reason, Code               string
	Round, Attempts            int
	DueAt, ChangedAt           time.Time
}

const selectMail = `SELECT id, recipient, campaign, event, participation, template, params, position, at, state, reason, code, round, attempts,
	due_at, changed_at FROM mails `

func scanMail(row pgx.CollectableRow) (m Mail, err error) { return scanMailWith(row) }

func scanMailWith(row pgx.CollectableRow, more ...any) (Mail, error) {
	var m Mail
	var to notification.Recipient
	var params json.RawMessage
	if err := row.Scan(append([]any{
		projections.ScanID(&m.ID), (*string)(&to), projections.ScanID(&m.Campaign), projections.ScanID(&m.Event),
		projections.ScanID(&m.Participation), (*string)(&m.Template), &params, &m.Position, projections.ScanTime(&m.At),
		(*string)(&m.State), projections.ScanText(&m.Reason), projections.ScanText(&m.Code), &m.Round, &m.Attempts,
		projections.ScanTime(&m.DueAt), projections.ScanTime(&m.ChangedAt),
	}, more...)...); err != nil {
		return Mail{}, err
	}
	recipient, err := id.Parse(to.Name())
	m.Recipient = recipient
	err = errors.Join(err, json.Unmarshal(params, &m.Params))
	return m, err
}

// DeadMails returns a page of the mails that were given up, the newest first,
// and how many there are in all. Only staff see them.
func DeadMails(ctx context.Context, q projections.Querier, limit, offset int) ([]Mail, int, error) {
	const query = `WITH dead AS (` + selectMail + `WHERE state = 'Dead')
		SELECT *, count(*) OVER () FROM dead ORDER BY changed_at DESC, id LIMIT $1 OFFSET $2`
	return projections.Page(ctx, q, func(row pgx.CollectableRow, total *int) (Mail, error) { return scanMailWith(row, total) }, query, limit, offset)
}

// MailTally is how many mails there are in each state, and since when the oldest
// that could be sent has waited; zero: none does.
type MailTally struct {
	Count  map[notification.MailState]int
	Oldest time.Time
}

// TallyMails counts the mails, those included that nobody has opened yet. Only staff see them.
func TallyMails(ctx context.Context, q projections.Querier, now time.Time) (MailTally, error) {
	tally := MailTally{Count: map[notification.MailState]int{}}
	const query = `SELECT state, count(*), min(due_at) FILTER (WHERE state IN ('Queued', 'Sending', 'RetryWait') AND due_at <= $1)
		FROM mails GROUP BY state
		UNION ALL SELECT 'Queued', sum(jsonb_array_length(args -> 'messages')), min(scheduled_at) FILTER (WHERE scheduled_at <= $1)
		FROM river_job WHERE ` + unopened + ` HAVING count(*) > 0`
	rows, err := q.Query(ctx, query, now)
	if err != nil {
		return tally, err
	}
	var state string
	var count int
	var oldest time.Time
	_, err = pgx.ForEachRow(rows, []any{&state, &count, projections.ScanTime(&oldest)}, func() error {
		tally.Count[notification.MailState(state)] += count
		if tally.Oldest.IsZero() || !oldest.IsZero() && oldest.Before(tally.Oldest) {
			tally.Oldest = oldest
		}
		return nil
	})
	return tally, err
}

// unopened are jobs that nobody has taken up, whose mails have no rows; or who did could not,
// and then some may have one.
const unopened = `kind = 'notification_mails' AND state IN ('available', 'scheduled', 'retryable') AND args ? 'messages'`

// Outbox is the mails as their sender works on them: each step is a transaction
// of its own, under the scheduler's role.
type Outbox struct {
	db   Beginner
	jobs projections.Jobs
}

// NewOutbox returns the outbox of a migrated database.
func NewOutbox(db Beginner) *Outbox { return &Outbox{db, projections.NewJobs()} }

// Waiting returns a mail of a round that has not come to its end, and what its
// reader wants; or ErrNotWaiting.
func (o *Outbox) Waiting(ctx context.Context, job MailJob) (mail Mail, wishes notification.Wishes, err error) {
	err = o.tx(ctx, func(tx pgx.Tx) error {
		const waiting = selectMail + `WHERE id = $1 AND round = $2 AND state IN ('Queued', 'Sending', 'RetryWait')`
		if mail, err = projections.One(ctx, tx, scanMail, waiting, projections.UUID(job.Mail), job.Round); err != nil {
			return err
		}
		wishes, err = wishesOf(ctx, tx, mail.Recipient)
		return err
	})
	if errors.Is(err, projections.ErrNotFound) {
		err = ErrNotWaiting
	}
	return mail, wishes, err
}

// Start says that a mail is being handed over, and returns how often that was
// tried in its round, this time included.
func (o *Outbox) Start(ctx context.Context, job MailJob, now time.Time) (attempt int, err error) {
	err = o.tx(ctx, func(tx pgx.Tx) error {
		const query = `UPDATE mails SET state = 'Sending', reason = NULL, attempts = attempts + 1, changed_at = $3
			WHERE id = $1 AND round = $2 AND state IN ('Queued', 'Sending', 'RetryWait') RETURNING attempts`
		attempt, err = projections.One(ctx, tx, pgx.RowTo[int], query, projections.UUID(job.Mail), job.Round, now)
		return err
	})
	if errors.Is(err, projections.ErrNotFound) {
		err = ErrNotWaiting
	}
	return attempt, err
}

// Sent says that the server took a mail.
func (o *Outbox) Sent(ctx context.Context, job MailJob, now time.Time) error {
	return o.move(ctx, job, `state = 'Sent', code = NULL, sent_at = $3, changed_at = $3`, now)
}

// Retry says that a mail is tried again later, and what the server answered.
func (o *Outbox) Retry(ctx context.Context, job MailJob, code string, now time.Time) error {
	return o.move(ctx, job, `state = 'RetryWait', code = nullif($4, ''), changed_at = $3`, now, code)
}

// Dead says that a mail was given up.
func (o *Outbox) Dead(ctx context.Context, job MailJob, why notification.Failure, code string, now time.Time) error {
	return o.move(ctx, job, `state = 'Dead', reason = $4, code = nullif($5, ''), changed_at = $3`, now, string(why), code)
}

// Suppress says why a mail is not sent.
func (o *Outbox) Suppress(ctx context.Context, job MailJob, why notification.Silence, now time.Time) error {
	return o.move(ctx, job, `state = 'Suppressed', reason = $4, changed_at = $3`, now, string(why))
}

// Postpone says that a mail waits for the morning.
func (o *Outbox) Postpone(ctx context.Context, job MailJob, until, now time.Time) error {
	return o.move(ctx, job, `state = 'Queued', reason = $4, due_at = $5, changed_at = $3`, now, string(notification.QuietHours), until)
}

func (o *Outbox) move(ctx context.Context, job MailJob, set string, more ...any) error {
	return o.tx(ctx, func(tx pgx.Tx) error {
		query := `UPDATE mails SET ` + set + ` WHERE id = $1 AND round = $2 AND state IN ('Queued', 'Sending', 'RetryWait')`
		tag, err := tx.Exec(ctx, query, append([]any{projections.UUID(job.Mail), job.Round}, more...)...)
		if err == nil && tag.RowsAffected() == 0 {
			err = ErrNotWaiting
		}
		return err
	})
}

// Resend sends a mail anew that was given up.
func (o *Outbox) Resend(ctx context.Context, mail, operator id.ID, now time.Time) error {
	err := o.tx(ctx, func(tx pgx.Tx) error {
		const query = `UPDATE mails SET state = 'Queued', reason = NULL, code = NULL, attempts = 0, round = round + 1,
			due_at = $3, changed_at = $3, resent_by = $2 WHERE id = $1 AND state = 'Dead' RETURNING round`
		round, err := projections.One(ctx, tx, pgx.RowTo[int], query, projections.UUID(mail), projections.UUID(operator), now)
		if errors.Is(err, projections.ErrNotFound) {
			return ErrNotDead
		}
		if err != nil {
			return err
		}
		return o.jobs.Insert(ctx, tx, []river.InsertManyParams{{Args: MailJob{Mail: mail, Round: round}}})
	})
	if err != nil {
		return fmt.Errorf("send a mail anew: %w", err)
	}
	return nil
}

// Later gives mails jobs of their own that are due after the pauses, in one transaction
// with done.
func (o *Outbox) Later(ctx context.Context, pauses map[MailJob]time.Duration, done func(pgx.Tx) error) error {
	jobs := make([]river.InsertManyParams, 0, len(pauses))
	for job, pause := range pauses {
		jobs = append(jobs, river.InsertManyParams{Args: job, InsertOpts: &river.InsertOpts{ScheduledAt: time.Now().Add(pause)}})
	}
	return o.tx(ctx, func(tx pgx.Tx) error {
		if err := o.jobs.Insert(ctx, tx, jobs); err != nil {
			return err
		}
		return done(tx)
	})
}

// Forget deletes mails that came to their end before a time, and returns how
// many. Those that were given up stay.
func (o *Outbox) Forget(ctx context.Context, before time.Time) (n int64, err error) {
	err = o.tx(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `DELETE FROM mails WHERE state IN ('Sent', 'Suppressed') AND changed_at < $1`, before)
		n = tag.RowsAffected()
		return err
	})
	return n, err
}

func (o *Outbox) tx(ctx context.Context, work func(pgx.Tx) error) error {
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SET LOCAL ROLE sambatan_scheduler"); err != nil {
			return err
		}
		return work(tx)
	})
}
