package ui

import (
	"cmp"
	"errors"
	"time"

	"github.com/sensasiwangi/sambatan/projections/payouts"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// payoutMark is the label of a payout.
func payoutMark(p payouts.Payout) view.Mark {
	switch p.State {
	case payout.StateProposed:
		return view.Mark{Text: "Perlu persetujuan", Tone: "warn", Icon: "clock"}
	case payout.StateQueued:
		if p.Way == payment.ByOperator {
			return view.Mark{Text: "Kirim sendiri", Tone: "warn", Icon: "alert"}
		}
		return view.Mark{Text: "Antre", Tone: "brand", Icon: "clock"}
	case payout.StateSubmitted:
		return view.Mark{Text: "Sedang dikirim", Tone: "brand", Icon: "clock"}
	case payout.StateUnknown:
		return view.Mark{Text: "Belum jelas", Tone: "warn", Icon: "alert"}
	case payout.StateFailed:
		return view.Mark{Text: "Gagal", Tone: "err", Icon: "alert"}
	case payout.StatePaid:
		return view.Mark{Text: "Terkirim", Tone: "ok", Icon: "check"}
	case payout.StateReversed:
		return view.Mark{Text: "Dikembalikan bank", Tone: "err", Icon: "back"}
	case payout.StateEnded:
		return view.Mark{Text: "Rekening ditolak", Tone: "err", Icon: "alert"}
	case payout.StateCancelled:
		return view.Mark{Text: "Dibatalkan", Tone: "", Icon: ""}
	}
	return view.Mark{Text: string(p.State)}
}

// payoutWords is where a payout stands, for its brand and for the desk alike.
func payoutWords(p payouts.Payout) string {
	switch p.State {
	case payout.StateProposed:
		return "Jumlah sebesar ini disetujui dua petugas sebelum dikirim."
	case payout.StateQueued:
		if p.Way == payment.ByOperator {
			return "Petugas mengirimnya dan mencatat rujukan bank."
		}
		return "Dikirim otomatis."
	case payout.StateSubmitted:
		return "Bank sudah diminta mengirim; hasilnya biasanya ada dalam beberapa menit."
	case payout.StateUnknown:
		return "Kanal belum menjawab pasti. Ditanyakan terus; tidak ada yang dikirim dua kali."
	case payout.StateFailed:
		return "Percobaan terakhir pasti tidak terkirim: " + failureWords(p.Failure) + "."
	case payout.StatePaid:
		return "Rujukan " + p.Evidence + "."
	case payout.StateReversed:
		return "Bank penerima mengembalikan dananya. Dananya masuk pencairan berikutnya."
	case payout.StateEnded:
		return "Rekeningnya tidak bisa menerima. Dananya masuk pencairan berikutnya."
	case payout.StateCancelled:
		if p.Reason == payout.ReasonAccountChanged {
			return "Rekening diganti sebelum dananya dikirim."
		}
		if p.Reason == payout.ReasonPaidBefore {
			return "Dananya ternyata sudah terkirim dengan pencairan sebelumnya."
		}
		return sentence(p.Reason)
	}
	return ""
}

func payoutRow(p payouts.Payout, brand string) view.PayoutRow {
	return view.PayoutRow{
		ID: p.Payout.String(), Number: p.Number, Brand: brand, Amount: int64(p.Amount), Mark: payoutMark(p), At: p.ChangedAt, Text: payoutWords(p),
	}
}

// accountMark is the label of a brand's account.
func accountMark(s payouts.Seller, now time.Time) view.Mark {
	switch {
	case s.Account.Number == 0:
		return view.Mark{Text: "Belum ada", Tone: "", Icon: ""}
	case s.Account.State == payout.AccountProposed:
		return view.Mark{Text: "Perlu diperiksa", Tone: "warn", Icon: "clock"}
	case s.Account.State == payout.AccountBad:
		return view.Mark{Text: "Ditolak", Tone: "err", Icon: "alert"}
	case now.Before(s.Account.UsableFrom):
		return view.Mark{Text: "Masa tenang", Tone: "warn", Icon: "clock"}
	}
	return view.Mark{Text: "Siap dipakai", Tone: "ok", Icon: "check"}
}

// accountWords tell a brand what its account waits for, or what is wrong with it.
func accountWords(s payouts.Seller, now time.Time) string {
	switch {
	case s.Account.State == payout.AccountProposed:
		return "Petugas sedang memeriksa rekening ini. Kami kabari kalau sudah bisa dipakai."
	case s.Account.State == payout.AccountBad:
		return accountFault(s.AccountReason) + " Tulis rekening lain supaya dana bisa dicairkan."
	case now.Before(s.Account.UsableFrom):
		return "Rekening baru dipakai mulai " + view.FullTime(s.Account.UsableFrom) + ". Kalau bukan Anda yang menggantinya, hubungi kami sekarang."
	}
	return "Pencairan dikirim ke sini."
}

func accountFault(reason string) string {
	switch reason {
	case payout.ReasonReversed:
		return "Bank penerima mengembalikan dana yang kami kirim."
	case payout.ReasonFailed:
		return "Bank menjawab bahwa rekening ini tidak ada atau tidak aktif."
	case payout.ReasonName:
		return "Nama pemilik menurut bank berbeda dari yang Anda tulis."
	case payout.ReasonErased:
		return "Data rekening ini sudah dihapus."
	}
	return sentence(reason)
}

// runWords tell when a brand is paid next, or what stands against it.
func runWords(s payouts.Seller, live bool) string {
	switch {
	case s.Held != "":
		return "Pencairan sedang ditahan: " + heldWords(s.Held)
	case live:
		return "Satu pencairan sedang berjalan. Yang dilepas sesudahnya masuk pencairan berikutnya."
	case s.Available() < payout.Least:
		return "Dicairkan pukul 10.00 WIB pada hari kerja berikutnya, begitu ada sedikitnya " + view.Rupiah(int64(payout.Least)) + "."
	case s.Account.Number == 0:
		return "Menunggu rekening."
	case s.Account.State != payout.AccountGood:
		return "Menunggu rekening yang bisa dipakai."
	case s.RunAt.IsZero():
		return "Dicairkan pukul 10.00 WIB pada hari kerja berikutnya."
	case s.RunAt.Before(s.Account.UsableFrom): // what is planned will be put off
		return "Dicairkan sesudah masa tenang rekening barunya lewat, " + view.FullTime(s.Account.UsableFrom) + "."
	}
	return "Dicairkan " + view.FullTime(s.RunAt) + "."
}

func heldWords(reason string) string {
	if reason == payouts.Contradiction {
		return "kabar dari bank tidak cocok dengan catatan kami, dan sedang diperiksa."
	}
	return sentence(reason)
}

// provesAnother is why a transfer is not the evidence of a payout: one transfer is the evidence of one thing.
const provesAnother = "Rujukan ini sudah menjadi bukti pengiriman lain. Cari baris pencairan ini di mutasi bank."

var payoutRefusals = map[string]refusal{
	payout.ErrIncomplete.Code:     {view.FieldReason, "Ada isian yang kosong", "Lengkapi isian, lalu kirim lagi."},
	payout.ErrNoAccount.Code:      {"", "Rekening belum bisa dipakai", "Perajin harus menulis rekening, dan petugas menyetujuinya, sebelum dana dicairkan."},
	payout.ErrAccountChanged.Code: {"", "Rekening sudah diganti", "Perajin menulis rekening lain sejak halaman ini dibuka. Periksa yang terbaru di bawah."},
	payout.ErrCooling.Code:        {"", "Rekening masih masa tenang", "Rekening ini baru diganti, jadi belum boleh dipakai."},
	payout.ErrOwnBrand.Code:       {"", "Perlu petugas lain", "Anda bagian dari perajin ini. Petugas lain yang memeriksa rekening dan pencairannya."},
	payout.ErrFourEyes.Code:       {"", "Perlu orang lain", "Anda sudah menyetujui, atau Anda yang menulis rekeningnya. Minta petugas lain menyetujui isi yang sama."},
	payout.ErrBadAmount.Code:      {view.FieldStatementSum, "Jumlahnya berbeda", "Jumlahnya tidak sama dengan pencairan ini."},
	payout.ErrChanged.Code:        {"", "Isinya sudah berubah", "Jumlah atau rekening pencairan ini bukan lagi yang Anda lihat. Baca yang terbaru di bawah, lalu setujui lagi."},
	payout.ErrHeld.Code:           {"", "Pencairan ditahan", "Lanjutkan dulu pencairan perajin ini."},
	payout.ErrNotHeld.Code:        {"", "Pencairan tidak ditahan", "Tidak ada yang perlu dilanjutkan."},
	payout.ErrLive.Code:           {"", "Masih ada yang berjalan", "Pencairan sebelumnya belum selesai. Tunggu, atau batalkan dulu."},
	payout.ErrNothingDue.Code:     {"", "Belum ada yang bisa dicairkan", "Saldonya kurang dari " + view.Rupiah(int64(payout.Least)) + "."},
	payout.ErrNoPayout.Code:       {"", "Pencairan sudah selesai", "Pencairan ini sudah terkirim, dibatalkan, atau berakhir. Keadaan terbarunya ada di bawah."},
	payout.ErrOnItsWay.Code:       {"", "Sedang dikirim", "Percobaan yang berjalan mungkin sedang mengirim dananya. Tunggu jawabannya dulu."},
	payout.ErrSaidLeft.Code:       {"", "Masih ada usulan", "Seorang petugas menulis bahwa satu percobaan sudah keluar. Petugas lain menyetujui usulan itu, atau menulis bahwa percobaannya tidak keluar, sebelum ada yang dikirim lagi atau dibatalkan."},
	payout.ErrNotAgreed.Code:      {"", "Belum disetujui", "Dua orang harus menyetujui pencairan ini dulu."},
	payout.ErrNoEvidence.Code:     {view.FieldBankRef, "Rujukan bank belum diisi", "Tulis rujukan bank dari transfer ini."},
	payout.ErrProvesAnother.Code:  {view.FieldBankRef, "Bukti itu milik transfer lain", provesAnother},
	payout.ErrNotSentByHand.Code:  {"", "Tidak bisa dicatat kembali", "Pencairan ini tidak tercatat dikirim petugas, atau sudah tercatat dikembalikan bank. Muat ulang halaman."},
	payout.ErrOtherEvidence.Code:  {view.FieldBankRef, "Sudah tercatat terkirim", "Pencairan ini sudah tercatat dengan rujukan lain. Cocokkan dulu dengan mutasi bank."},
}

func payoutRefusal(err error) (refusal, bool) {
	refused, ok := errors.AsType[*payout.RefusalError](err)
	if !ok {
		return refusal{}, false
	}
	words, ok := payoutRefusals[refused.Code]
	return words, ok
}

// lineWords tell what a line of a statement is, and how its amount came about.
func lineWords(l payouts.Line) (text, detail string) {
	name := cmp.Or(batchName(l.Title, l.Batch), "Sambatan")
	switch l.Kind {
	case payouts.LineRelease:
		detail = "Harga " + view.Rupiah(int64(l.Split.Goods)) + " + ongkir " + view.Rupiah(int64(l.Split.Shipping)) +
			" − biaya layanan " + view.Rupiah(int64(l.Split.Fee))
		if l.Split.Tax > 0 {
			detail += " − PPh 22 " + view.Rupiah(int64(l.Split.Tax))
		}
		return name + ", pesanan diterima", detail
	case payouts.LineClawback:
		return name + ", dana kembali ke pembeli", "Dikembalikan sesudah dilepas untuk Anda."
	case payouts.LineCharge:
		return name + ", biaya pembatalan", "Biaya layanan dari sambatan yang Anda batalkan setelah berhasil."
	case payouts.LinePayout:
		return "Pencairan", "Rujukan " + l.Evidence
	case payouts.LineReturn:
		return "Pencairan dikembalikan bank", "Rujukan " + l.Evidence
	}
	return string(l.Kind), ""
}
