package ui

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/payouts"
	"github.com/sensasiwangi/sambatan/projections/users"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// outgoing is what an operator had sent, as the log knows it at this moment. The pages may be behind.
type outgoing struct {
	payment.Outgoing

	amount money.Rupiah
	stands error // against that it came back by the word of whoever asks; nil: nothing
}

// refundGone finds a refund by its way, or by its receipt when it has none.
func (s *Server) refundGone(ctx context.Context, c fiber.Ctx, refund id.ID) (outgoing, error) {
	way, version, err := eventstore.Load(ctx, s.Log, payment.Refunds, refund.String())
	if err != nil || version > 0 {
		of := payment.Outgoing{Refund: refund, Receipt: way.Receipt, Exit: way.Exits}
		return outgoing{of, way.Amount, notOwn(who(c).User, way.Buyer, way.MayReturn())}, err
	}
	var row payments.Refund
	err = s.Read(ctx, who(c).Subject, func(ctx context.Context, q projections.Querier) (err error) {
		row, err = payments.RefundByID(ctx, q, refund)
		return err
	})
	if err != nil {
		return outgoing{}, err
	}
	receipt, _, err := eventstore.Load(ctx, s.Log, payment.Receipts, row.Receipt.String())
	stands := notOwn(who(c).User, row.Buyer, receipt.MayReturn(refund))
	return outgoing{payment.Outgoing{Refund: refund, Receipt: row.Receipt}, row.Amount, stands}, err
}

// notOwn refuses the word of whoever would be paid once more.
func notOwn(by, buyer id.ID, stands error) error {
	if stands == nil && by == buyer {
		return payment.ErrOwnMoney
	}
	return stands
}

// payoutGone finds a payout in the account of its brand.
func (s *Server) payoutGone(ctx context.Context, c fiber.Ctx, p payout.Claim) (outgoing, error) {
	seller, _, err := eventstore.Load(ctx, s.Log, payout.Sellers, p.Brand.String())
	past, stands := seller.MayReturn(p.Payout)
	switch {
	case stands != nil:
	case who(c).Brand == p.Brand:
		stands = payout.ErrOwnBrand
	case past.Gave(who(c).User):
		stands = payout.ErrFourEyes
	}
	return outgoing{payment.Outgoing{Brand: p.Brand, Payout: p.Payout}, past.Amount, stands}, err
}

// returning is a page on which somebody says that what was sent came back.
type returning struct {
	page string
	most money.Rupiah // that one person's word is enough for
	find func(ctx context.Context) (outgoing, error)
	show func(status int, f *form) error
}

// refundCameBack notes that a bank sent back what an operator had transferred to a buyer.
func (s *Server) refundCameBack(c fiber.Ctx) error {
	refund, err := pathID(c, "refund")
	if err != nil {
		return err
	}
	return s.cameBack(c, returning{
		page: view.OpsRefundShowURL(refund.String()), most: payment.FourEyesAbove,
		find: func(ctx context.Context) (outgoing, error) { return s.refundGone(ctx, c, refund) },
		show: func(status int, f *form) error { return s.showGone(c, status, f) },
	})
}

// payoutCameBack notes the same of a payout.
func (s *Server) payoutCameBack(c fiber.Ctx) error {
	p, err := s.payoutFromPath(c)
	if err != nil {
		return err
	}
	return s.cameBack(c, returning{
		page: view.OpsPayoutShowURL(p.Payout.Payout.String()), most: returnsAlone(p.Payout),
		find: func(ctx context.Context) (outgoing, error) { return s.payoutGone(ctx, c, p.Claim) },
		show: func(status int, f *form) error { return s.showPayout(c, status, f.Form) },
	})
}

