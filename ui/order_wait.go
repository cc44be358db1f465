package ui

import (
	"errors"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// queueOpen tells whether somebody could begin to wait for a slot now: the
// campaign decides, the page only proposes.
func queueOpen(row dashboard.Campaign, now time.Time) bool {
	open := row.Phase == sambatan.PhaseOpen || row.Phase == sambatan.PhaseFullyHeld
	return open && row.Frozen == "" && row.Waiting < sambatan.MaxWaiting && now.Before(row.Terms.Deadline.Add(-sambatan.Quiet))
}

// acceptPost takes the slots that were offered and says what to transfer.
func (s *Server) acceptPost(c fiber.Ctx) error {
	f, err := s.posted(c)
	if err != nil {
		return err
	}
	subject := who(c).Subject
	found, err := s.readOrder(c.Context(), subject, c.Params("code"))
	if err != nil {
		return err
	}
	accept := sambatan.AcceptOffer{Participation: found.row.Participation, Buyer: subject.User}
	result, err := s.Log.Execute(c.Context(), sambatan.Campaigns.Command(found.row.Campaign.String(), accept, meta(f.command, subject)))
	if _, refused := errors.AsType[sambatan.Refusal](err); refused { // over, given to the next, or frozen: the order's page says how things stand
		return done(c, view.OrderURL(found.row.Code), "tawaran-lewat", 0)
	}
	if err != nil {
		return err
	}
	if len(result.Events) == 0 { // taken before, in another tab
		return done(c, view.OrderURL(found.row.Code), "", result.Position)
	}
	outcome, err := s.issue(c.Context(), result)
	if errors.Is(err, errNoCode) {
		return done(c, view.OrderURL(found.row.Code), "kode-habis", outcome.after)
	}
	if err != nil {
		return err
	}
	return done(c, view.OrderURL(found.row.Code), "ambil", outcome.after)
}

// leavePost gives a place on the waitlist up, or declines what was offered.
func (s *Server) leavePost(c fiber.Ctx) error {
	f, err := s.posted(c)
	if err != nil {
		return err
	}
	subject := who(c).Subject
	found, err := s.readOrder(c.Context(), subject, c.Params("code"))
	if err != nil {
		return err
	}
	leave := sambatan.LeaveWaitlist{Participation: found.row.Participation, Buyer: subject.User}
	result, err := s.Log.Execute(c.Context(), sambatan.Campaigns.Command(found.row.Campaign.String(), leave, meta(f.command, subject)))
	if _, never := errors.AsType[*sambatan.NoOfferError](err); never {
		return done(c, view.OrderURL(found.row.Code), "", 0) // an order that never waited: show what it is
	}
	if err != nil {
		return err
	}
	return done(c, view.OrderURL(found.row.Code), "keluar-antrean", result.Position)
}
