package ui_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/ui/view"
)

// offersToJoin tells whether a page of a sambatan leads to the form that takes slots.
func offersToJoin(page answer, campaign string) bool {
	return strings.Contains(page.body, `href="`+view.JoinURL(campaign)+`"`)
}

// What everybody is told must have no place on the page of a buyer whose own part comes first.
func ownOnly(t *testing.T, page answer, campaign string) {
	t.Helper()
	require.False(t, offersToJoin(page, campaign))
	for _, shared := range []string{"aksi-", "bilah-"} {
		require.NotContains(t, page.body, `id="`+shared+campaign+`"`)
	}
	for _, own := range []string{"milik-", "bilah-milik-"} {
		require.Contains(t, page.body, `id="`+own+campaign+`"`)
	}
	require.Contains(t, page.body, view.OwnLiveURL(campaign))
}

func TestWhoHasToPayIsLedThereAndNotToJoinAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign := s.open()
	show := view.CampaignURL(campaign)
	dinar, raka := s.as("dinar"), s.as("raka")
	order := dinar.join(campaign)
	code := strings.TrimPrefix(order, view.MineURL+"/")

	held := dinar.eventually(show, "Bayar "+code)
	ownOnly(t, held, campaign)
	require.Equal(t, 2, strings.Count(held.body, `href="`+order+`"`), "in the block, and in the bar of phones")
	require.Contains(t, words(held.body), "1 slot disimpan untuk Anda. Bayar dalam 3 jam 59 menit, paling lambat")
	other := raka.page(show)
	require.True(t, offersToJoin(other, campaign))
	require.NotContains(t, other.body, "milik-")

	told := dinar.submit(dinar.page(order), order+"/transfer", transferred("keterangan", "dari BCA")...)
	dinar.follow(told)
	checked := dinar.eventually(show, "Transfer Anda sedang dicek")
	ownOnly(t, checked, campaign)
	require.NotContains(t, words(checked.body), "Bayar "+code)

	s.confirm(order, dinar.due2(order), "FT-MILIK-1", time.Now())
	again := dinar.eventually(show, "Anda ikut 1 slot")
	require.True(t, offersToJoin(again, campaign), "one more is allowed")
	require.Contains(t, words(again.body), "Lihat "+code)

	second := dinar.join(campaign)
	s.confirm(second, dinar.due(second), "FT-MILIK-2", time.Now())
	most := dinar.eventually(show, "Anda punya 2 slot aman. Itu sudah yang paling banyak untuk satu orang.")
	ownOnly(t, most, campaign)
}

func TestWhoWaitsIsToldSoAndLedToTheirOffer(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign := s.open("slot", "1", "minimal", "1", "maks_pembeli", "1")
	show := view.CampaignURL(campaign)
	dinar, raka, maya := s.as("dinar"), s.as("raka"), s.as("maya")
	held := dinar.join(campaign)
	first, _ := raka.wait(campaign), maya.wait(campaign)

	waiting := maya.eventually(show, "Anda di antrean, urutan ke-2, untuk 1 slot.")
	ownOnly(t, waiting, campaign)
	require.Contains(t, waiting.body, `href="`+view.MineURL+`">Sambatan saya</a>`)

	dinar.follow(dinar.submit(dinar.page(held), held+"/lepas"))
	offered := raka.eventually(show, "Giliran Anda: 1 slot ditawarkan sampai")
	ownOnly(t, offered, campaign)
	require.Contains(t, offered.body, `href="`+first+`">Terima tawaran</a>`)
	require.Contains(t, words(dinar.eventually(show, "Masuk daftar tunggu").body), "Semua slot sedang dipegang", "who let go is anybody again")
}

func TestAPageThatIsOpenOffersToPayOnlyWhileItCounts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	base, _ := s.listen()
	campaign := s.open()
	dinar := s.as("dinar")
	order := dinar.join(campaign)
	code := strings.TrimPrefix(order, view.MineURL+"/")
	dinar.eventually(view.CampaignURL(campaign), "Bayar "+code)
	own, _ := dinar.watch(base + view.OwnLiveURL(campaign))
	until(t, own, "Bayar dalam")
	everybody, _ := dinar.watch(base + view.CampaignLiveURL(campaign))
	until(t, everybody, "Gabung sambatan") // which has no place on this buyer's page

	dinar.follow(dinar.submit(dinar.page(order), order+"/lepas"))
	until(t, own, `hx-get="`+view.CampaignURL(campaign)+`"`)
	until(t, own, "event: selesai")
	require.True(t, offersToJoin(dinar.page(view.CampaignURL(campaign)), campaign))
}
