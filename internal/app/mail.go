package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/adapter/smtp"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/mailer"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/internal/timer"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/projections/users"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/ui"
)

// Mail says how notifications leave as mails.
type Mail struct {
	SMTPURL          string `name:"smtp-url" env:"SAMBATAN_SMTP_URL" placeholder:"URL" help:"Mail server: smtp://user@host:587 (STARTTLS) or smtps://user@host:465. Without one, mails wait."`
	SMTPPasswordFile string `name:"smtp-password-file" env:"SAMBATAN_SMTP_PASSWORD_FILE" placeholder:"FILE" help:"Password of the mail server's user. Default: the one in SAMBATAN_SMTP_URL."`
	MailFrom         string `name:"mail-from" env:"SAMBATAN_MAIL_FROM" placeholder:"ADDRESS" help:"Sender of mails, like 'Sambatan <kabar@example.com>'. Needed with a mail server."`
	MailReplyTo      string `name:"mail-reply-to" env:"SAMBATAN_MAIL_REPLY_TO" placeholder:"ADDRESS" help:"Where answers to mails go. Default: the sender."`
	PublicURL        string `name:"public-url" env:"SAMBATAN_PUBLIC_URL" placeholder:"URL" help:"Address of the platform that links in mails begin with and passkeys are bound to, like https://sambatan.example.com. Needed with a mail server, and for passkeys outside development."`
}

// mailSettings is what sends mails. Without a postman they wait.
type mailSettings struct {
	postman notification.Postman
	site    string
	mailbox ui.Mailbox // in development
}

// read checks the flags; without a mail server there is nothing to check.
func (m Mail) read() (mailSettings, error) {
	if m.SMTPURL == "" {
		return mailSettings{}, nil
	}
	site := strings.TrimRight(m.PublicURL, "/")
	if !strings.HasPrefix(site, "https://") && !strings.HasPrefix(site, "http://") {
		return mailSettings{}, errors.New("SAMBATAN_PUBLIC_URL: it is not set, or no address; links in mails begin with it, like https://sambatan.example.com")
	}
	password := ""
	if m.SMTPPasswordFile != "" {
		text, err := os.ReadFile(m.SMTPPasswordFile)
		if err != nil {
			return mailSettings{}, fmt.Errorf("SAMBATAN_SMTP_PASSWORD_FILE: %w", err)
		}
		password = strings.TrimSpace(string(text))
	}
	postman, err := smtp.New(smtp.Config{URL: m.SMTPURL, Password: password, From: m.MailFrom, ReplyTo: m.MailReplyTo})
	if err != nil {
		return mailSettings{}, fmt.Errorf("SAMBATAN_SMTP_URL, SAMBATAN_MAIL_FROM, SAMBATAN_MAIL_REPLY_TO: %w", err)
	}
	return mailSettings{postman: postman, site: site}, nil
}

// startScheduler does what has fallen due, and sends mails.
func (p *platform) startScheduler(parts *group, settings webSettings) {
	parts.start("sessions", func(ctx context.Context) error { return p.sessions.Forget(ctx, p.logger) })
	due := timer.Config{Pool: p.owner, Log: p.store, Payouts: p.payouts, Logger: p.logger}
	if p.teller != nil {
		due.Cashier = p.teller.cashier
	}
	if settings.mail.postman == nil {
		p.logger.Warn("no mail server is set, so mails wait; set SAMBATAN_SMTP_URL")
	} else {
		desk := p.mailDesk(settings)
		sender := mailer.New(mailer.Config{
			Outbox: p.outbox, Desk: desk, Clerk: clerk{desk, p}, Postman: settings.mail.postman, Log: p.store, Logger: p.logger,
		})
		due.Others, due.Queues = sender.Register, mailer.Queues()
		parts.start("mailer", sender.Forget)
	}
	parts.start("scheduler", func(ctx context.Context) error {
		scheduler, err := timer.New(due)
		if err != nil {
			return err
		}
		return scheduler.Run(ctx)
	})
}

func (p *platform) mailDesk(settings webSettings) mailDesk {
	return mailDesk{
		Letters: ui.Letters{Site: settings.mail.site, Secret: p.key("forms"), Account: settings.account.shown(), Contact: settings.contact, Gateway: p.teller != nil, Read: p.read},
		vault:   p.vault,
	}
}

// mailDesk implements mailer.Desk: the pages' words, and the address of the
// vault's person.
type mailDesk struct {
	ui.Letters

	vault ui.Vault
}

// operator reads what operators may read: letters are written for everybody.
var operator = session.Subject{Roles: []identity.Role{identity.Operator}}

// Address implements mailer.Desk. What it returns is not to be logged.
func (d mailDesk) Address(ctx context.Context, person id.ID) (to notification.Address, err error) {
	var user users.User
	err = d.Read(ctx, operator, func(ctx context.Context, q projections.Querier) (err error) {
		user, err = users.ByID(ctx, q, person)
		return err
	})
	if errors.Is(err, projections.ErrNotFound) || err == nil && user.Email.Empty() {
		return to, notification.ErrNoAddress
	}
	if err != nil {
		return to, err
	}
	key, err := d.vault.Key(ctx, person.String())
	if err != nil {
		return to, err
	}
	err = errors.Join(eventstore.Open(key, "email", user.Email, &to.Email), eventstore.Open(key, "name", user.Name, &to.Name))
	return to, err
}

// mails implements ui.Mails.
type mails struct{ platform *platform }

// Wish implements ui.Mails.
func (m mails) Wish(ctx context.Context, person id.ID, wishes notification.Wishes) error {
	return notifications.Wish(ctx, m.platform.pool, person, wishes)
}

// Mute implements ui.Mails.
func (m mails) Mute(ctx context.Context, person id.ID, group notification.Group) error {
	return notifications.Mute(ctx, m.platform.pool, person, group)
}

// Resend implements ui.Mails.
func (m mails) Resend(ctx context.Context, mail, operator id.ID) error {
	return m.platform.outbox.Resend(ctx, mail, operator, time.Now())
}
