package ui

import (
	"errors"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// cancelUntil is until when paid slots can be given back; zero when they can't.
func (o order) cancelUntil() time.Time {
	open := o.campaign.Phase == sambatan.PhaseOpen || o.campaign.Phase == sambatan.PhaseFullyHeld
	if o.row.State != participants.Secured || !open {
		return time.Time{}
	}
	return o.campaign.Terms.CancelUntil(o.row.PaidAt)
}

// cancelOrderForm asks once more.
func (s *Server) cancelOrderForm(c fiber.Ctx) error {
	return s.showCancelOrder(c, fiber.StatusOK, s.blank(c))
}

func (s *Server) showCancelOrder(c fiber.Ctx, status int, typed view.Form) error {
	found, err := s.readOrder(c.Context(), who(c).Subject, c.Params("code"))
	if err != nil {
		return err
	}
	until := found.cancelUntil()
	if status == fiber.StatusOK && !s.Now().Before(until) {
		return done(c, view.OrderURL(found.row.Code), "tidak-batal", 0)
	}
	at := found.money()
	shown := view.CancelOrder{
		Form: typed, Code: found.row.Code, Name: batchName(found.campaign.Title, found.campaign.Batch),
		Slots: found.row.Slots, Refund: int64(at.ours()), To: found.goesBack(s.Process.Refunds, s.Now()), Until: until,
	}
	return render(c, status, view.CancelOrderPage(s.shell(c, view.SectionMine), shown))
}

// cancelOrderPost gives paid slots back.
func (s *Server) cancelOrderPost(c fiber.Ctx) error {
	f, err := s.posted(c)
	if err != nil {
		return err
	}
	subject := who(c).Subject
	found, err := s.readOrder(c.Context(), subject, c.Params("code"))
	if err != nil {
		return err
	}
	cancel := sambatan.CancelSecured{Participation: found.row.Participation, Buyer: subject.User}
	result, err := s.Log.Execute(c.Context(), sambatan.Campaigns.Command(found.row.Campaign.String(), cancel, meta(f.command, subject)))
	if _, refused := errors.AsType[sambatan.Refusal](err); refused { // too late, closed, or not paid: the order's page says which
		return done(c, view.OrderURL(found.row.Code), "tidak-batal", 0)
	}
	if err != nil {
		return err
	}
	return done(c, view.OrderURL(found.row.Code), "batal-pesanan", result.Position)
}
