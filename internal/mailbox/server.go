package mailbox

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// Config of a [Server]; its zero value is a server on any free port of this
// machine.
type Config struct {
	// Addr to listen on. Empty: a free port of 127.0.0.1.
	Addr string
	// Keep is how many mails are kept, the newest ones. Zero: 200.
	Keep int
	// TLS is offered with STARTTLS, or from the first byte when Implicit. nil: the
	// server speaks in clear.
	TLS      *tls.Config
	Implicit bool
	// Password that clients must give with any user. Empty: none is asked for.
	Password string
	// Trouble is asked at each step what should go wrong. nil: nothing.
	Trouble func(step Step, to string) Fault
	// OnMail is told of every mail that was taken, before the server answers.
	OnMail func(Mail)
}

// Step of a conversation.
type Step string

// Steps at which something can go wrong.
const (
	StepRecipient Step = "recipient" // the address was named
	StepBody      Step = "body"      // the mail is there, and not kept yet
	StepTaken     Step = "taken"     // the mail is kept; the client has not been told
)

// Fault is what goes wrong at a step. The zero value is nothing.
type Fault struct {
	Code int             // refuse with this code: 450, 550
	Cut  bool            // break the connection without an answer
	Wait <-chan struct{} // be slow: go on once it is closed, or the server is
}

// Server keeps the mails that it is sent.
type Server struct {
	config   Config
	smtp     *smtp.Server
	listener net.Listener
	ended    chan struct{}
	failure  error

	mu    sync.Mutex
	mails []Mail // oldest first
	taken int
	hold  chan struct{} // closed at the end
}

const domain = "mailbox.localhost"

// Start listens and serves until Close.
func Start(ctx context.Context, config Config) (*Server, error) {
	config.Keep = cmp.Or(config.Keep, 200)
	s := &Server{config: config, ended: make(chan struct{}), hold: make(chan struct{})}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", cmp.Or(config.Addr, "127.0.0.1:0"))
	if err != nil {
		return nil, fmt.Errorf("open the mailbox: %w", err)
	}
	s.listener = listener
	if config.Implicit {
		listener = tls.NewListener(listener, config.TLS)
	}
	s.smtp = smtp.NewServer(smtp.BackendFunc(func(conn *smtp.Conn) (smtp.Session, error) {
		return &session{server: s, conn: conn}, nil
	}))
	s.smtp.Domain, s.smtp.TLSConfig, s.smtp.AllowInsecureAuth = domain, config.TLS, config.TLS == nil
	s.smtp.MaxMessageBytes, s.smtp.MaxRecipients = 1<<20, 10
	s.smtp.ReadTimeout, s.smtp.WriteTimeout = time.Minute, time.Minute
	s.smtp.ErrorLog = log.New(io.Discard, "", 0) // clients that break off are its daily bread
	go func() {
		defer close(s.ended)
		if err := s.smtp.Serve(listener); !errors.Is(err, smtp.ErrServerClosed) {
			s.failure = err
		}
	}()
	return s, nil
}

// Addr is where the server listens.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// URL of the server, as the SMTP adapter takes it.
func (s *Server) URL() string {
	if s.config.Implicit {
		return "smtps://" + s.Addr()
	}
	return "smtp://" + s.Addr()
}

// Close ends the server and every conversation.
func (s *Server) Close() error {
	close(s.hold)
	err := s.smtp.Close()
	// Until it has begun to serve, the library does not know its listener.
	if again := s.listener.Close(); !errors.Is(again, net.ErrClosed) {
		err = errors.Join(err, again)
	}
	<-s.ended
	return errors.Join(err, s.failure)
}

// Mails returns what was kept, the newest first.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	mails := slices.Clone(s.mails)
	slices.Reverse(mails)
	return mails
}

// Find returns one mail by its number, if it is still kept.
func (s *Server) Find(number int) (Mail, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.mails {
		if m.Number == number {
			return m, true
		}
	}
	return Mail{}, false
}

func (s *Server) keep(from string, to []string, raw []byte) error {
	m, err := read(raw)
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.taken++
	m.Number, m.At, m.From, m.To, m.Raw = s.taken, time.Now(), from, to, raw
	s.mails = append(s.mails, m)
	if over := len(s.mails) - s.config.Keep; over > 0 {
		s.mails = slices.Delete(s.mails, 0, over)
	}
	s.mu.Unlock()
	if s.config.OnMail != nil {
		s.config.OnMail(m)
	}
	return nil
}
