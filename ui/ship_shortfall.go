package ui

import (
	"github.com/sensasiwangi/sambatan/projections/orders"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// heldBackMark is where an order stands whose goods wait for money that was taken back.
var heldBackMark = view.Mark{Text: "Pengiriman ditunda", Tone: "warn", Icon: "alert"}

// nothingComes say to a buyer why nothing comes any more.
const nothingComes = "Pembayaran pesanan ini ditarik kembali oleh bank atau dompet Anda dan tidak ada yang menutupnya, jadi slotnya dilepas dan barangnya tidak dikirim."

// heldBackWords say to a buyer why nothing is sent, and what they can do about it.
func heldBackWords(o orders.Order) string {
	return "Bank atau dompet Anda menarik kembali " + view.Rupiah(int64(o.Short)) + " dari pembayaran pesanan ini, jadi perajin belum boleh mengirimnya. " +
		"Mau tetap menerima barangnya? Minta bank atau dompet itu membatalkan penarikannya, lalu kabari kami; begitu uangnya kembali, paket dikirim. " +
		"Kalau belum beres " + view.FullTime(o.GiveUpBy) + ", slotnya dilepas dan barangnya tidak dikirim."
}

// shortfallWords are those of messages about orders whose goods wait for money.
func (m notice) shortfallWords(name string) (title, text string) {
	switch notification.Template(m.row.Template) {
	case notification.OrderHeldBack:
		return "Pengiriman " + name + " ditunda", m.amount() + " dari pembayarannya ditarik kembali oleh bank atau dompet Anda. Kalau itu keliru, minta mereka membatalkannya" +
			when(" sebelum ", m.params.At) + "; sesudah itu slotnya dilepas dan barangnya tidak dikirim."
	case notification.OrderCleared:
		return "Pesanan " + name + " dikirim", "Kekurangan pembayarannya sudah tertutup. Perajin mengirim paket" + when(" paling lambat ", m.params.At) + "."
	case notification.OrderGivenUp:
		return "Pesanan " + name + " dihentikan", nothingComes
	case notification.MakerHeldBack:
		return "Jangan kirim dulu satu pesanan " + name, "Pembayaran pesanan " + m.order() + " ditarik kembali oleh bank atau dompet pembelinya. Simpan barangnya; kami kabari begitu boleh dikirim" +
			when(", atau kalau pesanannya dihentikan ", m.params.At) + "."
	case notification.MakerCleared:
		return "Satu pesanan " + name + " boleh dikirim", "Kekurangan pembayaran pesanan " + m.order() + " sudah tertutup. Kirim" + when(" paling lambat ", m.params.At) + "."
	case notification.MakerGivenUp:
		return "Satu pesanan " + name + " dihentikan", "Pembayaran pesanan " + m.order() + " ditarik kembali dan tidak ada yang menutupnya. Jangan kirim barangnya; barang itu tetap milik Anda."
	default:
		return m.trialWords(name)
	}
}
