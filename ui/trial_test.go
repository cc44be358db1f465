package ui_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	shipping "github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// brandAccepts has sekar accept what was decided.
func (s *site) brandAccepts(campaign, order string) {
	s.t.Helper()
	sekar, page := s.as("sekar"), view.MakerOrderURL(campaign, codeOf(order))
	got := sekar.submit(sekar.eventually(page, "Terima putusan"), page+"/"+view.MakerAccept)
	require.Contains(s.t, words(sekar.follow(got).body), "Putusan Anda terima")
}

// buyerAccepts has dinar do the same.
func (s *site) buyerAccepts(order string) {
	s.t.Helper()
	dinar := s.as("dinar")
	got := dinar.submit(dinar.eventually(order, "Terima putusan"), order+"/putusan")
	require.Contains(s.t, words(dinar.follow(got).body), "Putusan Anda terima")
}

//money:case §4.8 both sides accept
//money:case §4.8 return first
func TestGoodsAreSentBackAndThenTheMoneyIs(t *testing.T) {
	t.Parallel()
	s := newSite(t, oneDecides(10_000_000))
	campaign, order, desk := s.complained()
	gita, dinar, sekar := s.as("gita"), s.as("dinar"), s.as("sekar")
	got := gita.submit(gita.page(desk), desk, view.FieldSide, "return", view.FieldReason, "Fotonya jelas")
	require.Contains(t, words(gita.follow(got).body), "Yang keberatan bisa mengajukan banding", "nothing happens yet")
	require.Contains(t, words(dinar.eventually(order, "sudah diputuskan").body), "sampai putusannya dijalankan")
	s.buyerAccepts(order)
	s.brandAccepts(campaign, order)

	page := view.MakerOrderURL(campaign, codeOf(order))
	form := sekar.eventually(page, "Alamat pengembalian")
	require.Equal(t, http.StatusUnprocessableEntity, sekar.submit(form, page+"/"+view.MakerReturnTo).status)
	require.NotContains(t, dinar.page(order).body, order+"/kirim-balik", "nobody knows where to")
	told := sekar.submit(form, page+"/"+view.MakerReturnTo, view.FieldReturnTo, "Sekar, Jalan Kenanga 2, Blitar")
	require.Contains(t, words(sekar.follow(told).body), "Alamat tercatat")
	dinar.eventually(view.NotificationsURL, "Kirim balik barang dari")
	shown := dinar.eventually(order, "Jalan Kenanga 2")
	require.Contains(t, shown.body, order+"/kirim-balik")

	send := dinar.page(order + "/kirim-balik")
	require.Equal(t, http.StatusUnprocessableEntity, dinar.submit(send, order+"/kirim-balik").status)
	bad := dinar.submit(send, order+"/kirim-balik", view.FieldCourier, "jnt", view.FieldResi, "X1")
	require.Equal(t, http.StatusConflict, bad.status)
	sent := dinar.submit(send, order+"/kirim-balik", view.FieldCourier, "jnt", view.FieldResi, "JP9999999999")
	require.Contains(t, words(dinar.follow(sent).body), "Resi tercatat, perajin dikabari")
	require.Contains(t, words(gita.eventually(desk, "JP9999999999").body), "Barang sudah sampai di perajin")
	require.Contains(t, words(gita.page(view.OpsDisputesURL).body), "Barang dikirim balik sejak")

	back := sekar.submit(sekar.eventually(page, "JP9999999999"), page+"/"+view.MakerReturned)
	require.Contains(t, words(sekar.follow(back).body), "Barang tercatat sudah kembali")
	money := words(dinar.eventually(order, "Dalam perjalanan kembali").body)
	require.Contains(t, money, "Barang dikirim balik")
	require.Contains(t, money, "Selisih Rp0")
	require.Contains(t, words(s.as("hana").page(view.AuditCampaignURL(campaign)).body), "Seimbang, selisih Rp0")
}

