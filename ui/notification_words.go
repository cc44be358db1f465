package ui

import (
	"strconv"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// words are a message's title and the sentence below it, which may lack its full stop.
func (m notice) words() (title, text string) {
	name := m.name()
	switch notification.Template(m.row.Template) {
	case notification.PayNow:
		return "Slot " + name + " disimpan untuk Anda", m.slots() + ", total " + m.amount() + "." + when(" Bayar paling lambat ", m.params.At)
	case notification.PartPaid:
		return "Kurang " + view.Rupiah(int64(m.params.Missing)) + " untuk " + name, m.amount() + " sudah kami terima, dan " + m.slots() + " masih disimpan untuk Anda." +
			when(" Bayar sisanya sebelum ", m.params.At) + "; lewat dari itu, yang sudah masuk kami kirim kembali utuh."
	case notification.HoldExpired:
		return "Waktu bayar " + name + " habis", m.slots() + " dilepas karena " + m.unpaidWhy() + when(" sampai ", m.params.At)
	case notification.HoldCancelled:
		return "Slot " + name + " dilepas", m.heldWhy()
	case notification.SlotsSecured:
		return "Slot " + name + " aman", "Pembayaran untuk " + m.slots() + " sudah kami terima. " + m.amount() + " ditahan di Rekening Bersama sampai paket Anda terima."
	case notification.ReportRejected:
		return "Transfer " + name + " belum kami temukan", m.rejected()
	case notification.RefundPromised:
		return m.amount() + m.from() + " akan kembali ke Anda", m.refundWhy("Anda") + when(" Dikirim paling lambat ", m.params.At)
	case notification.RefundSent:
		return m.amount() + m.from() + " sudah dikirim kembali", "Cara pengiriman dan rujukannya ada di halaman pesanan."
	case notification.RefundAccount:
		return m.amount() + m.from() + " menunggu rekening Anda", accountProblem(payment.Problem(m.params.Reason)) + " Tulis rekening lain di halaman pesanan, dan dananya langsung kami kirim."
	case notification.RefundReminder:
		return m.amount() + m.from() + " masih menunggu rekening Anda", "Dana ini tetap milik Anda. Tulis rekening pengembalian di halaman pesanan, dan kami kirim hari itu juga."
	case notification.PaymentTakenBack:
		return "Pembayaran " + m.amount() + m.from() + " ditarik kembali", "Bank atau dompet yang Anda pakai menariknya dari kami. Lihat di halaman pesanan apa artinya untuk slot Anda."
	case notification.CampaignSucceeded:
		return name + " berhasil", m.slots() + " aman, jadi batch ini dibuat. Kami kabari begitu produksi dimulai."
	case notification.ProductionStarted:
		return name + " mulai diproduksi", "Perajin sedang membuat batch ini." + m.ships()
	case notification.ProductionProgress:
		return m.progress(name)
	case notification.QualityPassed:
		return name + " lulus uji", "Batch ini siap dikirim." + m.ships()
	case notification.ShippingStarted:
		return name + " mulai dikirim", "Paket-paket pertama sudah berangkat ke alamat pembeli."
	case notification.CampaignCompleted:
		return name + " selesai", "Semua paket sudah diterima. Terima kasih sudah ikut."
	case notification.SlotsOffered:
		return "Giliran Anda: " + m.slots() + " " + name, "Slot dari daftar tunggu disimpan untuk Anda, belum perlu membayar." + when(" Ambil paling lambat ", m.params.At)
	case notification.OfferLapsed:
		return "Tawaran slot " + name + " lewat", m.slots() + " tidak Anda ambil" + when(" sampai ", m.params.At) + ", jadi dilepas"
	case notification.OfferWithdrawn:
		return "Tawaran slot " + name + " ditunda", "Sambatan ini sedang kami periksa. Tempat Anda di daftar tunggu tetap, dan slotnya kami tawarkan lagi sesudah itu."
	case notification.WaitlistEnded:
		return "Daftar tunggu " + name + " selesai", m.waitedWhy()
	case notification.ExtensionProposed:
		return "Tenggat " + name + " diusulkan mundur", "Alasannya: " + sentence(m.params.Reason) + when(" Tenggat baru ", m.params.Until) + "." + when(" Jawab paling lambat ", m.params.At) + "; tanpa jawaban, slot Anda dilepas kalau tenggatnya jadi mundur, dan yang sudah Anda bayar kembali utuh."
	case notification.DeadlineExtended:
		return "Tenggat " + name + " mundur", "Anda tetap ikut." + when(" Sambatan ini sekarang ditutup ", m.params.Until)
	case notification.CampaignFrozen:
		return name + " dibekukan sementara", "Alasannya: " + sentence(m.params.Reason) + " Dana Anda tetap di Rekening Bersama, dan pengembalian tetap berjalan."
	case notification.CampaignUnfrozen:
		return name + " berjalan lagi", "Pemeriksaan selesai dan pembekuan dicabut."
	case notification.PayReminder:
		return "Waktu bayar " + name + " tinggal kurang dari satu jam", m.slots() + " masih disimpan untuk Anda." + when(" Bayar paling lambat ", m.params.At)
	case notification.ClosingDay:
		return name + " ditutup dalam 24 jam, slot Anda belum dibayar", m.unpaid()
	case notification.ClosingSoon:
		return name + " ditutup dalam 3 jam, slot Anda belum dibayar", m.unpaid()
	case notification.NearlyFull:
		return "Sisa " + m.slots() + " di " + name, "Anda pernah bergabung di sambatan ini. Kalau masih mau, slotnya hampir habis." + when(" Ditutup ", m.campaign.Terms.Deadline)
	default:
		return m.walletWords(name)
	}
}

// mark is the picture beside a message: what kind of news it is.
func (m notice) mark() (icon, tone string) {
	switch notification.Template(m.row.Template) {
	case notification.MakerPaid:
		return "coins", "ok"
	case notification.MakerAccountGiven, notification.DeskPayout:
		return "coins", "warn"
	case notification.MakerAccountRefused, notification.MakerClawedBack:
		return "alert", "err"
	case notification.CuratorReviewLate, notification.DeskReviewLate, notification.MakerReturned, notification.DeskMail, notification.DeskDispute, notification.DeskAppeal, notification.Appealed, notification.MakerAppealed, notification.DeskAgree, notification.MakerDispute, notification.ParcelTrouble:
		return "alert", "warn"
	case notification.OrderHeldBack, notification.MakerHeldBack:
		return "lock", "warn"
	case notification.OrderCleared, notification.MakerCleared:
		return "truck", "ok"
	case notification.OrderGivenUp, notification.MakerGivenUp:
		return "alert", "err"
	case notification.ParcelSent, notification.MakerSentBack:
		return "truck", ""
	case notification.ReturnLapsed, notification.MakerReturnLapsed:
		return "clock", ""
	case notification.ReturnMissing, notification.DeskReturn:
		return "alert", "warn"
	case notification.MakerReturnOverdue, notification.ReturnAwaited, notification.MakerReturnAddress:
		return "clock", "warn"
	case notification.DisputeAnswered:
		return "inbox", ""
	case notification.DisputeDecided, notification.MakerDisputeDecided:
		return "check", "ok"
	case notification.PayNow, notification.PartPaid, notification.PayReminder, notification.ClosingDay, notification.ClosingSoon,
		notification.SlotsOffered, notification.ExtensionProposed, notification.OrderDelivered, notification.ConfirmReminder:
		return "clock", "warn"
	case notification.NearlyFull, notification.MakerNearlyFull, notification.MakerClosingDay, notification.MakerClosingSoon,
		notification.DeadlineExtended, notification.MakerExtended, notification.CampaignUnfrozen, notification.MakerUnfrozen, notification.OfferWithdrawn:
		return "clock", ""
	case notification.CampaignFrozen, notification.MakerFrozen:
		return "lock", "warn"
	case notification.OfferLapsed, notification.WaitlistEnded:
		return "alert", "err"
	case notification.MakerApproved, notification.SlotsSecured, notification.CampaignSucceeded, notification.CampaignCompleted, notification.MakerJoined, notification.MakerSucceeded:
		return "check", "ok"
	case notification.HoldExpired, notification.HoldCancelled, notification.ReportRejected, notification.MakerFailed, notification.MakerCancelled:
		return "alert", "err"
	case notification.RefundSent, notification.RefundToWallet, notification.MakerUnwound, notification.CashOutSent, notification.CashOutReturned:
		return "back", "ok"
	case notification.RefundPromised, notification.DeskRefund, notification.RefundAccount, notification.RefundReminder, notification.DeskStuck,
		notification.CashOutPromised, notification.CashOutAccount, notification.CashOutReminder, notification.CashOutAfterAll:
		return "back", "warn"
	case notification.WalletToppedUp:
		return "coins", "ok"
	case notification.PaymentTakenBack, notification.TopUpTakenBack, notification.DeskShort:
		return "alert", "err"
	case notification.ProductionStarted, notification.ProductionProgress:
		return "flask", ""
	case notification.MakerYieldedShort:
		return "alert", "warn"
	case notification.QualityPassed:
		return "shield", "ok"
	case notification.ShippingStarted:
		return "truck", ""
	case notification.MakerOpened:
		return "shop", ""
	case notification.DeskReport, notification.CuratorReview:
		return "inbox", ""
	case notification.DeskSuspense:
		return "coins", "warn"
	}
	return "bell", ""
}

// stuck says what an operator has to do about a refund.
func (m notice) stuck() (title, text string) {
	what := "Pengembalian " + m.amount() + m.from()
	if m.params.Amount == 0 {
		what = "Pengembalian" + m.from()
	}
	switch m.params.Reason {
	case notification.StuckByHand:
		return what + " perlu dikirim petugas", "Dana ini tidak bisa dikirim otomatis. Kirim lewat bank, lalu catat rujukannya."
	case notification.StuckDormant:
		return what + " tertahan", "Pembeli belum memberi rekening, atau datanya sudah dihapus. Dananya tetap kami simpan untuk mereka."
	case notification.StuckUnclear:
		return what + " perlu diperiksa", "Kabar dari kanal pembayaran tidak cocok dengan catatan kita. Bandingkan dengan dasbornya."
	case notification.StuckExternal:
		return what + " dikirim di luar sistem", "Kanal pembayaran mengirim dana tanpa kita minta. Cari tahu siapa yang mengirim dan untuk apa."
	case notification.StuckSecond:
		return what + " perlu disetujui satu orang lagi", "Jumlahnya besar. Petugas lain perlu mencocokkan bukti kirimnya."
	}
	return what + " gagal", "Percobaan terakhir ditolak dan tidak akan diulang sendiri. Coba lagi, ganti jalur, atau kirim sendiri."
}

func (m notice) name() string {
	if m.campaign.ID.IsZero() {
		return "sambatan"
	}
	return batchName(m.campaign.Title, m.campaign.Batch)
}

// from names the sambatan that money comes from, where it is known.
func (m notice) from() string {
	if m.campaign.ID.IsZero() {
		return ""
	}
	return " dari " + m.name()
}

// order is the code of the order, where it can be seen.
func (m notice) order() string {
	if m.code == "" {
		return "pembeli"
	}
	return m.code
}

func (m notice) slots() string  { return strconv.Itoa(m.params.Slots) + " slot" }
func (m notice) amount() string { return view.Rupiah(int64(m.params.Amount)) }

// unpaidWhy says what did not come in time.
func (m notice) unpaidWhy() string {
	if m.params.Missing > 0 {
		return "pembayarannya masih kurang " + view.Rupiah(int64(m.params.Missing))
	}
	return "pembayarannya belum kami terima"
}

func (m notice) heldWhy() string {
	why := "sambatan ini dibatalkan."
	switch sambatan.CancelReason(m.params.Reason) {
	case sambatan.CancelledNoCodes:
		why = "semua kode unik untuk jumlah ini sedang dipakai. Silakan bergabung lagi nanti."
	case sambatan.CancelledMoved:
		why = "tenggatnya mundur dan kami belum menerima persetujuan Anda. Silakan bergabung lagi kalau masih ingin ikut."
	case sambatan.CancelledByBuyer, sambatan.CancelledCampaign:
	}
	return m.slots() + " yang belum dibayar dilepas karena " + why
}

// waitedWhy says why there is nothing to wait for any more.
func (m notice) waitedWhy() string {
	switch sambatan.LeaveReason(m.params.Reason) {
	case sambatan.LeftFilled:
		return "Semua slot sudah dibayar pembeli lain. Tidak ada uang Anda yang berpindah."
	case sambatan.LeftClosed:
		return "Sambatan ini sudah ditutup. Tidak ada uang Anda yang berpindah."
	case sambatan.LeftCancelled:
		return "Sambatan ini dibatalkan. Tidak ada uang Anda yang berpindah."
	case sambatan.LeftLimit:
		return "Transfer Anda yang datang terlambat sudah mengamankan slot lain, dan bersama yang ini akan melebihi batas per orang."
	case sambatan.LeftByBuyer, sambatan.LeftJoined:
	}
	return "Anda tidak lagi di daftar tunggu."
}

// rejected says until when the slots wait, as long as they do.
func (m notice) rejected() string {
	text := "Transfer yang Anda kabarkan belum bisa kami terima: " + sentence(m.params.Reason)
	if until := earlier(m.params.At, m.campaign.Terms.Deadline); until.After(m.row.At) {
		text += when(" Slot disimpan sampai ", until)
	}
	return text
}

func (m notice) refundWhy(payer string) string {
	return refundWhy(order{campaign: m.campaign, refunds: []payments.Refund{{Reason: m.params.Reason}}}, payer)
}

func (m notice) tooFew() string {
	if m.params.Slots == 0 {
		return "Sampai ditutup belum ada slot yang aman, jadi batch ini tidak dibuat."
	}
	return "Sampai ditutup baru " + m.slots() + " yang aman, jadi batch ini tidak dibuat. Dana semua pembeli dikembalikan utuh."
}

// unpaid says what to do before a sambatan closes.
func (m notice) unpaid() string {
	return m.slots() + " menunggu pembayaran " + m.amount() + "." + when(" Bayar paling lambat ", m.params.At)
}

// filled says how many slots are taken, and whether that will do.
func (m notice) filled() string {
	terms := m.campaign.Terms
	text := strconv.Itoa(m.params.Slots) + " dari " + strconv.Itoa(terms.Slots) + " slot aman"
	if m.params.Held > 0 {
		text += " dan " + strconv.Itoa(m.params.Held) + " menunggu pembayaran"
	}
	if lacking := terms.MinFill - m.params.Slots; lacking > 0 {
		text += ". Butuh " + strconv.Itoa(lacking) + " slot aman lagi supaya batch ini jalan."
	} else {
		text += ". Jumlah minimalnya sudah tercapai."
	}
	return text + when(" Ditutup ", m.params.At)
}

// undelivered says why a mail was given up, and what an operator can do.
func (m notice) undelivered() string {
	if m.params.Reason == string(notification.FailureRefused) {
		return "Server penerima menolaknya. Lihat daftarnya, pastikan alamat orangnya masih benar, lalu kirim ulang."
	}
	return "Sudah dicoba berkali-kali dan tetap gagal. Periksa server email, lalu kirim ulang dari daftarnya."
}

func (m notice) ships() string {
	if m.campaign.Terms.ShipsBy == "" {
		return ""
	}
	return " Perkiraan kirim " + m.campaign.Terms.ShipsBy + "."
}

// when says a time after some words; no time, no words.
func when(before string, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return before + view.FullTime(at)
}

// sentence ends what people typed with a full stop, once.
func sentence(typed string) string {
	typed = strings.TrimSpace(typed)
	if typed == "" || strings.ContainsAny(typed[len(typed)-1:], ".!?") {
		return typed
	}
	return typed + "."
}
