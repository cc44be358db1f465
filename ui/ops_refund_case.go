package ui

import (
	"context"
	"slices"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/refunds"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// groupTabs are the tabs of the desk of refunds, by what has to be done.
var groupTabs = []struct {
	group       refunds.Group
	value, text string
}{
	{refunds.GroupFailed, "gagal", "Gagal"},
	{refunds.GroupUnclear, "tidak-jelas", "Tidak jelas"},
	{refunds.GroupAccount, "perlu-rekening", "Perlu rekening"},
	{refunds.GroupDormant, "dorman", "Dorman"},
	{refunds.GroupMoving, "jalan", "Berjalan"},
}

// routedTab is the group that an address names; false: none.
func routedTab(value string) (refunds.Group, bool) {
	for _, tab := range groupTabs {
		if tab.value == value {
			return tab.group, true
		}
	}
	return "", false
}

func refundTabs(counts map[refunds.Group]int, here string) []view.RefundTab {
	tabs := make([]view.RefundTab, len(groupTabs))
	for i, tab := range groupTabs {
		tabs[i] = view.RefundTab{Value: tab.value, Text: tab.text, Count: counts[tab.group], Here: tab.value == here}
	}
	return tabs
}

// asRefunds are ways as the list of refunds takes them.
func asRefunds(ways []refunds.Way) []payments.Refund {
	list := make([]payments.Refund, len(ways))
	for i, w := range ways {
		list[i] = payments.Refund{
			Refund: w.Refund, Receipt: w.Receipt, Campaign: w.Campaign, Participation: w.Participation, Buyer: w.Buyer,
			Amount: w.Amount, Reason: w.Reason, DueAt: w.OpenedAt, PromisedBy: w.PromisedBy, Evidence: w.Evidence, TransferredAt: w.SentAt,
		}
	}
	return list
}

// refundCase is everything about one refund that has a way of its own.
type refundCase struct {
	way       refunds.Way
	attempts  []refunds.Attempt
	row       view.Refund
	reconcile []view.Option
}

func (s *Server) readRefundCase(c fiber.Ctx) (found refundCase, err error) {
	refund, err := pathID(c, "refund")
	if err != nil {
		return found, err
	}
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) (err error) {
		if found.way, err = refunds.ByID(ctx, q, refund); err != nil {
			return err
		}
		if found.attempts, err = refunds.AttemptsOf(ctx, q, refund); err != nil {
			return err
		}
		rows, err := s.refunds(ctx, q, asRefunds([]refunds.Way{found.way}))
		if err != nil {
			return err
		}
		found.row = rows[0]
		if found.way.State == payment.CaseExternal {
			found.reconcile, err = reconcilable(ctx, q, found.way)
		}
		return err
	})
	return found, err
}

// reconcilable are the refunds of the same receipt that one of the channel's own may
// have been.
func reconcilable(ctx context.Context, q projections.Querier, w refunds.Way) (options []view.Option, err error) {
	ways, err := refunds.OfReceipt(ctx, q, w.Receipt)
	for _, other := range ways {
		marked := other.State.Sent() && other.Evidence == w.Key // the first half was done
		if (other.State.Waits() || marked) && other.Amount == w.Amount {
			text := view.Rupiah(int64(other.Amount)) + ", " + refundMark(other).Text
			options = append(options, view.Option{Value: other.Refund.String(), Text: text})
		}
	}
	return options, err
}

// refundShow is one refund with its attempts, and what can be done about it.
func (s *Server) refundShow(c fiber.Ctx) error { return s.showGone(c, fiber.StatusOK, nil) }

func (s *Server) showRefundCase(c fiber.Ctx, status int, f *form) error {
	found, err := s.readRefundCase(c)
	if err != nil {
		return err
	}
	w, now := found.way, s.Now()
	stands := opsStands(w)
	shown := view.RefundCase{
		Now: now, Refund: found.row, Mark: refundMark(w), Head: stands.head, Text: stands.text, Way: wayWords(w, "pembeli"), Why: whyWay(w),
		Tries: tries(found.attempts), Proposed: w.Proposed, Doubled: w.Amount > payment.FourEyesAbove, OnItsWay: w.State.OnItsWay(), Voided: w.State == payment.CaseVoided,
		Form: s.refilled(c, caseFields...), Acts: acts(w), Ways: wayOptions(w, found.attempts, now), Reconcile: found.reconcile, Note: w.Note,
	}
	if len(shown.Ways) == 0 {
		delete(shown.Acts, view.ActSwitch)
	}
	if w.State == payment.CaseQueued && w.NotBefore.After(now) {
		shown.NextAt = w.NotBefore
	}
	if w.Contradicted {
		shown.Warning = "Kanal pembayaran mengabarkan sesuatu yang tidak cocok dengan catatan di sini. Bandingkan setiap percobaan dengan dasbor kanal."
	}
	if shown.Doubled {
		shown.StepUp = s.stepUp(c, view.OpsRefundShowURL(w.Refund.String()))
	}
	if f != nil {
		shown.Form = f.Form
	}
	if shown.Return, err = s.refundReturn(c, w.Refund, int64(w.Amount), shown.Form); err != nil {
		return err
	}
	return render(c, status, view.RefundCasePage(s.shell(c, view.SectionRefund), shown))
}

