package notifications

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/notification"
)

// Queue that mails wait in, apart from the timers: a slow mail server must not
// keep a deadline waiting.
const Queue = "mail"

// MailJob sends one mail. It holds no address, and nothing that could be one.
type MailJob struct {
	Mail  id.ID `json:"mail"`
	Round int   `json:"round"` // how often an operator sent it anew
}

// Kind implements river.JobArgs. The name is stored with the jobs.
func (MailJob) Kind() string { return "notification_mail" }

// InsertOpts implements river.JobArgsWithInsertOpts: never given up by the queue. When
// enough is enough, the mail says. There is one job for a mail and round, because it comes
// with the change of the mail's row that makes them.
func (MailJob) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: Queue, MaxAttempts: math.MaxInt16}
}

// MailsJob sends mails for the first time, of messages that were written together: in a rush
// a job for each would cost the queue more than writing them. A mail that has to be tried
// again gets a [MailJob] of its own.
type MailsJob struct {
	Messages []Message `json:"messages"`
	// Mails are those of a job that an older version made, when it wrote their rows.
	Mails []id.ID `json:"mails,omitempty"`
}

// Message is one that a mail follows, by its key.
type Message struct {
	Mail      id.ID                 `json:"mail"`
	Recipient id.ID                 `json:"to"`
	Position  eventstore.Position   `json:"at"` // of its event
	Template  notification.Template `json:"as"`
}

// Kind implements river.JobArgs. The name is stored with the jobs.
func (MailsJob) Kind() string { return "notification_mails" }

// InsertOpts implements river.JobArgsWithInsertOpts, as those of a [MailJob].
func (MailsJob) InsertOpts() river.InsertOpts { return MailJob{}.InsertOpts() }

// mailsAtOnce is how many mails a job has at most: their senders share the jobs. Postgres
// keeps so few in the job's own row, and does not try to compress it.
const mailsAtOnce = 12

// Act implements projections.Actor: it gives every message of the batch that deserves a mail
// to those who send them. The mail's row they make themselves: a read model that is followed
// closely does not wait for a million of them.
func (p Projection) Act(ctx context.Context, tx pgx.Tx, batch []projections.Event) error {
	told, err := deserving(ctx, tx, batch)
	if err != nil {
		return err
	}
	var jobs []river.InsertManyParams
	for messages := range slices.Chunk(told, mailsAtOnce) {
		jobs = append(jobs, river.InsertManyParams{Args: MailsJob{Messages: messages}})
	}
	return p.jobs.Insert(ctx, tx, jobs)
}

// deserves tells whether a mail should follow a message. One about an event of long ago
// has none: whoever first switches this on, or releases a stream that was parked for days,
// must not tell everybody old news.
func deserves(template notification.Template, at, now time.Time) bool {
	return notification.GroupOf(template) != notification.GroupNone && now.Sub(at) < notification.Life(template)
}

// deserving reads which of a batch's messages a mail should follow.
func deserving(ctx context.Context, tx pgx.Tx, batch []projections.Event) (told []Message, err error) {
	// One look into the index for each: OFFSET 0 keeps the planner, who doesn't know how
	// many there are, from joining with all messages there ever were.
	const query = `SELECT n.event, n.recipient, n.position, n.template, n.at FROM unnest($1::bigint[]) AS told (position)
		CROSS JOIN LATERAL (SELECT * FROM notifications WHERE position = told.position OFFSET 0) AS n
		WHERE n.recipient LIKE 'user:%' ORDER BY n.position, n.recipient, n.template`
	rows, err := tx.Query(ctx, query, projections.Column(batch, func(e *projections.Event) int64 { return int64(e.Position) }))
	if err != nil {
		return nil, fmt.Errorf("read messages: %w", err)
	}
	var event id.ID
	var to notification.Recipient
	var m Message
	var at time.Time
	now := time.Now()
	into := []any{projections.ScanID(&event), (*string)(&to), (*int64)(&m.Position), (*string)(&m.Template), projections.ScanTime(&at)}
	if _, err := pgx.ForEachRow(rows, into, func() (err error) {
		if deserves(m.Template, at, now) {
			m.Mail = notification.MailID(event, to, m.Template)
			m.Recipient, err = id.Parse(to.Name())
			told = append(told, m)
		}
		return err
	}); err != nil {
		return nil, fmt.Errorf("read messages: %w", err)
	}
	return told, nil
}
