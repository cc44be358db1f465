package ui

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// suspenseAfter is how long a matched receipt may take before it is shown: the
// campaign decides within moments.
const suspenseAfter = time.Minute

// suspenseList lists money that nobody owns yet.
func (s *Server) suspenseList(c fiber.Ctx) error {
	return s.showSuspense(c, fiber.StatusOK, "", nil)
}

func (s *Server) showSuspense(c fiber.Ctx, status int, failed string, f *form) error {
	shown := view.Suspense{Now: s.Now()}
	formOf := func(receipt string) view.Form {
		if receipt == failed {
			return f.Form
		}
		if receipt == c.Query(view.FieldReceipt) { // back from confirming
			return s.refilled(c, view.FieldReason, view.FieldBankRef, view.FieldAmount)
		}
		return s.blank(c)
	}
	err := s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) (err error) {
		if shown.Rows, err = s.suspended(ctx, q, shown.Now, formOf); err != nil {
			return err
		}
		if shown.Parts, err = s.parts(ctx, q); err != nil {
			return err
		}
		shown.Short, err = s.shortfalls(ctx, q, who(c).User, formOf)
		if err != nil {
			return err
		}
		if shown.Lost, err = s.lost(ctx, q, who(c).User, formOf); err != nil {
			return err
		}
		for _, gone := range [][]view.Shortfall{shown.Short, shown.Lost} {
			for i := range gone {
				gone[i].StepUp = s.stepUp(c, view.OpsSuspenseURL)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return render(c, status, view.SuspensePage(s.shell(c, view.SectionSuspense), shown))
}

// suspended is the money that an operator has to look after.
func (s *Server) suspended(ctx context.Context, q projections.Querier, now time.Time, formOf func(receipt string) view.Form) ([]view.SuspenseItem, error) {
	receipts, _, err := payments.InSuspense(ctx, q, now.Add(-suspenseAfter), deskPage, 0)
	if err != nil {
		return nil, err
	}
	items, err := suspenseItems(ctx, q, receipts)
	if err != nil {
		return nil, err
	}
	alike, err := alike(ctx, q, receipts)
	if err != nil {
		return nil, err
	}
	for i, receipt := range receipts {
		items[i].Why = cmp.Or(alike[receipt.Receipt], items[i].Why)
		items[i].Form = formOf(items[i].ID)
		if receipt.SaidBy.IsZero() {
			continue
		}
		items[i].Return = view.OpsRefundShowURL(receipt.SaidRefund.String()) + "#usulan-" + items[i].ID
		if receipt.SaidRefund.IsZero() {
			items[i].Return = view.OpsPayoutShowURL(receipt.SaidPayout.String()) + "#usulan-" + items[i].ID
		}
		if items[i].SaidBy, err = s.personName(ctx, q, receipt.SaidBy); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// parts are parts of payments, whose rest is awaited.
func (s *Server) parts(ctx context.Context, q projections.Querier) ([]view.SuspenseItem, error) {
	receipts, _, err := payments.Parts(ctx, q, deskPage, 0)
	if err != nil {
		return nil, err
	}
	return suspenseItems(ctx, q, receipts)
}

func suspenseItems(ctx context.Context, q projections.Querier, receipts []payments.Receipt) ([]view.SuspenseItem, error) {
	about, err := readContext(ctx, q, receipts, func(r payments.Receipt) (id.ID, id.ID) { return r.Participation, r.Campaign })
	if err != nil {
		return nil, err
	}
	items := make([]view.SuspenseItem, len(receipts))
	for i, receipt := range receipts {
		items[i] = suspenseItem(receipt, about.rows[receipt.Participation], about.boards[receipt.Campaign])
	}
	return items, nil
}

func suspenseItem(receipt payments.Receipt, row participants.Row, board dashboard.Campaign) view.SuspenseItem {
	item := view.SuspenseItem{
		ID: receipt.Receipt.String(), Code: row.Code, Amount: int64(receipt.Amount - receipt.Refund - receipt.Covered), PaidAt: receipt.PaidAt,
		DayOnly: payment.DayOnly(receipt.PaidAt), BankRef: receipt.Reference,
		Why: "Belum ada pesanan yang cocok dengan jumlah ini.",
	}
	if !board.ID.IsZero() {
		item.Name = batchName(board.Title, board.Batch)
		item.Why = "Sudah dicocokkan, tetapi sambatannya belum memutuskan."
	}
	if receipt.State == payments.Part {
		o := order{row: row, campaign: board}
		item.Why = "Kurang " + view.Rupiah(int64(row.Missing)) + " dari " + view.Rupiah(int64(row.Amount)) + when(", ditunggu sampai ", o.payBy()) + "."
	}
	return item
}

// suspensePost decides what becomes of money in suspense.
func (s *Server) suspensePost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldAct, view.FieldOrderCode)
	if err != nil {
		return err
	}
	receipt, err := pathID(c, "receipt")
	if err != nil {
		return err
	}
	again := func() error { return s.showSuspense(c, fiber.StatusUnprocessableEntity, receipt.String(), f) }
	command, err := s.suspenseCommand(c.Context(), who(c).Subject, f)
	if err != nil {
		return err
	}
	if len(f.Errors) > 0 {
		return again()
	}
	result, err := s.Log.Execute(c.Context(), payment.Receipts.Command(receipt.String(), command, meta(f.command, who(c).Subject)))
	if words, ok := paymentRefusal(err); ok {
		f.wrong(words.field, words.summary, words.message)
		return again()
	}
	if err != nil {
		return err
	}
	return done(c, view.OpsSuspenseURL, whatCame(result), result.Position)
}

func (s *Server) suspenseCommand(ctx context.Context, subject session.Subject, f *form) (payment.ReceiptCommand, error) {
	switch f.Value(view.FieldAct) {
	case view.ActRefund:
		return payment.DueRefund{Reason: payment.ReasonUnmatched, Policy: s.Process.Refunds}, nil
	case view.ActAllocate:
	default:
		return nil, fiber.ErrBadRequest
	}
	code := f.Value(view.FieldOrderCode)
	if code == "" {
		f.wrong("", "", "Tulis dulu kode pesanan yang dibayar dengan dana ini.")
		return nil, nil
	}
	var instruction payments.Instruction
	err := s.Read(ctx, subject, func(ctx context.Context, q projections.Querier) error {
		row, err := participants.ByCode(ctx, q, code)
		if err != nil {
			return err
		}
		instruction, err = payments.InstructionOf(ctx, q, row.Participation)
		return err
	})
	if errors.Is(err, projections.ErrNotFound) {
		f.wrong("", "", "Tidak ada pesanan dengan kode “"+code+"” yang punya petunjuk transfer. Periksa hurufnya.")
		return nil, nil
	}
	if errors.Is(err, participants.ErrAmbiguous) {
		f.wrong("", "", "Kode “"+code+"” milik dua pesanan. Cocokkan dari daftar transfer.")
		return nil, nil
	}
	return payment.MatchReceipt{Match: matchOf(instruction), By: subject.User}, err
}
