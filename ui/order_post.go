package ui

import (
	"errors"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// transferPost is the buyer's "Sudah transfer".
func (s *Server) transferPost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldTransferDate, view.FieldTransferTime, view.FieldProof)
	if err != nil {
		return err
	}
	paidAt := f.moment(view.FieldTransferDate, view.FieldTransferTime, "transfer")
	f.limit(view.FieldProof, "Keterangan", 300)
	if len(f.Errors) > 0 {
		return s.showOrder(c, fiber.StatusUnprocessableEntity, f)
	}
	subject := who(c).Subject
	found, err := s.readOrder(c.Context(), subject, c.Params("code"))
	if err != nil {
		return err
	}
	sealed := s.sealer(c.Context(), subject.User)
	report := payment.ReportTransfer{
		Instruction: found.row.Participation, Buyer: subject.User, PaidAt: paidAt,
		Proof: sealed.seal(fieldProof, f.Value(view.FieldProof)),
	}
	if sealed.err != nil {
		return sealed.err
	}
	stream := payment.InstructionStream(found.instruction.Account, found.instruction.Amount)
	result, err := s.Log.Execute(c.Context(), payment.Instructions.Command(stream, report, meta(f.command, subject)))
	switch {
	case errors.Is(err, payment.ErrPaidInFuture):
		f.wrong(view.FieldTransferTime, "Waktu transfer belum terjadi", "Waktu transfer tidak boleh setelah sekarang, "+view.FullTime(s.Now())+".")
		return s.showOrder(c, fiber.StatusUnprocessableEntity, f)
	case errors.Is(err, payment.ErrPaidBeforeIssue):
		f.wrong(view.FieldTransferTime, "Waktu transfer terlalu awal", "Slot ini diambil "+view.FullTime(found.row.JoinedAt)+", jadi transfernya tidak mungkin sebelum itu.")
		return s.showOrder(c, fiber.StatusUnprocessableEntity, f)
	case errors.Is(err, payment.ErrAlreadyPaid):
		return done(c, view.OrderURL(found.row.Code), "sudah-lunas", 0)
	case errors.Is(err, payment.ErrNoInstruction):
		return done(c, view.OrderURL(found.row.Code), "pesanan-berubah", 0)
	case err != nil:
		return err
	case !found.waiting():
		return done(c, view.OrderURL(found.row.Code), "lapor-lewat", result.Position)
	}
	return done(c, view.OrderURL(found.row.Code), "lapor", result.Position)
}

// cancelHoldPost gives unpaid slots back.
func (s *Server) cancelHoldPost(c fiber.Ctx) error {
	f, err := s.posted(c)
	if err != nil {
		return err
	}
	subject := who(c).Subject
	found, err := s.readOrder(c.Context(), subject, c.Params("code"))
	if err != nil {
		return err
	}
	cancel := sambatan.CancelHold{Participation: found.row.Participation, Buyer: subject.User, Reason: sambatan.CancelledByBuyer}
	result, err := s.Log.Execute(c.Context(), sambatan.Campaigns.Command(found.row.Campaign.String(), cancel, meta(f.command, subject)))
	if _, paid := errors.AsType[*sambatan.SecuredError](err); paid {
		return done(c, view.OrderURL(found.row.Code), "sudah-lunas", 0)
	}
	if _, never := errors.AsType[*sambatan.NoHoldError](err); never {
		return done(c, view.OrderURL(found.row.Code), "pesanan-berubah", 0)
	}
	if err != nil {
		return err
	}
	flash, err := gaveUp(result)
	if err != nil {
		return err
	}
	return done(c, view.OrderURL(found.row.Code), flash, result.Position)
}

// gaveUp says what giving slots back led to: nothing, when they were gone before; or that the
// channel is asked first; or that what came of the payment goes back.
func gaveUp(result eventstore.Result) (flash string, err error) {
	for _, recorded := range result.Events {
		event, err := sambatan.Codec.Decode(recorded)
		if err != nil {
			return "", err
		}
		if _, asks := event.(sambatan.HoldEnding); asks {
			return "lepas-tunggu", nil
		}
		if gone, ok := event.(sambatan.HoldCancelled); ok && len(gone.Parts) > 0 {
			return "lepas-sebagian", nil
		} else if ok {
			return "lepas", nil
		}
	}
	return "pesanan-berubah", nil
}
