package notifications

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/riverqueue/river"

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

// MailsJob sends mails for the first time that were written together. In a rush a job for
// each would cost the queue more than writing them. A mail that has to be tried again gets a
// [MailJob] of its own.
type MailsJob struct {
	Mails []id.ID `json:"mails"`
}

// Kind implements river.JobArgs. The name is stored with the jobs.
func (MailsJob) Kind() string { return "notification_mails" }

// InsertOpts implements river.JobArgsWithInsertOpts, as those of a [MailJob].
func (MailsJob) InsertOpts() river.InsertOpts { return MailJob{}.InsertOpts() }

// mailsAtOnce is how many mails a job has at most: their senders share the jobs.
const mailsAtOnce = 20

// Act implements projections.Actor: it writes a mail for every message of the batch
// that deserves one, and the jobs that send them.
func (p Projection) Act(ctx context.Context, tx pgx.Tx, batch []projections.Event) error {
	told, err := deserving(ctx, tx, batch)
	if err != nil || len(told) == 0 {
		return err
	}
	written, err := writeMails(ctx, tx, told)
	if err != nil {
		return err
	}
	var jobs []river.InsertManyParams
	for mails := range slices.Chunk(written, mailsAtOnce) {
		jobs = append(jobs, river.InsertManyParams{Args: MailsJob{mails}})
	}
	return p.jobs.Insert(ctx, tx, jobs)
}

// mailed is a message that a mail follows.
type mailed struct {
	event     id.ID
	recipient notification.Recipient
	position  int64
	template  notification.Template
	at        time.Time
}

// deserves tells whether a mail should follow a message. One about an event of long ago
// has none: whoever first switches this on, or releases a stream that was parked for days,
// must not tell everybody old news.
func (m *mailed) deserves(now time.Time) bool {
	return notification.GroupOf(m.template) != notification.GroupNone && now.Sub(m.at) < notification.Life(m.template)
}

// deserving reads which of a batch's messages a mail should follow.
func deserving(ctx context.Context, tx pgx.Tx, batch []projections.Event) ([]mailed, error) {
	// One look into the index for each: OFFSET 0 keeps the planner, who doesn't know how
	// many there are, from joining with all messages there ever were.
	const query = `SELECT n.event, n.recipient, n.position, n.template, n.at FROM unnest($1::bigint[]) AS told (position)
		CROSS JOIN LATERAL (SELECT * FROM notifications WHERE position = told.position OFFSET 0) AS n
		WHERE n.recipient LIKE 'user:%' ORDER BY n.position, n.recipient, n.template`
	told, err := projections.All(ctx, tx, func(row pgx.CollectableRow) (m mailed, err error) {
		return m, row.Scan(projections.ScanID(&m.event), (*string)(&m.recipient), &m.position, (*string)(&m.template), projections.ScanTime(&m.at))
	}, query, projections.Column(batch, func(e *projections.Event) int64 { return int64(e.Position) }))
	if err != nil {
		return nil, fmt.Errorf("read messages: %w", err)
	}
	now := time.Now()
	return slices.DeleteFunc(told, func(m mailed) bool { return !m.deserves(now) }), nil
}

// writeMails writes the mails that are not there yet, and returns their ids. OFFSET 0 is
// there for the reason that deserving gives.
func writeMails(ctx context.Context, tx pgx.Tx, told []mailed) ([]id.ID, error) {
	const query = `INSERT INTO public.mails (id, event, recipient, channel, template, position, at, campaign, participation, params)
		SELECT m.id, n.event, n.recipient, $5, n.template, n.position, n.at, n.campaign, n.participation, n.params
		FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[]) AS m (id, recipient, position, template)
		CROSS JOIN LATERAL (SELECT * FROM notifications
			WHERE recipient = m.recipient AND position = m.position AND channel = $6 AND template = m.template OFFSET 0) AS n
		ON CONFLICT DO NOTHING RETURNING id`
	written, err := projections.All(ctx, tx, func(row pgx.CollectableRow) (mail id.ID, err error) {
		return mail, row.Scan(projections.ScanID(&mail))
	}, query,
		projections.Column(told, func(m *mailed) pgtype.UUID {
			return projections.UUID(notification.MailID(m.event, m.recipient, m.template))
		}),
		projections.Column(told, func(m *mailed) string { return string(m.recipient) }),
		projections.Column(told, func(m *mailed) int64 { return m.position }),
		projections.Column(told, func(m *mailed) string { return string(m.template) }),
		string(notification.Email), string(notification.InApp))
	if err != nil {
		return nil, fmt.Errorf("write mails: %w", err)
	}
	return written, nil
}
