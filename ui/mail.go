package ui

import (
	"context"
	"errors"
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/projections/users"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// Mails is what pages do about mails.
type Mails interface {
	// Wish notes which mails a person wants.
	Wish(ctx context.Context, person id.ID, wishes notification.Wishes) error
	// Mute notes that a person wants no more mails of a group.
	Mute(ctx context.Context, person id.ID, group notification.Group) error
	// Resend sends a mail anew that was given up; notifications.ErrNotDead when it was not.
	Resend(ctx context.Context, mail, operator id.ID) error
}

// mailWishes is the panel on the profile, or nil for somebody who gets no mails.
func (s *Server) mailWishes(c fiber.Ctx) (*view.MailWishes, error) {
	groups := mailGroups(shownRole(who(c).Subject))
	if len(groups) == 0 {
		return nil, nil //nolint:nilnil // nothing to wish for
	}
	var wishes notification.Wishes
	var user users.User
	err := s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) (err error) {
		if user, err = users.ByID(ctx, q, who(c).User); err != nil && !errors.Is(err, projections.ErrNotFound) { // who has just registered
			return err
		}
		wishes, err = notifications.WishesOf(ctx, q, who(c).User)
		return err
	})
	if err != nil {
		return nil, err
	}
	shown := &view.MailWishes{Zone: string(wishes.Zone), Groups: groups}
	for i := range groups {
		groups[i].Wanted = !slices.Contains(wishes.Muted, notification.Group(groups[i].Name))
	}
	err = s.open(c.Context(), "email", user.Email, &shown.Address)
	return shown, err
}

// mailGroups are the mails that a role gets and may mute.
func mailGroups(role view.Role) []view.MailGroup {
	switch role {
	case view.Buyer:
		return []view.MailGroup{
			{Name: string(notification.GroupOrders), Title: "Perkembangan sambatan", Text: "Berhasil, diproduksi, dikirim, slot dilepas."},
			{Name: string(notification.GroupReminders), Title: "Pengingat", Text: "Batas bayar, tenggat, dan slot terakhir."},
		}
	case view.Maker:
		return []view.MailGroup{
			{Name: string(notification.GroupMaker), Title: "Sambatan saya", Text: "Dibuka, hampir penuh, hampir ditutup, dan hasilnya."},
		}
	case view.Operator, view.Lead, view.Admin, view.Auditor, view.Curator, view.Guest:
	}
	return nil
}

// mailWishesPost keeps what was muted before and is not on the visitor's page.
func (s *Server) mailWishesPost(c fiber.Ctx) error {
	subject := who(c).Subject
	var before notification.Wishes
	if err := s.Read(c.Context(), subject, func(ctx context.Context, q projections.Querier) (err error) {
		before, err = notifications.WishesOf(ctx, q, subject.User)
		return err
	}); err != nil {
		return err
	}
	wanted, muted := map[string]bool{}, before.Muted
	for _, name := range c.Request().PostArgs().PeekMulti(view.FieldWanted) {
		wanted[string(name)] = true
	}
	for _, shown := range mailGroups(shownRole(subject)) {
		group := notification.Group(shown.Name)
		muted = slices.DeleteFunc(muted, func(m notification.Group) bool { return m == group })
		if !wanted[shown.Name] {
			muted = append(muted, group)
		}
	}
	err := s.Wish(c.Context(), subject.User, notification.Wishes{Zone: notification.Zone(c.FormValue(view.FieldZone)), Muted: muted})
	if errors.Is(err, notifications.ErrNoSuchWish) {
		return fiber.ErrBadRequest
	}
	if err != nil {
		return err
	}
	return done(c, view.ProfileURL, "email", 0)
}

// deadMailList lists the mails that were given up.
func (s *Server) deadMailList(c fiber.Ctx) error {
	page := max(queryInt(c, "hal", 1, 10_000), 1)
	shown := view.DeadMails{Now: s.Now(), From: (page-1)*deskPage + 1}
	err := s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		mails, total, err := notifications.DeadMails(ctx, q, deskPage, shown.From-1)
		if err != nil {
			return err
		}
		shown.Total = total
		shown.Rows, err = s.deadMails(ctx, q, mails)
		return err
	})
	if err != nil {
		return err
	}
	for i := range shown.Rows {
		shown.Rows[i].Form = s.blank(c)
	}
	shown.Prev, shown.Next = neighbours(view.OpsMailURL, url.Values{}, page, deskPage, shown.Total)
	return render(c, fiber.StatusOK, view.DeadMailsPage(s.shell(c, view.SectionMail), shown))
}

func (s *Server) deadMails(ctx context.Context, q projections.Querier, mails []notifications.Mail) ([]view.DeadMail, error) {
	campaigns, readers := make([]id.ID, len(mails)), make([]id.ID, len(mails))
	for i, mail := range mails {
		campaigns[i], readers[i] = mail.Campaign, mail.Recipient
	}
	boards, err := dashboard.ByIDs(ctx, q, campaigns)
	if err != nil {
		return nil, err
	}
	people, err := users.ByIDs(ctx, q, readers)
	if err != nil {
		return nil, err
	}
	rows := make([]view.DeadMail, len(mails))
	for i, mail := range mails {
		m := notice{row: notifications.Row{Template: string(mail.Template), At: mail.At}, params: mail.Params, campaign: boards[mail.Campaign]}
		title, _ := m.words()
		name := erased
		if err := s.open(ctx, "name", people[mail.Recipient].Name, &name); err != nil {
			return nil, err
		}
		rows[i] = view.DeadMail{
			ID: mail.ID.String(), Title: title, Name: name, Refused: mail.Reason == string(notification.FailureRefused),
			Code: mail.Code, Attempts: mail.Attempts, At: mail.ChangedAt,
		}
	}
	return rows, nil
}

// mailResend sends a mail anew. Doing it twice does it once.
func (s *Server) mailResend(c fiber.Ctx) error {
	mail, err := pathID(c, "mail")
	if err != nil {
		return err
	}
	err = s.Resend(c.Context(), mail, who(c).User)
	if err != nil && !errors.Is(err, notifications.ErrNotDead) {
		return err
	}
	return done(c, view.OpsMailURL, "kirim-ulang", 0)
}
