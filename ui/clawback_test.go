package ui_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/ui"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// oneDecides lets one person send back so much.
func oneDecides(most money.Rupiah) func(*ui.Backend) {
	return func(b *ui.Backend) { b.Payouts = payout.Policy{LimitOne: most} }
}

// complained is an order of dinar's that arrived, and that dinar complains about.
func (s *site) complained() (campaign, order, desk string) {
	s.t.Helper()
	campaign, order, _ = s.shipped()
	dinar, gita := s.as("dinar"), s.as("gita")
	desk = view.OpsDisputeURL(s.participation(order).String())
	got := gita.submit(gita.page(desk), desk+"/sampai", view.FieldParcel, "1", view.FieldArrived, view.DateInput(time.Now()))
	require.Contains(s.t, words(gita.follow(got).body), "menurut petugas kami")
	form := dinar.eventually(order+"/komplain", "Apa masalahnya")
	dinar.follow(dinar.submit(form, order+"/komplain", view.FieldComplaint, "incomplete", view.FieldWords, "Satu botol bocor."))
	gita.eventually(desk, "Satu botol bocor")
	return campaign, order, desk
}

//money:case §4.4 decided in part
func TestADisputeIsDecidedInPartAndBothSidesReadIt(t *testing.T) {
	t.Parallel()
	s := newSite(t, oneDecides(10_000_000))
	campaign, order, desk := s.complained()
	gita, dinar, sekar := s.as("gita"), s.as("dinar"), s.as("sekar")
	form := gita.page(desk)
	part := []string{view.FieldSide, "part", view.FieldReason, "Fotonya jelas"}
	none := gita.submit(form, desk, part...)
	require.Equal(t, http.StatusUnprocessableEntity, none.status, "an amount is needed")
	for _, wrong := range []string{"50.500", "900.000.000"} {
		got := gita.submit(form, desk, append(part, view.FieldAmount, wrong)...)
		require.Equal(t, http.StatusConflict, got.status, wrong)
		require.Contains(t, words(got.body), "Tulis kelipatan seribu")
	}
	got := gita.submit(form, desk, append(part, view.FieldAmount, "50.000")...)
	require.Contains(t, words(gita.follow(got).body), "Putusan tercatat")
	s.buyerAccepts(order)
	require.Contains(t, words(dinar.page(order).body), "Anda sudah menerima putusan ini")
	s.brandAccepts(campaign, order)

	const verdict = "Sebagian: Rp50.000 kembali ke pembeli, sisanya diteruskan ke perajin. Fotonya jelas."
	shown := words(dinar.eventually(order, "Diteruskan ke perajin").body)
	require.Contains(t, shown, "Dalam perjalanan kembali")
	require.Contains(t, shown, verdict)
	require.Contains(t, shown, "Rp50.000 kembali kepada Anda")
	require.Contains(t, shown, "Selisih Rp0")
	require.Contains(t, words(sekar.eventually(view.MakerOrderURL(campaign, codeOf(order)), "Sebagian kembali").body), verdict)
	require.Contains(t, words(gita.eventually(view.OpsRefundURL, codeOf(order)).body), "Komplain pembeli diterima sebagian")
	require.Contains(t, words(s.as("hana").page(view.AuditCampaignURL(campaign)).body), "Seimbang, selisih Rp0")
	require.Empty(t, s.events("order.decision_proposed.v1"), "it was a small amount")
}

