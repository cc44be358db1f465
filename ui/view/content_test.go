package view

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// words renders a sample by name and returns what can be read on it.
func words(t *testing.T, name string) string {
	t.Helper()
	for _, s := range samples() {
		if s.name == name {
			_, root := render(t, s)
			return text(root)
		}
	}
	require.Fail(t, "no sample", name)
	return ""
}

func TestPagesSayWhatTheyMust(t *testing.T) {
	t.Parallel()
	for name, phrases := range map[string][]string{
		"pasar":                      {"Parfum 12", "Raw Material 7", "Tools 5", "Lainnya 4", "Paling dekat penuh", "Lawang Cengkih", "27/30 slot", "Tutup besok 20.00 WIB", "42/60 slot", "5 hari lagi", "Siap kirim, stok 14", "Segera dibuka", "Dibuka Sel, 1 Des, 10.00 WIB", "1–8 dari 12", "Berikutnya", "Urutkan"},
		"pasar-kosong":               {"Tidak ada hasil untuk “kapulaga”", "Tidak ada yang cocok"},
		"produk-Scheduled":           {"Segera dibuka", "Selasa, 1 Des 2026, 10.00 WIB", "Mulai dalam 6 hari 19 jam"},
		"produk-Open":                {"Rp265.000", "hemat Rp120.000", "42 dari 60 slot terisi", "3 menunggu bayar", "15 tersedia", "Minggu, 29 Nov 2026, 20.00 WIB", "5 hari 5 jam", "Gabung sambatan", "R. A., Bandung", "Kalau sampai tutup belum cukup", "Jeruk purut", "Puncak", "sebelum orang lain bangun", "Anda ikut 2 slot", "Tunggu sebentar", "Slot dilepas."},
		"produk-FullyHeld":           {"Penuh sementara", "18 di antaranya menunggu pembayaran"},
		"produk-Settling":            {"Menghitung hasil", "Hasil setelah semua pembayaran diperiksa", "pembayaran yang dikirim sebelum tenggat", "Paling lambat siang hari kerja berikutnya sesudah hasil diumumkan: dana dikirim balik"},
		"produk-Succeeded":           {"Berhasil", "60 slot aman"},
		"produk-InProduction":        {"Diproduksi", "Perkiraan kirim 21–24 Des 2026"},
		"produk-Cancelled":           {"Tenggat semula", "Dibatalkan: Panen akar wangi gagal karena banjir.", "Semua dana dikembalikan, termasuk ongkir"},
		"produk-Unwinding":           {"42 dari 60 slot terisi saat ditutup", "baru 42 slot yang aman, perlu 45. Semua dana dikembalikan", "12 dari 31 pengembalian terkirim"},
		"produk-ClosedFailed":        {"Semua 31 pengembalian terkirim"},
		"gabung":                     {"Jumlah slot", "Provinsi", "Kota atau kabupaten", "Kecamatan", "Kelurahan", "Kode pos", "Alamat lengkap", "Nomor rekening", "2 slot × Rp265.000 Rp530.000", "Rp548.000", "versi " + TermsVersion, "Belum ada uang yang berpindah"},
		"gabung-galat":               {"Dua isian perlu diperbaiki", "Nomor rekening kurang 2 digit", "Bank Lintas Nusa memakai 10 digit. Anda menulis 8.", "Centang untuk melanjutkan."},
		"gabung-sendiri":             {"Anda masih memegang 2 slot yang belum dibayar di sambatan ini, pesanan SWG-7K4Q2", "Bayar Rp548.000 sebelum Selasa, 24 Nov 2026, 18.06 WIB", "Lepas dulu slot ini", "Bayar sekarang"},
		"gabung-habis":               {"Slot terakhir baru saja diambil"},
		"gabung-berhasil":            {"Tinggal transfer", "SWG-7K4Q2", "Rp548. 127", "8810 0042 77", "Selasa, 24 Nov 2026, 18.06 WIB", "4 jam lagi", "Kini 42 slot aman, perlu 45.", "Diproduksi, atau dana kembali", "Kalau tidak cukup, semua yang Anda bayar kembali, lewat cara bayarnya semula atau ke rekening •••• 1193."},
		"bayar":                      {"Bayar dalam 4 jam", "Saya sudah transfer", "Tanggal transfer", "hari/bulan/tahun", "Lepas 2 slot", "Jl. Cemara Gading 18"},
		"pesanan-dicek":              {"Transfer sedang dicek", "Anda tidak perlu transfer lagi", "13.58 WIB"},
		"pesanan-kembali":            {"Rp258.214 sudah di rekening Anda", "Rujukan bank LN-2211-88420", "Selisih Rp0"},
		"saya":                       {"Satu perlu tindakan Anda.", "Ditahan untuk Anda Rp1.036.000", "Bayar sekarang", "Rp548.000 ditahan", "Mengapa dana saya dikembalikan", "Selisih Rp0"},
		"perajin":                    {"Akar Hujan, batch 3", "Belum terlihat pembeli", "2 menunggu langkah Anda.", "17 dari 24 slot terisi saat ditutup 6 dari 16 pengembalian terkirim"},
		"perajin-draf":               {"Slot minimal lebih dari jumlah slot", "Anda menulis 60.", "Tanggal ditutup", "Ongkir per pembeli"},
		"perajin-kirim-tinjau":       {"Kirim Akar Hujan, batch 3 untuk ditinjau?", "Versi syarat 1", "Jumlah slot 60"},
		"perajin-ditinjau":           {"Kurator memeriksanya paling lambat Rabu, 25 Nov 2026, 09.10 WIB", "Tarik kembali"},
		"perajin-ditinjau-lama":      {"Seharusnya selesai Rabu, 25 Nov 2026, 09.10 WIB", "maaf Anda menunggu lebih lama"},
		"perajin-dikembalikan":       {"Perlu diperbaiki", "Catatan kurator: Foto botolnya belum ada.", "Ubah draf"},
		"kurator":                    {"Menunggu tinjauan", "Terlambat ditinjau", "40 slot, Rp265.000"},
		"kurator-kosong":             {"Tidak ada yang menunggu"},
		"kurator-tinjau":             {"Untuk perajin Rp251.750", "Dikirim dari", "bisa bergabung mulai Selasa, 1 Des 2026, 10.00 WIB.", "Yang dilihat pembeli", "Akar wangi Garut", "Setujui dan terbitkan"},
		"kurator-tinjau-salah":       {"Yang perlu diperbaiki belum diisi", "Dikembalikan Senin, 23 Nov 2026", "Pembeli langsung bisa bergabung.", "2 sampai 4 slot"},
		"kurator-tinjau-milik":       {"Orang lain yang meninjaunya"},
		"ops-sambatan-ditinjau":      {"Menunggu kurator sejak", "Batalkan sambatan"},
		"ops-sambatan-ditinjau-lama": {"Seharusnya sudah dijawab", "Tinjau"},
		"perajin-sambatan":           {"Langkah berikutnya", "Mulai produksi", "D. N.", "Masih ditahan Rp9.372.000", "selisih Rp0", "3 dari 31 pembeli"},
		"perajin-gagal":              {"42 dari 60 slot terisi saat ditutup · 12 dari 31 pengembalian terkirim"},
		"perajin-batal":              {"Rp9.372.000 kembali ke semua pembeli yang sudah membayar"},
		"ops":                        {"Selisih Rp0", "Rp184.326.500", "Pengembalian tertahan", "Perlu dilihat", "4.000 peristiwa, 12,0 dtk", "berhenti", "19 dari 30 saat ditutup", "sambatan.slots_held.v1", "posisi 1.284.907"},
		"ops-transfer":               {"SWG-7K4Q2", "Rp548. 127", "1 menunggu dicek, yang paling lama di atas, dan 2 belum dikabari pembeli", "Katanya transfer hari ini 13.40 WIB", "Diputuskan paling lambat besok 13.44 WIB", "Slot sudah lepas", "Batas bayar lewat hari ini 13.40 WIB", "Kabar sebelumnya ditolak", "Batas bayar hari ini 17.40 WIB"},
		"ops-cek":                    {"Katanya transfer hari ini 13.40 WIB: Dari Bank Samudra a.n. Dinar", "Diputuskan paling lambat besok 13.44 WIB", "Jumlah masuk", "Rujukan bank", "Tidak ada di mutasi bank"},
		"ops-titipan":                {"Rp458.214 belum punya pemilik", "Menunggu keputusan sambatan", "Cocokkan", "Kembalikan ke pengirim", "Sudah keluar, masih kurang", "Catat sebagai rugi", "Rp12.000.000 terlanjur dikirim petugas", "Usulkan sebagai rugi", "Setujui rugi Rp12.000.000", "Tarik usulan", "Tercatat sebagai rugi"},
		"ops-kembali":                {"2 harus dikirim balik, semuanya Rp514.428.", "Janji lewat", "lewat, Sel, 24 Nov, 12.00 WIB", "Rp514.428"},
		"ops-kembali-selesai":        {"1 pengembalian sudah dikirim, semuanya Rp258.214.", "Harus dikirim 2", "Rujukan bank LN-2211-88420"},
		"ops-kembali-rekening-baru":  {"Rekening baru: kirim setelah Selasa, 24 Nov 2026, 17.00 WIB"},
		"ops-kembali-catat":          {"2048119301", "Catat sudah terkirim"},
		"audit":                      {"lifecycle_state", "FAILED", "1–2 dari 48"},
		"audit-jejak-saat":           {"Keadaan pada posisi 1.284.342, 22 Nov 2026, 20.30.00 WIB", "Kembali ke keadaan sekarang", "Keadaan pada saat itu", "pembukuan 88 peristiwa", "87–88 dari 88 peristiwa", "Berhenti di sini, 22 Nov 2026, 20.30.00 WIB", "peristiwa 88 dari 131", "22 Nov 2026: 85 peristiwa, 65 memindahkan uang, 43 sesudah saat yang dipilih"},
		"audit-jejak":                {"payment.refund_due.v1", "Debit liability:escrow:c5 Rp258.000", "Kredit liability:refund:5C0R3 Rp258.000", "Seimbang, selisih Rp0", "2 daun di halaman ini dihitung ulang", "87–88 dari 131 peristiwa", "Keadaan sekarang", "pembukuan 131 peristiwa", "Kunjungan ini ikut dicatat", "Aman saat ditutup 19 / 30", "daun = hash tiap peristiwa", "daun 9f3a…c01e"},
		"masuk-tautan":               {"Masuk sebagai Dinar Nugraha?", "Pembeli"},
		"masuk-mati":                 {"Tautan ini sudah tidak berlaku"},
		"profil":                     {"Tampilan solid", "Keluar", "Buat kunci baru"},
		"profil-kunci":               {"kunci-rahasia", "hanya tampil sekali", "Senin, 22 Feb 2027"},
		"notifikasi":                 {"3 notifikasi belum dibaca", "3 belum dibaca.", "Tandai semua sudah dibaca", "Hari ini", "Slot Lawang Cengkih disimpan untuk Anda Transfer paling lambat hari ini. 12.14 WIB Belum dibaca", "Kemarin", "Minggu, 22 Nov 2026", "1–4 dari 24", "Berikutnya"},
		"notifikasi-banyak":          {"99+", "Lebih dari 99 notifikasi belum dibaca", "Lebih dari 99 belum dibaca."},
		"notifikasi-kosong":          {"Belum ada notifikasi", "Kabar tentang slot, transfer, dan dana Anda"},
		"notifikasi-lewat":           {"Tidak ada di halaman ini", "Lihat yang terbaru"},
		"notifikasi-langsung":        {"7", "7 notifikasi belum dibaca"},
		"perajin-ubah":               {"Ubah draf Akar Hujan, batch 3", "Akar Hujan, batch 3 (tetap)", "Simpan draf"},
		"produk-antre":               {"Masuk daftar tunggu", "2 orang sudah menunggu", "18 menunggu bayar atau ditawarkan"},
		"produk-beku":                {"Dibekukan sementara", "Laporan pembeli tentang isi botol sedang kami periksa.", "pengembalian tidak menunggu"},
		"produk-usul":                {"Tenggat diusulkan mundur", "mundur ke Jumat, 4 Des 2026, 20.00 WIB", "Bergabung sekarang berarti menyetujui kedua tenggat itu", "Gabung sambatan"},
		"produk-mundur":              {"Tenggat semula Minggu, 22 Nov 2026"},
		"produk-awal":                {"Ditutup lebih awal Selasa, 24 Nov 2026, 11.20 WIB"},
		"antre":                      {"Masuk daftar tunggu", "Tunggu 2 slot", "utuh atau tidak sama sekali", "Belum ada uang yang diminta"},
		"antre-sendiri":              {"Anda sudah menunggu 2 slot di sambatan ini, pesanan SWG-7K4Q2", "Keluar dulu dari daftar tunggu"},
		"gabung-kurang":              {"Tinggal 1 slot", "Tunggu 2 slot di daftar tunggu"},
		"pesanan-antre":              {"Di daftar tunggu", "Anda di urutan ke-3", "2 orang menunggu di depan Anda", "Keluar dari daftar tunggu"},
		"pesanan-tawaran":            {"Giliran Anda: ambil dalam 24 menit", "Ambil 2 slot", "tidak ada yang perlu diisi lagi", "Tolak tawaran"},
		"pesanan-ditanya":            {"Tenggat diusulkan mundur. Anda setuju?", "Tanpa jawaban sampai Minggu, 29 Nov 2026, 20.00 WIB, Anda dianggap tidak ikut: kalau tenggatnya jadi mundur, slot Anda dilepas dan seluruh dana kembali termasuk ongkir", "Kalau sebelum itu slotnya cukup, batch jalan seperti rencana semula dan slot Anda tetap.", "Setuju, saya tetap ikut", "Tidak ikut kalau mundur", "Berubah pikiran?"},
		"pesanan-setuju":             {"Anda setuju tenggatnya mundur", "Jawaban ini bisa diubah"},
		"pesanan-tidak":              {"Anda tidak ikut kalau tenggatnya mundur", "Kalau tenggatnya jadi mundur, slot Anda dilepas Minggu, 29 Nov 2026, 20.00 WIB dan seluruh dana kembali termasuk ongkir.", "batch jalan seperti rencana semula dan slot Anda tetap"},
		"bayar-ditanya":              {"slot Anda dilepas kalau tenggatnya jadi mundur. Batas bayarnya tidak ikut mundur: Selasa, 24 Nov 2026, 18.06 WIB.", "Tidak ikut kalau mundur"},
		"bayar-setuju":               {"Setelah dibayar, slot Anda ikut sampai tenggat baru. Batas bayarnya tidak ikut mundur: Selasa, 24 Nov 2026, 18.06 WIB."},
		"dicek-setuju":               {"Begitu transfer Anda kami temukan, slot Anda ikut sampai tenggat baru. Jawaban"},
		"pesanan-batal":              {"Batalkan 2 slot Wening Subuh, batch 4?", "Rp548.127 kembali utuh, termasuk ongkir, ke rekening Bank Lintas Nusa •••• 1193"},
		"perajin-usul":               {"Usulkan tenggat baru", "Kalau tenggatnya jadi mundur, yang tidak setuju, atau tidak menjawab, dilepas", "Kalau sebelum itu slotnya cukup, tenggatnya tidak mundur", "Tanyakan ke pembeli"},
		"perajin-tutup":              {"Tutup Wening Subuh, batch 4 sekarang?", "42 slot aman", "masih boleh membayar"},
		"perajin-jawaban":            {"Jawaban pembeli", "Setuju 21 slot", "Tidak setuju 3 slot", "Belum menjawab 18 slot"},
		"perajin-tenggat":            {"Tutup lebih awal", "Usulkan tenggat baru"},
		"perajin-batal-denda":        {"dicatat sebagai teguran", "Rp468.600 tetap menjadi tanggungan Anda"},
		"ops-sambatan":               {"Bekukan Wening Subuh, batch 4?", "Alasan yang dibaca pembeli dan perajin", "Jawaban pembeli", "Usulkan tenggat baru"},
		"ops-beku":                   {"Cabut pembekuan Wening Subuh, batch 4?", "Dibekukan sementara", "Pembeli bisa bergabung lagi"},
		"ops-beku-dibuat":            {"penerusan dana ke perajin berhenti dulu; paket yang sudah jalan tetap jalan", "Perajin bisa melanjutkan langkah produksinya"},
		"galat-404":                  {"Halaman ini tidak ada", "R-240926-81F3"},
		"galat-503":                  {"tidak hilang", "10 detik"},
		"naskah-privasi":             {"Versi " + PrivacyVersion, "inisial dan kota"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := words(t, name)
			for _, phrase := range phrases {
				require.Contains(t, got, phrase)
			}
		})
	}
}

