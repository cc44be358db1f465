package ui_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/ui/view"
)

// brewing fills a sambatan of three slots, one for the first buyer and two for the
// second, and begins to make it.
func (s *site) brewing(first, second *browser) (campaign, one, two string) {
	s.t.Helper()
	campaign = s.open("slot", "3", "minimal", "3")
	one, two = first.join(campaign), second.join(campaign, "slot", "2")
	for buyer, order := range map[*browser]string{first: one, second: two} {
		s.confirm(order, buyer.due(order), "FT-"+order[len(order)-7:], time.Now())
		buyer.eventually(order, "Selisih Rp0")
	}
	sekar, manage := s.as("sekar"), view.MakerCampaignURL(campaign)
	page := sekar.eventually(manage, "Mulai produksi")
	require.Contains(s.t, words(sekar.follow(sekar.submit(page, view.StepURL(campaign, view.StepProduce))).body), "Selama produksi")
	return campaign, one, two
}

//money:case §4.2 loser of a short yield
//money:case §4.1 short yield
func TestABatchThatCameOutTooSmallIsSharedThroughThePages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	sekar, dinar, raka := s.as("sekar"), s.as("dinar"), s.as("raka")
	campaign, one, two := s.brewing(dinar, raka)
	action := view.YieldURL(campaign)
	require.Contains(t, sekar.page(view.MakerCampaignURL(campaign)).body, `href="`+action+`"`)

	require.Contains(t, words(sekar.page(action).body), "3 slot sudah dibayar")
	require.Contains(t, words(sekar.page(action+"?jadi=0").body), "batalkan sambatannya lewat tombol di bawah")
	require.Contains(t, words(sekar.page(action+"?jadi=3").body), "Nyatakan batch ini lulus uji")
	require.Contains(t, words(sekar.page(action+"?jadi=banyak").body), "harus angka bulat")
	preview := sekar.page(action + "?jadi=2")
	shown := words(preview.body)
	require.Contains(t, shown, "Dikirim: 1 pesanan, 1 slot")
	require.Contains(t, shown, "Dana kembali: 1 pesanan, 2 slot")
	require.Contains(t, shown, "Rp548.000 termasuk ongkir. 1 slot yang jadi tidak cukup untuk pesanan mana pun")
	code := func(order string) string { return strings.TrimPrefix(order, view.MineURL+"/") }
	gets, misses, _ := strings.Cut(shown, "Dana kembali: 1")
	require.Contains(t, gets, code(one), "who came first")
	require.Contains(t, misses, code(two))

	silent := sekar.submit(preview, action, view.FieldMade, "2")
	require.Equal(t, http.StatusUnprocessableEntity, silent.status, "a reason")
	shared := sekar.submit(silent, action, view.FieldMade, "2", view.FieldReason, "Sebagian menguap saat maserasi")
	require.Contains(t, words(sekar.follow(shared).body), "Hasil tercatat")
	require.Contains(t, words(sekar.eventually(view.MakerCampaignURL(campaign), "Kirim paket").body), "2 dari 3 slot jadi")

	lost := words(raka.eventually(two, "Dalam perjalanan kembali").body)
	require.Contains(t, lost, "Hasil produksi kurang: pesanan Anda tidak kebagian")
	require.Contains(t, lost, "Hasil produksi kurang: 2 dari 3 slot jadi. Alasan perajin: Sebagian menguap saat maserasi.")
	require.Contains(t, lost, "jadi uang Anda kembali penuh, termasuk ongkir")
	require.Contains(t, lost, "Selisih Rp0")
	require.NotContains(t, lost, "Paket disiapkan")
	require.Contains(t, words(raka.eventually(view.NotificationsURL, "akan kembali ke Anda").body), "uang Anda kembali penuh")
	won := words(dinar.eventually(one, "Paket disiapkan").body)
	require.Contains(t, won, "Hasil produksi kurang, pesanan Anda tetap utuh")
	require.NotContains(t, words(raka.page(view.NotificationsURL).body), "lulus uji", "who gets nothing is not told that it is ready")
	require.Contains(t, words(dinar.eventually(view.NotificationsURL, "lulus uji").body), "siap dikirim")
	require.Contains(t, words(sekar.eventually(view.NotificationsURL, "Hasil produksi").body), "2 slot jadi dan dibagikan")
	require.Contains(t, words(s.guest().page(view.CampaignURL(campaign)).body), "dana untuk 2 slot kembali penuh ke pembelinya")
	require.Equal(t, http.StatusSeeOther, sekar.get(action).status, "once")

	s.send(campaign, one, "JP1234567890")
	dinar.eventually(one, "Paket dalam perjalanan")
	require.Contains(t, words(dinar.follow(dinar.submit(dinar.page(one), one+"/terima")).body), "Pesanan selesai")
	require.Contains(t, words(s.as("hana").eventually(view.AuditURL+"?q=Uji", "COMPLETED").body), "Uji Lewat Halaman")
	require.Contains(t, words(s.as("hana").eventually(view.AuditCampaignURL(campaign), "Hasil produksi kurang").body), "Seimbang, selisih Rp0")
}

