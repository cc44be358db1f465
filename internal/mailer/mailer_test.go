package mailer_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/mailbox"
	"github.com/sensasiwangi/sambatan/internal/mailer"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/services/notification"
)

func TestAMailIsSentOnceHoweverOftenItsJobComes(t *testing.T) {
	t.Parallel()
	o := open(t)
	job := o.about(notification.SlotsSecured)
	for range 3 {
		require.Zero(t, o.handle(job))
	}
	mails := o.server.Mails()
	require.Len(t, mails, 1)
	require.Equal(t, messageID(job), mails[0].MessageID)
	require.Equal(t, "slots_secured", mails[0].Subject)
	require.Contains(t, mails[0].To[0], "@contoh.id")
	require.Equal(t, "Sent 1", o.state(job))
}

func TestAServerThatIsBusyIsAskedAgainLater(t *testing.T) {
	t.Parallel()
	o := open(t)
	job := o.about(notification.PayNow)
	o.trouble.at(mailbox.StepRecipient, mailbox.Fault{Code: 450}, mailbox.Fault{Code: 421})
	require.Equal(t, time.Minute, o.handle(job))
	require.Equal(t, "RetryWait 450 4.1.1 1", o.state(job))
	require.Equal(t, 5*time.Minute, o.handle(job))
	require.Equal(t, "RetryWait 421 4.1.1 2", o.state(job))
	require.Zero(t, o.handle(job))
	require.Equal(t, "Sent 3", o.state(job))
	require.Equal(t, 2, o.trouble.counted())
	require.Len(t, o.server.Mails(), 1)
	require.Empty(t, o.undelivered())
	require.Contains(t, o.logged.String(), "450 4.1.1")
}

// The one moment that SMTP can't be asked about: the server has the mail, and we
// don't know. It is sent again, and recognisable.
func TestAMailWhoseAnswerWasLostIsSentAgainUnderTheSameMessageID(t *testing.T) {
	t.Parallel()
	o := open(t)
	job := o.about(notification.RefundPromised)
	o.trouble.at(mailbox.StepTaken, mailbox.Fault{Cut: true})
	require.Equal(t, time.Minute, o.handle(job))
	require.Equal(t, "RetryWait 1", o.state(job))
	require.Len(t, o.server.Mails(), 1)
	require.Zero(t, o.handle(job))
	require.Equal(t, 1, o.trouble.counted())
	mails := o.server.Mails()
	require.Len(t, mails, 2)
	for _, mail := range mails {
		require.Equal(t, messageID(job), mail.MessageID)
	}
}

// killed delivers, and dies before anybody hears of it.
type killed struct {
	notification.Postman

	kill context.CancelFunc
}

// Deliver implements notification.Postman.
func (k killed) Deliver(ctx context.Context, letter notification.Letter) error {
	if err := k.Postman.Deliver(ctx, letter); err != nil {
		return err
	}
	k.kill()
	return ctx.Err()
}

func TestAMailThatAProcessDiedOverIsSentAgainUnderTheSameMessageID(t *testing.T) {
	t.Parallel()
	o := open(t)
	job := o.about(notification.RefundPromised)
	ctx, kill := context.WithCancel(t.Context())
	dying := o.config
	dying.Postman = killed{dying.Postman, kill}
	_, err := mailer.New(dying).Handle(ctx, job)
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, "Sending 1", o.state(job), "nobody could mark it")
	require.Len(t, o.server.Mails(), 1)
	require.Zero(t, o.handle(job))
	require.Equal(t, "Sent 2", o.state(job))
	mails := o.server.Mails()
	require.Len(t, mails, 2, "at least once, not exactly once")
	require.Equal(t, mails[0].MessageID, mails[1].MessageID)
}

func TestWhoIsToldToStopDoesNotWaitForASlowServer(t *testing.T) {
	t.Parallel()
	o := open(t)
	job := o.about(notification.PayNow)
	o.trouble.at(mailbox.StepBody, mailbox.Fault{Wait: make(chan struct{})})
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := mailer.New(o.config).Handle(ctx, job)
		done <- err
	}()
	<-o.trouble.begun
	stop()
	require.ErrorIs(t, <-done, context.Canceled)
	require.Empty(t, o.undelivered())
	require.Zero(t, o.handle(job))
	require.Len(t, o.server.Mails(), 1)
}