func TestPagesDoNotSayWhatIsNotSo(t *testing.T) {
	t.Parallel()
	for name, phrases := range map[string][]string{
		"gabung-sendiri":       {"Semua slot sedang dipegang", "Ambil 2 slot"},
		"gabung-sendiri-dicek": {"Bayar", "Lepas", "dipegang"},
		"produk-Unwinding":     {"tidak terisi", "ditahan"},
		"ops-kembali-selesai":  {"harus dikirim balik", "Tindakan"},
		"audit-jejak":          {"di kanan"},
		"notifikasi-terbaca":   {"Tandai", "Belum dibaca", "notifikasi belum dibaca"},
		"notifikasi-kosong":    {"Tandai", "Halaman"},
		"pasar-tamu":           {"otifikasi"},
		"produk-beku":          {"Gabung sambatan", "Masuk daftar tunggu"},
		"produk-FullyHeld":     {"daftar tunggu"},
		"pesanan-setuju":       {"Setuju, saya"},
		"pesanan-antre":        {"Tolak tawaran", "transfer dengan total"},
	} {
		got := words(t, name)
		for _, phrase := range phrases {
			require.NotContains(t, got, phrase, name)
		}
	}
	require.Equal(t, "Tidak ada slot yang terisi", Campaign{State: ClosedFailed, Slots: 24}.filledWords())
	require.Contains(t, Campaign{State: Unwinding, Slots: 24, Secured: 17, Refunds: 16}.story(), "baru 17 slot yang aman, perlu 24. Semua dana dikembalikan")
}

