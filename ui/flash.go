package ui

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// flashes are the sentences that a redirect can end with. The address names
// one, so that no visitor can be shown somebody else's words.
var flashes = map[string]view.Flash{
	"masuk":             {Kind: view.FlashOK, Text: "Anda sudah masuk."},
	"daftar":            {Kind: view.FlashOK, Text: "Selamat datang! Akun Anda sudah jadi, dan Anda sudah masuk."},
	"keluar":            {Kind: view.FlashOK, Text: "Anda sudah keluar."},
	"keluar-semua":      {Kind: view.FlashOK, Text: "Anda sudah keluar di semua perangkat, dan semua kunci API dicabut."},
	"terkunci":          {Kind: view.FlashNote, Text: "Sambatan ini sudah terbit, jadi syaratnya tidak bisa diubah lagi."},
	"ditinjau":          {Kind: view.FlashNote, Text: "Sambatan ini sedang ditinjau. Tarik kembali dulu kalau mau mengubahnya."},
	"kirim-tinjau":      {Kind: view.FlashOK, Text: "Draf terkirim. Kurator memeriksanya, dan hasilnya kami kabarkan."},
	"tarik-tinjau":      {Kind: view.FlashOK, Text: "Draf sudah ditarik kembali dan bisa diubah lagi."},
	"tinjau-setuju":     {Kind: view.FlashOK, Text: "Sambatan disetujui dan terbit. Perajin dikabari."},
	"tinjau-kembali":    {Kind: view.FlashOK, Text: "Draf dikembalikan. Perajin dikabari alasannya."},
	"tinjau-sudah":      {Kind: view.FlashNote, Text: "Sambatan itu sudah tidak menunggu tinjauan: sudah diputuskan orang lain, atau ditarik perajinnya."},
	"draf-ubah":         {Kind: view.FlashOK, Text: "Perubahan draf tersimpan."},
	"lapor":             {Kind: view.FlashOK, Text: "Terima kasih, kabar transfer Anda sudah kami catat."},
	"lepas":             {Kind: view.FlashOK, Text: "Slot sudah dilepas. Tidak ada uang yang berpindah."},
	"lepas-tunggu":      {Kind: view.FlashOK, Text: "Slot sedang dilepas. Kami pastikan dulu tidak ada pembayaran Anda yang telanjur masuk; kalau ada, slotnya tetap milik Anda."},
	"lepas-sebagian":    {Kind: view.FlashOK, Text: "Slot sudah dilepas. Yang sudah Anda bayar kembali utuh."},
	"lapor-lewat":       {Kind: view.FlashNote, Text: "Kabar transfer Anda kami catat, tetapi slot pesanan ini sudah tidak disimpan. Kalau dananya masuk dan slotnya tidak bisa dipakai lagi, dananya kembali utuh."},
	"draf":              {Kind: view.FlashOK, Text: "Draf tersimpan. Periksa sekali lagi sebelum dikirim untuk ditinjau."},
	"langkah":           {Kind: view.FlashOK, Text: "Tahap batch sudah diperbarui. Semua peserta dikabari."},
	"hasil":             {Kind: view.FlashOK, Text: "Hasil tercatat. Yang kebagian siap dikirim, dan dana yang lain dikembalikan penuh."},
	"kabar":             {Kind: view.FlashOK, Text: "Kabar terkirim. Semua peserta bisa membacanya."},
	"batal":             {Kind: view.FlashOK, Text: "Sambatan dibatalkan. Dana setiap peserta dikembalikan utuh."},
	"tunggu":            {Kind: view.FlashOK, Text: "Anda masuk daftar tunggu. Belum ada uang yang diminta; kami kabari kalau giliran Anda tiba."},
	"ambil":             {Kind: view.FlashOK, Text: "Slotnya sudah Anda ambil. Tinggal bayar."},
	"tawaran-lewat":     {Kind: view.FlashNote, Text: "Tawaran itu tidak berlaku lagi, dan belum ada uang yang berpindah. Keadaan terbarunya ada di bawah."},
	"keluar-antrean":    {Kind: view.FlashOK, Text: "Anda keluar dari daftar tunggu. Tidak ada uang yang berpindah."},
	"kode-habis":        {Kind: view.FlashNote, Text: "Kode transfer untuk jumlah ini sedang habis, jadi slotnya dilepas. Belum ada uang yang berpindah; coba lagi beberapa menit lagi."},
	"jawab-setuju":      {Kind: view.FlashOK, Text: "Jawaban tercatat: Anda tetap ikut kalau tenggatnya mundur."},
	"jawab-tidak":       {Kind: view.FlashOK, Text: "Jawaban tercatat: slot Anda dilepas kalau tenggatnya mundur."},
	"jawab-lewat":       {Kind: view.FlashNote, Text: "Pertanyaan ini sudah ditutup, jadi jawaban Anda tidak tercatat. Keadaan terbarunya ada di bawah."},
	"batal-usul":        {Kind: view.FlashOK, Text: "Usulan pembatalan tercatat. Petugas lain harus menyetujuinya."},
	"batal-tarik":       {Kind: view.FlashOK, Text: "Usulan pembatalan ditarik. Sambatan berjalan seperti biasa."},
	"batal-pesanan":     {Kind: view.FlashOK, Text: "Pesanan dibatalkan. Seluruh dana Anda kembali."},
	"tidak-batal":       {Kind: view.FlashNote, Text: "Pesanan ini tidak bisa dibatalkan lagi. Batas waktunya sudah lewat atau sambatannya sudah ditutup."},
	"usul":              {Kind: view.FlashOK, Text: "Usulan tenggat baru sudah ditanyakan ke semua pembeli."},
	"tutup":             {Kind: view.FlashOK, Text: "Sambatan ditutup lebih awal. Tidak ada lagi yang bisa bergabung."},
	"beku":              {Kind: view.FlashOK, Text: "Sambatan dibekukan. Pembeli dan perajin dikabari."},
	"cabut":             {Kind: view.FlashOK, Text: "Pembekuan dicabut. Sambatan berjalan lagi."},
	"terima":            {Kind: view.FlashOK, Text: "Transfer tercatat dan pembeli dikabari: slotnya aman kalau jumlahnya cukup, kalau kurang sisanya kami minta."},
	"tolak":             {Kind: view.FlashOK, Text: "Laporan transfer ditolak, pembeli dikabari."},
	"rekening":          {Kind: view.FlashOK, Text: "Rekening tersimpan. Kami mencocokkannya dengan bank, lalu mengirim dana Anda."},
	"rekening-sudah":    {Kind: view.FlashNote, Text: "Pengembalian ini tidak menunggu rekening lagi."},
	"kembali":           {Kind: view.FlashOK, Text: "Pengembalian dana tercatat sebagai terkirim. Pembeli dikabari."},
	"kembali-dua":       {Kind: view.FlashNote, Text: "Rujukan Anda tercatat. Jumlah ini terkirim setelah satu petugas lain menulis rujukan yang sama."},
	"kembali-terlanjur": {Kind: view.FlashNote, Text: "Tercatat terkirim. Pengembalian ini sudah dibatalkan sebelum Anda mencatatnya, jadi jumlahnya masuk kekurangan. Putuskan di Dana titipan siapa yang menutupnya."},
	"kembali-dobel":     {Kind: view.FlashNote, Text: "Tercatat terkirim dua kali. Pembeli tidak dikirimi apa-apa lagi, dan jumlahnya masuk kekurangan. Putuskan di Dana titipan."},
	"dobel-dua":         {Kind: view.FlashNote, Text: "Rujukan Anda tercatat. Petugas lain harus mencocokkannya dengan mutasi bank dan menulis rujukan yang sama."},
	"pulang":            {Kind: view.FlashOK, Text: "Tercatat dikembalikan bank. Dananya menunggu rekening lain, dan pemiliknya dikabari."},
	"pulang-dua":        {Kind: view.FlashNote, Text: "Baris mutasi tercatat di dana titipan. Petugas lain harus mencocokkannya dan mencatat baris yang sama."},
	"kembali-antre":     {Kind: view.FlashOK, Text: "Pengembalian dana antre untuk dikirim."},
	"kembali-stop":      {Kind: view.FlashOK, Text: "Pengembalian dibatalkan. Tidak ada dana yang dikirim."},
	"kembali-luar":      {Kind: view.FlashOK, Text: "Pengembalian di luar sistem tercatat selesai, dengan catatan Anda."},
	"titipan-kembali":   {Kind: view.FlashOK, Text: "Dana titipan masuk daftar dana kembali."},
	"titipan-pakai":     {Kind: view.FlashOK, Text: "Dana titipan dipasangkan dengan pesanan. Sambatannya memutuskan slotnya."},
	"tetap":             {Kind: view.FlashNote, Text: "Tidak ada yang berubah. Di bawah ini keadaan terbarunya."},
	"diterima":          {Kind: view.FlashOK, Text: "Terima kasih. Pesanan selesai, dan dananya diteruskan ke perajin."},
	"komplain":          {Kind: view.FlashOK, Text: "Komplain tercatat. Dana pesanan ini ditahan sampai ada putusan."},
	"putusan-terima":    {Kind: view.FlashOK, Text: "Putusan Anda terima. Kalau tidak ada lagi yang bisa banding, putusannya langsung dijalankan."},
	"banding":           {Kind: view.FlashOK, Text: "Banding tercatat. Petugas lain memutuskan sekali lagi; dananya tetap ditahan."},
	"alamat-balik":      {Kind: view.FlashOK, Text: "Alamat tercatat, pembeli dikabari."},
	"kirim-balik":       {Kind: view.FlashOK, Text: "Resi tercatat, perajin dikabari. Simpan struknya sampai dana kembali."},
	"barang-kembali":    {Kind: view.FlashOK, Text: "Barang tercatat sudah kembali. Seluruh dana kembali ke pembeli."},
	"komplain-cabut":    {Kind: view.FlashOK, Text: "Komplain dicabut."},
	"pesanan-berubah":   {Kind: view.FlashNote, Text: "Keadaan pesanan ini sudah berubah. Di bawah ini yang terbaru."},
	"paket-kirim":       {Kind: view.FlashOK, Text: "Paket tercatat, pembeli dikabari dengan nomor resinya."},
	"resi-massal":       {Kind: view.FlashOK, Text: "Resi tercatat, pembelinya dikabari."},
	"resi-benar":        {Kind: view.FlashOK, Text: "Resi diperbaiki, pembeli dikabari."},
	"paket-sampai":      {Kind: view.FlashOK, Text: "Paket ditandai sampai."},
	"paket-masalah":     {Kind: view.FlashOK, Text: "Masalah tercatat, pembeli dikabari."},
	"tanggapan":         {Kind: view.FlashOK, Text: "Tanggapan terkirim."},
	"komplain-usul":     {Kind: view.FlashOK, Text: "Usulan putusan tercatat. Petugas lain harus menyetujuinya."},
	"lepas-kembali":     {Kind: view.FlashOK, Text: "Dana untuk pembeli tercatat. Perajin menggantinya dari pencairan berikutnya."},
	"lepas-usul":        {Kind: view.FlashOK, Text: "Usulan tercatat. Petugas lain harus menyetujuinya."},
	"lepas-batal":       {Kind: view.FlashOK, Text: "Usulan dibatalkan. Tidak ada dana yang bergerak."},
	"komplain-putus":    {Kind: view.FlashOK, Text: "Putusan tercatat, kedua pihak dikabari."},
	"tampilan":          {Kind: view.FlashOK, Text: "Tampilan diubah."},
	"dibaca":            {Kind: view.FlashOK, Text: "Semua notifikasi ditandai sudah dibaca."},
	"sudah-lunas":       {Kind: view.FlashNote, Text: "Pembayaran ini sudah kami terima, jadi tidak ada yang perlu diubah."},
	"mutasi":            {Kind: view.FlashOK, Text: "Mutasi tercatat. Hasil setiap baris ada di bawah."},
	"bayar-lewat":       {Kind: view.FlashNote, Text: "Waktu bayar pesanan ini hampir atau sudah habis, jadi pembayaran baru tidak bisa dimulai. Tidak ada dana yang ditarik."},
	"bayar-lepas":       {Kind: view.FlashNote, Text: "Slot ini sudah atau sedang dilepas, jadi tidak bisa dibayar lagi. Tidak ada dana yang ditarik."},
	"bayar-saldo":       {Kind: view.FlashOK, Text: "Pembayaran dari saldo diterima. Slot Anda sedang diamankan."},
	"saldo-kurang":      {Kind: view.FlashNote, Text: "Saldo Anda tidak cukup untuk pesanan ini. Tidak ada dana yang ditarik."},
	"tarik":             {Kind: view.FlashOK, Text: "Permintaan tarik saldo tercatat. Kami mengabari begitu dananya dikirim."},
	"tarik-batal":       {Kind: view.FlashOK, Text: "Tarik saldo dibatalkan. Dananya kembali ke saldo."},
	"tarik-jalan":       {Kind: view.FlashNote, Text: "Tarik saldo ini sudah dikirim atau sedang dikirim, jadi tidak bisa dibatalkan lagi."},
	"saldo-sudah":       {Kind: view.FlashNote, Text: "Pesanan ini sedang dibayar dari saldo."},
	"bayar-sering":      {Kind: view.FlashNote, Text: "Cara bayar pesanan ini sudah terlalu sering diganti. Pakai transfer bank dengan kode unik di bawah."},
	"email":             {Kind: view.FlashOK, Text: "Pilihan email tersimpan."},
	"kirim-ulang":       {Kind: view.FlashOK, Text: "Email sedang dikirim ulang. Kalau gagal lagi, ia kembali ke daftar ini."},
	"rekening-cair":     {Kind: view.FlashOK, Text: "Rekening tersimpan. Petugas memeriksanya sebelum dipakai."},
	"cair-ajukan":       {Kind: view.FlashOK, Text: "Pencairan diajukan."},
	"cair-setuju":       {Kind: view.FlashOK, Text: "Persetujuan Anda tercatat. Orang lain masih harus menyetujui isi yang sama."},
	"cair-antre":        {Kind: view.FlashOK, Text: "Pencairan disetujui dan antre untuk dikirim."},
	"cair-batal":        {Kind: view.FlashOK, Text: "Pencairan dibatalkan. Dananya ikut pencairan berikutnya."},
	"cair-kirim":        {Kind: view.FlashOK, Text: "Pencairan tercatat terkirim, dengan rujukan Anda. Perajin dikabari."},
	"cair-tetap":        {Kind: view.FlashOK, Text: "Tercatat tidak keluar, dengan bukti Anda. Tidak ada yang dikirim lagi sebelum Anda memilih di bawah."},
	"cair-pulang":       {Kind: view.FlashOK, Text: "Tercatat tidak keluar, dengan bukti Anda. Dananya masuk saldo perajin lagi."},
	"cair-dua":          {Kind: view.FlashNote, Text: "Tercatat, dengan bukti Anda. Petugas lain harus melihat hal yang sama sebelum berlaku."},
	"pulang-batal":      {Kind: view.FlashOK, Text: "Usulan dibatalkan. Uangnya tetap di dana titipan dan bisa diputuskan di sana."},
	"cair-dobel":        {Kind: view.FlashErr, Text: "Dana ini sudah dibayar dengan pencairan lain, jadi perajin mungkin menerimanya dua kali. Rujukan Anda tercatat, dan pencairannya ditahan sampai petugas mencocokkan mutasi bank."},
	"cair-tahan":        {Kind: view.FlashOK, Text: "Pencairan untuk perajin ini ditahan, dengan alasan Anda."},
	"cair-buka":         {Kind: view.FlashOK, Text: "Pencairan untuk perajin ini tidak ditahan lagi."},
	"rekening-setuju":   {Kind: view.FlashOK, Text: "Rekening perajin disetujui."},
	"rekening-tolak":    {Kind: view.FlashOK, Text: "Rekening perajin ditolak, dengan alasan Anda."},
	"kekurangan-rugi":   {Kind: view.FlashOK, Text: "Kekurangan itu tertutup: tercatat sebagai rugi kita."},
	"kekurangan":        {Kind: view.FlashOK, Text: "Kekurangan itu tertutup: uangnya dikembalikan."},
	"rugi-kembali":      {Kind: view.FlashOK, Text: "Tercatat: kanal mengembalikan uangnya, dan rugi kita berkurang sebesar itu."},
	"rugi-usul":         {Kind: view.FlashNote, Text: "Usulan rugi tercatat. Petugas lain harus menyetujui isi yang sama."},
	"kembali-usul":      {Kind: view.FlashNote, Text: "Usulan tercatat. Petugas lain harus mencocokkan rujukannya dan menyetujui isi yang sama."},
	"rugi-tarik":        {Kind: view.FlashOK, Text: "Usulan ditarik. Keadaannya tetap seperti semula."},
	"barang-hilang":     {Kind: view.FlashOK, Text: "Tercatat: barangnya belum sampai. Petugas kami memeriksa resinya dan memutuskan sekali lagi."},
	"dihentikan":        {Kind: view.FlashOK, Text: "Pesanannya dihentikan. Dana pesanan itu menutup kekurangannya, dan kedua pihak dikabari."},
	"konfirmasi":        {Kind: view.FlashOK, Text: "Terkonfirmasi. Berlaku 5 menit di sesi ini."},
	"kunci-tambah":      {Kind: view.FlashOK, Text: "Kunci sandi ditambah."},
	"kunci-hapus":       {Kind: view.FlashOK, Text: "Kunci sandi dihapus. Konfirmasi di sesi lain tidak berlaku lagi."},
	"kunci-masuk":       {Kind: view.FlashNote, Text: "Kunci terakhir hanya bisa dihapus sesudah konfirmasi, atau dalam 10 menit sesudah masuk. Masuk lagi, lalu hapus."},
}