func tries(attempts []refunds.Attempt) []view.RefundTry {
	list := make([]view.RefundTry, len(attempts))
	for i, a := range attempts {
		list[i] = view.RefundTry{
			Number: a.Number, Way: wayName(a.Way), At: a.SubmittedAt, EndedAt: a.EndedAt, Outcome: outcomeWords(a),
			Bad: a.Outcome == refunds.OutcomeFailed || a.Outcome == refunds.OutcomeReturned, Reference: a.Reference,
		}
		if a.Failure != "" {
			list[i].Failure = failureWords(a.Failure)
		}
		if a.Code != "" {
			list[i].Failure += " (kode " + a.Code + ")"
		}
	}
	return list
}

func wayName(way payment.Way) string {
	switch way {
	case payment.ByGateway:
		return "Jalur asal"
	case payment.ByPayout:
		return "Ke rekening"
	case payment.ByOperator:
		return "Petugas"
	case payment.ByWallet:
		return "Ke saldo"
	}
	return ""
}

// opsStands is where a refund stands, for the desk.
func opsStands(w refunds.Way) standing {
	if w.State.Sent() && w.Doubled != "" {
		return standing{"Terkirim dua kali", "Selain yang tercatat di bawah, dana yang sama terkirim lagi dengan rujukan " + w.Doubled +
			". Jumlahnya masuk kekurangan di dana titipan; pembeli tidak dikirimi apa-apa lagi. Minta kelebihannya kembali, lalu putuskan di sana."}
	}
	if w.State.Sent() && w.Proposed != "" {
		return standing{"Mungkin terkirim dua kali", "Satu petugas menyatakan dana yang sama terkirim lagi. Cocokkan rujukannya dengan mutasi bank: kalau benar, catat yang sama."}
	}
	switch w.State {
	case payment.CaseDue, payment.CaseQueued:
		switch {
		case w.Stopped:
			return standing{"Uangnya ditarik kembali, kirimannya belum pasti", "Kanal menarik kembali pembayaran ini, padahal satu petugas menyatakan sudah mengirim pengembaliannya. Cari di mutasi bank: kalau terkirim, catat rujukannya; kalau tidak, batalkan."}
		case w.Proposed != "":
			return standing{"Menunggu petugas kedua", "Satu petugas menyatakan sudah mengirimnya, jadi jangan transfer lagi. Cocokkan rujukannya dengan mutasi bank, lalu catat yang sama."}
		case w.Way == payment.ByOperator:
			return standing{"Harus dikirim petugas", "Transfer ke rekening di bawah, lalu catat rujukannya."}
		}
		return standing{"Antre dikirim otomatis", "Percobaan berikutnya berjalan sendiri."}
	case payment.CaseSubmitted:
		return standing{"Sedang dikirim", "Kanal sudah diminta mengirim. Hasilnya datang lewat kabar kanal, atau kami tanyakan."}
	case payment.CaseUnknown:
		if w.Stopped {
			return standing{"Uangnya ditarik kembali, percobaannya belum jelas", "Kanal menarik kembali pembayaran ini saat pengembaliannya berjalan, jadi tidak diulang. Cari di dasbor kanal: kalau terkirim, catat buktinya; kalau tidak, batalkan."}
		}
		return standing{"Kanal belum menjawab pasti", "Ditanyakan terus dengan kunci yang sama. Jangan kirim sendiri sebelum jelas percobaan ini tidak sampai."}
	case payment.CaseNeedsDestination:
		return standing{"Menunggu rekening dari pembeli", accountProblemOps(w.Problem)}
	case payment.CaseFailed:
		return standing{"Gagal, perlu tangan", "Percobaan terakhir pasti tidak terkirim, dan tidak diulang sendiri."}
	case payment.CaseSucceeded:
		return standing{"Terkirim", "Kanal sudah memastikan dananya sampai."}
	case payment.CaseManualDone:
		return standing{"Terkirim oleh petugas", "Buktinya tercatat di bawah."}
	case payment.CaseVoided:
		if w.Proposed != "" {
			return standing{"Sudah dibatalkan, tapi ada yang mengirim", "Satu petugas menyatakan terlanjur mengirimnya. Cocokkan rujukannya dengan mutasi bank: kalau benar terkirim, catat yang sama; kalau tidak, batalkan pernyataannya."}
		}
		if w.Method == payment.CashOut {
			return standing{"Dibatalkan", "Dananya kembali ke saldo pembeli."}
		}
		if w.Stopped {
			return standing{"Dihentikan", "Kanal menarik kembali uangnya, jadi tidak ada yang dikirim."}
		}
		return standing{"Dibatalkan", "Dananya masuk lagi ke titipan."}
	case payment.CaseDormant:
		if w.Rest == payment.RestErased {
			return standing{"Data pembeli sudah dihapus", "Rekeningnya tidak bisa dibuka lagi. Dananya tetap tercatat sebagai kewajiban."}
		}
		return standing{"Pembeli tidak menjawab", "Sudah diingatkan pada hari ke-1, ke-3 dan ke-7. Dananya tetap tercatat sebagai kewajiban."}
	case payment.CaseExternal:
		return standing{"Dikirim kanal tanpa kita minta", "Mungkin lewat dasbor kanal. Cari tahu siapa, lalu jelaskan di sini."}
	case payment.CaseResolved:
		return standing{"Selesai diperiksa", "Asalnya sudah dijelaskan."}
	}
	return standing{string(w.State), ""}
}

