package ui_test

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// lost has the bank of who paid take the payment of an order back, and the cashier look.
func (b *bank) lost(s *site, order string) {
	s.t.Helper()
	name := payment.OrderName(s.participation(order), 1)
	require.NoError(s.t, b.Lose(name, gatewayemu.Chargeback))
	require.NoError(s.t, b.cashier.Check(s.t.Context(), name))
}

func TestABuyerWhosePaymentIsTakenBackReadsWhatThatMeans(t *testing.T) {
	t.Parallel()
	s, b := newBank(t, nil)
	dinar, gita := s.as("dinar"), s.as("gita")
	order := dinar.join(s.open("slot", "3", "minimal", "2"))
	dinar.follow(dinar.submit(dinar.page(order), order+"/bayar", pays(payment.QRIS)...))
	b.paid(s, order, 1)
	dinar.eventually(order, "Slot aman")
	b.lost(s, order)
	dinar.eventually(order, "Slot dilepas: pembayarannya ditarik kembali")
	shown := words(dinar.eventually(order, "menarik pembayaran ini kembali, jadi uangnya sudah tidak ada di kami").body)
	require.Contains(t, shown, "Pembayaran ditarik kembali")
	require.Contains(t, shown, "Ditarik kembali oleh bank atau dompet Anda")
	require.Contains(t, shown, "Selisih Rp0")
	require.NotContains(t, words(gita.page(view.OpsSuspenseURL).body), "masih kurang", "the slot is free again, nothing is missing")
}

func TestAnOperatorClosesWhatIsMissingAfterSuccess(t *testing.T) {
	t.Parallel()
	s, b := newBank(t, nil)
	dinar, gita := s.as("dinar"), s.as("gita")
	order := dinar.join(s.open("slot", "1", "minimal", "1", "maks_pembeli", "1"))
	dinar.follow(dinar.submit(dinar.page(order), order+"/bayar", pays(payment.QRIS)...))
	b.paid(s, order, 1)
	dinar.eventually(order, "Batch penuh")
	b.lost(s, order)
	dinar.eventually(order, "Petugas kami menghubungi Anda untuk menyelesaikannya.")
	desk := gita.eventually(view.OpsSuspenseURL, "Sudah keluar, masih kurang")
	require.Contains(t, words(desk.body), "Slotnya tetap dihitung karena sambatannya sudah diputuskan.")

	action := regexp.MustCompile(`/ops/titipan/[0-9a-f-]{36}/kekurangan`).FindString(desk.body)
	refused := gita.submit(desk, action, view.FieldAct, view.ActLoss)
	require.Equal(t, http.StatusUnprocessableEntity, refused.status)
	require.Contains(t, words(refused.body), "Alasan belum diisi")
	closed := gita.follow(gita.submit(desk, action, view.FieldAct, view.ActLoss, view.FieldReason, "keberatan ditolak bank"))
	require.Contains(t, words(closed.body), "tercatat sebagai rugi kita.")
	require.NotContains(t, words(closed.body), "masih kurang")
}

// paidByQR is a batch of one, paid through the gateway and ready to be sent.
func paidByQR(t *testing.T) (s *site, b *bank, campaign, order string) {
	t.Helper()
	s, b = newBank(t, nil)
	dinar, sekar := s.as("dinar"), s.as("sekar")
	campaign = s.open("slot", "1", "minimal", "1", "maks_pembeli", "1")
	order = dinar.join(campaign)
	dinar.follow(dinar.submit(dinar.page(order), order+"/bayar", pays(payment.QRIS)...))
	b.paid(s, order, 1)
	dinar.eventually(order, "Batch penuh")
	manage := view.MakerCampaignURL(campaign)
	sekar.follow(sekar.submit(sekar.eventually(manage, "Mulai produksi"), view.StepURL(campaign, view.StepProduce)))
	return s, b, campaign, order
}

// passed makes the batch ready to be sent.
func (s *site) passed(campaign string) {
	s.t.Helper()
	sekar := s.as("sekar")
	sekar.follow(sekar.submit(sekar.eventually(view.MakerCampaignURL(campaign), "Lulus uji"), view.StepURL(campaign, view.StepQC)))
}

