package mailer_test

import (
	"context"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/mailbox"
	"github.com/sensasiwangi/sambatan/internal/mailer"
	"github.com/sensasiwangi/sambatan/internal/timer"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/services/notification"
)

// schedule runs a scheduler that sends mails until the test ends.
func (o *office) schedule() {
	o.t.Helper()
	sender := mailer.New(o.config)
	scheduler, err := timer.New(timer.Config{
		Pool: o.db.PoolAs(o.t, "sambatan_app"), Log: o.market.Log, Logger: slog.New(slog.NewTextHandler(o.logged, nil)),
		Others: sender.Register, Queues: mailer.Queues(),
	})
	require.NoError(o.t, err)
	ctx, cancel := context.WithCancel(o.t.Context())
	done := make(chan error, 1)
	go func() { done <- scheduler.Run(ctx) }()
	o.t.Cleanup(func() {
		cancel()
		require.NoError(o.t, <-done)
	})
}

// settled waits until no mail waits to be sent.
func (o *office) settled() {
	o.t.Helper()
	require.Eventually(o.t, func() bool {
		var left int
		err := o.db.Pool.QueryRow(o.t.Context(), `SELECT (SELECT count(*) FROM mails WHERE state IN ('Queued', 'Sending'))
			+ (SELECT count(*) FROM river_job WHERE kind = 'notification_mails' AND finalized_at IS NULL)`).Scan(&left)
		return err == nil && left == 0
	}, 45*time.Second, 20*time.Millisecond)
}

func TestTwoSchedulersSendEveryMailOnceAndTheRestLater(t *testing.T) {
	t.Parallel()
	o := open(t)
	all := o.texts(`SELECT id::text FROM mails`)
	require.Greater(t, len(all), 30)
	o.trouble.at(mailbox.StepBody, mailbox.Fault{Code: 451}, mailbox.Fault{Code: 451}, mailbox.Fault{Cut: true})
	_, err := o.db.Pool.Exec(t.Context(), `DELETE FROM mails`) // who takes up their jobs makes them
	require.NoError(t, err)
	o.schedule()
	o.schedule()
	o.settled()
	require.Equal(t, 3, o.trouble.counted())
	require.Len(t, o.texts(`SELECT id::text FROM mails WHERE state = 'RetryWait'`), 3)
	require.Len(t, o.texts(`SELECT id::text FROM river_job WHERE kind = 'notification_mail' AND scheduled_at > now() + interval '30 seconds'`), 3)
	var wanted, got []string
	for _, mail := range o.texts(`SELECT id::text FROM mails WHERE state = 'Sent'`) {
		wanted = append(wanted, "<"+mail+"@sambatan.example>")
	}
	for _, mail := range o.server.Mails() {
		got = append(got, mail.MessageID)
	}
	require.Len(t, wanted, len(all)-3)
	require.ElementsMatch(t, wanted, got, "each once")
}

func TestAMailThatAKilledProcessWasSendingIsSentByAnother(t *testing.T) {
	t.Parallel()
	o := open(t)
	killed := o.texts(`SELECT id::text FROM mails ORDER BY position LIMIT 1`)[0]
	_, err := o.db.Pool.Exec(t.Context(), `DELETE FROM river_job WHERE NOT args -> 'messages' @> jsonb_build_array(jsonb_build_object('mail', $1::text))`, killed)
	require.NoError(t, err)
	_, err = o.db.Pool.Exec(t.Context(), `UPDATE mails SET state = CASE WHEN id::text = $1 THEN 'Sending' ELSE 'Suppressed' END`, killed)
	require.NoError(t, err)
	tag, err := o.db.Pool.Exec(t.Context(), `UPDATE river_job
		SET state = 'running', attempt = 1, attempted_at = now() - interval '1 minute', attempted_by = '{killed}'`)
	require.NoError(t, err)
	require.EqualValues(t, 1, tag.RowsAffected())
	o.schedule()
	o.settled()
	mails := o.server.Mails()
	require.Len(t, mails, 1)
	require.Equal(t, "<"+killed+"@sambatan.example>", mails[0].MessageID)
}

func TestJobsOfAnOlderVersionWhichWroteTheMailsItselfAreWorked(t *testing.T) {
	t.Parallel()
	o := open(t)
	all := o.texts(`SELECT id::text FROM mails`)
	_, err := o.db.Pool.Exec(t.Context(), `UPDATE river_job SET args = jsonb_build_object('mails',
		(SELECT jsonb_agg(m -> 'mail') FROM jsonb_array_elements(args -> 'messages') AS m)) WHERE kind = 'notification_mails'`)
	require.NoError(t, err)
	o.schedule()
	o.settled()
	require.Len(t, o.server.Mails(), len(all), "each once")
	require.Len(t, o.texts(`SELECT id::text FROM mails WHERE state = 'Sent'`), len(all))
}

func TestMailsThatABatchHasNoTimeForGetJobsOfTheirOwn(t *testing.T) {
	t.Parallel()
	o := open(t)
	all := o.texts(`SELECT id::text FROM mails`)
	var passed atomic.Int64 // time, while mails are sent
	begun, facts := o.now, o.desk.facts
	o.config.Now = func() time.Time { return begun.Add(time.Duration(passed.Load())) }
	o.desk.facts = func(mail notifications.Mail) (notification.Facts, error) {
		passed.Add(int64(3 * time.Second))
		return facts(mail)
	}
	o.schedule()
	o.settled()
	require.Greater(t, len(o.texts(`SELECT id::text FROM river_job WHERE kind = 'notification_mail'`)), 10)
	require.Len(t, o.server.Mails(), len(all), "each once")
	require.Len(t, o.texts(`SELECT id::text FROM mails WHERE state = 'Sent'`), len(all))
}
