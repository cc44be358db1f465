package ui

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/orders"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	shipping "github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// shortfalls are the payments of which something is gone that nobody has made good.
func (s *Server) shortfalls(ctx context.Context, q projections.Querier, viewer id.ID, form func(receipt string) view.Form) ([]view.Shortfall, error) {
	receipts, _, err := payments.Shortfalls(ctx, q, deskPage, 0)
	if err != nil {
		return nil, err
	}
	shown, err := gone(ctx, q, receipts, form)
	if err != nil {
		return nil, err
	}
	for i, receipt := range receipts {
		limit := s.Payouts.LimitOne
		shown[i].Limit, shown[i].Double, shown[i].Doubled = int64(limit), receipt.Borne+receipt.Short > limit, receipt.Given+receipt.Short > limit
	}
	return shown, s.lossesOf(ctx, q, viewer, receipts, shown, func(l payments.Loss) bool { return l.Cover != payment.CoverReturned })
}

// lost are the payments of which we bear something.
func (s *Server) lost(ctx context.Context, q projections.Querier, viewer id.ID, form func(receipt string) view.Form) ([]view.Shortfall, error) {
	receipts, _, err := payments.Lost(ctx, q, deskPage, 0)
	if err != nil {
		return nil, err
	}
	shown, err := gone(ctx, q, receipts, form)
	if err != nil {
		return nil, err
	}
	for i, receipt := range receipts {
		shown[i].Amount, shown[i].Most = int64(receipt.Lost), max(0, int64(s.Payouts.LimitOne-receipt.Given))
	}
	return shown, s.lossesOf(ctx, q, viewer, receipts, shown, func(l payments.Loss) bool { return l.Cover == payment.CoverReturned })
}

// gone shows what is gone of payments.
func gone(ctx context.Context, q projections.Querier, receipts []payments.Receipt, form func(receipt string) view.Form) ([]view.Shortfall, error) {
	about, err := readContext(ctx, q, receipts, func(r payments.Receipt) (id.ID, id.ID) { return r.Participation, r.Campaign })
	if err != nil {
		return nil, err
	}
	goods, err := orders.ByIDs(ctx, q, idsOf(receipts, func(r payments.Receipt) id.ID { return r.Participation }))
	if err != nil {
		return nil, err
	}
	shown := make([]view.Shortfall, len(receipts))
	for i, receipt := range receipts {
		shown[i] = shortfall(receipt, about.rows[receipt.Participation], about.boards[receipt.Campaign], goods[receipt.Participation])
		shown[i].Form = form(shown[i].ID)
	}
	return shown, nil
}

// lossesOf adds what is proposed about it, if it is of this list.
func (s *Server) lossesOf(ctx context.Context, q projections.Querier, viewer id.ID, receipts []payments.Receipt, shown []view.Shortfall, here func(payments.Loss) bool) error {
	waits, err := payments.Losses(ctx, q, idsOf(receipts, func(r payments.Receipt) id.ID { return r.Receipt }))
	if err != nil {
		return err
	}
	names, err := s.namesOf(ctx, q, idsOf(slices.Collect(maps.Values(waits)), func(l payments.Loss) id.ID { return l.By })...)
	for i, receipt := range receipts {
		loss, ok := waits[receipt.Receipt]
		if !ok || !here(loss) {
			continue
		}
		stale := loss.Amount != receipt.Short
		if loss.Cover == payment.CoverReturned {
			stale = loss.Amount > receipt.Lost
		}
		shown[i].Waits = &view.LossProposal{
			Amount: int64(loss.Amount), Note: sentence(loss.Note), Evidence: loss.Evidence, By: names[loss.By], At: loss.At, Hash: loss.Hash,
			Mine: loss.By == viewer, Stale: stale,
		}
	}
	return err
}