func TestAnAddressThatIsRefusedIsGivenUpAtOnceAndAnOperatorCanSendAnew(t *testing.T) {
	t.Parallel()
	o := open(t)
	job := o.about(notification.SlotsSecured)
	o.trouble.at(mailbox.StepRecipient, mailbox.Fault{Code: 550})
	require.Zero(t, o.handle(job))
	require.Zero(t, o.handle(job))
	require.Equal(t, 1, o.trouble.counted())
	require.Equal(t, "Dead refused 550 5.1.1 1", o.state(job))
	given := o.undelivered()
	require.Len(t, given, 1)
	require.Equal(t, job.Mail, given[0].Mail)
	require.Equal(t, notification.FailureRefused, given[0].Why)
	require.Equal(t, "550 5.1.1", given[0].Code)
	require.Equal(t, notification.SlotsSecured, given[0].Template)

	o.now = o.now.Add(100 * time.Hour) // long after the news grew old
	require.NoError(t, o.config.Outbox.Resend(t.Context(), job.Mail, id.New(), o.now))
	require.Zero(t, o.handle(job), "a job of the first round has nothing to do")
	require.Empty(t, o.server.Mails())
	require.Zero(t, o.handle(notifications.MailJob{Mail: job.Mail, Round: 1}))
	require.Equal(t, "Sent 1", o.state(job))
	require.Len(t, o.server.Mails(), 1)
}

func TestWhatWasTriedOftenEnoughIsGivenUpAndSaidOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	job := o.about(notification.SlotsSecured)
	faults := make([]mailbox.Fault, 8)
	for i := range faults {
		faults[i] = mailbox.Fault{Code: 451}
	}
	o.trouble.at(mailbox.StepBody, faults...)
	tries := 1
	for pause := o.handle(job); pause > 0; pause = o.handle(job) {
		o.now = o.now.Add(pause)
		tries++
	}
	require.Equal(t, 8, tries)
	require.Equal(t, 8, o.trouble.counted())
	require.Equal(t, "Dead gave_up 451 4.1.1 8", o.state(job))
	require.Len(t, o.undelivered(), 1)
	require.Empty(t, o.server.Mails())
}

// broken fails to move a mail's row after the log was told.
func TestAMailThatWasGivenUpIsSaidOnceThoughTheRowDidNotFollow(t *testing.T) {
	t.Parallel()
	o := open(t)
	job := o.about(notification.SlotsSecured)
	o.trouble.at(mailbox.StepRecipient, mailbox.Fault{Code: 550}, mailbox.Fault{Code: 550})
	require.Zero(t, o.handle(job))
	_, err := o.db.Pool.Exec(t.Context(), `UPDATE mails SET state = 'Sending' WHERE id = $1`, job.Mail) // as if Dead had been lost
	require.NoError(t, err)
	require.Zero(t, o.handle(job))
	require.Equal(t, 2, o.trouble.counted())
	require.Equal(t, "Dead refused 550 5.1.1 2", o.state(job))
	require.Len(t, o.undelivered(), 1)
}

func TestNightsAreQuietAndInTheMorningTheNewsIsJudgedAgain(t *testing.T) {
	t.Parallel()
	o := open(t)
	news, second, money := o.about(notification.MakerOpened), notifications.MailJob{}, o.about(notification.SlotsSecured)
	found := o.texts(`SELECT id::text FROM mails WHERE template = 'maker_opened' ORDER BY position`)
	require.Greater(t, len(found), 1)
	second.Mail = id.MustParse(found[1])
	o.now = o.now.Add(11*time.Hour + 30*time.Minute) // 21.30 WIB
	require.Equal(t, 9*time.Hour+30*time.Minute, o.handle(news))
	require.Equal(t, 9*time.Hour+30*time.Minute, o.handle(second))
	require.Equal(t, "Queued quiet_hours 0", o.state(news))
	require.Empty(t, o.server.Mails())
	require.Zero(t, o.handle(money))
	require.Len(t, o.server.Mails(), 1, "money knows no night")

	o.now = o.now.Add(9*time.Hour + 30*time.Minute)
	o.desk.facts = func(mail notifications.Mail) (notification.Facts, error) {
		if mail.ID == second.Mail {
			return notification.Facts{}, nil // called off in the night
		}
		return fitting(o.now)(mail)
	}
	require.Zero(t, o.handle(news))
	require.Zero(t, o.handle(second))
	require.Equal(t, "Sent 1", o.state(news))
	require.Equal(t, "Suppressed superseded 0", o.state(second))
	require.Len(t, o.server.Mails(), 2)
}

