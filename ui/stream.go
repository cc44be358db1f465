package ui

import (
	"context"
	"errors"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/sse"

	"github.com/sensasiwangi/sambatan/internal/session"
)

const (
	heartbeat  = 15 * time.Second
	retryAfter = 3 * time.Second
	// recheck is how often a stream makes sure that its session still lives.
	recheck = time.Minute
	// finished is the event after which a page stops listening.
	finished = "selesai"
	// firstPaint bounds how long a new stream waits for its first picture.
	firstPaint = 5 * time.Second
)

// stream serves a live view until the visitor leaves, the view ends or the
// program stops. A guarded one ends with its session too.
func (s *Server) stream(open func(c fiber.Ctx) (liveView, error), guarded bool) fiber.Handler {
	return func(c fiber.Ctx) error {
		shown, err := open(c)
		if err != nil {
			return err
		}
		seat, err := s.hub.sit(shown, s.visitorKey(c), remoteAddress(c))
		if err != nil {
			return err
		}
		frame, err := s.first(c.Context(), seat)
		if err != nil {
			seat.leave()
			return err
		}
		token := ""
		if guarded {
			token = c.Cookies(s.cookieName(sessionCookie))
		}
		return sse.New(sse.Config{
			Retry: retryAfter, HeartbeatInterval: heartbeat,
			Handler: func(_ fiber.Ctx, stream *sse.Stream) error { return s.follow(stream, seat, frame, token) },
			OnClose: func(fiber.Ctx, error) { seat.leave() },
		})(c)
	}
}

// farewell is the whole stream of a page whose session is over. It is no error: a page
// asks again after any of those, once a minute for as long as it is open.
func farewell(c fiber.Ctx) error {
	c.Set(fiber.HeaderContentType, "text/event-stream")
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.SendString("event: " + finished + "\ndata: -\n\n")
}

// first is the view's present state, so that what can't be shown is refused
// before a stream begins.
func (s *Server) first(ctx context.Context, seat *seat) (frame, error) {
	ctx, stop := context.WithTimeout(ctx, firstPaint)
	defer stop()
	select {
	case <-seat.painted():
		return seat.frame()
	case <-ctx.Done():
		return frame{}, fiber.ErrServiceUnavailable
	case <-s.closing:
		return frame{}, fiber.ErrServiceUnavailable
	}
}

// follow sends every new picture of a view; one that comes while the last is
// still on its way is skipped for a newer one.
func (s *Server) follow(stream *sse.Stream, seat *seat, shown frame, token string) error {
	check := time.NewTicker(recheck)
	defer check.Stop()
	for {
		if err := stream.Event(sse.Event{Data: string(shown.body)}); err != nil {
			return nil // the visitor left
		}
		if shown.last {
			return stream.Event(sse.Event{Name: finished, Data: "-"})
		}
		next, ended := s.next(stream, seat, shown, check.C, token)
		if next == nil {
			return ended
		}
		shown = *next
	}
}

// next waits for a newer picture; nil when the stream is over.
func (s *Server) next(stream *sse.Stream, seat *seat, shown frame, check <-chan time.Time, token string) (*frame, error) {
	for {
		select {
		case <-seat.after(shown):
			newer, err := seat.frame()
			return &newer, err
		case <-check:
			if token == "" {
				continue
			}
			if _, err := s.Sessions.Find(stream.Context(), token); errors.Is(err, session.ErrInvalid) {
				return nil, stream.Event(sse.Event{Name: finished, Data: "-"})
			}
		case <-stream.Done():
			return nil, nil
		case <-s.closing: // without the last event: the page comes back to the next process
			return nil, nil
		}
	}
}
