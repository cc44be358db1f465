package ui

import (
	"context"
	"errors"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// deskPage is how many lines an operator's list shows: worst first, and what is
// further down comes up as the top is done.
const deskPage = 100

// transferList lists reported transfers to confirm, oldest first.
func (s *Server) transferList(c fiber.Ctx) error {
	shown := view.Transfers{Now: s.Now()}
	err := s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		instructions, _, err := payments.ToConfirm(ctx, q, deskPage, 0)
		if err != nil {
			return err
		}
		shown.Rows, err = s.transfers(ctx, q, instructions)
		return err
	})
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, view.TransfersPage(s.shell(c, view.SectionTransfer), shown))
}

func (s *Server) transfers(ctx context.Context, q projections.Querier, instructions []payments.Instruction) ([]view.Transfer, error) {
	about, err := readContext(ctx, q, instructions, func(i payments.Instruction) (id.ID, id.ID) { return i.Instruction, i.Campaign })
	if err != nil {
		return nil, err
	}
	list := make([]view.Transfer, len(instructions))
	for i, instruction := range instructions {
		row, board := about.rows[instruction.Instruction], about.boards[instruction.Campaign]
		list[i] = transfer(order{row: row, campaign: board, instruction: instruction})
		list[i].Initials = s.label(ctx, row.Public).Initials
		if err := s.open(ctx, fieldProof, instruction.Proof, &list[i].Proof); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func transfer(o order) view.Transfer {
	shown := view.Transfer{
		ID: o.instruction.Instruction.String(), Code: o.row.Code, Name: batchName(o.campaign.Title, o.campaign.Batch),
		Slots: o.row.Slots, Account: o.instruction.Account, Amount: int64(o.instruction.Total), PayBy: o.payBy(),
		HoldDead: !o.waiting(), Rejected: o.instruction.State == payments.Rejected,
	}
	if o.transferable() {
		shown.Came = int64(o.came())
	}
	if o.instruction.State == payments.Reported {
		shown.ToldAt, shown.ToldPaid, shown.DecideBy = o.instruction.ReportedAt, o.instruction.ToldPaidAt, o.decideBy()
	}
	return shown
}

// transferForm shows one transfer with the form that confirms it.
func (s *Server) transferForm(c fiber.Ctx) error {
	return s.showTransfer(c, fiber.StatusOK, nil, nil)
}

func (s *Server) showTransfer(c fiber.Ctx, status int, confirm, reject *form) error {
	instruction, err := s.instructionFromPath(c)
	if err != nil {
		return err
	}
	shown := view.ConfirmTransfer{Now: s.Now(), Form: s.blank(c), Reject: s.blank(c)}
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		list, err := s.transfers(ctx, q, []payments.Instruction{instruction})
		if err == nil {
			shown.Transfer = list[0]
		}
		return err
	})
	if err != nil {
		return err
	}
	told := instruction.ToldPaidAt
	if told.IsZero() {
		told = s.Now().Truncate(time.Minute)
	}
	shown.Form.Values = map[string]string{
		view.FieldAmount: view.Grouped(int64(instruction.Total)), view.FieldBankDate: view.DateInput(told), view.FieldBankTime: view.ClockInput(told),
	}
	shown.FromStatement = fromStatement(c, shown.Form.Values)
	if confirm != nil {
		shown.Form = confirm.Form
	}
	if reject != nil {
		shown.Reject = reject.Form
	}
	return page(c, status, view.ConfirmTransferPage(s.shell(c, view.SectionTransfer), shown), view.ConfirmTransferFragment(shown))
}

func (s *Server) instructionFromPath(c fiber.Ctx) (found payments.Instruction, err error) {
	wanted, err := pathID(c, "transfer")
	if err != nil {
		return found, err
	}
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		found, err = payments.InstructionOf(ctx, q, wanted)
		return err
	})
	return found, err
}

