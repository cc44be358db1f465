package ui

import (
	"context"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// shortfalls are the payments that a channel took back, and that nobody has made good.
func (s *Server) shortfalls(ctx context.Context, q projections.Querier, form func(receipt string) view.Form) ([]view.Shortfall, error) {
	receipts, _, err := payments.Shortfalls(ctx, q, deskPage, 0)
	if err != nil {
		return nil, err
	}
	about, err := readContext(ctx, q, receipts, func(r payments.Receipt) (id.ID, id.ID) { return r.Participation, r.Campaign })
	if err != nil {
		return nil, err
	}
	shown := make([]view.Shortfall, len(receipts))
	for i, receipt := range receipts {
		shown[i] = shortfall(receipt, about.rows[receipt.Participation], about.boards[receipt.Campaign])
		shown[i].Form = form(shown[i].ID)
	}
	return shown, err
}

func shortfall(receipt payments.Receipt, row participants.Row, board dashboard.Campaign) view.Shortfall {
	shown := view.Shortfall{
		ID: receipt.Receipt.String(), Code: row.Code, Amount: int64(receipt.Short), Paid: int64(receipt.Amount),
		TakenAt: receipt.TakenAt, Method: view.PayMethod(receipt.Method).Name(), Reference: receipt.Reference,
		Why: "Dananya sudah dikirim balik ke pembeli sebelum ditarik, jadi keluar dua kali.",
	}
	if !board.ID.IsZero() {
		shown.Name = batchName(board.Title, board.Batch)
	}
	switch receipt.State {
	case payments.Returning:
		shown.Why = "Pengembaliannya sedang berjalan. Kalau ternyata gagal, kekurangan ini tertutup sendiri."
	case payments.Allocated, payments.Suspense:
		shown.Why = "Slotnya tetap dihitung karena sambatannya sudah diputuskan. Perajin tetap dibayar penuh."
	case payments.Released:
		shown.Why = "Pesanannya sudah diterima pembeli dan perajin sudah dibayar."
	case payments.Part:
		shown.Why = "Ini baru sebagian dari tagihannya. Kekurangan ini tertutup sendiri begitu sambatannya tahu."
	case payments.Returned, payments.TakenBack:
	}
	return shown
}

// covers are the buttons with which a shortfall is closed.
var covers = map[string]payment.Cover{view.ActLoss: payment.CoverPlatform, view.ActGivenBack: payment.CoverChannel}

// shortfallPost says what became of a shortfall.
func (s *Server) shortfallPost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldAct, view.FieldReason)
	if err != nil {
		return err
	}
	receipt, err := pathID(c, "receipt")
	if err != nil {
		return err
	}
	cover, known := covers[f.Value(view.FieldAct)]
	if !known {
		return fiber.ErrBadRequest
	}
	closing := payment.CoverShortfall{By: who(c).User, Cover: cover, Note: f.Value(view.FieldReason)}
	result, err := s.Log.Execute(c.Context(), payment.Receipts.Command(receipt.String(), closing, meta(f.command, who(c).Subject)))
	if words, ok := paymentRefusal(err); ok {
		f.wrong(words.field, words.summary, words.message)
		return s.showSuspense(c, fiber.StatusUnprocessableEntity, receipt.String(), f)
	}
	if err != nil {
		return err
	}
	said := "kekurangan"
	if cover == payment.CoverPlatform {
		said = "kekurangan-rugi"
	}
	return done(c, view.OpsSuspenseURL, said, result.Position)
}