func TestWordsOnAPhoneAreApart(t *testing.T) {
	t.Parallel()
	for _, s := range samples() {
		if s.name == "perajin-sambatan" {
			body, _ := render(t, s)
			require.Contains(t, body, `1<span class="only-phone-i"> slot</span>`)
		}
	}
}

func TestEveryPartOfALiveMessageFindsItsPlaceOnThePage(t *testing.T) {
	t.Parallel()
	all := map[string]sample{}
	for _, s := range samples() {
		all[s.name] = s
	}
	for name, s := range all {
		state, live := strings.CutPrefix(name, "langsung-")
		if !live {
			continue
		}
		body, message := render(t, s)
		require.Less(t, len(body), 6<<10, "an uncompressed message")
		_, page := render(t, all["produk-"+state])
		ids := map[string]bool{}
		for _, n := range elements(page, "*") {
			ids[attr(n, "id")] = true
		}
		parts := elements(message, "hx-partial")
		require.Len(t, parts, 6)
		for _, p := range parts {
			require.True(t, ids[strings.TrimPrefix(attr(p, "hx-target"), "#")], "%s: %s", name, attr(p, "hx-target"))
		}
	}
}

func TestOnlyAnOpenCampaignOffersToJoin(t *testing.T) {
	t.Parallel()
	for _, s := range campaignSamples() {
		body, _ := render(t, s)
		open := s.name == "produk-Open" || s.name == "langsung-Open"
		require.Equal(t, open, strings.Contains(body, `hx-get="/sambatan/c1/gabung"`), s.name)
	}
}

