package ui_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/ui/view"
)

// wait takes a place on the waitlist and returns the address of the order.
func (b *browser) wait(campaign string) string {
	b.t.Helper()
	action := view.JoinURL(campaign)
	got := b.submit(b.eventually(action, "Masuk daftar tunggu"), action, joining(view.FieldWaitlist, "ya")...)
	require.Equal(b.t, http.StatusSeeOther, got.status, words(got.body))
	require.Contains(b.t, words(b.follow(got).body), "Anda masuk daftar tunggu")
	return orderPath.FindString(got.header.Get("Location"))
}

//money:case §4.2 an offer accepted
//money:case §4.2 an offer or a place declined
func TestASlotThatIsLetGoIsOfferedToWhoWaits(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign := s.open("slot", "1", "minimal", "1", "maks_pembeli", "1")
	dinar, raka, maya := s.as("dinar"), s.as("raka"), s.as("maya")
	held := dinar.join(campaign)
	require.Contains(t, words(raka.eventually(view.CampaignURL(campaign), "Masuk daftar tunggu").body), "Belum ada yang menunggu")
	first, second := raka.wait(campaign), maya.wait(campaign)
	require.Contains(t, words(raka.eventually(first, "Anda di urutan pertama").body), "Keluar dari daftar tunggu")
	require.Contains(t, words(maya.eventually(second, "Anda di urutan ke-2").body), "1 orang menunggu di depan Anda")
	require.Contains(t, words(raka.get(view.JoinURL(campaign)).body), "Anda sudah menunggu 1 slot", "one place each")

	dinar.follow(dinar.submit(dinar.page(held), held+"/lepas"))
	offer := raka.eventually(first, "Giliran Anda")
	require.Contains(t, words(offer.body), "tidak ada yang perlu diisi lagi")
	require.Contains(t, words(raka.eventually(view.NotificationsURL, "Giliran Anda: 1 slot").body), "belum perlu membayar")
	require.NotContains(t, dinar.get(view.JoinURL(campaign)).body, "Ambil 1 slot", "what is offered is sold to nobody else")
	require.Contains(t, words(raka.page(view.MineURL).body), "Lihat tawaran")

	declined := raka.submit(offer, view.LeaveWaitlistURL(first[len(view.MineURL)+1:]))
	require.Contains(t, words(raka.follow(declined).body), "Anda keluar dari daftar tunggu")
	taken := maya.submit(maya.eventually(second, "Giliran Anda"), view.AcceptOfferURL(second[len(view.MineURL)+1:]))
	require.Equal(t, http.StatusSeeOther, taken.status, words(taken.body))
	pay := words(maya.follow(taken).body)
	require.Contains(t, pay, "Bayar dalam")
	require.Contains(t, pay, "Masuk daftar tunggu", "how it began")
	late := raka.submit(offer, view.AcceptOfferURL(first[len(view.MineURL)+1:]))
	require.Contains(t, words(raka.follow(late).body), "Tawaran itu tidak berlaku lagi", "accepted after it was declined")
	s.confirm(second, maya.due(second), "FT-ANTRE-1", time.Now())
	require.Contains(t, words(maya.eventually(second, "Ditahan di Rekening Bersama").body), "Selisih Rp0")
}

func TestWhoWantsMoreThanThereIsMayWaitWithoutTypingAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign := s.open("slot", "2", "minimal", "2", "maks_pembeli", "2")
	dinar, raka := s.as("dinar"), s.as("raka")
	dinar.join(campaign)
	form := raka.eventually(view.JoinURL(campaign), "Tersedia 1")
	short := raka.submit(form, view.JoinURL(campaign), joining("slot", "2")...)
	require.Equal(t, http.StatusConflict, short.status)
	require.Contains(t, words(short.body), "Tunggu 2 slot di daftar tunggu")
	require.Contains(t, short.body, `value="Kota Bandung"`, "what was typed stays")
	got := raka.submit(short, view.JoinURL(campaign), joining("slot", "2", view.FieldWaitlist, "ya")...)
	require.Contains(t, words(raka.follow(got).body), "Anda di urutan pertama")
}

