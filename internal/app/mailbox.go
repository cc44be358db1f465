package app

import (
	"context"

	"github.com/sensasiwangi/sambatan/internal/adapter/smtp"
	"github.com/sensasiwangi/sambatan/internal/mailbox"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// mailOf reads how `up` sends mails. In development, when no mail server is set,
// it runs one that keeps them: the real adapter is used, and nobody is written to.
func (c *Up) mailOf(ctx context.Context, environment string) (settings mailSettings, stop func() error, err error) {
	stop = func() error { return nil }
	settings, err = c.Mail.read()
	if err != nil || settings.postman != nil || environment != "development" {
		return settings, stop, err
	}
	server, err := mailbox.Start(ctx, mailbox.Config{})
	if err != nil {
		return settings, stop, err
	}
	postman, err := smtp.New(smtp.Config{URL: server.URL(), From: "Sambatan <kabar@sambatan.localhost>", ReplyTo: helpInDevelopment})
	return mailSettings{postman: postman, site: "http://" + c.Addr, mailbox: shownMailbox{server}}, server.Close, err
}

// helpInDevelopment is an address that reaches nobody.
const helpInDevelopment = "bantuan@sambatan.localhost"

// contactIn is how people reach somebody; in development, when nothing is set, an invented
// address, so that one sees where it stands.
func (c *Up) contactIn(environment string) (view.Contact, error) {
	if c.Contact.Contact == "" && environment == "development" {
		return Contact{Contact: helpInDevelopment}.read()
	}
	return c.Contact.read()
}

// shownMailbox implements ui.Mailbox.
type shownMailbox struct{ server *mailbox.Server }

// Mails implements ui.Mailbox.
func (b shownMailbox) Mails() (shown []view.DevMail) {
	for _, mail := range b.server.Mails() {
		shown = append(shown, shownMail(mail))
	}
	return shown
}

// Find implements ui.Mailbox.
func (b shownMailbox) Find(number int) (view.DevMail, bool) {
	mail, ok := b.server.Find(number)
	return shownMail(mail), ok
}

func shownMail(mail mailbox.Mail) view.DevMail {
	shown := view.DevMail{
		Number: mail.Number, At: mail.At, To: mail.Recipient, Subject: mail.Subject, Text: mail.Text, HTML: mail.HTML,
	}
	for _, name := range []string{"From", "Reply-To", "Date", "Message-Id", "List-Unsubscribe"} {
		if values := mail.Header[name]; len(values) > 0 {
			shown.Headers = append(shown.Headers, view.MailHeader{Name: name, Value: values[0]})
		}
	}
	return shown
}
