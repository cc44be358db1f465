package ui

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// notificationPage is how many notifications a page of the list shows.
const notificationPage = 20

// notificationList shows what the visitor was told. Looking marks nothing as read:
// it may have been a glance, and the page may have been fetched by a machine.
func (s *Server) notificationList(c fiber.Ctx) error {
	page := max(queryInt(c, "hal", 1, 10_000), 1)
	reader := inbox(who(c).Subject)
	shown := view.Notifications{Now: s.Now(), From: (page-1)*notificationPage + 1}
	err := s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		extent, err := notifications.ExtentOf(ctx, q, reader)
		if err != nil {
			return err
		}
		shown.Total, shown.UpTo = extent.Total, int64(extent.Newest)
		rows, err := notifications.Of(ctx, q, reader, notificationPage, shown.From-1)
		if err != nil {
			return err
		}
		shown.Rows, err = s.notices(ctx, q, rows)
		return err
	})
	if err != nil {
		return err
	}
	shown.Prev, shown.Next = neighbours(view.NotificationsURL, url.Values{}, page, notificationPage, shown.Total)
	return render(c, fiber.StatusOK, view.NotificationsPage(s.shell(c, view.SectionInbox), shown))
}

// notices puts messages into words, with what they are about read in few queries.
func (s *Server) notices(ctx context.Context, q projections.Querier, rows []notifications.Row) ([]view.Notification, error) {
	campaigns, orders := make([]id.ID, len(rows)), make([]id.ID, len(rows))
	for i, row := range rows {
		campaigns[i], orders[i] = row.Campaign, row.Participation
	}
	boards, err := dashboard.ByIDs(ctx, q, campaigns)
	if err != nil {
		return nil, err
	}
	joins, err := participants.ByIDs(ctx, q, orders)
	if err != nil {
		return nil, err
	}
	list := make([]view.Notification, len(rows))
	for i, row := range rows {
		m := notice{row: row, campaign: boards[row.Campaign], code: joins[row.Participation].Code}
		if err := json.Unmarshal(row.Data, &m.params); err != nil {
			return nil, fmt.Errorf("notification %s at %d: %w", row.Template, row.Position, err)
		}
		list[i] = m.view()
	}
	return list, nil
}

// notificationOpen marks a notification as read, with those before it, and goes
// on to what it is about. A link on another site leads there too, but marks nothing.
func (s *Server) notificationOpen(c fiber.Ctx) error {
	position, err := strconv.ParseInt(c.Params("position"), 10, 64)
	if err != nil {
		return fiber.ErrNotFound
	}
	subject := who(c).Subject
	var target string
	err = s.Read(c.Context(), subject, func(ctx context.Context, q projections.Querier) error {
		row, err := notifications.Find(ctx, q, inbox(subject), eventstore.Position(position), c.Params("template"))
		if err != nil {
			return err
		}
		target, err = noticeTarget(ctx, q, row)
		return err
	})
	if err != nil {
		return err
	}
	if sameOrigin(c) {
		if err := s.MarkRead(c.Context(), subject, eventstore.Position(position)); err != nil {
			return err
		}
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To(target)
}

// notificationsRead marks everything as read that was there when the page was drawn.
func (s *Server) notificationsRead(c fiber.Ctx) error {
	upTo, err := strconv.ParseInt(c.FormValue(view.FieldUpTo), 10, 64)
	if err != nil || upTo < 0 {
		return fiber.ErrBadRequest
	}
	head, err := s.Log.Head(c.Context())
	if err != nil {
		return err
	}
	// Nobody has read what has not happened yet.
	if err := s.MarkRead(c.Context(), who(c).Subject, min(eventstore.Position(upTo), head)); err != nil {
		return err
	}
	return done(c, view.NotificationsURL, "dibaca", 0)
}

// notice is a message on its way to a page.
type notice struct {
	row      notifications.Row
	params   notification.Params
	campaign dashboard.Campaign // zero when it is about none
	code     string             // of the order that it is about; may be empty
}

func (m notice) view() view.Notification {
	shown := view.Notification{
		URL: view.NotificationURL(int64(m.row.Position), m.row.Template), At: m.row.At, Read: m.row.Read,
	}
	title, text := m.words()
	shown.Title, shown.Text = title, sentence(text)
	shown.Icon, shown.Tone = m.mark()
	return shown
}