func TestTheNightIsTheReadersOwn(t *testing.T) {
	t.Parallel()
	o := open(t)
	job := o.about(notification.MakerOpened)
	reader := id.MustParse(o.texts(`SELECT substr(recipient, 6) FROM mails WHERE id = $1`, job.Mail)[0])
	require.NoError(t, notifications.Wish(t.Context(), o.db.PoolAs(t, "sambatan_app"), reader, notification.Wishes{Zone: notification.WIT}))
	o.now = o.now.Add(9*time.Hour + 30*time.Minute) // 19.30 WIB, 21.30 WIT
	require.Equal(t, 9*time.Hour+30*time.Minute, o.handle(job))
}

func TestWhatIsNotSentSaysWhy(t *testing.T) {
	t.Parallel()
	o := open(t)
	muted := id.MustParse(o.texts(`SELECT substr(recipient, 6) FROM mails WHERE template = 'maker_opened' ORDER BY position LIMIT 1`)[0])
	app := o.db.PoolAs(t, "sambatan_app")
	for name, row := range map[string]struct {
		template notification.Template
		prepare  func()
		want     string
	}{
		"paid by now": {notification.PayNow, func() {
			o.desk.facts = func(notifications.Mail) (notification.Facts, error) { return notification.Facts{Secured: true}, nil }
		}, "Suppressed superseded 0"},
		"muted":      {notification.MakerOpened, func() { require.NoError(t, notifications.Mute(t.Context(), app, muted, notification.GroupMaker)) }, "Suppressed preference 0"},
		"erased":     {notification.SlotsSecured, func() { o.desk.to = nowhere(eventstore.ErrErased) }, "Suppressed erased 0"},
		"no address": {notification.SlotsSecured, func() { o.desk.to = nowhere(notification.ErrNoAddress) }, "Suppressed no_address 0"},
		"old":        {notification.SlotsSecured, func() { o.now = o.now.Add(80 * time.Hour) }, "Suppressed outdated 0"},
		"no such name": {notification.SlotsSecured, func() {
			o.desk.to = func(id.ID) (notification.Address, error) { return notification.Address{Email: "rina di rumah"}, nil }
		}, "Dead refused 1"},
	} {
		facts, to, now := o.desk.facts, o.desk.to, o.now
		row.prepare()
		job := o.about(row.template)
		require.Zero(t, o.handle(job), name)
		require.Equal(t, row.want, o.state(job), name)
		o.desk.facts, o.desk.to, o.now = facts, to, now
	}
	require.Empty(t, o.server.Mails())
}

func nowhere(why error) func(id.ID) (notification.Address, error) {
	return func(id.ID) (notification.Address, error) { return notification.Address{}, why }
}

func TestAMailWaitsForReadModelsAndForWhateverElseFails(t *testing.T) {
	t.Parallel()
	o := open(t)
	job := o.about(notification.PayNow)
	facts := o.desk.facts
	o.desk.facts = func(notifications.Mail) (notification.Facts, error) {
		return notification.Facts{}, notification.ErrBehind
	}
	require.Equal(t, time.Second, o.handle(job))
	require.Equal(t, "Queued 0", o.state(job))
	o.desk.facts = facts
	broken := errors.New("the vault does not answer")
	to := o.desk.to
	o.desk.to = nowhere(broken)
	_, err := mailer.New(o.config).Handle(t.Context(), job)
	require.ErrorIs(t, err, broken)
	require.Equal(t, "Queued 0", o.state(job), "no try was counted")
	o.desk.to = to
	require.Zero(t, o.handle(job))
	require.Equal(t, "Sent 1", o.state(job))
}
