package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

func TestEveryMessageIsAnIndonesianSentence(t *testing.T) {
	t.Parallel()
	happened := time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)
	later := happened.Add(4 * time.Hour)
	board := dashboard.Campaign{ID: id.New(), Title: "Wening Subuh", Batch: 4, Terms: sambatan.Terms{Slots: 60, MinFill: 42, Deadline: happened.Add(120 * time.Hour), ShipsBy: "21–24 Des 2026"}}
	const left, deadline = "Selasa, 24 Nov 2026, 16.00 WIB.", "Minggu, 29 Nov 2026, 12.00 WIB"
	part := notification.Params{Slots: 2, Amount: 548_000, Missing: 5_417, At: later}
	money := notification.Params{Slots: 2, Amount: 548_000, At: later}
	for _, row := range []struct {
		template    notification.Template
		params      notification.Params
		title, text string
	}{
		{notification.PayNow, money, "Slot Wening Subuh, batch 4 disimpan untuk Anda", "2 slot, total Rp548.000. Bayar paling lambat " + left},
		{notification.HoldExpired, money, "Waktu bayar Wening Subuh, batch 4 habis", "2 slot dilepas karena pembayarannya belum kami terima sampai " + left},
		{notification.HoldExpired, part, "Waktu bayar Wening Subuh, batch 4 habis", "2 slot dilepas karena pembayarannya masih kurang Rp5.417 sampai " + left},
		{notification.HoldCancelled, notification.Params{Slots: 2, Reason: string(sambatan.CancelledNoCodes)}, "Slot Wening Subuh, batch 4 dilepas", "2 slot yang belum dibayar dilepas karena semua kode unik untuk jumlah ini sedang dipakai. Silakan bergabung lagi nanti."},
		{notification.HoldCancelled, notification.Params{Slots: 2, Reason: string(sambatan.CancelledCampaign)}, "Slot Wening Subuh, batch 4 dilepas", "2 slot yang belum dibayar dilepas karena sambatan ini dibatalkan."},
		{notification.SlotsSecured, money, "Slot Wening Subuh, batch 4 aman", "Pembayaran untuk 2 slot sudah kami terima. Rp548.000 ditahan di Rekening Bersama sampai paket Anda terima."},
		{notification.OfferLapsed, notification.Params{Slots: 2, At: later}, "Tawaran slot Wening Subuh, batch 4 lewat", "2 slot tidak Anda ambil sampai " + strings.TrimSuffix(left, ".") + ", jadi dilepas."},
		{notification.ReportRejected, notification.Params{Reason: " belum ada dana masuk ", At: later}, "Transfer Wening Subuh, batch 4 belum kami temukan", "Transfer yang Anda kabarkan belum bisa kami terima: belum ada dana masuk. Slot disimpan sampai " + left},
		{notification.ReportRejected, notification.Params{Reason: "Salah bank!", At: happened.Add(-time.Hour)}, "Transfer Wening Subuh, batch 4 belum kami temukan", "Transfer yang Anda kabarkan belum bisa kami terima: Salah bank!"},
		{notification.RefundPromised, notification.Params{Amount: 52_000, Reason: payment.ReasonOverpaid, At: later}, "Rp52.000 dari Wening Subuh, batch 4 akan kembali ke Anda", "Transfer Anda lebih dari tagihan. Kelebihannya dikembalikan. Dikirim paling lambat " + left},
		{notification.RefundSent, money, "Rp548.000 dari Wening Subuh, batch 4 sudah dikirim kembali", "Cara pengiriman dan rujukannya ada di halaman pesanan."},
		{notification.CampaignSucceeded, notification.Params{Slots: 42}, "Wening Subuh, batch 4 berhasil", "42 slot aman, jadi batch ini dibuat. Kami kabari begitu produksi dimulai."},
		{notification.ProductionStarted, notification.Params{}, "Wening Subuh, batch 4 mulai diproduksi", "Perajin sedang membuat batch ini. Perkiraan kirim 21–24 Des 2026."},
		{notification.ProductionProgress, notification.Params{Reason: "maceration", Note: "hari ke-9", Until: later.AddDate(0, 0, 7), At: later}, "Kabar produksi Wening Subuh, batch 4: sedang maserasi", "hari ke-9. Perkiraan siap mundur dari 24 Nov 2026 ke 1 Des 2026."},
		{notification.ProductionProgress, notification.Params{Reason: "bottled", Until: later, At: later.AddDate(0, 0, 7)}, "Kabar produksi Wening Subuh, batch 4: sudah dikemas", "Perkiraan siap maju dari 1 Des 2026 ke 24 Nov 2026."},
		{notification.ProductionProgress, notification.Params{Reason: "materials"}, "Kabar produksi Wening Subuh, batch 4: bahan sudah datang", "Perajin mengabari sampai mana batch ini dikerjakan."},
		{notification.ProductionProgress, notification.Params{Reason: "other", Note: "Kemasan baru tiba", Until: later}, "Kabar produksi Wening Subuh, batch 4", "Kemasan baru tiba. Perkiraan siap 24 Nov 2026."},
		{notification.MakerYieldedShort, notification.Params{Slots: 38, Reason: "Sebagian menguap"}, "Hasil produksi Wening Subuh, batch 4 kurang", "38 slot jadi dan dibagikan menurut urutan bergabung. Alasannya: Sebagian menguap. Yang tidak kebagian menerima dananya kembali penuh."},
		{notification.RefundPromised, notification.Params{Amount: 548_000, Reason: string(sambatan.RefundedYield), At: later}, "Rp548.000 dari Wening Subuh, batch 4 akan kembali ke Anda", "Hasil produksi kurang dari yang dipesan. Yang ada dibagikan menurut urutan bergabung dan tidak sampai ke pesanan ini, jadi uang Anda kembali penuh, termasuk ongkir. Dikirim paling lambat " + left},
		{notification.QualityPassed, notification.Params{}, "Wening Subuh, batch 4 lulus uji", "Batch ini siap dikirim. Perkiraan kirim 21–24 Des 2026."},
		{notification.ShippingStarted, notification.Params{}, "Wening Subuh, batch 4 mulai dikirim", "Paket-paket pertama sudah berangkat ke alamat pembeli."},
		{notification.CampaignCompleted, notification.Params{}, "Wening Subuh, batch 4 selesai", "Semua paket sudah diterima. Terima kasih sudah ikut."},
		{notification.MakerReturned, notification.Params{Reason: "Foto botol belum ada"}, "Wening Subuh, batch 4 perlu diperbaiki", "Catatan kurator: Foto botol belum ada. Perbaiki drafnya, lalu kirim lagi."},
		{notification.MakerApproved, notification.Params{}, "Wening Subuh, batch 4 disetujui", "Syaratnya terkunci."},
		{notification.CuratorReview, notification.Params{At: later}, "Wening Subuh, batch 4 menunggu tinjauan", "Perajin mengirim drafnya. Jawab paling lambat " + left},
		{notification.CuratorReviewLate, notification.Params{At: later}, "Tinjauan Wening Subuh, batch 4 terlambat", "Perajin dijanjikan jawaban paling lambat " + left[:len(left)-1] + ", dan belum ada yang memutuskan."},
		{notification.DeskReviewLate, notification.Params{At: later}, "Tinjauan Wening Subuh, batch 4 terlambat", "Perajin dijanjikan jawaban paling lambat " + left[:len(left)-1] + ", dan belum ada yang memutuskan."},
		{notification.MakerOpened, notification.Params{}, "Wening Subuh, batch 4 dibuka", "Pembeli bisa bergabung sampai " + deadline + "."},
		{notification.MakerJoined, notification.Params{Slots: 2}, "2 slot Wening Subuh, batch 4 aman", "Satu pembeli sudah membayar. Dananya ditahan di Rekening Bersama."},
		{notification.MakerSucceeded, notification.Params{Slots: 42}, "Wening Subuh, batch 4 berhasil", "42 slot aman. Langkah berikutnya: mulai produksi."},
		{notification.MakerFailed, notification.Params{Slots: 19}, "Wening Subuh, batch 4 tidak penuh", "Sampai ditutup baru 19 slot yang aman, jadi batch ini tidak dibuat. Dana semua pembeli dikembalikan utuh."},
		{notification.MakerFailed, notification.Params{}, "Wening Subuh, batch 4 tidak penuh", "Sampai ditutup belum ada slot yang aman, jadi batch ini tidak dibuat."},
		{notification.MakerCancelled, notification.Params{Reason: "Panen gagal"}, "Wening Subuh, batch 4 dibatalkan", "Alasannya: Panen gagal. Dana semua pembeli dikembalikan utuh."},
		{notification.MakerUnwound, notification.Params{}, "Semua dana Wening Subuh, batch 4 sudah kembali", "Pengembalian ke setiap pembeli selesai, dan sambatan ini ditutup."},
		{notification.DeskReport, notification.Params{At: later}, "Transfer SWG-7K4Q2 perlu dicek", "Pembeli mengabari transfer untuk Wening Subuh, batch 4. Diputuskan paling lambat " + left},
		{notification.DeskSuspense, notification.Params{Amount: 7, At: later}, "Rp7 belum punya pemilik", "Belum ada pesanan yang cocok dengan uang ini. Cocokkan, atau kembalikan ke pengirimnya. Ditransfer " + left},
		{notification.DeskRefund, notification.Params{Amount: 52_000, Reason: payment.ReasonOverpaid, At: later}, "Rp52.000 dari Wening Subuh, batch 4 harus dikirim balik", "Transfer pembeli lebih dari tagihan. Kelebihannya dikembalikan. Dikirim paling lambat " + left},
		{notification.RefundAccount, notification.Params{Amount: 52_000, Reason: string(payment.ProblemAccount)}, "Rp52.000 dari Wening Subuh, batch 4 menunggu rekening Anda", "Bank menolak rekening pengembalian Anda: nomornya tidak ditemukan atau sudah tidak aktif. Tulis rekening lain di halaman pesanan, dan dananya langsung kami kirim."},
		{notification.RefundReminder, notification.Params{Amount: 52_000}, "Rp52.000 dari Wening Subuh, batch 4 masih menunggu rekening Anda", "Dana ini tetap milik Anda. Tulis rekening pengembalian di halaman pesanan, dan kami kirim hari itu juga."},
		{notification.DeskStuck, notification.Params{Amount: 52_000, Reason: notification.StuckFailed}, "Pengembalian Rp52.000 dari Wening Subuh, batch 4 gagal", "Percobaan terakhir ditolak dan tidak akan diulang sendiri. Coba lagi, ganti jalur, atau kirim sendiri."},
		{notification.DeskStuck, notification.Params{Amount: 52_000, Reason: notification.StuckByHand}, "Pengembalian Rp52.000 dari Wening Subuh, batch 4 perlu dikirim petugas", "Dana ini tidak bisa dikirim otomatis. Kirim lewat bank, lalu catat rujukannya."},
		{notification.DeskStuck, notification.Params{Reason: notification.StuckUnclear}, "Pengembalian dari Wening Subuh, batch 4 perlu diperiksa", "Kabar dari kanal pembayaran tidak cocok dengan catatan kita. Bandingkan dengan dasbornya."},
		{notification.DeskStuck, notification.Params{Amount: 5_000, Reason: notification.StuckExternal}, "Pengembalian Rp5.000 dari Wening Subuh, batch 4 dikirim di luar sistem", "Kanal pembayaran mengirim dana tanpa kita minta. Cari tahu siapa yang mengirim dan untuk apa."},
		{notification.DeskStuck, notification.Params{Amount: 52_000, Reason: notification.StuckDormant}, "Pengembalian Rp52.000 dari Wening Subuh, batch 4 tertahan", "Pembeli belum memberi rekening, atau datanya sudah dihapus. Dananya tetap kami simpan untuk mereka."},
		{notification.DeskStuck, notification.Params{Reason: notification.StuckSecond}, "Pengembalian dari Wening Subuh, batch 4 perlu disetujui satu orang lagi", "Jumlahnya besar. Petugas lain perlu mencocokkan bukti kirimnya."},
		{notification.PartPaid, part, "Kurang Rp5.417 untuk Wening Subuh, batch 4", "Rp548.000 sudah kami terima, dan 2 slot masih disimpan untuk Anda. Bayar sisanya sebelum Selasa, 24 Nov 2026, 16.00 WIB; lewat dari itu, yang sudah masuk kami kirim kembali utuh."},
		{notification.PaymentTakenBack, money, "Pembayaran Rp548.000 dari Wening Subuh, batch 4 ditarik kembali", "Bank atau dompet yang Anda pakai menariknya dari kami. Lihat di halaman pesanan apa artinya untuk slot Anda."},
		{notification.RefundToWallet, money, "Rp548.000 dari Wening Subuh, batch 4 sudah kembali ke saldo", "Bisa langsung dipakai lagi untuk sambatan lain."},
		{notification.WalletToppedUp, money, "Saldo bertambah Rp548.000", "Bisa langsung dipakai untuk membayar sambatan."},
		{notification.TopUpTakenBack, money, "Isi saldo Rp548.000 ditarik kembali", "Bank atau dompet yang Anda pakai menariknya dari kami, jadi saldo Anda berkurang sejauh masih ada."},
		{notification.CashOutPromised, notification.Params{Amount: 50_000, At: later}, "Tarik saldo Rp50.000 kami proses", "Dikirim ke rekening Anda paling lambat Selasa, 24 Nov 2026, 16.00 WIB. Bukan Anda yang meminta? Batalkan sekarang di halaman tarik saldo, selama dananya belum dikirim."},
		{notification.CashOutSent, notification.Params{Amount: 50_000}, "Tarik saldo Rp50.000 sudah dikirim", "Rekening tujuan dan rujukannya ada di halaman tarik saldo."},
		{notification.CashOutAccount, notification.Params{Amount: 50_000, Reason: string(payment.ProblemName)}, "Tarik saldo Rp50.000 menunggu rekening Anda", "Nama pemilik rekening menurut bank berbeda dari yang Anda tulis, jadi dananya kami tahan dulu. Tulis rekening lain, atau batalkan supaya dananya kembali ke saldo."},
		{notification.CashOutReminder, notification.Params{Amount: 50_000}, "Tarik saldo Rp50.000 masih menunggu rekening Anda", "Dana ini tetap milik Anda. Tulis rekening lain, atau batalkan supaya dananya kembali ke saldo."},
		{notification.CashOutReturned, notification.Params{Amount: 50_000}, "Rp50.000 kembali ke saldo", "Tarik saldo ini tidak jadi dikirim, dan dananya bisa langsung dipakai lagi."},
		{notification.CashOutAfterAll, notification.Params{Amount: 50_000}, "Tarik saldo yang dibatalkan ternyata sudah terkirim", "Petugas sudah mengirimnya ke rekening Anda sebelum tahu bahwa itu dibatalkan, jadi Rp50.000 keluar lagi dari saldo. Rujukan transfernya ada di halaman tarik saldo; hubungi kami kalau belum Anda terima."},
		{notification.DeskShort, money, "Rp548.000 dari Wening Subuh, batch 4 ditarik kembali", "Kanal pembayaran menarik uang yang sudah kita terima. Lihat di dana titipan apakah ada yang masih kurang."},
		{notification.PayReminder, money, "Waktu bayar Wening Subuh, batch 4 tinggal kurang dari satu jam", "2 slot masih disimpan untuk Anda. Bayar paling lambat " + left},
		{notification.ClosingDay, money, "Wening Subuh, batch 4 ditutup dalam 24 jam, slot Anda belum dibayar", "2 slot menunggu pembayaran Rp548.000. Bayar paling lambat " + left},
		{notification.ClosingSoon, money, "Wening Subuh, batch 4 ditutup dalam 3 jam, slot Anda belum dibayar", "2 slot menunggu pembayaran Rp548.000. Bayar paling lambat " + left},
		{notification.NearlyFull, notification.Params{Slots: 2}, "Sisa 2 slot di Wening Subuh, batch 4", "Anda pernah bergabung di sambatan ini. Kalau masih mau, slotnya hampir habis. Ditutup " + deadline + "."},
		{notification.MakerNearlyFull, notification.Params{Slots: 2}, "Sisa 2 slot di Wening Subuh, batch 4", "Setidaknya 80 persen slot sudah terisi. Waktu yang baik untuk mengabari pelanggan Anda."},
		{notification.MakerClosingDay, notification.Params{Slots: 38, Held: 3, At: later}, "Wening Subuh, batch 4 ditutup dalam 24 jam", "38 dari 60 slot aman dan 3 menunggu pembayaran. Butuh 4 slot aman lagi supaya batch ini jalan. Ditutup " + left},
		{notification.MakerClosingSoon, notification.Params{Slots: 42, At: later}, "Wening Subuh, batch 4 ditutup dalam 3 jam", "42 dari 60 slot aman. Jumlah minimalnya sudah tercapai. Ditutup " + left},
		{notification.DeskMail, notification.Params{Reason: "refused"}, "Ada email yang tidak sampai", "Server penerima menolaknya. Lihat daftarnya, pastikan alamat orangnya masih benar, lalu kirim ulang."},
		{notification.DeskMail, notification.Params{Reason: "gave_up"}, "Ada email yang tidak sampai", "Sudah dicoba berkali-kali dan tetap gagal. Periksa server email, lalu kirim ulang dari daftarnya."},
		{notification.ParcelSent, notification.Params{Courier: "jnt", Resi: "JP1234567890"}, "Paket Wening Subuh, batch 4 dikirim", "J&T, resi JP1234567890. Dana Anda tetap ditahan sampai paket sampai."},
		{notification.ParcelTrouble, notification.Params{Reason: "lost"}, "Paket Wening Subuh, batch 4 bermasalah", "Hilang di jalan. Perajin bisa mengirim penggantinya; Anda bisa mengajukan komplain di halaman pesanan."},
		{notification.OrderDelivered, notification.Params{At: later}, "Paket Wening Subuh, batch 4 sampai", "Sudah terima? Konfirmasi atau ajukan komplain sampai Selasa, 24 Nov 2026, 16.00 WIB. Tanpa kabar dari Anda, pesanan dianggap diterima dan dana diteruskan ke perajin."},
		{notification.ConfirmReminder, notification.Params{At: later}, "Masa komplain Wening Subuh, batch 4 tinggal satu hari", "Konfirmasi atau ajukan komplain sampai Selasa, 24 Nov 2026, 16.00 WIB. Sesudah itu pesanan dianggap diterima dan dana diteruskan ke perajin."},
		{notification.DisputeAnswered, notification.Params{}, "Perajin menanggapi komplain Wening Subuh, batch 4", "Baca tanggapannya di halaman pesanan. Petugas kami memutuskan sesudahnya."},
		{notification.DisputeDecided, notification.Params{Reason: "buyer", Note: "fotonya jelas"}, "Komplain Wening Subuh, batch 4 diputuskan", "Untuk pembeli: seluruh dana kembali. fotonya jelas."},
		{notification.MakerDispute, notification.Params{Reason: "wrong_goods"}, "Komplain untuk Wening Subuh, batch 4", "Barang tidak sesuai. Dana pesanan itu ditahan; tanggapi sebelum diputuskan."},
		{notification.DisputeDecided, notification.Params{Reason: "part", Amount: 50_000, Note: "satu botol bocor"}, "Komplain Wening Subuh, batch 4 diputuskan", "Sebagian: Rp50.000 kembali ke pembeli, sisanya diteruskan ke perajin. satu botol bocor."},
		{notification.MakerClawedBack, notification.Params{Amount: 60_000, Reason: "defect"}, "Rp60.000 dikembalikan ke pembeli", "Barangnya ternyata cacat, dan itu baru ketahuan sesudah dana dilepas. Jumlah ini dipotong dari pencairan Anda berikutnya; rinciannya ada di mutasi saldo."},
		{notification.MakerClawedBack, notification.Params{Amount: 60_000, Reason: "chargeback"}, "Rp60.000 dikembalikan ke pembeli", "Bank atau dompet pembeli menarik kembali pembayarannya. Jumlah ini dipotong dari pencairan Anda berikutnya; rinciannya ada di mutasi saldo."},
		{notification.DeskAgree, notification.Params{Amount: 12_000_000, Reason: "clawback"}, "Rp12.000.000 untuk pembeli perlu persetujuan", "Dana pesanan SWG-7K4Q2 sudah dilepas ke perajin. Dua orang harus menyetujui isi yang sama."},
		{notification.DeskAgree, notification.Params{Amount: 12_000_000, Reason: "loss"}, "Kekurangan Rp12.000.000 perlu persetujuan", "Pembayaran pesanan SWG-7K4Q2 sudah keluar. Satu petugas mengusulkan bagaimana ditutup: rugi kita, atau dikembalikan. Petugas lain harus menyetujui isi yang sama."},
		{notification.DeskShort, notification.Params{Amount: 548_000, Reason: "after_all"}, "Rp548.000 dari Wening Subuh, batch 4 terlanjur terkirim", "Pengembaliannya sudah dibatalkan ketika petugas mengirimnya, jadi dana ini keluar tanpa pengganti. Putuskan di dana titipan."},
		{notification.DeskAgree, notification.Params{Amount: 12_000_000, Reason: "call_off"}, "Pembatalan Wening Subuh, batch 4 perlu persetujuan", "Rp12.000.000 kembali ke pembeli. Petugas lain harus menyetujui isi yang sama."},
		{notification.DeskAgree, notification.Params{Amount: 12_000_000, Reason: "dispute"}, "Putusan komplain SWG-7K4Q2 perlu persetujuan", "Wening Subuh, batch 4: jumlahnya besar, jadi dua orang harus menyetujui putusan yang sama."},
		{notification.MakerPaid, notification.Params{Amount: 11_418_000}, "Rp11.418.000 dicairkan ke rekening Anda", "Rinciannya ada di mutasi saldo."},
		{notification.MakerAccountRefused, notification.Params{Reason: "reversed"}, "Rekening pencairan tidak bisa dipakai", "Bank penerima mengembalikan dana yang kami kirim. Tulis rekening lain; dana Anda tetap aman."},
		{notification.DeskPayout, notification.Params{Amount: 11_418_000, Reason: "agree"}, "Pencairan Rp11.418.000 perlu persetujuan", "Jumlahnya besar: dua orang harus menyetujui isi yang sama."},
		{notification.MakerDisputeDecided, notification.Params{Reason: "brand", Note: "Resinya jelas."}, "Komplain Wening Subuh, batch 4 diputuskan", "Untuk perajin: dana diteruskan setelah paket sampai. Resinya jelas."},
		{notification.DisputeDecided, notification.Params{Reason: "brand", Note: "resinya jelas", At: later}, "Komplain Wening Subuh, batch 4 diputuskan", "Untuk perajin: dana diteruskan setelah paket sampai. resinya jelas. Tidak setuju? Ajukan banding sampai Selasa, 24 Nov 2026, 16.00 WIB; tanpa banding, putusan dijalankan."},
		{notification.MakerDisputeDecided, notification.Params{Reason: "brand", Note: "resinya jelas", At: later}, "Komplain Wening Subuh, batch 4 diputuskan", "Untuk perajin: dana diteruskan setelah paket sampai. resinya jelas. Yang keberatan bisa mengajukan banding sampai Selasa, 24 Nov 2026, 16.00 WIB; tanpa banding, putusan dijalankan."},
		{notification.DeskAppeal, notification.Params{Reason: "buyer"}, "Banding komplain SWG-7K4Q2 perlu diputuskan", "Wening Subuh, batch 4: pembeli tidak setuju. Petugas yang memutuskan pertama kali tidak memutuskan bandingnya."},
		{notification.MakerReturnAddress, notification.Params{At: later}, "Tulis alamat pengembalian untuk Wening Subuh, batch 4", "Pembeli mengirim barangnya balik. Tulis alamatnya di halaman pesanan paling lambat Selasa, 24 Nov 2026, 16.00 WIB; tanpa alamat, seluruh dana kembali ke pembeli."},
		{notification.ReturnAwaited, notification.Params{At: later}, "Kirim balik barang dari Wening Subuh, batch 4", "Alamat perajin ada di halaman pesanan. Kirim dan catat resinya paling lambat Selasa, 24 Nov 2026, 16.00 WIB; tanpa resi, dana diteruskan ke perajin."},
		{notification.MakerSentBack, notification.Params{Courier: "jnt", Resi: "JP1234567890"}, "Barang Wening Subuh, batch 4 dikirim balik", "J&T, resi JP1234567890. Kabari di halaman pesanan begitu sampai; dana pembeli menunggu itu."},
		{notification.ReturnLapsed, notification.Params{Reason: "buyer"}, "Dana Wening Subuh, batch 4 diteruskan ke perajin", "Barang tidak dikirim balik sampai batas waktunya, jadi pesanan dianggap selesai."},
		{notification.MakerReturnLapsed, notification.Params{Reason: "brand"}, "Dana Wening Subuh, batch 4 kembali ke pembeli", "Alamat pengembalian tidak ditulis sampai batas waktunya, jadi seluruh dana kembali dan barang tidak perlu dikirim."},
		{notification.DeskDispute, notification.Params{Reason: "not_received"}, "Komplain SWG-7K4Q2 perlu diputuskan", "Wening Subuh, batch 4: Paket tidak sampai. Dananya ditahan sampai ada putusan."},
		{"a_later_release", notification.Params{}, "Ada kabar untuk Anda", "Buka untuk melihat selengkapnya."},
	} {
		m := notice{row: notifications.Row{Template: string(row.template), At: happened, Position: 7}, params: row.params, campaign: board, code: "SWG-7K4Q2"}
		shown := m.view()
		require.Equal(t, row.title, shown.Title)
		require.Equal(t, row.text, shown.Text)
		require.NotEmpty(t, shown.Icon)
		require.Equal(t, "/notifikasi/7/"+string(row.template), shown.URL)
	}
}

func TestAMessageAboutNoSambatanDoesWithoutItsName(t *testing.T) {
	t.Parallel()
	m := notice{row: notifications.Row{Template: string(notification.RefundPromised)}, params: notification.Params{Amount: 7, Reason: payment.ReasonUnmatched}}
	shown := m.view()
	require.Equal(t, "Rp7 akan kembali ke Anda", shown.Title)
	require.Equal(t, "Tidak ada pesanan yang cocok dengan transfer ini. Dana kembali ke pengirimnya.", shown.Text)
	m.row.Template = string(notification.DeskReport)
	require.Equal(t, "Transfer pembeli perlu dicek", m.view().Title)
}

func TestStaffReadTheDesksThatTheyWorkAt(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		roles []identity.Role
		desks []string
	}{
		{[]identity.Role{identity.Buyer}, nil},
		{[]identity.Role{identity.Brand}, nil},
		{[]identity.Role{identity.Operator}, []string{"operator"}},
		{[]identity.Role{identity.Lead}, []string{"lead", "operator"}},
		{[]identity.Role{identity.Auditor}, []string{"auditor"}},
	} {
		require.Equal(t, row.desks, inbox(session.Subject{User: id.New(), Roles: row.roles}).Desks, row.roles)
	}
}
