package ui

import (
	"github.com/sensasiwangi/sambatan/services/notification"
	shipping "github.com/sensasiwangi/sambatan/services/order"
)

// shippingWords are those of messages about parcels and disputes.
func (m notice) shippingWords(name string) (title, text string) {
	switch notification.Template(m.row.Template) {
	case notification.ParcelSent:
		return "Paket " + name + " dikirim", courierNames[shipping.Courier(m.params.Courier)] + ", resi " + m.params.Resi + ". Dana Anda tetap ditahan sampai paket sampai."
	case notification.ParcelTrouble:
		return "Paket " + name + " bermasalah", mishapWords(shipping.Mishap(m.params.Reason)) + ". Perajin bisa mengirim penggantinya; Anda bisa mengajukan komplain di halaman pesanan."
	case notification.OrderDelivered:
		return "Paket " + name + " sampai", "Sudah terima? Konfirmasi atau ajukan komplain" + when(" sampai ", m.params.At) + ". Tanpa kabar dari Anda, pesanan dianggap diterima dan dana diteruskan ke perajin."
	case notification.ConfirmReminder:
		return "Masa komplain " + name + " tinggal satu hari", "Konfirmasi atau ajukan komplain" + when(" sampai ", m.params.At) + ". Sesudah itu pesanan dianggap diterima dan dana diteruskan ke perajin."
	case notification.DisputeAnswered:
		return "Perajin menanggapi komplain " + name, "Baca tanggapannya di halaman pesanan. Petugas kami memutuskan sesudahnya."
	case notification.DisputeDecided:
		return "Komplain " + name + " diputuskan", m.verdict(shipping.ByBuyer)
	case notification.MakerDispute:
		return "Komplain untuk " + name, reasonNames[shipping.Reason(m.params.Reason)] + ". Dana pesanan itu ditahan; tanggapi sebelum diputuskan."
	case notification.MakerDisputeDecided:
		return "Komplain " + name + " diputuskan", m.verdict(shipping.ByBrand)
	case notification.DeskAgree:
		switch m.params.Reason {
		case notification.AgreeCallOff:
			return "Pembatalan " + name + " perlu persetujuan", m.amount() + " kembali ke pembeli. Petugas lain harus menyetujui isi yang sama."
		case notification.AgreeLoss:
			return "Kekurangan " + m.amount() + " perlu persetujuan", "Pembayaran pesanan " + m.order() + " sudah keluar. Satu petugas mengusulkan bagaimana ditutup: rugi kita, atau dikembalikan. Petugas lain harus menyetujui isi yang sama."
		case notification.AgreeReturn:
			return m.amount() + " dikembalikan bank, perlu dicocokkan", "Satu petugas mencatat uang masuk ini sebagai transfer kita yang pulang. Petugas lain harus mencatat baris yang sama."
		case notification.AgreeClawback:
			return m.amount() + " untuk pembeli perlu persetujuan", "Dana pesanan " + m.order() + " sudah dilepas ke perajin. Dua orang harus menyetujui isi yang sama."
		}
		return "Putusan komplain " + m.order() + " perlu persetujuan", name + ": jumlahnya besar, jadi dua orang harus menyetujui putusan yang sama."
	case notification.DeskDispute:
		return "Komplain " + m.order() + " perlu diputuskan", name + ": " + reasonNames[shipping.Reason(m.params.Reason)] + ". Dananya ditahan sampai ada putusan."
	default:
		return m.shortfallWords(name)
	}
}