func TestAnOperatorNotesThatGoodsAreBack(t *testing.T) {
	t.Parallel()
	s := newSite(t, oneDecides(10_000_000))
	campaign, order, desk := s.complained()
	gita, dinar, sekar := s.as("gita"), s.as("dinar"), s.as("sekar")
	gita.follow(gita.submit(gita.page(desk), desk, view.FieldSide, "return", view.FieldReason, "Fotonya jelas"))
	s.brandAccepts(campaign, order)
	s.buyerAccepts(order)
	page := view.MakerOrderURL(campaign, codeOf(order))
	sekar.follow(sekar.submit(sekar.eventually(page, "Alamat pengembalian"), page+"/"+view.MakerReturnTo, view.FieldReturnTo, "Blitar"))
	send := dinar.eventually(order+"/kirim-balik", "Nomor resi")
	dinar.follow(dinar.submit(send, order+"/kirim-balik", view.FieldCourier, "jnt", view.FieldResi, "JP9999999999"))
	got := gita.submit(gita.eventually(desk, "JP9999999999"), desk+"/kembali")
	require.Contains(t, words(gita.follow(got).body), "Barang tercatat sudah kembali")
	require.Contains(t, words(dinar.eventually(order, "Dalam perjalanan kembali").body), "Selisih Rp0")
}

// A timer asks ten days later; here its event is told at once.
//
//money:case §4.8 goods that nobody hears of
func TestAMakerWhoIsAskedSaysThatNothingCameBack(t *testing.T) {
	t.Parallel()
	s := newSite(t, oneDecides(10_000_000))
	campaign, order, desk := s.complained()
	gita, dinar, sekar := s.as("gita"), s.as("dinar"), s.as("sekar")
	gita.follow(gita.submit(gita.page(desk), desk, view.FieldSide, "return", view.FieldReason, "Fotonya jelas"))
	s.brandAccepts(campaign, order)
	s.buyerAccepts(order)
	page := view.MakerOrderURL(campaign, codeOf(order))
	sekar.follow(sekar.submit(sekar.eventually(page, "Alamat pengembalian"), page+"/"+view.MakerReturnTo, view.FieldReturnTo, "Blitar"))
	send := dinar.eventually(order+"/kirim-balik", "Nomor resi")
	dinar.follow(dinar.submit(send, order+"/kirim-balik", view.FieldCourier, "jnt", view.FieldResi, "JP9999999999"))
	going := words(sekar.eventually(page, "Seharusnya sampai").body)
	require.NotContains(t, going, "Barang belum sampai")

	whose := s.participation(order).String()
	state, version, err := eventstore.Load(t.Context(), s.store, shipping.Orders, whose)
	require.NoError(t, err)
	asked, err := shipping.Codec.Encode(shipping.ReturnOverdue{Parties: state.Parties, AnswerBy: time.Now().Add(shipping.AnswerWithin)})
	require.NoError(t, err)
	_, err = s.store.Append(t.Context(), shipping.Orders.Stream(whose), version, []eventstore.NewEvent{asked}, eventstore.Meta{CommandID: id.New(), Actor: "system:timer"})
	require.NoError(t, err)
	dinar.eventually(order, "jadi perajin kami tanya")
	gita.eventually(view.OpsDisputesURL, "Perajin ditanya, dijawab sampai")
	said := sekar.submit(sekar.eventually(page, "Barang belum sampai"), page+"/"+view.MakerMissing)
	require.Contains(t, words(sekar.follow(said).body), "Tercatat: barangnya belum sampai.")
	dinar.eventually(order, "Perajin bilang barangnya belum sampai")
	gita.eventually(view.OpsDisputesURL, "putuskan sekali lagi")
}

