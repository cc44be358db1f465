package ui

import (
	"context"
	"errors"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/refunds"
	"github.com/sensasiwangi/sambatan/projections/wallets"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// refundList lists refunds due, those promised first on top.
func (s *Server) refundList(c fiber.Ctx) error {
	shown := view.Refunds{Now: s.Now(), Done: c.Query("status") == "selesai"}
	group, routed := routedTab(c.Query("status"))
	if routed {
		shown.Tab = c.Query("status")
	}
	err := s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		counts, err := refunds.Counts(ctx, q)
		if err != nil {
			return err
		}
		shown.Tabs = refundTabs(counts, shown.Tab)
		if routed {
			return s.routedList(ctx, q, group, &shown)
		}
		list := payments.RefundsDue
		if shown.Done {
			list = payments.RefundsDone
		}
		found, sum, err := list(ctx, q, deskPage, 0)
		if err != nil {
			return err
		}
		shown.Due, shown.Owed, shown.Total = sum.Count, int64(sum.Amount), int64(sum.Amount)
		if shown.Done {
			_, due, err := payments.RefundsDue(ctx, q, 1, 0)
			if err != nil {
				return err
			}
			shown.Sent, shown.Due = sum.Count, due.Count
		}
		shown.Rows, err = s.refunds(ctx, q, found)
		return err
	})
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, view.RefundsPage(s.shell(c, view.SectionRefund), shown))
}

func (s *Server) refunds(ctx context.Context, q projections.Querier, found []payments.Refund) ([]view.Refund, error) {
	about, err := readContext(ctx, q, found, func(r payments.Refund) (id.ID, id.ID) { return r.Participation, r.Campaign })
	if err != nil {
		return nil, err
	}
	outs, err := wallets.CashOutsByIDs(ctx, q, idsOf(found, func(r payments.Refund) id.ID { return r.Participation }))
	if err != nil {
		return nil, err
	}
	ways, err := refunds.ByIDs(ctx, q, idsOf(found, func(r payments.Refund) id.ID { return r.Refund }))
	if err != nil {
		return nil, err
	}
	list := make([]view.Refund, len(found))
	for i, refund := range found {
		row, board, way := about.rows[refund.Participation], about.boards[refund.Campaign], ways[refund.Refund]
		out := outs[refund.Participation]
		account, err := s.sendTo(ctx, q, refund, way.Account, row.RefundAccount, out.Account)
		if err != nil {
			return nil, err
		}
		list[i] = view.Refund{
			ID: refund.Refund.String(), Code: row.Code, Name: batchName(board.Title, board.Batch), Initials: s.label(ctx, row.Public).Initials,
			Amount: int64(refund.Amount), Bank: account.Bank, Account: account.Number, Holder: account.Holder,
			Reason:   refundWhy(order{row: row, campaign: board, refunds: []payments.Refund{refund}}, "pembeli"),
			CashOut:  refund.Reason == payment.ReasonCashOut,
			DueSince: refund.DueAt, DueBy: refund.PromisedBy, DoneAt: refund.TransferredAt, BankRef: refund.Evidence,
		}
		if !way.Refund.IsZero() {
			list[i].Routed, list[i].Stands = true, refundMark(way).Text
			list[i].ByHand = way.Way == payment.ByOperator && way.State.Waits() && !way.Stopped
			if way.Stopped && way.State.Waits() || way.State == payment.CaseVoided && way.Proposed != "" {
				list[i].Stands = "Pastikan dulu"
			}
			if way.State.Waits() {
				list[i].Rests = restsUntil(out, way)
			}
		}
		if way.Way == payment.ByGateway || way.Way == payment.ByWallet {
			list[i].Home = wayWords(way, "pembeli")
		}
		if way.Way == payment.ByWallet {
			list[i].BankRef = "" // no bank has seen it
		}
	}
	return list, nil
}

func idsOf[T any](found []T, of func(T) id.ID) []id.ID {
	ids := make([]id.ID, len(found))
	for i, refund := range found {
		ids[i] = of(refund)
	}
	return ids
}

