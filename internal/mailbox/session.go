package mailbox

import (
	"bytes"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// session is one conversation.
type session struct {
	server *Server
	conn   *smtp.Conn
	known  bool // the password was given
	from   string
	to     []string
}

var errCut = errors.New("the connection was cut")

// AuthMechanisms implements smtp.AuthSession.
func (s *session) AuthMechanisms() []string {
	if s.server.config.Password == "" {
		return nil
	}
	return []string{sasl.Plain}
}

// Auth implements smtp.AuthSession.
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, _, password string) error {
		if subtle.ConstantTimeCompare([]byte(password), []byte(s.server.config.Password)) != 1 {
			return smtp.ErrAuthFailed
		}
		s.known = true
		return nil
	}), nil
}

// Mail implements smtp.Session.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.server.config.Password != "" && !s.known {
		return smtp.ErrAuthRequired
	}
	s.from = from
	return nil
}

// Rcpt implements smtp.Session.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = append(s.to, to)
	return s.suffer(StepRecipient)
}

// Data implements smtp.Session.
func (s *session) Data(r io.Reader) error {
	var raw bytes.Buffer
	if _, err := raw.ReadFrom(r); err != nil {
		return err
	}
	if err := s.suffer(StepBody); err != nil {
		return err
	}
	if err := s.server.keep(s.from, s.to, raw.Bytes()); err != nil {
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: err.Error()}
	}
	return s.suffer(StepTaken)
}

// Reset implements smtp.Session.
func (s *session) Reset() { s.from, s.to = "", nil }

// Logout implements smtp.Session.
func (s *session) Logout() error { return nil }

// suffer lets go wrong what should.
func (s *session) suffer(step Step) error {
	if s.server.config.Trouble == nil {
		return nil
	}
	to := s.to[len(s.to)-1]
	fault := s.server.config.Trouble(step, to)
	if fault.Wait != nil {
		select {
		case <-fault.Wait:
		case <-s.server.hold:
		}
	}
	if fault.Cut {
		return errors.Join(errCut, s.conn.Conn().Close())
	}
	if fault.Code == 0 {
		return nil
	}
	return &smtp.SMTPError{
		Code: fault.Code, EnhancedCode: smtp.EnhancedCode{fault.Code / 100, 1, 1},
		Message: fmt.Sprintf("<%s>: not now, or not here", to), // real servers repeat the address too
	}
}
