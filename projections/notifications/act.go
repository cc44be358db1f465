package notifications

import (
	"context"
	"fmt"
	"math"

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

// Act implements projections.Actor: it writes a mail, and the job that sends it,
// for every message of the batch that deserves one.
func (p Projection) Act(ctx context.Context, tx pgx.Tx, batch []projections.Event) error {
	told, err := deserving(ctx, tx, batch)
	if err != nil || len(told) == 0 {
		return err
	}
	written, err := writeMails(ctx, tx, told)
	if err != nil || len(written) == 0 {
		return err
	}
	jobs := make([]river.InsertManyParams, len(written))
	for i, mail := range written {
		jobs[i] = river.InsertManyParams{Args: MailJob{Mail: mail}}
	}
	return p.jobs.Insert(ctx, tx, jobs)
}

// mailed is a message that a mail follows.
type mailed struct {
	mail, event id.ID
	recipient   string
	template    string
}

// deserving reads which of a batch's messages a mail should follow. Those about
// events of long ago have none: whoever first switches this on, or releases a
// stream that was parked for days, must not tell everybody old news.
func deserving(ctx context.Context, tx pgx.Tx, batch []projections.Event) ([]mailed, error) {
	// The bounds let the planner read a stretch of the index; a stream that was parked has gaps.
	const query = `SELECT event, recipient, template FROM notifications
		WHERE position BETWEEN $6 AND $7 AND position = ANY ($1::bigint[]) AND recipient LIKE 'user:%' AND (
			template = ANY ($2::text[]) AND at > now() - $3::interval OR template = ANY ($4::text[]) AND at > now() - $5::interval)
		ORDER BY position, recipient, template`
	at := projections.Column(batch, func(e *projections.Event) int64 { return int64(e.Position) })
	var news []notification.Template
	for _, group := range notification.Mutable {
		news = append(news, notification.Mailed(group)...)
	}
	told, err := projections.All(ctx, tx, func(row pgx.CollectableRow) (m mailed, err error) {
		err = row.Scan(projections.ScanID(&m.event), &m.recipient, &m.template)
		m.mail = notification.MailID(m.event, notification.Recipient(m.recipient), notification.Template(m.template))
		return m, err
	}, query, at, news, notification.NewsLife, notification.Mailed(notification.GroupMoney), notification.MoneyLife, at[0], at[len(at)-1])
	if err != nil {
		return nil, fmt.Errorf("read messages: %w", err)
	}
	return told, nil
}

// writeMails writes the mails that are not there yet, and returns their ids.
func writeMails(ctx context.Context, tx pgx.Tx, told []mailed) ([]id.ID, error) {
	const query = `INSERT INTO public.mails (id, event, recipient, channel, template, position, at, campaign, participation, params)
		SELECT m.id, n.event, n.recipient, $4, n.template, n.position, n.at, n.campaign, n.participation, n.params
		FROM unnest($1::uuid[], $2::text[], $3::text[], $5::uuid[]) AS m (id, recipient, template, event)
		JOIN notifications n USING (event, recipient, template)
		ON CONFLICT DO NOTHING RETURNING id`
	written, err := projections.All(ctx, tx, func(row pgx.CollectableRow) (mail id.ID, err error) {
		return mail, row.Scan(projections.ScanID(&mail))
	}, query,
		projections.Column(told, func(m *mailed) pgtype.UUID { return projections.UUID(m.mail) }),
		projections.Column(told, func(m *mailed) string { return m.recipient }),
		projections.Column(told, func(m *mailed) string { return m.template }), string(notification.Email),
		projections.Column(told, func(m *mailed) pgtype.UUID { return projections.UUID(m.event) }))
	if err != nil {
		return nil, fmt.Errorf("write mails: %w", err)
	}
	return written, nil
}
