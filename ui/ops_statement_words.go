package ui

import (
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/internal/statement"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// bankNames are the layouts as operators know them.
var bankNames = map[statement.Format]string{
	statement.BCA: "BCA", statement.Mandiri: "Mandiri", statement.BRI: "BRI", statement.BNI: "BNI", statement.Generic: "bentuk umum",
}

// fileWords say what is wrong with a whole file.
var fileWords = map[statement.FileProblem]string{
	statement.FileEmpty:    "File ini kosong. Unduh lagi mutasinya dari bank.",
	statement.FileTooLarge: "File ini lebih dari 5 MB. Unduh mutasi untuk hari yang lebih sedikit.",
	statement.FileTooLong:  "File ini lebih dari 20.000 baris. Unduh mutasi untuk hari yang lebih sedikit.",
	statement.FileNotText:  "File ini bukan CSV. Kalau dari Excel, simpan dulu sebagai CSV; PDF tidak bisa dibaca.",
	statement.FileUnknown:  "Kepala tabelnya tidak dikenali. Yang bisa dibaca: CSV dari BCA, Mandiri, BRI, BNI, atau bentuk umum tanggal;waktu;keterangan;jumlah;referensi.",
	statement.FileMixed:    "File ini berisi mutasi beberapa rekening. Unduh per rekening.",
}

// rowWords say what is wrong with one row.
var rowWords = map[statement.RowProblem]string{
	statement.RowColumns:   "Jumlah kolomnya tidak sama dengan kepala tabel.",
	statement.RowQuote:     "Tanda kutipnya tidak ditutup.",
	statement.RowDate:      "Tanggalnya tidak bisa dibaca, atau di luar periode file.",
	statement.RowYear:      "Tahunnya tidak diketahui, karena file tidak menyebut periode.",
	statement.RowTime:      "Jamnya tidak bisa dibaca.",
	statement.RowAmount:    "Jumlahnya tidak bisa dibaca.",
	statement.RowCents:     "Jumlahnya memuat pecahan rupiah.",
	statement.RowZero:      "Jumlahnya nol.",
	statement.RowBoth:      "Kolom masuk dan keluar terisi dua-duanya.",
	statement.RowDirection: "Tidak jelas masuk atau keluar: tidak ada tanda CR atau DB.",
	statement.RowCurrency:  "Mata uangnya bukan rupiah.",
	statement.RowReference: "Referensinya lebih dari 60 huruf.",
}

func rowSentence(wrong *statement.RowError) string {
	if wrong.Value == "" {
		return rowWords[wrong.Problem]
	}
	return rowWords[wrong.Problem] + " Tertulis “" + wrong.Value + "”."
}

// why says, of a row that money came in with, what becomes of it.
func (p *importPlan) why(line planned) string {
	plan := line.plan
	switch plan.Verdict {
	case payment.LineMatched:
		return p.matchedWhy(plan)
	case payment.LineUnknown:
		return "Masuk ke dana titipan. " + p.candidateWords(plan.Candidates)
	case payment.LineKnown:
		return p.knownWhy(plan)
	case payment.LinePending:
		return pendingWhy(plan)
	case payment.LineUndecided:
	}
	return p.doubtWhy(plan)
}

func (p *importPlan) matchedWhy(plan *payment.LinePlan) string {
	words := "Untuk " + p.called(plan.Record.Match.Instruction, plan.Record.Match.Campaign) + "."
	if plan.Late {
		words += " Batas bayarnya sudah lewat; sambatannya yang memutuskan slot atau pengembalian."
	}
	if plan.Line.At.IsZero() {
		words += timeWords(plan.Record.PaidAt)
	}
	return words
}

// timeWords say how a line without a time of day is judged.
func timeWords(paidAt time.Time) string {
	if payment.DayOnly(paidAt) {
		return " Jam tidak tertulis, tetapi tenggatnya bukan hari itu."
	}
	return " Jam tidak tertulis; dipakai jam dari kabar pembeli, " + view.ShortTime(paidAt) + "."
}

// paidWords are when a receipt was paid, as far as anybody knows.
func paidWords(paidAt time.Time) string {
	if payment.DayOnly(paidAt) {
		day, _, _ := strings.Cut(view.ShortTime(paidAt), ", 00.")
		return day
	}
	return view.ShortTime(paidAt)
}

func (p *importPlan) candidateWords(candidates []payment.StatementCandidate) string {
	if len(candidates) == 0 {
		return "Tidak ada pesanan dengan jumlah ini."
	}
	var named []string
	for _, c := range candidates {
		named = append(named, p.called(c.Match.Instruction, c.Match.Campaign)+" ("+endWords(c.End)+")")
	}
	return "Mungkin untuk " + strings.Join(named, "; ") + "."
}

func endWords(end payment.End) string {
	switch end {
	case payment.Paid:
		return "sudah lunas"
	case payment.Closed:
		return "sudah lewat"
	case payment.Live:
	}
	return "menunggu bayar"
}

// knownWhy says where the money of a line is that was recorded before.
func (p *importPlan) knownWhy(plan *payment.LinePlan) string {
	receipt, ok := p.receipts[plan.Known.Receipt]
	if !ok {
		return "Baris kembar: rujukan yang sama ada lebih dari sekali di file ini."
	}
	words := "Di dana titipan, belum ada pemiliknya."
	if !receipt.Instruction.IsZero() {
		words = "Untuk " + p.called(receipt.Instruction, receipt.Campaign) + "."
	}
	switch receipt.State {
	case payments.Returning:
		words += " Dananya harus kembali ke pengirim."
	case payments.Returned:
		words += " Dananya sudah dikembalikan."
	case payments.TakenBack:
		words += " Dananya ditarik kembali oleh kanalnya."
	case payments.Part:
		words += " Baru sebagian; sisanya ditunggu."
	case payments.Suspense, payments.Allocated, payments.Released:
	}
	if receipt.Reference != plan.Line.Reference {
		words += " Dicatat dengan tangan, rujukan " + receipt.Reference + "."
	}
	return words
}

func pendingWhy(plan *payment.LinePlan) string {
	const words = "Masih PEND di bank. Impor lagi setelah dibukukan, biasanya esok hari."
	if len(plan.Candidates) > 0 {
		return words + " Kalau tidak bisa menunggu, catat dari sini dengan rujukan dan jam dari bank."
	}
	return words
}

// doubtWhy says what an operator has to find out.
func (p *importPlan) doubtWhy(plan *payment.LinePlan) string {
	switch plan.Doubt {
	case payment.DoubtTime:
		return "Jam tidak tertulis di mutasi, padahal tenggatnya di hari itu. Tanyakan jamnya ke pembeli atau lihat bukti transfernya."
	case payment.DoubtRecorded:
		words := "Mungkin sudah dicatat dengan rujukan " + plan.Known.Reference + " (" + paidWords(plan.Known.PaidAt) + "). Kalau sama, biarkan saja."
		if len(plan.Candidates) > 0 {
			words += " Kalau ini uang lain, catat dari sini."
		}
		return words
	case payment.DoubtReference:
		if plan.Known.Receipt.IsZero() {
			return "Rujukan ini sudah dipakai baris lain di file ini dengan tanggal atau jumlah lain. Periksa file-nya."
		}
		return "Rujukan ini sudah tercatat dengan jumlah lain, " + view.Rupiah(int64(plan.Known.Amount)) + ". Periksa mutasi di bank."
	case payment.DoubtOwn:
		return "Untuk " + p.called(plan.Candidates[0].Match.Instruction, plan.Candidates[0].Match.Campaign) + ", pesanan Anda sendiri. Minta petugas lain mengimpor file ini."
	case payment.DoubtFuture:
		return "Waktunya belum terjadi. Periksa file-nya."
	case payment.NoDoubt:
	}
	return ""
}