func TestABuyersNameAndAddressNeverReachPublicOrMakersPages(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"pasar-tamu", "produk-stok", "perajin-sambatan", "ops", "audit-jejak"} {
		require.NotContains(t, words(t, name), "Dinar")
		require.NotContains(t, words(t, name), "Cemara")
	}
}

func TestNavigationOffersEachRoleItsOwnPages(t *testing.T) {
	t.Parallel()
	for role, want := range map[Role][]string{
		Guest:    {MarketURL, HowURL, SignInURL},
		Buyer:    {MarketURL, MineURL, WalletURL, ProfileURL},
		Maker:    {MakerURL, SellerURL, MarketURL, ProfileURL},
		Operator: {OpsURL, OpsTransferURL, OpsSuspenseURL, OpsRefundURL, OpsPayoutURL, OpsDisputesURL, ProfileURL},
		Auditor:  {AuditURL, MarketURL, ProfileURL},
		Curator:  {CuratorURL, MarketURL, ProfileURL},
	} {
		var got []string
		for _, item := range navigation(role) {
			got = append(got, item.URL)
			require.Contains(t, icons, item.Icon)
		}
		require.Equal(t, want, got)
	}
}

func TestTheBarAtTheBottomHoldsFiveEntriesAndTheRestIsBehindTheLast(t *testing.T) {
	t.Parallel()
	for _, role := range []Role{Guest, Buyer, Maker, Operator, Lead, Admin, Auditor, Curator} {
		rest, _ := further(Shell{Viewer: Viewer{Role: role}})
		entries := len(navigation(role)) - len(rest)
		if len(rest) > 0 {
			entries++
		}
		require.LessOrEqual(t, entries, 5, role)
	}
	rest, here := further(Shell{Viewer: Viewer{Role: Operator}, Section: SectionPayout})
	require.Len(t, rest, 3)
	require.True(t, here, "it is marked when one of its pages is open")
}