// transferConfirm records that the bank shows the transfer. Who gets what is
// decided by the campaign, by the transfer's own time.
func (s *Server) transferConfirm(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldAmount, view.FieldBankDate, view.FieldBankTime, view.FieldBankRef, view.FieldAnother)
	if err != nil {
		return err
	}
	instruction, err := s.instructionFromPath(c)
	if err != nil {
		return err
	}
	receipt := f.receiptOf(instruction)
	receipt.By = who(c).User
	if err := s.notBeforeJoining(c.Context(), who(c).Subject, f, receipt); err != nil {
		return err
	}
	if len(f.Errors) > 0 {
		return s.showTransfer(c, fiber.StatusUnprocessableEntity, f, nil)
	}
	result, err := s.confirmReceipt(c.Context(), who(c).Subject, f, receipt)
	if err == nil && len(f.Errors) > 0 {
		return s.showTransfer(c, fiber.StatusConflict, f, nil)
	}
	if words, ok := paymentRefusal(err); ok {
		f.wrong(words.field, words.summary, words.message)
		return s.showTransfer(c, fiber.StatusConflict, f, nil)
	}
	if err != nil {
		return err
	}
	return done(c, view.OpsTransferURL, "terima", result.Position)
}

// receiptOf reads what the bank shows, as its operator typed it.
func (f *form) receiptOf(instruction payments.Instruction) payment.RecordReceipt {
	receipt := payment.RecordReceipt{
		Account: instruction.Account, Amount: f.rupiah(view.FieldAmount, "Jumlah masuk"),
		PaidAt: f.moment(view.FieldBankDate, view.FieldBankTime, "transfer"), Reference: f.Value(view.FieldBankRef),
		Match: matchOf(instruction),
	}
	f.need(view.FieldAmount, "Jumlah masuk")
	f.need(view.FieldBankRef, "Rujukan bank")
	f.limit(view.FieldBankRef, "Rujukan bank", 60)
	receipt.Receipt = payment.ReceiptID(receipt.Account, receipt.Reference)
	return receipt
}

// notBeforeJoining notes a day on which nobody can have transferred: a slip there would count
// late money as paid in time. Where the bank does not tell, the time of day is anybody's guess.
func (s *Server) notBeforeJoining(ctx context.Context, subject session.Subject, f *form, receipt payment.RecordReceipt) error {
	if receipt.PaidAt.IsZero() {
		return nil // it was not given, or can't be read
	}
	return s.Read(ctx, subject, func(ctx context.Context, q projections.Querier) error {
		rows, err := participants.ByIDs(ctx, q, []id.ID{receipt.Match.Participation})
		row := rows[receipt.Match.Participation]
		if day := row.JoinedAt.In(wib).Format(time.DateOnly); err == nil && receipt.PaidAt.In(wib).Format(time.DateOnly) < day {
			f.wrong(view.FieldBankDate, "Tanggal transfer terlalu awal", "Pesanan ini baru dibuat "+view.FullTime(row.JoinedAt)+
				", jadi transfernya tidak mungkin sebelum hari itu. Periksa tanggalnya di mutasi.")
		}
		return err
	})
}

// confirmReceipt records a transfer, unless it may be recorded already: then the form says so.
// Whoever says that it is another one is believed.
func (s *Server) confirmReceipt(ctx context.Context, subject session.Subject, f *form, receipt payment.RecordReceipt) (result eventstore.Result, err error) {
	record := func(ctx context.Context) error {
		result, err = s.Log.Execute(ctx, payment.Receipts.Command(receipt.Receipt.String(), receipt, meta(f.command, subject)))
		return err
	}
	if f.Value(view.FieldAnother) != "" {
		return result, record(ctx)
	}
	err = s.recordAlone(ctx, func(ctx context.Context) error {
		known, err := s.recordedBefore(ctx, subject, receipt)
		if err != nil {
			return err
		}
		if known != "" {
			f.wrong(view.FieldAnother, "Transfer ini mungkin sudah tercatat", "Sudah tercatat dengan rujukan "+known+
				": jumlahnya sama dan waktunya berdekatan. Kalau di mutasi memang ada dua transfer, centang ini.")
			return nil
		}
		return record(ctx)
	})
	if errors.Is(err, errBooksBehind) {
		f.wrong("", "Belum tercatat", booksBehind)
		return result, nil
	}
	return result, err
}

