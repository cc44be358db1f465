package ui

import (
	"errors"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// markSent marks the receipt or, when the refund has a way of its own, that.
func (s *Server) markSent(c fiber.Ctx, f *form, refund payments.Refund) (result eventstore.Result, flash string, err error) {
	sent := payment.MarkTransferred{Refund: refund.Refund, By: who(c).User, Evidence: f.Value(view.FieldBankRef), StepUp: stepUpAt(c)}
	result, err = s.Log.Execute(c.Context(), payment.Receipts.Command(refund.Receipt.String(), sent, meta(f.command, who(c).Subject)))
	if errors.Is(err, payment.ErrRefundRouted) { // its way has a stream of its own
		result, err = s.markRouted(c, f, refund.Refund)
	}
	return result, whatCame(result), err
}

// leftAfterAll tells whether a refund is on record as sent although it had been voided.
func leftAfterAll(recorded eventstore.Recorded) bool {
	if recorded.Type != "payment.refund_manual_done.v1" {
		return false
	}
	event, err := payment.RefundCodec.Decode(recorded)
	done, ok := event.(payment.RefundManualDone)
	return err == nil && ok && done.AfterAll
}

// marksSent tells whether a command says of a refund of ours that it was sent.
func marksSent(command payment.RefundCommand) bool {
	if resolve, ok := command.(payment.ResolveExternalRefund); ok {
		return !resolve.As.IsZero()
	}
	_, marks := command.(payment.MarkRefundSent)
	return marks
}

// markRouted marks a refund that has a way of its own as sent by an operator.
func (s *Server) markRouted(c fiber.Ctx, f *form, refund id.ID) (eventstore.Result, error) {
	mark := payment.MarkRefundSent{By: who(c).User, Evidence: f.Value(view.FieldBankRef), StepUp: stepUpAt(c)}
	return s.executeRefund(c, f.command, refund, mark)
}