// cameBack records the bank's line as what it is. While it is recorded nobody else records
// transfers, so that one line is not taken for two things.
func (s *Server) cameBack(c fiber.Ctx, r returning) error {
	f, err := s.posted(c, returnFields...)
	if err != nil {
		return err
	}
	line := f.returnLine(s.Account.Number)
	if len(f.Errors) > 0 {
		return r.show(fiber.StatusUnprocessableEntity, f)
	}
	if line.Amount > r.most {
		if away, err := s.requireStepUp(c, f.again(r.page)); away {
			return err
		}
	}
	line.By, line.OfBrand, line.LimitOne, line.StepUp = who(c).User, who(c).Brand, r.most, stepUpAt(c)
	if err := s.whereItCame(c, &line); err != nil {
		return err
	}
	var result eventstore.Result
	err = s.recordAlone(c.Context(), func(ctx context.Context) error {
		if err := s.isReturn(ctx, c, f, &line, r); err != nil || len(f.Errors) > 0 {
			return err
		}
		result, err = s.Log.Execute(ctx, payment.Receipts.Command(line.Receipt.String(), line, meta(f.command, who(c).Subject)))
		return err
	})
	if f.returnRefused(err) || len(f.Errors) > 0 {
		return r.show(fiber.StatusConflict, f)
	}
	if err != nil {
		return err
	}
	return done(c, r.page, whatCame(result), result.Position)
}

// returnFields are what is typed about a bank's line.
var returnFields = []string{view.FieldReturnRef, view.FieldReturnDay, view.FieldReturnAmount, view.FieldAnother}

// returnLine reads a line of the bank. Its time of day is of no use: nothing depends on it.
func (f *form) returnLine(account string) payment.RecordReturn {
	line := payment.RecordReturn{Account: account, Amount: f.rupiah(view.FieldReturnAmount, "Jumlah masuk"), Reference: f.Value(view.FieldReturnRef)}
	f.need(view.FieldReturnRef, "Rujukan mutasi masuk")
	f.limit(view.FieldReturnRef, "Rujukan mutasi masuk", 60)
	f.need(view.FieldReturnAmount, "Jumlah masuk")
	if f.need(view.FieldReturnDay, "Tanggal masuk") {
		day, _ := f.date(view.FieldReturnDay, "Tanggal masuk")
		line.PaidAt = day.UTC()
	}
	line.Receipt = payment.ReceiptID(account, line.Reference)
	return line
}

// whereItCame finds a line that came to an account of ours which another has taken the place of since: it is in suspense,
// under the reference that was typed.
func (s *Server) whereItCame(c fiber.Ctx, line *payment.RecordReturn) error {
	return s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		found, err := payments.Unmatched(ctx, q, strings.Join(strings.Fields(line.Reference), " "))
		found = slices.DeleteFunc(found, func(r payments.Receipt) bool { return r.Amount != line.Amount })
		if len(found) == 1 {
			line.Account, line.Receipt = found[0].Account, found[0].Receipt
		}
		return err
	})
}

// isReturn looks whether the line can be what it is said to be, on books that show everything.
func (s *Server) isReturn(ctx context.Context, c fiber.Ctx, f *form, line *payment.RecordReturn, r returning) error {
	out, err := r.find(ctx)
	if err != nil {
		return err
	}
	line.Of = out.Outgoing
	switch {
	case out.stands != nil:
		return out.stands
	case out.amount != line.Amount:
		f.wrong(view.FieldReturnAmount, "Jumlahnya berbeda", "Yang dikirim "+view.Rupiah(int64(out.amount))+
			". Kalau yang pulang lain jumlahnya, ini bukan transfer itu: biarkan di dana titipan dan tanyakan ke bank.")
		return nil
	case f.Value(view.FieldAnother) != "":
		return nil
	}
	known, err := s.recordedBefore(ctx, who(c).Subject, payment.RecordReceipt{
		Receipt: line.Receipt, Account: line.Account, Amount: line.Amount, PaidAt: line.PaidAt, Reference: line.Reference,
	})
	if err == nil && known != "" {
		f.wrong(view.FieldAnother, "Baris ini mungkin sudah tercatat", "Ada uang masuk sejumlah ini dengan rujukan "+known+
			". Kalau itu baris yang sama, tulis rujukan itu di atas. Kalau memang lain, centang ini.")
	}
	return err
}