// recordedBefore returns the reference of a receipt that may be the same transfer under another
// name; empty: there is none. What is recorded twice would be sent back once too often.
func (s *Server) recordedBefore(ctx context.Context, subject session.Subject, receipt payment.RecordReceipt) (reference string, err error) {
	err = s.Read(ctx, subject, func(ctx context.Context, q projections.Querier) error {
		around, err := payments.ReceiptsAround(ctx, q, receipt.Account, receipt.PaidAt.AddDate(0, 0, -1), receipt.PaidAt.AddDate(0, 0, 1), nil)
		for _, known := range around {
			if known.Amount == receipt.Amount && known.Receipt != receipt.Receipt {
				reference = known.Reference
			}
		}
		return err
	})
	return reference, err
}

func matchOf(instruction payments.Instruction) payment.Match {
	return payment.Match{
		Instruction: instruction.Instruction, Campaign: instruction.Campaign, Participation: instruction.Instruction,
		Buyer: instruction.Buyer, Due: instruction.Amount, Code: instruction.Code,
	}
}

// transferReject says that the bank shows no such transfer.
func (s *Server) transferReject(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldReason)
	if err != nil {
		return err
	}
	f.limit(view.FieldReason, "Alasan", 300)
	if !f.need(view.FieldReason, "Alasan") || len(f.Errors) > 0 {
		return s.showTransfer(c, fiber.StatusUnprocessableEntity, nil, f)
	}
	instruction, err := s.instructionFromPath(c)
	if err != nil {
		return err
	}
	reject := payment.RejectReport{Instruction: instruction.Instruction, Reason: f.Value(view.FieldReason)}
	result, err := s.executeInstruction(c, f, instruction, reject)
	if words, ok := paymentRefusal(err); ok {
		f.wrong(words.field, words.summary, words.message)
		return s.showTransfer(c, fiber.StatusConflict, nil, f)
	}
	if err != nil {
		return err
	}
	return done(c, view.OpsTransferURL, "tolak", result.Position)
}

func (s *Server) executeInstruction(c fiber.Ctx, f *form, instruction payments.Instruction, command payment.InstructionCommand) (eventstore.Result, error) {
	stream := payment.InstructionStream(instruction.Account, instruction.Amount)
	return s.Log.Execute(c.Context(), payment.Instructions.Command(stream, command, meta(f.command, who(c).Subject)))
}

