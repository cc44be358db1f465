package ui

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/recover"
	"github.com/gofiber/fiber/v3/middleware/requestid"

	"github.com/sensasiwangi/sambatan/ui/view"
)

// Server is the web role of the program.
type Server struct {
	Backend

	app     *fiber.App
	hub     *hub
	names   nameCache
	closing chan struct{} // closed when open streams must end
	once    sync.Once
}

// bodyLimit bounds every request: forms are text only.
const bodyLimit = 1 << 20

// New builds the server; Listen runs it.
func New(backend Backend) *Server {
	s := &Server{Backend: backend, hub: newHub(backend.Topics), closing: make(chan struct{})}
	s.Read = counting(backend.Read)
	s.app = fiber.New(fiber.Config{
		AppName:      "sambatan",
		Immutable:    true, // events outlive the request buffer that strings alias otherwise
		BodyLimit:    bodyLimit,
		ReadTimeout:  15 * time.Second,
		IdleTimeout:  60 * time.Second,
		ErrorHandler: s.problem,
	})
	s.app.Server().HeaderReceived = bound
	s.app.Use(requestid.New(requestid.Config{Generator: requestCode}), s.accessLog, s.headers)
	// Innermost, so that a panic is logged and answered like any other error.
	s.app.Use(recover.New(recover.Config{EnableStackTrace: false, PanicHandler: nil}))
	s.routes()
	return s
}

// Listen serves on an address until ctx ends, then drains for at most four
// seconds. ready is called once connections are accepted.
func (s *Server) Listen(ctx context.Context, addr string, ready func(addr string)) error {
	ended := make(chan error, 1)
	go func() {
		<-ctx.Done()
		s.once.Do(func() { close(s.closing) }) // or streams would hold the shutdown up
		ended <- s.app.ShutdownWithTimeout(4 * time.Second)
	}()
	err := s.app.Listen(addr, fiber.ListenConfig{
		DisableStartupMessage: true,
		BeforeServeFunc: func(*fiber.App) error {
			if ctx.Err() != nil {
				return ctx.Err() // a shutdown before serving would go unnoticed
			}
			ready(addr)
			return nil
		},
	})
	if err != nil {
		return err
	}
	// Listen returns when the listener closes; requests are still being served.
	if err := <-ended; err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// App is the underlying application, for tests that send requests in process.
func (s *Server) App() *fiber.App { return s.app }

// loggedPath is the path without the token of a mailed link in it: whoever reads the
// log must not be able to sign in with it, nor to mute somebody's mails.
func loggedPath(c fiber.Ctx) string {
	for _, prefix := range []string{view.SignInURL + "/", view.SignUpURL + "/", view.MuteURL + "/"} {
		if strings.HasPrefix(c.Path(), prefix) {
			return prefix + "…"
		}
	}
	return c.Path()
}

// accessLog writes one line a request: never a body, a query or a cookie.
func (s *Server) accessLog(c fiber.Ctx) error {
	begin := time.Now()
	err := c.Next()
	if err != nil { // the status is known only after the error page was written
		if failed := s.problem(c, err); failed != nil {
			return failed
		}
	}
	slog.InfoContext(c.Context(), "request",
		"method", c.Method(), "path", loggedPath(c), "status", c.Response().StatusCode(),
		"ms", time.Since(begin).Milliseconds(), "request_id", requestid.FromContext(c))
	return nil
}