func TestTheWayToFailIsTakenFromAPageOnceTheOutcomeIsKnown(t *testing.T) {
	t.Parallel()
	require.Contains(t, words(t, "produk-Open"), "Cara kerja sambatan")
	require.Contains(t, words(t, "produk-Settling"), "Kalau sampai tutup")
	for _, state := range []CampaignState{Succeeded, InProduction, Shipping, Completed, Failed, Cancelled, Unwinding, ClosedFailed} {
		require.NotContains(t, words(t, "produk-"+string(state)), "Kalau sampai tutup", state)
	}
}

func TestFrozenWordsAreThoseOfThePhase(t *testing.T) {
	t.Parallel()
	for _, state := range []CampaignState{Scheduled, Open, FullyHeld} {
		require.Contains(t, frozen(state).frozenWords(), "Belum ada yang bisa bergabung.", state)
	}
	for state, words := range map[CampaignState]string{
		Settling: "tidak dinyatakan berhasil", Succeeded: "Langkah produksi", Shipping: "paket yang sudah jalan tetap jalan", Completed: "penerusan dana", Unwinding: "Pengembalian dana tetap berjalan.",
	} {
		require.Contains(t, frozen(state).frozenWords(), words, state)
		require.NotContains(t, frozen(state).frozenWords(), "bergabung", state)
		require.NotContains(t, frozen(state).unfreezing(), "bergabung", state)
	}
	require.Contains(t, frozen(Scheduled).unfreezing(), "begitu sambatan dibuka")
}