// returnRefused notes in words why it is not recorded.
func (f *form) returnRefused(err error) bool {
	if errors.Is(err, errBooksBehind) {
		f.wrong("", "Belum tercatat", booksBehind)
		return true
	}
	words, refused := paymentRefusal(err)
	if !refused {
		words, refused = payoutRefusal(err)
	}
	if !refused {
		return false
	}
	fields := map[string]string{view.FieldBankRef: view.FieldReturnRef, view.FieldAmount: view.FieldReturnAmount, view.FieldBankTime: view.FieldReturnDay}
	f.wrong(fields[words.field], words.summary, words.message)
	return true
}

// returnsAlone is how much of a payout one person says to have come back.
func returnsAlone(p payouts.Payout) money.Rupiah { return min(p.LimitOne, payment.FourEyesAbove) }

// bankReturn is the form of a payout for it.
func (s *Server) bankReturn(c fiber.Ctx, of id.ID, page, action, drop, then string, amount int64, typed view.Form) (shown view.BankReturn, err error) {
	var p payouts.Payout
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) (err error) {
		p, err = payouts.ByID(ctx, q, of)
		return err
	})
	if err != nil {
		return shown, err
	}
	shown = view.BankReturn{URL: action, DropURL: drop, Then: then, Doubled: money.Rupiah(amount) > returnsAlone(p), Form: typed}
	return s.returnForm(c, of, page, shown)
}

// returnForm is the form for it, with what one operator has said already.
func (s *Server) returnForm(c fiber.Ctx, of id.ID, page string, shown view.BankReturn) (view.BankReturn, error) {
	shown.Account, shown.Day = s.Account.Number, view.DateInput(s.Now())
	if shown.Doubled {
		shown.StepUp = s.stepUp(c, page)
	}
	err := s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) (err error) {
		shown.Said, err = s.saidToReturn(ctx, q, of, who(c).User)
		return err
	})
	return shown, err
}

// saidToReturn are the lines that wait for a second operator.
func (s *Server) saidToReturn(ctx context.Context, q projections.Querier, of, reader id.ID) (said []view.SaidReturn, err error) {
	lines, err := payments.SaidToReturn(ctx, q, of)
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	for _, line := range lines {
		receipt, _, err := eventstore.Load(ctx, s.Log, payment.Receipts, line.Receipt.String())
		if err != nil {
			return nil, err
		}
		_, hash := receipt.Proposed()
		one := view.SaidReturn{
			Receipt: line.Receipt.String(), Reference: line.Reference, Day: line.PaidAt, Amount: int64(line.Amount), Own: line.SaidBy == reader, Hash: hash,
		}
		if one.By, err = s.personName(ctx, q, line.SaidBy); err != nil {
			return nil, err
		}
		said = append(said, one)
	}
	return said, nil
}

// personName is what one person is called.
func (s *Server) personName(ctx context.Context, q projections.Querier, person id.ID) (string, error) {
	name := erased
	people, err := users.ByIDs(ctx, q, []id.ID{person})
	if err != nil {
		return name, err
	}
	err = s.open(ctx, "name", people[person].Name, &name)
	return name, err
}

// refundReturn is that form for a refund.
func (s *Server) refundReturn(c fiber.Ctx, which id.ID, amount int64, typed view.Form) (view.BankReturn, error) {
	const then = "Pengembaliannya lalu menunggu lagi: pembeli diminta menulis rekening lain, dan menerima dananya sekali."
	refund := which.String()
	return s.returnForm(c, which, view.OpsRefundShowURL(refund), view.BankReturn{
		URL: view.OpsRefundActURL(refund, view.ActCame), DropURL: view.OpsRefundActURL(refund, view.ActUnsay), Then: then,
		Doubled: amount > int64(payment.FourEyesAbove), Form: typed,
	})
}