//money:case §4.4 decided by two
func TestALargeDecisionIsMadeByTwo(t *testing.T) {
	t.Parallel()
	s := newSite(t, oneDecides(49_000))
	_, order, desk := s.complained()
	gita, budi, dinar := s.as("gita"), s.secondOperator(), s.as("dinar")
	got := gita.submit(gita.page(desk), desk, view.FieldSide, "part", view.FieldAmount, "50.000", view.FieldReason, "Fotonya jelas")
	shown := words(gita.follow(got).body)
	require.Contains(t, shown, "Usulan putusan tercatat")
	require.Contains(t, shown, "Anda yang mengusulkan")
	require.NotContains(t, gita.page(desk).body, desk+"/setuju", "one is not two")
	gita.eventually(view.NotificationsURL, "Putusan komplain "+codeOf(order)+" perlu persetujuan")
	require.NotContains(t, words(dinar.page(order).body), "Sebagian:", "nothing is decided yet")

	form := budi.eventually(desk, "Sebagian: Rp50.000 kembali ke pembeli")
	stale := budi.submit(form, desk+"/setuju", view.FieldSeen, "another")
	require.Equal(t, http.StatusConflict, stale.status)
	require.Contains(t, words(stale.body), "Baca usulan yang sekarang")
	own := gita.submit(form, desk+"/setuju")
	require.NotEqual(t, http.StatusSeeOther, own.status, "another's form")
	done := budi.submit(form, desk+"/setuju")
	require.Contains(t, words(budi.follow(done).body), "Putusan tercatat")
	require.Contains(t, words(dinar.eventually(order, "Sebagian: Rp50.000 kembali ke pembeli").body), "Selisih Rp0")
	require.Len(t, s.events("order.dispute_decided.v1"), 1)
}

// released is an order of dinar's whose money is the brand's.
func (s *site) released() (campaign, order, desk string) {
	s.t.Helper()
	campaign, order, _ = s.shipped()
	dinar := s.as("dinar")
	dinar.follow(dinar.submit(dinar.page(order), order+"/terima"))
	dinar.eventually(order, "Diteruskan ke perajin")
	return campaign, order, view.OpsClawbackURL(s.participation(order).String())
}

//money:case §4.6 refund after the release
func TestMoneyGoesBackAfterItsReleaseAndTheBrandReadsIt(t *testing.T) {
	t.Parallel()
	s := newSite(t, oneDecides(100_000))
	campaign, order, desk := s.released()
	gita, dinar, sekar := s.as("gita"), s.as("dinar"), s.as("sekar")
	found := gita.get(view.OpsClawbacksURL + "?" + view.FieldCode + "=" + codeOf(order))
	require.Equal(t, desk, found.header.Get("Location"))
	require.Contains(t, words(gita.page(view.OpsClawbacksURL+"?"+view.FieldCode+"=SWG-0000000").body), "Tidak ada pesanan dengan kode ini")

	form := gita.eventually(desk, "Kembalikan ke pembeli")
	require.Equal(t, http.StatusUnprocessableEntity, gita.submit(form, desk).status)
	why := []string{view.FieldWhy, "defect", view.FieldReason, "Pompanya macet"}
	much := gita.submit(form, desk, append(why, view.FieldAmount, "900.000.000")...)
	require.Equal(t, http.StatusConflict, much.status)
	require.Contains(t, words(much.body), "Paling banyak yang sudah dilepas")
	got := gita.submit(form, desk, append(why, view.FieldAmount, "60.000")...)
	require.Contains(t, words(gita.follow(got).body), "Perajin menggantinya dari pencairan berikutnya")

	shown := words(dinar.eventually(order, "Dalam perjalanan kembali").body)
	require.Contains(t, shown, "Barangnya ternyata cacat")
	require.Contains(t, shown, "Selisih Rp0")
	saldo := words(sekar.eventually(view.SellerURL, "Kewajiban Anda yang dipotong").body)
	require.Contains(t, saldo, "−Rp60.000")
	require.Contains(t, saldo, "dana kembali ke pembeli")
	sekar.eventually(view.NotificationsURL, "Rp60.000 dikembalikan ke pembeli")
	require.Contains(t, words(gita.eventually(view.OpsRefundURL, codeOf(order)).body), "Rp60.000")
	require.Contains(t, words(gita.eventually(view.OpsClawbacksURL, codeOf(order)).body), "Pompanya macet.")
	require.Contains(t, words(s.as("hana").page(view.AuditCampaignURL(campaign)).body), "Seimbang, selisih Rp0")
	require.Len(t, s.events("payout.clawed_back.v1"), 1)
}