//money:case §4.3 made good before dispatch
func TestGoodsWhosePaymentWasTakenBackWaitUntilItIsMadeGood(t *testing.T) {
	t.Parallel()
	s, b, campaign, order := paidByQR(t)
	dinar, sekar, gita := s.as("dinar"), s.as("sekar"), s.as("gita")
	page := view.MakerOrderURL(campaign, codeOf(order))
	s.passed(campaign)
	form := sekar.eventually(page, "Catat pengiriman")
	b.lost(s, order)
	shown := words(dinar.eventually(order, "jadi perajin belum boleh mengirimnya").body)
	require.Contains(t, shown, "Pengiriman ditunda")
	require.Contains(t, shown, "slotnya dilepas dan barangnya tidak dikirim")
	require.NotContains(t, shown, "Ajukan komplain")

	refused := sekar.submit(form, page+"/"+view.MakerSend, view.FieldCourier, "jnt", view.FieldResi, "JP1111111111")
	require.Equal(t, http.StatusConflict, refused.status)
	require.Contains(t, words(refused.body), "Pembayaran pesanan ini ditarik kembali oleh bank atau dompet pembeli")
	maker := words(sekar.eventually(page, "Jangan kirim dulu").body)
	require.NotContains(t, maker, "Catat dikirim")
	require.NotContains(t, maker, "Jalan Anggrek 4", "nobody needs the address now")
	require.Contains(t, words(sekar.eventually(view.MakerCampaignURL(campaign), "Jangan kirim dulu").body), "1 kiriman")
	file := view.ManifestURL(campaign)
	judged := sekar.submit(sekar.page(file), file, view.FieldManifest, codeOf(order)+",jnt,JP1111111111")
	require.Contains(t, words(judged.body), "Jangan dikirim dulu: pembayaran pembelinya ditarik kembali")

	desk := gita.eventually(view.OpsSuspenseURL, "Barangnya belum dikirim dan ditunda.")
	action := regexp.MustCompile(`/ops/titipan/[0-9a-f-]{36}/kekurangan`).FindString(desk.body)
	gita.follow(gita.submit(desk, action, view.FieldAct, view.ActGivenBack, view.FieldReason, "sanggahan dibatalkan"))
	dinar.eventually(order, "Paket sedang disiapkan")
	s.send(campaign, order, "1111111111")
	dinar.eventually(order, "Paket dalam perjalanan")
	require.NotEmpty(t, s.heard("dinar", notification.OrderCleared))
	require.NotEmpty(t, s.heard("sekar", notification.MakerHeldBack))
}

//money:case §4.3 held back for too long
func TestAnOperatorGivesUpAnOrderWhoseMoneyDoesNotComeBack(t *testing.T) {
	t.Parallel()
	s, b, campaign, order := paidByQR(t)
	dinar, sekar, gita := s.as("dinar"), s.as("sekar"), s.as("gita")
	b.lost(s, order)
	gita.eventually(view.OpsSuspenseURL, "Begitu batchnya siap, barangnya tidak dikirim selama ini belum beres.")
	s.passed(campaign)
	desk := gita.eventually(view.OpsSuspenseURL, "Hentikan pesanannya")
	action := regexp.MustCompile(`/ops/titipan/[0-9a-f-]{36}/kekurangan`).FindString(desk.body)
	refused := gita.submit(desk, action, view.FieldAct, view.ActGiveUp)
	require.Equal(t, http.StatusUnprocessableEntity, refused.status)
	done := gita.follow(gita.submit(desk, action, view.FieldAct, view.ActGiveUp, view.FieldReason, "pembeli tidak menjawab"))
	require.Contains(t, words(done.body), "Pesanannya dihentikan.")
	shown := words(dinar.eventually(order, "jadi slotnya dilepas dan barangnya tidak dikirim").body)
	require.Contains(t, shown, "Selisih Rp0")
	sekar.eventually(view.MakerOrderURL(campaign, codeOf(order)), "Barangnya tetap milik Anda")
	again := gita.submit(desk, action, view.FieldAct, view.ActGiveUp, view.FieldReason, "pembeli tidak menjawab")
	require.Equal(t, http.StatusSeeOther, again.status, "pressed twice")
	require.Len(t, s.events("order.given_up.v1"), 1)
	require.NotEmpty(t, s.heard("dinar", notification.OrderGivenUp))
}