// showGone is the page of a refund that has a way, or that was sent without one. One that is due is in
// the list: what came back a moment ago is given a way at any moment.
func (s *Server) showGone(c fiber.Ctx, status int, f *form) error {
	way := s.showRefundCase(c, status, f)
	if !errors.Is(way, projections.ErrNotFound) {
		return way
	}
	refund, _, err := s.refundFromPath(c)
	switch {
	case err != nil:
		return errors.Join(err, way)
	case !refund.TransferredAt.IsZero():
		return s.showRefund(c, status, f)
	case f != nil:
		return way
	}
	said := string(c.Request().URI().QueryString())
	return c.Redirect().Status(fiber.StatusSeeOther).To(view.OpsRefundURL + "?" + said) // where the visitor sees it wait
}

// refundTwice notes that a refund left once more.
func (s *Server) refundTwice(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldTwiceRef)
	if err != nil {
		return err
	}
	refund, err := pathID(c, "refund")
	if err != nil {
		return err
	}
	f.limit(view.FieldTwiceRef, "Rujukan transfer", 60)
	if !f.need(view.FieldTwiceRef, "Rujukan transfer") || len(f.Errors) > 0 {
		return s.showGone(c, fiber.StatusUnprocessableEntity, f)
	}
	out, err := s.refundGone(c.Context(), c, refund)
	if err != nil {
		return err
	}
	if out.amount > payment.FourEyesAbove {
		if away, err := s.requireStepUp(c, f.again(view.OpsRefundShowURL(refund.String()))); away {
			return err
		}
	}
	var result eventstore.Result
	err = s.recordAlone(c.Context(), func(ctx context.Context) error {
		if err := s.notProven(ctx, c, f, out); err != nil || len(f.Errors) > 0 {
			return err
		}
		result, err = s.Log.Execute(ctx, s.sentTwice(c, f, out))
		return err
	})
	if errors.Is(err, errBooksBehind) {
		f.wrong("", "Belum tercatat", booksBehind)
	}
	if len(f.Errors) > 0 {
		return s.showGone(c, fiber.StatusConflict, f)
	}
	if words, ok := paymentRefusal(err); ok {
		f.wrong(map[string]string{view.FieldBankRef: view.FieldTwiceRef}[words.field], words.summary, words.message)
		return s.showGone(c, fiber.StatusConflict, f)
	}
	if err != nil {
		return err
	}
	news := whatCame(result)
	if waitsForSecond(result) {
		news = "dobel-dua"
	}
	return done(c, view.OpsRefundShowURL(refund.String()), news, result.Position)
}

// notProven refuses the transfer of something else: one transfer is the evidence of one thing.
func (s *Server) notProven(ctx context.Context, c fiber.Ctx, f *form, out outgoing) error {
	evidence := strings.Join(strings.Fields(f.Value(view.FieldTwiceRef)), " ")
	return s.Read(ctx, who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		refund, err := payments.ProvenBy(ctx, q, evidence, out.Refund)
		if err != nil {
			return err
		}
		paid, err := payouts.ProvenBy(ctx, q, evidence, out.Refund)
		if refund || paid {
			f.wrong(view.FieldTwiceRef, "Rujukan itu milik transfer lain", "Rujukan ini sudah menjadi bukti pengiriman lain. Tulis rujukan transfer kedua untuk pengembalian ini, seperti di mutasi bank.")
		}
		return err
	})
}

// sentTwice is for the way of the refund, or for its receipt when it has none.
func (s *Server) sentTwice(c fiber.Ctx, f *form, out outgoing) eventstore.Command {
	by, evidence, m := who(c).User, f.Value(view.FieldTwiceRef), meta(f.command, who(c).Subject)
	if errors.Is(out.stands, payment.ErrRefundRouted) || out.Exit > 0 {
		return payment.Refunds.Command(out.Refund.String(), payment.MarkSentTwice{By: by, Evidence: evidence, StepUp: stepUpAt(c)}, m)
	}
	return payment.Receipts.Command(out.Receipt.String(), payment.NoteSentTwice{Refund: out.Refund, By: by, Evidence: evidence, StepUp: stepUpAt(c)}, m)
}