func accountProblemOps(problem payment.Problem) string {
	switch problem {
	case payment.ProblemMissing:
		return "Pembeli belum pernah memberi rekening."
	case payment.ProblemAccount:
		return "Rekeningnya tidak ditemukan atau sudah tidak aktif."
	case payment.ProblemName:
		return "Nama pemilik menurut bank berbeda dari yang ditulis pembeli."
	case payment.ProblemReversed:
		return "Bank penerima mengembalikan dananya."
	}
	return ""
}

// acts are what can be done about a refund now; what the rules refuse is not offered.
func acts(w refunds.Way) map[view.RefundAct]bool {
	open := map[view.RefundAct]bool{}
	switch {
	case w.State == payment.CaseExternal:
		open[view.ActResolve] = true
	case w.State == payment.CaseVoided:
		open[view.ActByHand], open[view.ActVoid] = true, w.Proposed != ""
	case w.State.OnItsWay():
		open[view.ActByHand], open[view.ActVoid] = true, w.Stopped && w.State == payment.CaseUnknown
	case w.State.Sent():
		open[view.ActTwice] = true
		open[view.ActCame] = w.State == payment.CaseManualDone && w.Doubled == ""
	case w.State.Waits():
		open[view.ActByHand], open[view.ActSwitch] = true, !w.Stopped
		open[view.ActRetry] = w.State == payment.CaseFailed || w.State == payment.CaseQueued && w.Way != payment.ByOperator
		open[view.ActVoid] = w.Stopped || w.Reason == payment.ReasonUnmatched || w.Reason == payment.ReasonCashOut
	}
	for act, may := range open {
		if !may {
			delete(open, act)
		}
	}
	return open
}

// caseFields are what is typed about one refund.
var caseFields = append([]string{
	view.FieldBankRef, view.FieldOfAttempt, view.FieldWay, view.FieldReason, view.FieldAs, view.FieldTwiceRef,
}, returnFields...)

