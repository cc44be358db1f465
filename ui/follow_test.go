package ui_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// clockAhead lets a test go on in the pages' time.
type clockAhead struct{ by atomic.Int64 }

func (c *clockAhead) on(backend *ui.Backend) {
	backend.Now = func() time.Time { return time.Now().Add(time.Duration(c.by.Load())) }
}

// follows opens the stream of an order's page as it was shown.
func (b *browser) follows(base string, page answer) <-chan string {
	b.t.Helper()
	_, live, found := strings.Cut(page.body, `hx-sse:connect="`+view.OrderLiveURL)
	require.True(b.t, found, "the page is not live: %s", words(page.body))
	live, _, _ = strings.Cut(live, `"`)
	lines, _ := b.watch(base + view.OrderLiveURL + strings.ReplaceAll(live, "&amp;", "&"))
	until(b.t, lines, "pesanan-baru")
	return lines
}

// looksAgain has the streams of a person look, as they do every few seconds.
func (s *site) looksAgain(key string) { s.topics.wake(projections.BuyerTopic(s.subject(key).User)) }

func TestAnOpenOrderOffersNoWayToPayOnceItIsTooLateToBegin(t *testing.T) {
	t.Parallel()
	clock := &clockAhead{}
	s, _ := newBankWith(t, nil, clock.on)
	base, _ := s.listen()
	dinar, campaign := s.as("dinar"), s.open("jam_simpan", "4")
	order := dinar.join(campaign)
	open := dinar.eventually(order, "Bayar dalam")
	told := dinar.follows(base, open)
	clock.by.Store(int64(4*time.Hour - 30*time.Second)) // within the last minute the campaign refuses
	s.looksAgain("dinar")
	until(t, told, `hx-get="`+order+`"`)

	late := words(dinar.page(order).body)
	require.Contains(t, late, "Waktu bayar sudah lewat")
	require.Contains(t, late, "kurang dari satu menit lagi. Jangan bayar sekarang")
	require.NotContains(t, late, "Pilih cara yang langsung terkonfirmasi")
	require.Contains(t, late, "Saya sudah transfer", "what was transferred before may still be told")
	require.Contains(t, late, "Tidak jadi ikut?", "others may still take it")
	clock.by.Store(int64(4*time.Hour + time.Minute))
	over := words(dinar.page(order).body)
	require.NotContains(t, over, "Tidak jadi ikut?", "there is nothing left to give up")
	require.NotContains(t, over, "kurang dari satu menit")
	list := words(dinar.page(view.MineURL).body)
	require.Contains(t, list, "Waktu bayar sudah lewat Slot ini dilepas sendiri")
	require.NotContains(t, list, "Bayar sekarang")
	require.NotContains(t, words(dinar.page(view.MineURL+"?status="+string(view.MineTodo)).body), codeOf(order))
	again := words(dinar.get(view.JoinURL(campaign)).body)
	require.Contains(t, again, "Lihat pesanan")
	require.NotContains(t, again, "Bayar sekarang")
	require.NotContains(t, again, "Lepas dulu slot ini")
}

func TestAPageThatWaitsIsToldOfItsOffer(t *testing.T) {
	t.Parallel()
	clock := &clockAhead{}
	s := newSite(t, clock.on)
	base, _ := s.listen()
	campaign := s.open("slot", "1", "minimal", "1", "maks_pembeli", "1")
	dinar, raka := s.as("dinar"), s.as("raka")
	held := dinar.join(campaign)
	line := raka.wait(campaign)
	waits := raka.follows(base, raka.eventually(line, "Anda di urutan pertama"))
	dinar.follow(dinar.submit(dinar.page(held), held+"/lepas"))
	until(t, waits, `hx-get="`+line+`"`)

	offer := raka.eventually(line, "Ambil 1 slot")
	offered := raka.follows(base, offer)
	clock.by.Store(int64(31 * time.Minute))
	s.looksAgain("raka")
	until(t, offered, `hx-get="`+line+`"`)
	over := words(raka.page(line).body)
	require.Contains(t, over, "Waktu tawaran ini sudah lewat")
	require.NotContains(t, over, "Ambil 1 slot")
	require.NotContains(t, over, "Tolak tawaran")
}

func TestAPageOfAPaidOrderIsToldOfTheQuestionAboutALaterDeadline(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	base, _ := s.listen()
	campaign := s.open("minimal", "3", "boleh_mundur", "1")
	sekar, dinar := s.as("sekar"), s.as("dinar")
	paid := dinar.join(campaign)
	s.confirm(paid, dinar.due(paid), "FT-TANYA-1", time.Now())
	dinar.eventually(paid, "Ditahan di Rekening Bersama")
	s.settled()
	open := dinar.follows(base, dinar.page(paid))
	action := view.ExtendURL(campaign)
	sekar.follow(sekar.submit(sekar.page(action), action,
		"tanggal_tutup", view.DateInput(time.Now().Add(10*24*time.Hour)), "jam_tutup", "20.00", "alasan", "Panen mundur sepekan"))
	s.settled()
	s.looksAgain("dinar") // nothing of the buyer's own has changed
	until(t, open, `hx-get="`+paid+`"`)
	require.Contains(t, words(dinar.page(paid).body), "Panen mundur sepekan")
}

// The gateway may take half an hour to say that nothing was paid.
func TestWhoGaveUpIsAskedForNothingWhileTheGatewayIsAsked(t *testing.T) {
	t.Parallel()
	s, b := newBank(t, nil)
	base, _ := s.listen()
	campaign := s.open("slot", "3", "minimal", "2")
	dinar := s.as("dinar")
	order := dinar.join(campaign)
	dinar.follow(dinar.submit(dinar.page(order), order+"/bayar", pays(payment.QRIS)...))
	open := dinar.follows(base, dinar.page(order))
	dinar.follow(dinar.submit(dinar.page(order), order+"/lepas"))
	until(t, open, `hx-get="`+order+`"`)

	page := dinar.eventually(order, "Slot sedang dilepas Kami pastikan dulu tidak ada pembayaran Anda yang telanjur masuk; jangan bayar lagi.")
	for _, action := range []string{"/bayar", "/transfer", "/lepas"} {
		require.NotContains(t, page.body, `action="`+order+action+`"`)
	}
	require.NotContains(t, page.body, "Kode QR")
	require.NotContains(t, words(page.body), "Bayar dalam")
	require.NotContains(t, words(page.body), "Menunggu pembayaran Anda")
	_, row, _ := strings.Cut(words(dinar.page(view.MineURL).body), codeOf(order))
	row, _, _ = strings.Cut(row, "SWG-") // the next one
	require.Contains(t, row, "Slot sedang dilepas")
	require.Contains(t, row, "Lihat pesanan")
	require.NotContains(t, row, "Bayar sekarang")
	require.NotContains(t, words(dinar.page(view.MineURL+"?status="+string(view.MineTodo)).body), codeOf(order))
	own := dinar.page(view.CampaignURL(campaign))
	ownOnly(t, own, campaign)
	require.Contains(t, words(own.body), "1 slot Anda sedang dilepas. Kami pastikan dulu")
	require.Contains(t, words(own.body), "Lihat "+codeOf(order))
	require.Contains(t, words(dinar.get(view.JoinURL(campaign)).body), "Lihat pesanan")

	ends := dinar.follows(base, page)
	require.NoError(t, b.cashier.Advance(t.Context(), s.participation(order)))
	until(t, ends, `hx-get="`+order+`"`)
	require.Contains(t, words(dinar.eventually(order, "Slot dilepas").body), "Tidak ada dana di kami")
}
