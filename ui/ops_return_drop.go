package ui

import (
	"errors"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// dropRefundReturn takes back what one operator said to be the return of a refund.
func (s *Server) dropRefundReturn(c fiber.Ctx) error {
	refund, err := pathID(c, "refund")
	if err != nil {
		return err
	}
	return s.dropReturn(c, view.OpsRefundShowURL(refund.String()), func(status int, f *form) error { return s.showGone(c, status, f) })
}

// dropPayoutReturn takes the same back of a payout.
func (s *Server) dropPayoutReturn(c fiber.Ctx) error {
	p, err := s.payoutFromPath(c)
	if err != nil {
		return err
	}
	page := view.OpsPayoutShowURL(p.Payout.Payout.String())
	return s.dropReturn(c, page, func(status int, f *form) error { return s.showPayout(c, status, f.Form) })
}

// dropReturn leaves the line in suspense. Whoever proposed it may, and any other operator: nothing moves.
func (s *Server) dropReturn(c fiber.Ctx, page string, show func(status int, f *form) error) error {
	f, err := s.posted(c, view.FieldReceipt, view.FieldSeen)
	if err != nil {
		return err
	}
	receipt, err := id.Parse(f.Value(view.FieldReceipt))
	if err != nil {
		return fiber.ErrBadRequest
	}
	drop := payment.DropReturnProposal{By: who(c).User, Hash: f.Value(view.FieldSeen)}
	result, err := s.Log.Execute(c.Context(), payment.Receipts.Command(receipt.String(), drop, meta(f.command, who(c).Subject)))
	if errors.Is(err, payment.ErrNoReceipt) {
		return fiber.ErrNotFound
	}
	if f.returnRefused(err) {
		return show(fiber.StatusConflict, f)
	}
	if err != nil {
		return err
	}
	return done(c, page, whatCame(result), result.Position)
}