func TestAMakersPageSaysFullOnlyWhenItIs(t *testing.T) {
	t.Parallel()
	m := sampleMaker()
	require.Contains(t, m.subtitle(), "40 dari 40 slot aman · penuh Sabtu, 14 Nov 2026, 21.17 WIB")
	m.Campaign.Secured = 36
	require.Contains(t, m.subtitle(), "36 dari 40 slot aman · berhasil Sabtu, 14 Nov 2026, 21.17 WIB")
	m.Campaign.State = Open // it was full, and somebody's payment was taken back
	require.Contains(t, m.subtitle(), "36 dari 40 slot aman · tutup")
}

func TestTheLinePromisesNoOfferThatCannotCome(t *testing.T) {
	t.Parallel()
	draw := func(o Order) string {
		_, root := render(t, sample{"antrean", OrderPage(dinar(SectionMine), o), false})
		return text(root)
	}
	o := waitingOrder(Waiting)
	o.Campaign.OffersUntil = o.Campaign.Deadline.Add(-45 * time.Minute)
	o.Campaign.Now = o.Campaign.OffersUntil.Add(-time.Second)
	require.Contains(t, draw(o), "2 orang menunggu di depan Anda. Tawaran mengikuti urutan")
	require.Contains(t, draw(o), "Kalau giliran Anda tiba")
	o.Campaign.Now = o.Campaign.OffersUntil
	require.Contains(t, draw(o), "Tawaran sudah berhenti. Slot yang terbuka sekarang bisa langsung diambil siapa saja di halaman sambatan.")
	require.NotContains(t, draw(o), "Kalau giliran Anda tiba")
	require.NotContains(t, draw(o), "Tawaran mengikuti urutan")
	o.Campaign.Extension = asking()
	require.Contains(t, draw(o), "Kalau tenggatnya jadi mundur, tawaran berjalan lagi")
	o.Campaign.Frozen = "Laporan pembeli"
	require.Contains(t, draw(o), "Selama sambatan ini dibekukan tidak ada slot yang ditawarkan.")
	require.NotContains(t, draw(o), "langsung diambil siapa saja")
	require.Contains(t, draw(waitingOrder(Offered)), "Tidak jadi menunggu? Slotnya dibuka lagi.")
}

