package ui

import (
	"context"
	"errors"
	"strings"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/clawbacks"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// clawbackList lists refunds after the release; a code leads to its order.
func (s *Server) clawbackList(c fiber.Ctx) error {
	shown := view.Clawbacks{Form: s.refilled(c, view.FieldCode)}
	if code := strings.TrimSpace(c.Query(view.FieldCode)); code != "" {
		row, err := s.rowOfCode(c, code)
		if err == nil {
			return c.Redirect().Status(fiber.StatusSeeOther).To(view.OpsClawbackURL(row.Participation.String()))
		}
		if !errors.Is(err, projections.ErrNotFound) {
			return err
		}
		shown.Form.Errors = []view.FieldError{{Field: view.FieldCode, Summary: "Pesanan tidak ditemukan", Message: "Tidak ada pesanan dengan kode ini."}}
	}
	err := s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) (err error) {
		if shown.Waiting, err = s.clawbackRows(ctx, q, clawbacks.Proposed); err != nil {
			return err
		}
		shown.Done, err = s.clawbackRows(ctx, q, clawbacks.Done)
		return err
	})
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, view.ClawbacksPage(s.shell(c, view.SectionRefund), shown))
}

func (s *Server) rowOfCode(c fiber.Ctx, code string) (row participants.Row, err error) {
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		row, err = participants.ByCode(ctx, q, strings.ToUpper(code))
		return err
	})
	return row, err
}

func (s *Server) clawbackRows(ctx context.Context, q projections.Querier, state clawbacks.State) ([]view.ClawbackRow, error) {
	found, _, err := clawbacks.List(ctx, q, state, deskPage, 0)
	if err != nil {
		return nil, err
	}
	about, err := readContext(ctx, q, found, func(o clawbacks.Clawback) (id.ID, id.ID) { return o.Participation, o.Campaign })
	if err != nil {
		return nil, err
	}
	list := make([]view.ClawbackRow, len(found))
	for i, one := range found {
		if list[i], err = s.clawbackRow(ctx, q, one, about.rows[one.Participation], about.boards[one.Campaign]); err != nil {
			return nil, err
		}
		list[i].URL = view.OpsClawbackURL(one.Participation.String())
	}
	return list, nil
}

func (s *Server) clawbackRow(ctx context.Context, q projections.Querier, one clawbacks.Clawback, row participants.Row, board dashboard.Campaign) (view.ClawbackRow, error) {
	names, err := s.namesOf(ctx, q, one.By, one.EndedBy)
	shown := view.ClawbackRow{
		Code: row.Code, Name: batchName(board.Title, board.Batch), Brand: board.BrandName, Amount: int64(one.Amount),
		Reason: clawbackWhy(one.Reason), Note: sentence(one.Note), Mark: clawbackMark(one.State), By: names[one.By], At: one.ProposedAt,
	}
	if !one.EndedBy.IsZero() {
		shown.EndedBy, shown.EndedAt, shown.EndedNote = names[one.EndedBy], one.ChangedAt, one.EndedNote
	}
	return shown, err
}

// givenBack is an order with what went back of it after the release.
type givenBack struct {
	disputed

	receipt   payments.Receipt // that was released; zero: none, or nothing is left of it
	clawbacks []clawbacks.Clawback
	rows      []view.ClawbackRow
}

func (s *Server) readClawback(c fiber.Ctx) (found givenBack, err error) {
	if found.disputed, err = s.readDispute(c); err != nil {
		return found, err
	}
	participation := found.order.Participation
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) (err error) {
		receipts, err := payments.ReceiptsOf(ctx, q, []id.ID{participation})
		if err != nil {
			return err
		}
		for _, receipt := range receipts[participation] {
			if receipt.State == payments.Released {
				found.receipt = receipt
			}
		}
		if found.clawbacks, err = clawbacks.Of(ctx, q, participation); err != nil {
			return err
		}
		for _, one := range found.clawbacks {
			row, err := s.clawbackRow(ctx, q, one, found.row, found.campaign)
			if err != nil {
				return err
			}
			found.rows = append(found.rows, row)
		}
		return nil
	})
	return found, err
}

// waits finds the proposal that waits for somebody else; -1: none does.
func (g givenBack) waits() int {
	for i, one := range g.clawbacks {
		if one.State == clawbacks.Proposed {
			return i
		}
	}
	return -1
}

// clawbackShow is one order whose money was released.
func (s *Server) clawbackShow(c fiber.Ctx) error {
	found, err := s.readClawback(c)
	if err != nil {
		return err
	}
	return s.showClawback(c, fiber.StatusOK, found, s.refilled(c, clawbackFields...))
}

var clawbackFields = []string{view.FieldAmount, view.FieldWhy, view.FieldReason}