//money:case §4.8 appealed
func TestABuyerAppealsAndAnotherOperatorDecides(t *testing.T) {
	t.Parallel()
	s := newSite(t, oneDecides(10_000_000))
	campaign, order, desk := s.complained()
	gita, budi, dinar, sekar := s.as("gita"), s.secondOperator(), s.as("dinar"), s.as("sekar")
	require.Equal(t, http.StatusSeeOther, dinar.get(order+"/banding").status, "there is nothing to appeal yet")
	older := gita.page(desk)
	gita.follow(gita.submit(gita.page(desk), desk, view.FieldSide, "brand", view.FieldReason, "Resinya jelas"))
	shown := dinar.eventually(order, "Ajukan banding")
	require.NotContains(t, sekar.page(view.MakerOrderURL(campaign, codeOf(order))).body, "#banding", "who has won")
	require.NotContains(t, words(shown.body), "Diteruskan ke perajin")
	form := dinar.page(order + "/banding")
	require.Equal(t, http.StatusUnprocessableEntity, dinar.submit(form, order+"/banding").status)
	got := dinar.submit(form, order+"/banding", view.FieldWords, "Videonya belum dilihat.")
	require.Contains(t, words(dinar.follow(got).body), "Petugas lain memutuskan sekali lagi")
	sekar.eventually(view.NotificationsURL, "Pembeli mengajukan banding")

	first := gita.eventually(desk, "Videonya belum dilihat")
	require.Contains(t, words(first.body), "petugas lain yang memutuskan bandingnya")
	require.NotContains(t, first.body, `name="`+view.FieldSide+`"`)
	own := gita.submit(older, desk, view.FieldSide, "brand", view.FieldReason, "Tetap")
	require.Equal(t, http.StatusConflict, own.status)
	require.Contains(t, words(own.body), "Banding diputuskan petugas lain")
	last := budi.submit(budi.eventually(desk, "Videonya belum dilihat"), desk, view.FieldSide, "buyer", view.FieldReason, "Videonya jelas")
	require.Contains(t, words(budi.follow(last).body), "Putusan banding")
	require.Contains(t, words(dinar.eventually(order, "Dalam perjalanan kembali").body), "Selisih Rp0")
	require.Contains(t, words(s.as("hana").page(view.AuditCampaignURL(campaign)).body), "Seimbang, selisih Rp0")
}

func TestABrandAppeals(t *testing.T) {
	t.Parallel()
	s := newSite(t, oneDecides(10_000_000))
	campaign, order, desk := s.complained()
	gita, dinar, sekar := s.as("gita"), s.as("dinar"), s.as("sekar")
	gita.follow(gita.submit(gita.page(desk), desk, view.FieldSide, "buyer", view.FieldReason, "Fotonya jelas"))
	page := view.MakerOrderURL(campaign, codeOf(order))
	form := sekar.eventually(page, "Alasan banding")
	require.Equal(t, http.StatusUnprocessableEntity, sekar.submit(form, page+"/"+view.MakerAppeal).status)
	got := sekar.submit(form, page+"/"+view.MakerAppeal, view.FieldAnswerWords, "Fotonya dari pesanan lain.")
	require.Contains(t, words(sekar.follow(got).body), "Banding tercatat")
	require.Contains(t, words(dinar.eventually(order, "Banding sedang diperiksa").body), "Fotonya dari pesanan lain.")
	require.Contains(t, words(gita.eventually(view.OpsDisputesURL, codeOf(order)).body), "Banding perajin: petugas lain memutuskan")
}

func TestTheHelpNamesTheTimesOfADispute(t *testing.T) {
	t.Parallel()
	said := words(newSite(t).guest().get(view.HelpURL).body)
	days := func(d time.Duration) string { return strconv.Itoa(int(d.Hours()/24)) + " hari" }
	require.Contains(t, said, "Putusan berlaku setelah "+days(shipping.AppealWithin))
	require.Contains(t, said, "menulis alamatnya dalam "+days(shipping.AddressWithin)+", lalu Anda mencatat resinya dalam "+days(shipping.SendBackWithin))
}