//money:case §4.1 called off while it is made
func TestAnOperatorSharesOrCallsOffWhatIsMade(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gita, dinar, raka := s.as("gita"), s.as("dinar"), s.as("raka")
	campaign, one, two := s.brewing(dinar, raka)
	desk := gita.page(view.OpsCampaignURL(campaign))
	require.Contains(t, desk.body, `href="`+view.OpsYieldURL(campaign)+`"`)
	require.Contains(t, words(gita.page(view.OpsYieldURL(campaign)+"?jadi=1").body), "Dikirim: 1 pesanan, 1 slot")
	off := view.OpsCancelURL(campaign)
	require.Contains(t, gita.page(view.OpsYieldURL(campaign)).body, `href="`+off+`"`)
	form := gita.page(off)
	require.NotContains(t, words(form.body), "teguran", "it costs an operator nothing")
	require.Contains(t, words(s.as("sekar").page(view.MakerCancelURL(campaign)).body), "biaya layanan Rp39.750 tetap menjadi tanggungan Anda")
	require.Equal(t, http.StatusUnprocessableEntity, gita.submit(form, off).status, "a reason")
	done := gita.submit(form, off, view.FieldReason, "Seluruh batch keruh")
	require.Contains(t, words(gita.follow(done).body), "Sambatan dibatalkan")
	for buyer, order := range map[*browser]string{dinar: one, raka: two} {
		require.Contains(t, words(buyer.eventually(order, "Dalam perjalanan kembali").body), "Sambatan ini dibatalkan")
	}
}

//money:case §4.1 progress
func TestBuyersReadHowABatchComesAlong(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	sekar, dinar, raka := s.as("sekar"), s.as("dinar"), s.as("raka")
	campaign, one, _ := s.brewing(dinar, raka)
	require.Contains(t, words(dinar.eventually(one, "Batch sedang dibuat").body), "Perkiraan kirim 21–24 Des 2026, seperti tertulis di syarat; perajin belum memberi tanggal lain.")
	action := view.ProgressURL(campaign)
	form := sekar.page(action)
	require.Contains(t, words(form.body), "Di syarat tertulis perkiraan kirim 21–24 Des 2026")
	soon, late := time.Now().AddDate(0, 0, 10), time.Now().AddDate(0, 0, 17)
	for why, typed := range map[string][]string{
		"Pilih salah satu": {view.FieldMilestone, "setengah", view.FieldNote, "x"}, "wajib diisi": {view.FieldMilestone, "other"},
		"Tulis tanggal seperti":  {view.FieldMilestone, "materials", view.FieldReadyBy, "besok"},
		"Tulis tanggal hari ini": {view.FieldMilestone, "materials", view.FieldReadyBy, view.DateInput(time.Now().AddDate(0, 0, -2))},
		"yang diawali https://,": {view.FieldMilestone, "materials", view.FieldPhoto, "http://contoh.id"},
		"Paling jauh":            {view.FieldMilestone, "materials", view.FieldReadyBy, view.DateInput(time.Now().AddDate(2, 0, 0))},
	} {
		got := sekar.submit(form, action, typed...)
		require.Contains(t, []int{http.StatusConflict, http.StatusUnprocessableEntity}, got.status)
		require.Contains(t, words(got.body), why)
	}
	told := sekar.submit(form, action, view.FieldMilestone, "materials", view.FieldNote, "Akar wangi dari Garut",
		view.FieldPhoto, "https://contoh.id/akar.jpg", view.FieldReadyBy, view.DateInput(soon))
	require.Contains(t, words(sekar.follow(told).body), "Kabar terkirim")
	page := dinar.eventually(one, "Bahan sudah datang")
	require.Contains(t, words(page.body), "Akar wangi dari Garut. Perkiraan siap "+view.Date(soon))
	require.Contains(t, page.body, `href="https://contoh.id/akar.jpg" rel="nofollow noopener noreferrer"`)
	require.Contains(t, words(dinar.eventually(view.NotificationsURL, "Kabar produksi").body), "bahan sudah datang")

	again := sekar.eventually(action, "Yang sudah Anda kabarkan")
	require.Contains(t, words(again.body), "Sekarang "+view.Date(soon))
	same := sekar.submit(again, action, view.FieldMilestone, "materials", view.FieldNote, "Akar wangi dari Garut", view.FieldPhoto, "https://contoh.id/akar.jpg")
	require.Contains(t, words(same.body), "Belum ada yang baru")
	slipped := sekar.submit(same, action, view.FieldMilestone, "maceration", view.FieldReadyBy, view.DateInput(late))
	sekar.follow(slipped)
	moved := "mundur dari " + view.Date(soon) + " ke " + view.Date(late)
	require.Contains(t, words(dinar.eventually(one, "Sedang maserasi").body), moved)
	public := words(s.guest().eventually(view.CampaignURL(campaign), "Sedang maserasi").body)
	require.Contains(t, public, "Kabar produksi Perkiraan siap "+moved)
	require.Contains(t, words(dinar.eventually(view.NotificationsURL, "sedang maserasi").body), moved)
}