// sendTo is where a refund goes: the account that the buyer gave last, or where the
// transfer came from when nobody knows whose it is, or the data was erased.
func (s *Server) sendTo(ctx context.Context, q projections.Querier, refund payments.Refund, given ...eventstore.Sealed) (account refundAccount, err error) {
	for _, sealed := range given {
		if err := s.open(ctx, fieldAccount, sealed, &account); err != nil || account.Number != "" {
			return account, err
		}
	}
	if refund.Reason == payment.ReasonCashOut {
		return refundAccount{Bank: "Data pembeli sudah dihapus"}, nil
	}
	receipt, err := payments.ReceiptByID(ctx, q, refund.Receipt)
	return refundAccount{Bank: "Rekening asal transfer", Holder: "pengirim, rujukan " + receipt.Reference}, err
}

// refundForm shows one refund with the form that marks it as sent.
func (s *Server) refundForm(c fiber.Ctx) error {
	return s.showRefund(c, fiber.StatusOK, nil)
}

func (s *Server) showRefund(c fiber.Ctx, status int, f *form) error {
	refund, voided, err := s.refundFromPath(c)
	switch {
	case err != nil:
		return err
	case voided:
		return s.showVoided(c, status, refund, f)
	}
	shown := view.RefundForm{
		Now: s.Now(), Form: s.refilled(c, append([]string{view.FieldBankRef, view.FieldTwiceRef}, returnFields...)...),
		Doubled: refund.Amount > payment.FourEyesAbove, Sent: !refund.TransferredAt.IsZero(),
	}
	if shown.Doubled {
		shown.StepUp = s.stepUp(c, view.OpsRefundDoneURL(refund.Refund.String()))
	}
	if f != nil {
		shown.Form = f.Form
	}
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		list, err := s.refunds(ctx, q, []payments.Refund{refund})
		if err == nil {
			shown.Refund = list[0]
		}
		return err
	})
	if err != nil {
		return err
	}
	if shown.Sent && shown.Refund.Routed {
		return s.showRefundCase(c, status, f)
	}
	if shown.Return, err = s.refundReturn(c, refund.Refund, shown.Refund.Amount, shown.Form); err != nil {
		return err
	}
	return page(c, status, view.RefundFormPage(s.shell(c, view.SectionRefund), shown), view.RefundFormFragment(shown))
}

// refundFromPath also finds one that was voided: it is on no list, and may have been sent all
// the same by whoever had it open.
func (s *Server) refundFromPath(c fiber.Ctx) (found payments.Refund, voided bool, err error) {
	wanted, err := pathID(c, "refund")
	if err != nil {
		return found, false, err
	}
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		if found, err = payments.RefundByID(ctx, q, wanted); !errors.Is(err, projections.ErrNotFound) {
			return err
		}
		way, err := refunds.ByID(ctx, q, wanted)
		if err == nil && way.State != payment.CaseVoided {
			err = projections.ErrNotFound
		}
		found, voided = asRefunds([]refunds.Way{way})[0], true
		return err
	})
	return found, voided, err
}

// showVoided leads from the form of a refund that was to be sent to the page that says that it
// is not to be any more, and takes the evidence if it was.
func (s *Server) showVoided(c fiber.Ctx, status int, refund payments.Refund, f *form) error {
	if f != nil && isFragment(c) {
		c.Set("HX-Redirect", f.again(view.OpsRefundShowURL(refund.Refund.String())))
		return c.SendStatus(fiber.StatusOK)
	}
	return s.showRefundCase(c, status, f)
}

// refundPost marks a refund as sent, with the bank's reference as evidence.
func (s *Server) refundPost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldBankRef)
	if err != nil {
		return err
	}
	refund, _, err := s.refundFromPath(c)
	if err != nil {
		return err
	}
	f.limit(view.FieldBankRef, "Rujukan bank", 60)
	if !f.need(view.FieldBankRef, "Rujukan bank") || len(f.Errors) > 0 {
		return s.showRefund(c, fiber.StatusUnprocessableEntity, f)
	}
	if refund.Amount > payment.FourEyesAbove {
		if away, err := s.requireStepUp(c, f.again(view.OpsRefundDoneURL(refund.Refund.String()))); away {
			return err
		}
	}
	result, flash, err := s.markSent(c, f, refund)
	if words, ok := paymentRefusal(err); ok {
		f.wrong(words.field, words.summary, words.message)
		return s.showRefund(c, fiber.StatusConflict, f)
	}
	if err != nil {
		return err
	}
	return done(c, view.OpsRefundURL, flash, result.Position)
}