// refundAct does what an operator decided about a refund.
func (s *Server) refundAct(c fiber.Ctx) error {
	switch view.RefundAct(c.Params("act")) { //nolint:exhaustive // refunds without a way know these, too
	case view.ActCame:
		return s.refundCameBack(c)
	case view.ActTwice:
		return s.refundTwice(c)
	case view.ActUnsay:
		return s.dropRefundReturn(c)
	}
	f, err := s.posted(c, caseFields...)
	if err != nil {
		return err
	}
	found, err := s.readRefundCase(c)
	if err != nil {
		return err
	}
	command, err := s.refundCommand(c, f)
	if err != nil {
		return err
	}
	if len(f.Errors) > 0 {
		return s.showRefundCase(c, fiber.StatusUnprocessableEntity, f)
	}
	if found.way.Amount > payment.FourEyesAbove && marksSent(command) {
		if away, err := s.requireStepUp(c, f.again(view.OpsRefundShowURL(found.way.Refund.String()))); away {
			return err
		}
	}
	result, settled, err := s.reconciled(c, f, found, command)
	if err == nil && settled {
		result, err = s.executeRefund(c, f.command, found.way.Refund, command)
	}
	if words, ok := paymentRefusal(err); ok {
		f.wrong(words.field, words.summary, words.message)
		return s.showRefundCase(c, fiber.StatusConflict, f)
	}
	if err != nil {
		return err
	}
	return done(c, view.OpsRefundShowURL(found.way.Refund.String()), whatCame(result), result.Position)
}

// refundCommand reads the act's form.
func (s *Server) refundCommand(c fiber.Ctx, f *form) (payment.RefundCommand, error) {
	by := who(c).User
	switch view.RefundAct(c.Params("act")) {
	case view.ActCame, view.ActTwice, view.ActUnsay: // see refundAct
	case view.ActRetry:
		return payment.RetryRefund{}, nil
	case view.ActSwitch:
		f.need(view.FieldWay, "Jalur")
		return payment.SwitchWay{Way: payment.Way(f.Value(view.FieldWay))}, nil
	case view.ActByHand:
		f.limit(view.FieldBankRef, "Rujukan bukti", 60)
		f.need(view.FieldBankRef, "Rujukan bukti")
		return payment.MarkRefundSent{
			By: by, Evidence: f.Value(view.FieldBankRef), OfAttempt: f.Value(view.FieldOfAttempt) != "", StepUp: stepUpAt(c),
		}, nil
	case view.ActVoid:
		f.limit(view.FieldReason, "Alasan", 300)
		f.need(view.FieldReason, "Alasan")
		return payment.VoidRefund{Note: f.Value(view.FieldReason)}, nil
	case view.ActResolve:
		f.limit(view.FieldReason, "Catatan", 300)
		f.need(view.FieldReason, "Catatan")
		resolve := payment.ResolveExternalRefund{By: by, Note: f.Value(view.FieldReason)}
		if as := f.Value(view.FieldAs); as != "" {
			var err error
			if resolve.As, err = id.Parse(as); err != nil {
				return nil, fiber.ErrBadRequest
			}
		}
		return resolve, nil
	}
	return nil, fiber.ErrNotFound
}

// reconciled marks the refund of ours that one of the channel's own turned out to be
// as sent, before that one is put aside. A large one is not settled before a second
// operator has said so.
func (s *Server) reconciled(c fiber.Ctx, f *form, external refundCase, command payment.RefundCommand) (result eventstore.Result, settled bool, err error) {
	resolve, ok := command.(payment.ResolveExternalRefund)
	if !ok || resolve.As.IsZero() {
		return result, true, nil
	}
	if !slices.ContainsFunc(external.reconcile, func(o view.Option) bool { return o.Value == resolve.As.String() }) {
		return result, false, payment.ErrNotOpen
	}
	mark := payment.MarkRefundSent{By: resolve.By, Evidence: external.way.Key, StepUp: stepUpAt(c)}
	result, err = s.executeRefund(c, id.Derive(f.command, "reconcile"), resolve.As, mark)
	return result, !waitsForSecond(result), err
}

func (s *Server) executeRefund(c fiber.Ctx, commandID, refund id.ID, command payment.RefundCommand) (eventstore.Result, error) {
	return s.Log.Execute(c.Context(), payment.Refunds.Command(refund.String(), command, meta(commandID, who(c).Subject)))
}

// routedList is a tab of the desk of refunds.
func (s *Server) routedList(ctx context.Context, q projections.Querier, group refunds.Group, shown *view.Refunds) error {
	ways, total, err := refunds.ToDo(ctx, q, group, deskPage, 0)
	if err != nil {
		return err
	}
	_, due, err := payments.RefundsDue(ctx, q, 1, 0)
	if err != nil {
		return err
	}
	shown.Due, shown.Owed, shown.Sent = due.Count, int64(due.Amount), total
	for _, w := range ways {
		shown.Total += int64(w.Amount)
	}
	shown.Rows, err = s.refunds(ctx, q, asRefunds(ways))
	return err
}
