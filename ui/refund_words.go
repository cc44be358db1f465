package ui

import (
	"time"

	"github.com/sensasiwangi/sambatan/projections/refunds"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// methodNames are ways to pay as people call them.
var methodNames = map[payment.Method]string{
	payment.QRIS: "QRIS", payment.GoPay: "GoPay", payment.ShopeePay: "ShopeePay", payment.VABCA: "virtual account BCA",
	payment.VABNI: "virtual account BNI", payment.VABRI: "virtual account BRI", payment.VACIMB: "virtual account CIMB Niaga",
	payment.VAPermata: "virtual account Permata", payment.FromWallet: "saldo", payment.CashOut: "saldo",
}

// methodName is a way to pay inside a sentence.
func methodName(method string) string {
	if name, known := methodNames[payment.Method(method)]; known {
		return name
	}
	return method
}

// cameBy is how the money came in.
func cameBy(w refunds.Way) string {
	if w.Method == "" {
		return "transfer bank"
	}
	return methodName(string(w.Method))
}

// wayWords say how a refund goes, to whoever owner is.
func wayWords(w refunds.Way, owner string) string {
	switch w.Way {
	case payment.ByGateway:
		return "Kembali ke " + cameBy(w) + " yang dipakai membayar"
	case payment.ByPayout:
		return "Transfer ke rekening " + owner
	case payment.ByOperator:
		return "Transfer oleh petugas"
	case payment.ByWallet:
		return "Kembali ke saldo " + owner
	}
	return ""
}

// whyWay says why it goes that way: the rule, in a sentence.
func whyWay(w refunds.Way) string {
	switch w.Why {
	case payment.WhyFromWallet:
		return "Dibayar dari saldo, jadi langsung kembali ke saldo tanpa menunggu bank."
	case payment.WhyCashOut:
		return "Ditarik dari saldo, jadi dikirim ke rekening tanpa potongan."
	case payment.WhyRefundable:
		return "Pembayaran " + cameBy(w) + " bisa kembali lewat jalur asalnya sampai 7 hari setelah dibayar."
	case payment.WhyNotRefundable:
		return "Pembayaran lewat " + cameBy(w) + " tidak bisa kembali lewat jalur asalnya, jadi dikirim ke rekening."
	case payment.WhyWindowOver:
		return "Batas 7 hari untuk kembali lewat " + cameBy(w) + " sudah lewat, jadi dikirim ke rekening."
	case payment.WhyRefused:
		return "Jalur asalnya menolak pengembalian ini, jadi dikirim ke rekening."
	case payment.WhyBalance:
		return "Saldo di jalur asalnya berkali-kali tidak cukup, jadi dikirim ke rekening."
	case payment.WhyByHand:
		return "Semua pengembalian saat ini dikirim petugas."
	case payment.WhyUnknownSender:
		return "Pemilik dana ini belum diketahui, jadi petugas mengirimnya ke rekening asal."
	case payment.WhyBank:
		return "Bank ini belum terhubung ke pengiriman otomatis, jadi petugas yang mengirim."
	case payment.WhyOperator:
		return "Petugas memilih jalur ini."
	case payment.WhyProposed:
		return "Petugas mencatat bahwa dana ini sudah dikirim, dan petugas kedua perlu memastikannya."
	}
	return ""
}

// accountProblem says to a buyer what is wrong with their account.
func accountProblem(problem payment.Problem) string {
	switch problem {
	case payment.ProblemMissing:
		return "Kami belum punya rekening untuk mengirim dana ini."
	case payment.ProblemAccount:
		return "Bank menolak rekening pengembalian Anda: nomornya tidak ditemukan atau sudah tidak aktif."
	case payment.ProblemName:
		return "Nama pemilik rekening menurut bank berbeda dari yang Anda tulis, jadi dananya kami tahan dulu."
	case payment.ProblemReversed:
		return "Dana sudah terkirim, tetapi bank penerima mengembalikannya kepada kami."
	}
	return "Rekening pengembalian Anda tidak bisa dipakai."
}

func failureWords(failure payment.Failure) string {
	switch failure {
	case payment.FailureOffline:
		return "bank atau dompet tujuan sedang terganggu"
	case payment.FailureBalance:
		return "saldo kanal belum cukup"
	case payment.FailureWindow:
		return "jalur asal tidak menerima pengembalian ini"
	case payment.FailureAccount:
		return "rekening tujuan tidak bisa menerima"
	case payment.FailureUnexplained:
		return "ditolak kanal pembayaran"
	}
	return ""
}

// standing is where a refund stands, for its buyer.
type standing struct{ head, text string }

func standsFor(w refunds.Way, now time.Time) standing {
	switch w.State {
	case payment.CaseDue, payment.CaseQueued:
		return queuedFor(w, now)
	case payment.CaseSubmitted:
		return standing{"Dana sedang dikirim", "Permintaan kirim sudah diajukan. Kami mengabari begitu dananya sampai."}
	case payment.CaseUnknown:
		return standing{"Menunggu kepastian", "Permintaan kirim sudah diajukan, tetapi belum dijawab pasti. Supaya tidak terkirim dua kali, kami menanyakannya terus sampai jelas. Anda tidak perlu melakukan apa-apa."}
	case payment.CaseNeedsDestination:
		return standing{"Kami perlu rekening lain", accountProblem(w.Problem) + " Dananya tetap milik Anda."}
	case payment.CaseFailed:
		return standing{"Sedang ditangani petugas", "Pengiriman terakhir ditolak. Petugas kami mencari jalan lain, dan dananya tetap milik Anda."}
	case payment.CaseSucceeded, payment.CaseManualDone:
		if w.Way == payment.ByWallet {
			return standing{"Dana sudah kembali ke saldo", "Bisa langsung dipakai lagi untuk sambatan lain."}
		}
		return standing{"Dana sudah dikirim", "Kalau belum terlihat di mutasi Anda sampai besok, hubungi kami dengan rujukan di bawah."}
	case payment.CaseDormant:
		return standing{"Menunggu rekening Anda", "Kami sudah beberapa kali mengabari. Dananya tetap milik Anda dan dikirim begitu Anda menulis rekening."}
	case payment.CaseVoided:
		if w.Method == payment.CashOut {
			return standing{"Dana kembali ke saldo", "Tidak ada yang dikirim. Dananya bisa langsung dipakai lagi."}
		}
	case payment.CaseExternal, payment.CaseResolved:
	}
	return standing{"Pengembalian selesai diperiksa", ""}
}

func queuedFor(w refunds.Way, now time.Time) standing {
	switch {
	case w.Way == payment.ByOperator:
		return standing{"Dana disiapkan petugas", "Petugas mengirimnya lewat bank pada hari kerja, paling lambat sesuai janji di bawah."}
	case w.Attempt > 0 && w.NotBefore.After(now):
		return standing{"Dikirim lagi sebentar lagi", "Percobaan terakhir belum berhasil, dan kami mencoba lagi " + view.FullTime(w.NotBefore) + "."}
	}
	return standing{"Dana segera dikirim", "Permintaan ini sudah masuk antrean kirim."}
}

// refundMark is the state as a label.
func refundMark(w refunds.Way) view.Mark {
	switch w.State {
	case payment.CaseDue, payment.CaseQueued:
		if w.Way == payment.ByOperator {
			return view.Mark{Text: "Dikirim petugas", Tone: "warn", Icon: "clock"}
		}
		return view.Mark{Text: "Antre kirim", Tone: "warn", Icon: "clock"}
	case payment.CaseSubmitted:
		return view.Mark{Text: "Sedang dikirim", Tone: "warn", Icon: "back"}
	case payment.CaseUnknown:
		return view.Mark{Text: "Belum pasti", Tone: "warn", Icon: "clock"}
	case payment.CaseNeedsDestination:
		return view.Mark{Text: "Perlu rekening", Tone: "err", Icon: "alert"}
	case payment.CaseFailed:
		return view.Mark{Text: "Gagal", Tone: "err", Icon: "alert"}
	case payment.CaseSucceeded, payment.CaseManualDone:
		if w.Way == payment.ByWallet {
			return view.Mark{Text: "Di saldo Anda", Tone: "ok", Icon: "back"}
		}
		return view.Mark{Text: "Terkirim", Tone: "ok", Icon: "back"}
	case payment.CaseVoided:
		return view.Mark{Text: "Dibatalkan", Icon: "close"}
	case payment.CaseDormant:
		return view.Mark{Text: "Dorman", Icon: "clock"}
	case payment.CaseExternal:
		return view.Mark{Text: "Di luar sistem", Tone: "err", Icon: "alert"}
	case payment.CaseResolved:
		return view.Mark{Text: "Selesai diperiksa", Tone: "ok", Icon: "check"}
	}
	return view.Mark{Text: string(w.State)}
}

// outcomeWords say what an attempt came to.
func outcomeWords(a refunds.Attempt) string {
	switch a.Outcome {
	case refunds.OutcomeSent:
		return "Terkirim"
	case refunds.OutcomeFailed:
		return "Tidak terkirim"
	case refunds.OutcomeReturned:
		return "Dikembalikan bank"
	}
	if a.UnclearAt.IsZero() {
		return "Menunggu jawaban"
	}
	return "Belum dijawab pasti"
}