func TestAWalletSaysWhyNothingCanBeToppedUp(t *testing.T) {
	t.Parallel()
	w := Wallet{Least: 10_000, Most: 1_880_000, Limit: 2_000_000, Channel: Channel{Methods: []PayMethod{"qris"}}}
	require.True(t, w.may())
	require.Equal(t, "Dari Rp10.000 sampai Rp1.880.000. Saldo paling banyak Rp2.000.000.", w.bounds())
	w.Open = make([]OpenTopUp, 3)
	require.Contains(t, w.bounds(), "Rp2.000.000, bersama isi ulang yang menunggu dibayar.")
	w.Most = 5_000
	require.Contains(t, w.mayNot(), "bersama isi ulang yang menunggu dibayar, sudah hampir penuh")
	w.Most, w.Crowded = 1_880_000, true
	require.False(t, w.may())
	require.Contains(t, w.mayNot(), "Sudah ada 3 isi ulang yang menunggu dibayar.")
	w.Channel.Methods = nil
	require.Equal(t, "Isi saldo belum tersedia.", w.mayNot())
}

func TestNobodyIsAwaitedOnceASambatanIsLost(t *testing.T) {
	t.Parallel()
	c := Campaign{State: Open}
	require.Contains(t, c.nobodyWords(), "menunggu pemiliknya")
	require.Contains(t, MakerCampaign{Campaign: c}.nobody(), "Bagikan halaman publiknya")
	for _, state := range []CampaignState{Failed, Cancelled, Unwinding, ClosedFailed} {
		c.State = state
		require.Equal(t, "Tidak ada yang bergabung.", c.nobodyWords(), state)
		require.Equal(t, "Tidak ada peserta.", MakerCampaign{Campaign: c}.nobody(), state)
	}
}

func TestTheMarketQuerySurvivesItsOwnAddress(t *testing.T) {
	t.Parallel()
	require.Equal(t, "/pasar/parfum", MarketQuery{}.URL())
	require.Equal(t, "/pasar/tools?hal=2&q=gelas+%26+pipet&saring=siap-kirim&urut=termurah", MarketQuery{TabTools, "gelas & pipet", FilterStock, SortCheapest, 2}.URL())
}

func TestTheRackDrawsEverySlotOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []Campaign{{Slots: 60, Secured: 42, Held: 3}, {Slots: 3}, {Slots: 7, Secured: 7}, {Slots: 119, Secured: 1, Held: 117}} {
		counted := map[byte]int{}
		for _, r := range c.rack() {
			counted[r.kind] += r.count
			require.LessOrEqual(t, r.from+r.count, 10, "a run stays in its block")
		}
		require.Equal(t, []int{c.Secured, c.Held, c.Free()}, []int{counted['a'], counted['t'], counted['k']})
	}
}

func TestTypedTextIsEscaped(t *testing.T) {
	t.Parallel()
	f := form()
	f.Values = map[string]string{FieldRecipient: `"><script>alert(1)</script>`, FieldStreet: "</textarea><b>x"}
	body, _ := render(t, sample{body: JoinFragment(sampleJoin(f))})
	require.NotContains(t, body, "<script>alert")
	require.NotContains(t, body, "</textarea><b>")
	require.Contains(t, body, "&lt;/textarea&gt;")
}

func TestEscrowBalancesOnlyWhenTheAdditionHolds(t *testing.T) {
	t.Parallel()
	require.True(t, Escrow{Received: 100, Returned: 30, Released: 20, Held: 50}.Balanced())
	require.False(t, Escrow{Received: 100, Held: 99}.Balanced())
}

func TestTheEnterKeyJoinsInsteadOfTakingASlotAway(t *testing.T) {
	t.Parallel()
	_, root := render(t, sample{body: JoinFragment(sampleJoin(form()))})
	first := elements(elements(root, "form")[0], "button")[0]
	require.Equal(t, "submit", attr(first, "type"))
	require.Empty(t, attr(first, "name"), "a browser presses a form's first button on Enter")
}
