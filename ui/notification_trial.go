package ui

import (
	"github.com/sensasiwangi/sambatan/services/notification"
	shipping "github.com/sensasiwangi/sambatan/services/order"
)

// verdict is what a side reads of a decision, and what it can do about it.
func (m notice) verdict(reader shipping.Source) string {
	side := shipping.Side(m.params.Reason)
	text := verdictWords(side, m.params.Amount) + " " + sentence(m.params.Note)
	switch {
	case m.params.At.IsZero():
		return text
	case side.Against(reader):
		return text + " Tidak setuju? Ajukan banding" + when(" sampai ", m.params.At) + "; tanpa banding, putusan dijalankan."
	}
	return text + " Yang keberatan bisa mengajukan banding" + when(" sampai ", m.params.At) + "; tanpa banding, putusan dijalankan."
}

// trialWords are those of messages about appeals, and about goods that go back.
func (m notice) trialWords(name string) (title, text string) {
	lapsed := shipping.Source(m.params.Reason)
	switch notification.Template(m.row.Template) {
	case notification.Appealed:
		return "Perajin mengajukan banding untuk " + name, "Petugas lain memutuskan sekali lagi, dan putusan itu yang terakhir. Dana Anda tetap ditahan."
	case notification.MakerAppealed:
		return "Pembeli mengajukan banding untuk " + name, "Petugas lain memutuskan sekali lagi, dan putusan itu yang terakhir. Dana pesanan itu tetap ditahan."
	case notification.DeskAppeal:
		return "Banding komplain " + m.order() + " perlu diputuskan", name + ": " + sourceWords(lapsed) + " tidak setuju. Petugas yang memutuskan pertama kali tidak memutuskan bandingnya."
	case notification.MakerReturnAddress:
		return "Tulis alamat pengembalian untuk " + name, "Pembeli mengirim barangnya balik. Tulis alamatnya di halaman pesanan" + when(" paling lambat ", m.params.At) + "; tanpa alamat, seluruh dana kembali ke pembeli."
	case notification.ReturnAwaited:
		return "Kirim balik barang dari " + name, "Alamat perajin ada di halaman pesanan. Kirim dan catat resinya" + when(" paling lambat ", m.params.At) + "; tanpa resi, dana diteruskan ke perajin."
	case notification.MakerSentBack:
		return "Barang " + name + " dikirim balik", courierNames[shipping.Courier(m.params.Courier)] + ", resi " + m.params.Resi + ". Kabari di halaman pesanan begitu sampai; dana pembeli menunggu itu."
	case notification.MakerReturnOverdue:
		return "Apakah barang " + name + " sudah kembali?", "Belum ada kabar barang yang dikirim balik pembeli. Jawab di halaman pesanan" + when(" paling lambat ", m.params.At) + "; tanpa jawaban, barang dianggap sampai dan seluruh dana kembali ke pembeli."
	case notification.ReturnMissing:
		return "Barang " + name + " belum sampai di perajin", "Perajin bilang barang yang Anda kirim balik belum sampai. Simpan struknya dan periksa pelacakan kurir; petugas kami memutuskan sekali lagi."
	case notification.DeskReturn:
		if m.params.Reason == notification.ReturnIsMissing {
			return "Kiriman balik " + m.order() + " perlu diputuskan", name + ": perajin bilang barangnya tidak datang. Periksa resinya, lalu putuskan sekali lagi."
		}
		return "Kiriman balik " + m.order() + " belum ada kabar", name + ": perajin sudah ditanya. Periksa resinya; tanpa jawaban, barang dianggap sampai."
	case notification.ReturnLapsed, notification.MakerReturnLapsed:
		if lapsed == shipping.ByTime {
			return "Dana " + name + " kembali ke pembeli", "Perajin tidak menjawab apakah barangnya sudah kembali, jadi barang itu dianggap sampai dan seluruh dana kembali."
		}
		if lapsed == shipping.ByBrand {
			return "Dana " + name + " kembali ke pembeli", "Alamat pengembalian tidak ditulis sampai batas waktunya, jadi seluruh dana kembali dan barang tidak perlu dikirim."
		}
		return "Dana " + name + " diteruskan ke perajin", "Barang tidak dikirim balik sampai batas waktunya, jadi pesanan dianggap selesai."
	default:
		return m.staffWords(name)
	}
}
