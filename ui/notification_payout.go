package ui

import "github.com/sensasiwangi/sambatan/services/notification"

// payoutWords are those of messages about paying brands.
func (m notice) payoutWords() (title, text string) {
	switch notification.Template(m.row.Template) { //nolint:exhaustive // these only
	case notification.MakerAccountGiven:
		return "Rekening pencairan Anda ditulis", "Petugas memeriksanya" + when(", dan paling cepat dipakai ", m.params.At) + ". Kalau bukan Anda yang menulisnya, hubungi kami sekarang."
	case notification.MakerAccountRefused:
		return "Rekening pencairan tidak bisa dipakai", accountFault(m.params.Reason) + " Tulis rekening lain; dana Anda tetap aman."
	case notification.MakerClawedBack:
		return m.amount() + " dikembalikan ke pembeli", clawbackWhy(m.params.Reason) + " Jumlah ini dipotong dari pencairan Anda berikutnya; rinciannya ada di mutasi saldo."
	case notification.MakerPaid:
		return m.amount() + " dicairkan ke rekening Anda", "Rinciannya ada di mutasi saldo."
	}
	return m.payoutTask()
}

// payoutTask says what an operator has to do about paying a brand.
func (m notice) payoutTask() (title, text string) {
	switch m.params.Reason {
	case notification.PayoutAccount:
		return "Rekening perajin perlu diperiksa", "Cocokkan pemiliknya dengan perajin sebelum dipakai."
	case notification.PayoutAgree:
		return "Pencairan " + m.amount() + " perlu persetujuan", "Jumlahnya besar: dua orang harus menyetujui isi yang sama."
	case notification.PayoutByHand:
		return "Pencairan " + m.amount() + " perlu dikirim petugas", "Kirim lewat bank, lalu catat rujukannya."
	case notification.PayoutUnclear:
		return "Pencairan perlu diperiksa", "Kabar dari kanal tidak cocok dengan catatan kita. Pencairan perajin itu ditahan sampai jelas."
	}
	return "Pencairan gagal", "Percobaan terakhir ditolak dan tidak diulang sendiri. Coba lagi atau kirim sendiri."
}