// shortfall is one as the desk shows it; goods is the order that it paid for, if there is one.
func shortfall(receipt payments.Receipt, row participants.Row, board dashboard.Campaign, goods orders.Order) view.Shortfall {
	shown := view.Shortfall{
		ID: receipt.Receipt.String(), Code: row.Code, Amount: int64(receipt.Short), Paid: int64(receipt.Amount),
		TakenAt: receipt.TakenAt, Method: cmp.Or(view.PayMethod(receipt.Method).Name(), "transfer bank"), Reference: receipt.Reference,
		AfterAll: int64(receipt.Unbacked), Twice: int64(receipt.Twice),
		Why: "Dananya sudah dikirim balik ke pembeli sebelum ditarik, jadi keluar dua kali.",
	}
	if receipt.Twice > 0 && receipt.Twice == receipt.Short {
		shown.Why = "Pengembalian yang sama keluar dua kali. Minta pembeli mengirim balik kelebihannya: kalau masuk, catat dikembalikan; kalau tidak, catat sebagai rugi. Barang dan slotnya tidak tersangkut."
		if !board.ID.IsZero() {
			shown.Name = batchName(board.Title, board.Batch)
		}
		return shown
	}
	if receipt.Method == payment.CashOut {
		shown.Why = "Saldo pembeli sudah memberi sejauh masih ada. Sisanya sudah dipakai, jadi dana itu keluar dua kali."
		return shown
	}
	if !board.ID.IsZero() {
		shown.Name = batchName(board.Title, board.Batch)
	}
	switch receipt.State {
	case payments.Returning:
		shown.Why = "Pengembaliannya sedang berjalan. Kalau ternyata gagal, kekurangan ini tertutup sendiri."
	case payments.Allocated, payments.Suspense:
		shown.Why = "Slotnya tetap dihitung karena sambatannya sudah diputuskan. " + goodsWords(goods)
		shown.HeldBack = stateOf(goods).HeldBack()
	case payments.Released:
		shown.Why = "Pesanannya selesai dan dananya sudah dilepas untuk perajin."
	case payments.Part:
		shown.Why = "Ini baru sebagian dari tagihannya. Kekurangan ini tertutup sendiri begitu sambatannya tahu."
	case payments.Returned, payments.TakenBack:
		if shown.AfterAll > 0 {
			shown.Why = "Jadi dana yang sama keluar dua kali."
		}
	}
	return shown
}

// goodsWords say what becomes of the goods that were paid for with what is missing.
func goodsWords(o orders.Order) string {
	switch {
	case o.Phase == shipping.PhaseNone:
		return "Begitu batchnya siap, barangnya tidak dikirim selama ini belum beres."
	case stateOf(o).HeldBack():
		return "Barangnya belum dikirim dan ditunda. Dikembalikan kanal atau dicatat sebagai rugi: barangnya dikirim dan perajin dibayar penuh. Dihentikan, juga sendiri " +
			view.FullTime(o.GiveUpBy) + ": dana pesanannya menutup ini dan barangnya tetap milik perajin."
	}
	return "Barangnya sudah dikirim, jadi perajin tetap dibayar penuh."
}

// shortfallPost says what became of a shortfall.
func (s *Server) shortfallPost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldAct, view.FieldReason, view.FieldSeen, view.FieldAmount, view.FieldBankRef)
	if err != nil {
		return err
	}
	receipt, err := pathID(c, "receipt")
	if err != nil {
		return err
	}
	closing, careful, err := s.shortfallWord(c, f, receipt)
	if err != nil {
		return err
	}
	if len(f.Errors) > 0 {
		return s.showSuspense(c, fiber.StatusUnprocessableEntity, receipt.String(), f)
	}
	if careful {
		f.Values[view.FieldReceipt] = receipt.String()
		if away, err := s.requireStepUp(c, f.again(view.OpsSuspenseURL)); away {
			return err
		}
	}
	result, err := s.Log.Execute(c.Context(), closing)
	words, wrong := paymentRefusal(err)
	if wrong {
		f.wrong(words.field, words.summary, words.message)
	}
	if wrong || f.refused(err) {
		return s.showSuspense(c, fiber.StatusUnprocessableEntity, receipt.String(), f)
	}
	if err != nil {
		return err
	}
	news, err := shortfallNews(f.Value(view.FieldAct), result)
	if err != nil {
		return err
	}
	return done(c, view.OpsSuspenseURL, news, result.Position)
}

