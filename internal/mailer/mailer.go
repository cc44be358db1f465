package mailer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/services/notification"
)

// Desk is what a mail is judged by and made of, read when it is about to be sent.
type Desk interface {
	// Facts reads how the thing stands that a mail is about. The error is
	// notification.ErrBehind while that can't be known yet.
	Facts(ctx context.Context, mail notifications.Mail) (notification.Facts, error)
	// Address reads where a person gets mail. The error is eventstore.ErrErased
	// when the person's data is gone, notification.ErrNoAddress when there never
	// was one.
	Address(ctx context.Context, person id.ID) (notification.Address, error)
	// Write puts a mail into words.
	Write(ctx context.Context, mail notifications.Mail, to notification.Address) (notification.Letter, error)
}

// Config of a [Mailer]. All but Now and Logger are required.
type Config struct {
	Outbox  *notifications.Outbox
	Desk    Desk
	Clerk   Clerk
	Postman notification.Postman
	Log     eventstore.Log
	// Now is the clock; nil: time.Now.
	Now func() time.Time
	// Logger; nil: slog.Default(). It is never told an address.
	Logger *slog.Logger
}

// Mailer sends mails, one at a time for each job.
type Mailer struct{ Config }

const (
	// behind is the pause until read models are looked at again.
	behind = time.Second
	// deliverTime bounds one conversation with the server, so that what came of it
	// can be noted within the job's own time.
	deliverTime = 20 * time.Second
)

// actor of what a mailer tells the log.
const actor = "system:mailer"

// New returns a Mailer. It panics when the Config lacks something.
func New(config Config) *Mailer {
	if config.Outbox == nil || config.Desk == nil || config.Clerk == nil || config.Postman == nil || config.Log == nil {
		panic("mailer: Config needs Outbox, Desk, Clerk, Postman and Log")
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	config.Logger = cmp.Or(config.Logger, slog.Default()).With("part", "mailer")
	return &Mailer{config}
}

// Handle does what is to be done about a mail by now. A positive pause asks to be
// called again after it; an error says that the machinery failed, not the mail.
func (m *Mailer) Handle(ctx context.Context, job notifications.MailJob) (pause time.Duration, err error) {
	mail, wishes, err := m.Outbox.Waiting(ctx, job)
	if errors.Is(err, notifications.ErrNotWaiting) {
		return 0, nil // somebody was faster, or the operator was
	}
	if err != nil {
		return 0, fmt.Errorf("read mail %s: %w", job.Mail, err)
	}
	facts, err := m.Desk.Facts(ctx, mail)
	if errors.Is(err, notification.ErrBehind) {
		return behind, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read what mail %s is about: %w", job.Mail, err)
	}
	now := m.Now()
	switch verdict := notification.Judge(mail.Template, m.newsOf(mail), facts, wishes, now); verdict.Silence {
	case "":
		return m.send(ctx, job, mail)
	case notification.QuietHours:
		return verdict.Until.Sub(now), m.Outbox.Postpone(ctx, job, verdict.Until, now)
	case notification.Superseded, notification.Outdated, notification.Preference, notification.NoAddress, notification.Erased:
		return 0, m.Outbox.Suppress(ctx, job, verdict.Silence, now)
	}
	return 0, nil
}

// newsOf is from when on a mail grows old. One that an operator has sent anew is
// as young as that.
func (m *Mailer) newsOf(mail notifications.Mail) time.Time {
	if mail.Round > 0 && mail.DueAt.After(mail.At) {
		return mail.DueAt
	}
	return mail.At
}

// send hands a mail over.
func (m *Mailer) send(ctx context.Context, job notifications.MailJob, mail notifications.Mail) (time.Duration, error) {
	to, err := m.Desk.Address(ctx, mail.Recipient)
	switch {
	case errors.Is(err, eventstore.ErrErased):
		return 0, m.Outbox.Suppress(ctx, job, notification.Erased, m.Now())
	case errors.Is(err, notification.ErrNoAddress):
		return 0, m.Outbox.Suppress(ctx, job, notification.NoAddress, m.Now())
	case err != nil:
		return 0, fmt.Errorf("find where mail %s goes: %w", job.Mail, err)
	}
	letter, err := m.Desk.Write(ctx, mail, to)
	if err != nil {
		return 0, fmt.Errorf("write mail %s: %w", job.Mail, err)
	}
	attempt, err := m.Outbox.Start(ctx, job, m.Now())
	if errors.Is(err, notifications.ErrNotWaiting) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("begin to send mail %s: %w", job.Mail, err)
	}
	failure := m.deliver(ctx, letter)
	if failure == nil {
		return 0, m.Outbox.Sent(context.WithoutCancel(ctx), job, m.Now())
	}
	if ctx.Err() != nil { // told to stop: the mail is not to blame
		return 0, ctx.Err()
	}
	return m.failed(ctx, job, mail, attempt, failure)
}

func (m *Mailer) deliver(ctx context.Context, letter notification.Letter) error {
	ctx, stop := context.WithTimeout(ctx, deliverTime)
	defer stop()
	return m.Postman.Deliver(ctx, letter)
}

// failed plans the next try, or gives the mail up.
func (m *Mailer) failed(ctx context.Context, job notifications.MailJob, mail notifications.Mail, attempt int, failure error) (time.Duration, error) {
	code, permanent := "", false
	if refused, ok := errors.AsType[*notification.DeliveryError](failure); ok {
		code, permanent = refused.Code, refused.Permanent
	}
	pause, again := notification.RetryAfter(attempt)
	m.Logger.WarnContext(ctx, "a mail was not taken", "mail", job.Mail.String(), "template", mail.Template, "attempt", attempt, "error", failure)
	if again && !permanent {
		return pause, m.Outbox.Retry(ctx, job, code, m.Now())
	}
	why := notification.FailureGaveUp
	if permanent {
		why = notification.FailureRefused
	}
	// The log first: should the row not follow, the job comes again and says the
	// same, under the same command id.
	if _, err := m.Log.Execute(ctx, notification.GivingUp(notification.MailUndelivered{
		Mail: mail.ID, Round: mail.Round, User: mail.Recipient, Template: mail.Template, Campaign: mail.Campaign,
		Why: why, Code: code, Attempts: attempt,
	}, actor)); err != nil {
		return 0, fmt.Errorf("say that mail %s was given up: %w", job.Mail, err)
	}
	return 0, m.Outbox.Dead(ctx, job, why, code, m.Now())
}
