package notifications

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/notification"
)

// Open makes the rows of a job's mails that have none yet, and returns the mails, to be tried
// one by one: who comes to them again finds them as they are.
func (o *Outbox) Open(ctx context.Context, job MailsJob) ([]id.ID, error) {
	mails := projections.Column(job.Messages, func(m *Message) id.ID { return m.Mail })
	err := o.tx(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, openMails, projections.UUIDs(mails),
			projections.Column(job.Messages, func(m *Message) string { return string(notification.User(m.Recipient)) }),
			projections.Column(job.Messages, func(m *Message) int64 { return int64(m.Position) }),
			projections.Column(job.Messages, func(m *Message) string { return string(m.Template) }),
			string(notification.Email), string(notification.InApp))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("open mails: %w", err)
	}
	return append(mails, job.Mails...), nil
}

// openMails looks for each message by its key: OFFSET 0 keeps the planner, who doesn't know
// how few they are, from going through all messages there ever were.
const openMails = `INSERT INTO mails (id, event, recipient, channel, template, position, at, campaign, participation, params)
	SELECT m.id, n.event, n.recipient, $5, n.template, n.position, n.at, n.campaign, n.participation, n.params
	FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[]) AS m (id, recipient, position, template)
	CROSS JOIN LATERAL (SELECT * FROM sambatan_notifications
		WHERE recipient = m.recipient AND position = m.position AND channel = $6 AND template = m.template OFFSET 0) AS n
	ON CONFLICT DO NOTHING`