func flash(c fiber.Ctx) *view.Flash {
	if found, ok := flashes[c.Query("kabar")]; ok {
		return &found
	}
	return nil
}

// told are the sentences about what an operator's command led to, by event type.
var told = map[string]string{
	"payment.refund_manual_done.v1":       "kembali",
	"payment.refund_transferred.v1":       "kembali",
	"payment.refund_doubled.v1":           "kembali-dobel",
	"payment.refund_sent_twice.v1":        "kembali-dobel",
	"payment.return_recorded.v1":          "pulang",
	"payment.return_proposed.v1":          "pulang-dua",
	"payment.refund_queued.v1":            "kembali-antre",
	"payment.refund_voided.v1":            "kembali-stop",
	"payment.external_refund_resolved.v1": "kembali-luar",
	"payment.refund_due.v1":               "titipan-kembali",
	"payment.receipt_matched.v1":          "titipan-pakai",
	"payment.return_proposal_dropped.v1":  "pulang-batal",
	"payout.outcome_proposed.v1":          "cair-dua",
	"payout.failed.v1":                    "cair-tetap",
	"payout.reversed.v1":                  "cair-pulang",
	"payout.approved.v1":                  "cair-setuju",
	"payout.queued.v1":                    "cair-antre",
	"payout.cancelled.v1":                 "cair-batal",
	"payout.paid.v1":                      "cair-kirim",
	"payout.held.v1":                      "cair-tahan",
	"payout.contradicted.v1":              "cair-dobel",
	"payout.resumed.v1":                   "cair-buka",
	"payout.account_approved.v1":          "rekening-setuju",
	"payout.account_refused.v1":           "rekening-tolak",
}

