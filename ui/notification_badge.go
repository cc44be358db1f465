package ui

import (
	"bytes"
	"context"
	"log/slog"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// inbox is whose messages a subject reads: their own and, for staff, those to
// the desks that their roles work at.
func inbox(subject session.Subject) notifications.Reader {
	reader := notifications.Reader{User: subject.User}
	if !subject.Staff() {
		return reader
	}
	for _, role := range subject.Roles {
		reader.Desks = append(reader.Desks, string(role))
	}
	if subject.Has(operators...) && !subject.Has(identity.Operator) {
		reader.Desks = append(reader.Desks, string(identity.Operator))
	}
	return reader
}

// badge is how many messages wait for the visitor of one request.
type badge struct {
	reader  notifications.Reader
	unread  int
	counted bool
}

type badgeKey struct{}

// wearBadge makes the request's first read count the visitor's messages too.
// Parts of a page have no header to show it in.
func wearBadge(c fiber.Ctx, subject session.Subject) {
	if isFragment(c) {
		return
	}
	c.SetContext(context.WithValue(c.Context(), badgeKey{}, &badge{reader: inbox(subject)}))
}

type reading func(ctx context.Context, subject session.Subject, query func(context.Context, projections.Querier) error) error

// counting reads what a page asks for and, in the same transaction and under the
// same rights, the number on its header: one query more, no trip of its own.
func counting(read reading) reading {
	return func(ctx context.Context, subject session.Subject, query func(context.Context, projections.Querier) error) error {
		worn, _ := ctx.Value(badgeKey{}).(*badge)
		if worn == nil || worn.counted || subject.User != worn.reader.User {
			return read(ctx, subject, query)
		}
		return read(ctx, subject, func(ctx context.Context, q projections.Querier) error {
			if err := query(ctx, q); err != nil {
				return err
			}
			var err error
			worn.unread, err = notifications.Unread(ctx, q, worn.reader, view.UnreadMost+1)
			worn.counted = err == nil
			return err
		})
	}
}

// unread is the number on the header. A page that has read nothing asks for it
// alone; when even that fails the page, maybe one about the failure, goes without.
func (s *Server) unread(c fiber.Ctx) int {
	worn, _ := c.Context().Value(badgeKey{}).(*badge)
	if worn == nil {
		return 0
	}
	if !worn.counted {
		err := s.Read(c.Context(), who(c).Subject, func(context.Context, projections.Querier) error { return nil })
		if err != nil {
			slog.WarnContext(c.Context(), "unread notifications could not be counted", "error", err)
		}
	}
	return worn.unread
}

// badgeLive streams the number to the pages of one person. A desk's messages
// come with the operators' topic, one's own with the user's; whichever is not
// watched shows with the next refresh. No two streams share a picture: one that
// an older page holds does not know yet what was read on the way to this one.
func (s *Server) badgeLive(c fiber.Ctx) (liveView, error) {
	subject := who(c).Subject
	topic := projections.UserTopic(subject.User)
	if subject.Has(operators...) {
		topic = projections.OpsTopic
	}
	return liveView{key: "notifications " + id.New().String(), topic: topic, paint: func(ctx context.Context) ([]byte, bool, error) {
		return s.paintBadge(ctx, subject)
	}}, nil
}

func (s *Server) paintBadge(ctx context.Context, subject session.Subject) ([]byte, bool, error) {
	var unread int
	err := s.Read(ctx, subject, func(ctx context.Context, q projections.Querier) (err error) {
		unread, err = notifications.Unread(ctx, q, inbox(subject), view.UnreadMost+1)
		return err
	})
	if err != nil {
		return nil, false, err
	}
	var body bytes.Buffer
	err = view.BadgeLive(unread).Render(ctx, &body)
	return body.Bytes(), false, err
}