// paymentWords are refusals about money, by their stable code.
var paymentWords = map[string]refusal{
	payment.ErrReceiptKnown.Code:     {view.FieldBankRef, "Rujukan bank sudah dipakai", "Rujukan ini sudah tercatat untuk transfer lain. Periksa mutasi bank, lalu tulis rujukan yang benar."},
	payment.ErrPaidInFuture.Code:     {view.FieldBankTime, "Waktu transfer belum terjadi", "Waktu transfer tidak boleh setelah sekarang."},
	payment.ErrBadAmount.Code:        {view.FieldAmount, "Jumlah masuk tidak wajar", "Tulis jumlah masuk dalam rupiah bulat, misalnya 548.127."},
	payment.ErrAlreadyPaid.Code:      {"", "Sudah lunas", "Transfer untuk pesanan ini sudah tercatat."},
	payment.ErrNotReported.Code:      {"", "Tidak ada laporan transfer", "Pembeli belum mengabari transfer, jadi tidak ada yang bisa ditolak."},
	payment.ErrNotInSuspense.Code:    {"", "Dana ini sudah diputuskan", "Dana ini tidak lagi di titipan. Muat ulang daftar."},
	payment.ErrAlreadyMatched.Code:   {"", "Dana ini sudah dicocokkan", "Dana ini sudah dicocokkan dengan pesanan lain."},
	payment.ErrAwaitsCampaign.Code:   {"", "Sedang diproses", "Dana ini sudah dicocokkan dan sedang diputuskan sambatannya. Muat ulang sebentar lagi."},
	payment.ErrOtherEvidence.Code:    {view.FieldBankRef, "Sudah dikirim dengan rujukan lain", "Pengembalian ini sudah tercatat terkirim dengan rujukan lain."},
	payment.ErrNoReturnProposed.Code: {"", "Tidak ada usulan", "Usulan ini sudah dibatalkan atau sudah disetujui. Keadaan terbarunya ada di bawah."},
	payment.ErrReturnChanged.Code:    {"", "Usulannya sudah berubah", "Usulan ini bukan lagi yang Anda lihat. Baca yang terbaru di bawah."},
	payment.ErrReturnKnown.Code:      {view.FieldBankRef, "Baris ini sudah dipakai", "Baris mutasi ini sudah tercatat sebagai transfer lain yang dikembalikan bank."},
	payment.ErrNotSentByHand.Code:    {"", "Tidak bisa dicatat kembali", "Dana ini tidak tercatat dikirim petugas, atau sudah tercatat dikembalikan bank. Muat ulang halaman."},
	payment.ErrReturnsShort.Code:     {"", "Catat di kekurangan", "Dana ini keluar tanpa pengganti, jadi yang pulang menutup kekurangannya. Catat di Dana titipan."},
	payment.ErrSameEvidence.Code:     {view.FieldBankRef, "Itu transfer yang sama", "Rujukan ini yang sudah tercatat. Tulis rujukan transfer yang satu lagi."},
	payment.ErrNotSent.Code:          {"", "Belum tercatat terkirim", "Catat dulu yang pertama, baru yang kedua."},
	payment.ErrOnItsWay.Code:         {"", "Percobaan masih berjalan", "Dana mungkin sedang dikirim. Tunggu jawaban kanal, atau centang bahwa bukti ini milik percobaan itu."},
	payment.ErrAlreadySent.Code:      {"", "Sudah terkirim", "Pengembalian ini sudah terkirim. Muat ulang halaman."},
	payment.ErrNotOpen.Code:          {"", "Sudah ditutup", "Pengembalian ini sudah tidak terbuka. Muat ulang halaman."},
	payment.ErrWayClosed.Code:        {view.FieldWay, "Jalur tidak bisa dipakai", "Dana ini tidak bisa dikirim lewat jalur itu. Pilih jalur lain."},
	payment.ErrAccountNeeded.Code:    {view.FieldWay, "Rekening pembeli belum ada", "Pembeli harus menulis rekening lain dulu. Anda bisa mengirim sendiri dan mencatat buktinya."},
	payment.ErrNoAccountNeeded.Code:  {"", "Rekening tidak ditunggu lagi", "Pengembalian ini sudah berjalan lagi. Lihat keadaannya di halaman pesanan."},
	payment.ErrOwnMoney.Code:         {"", "Perlu orang lain", "Dana ini menyangkut Anda sendiri. Petugas lain yang memutuskannya."},
	payment.ErrFourEyes.Code:         {view.FieldBankRef, "Perlu petugas lain", "Jumlah ini harus dicocokkan orang kedua. Minta petugas lain menulis rujukan yang sama."},
	payment.ErrDecided.Code:          {"", "Sudah diputuskan sambatan", "Pengembalian ini keputusan sambatan, jadi tidak bisa dibatalkan."},
	payment.ErrNotLost.Code:          {"", "Lebih dari rugi yang tercatat", "Paling banyak sebesar rugi yang masih tercatat untuk pembayaran ini."},
	payment.ErrNoLoss.Code:           {"", "Tidak ada usulan", "Usulan ini sudah ditarik atau sudah disetujui. Muat ulang daftar."},
	payment.ErrLossChanged.Code:      {"", "Usulannya sudah berubah", "Jumlah atau usulannya bukan lagi yang Anda lihat. Muat ulang daftar dan periksa lagi."},
	payment.ErrNotShort.Code:         {"", "Sudah tertutup", "Kekurangan ini sudah tertutup. Muat ulang daftar."},
	payment.ErrNoReason.Code:         {view.FieldReason, "Alasan belum diisi", "Tulis alasannya."},
	payment.ErrRefundRouted.Code:     {"", "Punya jalur sendiri", "Pengembalian ini dikirim lewat jalurnya sendiri. Buka halamannya dari daftar."},
	payment.ErrNoEvidence.Code:       {view.FieldBankRef, "Rujukan belum diisi", "Tulis rujukan bank atau kanal dari pengembaliannya."},
}

func paymentRefusal(err error) (refusal, bool) {
	if rest, ok := errors.AsType[*payment.RestError](err); ok {
		return refusal{"", "Rekening baru: belum boleh dikirim", "Kirim dan tandai setelah " + view.FullTime(rest.Until) + ". Sampai saat itu pemiliknya masih bisa membatalkan."}, true
	}
	refused, ok := errors.AsType[*payment.RefusalError](err)
	if !ok {
		return refusal{}, false
	}
	words, ok := paymentWords[refused.Code]
	return words, ok
}