func (s *Server) showClawback(c fiber.Ctx, status int, found givenBack, typed view.Form) error {
	participation, brand := found.order.Participation.String(), found.order.Brand.String()
	back := money.Rupiah(0)
	for _, one := range found.clawbacks {
		if one.State == clawbacks.Done {
			back += one.Amount
		}
	}
	left, short := found.receipt.Escrow, found.receipt.Short
	shown := view.ClawbackCase{
		ID: participation, Code: found.row.Code, Name: batchName(found.campaign.Title, found.campaign.Batch),
		Who: s.label(c.Context(), found.row.Public).Initials, Brand: found.campaign.BrandName, BrandURL: view.OpsSellerURL(brand),
		OrderURL: view.OpsDisputeURL(participation), Left: int64(max(0, left-short)), Short: int64(short), Limit: int64(s.Payouts.LimitOne),
		Rows: found.rows, Reasons: clawbackOptions(), Form: typed,
		Sums: []view.SumLine{
			{Text: "Dilepas", Amount: int64(left + back)},
			{Text: "Kembali ke pembeli sesudahnya", Amount: -int64(back)},
			{Text: "Masih bisa kembali", Amount: int64(left), Total: true},
		},
		StepUp: s.stepUp(c, view.OpsClawbackURL(participation)),
	}
	if i := found.waits(); i >= 0 {
		shown.Waits, shown.Hash, shown.Mine = &found.rows[i], found.clawbacks[i].Hash, found.clawbacks[i].By == who(c).User
	}
	return render(c, status, view.ClawbackPage(s.shell(c, view.SectionRefund), shown))
}

// clawbackPost proposes a refund after the release; up to the limit it is decided by that.
func (s *Server) clawbackPost(c fiber.Ctx) error {
	f, err := s.posted(c, clawbackFields...)
	if err != nil {
		return err
	}
	found, err := s.readClawback(c)
	if err != nil {
		return err
	}
	f.need(view.FieldWhy, "Sebab")
	f.need(view.FieldAmount, "Jumlah")
	f.need(view.FieldReason, "Catatan")
	f.limit(view.FieldReason, "Catatan", 500)
	propose := payment.ProposeClawback{
		By: who(c).User, Amount: f.rupiah(view.FieldAmount, "Jumlah"), Reason: f.Value(view.FieldWhy), Note: f.Value(view.FieldReason),
		LimitOne: s.Payouts.LimitOne, Policy: s.Process.Refunds, StepUp: stepUpAt(c),
	}
	return s.clawback(c, f, found, found.receipt.Receipt, propose)
}

// clawbackAct is the second person's word, or takes a proposal back.
func (s *Server) clawbackAct(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldSeen, view.FieldReason)
	if err != nil {
		return err
	}
	found, err := s.readClawback(c)
	if err != nil {
		return err
	}
	waits, receipt := found.waits(), found.receipt.Receipt
	if waits >= 0 {
		receipt = found.clawbacks[waits].Receipt
	}
	switch view.PayoutAct(c.Params("act")) { //nolint:exhaustive // the others are of payouts
	case view.ActAgree:
		agree := payment.AgreeClawback{By: who(c).User, Hash: f.Value(view.FieldSeen), Policy: s.Process.Refunds, StepUp: stepUpAt(c)}
		return s.clawback(c, f, found, receipt, agree)
	case view.ActCancel:
		f.need(view.FieldReason, "Alasan")
		f.limit(view.FieldReason, "Alasan", 300)
		return s.clawback(c, f, found, receipt, payment.DropClawback{By: who(c).User, Note: f.Value(view.FieldReason)})
	}
	return fiber.ErrNotFound
}

// clawback does it, once whoever says so has confirmed that it is them.
func (s *Server) clawback(c fiber.Ctx, f *form, found givenBack, receipt id.ID, command payment.ReceiptCommand) error {
	if receipt.IsZero() && len(f.Errors) == 0 {
		words := clawbackWords[payment.ErrNotReleased.Code]
		f.wrong(words.field, words.summary, words.message)
	}
	if len(f.Errors) > 0 {
		return s.showClawback(c, fiber.StatusUnprocessableEntity, found, f.Form)
	}
	here := view.OpsClawbackURL(found.order.Participation.String())
	if _, drops := command.(payment.DropClawback); !drops {
		if away, err := s.requireStepUp(c, f.again(here)); away {
			return err
		}
	}
	result, err := s.Log.Execute(c.Context(), payment.Receipts.Command(receipt.String(), command, meta(f.command, who(c).Subject)))
	if refused, ok := errors.AsType[*payment.RefusalError](err); ok {
		if words, known := clawbackWords[refused.Code]; known {
			f.wrong(words.field, words.summary, words.message)
			return s.showClawback(c, fiber.StatusConflict, found, f.Form)
		}
	}
	if err != nil {
		return err
	}
	return done(c, here, clawbackFlash(result), result.Position)
}

// clawbackFlash tells what came of it: a large one waits for somebody else.
func clawbackFlash(result eventstore.Result) string {
	switch last := result.Events; {
	case len(last) == 0:
		return "tetap"
	case last[len(last)-1].Type == "payment.clawback_proposed.v1":
		return "lepas-usul"
	case last[len(last)-1].Type == "payment.clawback_dropped.v1":
		return "lepas-batal"
	}
	return "lepas-kembali"
}
