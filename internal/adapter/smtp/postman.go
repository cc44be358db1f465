package smtp

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/sensasiwangi/sambatan/services/notification"
)

// Postman delivers letters to one mail server, each over a connection of its own.
// It is safe for concurrent use.
type Postman struct {
	server        server
	from, replyTo *mail.Address
	host          string // of Message-IDs
	timeout       time.Duration
	trust         *tls.Config // nil: what the machine trusts
}

// New returns a Postman; it does not connect yet. The error is a *ConfigError.
func New(config Config) (*Postman, error) {
	server, err := parseServer(config)
	if err != nil {
		return nil, err
	}
	from, err := parseSender(config.From, "the sender of mails")
	if err != nil {
		return nil, err
	}
	p := &Postman{server: server, from: from, replyTo: from, timeout: cmp.Or(config.Timeout, 10*time.Second)}
	_, p.host, _ = strings.Cut(from.Address, "@")
	if config.ReplyTo != "" {
		if p.replyTo, err = parseSender(config.ReplyTo, "the address for answers to mails"); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// Deliver implements notification.Postman. It gives up as soon as ctx ends.
func (p *Postman) Deliver(ctx context.Context, letter notification.Letter) error {
	message, err := p.message(letter)
	if err != nil {
		return err
	}
	client, err := p.client(ctx)
	if err != nil {
		return err
	}
	conversation, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return fmt.Errorf("reach the mail server: %w", err) // it has not been told an address yet
	}
	failure := client.SendWithSMTPClient(conversation, message)
	parting := client.CloseWithSMTPClient(conversation)
	if failure != nil {
		return answer(failure)
	}
	if parting != nil && !message.IsDelivered() {
		return fmt.Errorf("part from the mail server: %w", parting)
	}
	return nil // once it has taken the letter, a server that slams the door changes nothing
}

// client returns one whose connection breaks when ctx ends, so that a process
// which is told to stop does not wait for a slow server.
func (p *Postman) client(ctx context.Context) (*gomail.Client, error) {
	config := &tls.Config{ServerName: p.server.host, MinVersion: tls.VersionTLS12}
	if p.trust != nil {
		config = p.trust.Clone()
		config.ServerName = p.server.host
	}
	options := []gomail.Option{
		gomail.WithPort(p.server.port), gomail.WithTimeout(p.timeout), gomail.WithTLSConfig(config), gomail.WithHELO(p.host),
		gomail.WithDialContextFunc(p.dial(ctx, config)), gomail.WithoutNoop(),
	}
	switch p.server.encryption {
	case startTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case optional:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	case none:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	case implicit:
		options = append(options, gomail.WithSSL())
	}
	if p.server.user != "" {
		options = append(options, gomail.WithUsername(p.server.user), gomail.WithPassword(p.server.password),
			gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthSCRAMSHA1, gomail.SMTPAuthCramMD5,
				gomail.SMTPAuthPlain, gomail.SMTPAuthLogin))
	}
	client, err := gomail.NewClient(p.server.host, options...)
	if err != nil {
		return nil, fmt.Errorf("prepare the conversation with the mail server: %w", err)
	}
	return client, nil
}

// dial connects for one delivery. The context that go-mail passes ends with the
// dialling; the delivery's own closes the connection.
func (p *Postman) dial(delivery context.Context, config *tls.Config) gomail.DialContextFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{Timeout: p.timeout}).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		context.AfterFunc(delivery, func() { _ = conn.Close() }) // whoever uses it is told by its next step
		if p.server.encryption != implicit {
			return conn, nil
		}
		encrypted := tls.Client(conn, config)
		if err := encrypted.HandshakeContext(ctx); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
		return encrypted, nil
	}
}

// message puts a letter into the form of a mail.
func (p *Postman) message(letter notification.Letter) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	m.FromMailAddress(p.from)
	m.ReplyToMailAddress(p.replyTo)
	if _, err := mail.ParseAddress(letter.To.Email); err != nil || strings.ContainsAny(letter.To.Email, "<>") {
		return nil, &notification.DeliveryError{Permanent: true, Stage: notification.StageAddress}
	}
	m.AddToMailAddress(&mail.Address{Name: letter.To.Name, Address: letter.To.Email})
	m.SetMessageIDWithValue(letter.ID + "@" + p.host)
	m.SetDate()
	m.Subject(letter.Subject)
	m.SetGenHeader("Auto-Submitted", "auto-generated") // out-of-office programs do not answer
	m.SetGenHeader("Content-Language", "id")
	if letter.Unsubscribe != "" {
		m.SetListUnsubscribe(letter.Unsubscribe)
		m.SetListUnsubscribePost()
	}
	m.SetBodyString(gomail.TypeTextPlain, letter.Text)
	if letter.HTML != "" {
		m.AddAlternativeString(gomail.TypeTextHTML, letter.HTML)
	}
	return m, nil
}

// answer turns a failure into what is said of it elsewhere: the server's words are
// left out, since they mostly repeat the address.
func answer(failure error) error {
	refused, ok := errors.AsType[*gomail.SendError](failure)
	if !ok {
		return &notification.DeliveryError{Stage: "the conversation"}
	}
	stage, final := stages[refused.Reason], refused.Reason == gomail.ErrSMTPRcptTo || refused.Reason == gomail.ErrSMTPDataClose
	out := &notification.DeliveryError{Stage: cmp.Or(stage, "the conversation")}
	if code := refused.ErrorCode(); code > 0 {
		out.Code = strings.TrimSpace(strconv.Itoa(code) + " " + refused.EnhancedStatusCode())
		out.Permanent = final && code >= 500
	}
	return out
}

// stages are the steps at which a server can refuse. A sender that it does not
// like, or a session, is our matter and not the letter's: that may be mended.
var stages = map[gomail.SendErrReason]string{
	gomail.ErrSMTPMailFrom: "MAIL FROM", gomail.ErrSMTPRcptTo: "RCPT TO", gomail.ErrSMTPData: "DATA",
	gomail.ErrSMTPDataClose: "the end of DATA", gomail.ErrWriteContent: "DATA",
}