// flashSecond says that a second operator has to confirm it.
const flashSecond = "kembali-dua"

// waitsForSecond tells whether a large refund was only proposed as sent: a second operator
// has to say so, too.
func waitsForSecond(result eventstore.Result) bool {
	return slices.ContainsFunc(result.Events, func(recorded eventstore.Recorded) bool {
		return recorded.Type == "payment.refund_manual_proposed.v1" || recorded.Type == "payment.refund_transfer_proposed.v1"
	})
}

// whatCame is the sentence about the last event of a command that has one: it is what the
// others led to. That somebody else is needed goes before everything.
func whatCame(result eventstore.Result) string {
	if waitsForSecond(result) {
		return flashSecond
	}
	for _, recorded := range slices.Backward(result.Events) {
		if leftAfterAll(recorded) {
			return "kembali-terlanjur"
		}
		if key, ok := told[recorded.Type]; ok {
			return key
		}
	}
	return "tetap"
}

// done redirects to a page that waits for the position and says what happened.
func done(c fiber.Ctx, path, flashKey string, after eventstore.Position) error {
	values := url.Values{}
	if flashKey != "" {
		values.Set("kabar", flashKey)
	}
	if after > 0 {
		values.Set("after", strconv.FormatInt(int64(after), 10))
	}
	if query := values.Encode(); query != "" {
		separator := "?"
		if strings.Contains(path, "?") {
			separator = "&"
		}
		path += separator + query
	}
	if isFragment(c) {
		c.Set("HX-Redirect", path)
		return c.SendStatus(fiber.StatusOK)
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To(path)
}