// shortfallWord is what was pressed, and whether whoever did has to confirm that it is them.
func (s *Server) shortfallWord(c fiber.Ctx, f *form, receipt id.ID) (command eventstore.Command, careful bool, err error) {
	by, seen := who(c).User, f.Value(view.FieldSeen)
	limit := s.Payouts.LimitOne
	cover := payment.CoverShortfall{By: by, Note: f.Value(view.FieldReason), LimitOne: limit, StepUp: stepUpAt(c)}
	known, _, err := eventstore.Load(c.Context(), s.Log, payment.Receipts, receipt.String())
	if err != nil {
		return command, false, err
	}
	switch f.Value(view.FieldAct) {
	case view.ActGivenBack:
		f.limit(view.FieldBankRef, "Rujukan bukti", 60)
		cover.Cover, cover.Evidence = payment.CoverChannel, f.Value(view.FieldBankRef)
		return s.toReceipt(c, f, receipt, cover), known.Given+known.Short > limit, nil
	case view.ActLoss:
		cover.Cover = payment.CoverPlatform
		return s.toReceipt(c, f, receipt, cover), known.Borne+known.Short > limit, nil
	case view.ActAgreeLoss:
		return s.toReceipt(c, f, receipt, payment.AgreeLoss{By: by, Hash: seen, StepUp: stepUpAt(c)}), true, nil
	case view.ActDropLoss:
		return s.toReceipt(c, f, receipt, payment.DropLoss{By: by, Hash: seen}), false, nil
	case view.ActReturned:
		back := payment.NoteGivenBack{By: by, Amount: f.rupiah(view.FieldAmount, "Jumlah"), Evidence: f.Value(view.FieldBankRef), LimitOne: limit, StepUp: stepUpAt(c)}
		return s.toReceipt(c, f, receipt, back), known.Given+back.Amount > limit, nil
	case view.ActGiveUp:
		command, err = s.givingUp(c, f, receipt)
		return command, false, err
	}
	return command, false, fiber.ErrBadRequest
}

func (s *Server) toReceipt(c fiber.Ctx, f *form, receipt id.ID, command payment.ReceiptCommand) eventstore.Command {
	return payment.Receipts.Command(receipt.String(), command, meta(f.command, who(c).Subject))
}

// shortfallNews names what was done about it. Nothing new is what was done before.
func shortfallNews(act string, result eventstore.Result) (string, error) {
	before := map[string]string{
		view.ActGiveUp: "dihentikan", view.ActReturned: "rugi-kembali", view.ActDropLoss: "rugi-tarik", view.ActGivenBack: "kekurangan",
	}
	news := cmp.Or(before[act], "kekurangan-rugi")
	if act == view.ActGiveUp || len(result.Events) == 0 {
		return news, nil
	}
	event, err := payment.ReceiptCodec.Decode(result.Events[0])
	switch e := event.(type) { //nolint:gochecksumtype // the others are told by what was pressed
	case payment.LossProposed:
		news = "rugi-usul"
		if e.Cover != "" {
			news = "kembali-usul"
		}
	case payment.ShortfallCovered:
		news = map[payment.Cover]string{payment.CoverChannel: "kekurangan", payment.CoverReturned: "rugi-kembali"}[e.Cover]
		news = cmp.Or(news, "kekurangan-rugi")
	}
	return news, err
}

// givingUp gives up the order that a receipt had paid for: its own money makes it good.
func (s *Server) givingUp(c fiber.Ctx, f *form, receipt id.ID) (command eventstore.Command, err error) {
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		found, err := payments.ReceiptByID(ctx, q, receipt)
		giveUp := shipping.GiveUp{By: who(c).User, Note: f.Value(view.FieldReason)}
		command = shipping.Orders.Command(found.Participation.String(), giveUp, meta(f.command, who(c).Subject))
		return err
	})
	return command, err
}
