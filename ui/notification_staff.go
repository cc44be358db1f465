package ui

import "github.com/sensasiwangi/sambatan/services/notification"

// staffWords are those of messages to makers and to the operators' desk.
func (m notice) staffWords(name string) (title, text string) {
	switch notification.Template(m.row.Template) {
	case notification.MakerExtended:
		return "Tenggat " + name + " mundur", m.slots() + " aman yang setuju tetap ikut; yang tidak setuju menerima dananya kembali." + when(" Ditutup ", m.params.Until)
	case notification.MakerYieldedShort:
		return "Hasil produksi " + name + " kurang", m.slots() + " jadi dan dibagikan menurut urutan bergabung. Alasannya: " + sentence(m.params.Reason) + " Yang tidak kebagian menerima dananya kembali penuh."
	case notification.MakerFrozen:
		return name + " dibekukan sementara", "Alasannya: " + sentence(m.params.Reason) + " Sampai dicabut, tidak ada yang bisa bergabung, dan langkah produksi serta penerusan dana ke Anda menunggu. Tenggat, pengiriman, dan pengembalian tetap berjalan."
	case notification.MakerUnfrozen:
		return name + " berjalan lagi", "Pembekuan dicabut. Selama belum ditutup, pembeli bisa bergabung lagi; kalau sudah berhasil, langkah produksi dan penerusan dana berjalan lagi."
	case notification.MakerReturned:
		return name + " perlu diperbaiki", "Catatan kurator: " + sentence(m.params.Reason) + " Perbaiki drafnya, lalu kirim lagi."
	case notification.MakerApproved:
		return name + " disetujui", "Syaratnya terkunci." + when(" Pembeli bisa bergabung mulai ", m.campaign.Terms.OpensAt)
	case notification.CuratorReview:
		return name + " menunggu tinjauan", "Perajin mengirim drafnya." + when(" Jawab paling lambat ", m.params.At)
	case notification.CuratorReviewLate, notification.DeskReviewLate:
		return "Tinjauan " + name + " terlambat", "Perajin dijanjikan jawaban" + when(" paling lambat ", m.params.At) + ", dan belum ada yang memutuskan"
	case notification.MakerOpened:
		return name + " dibuka", "Pembeli bisa bergabung" + when(" sampai ", m.campaign.Terms.Deadline)
	case notification.MakerJoined:
		return m.slots() + " " + name + " aman", "Satu pembeli sudah membayar. Dananya ditahan di Rekening Bersama."
	case notification.MakerSucceeded:
		return name + " berhasil", m.slots() + " aman. Langkah berikutnya: mulai produksi."
	case notification.MakerFailed:
		return name + " tidak penuh", m.tooFew()
	case notification.MakerCancelled:
		return name + " dibatalkan", "Alasannya: " + sentence(m.params.Reason) + " Dana semua pembeli dikembalikan utuh."
	case notification.MakerUnwound:
		return "Semua dana " + name + " sudah kembali", "Pengembalian ke setiap pembeli selesai, dan sambatan ini ditutup."
	case notification.MakerClosingDay:
		return name + " ditutup dalam 24 jam", m.filled()
	case notification.MakerClosingSoon:
		return name + " ditutup dalam 3 jam", m.filled()
	case notification.MakerNearlyFull:
		return "Sisa " + m.slots() + " di " + name, "Setidaknya 80 persen slot sudah terisi. Waktu yang baik untuk mengabari pelanggan Anda."
	case notification.MakerAccountGiven, notification.MakerAccountRefused, notification.MakerPaid, notification.MakerClawedBack, notification.DeskPayout:
		return m.payoutWords()
	case notification.DeskMail:
		return "Ada email yang tidak sampai", m.undelivered()
	case notification.DeskReport:
		return "Transfer " + m.order() + " perlu dicek", "Pembeli mengabari transfer untuk " + name + "." + when(" Diputuskan paling lambat ", m.params.At)
	case notification.DeskSuspense:
		return m.amount() + " belum punya pemilik", "Belum ada pesanan yang cocok dengan uang ini. Cocokkan, atau kembalikan ke pengirimnya." + when(" Ditransfer ", m.params.At)
	case notification.DeskShort:
		if m.params.Reason == notification.ShortAfterAll {
			return m.amount() + m.from() + " terlanjur terkirim", "Pengembaliannya sudah dibatalkan ketika petugas mengirimnya, jadi dana ini keluar tanpa pengganti. Putuskan di dana titipan."
		}
		if m.params.Reason == notification.ShortTwice {
			return m.amount() + m.from() + " terkirim dua kali", "Pengembalian yang sama keluar dua kali. Pembeli tidak dikirimi lagi; minta kelebihannya kembali, lalu putuskan di dana titipan."
		}
		return m.amount() + m.from() + " ditarik kembali", "Kanal pembayaran menarik uang yang sudah kita terima. Lihat di dana titipan apakah ada yang masih kurang."
	case notification.DeskStuck:
		return m.stuck()
	case notification.DeskRefund:
		return m.amount() + m.from() + " harus dikirim balik", m.refundWhy("pembeli") + when(" Dikirim paling lambat ", m.params.At)
	default:
		return "Ada kabar untuk Anda", "Buka untuk melihat selengkapnya."
	}
}