//money:case §4.1b a later deadline is proposed
func TestBuyersAreAskedAboutALaterDeadline(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign := s.open("minimal", "3", "boleh_mundur", "1")
	sekar, dinar, raka := s.as("sekar"), s.as("dinar"), s.as("raka")
	paid := dinar.join(campaign)
	s.confirm(paid, dinar.due(paid), "FT-MUNDUR-1", time.Now())
	dinar.eventually(paid, "Ditahan di Rekening Bersama")

	action := view.ExtendURL(campaign)
	require.Contains(t, sekar.page(view.MakerCampaignURL(campaign)).body, `href="`+action+`"`)
	later := time.Now().Add(10 * 24 * time.Hour)
	form := sekar.page(action)
	far := sekar.submit(form, action, "tanggal_tutup", view.DateInput(later.AddDate(0, 2, 0)), "jam_tutup", "20.00", "alasan", "Panen mundur")
	require.Equal(t, http.StatusConflict, far.status)
	require.Contains(t, words(far.body), "Tenggat baru paling lambat")
	require.Equal(t, http.StatusUnprocessableEntity, sekar.submit(form, action, "tanggal_tutup", view.DateInput(later), "jam_tutup", "20.00").status, "a reason")
	asked := sekar.submit(far, action, "tanggal_tutup", view.DateInput(later), "jam_tutup", "20.00", "alasan", "Panen mundur sepekan")
	require.Contains(t, words(sekar.follow(asked).body), "sudah ditanyakan ke semua pembeli")

	question := dinar.eventually(paid, "Anda setuju?")
	require.Contains(t, words(question.body), "Panen mundur sepekan")
	require.Contains(t, words(question.body), "slot Anda dilepas dan seluruh dana kembali termasuk ongkir")
	require.Contains(t, words(dinar.page(view.MineURL+"?status=tindakan").body), "Jawab sebelum")
	require.Contains(t, words(dinar.eventually(view.NotificationsURL, "diusulkan mundur").body), "tanpa jawaban, slot Anda dilepas kalau tenggatnya jadi mundur")
	require.Contains(t, words(sekar.page(view.MakerCampaignURL(campaign)).body), "Belum menjawab 1 slot")
	answer := view.AnswerURL(strings.TrimPrefix(paid, view.MineURL+"/"))
	yes := dinar.follow(dinar.submit(question, answer, view.FieldAnswer, view.AnswerYes))
	require.Contains(t, words(yes.body), "Anda setuju tenggatnya mundur")
	require.Contains(t, words(yes.body), "Anda tetap ikut kalau tenggatnya mundur")
	no := dinar.follow(dinar.submit(yes, answer, view.FieldAnswer, view.AnswerNo))
	require.Contains(t, words(no.body), "Anda tidak ikut kalau tenggatnya mundur", "the last answer counts")
	require.Contains(t, words(sekar.eventually(view.MakerCampaignURL(campaign), "Tidak setuju 1 slot").body), "Jawaban pembeli")

	require.Contains(t, words(raka.page(view.JoinURL(campaign)).body), "Bergabung sekarang berarti menyetujui kedua tenggat itu")
	joined := raka.join(campaign)
	require.Contains(t, words(raka.eventually(joined, "Anda setuju tenggatnya mundur").body), "Bayar dalam", "joining agrees")
}

//money:case §4.2 the buyer cancels what is paid
func TestABuyerChangesTheirMindWithinTheCoolOff(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign := s.open("jam_pikir", "24")
	dinar := s.as("dinar")
	require.Contains(t, words(dinar.page(view.JoinURL(campaign)).body), "hanya bisa dibatalkan sendiri dalam 1 hari")
	paid := dinar.join(campaign)
	s.confirm(paid, dinar.due(paid), "FT-PIKIR-1", time.Now())
	action := view.CancelOrderURL(strings.TrimPrefix(paid, view.MineURL+"/"))
	require.Contains(t, dinar.eventually(paid, "Berubah pikiran?").body, `href="`+action+`"`)
	ask := dinar.eventually(action, "kembali utuh, termasuk ongkir")
	back := words(dinar.follow(dinar.submit(ask, action)).body)
	require.Contains(t, back, "Seluruh dana Anda kembali")
	refund := words(dinar.eventually(paid, "Dalam perjalanan kembali").body)
	require.Contains(t, refund, "Pesanan Anda batalkan")
	require.Contains(t, refund, "masa pikir-pikir")
	require.Contains(t, refund, "Selisih Rp0")
	require.Contains(t, words(dinar.follow(dinar.get(action)).body), "tidak bisa dibatalkan lagi", "twice")
}

//money:case §4.1 the brand closes early
//money:case §4.1 called off after success
func TestAMakerClosesEarlyOnceEnoughIsSecured(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign := s.open("minimal", "1")
	sekar, dinar := s.as("sekar"), s.as("dinar")
	action := view.CloseEarlyURL(campaign)
	few := sekar.submit(sekar.page(action), action)
	require.Equal(t, http.StatusConflict, few.status)
	require.Contains(t, words(few.body), "Baru 0 slot yang aman, perlu 1")
	paid := dinar.join(campaign)
	s.confirm(paid, dinar.due(paid), "FT-TUTUP-1", time.Now())
	dinar.eventually(paid, "Ditahan di Rekening Bersama")
	require.Contains(t, sekar.eventually(view.MakerCampaignURL(campaign), "Tutup lebih awal").body, `href="`+action+`"`)
	closed := words(sekar.follow(sekar.submit(sekar.page(action), action)).body)
	require.Contains(t, closed, "Sambatan ditutup lebih awal")
	require.Contains(t, words(s.guest().eventually(view.CampaignURL(campaign), "Ditutup lebih awal").body), "Berhasil")

	off := view.MakerCancelURL(campaign)
	require.Contains(t, words(sekar.page(off).body), "biaya layanan Rp13.250 tetap menjadi tanggungan Anda")
	sekar.follow(sekar.submit(sekar.page(off), off, "alasan", "Bahan tidak lolos uji"))
	require.Contains(t, words(dinar.eventually(paid, "Dalam perjalanan kembali").body), "Sambatan ini dibatalkan")
	owed := words(sekar.eventually(view.SellerURL, "biaya pembatalan").body)
	require.Contains(t, owed, "−Rp13.250")
	require.Contains(t, owed, "Biaya layanan dari sambatan yang Anda batalkan setelah berhasil.")
}

