package ui

import (
	"strings"

	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// walletWords are the words about what comes to a wallet and leaves it.
func (m notice) walletWords(name string) (title, text string) {
	switch notification.Template(m.row.Template) {
	case notification.RefundToWallet:
		return m.amount() + m.from() + " sudah kembali ke saldo", "Bisa langsung dipakai lagi untuk sambatan lain."
	case notification.WalletToppedUp:
		return "Saldo bertambah " + m.amount(), "Bisa langsung dipakai untuk membayar sambatan."
	case notification.TopUpTakenBack:
		return "Isi saldo " + m.amount() + " ditarik kembali", "Bank atau dompet yang Anda pakai menariknya dari kami, jadi saldo Anda berkurang sejauh masih ada."
	case notification.CashOutPromised:
		return "Tarik saldo " + m.amount() + " kami proses", strings.TrimSpace(when("Dikirim ke rekening Anda paling lambat ", m.params.At)) + ". Bukan Anda yang meminta? Batalkan sekarang di halaman tarik saldo, selama dananya belum dikirim."
	case notification.CashOutSent:
		return "Tarik saldo " + m.amount() + " sudah dikirim", "Rekening tujuan dan rujukannya ada di halaman tarik saldo."
	case notification.CashOutAccount:
		return "Tarik saldo " + m.amount() + " menunggu rekening Anda", accountProblem(payment.Problem(m.params.Reason)) + " Tulis rekening lain, atau batalkan supaya dananya kembali ke saldo."
	case notification.CashOutReminder:
		return "Tarik saldo " + m.amount() + " masih menunggu rekening Anda", "Dana ini tetap milik Anda. Tulis rekening lain, atau batalkan supaya dananya kembali ke saldo."
	case notification.CashOutReturned:
		return m.amount() + " kembali ke saldo", "Tarik saldo ini tidak jadi dikirim, dan dananya bisa langsung dipakai lagi."
	case notification.CashOutAfterAll:
		return "Tarik saldo yang dibatalkan ternyata sudah terkirim", "Petugas sudah mengirimnya ke rekening Anda sebelum tahu bahwa itu dibatalkan, jadi " + m.amount() + " keluar lagi dari saldo. Rujukan transfernya ada di halaman tarik saldo; hubungi kami kalau belum Anda terima."
	default:
		return m.shippingWords(name)
	}
}