//money:case §4.6 refund after the release, four eyes
func TestALargeClawbackIsAgreedToByAnotherOperatorWithAPasskey(t *testing.T) {
	t.Parallel()
	s := newSite(t, oneDecides(100_000), strict)
	_, order, desk := s.released()
	gita, budi, phone, laptop := s.as("gita"), s.secondOperator(), newDevice(), newDevice()
	gita.follow(gita.add(phone, "Ponsel"))
	budi.follow(budi.add(laptop, "Laptop"))
	form := gita.eventually(desk, "Kembalikan ke pembeli")
	typed := []string{view.FieldWhy, "late_dispute", view.FieldAmount, "150.000", view.FieldReason, "Salah varian"}
	s.ago("stepped_up_at", "10 minutes")
	away := gita.submit(form, desk, typed...)
	require.Contains(t, away.header.Get("Location"), "/konfirmasi", "who moves money proves that it is them")
	back := gita.confirm(phone, away.header.Get("Location"))
	again := gita.page(back.header.Get("Location"))
	require.Contains(t, again.body, "150.000", "what was typed is still there")
	got := gita.submit(again, desk, typed...)
	require.Contains(t, words(gita.follow(got).body), "Petugas lain harus menyetujuinya")
	require.Empty(t, s.events("payment.clawback_agreed.v1"), "nothing moves by one person's word")
	require.NotContains(t, gita.page(desk).body, desk+"/setujui")
	require.Contains(t, words(s.as("sekar").page(view.SellerURL).body), "Bisa dicairkan")
	require.NotContains(t, words(s.as("sekar").page(view.SellerURL).body), "Dikembalikan ke pembeli")

	form = budi.eventually(desk, "Setujui usulan ini")
	away = budi.submit(form, desk+"/setujui")
	require.Contains(t, away.header.Get("Location"), "/konfirmasi")
	budi.confirm(laptop, away.header.Get("Location"))
	done := budi.submit(budi.page(desk), desk+"/setujui")
	require.Contains(t, words(budi.follow(done).body), "Perajin menggantinya dari pencairan berikutnya")
	require.Contains(t, words(s.as("dinar").eventually(order, "Dalam perjalanan kembali").body), "Selisih Rp0")
	require.Contains(t, words(s.as("sekar").eventually(view.SellerURL, "Kewajiban Anda yang dipotong").body), "−Rp150.000")
	agreed := s.events("payment.clawback_agreed.v1")
	require.Len(t, agreed, 1)
	require.Contains(t, string(agreed[0].Data), `"step_up"`)
	require.Contains(t, words(budi.page(desk).body), "Disetujui")
}

func TestAProposedClawbackIsTakenBack(t *testing.T) {
	t.Parallel()
	s := newSite(t, oneDecides(1_000))
	_, _, desk := s.released()
	gita := s.as("gita")
	got := gita.submit(gita.eventually(desk, "Kembalikan ke pembeli"), desk, view.FieldWhy, "goodwill", view.FieldAmount, "60.000", view.FieldReason, "x")
	gita.follow(got)
	require.Equal(t, http.StatusUnprocessableEntity, gita.submit(gita.page(desk), desk+"/batalkan").status, "say why")
	dropped := gita.submit(gita.page(desk), desk+"/batalkan", view.FieldReason, "Salah pesanan")
	require.Contains(t, words(gita.follow(dropped).body), "Tidak ada dana yang bergerak")
	require.Equal(t, http.StatusNotFound, gita.send(http.MethodPost, desk+"/buang", gita.page(desk).hidden(t, desk).Encode()).status)
	require.Empty(t, s.events("payout.clawed_back.v1"))
}