//money:case §4.1 frozen
func TestAFrozenSambatanSaysSoEverywhere(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign := s.open()
	gita, dinar, raka := s.as("gita"), s.as("dinar"), s.as("raka")
	held := dinar.join(campaign)
	desk := gita.page(view.OpsCampaignURL(campaign))
	require.Equal(t, http.StatusUnprocessableEntity, gita.submit(desk, view.OpsFreezeURL(campaign)).status, "a reason")
	frozen := gita.submit(desk, view.OpsFreezeURL(campaign), "alasan", "Laporan pembeli diperiksa")
	require.Contains(t, words(gita.follow(frozen).body), "Sambatan dibekukan")
	for who, path := range map[*browser]string{
		s.guest(): view.CampaignURL(campaign), dinar: held, s.as("sekar"): view.MakerCampaignURL(campaign),
	} {
		require.Contains(t, words(who.eventually(path, "Laporan pembeli diperiksa.").body), "dibekukan sementara", path)
	}
	require.Contains(t, words(dinar.page(held).body), "Tidak jadi ikut? Slot dilepas.", "to nobody, for now")
	form := raka.get(view.JoinURL(campaign))
	require.Equal(t, http.StatusConflict, form.status)
	require.Contains(t, words(form.body), "Belum ada yang bisa bergabung")
	require.NotContains(t, words(form.body), "Semua slot sedang dipegang")
	require.Contains(t, words(gita.eventually(view.OpsURL, "Dibekukan").body), "Laporan pembeli diperiksa")
	require.NotContains(t, words(raka.page(view.CampaignURL(campaign)).body), "Gabung sambatan")
	gita.follow(gita.submit(gita.page(view.OpsCampaignURL(campaign)), view.OpsUnfreezeURL(campaign)))
	raka.join(campaign)
}

// What a frozen campaign refuses is not offered; parcels and refunds go on.
func TestAFrozenBatchOffersNoStepThatItWouldRefuse(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign := s.open("slot", "1", "minimal", "1", "maks_pembeli", "1")
	gita, sekar, dinar := s.as("gita"), s.as("sekar"), s.as("dinar")
	paid := dinar.join(campaign)
	s.confirm(paid, dinar.due(paid), "FT-BEKU-1", time.Now())
	page := view.MakerCampaignURL(campaign)
	succeeded := sekar.eventually(page, "Langkah berikutnya")
	require.Contains(t, words(sekar.page(view.MakerURL).body), "2 menunggu langkah Anda.")
	desk, freeze := view.OpsCampaignURL(campaign), view.OpsFreezeURL(campaign)

	before := gita.page(desk)
	require.Contains(t, words(before.body), "lulus uji, dan hasil yang kurang menunggu sampai dicabut")
	gita.follow(gita.submit(before, freeze, "alasan", "Laporan pembeli diperiksa"))
	stopped := words(sekar.eventually(page, "dibekukan sementara").body)
	require.NotContains(t, stopped, "Langkah berikutnya")
	require.Contains(t, words(sekar.page(view.MakerURL).body), "1 menunggu langkah Anda.", "the draft of before")
	refused := sekar.submit(succeeded, view.StepURL(campaign, view.StepProduce))
	require.Equal(t, http.StatusConflict, refused.status, "an older page still has the button")
	for who, path := range map[*browser]string{s.guest(): view.CampaignURL(campaign), sekar: page, gita: desk} {
		shown := words(who.eventually(path, "penerusan dana ke perajin berhenti dulu").body)
		require.NotContains(t, shown, "Belum ada yang bisa bergabung", path)
	}
	unfreeze := gita.page(desk)
	require.Contains(t, words(unfreeze.body), "Perajin bisa melanjutkan langkah produksinya")
	gita.follow(gita.submit(unfreeze, view.OpsUnfreezeURL(campaign)))

	again := sekar.eventually(page, "Langkah berikutnya")
	sekar.follow(sekar.submit(again, view.StepURL(campaign, view.StepProduce)))
	require.Contains(t, gita.eventually(desk, "Hasilnya kurang").body, view.OpsYieldURL(campaign))
	gita.follow(gita.submit(gita.page(desk), freeze, "alasan", "Laporan lain"))
	require.NotContains(t, gita.eventually(desk, "Cabut pembekuan").body, view.OpsYieldURL(campaign))
	require.NotContains(t, words(sekar.eventually(page, "dibekukan sementara").body), "Lulus uji")
}
