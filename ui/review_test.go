package ui_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/product"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// submitted is what waits for the curator in the demo data.
func (s *site) submitted() string { return s.campaign("Cendana Sumba").ID.String() }

func (s *site) give(command eventstore.Command) {
	s.t.Helper()
	_, err := s.store.Execute(s.t.Context(), command)
	require.NoError(s.t, err)
}

func TestACuratorReturnsASubmissionAndApprovesTheNext(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	sekar, ratih, dinar := s.as("sekar"), s.as("ratih"), s.as("dinar")
	draft := s.campaign("Jeruk Teras").ID.String()
	submit, review := view.SubmitURL(draft), view.ReviewURL(draft)
	sekar.follow(sekar.submit(sekar.page(submit), submit))
	require.Equal(t, http.StatusNotFound, dinar.get(view.CampaignURL(draft)).status, "not for buyers yet")

	list := ratih.eventually(view.CuratorURL, "Jeruk Teras")
	require.Regexp(t, `(?s)Cendana Sumba.*Jeruk Teras`, words(list.body), "oldest first")
	ask, older := ratih.page(review), ratih.page(review)
	require.Contains(t, words(ask.body), "Untuk perajin Rp113.050", "of Rp119.000")
	require.Contains(t, words(ask.body), "Dikirim dari Yogyakarta")
	silent := ratih.submit(ask, view.ReturnURL(draft), view.FieldReason, " ")
	require.Equal(t, http.StatusUnprocessableEntity, silent.status)
	require.Contains(t, words(silent.body), "Yang perlu diperbaiki wajib diisi")
	reason := "Berat kemasan belum ditulis"
	require.Contains(t, ratih.follow(ratih.submit(silent, view.ReturnURL(draft), view.FieldReason, reason)).body, "Draf dikembalikan")

	manage := sekar.eventually(view.MakerCampaignURL(draft), reason)
	require.Contains(t, words(manage.body), "Perlu diperbaiki")
	require.Contains(t, words(manage.body), "Kembali menjadi draf")
	require.Contains(t, words(sekar.eventually(view.NotificationsURL, "perlu diperbaiki").body), reason)
	require.Contains(t, ratih.follow(ratih.get(review)).body, "sudah tidak menunggu tinjauan", "an old link")
	sekar.follow(sekar.submit(sekar.page(submit), submit))

	stale := ratih.submit(older, view.ApproveURL(draft))
	require.Equal(t, http.StatusConflict, stale.status)
	require.Contains(t, words(stale.body), "mengirimnya lagi sesudah halaman ini dibuka")
	require.Contains(t, words(stale.body), "Dikembalikan", "what was said before")
	require.Contains(t, ratih.follow(ratih.submit(stale, view.ApproveURL(draft))).body, "disetujui dan terbit")
	dinar.eventually(view.CampaignURL(draft), "Segera dibuka")
	require.Contains(t, words(sekar.eventually(view.NotificationsURL, "disetujui").body), "Syaratnya terkunci")
}

func TestABrandTakesItsSubmissionBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	sekar, ratih := s.as("sekar"), s.as("ratih")
	draft := s.campaign("Jeruk Teras").ID.String()
	submit, manage := view.SubmitURL(draft), view.MakerCampaignURL(draft)
	sekar.follow(sekar.submit(sekar.page(submit), submit))
	waiting := sekar.eventually(manage, "Sedang ditinjau")
	require.NotContains(t, waiting.body, view.ReviseURL(draft))
	require.NotContains(t, waiting.body, `href="`+view.CampaignURL(draft)+`"`)
	ask := ratih.eventually(view.ReviewURL(draft), "Setujui dan terbitkan")
	require.Contains(t, sekar.follow(sekar.submit(waiting, view.TakeBackURL(draft))).body, "ditarik kembali")
	sekar.eventually(manage, "Kembali menjadi draf")
	require.Contains(t, ratih.follow(ratih.submit(ask, view.ApproveURL(draft))).body, "sudah tidak menunggu tinjauan")
}

func TestWhatIsNotListedAnyMoreIsNotPublished(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	sekar, ratih := s.as("sekar"), s.as("ratih")
	draft, waiting := s.campaign("Jeruk Teras"), s.campaign("Cendana Sumba")
	submit := view.SubmitURL(draft.ID.String())
	ask, review := sekar.page(submit), ratih.page(view.ReviewURL(waiting.ID.String()))
	for _, gone := range []id.ID{draft.Product, waiting.Product} {
		s.give(product.Products.Command(gone.String(), product.Withdraw{}, eventstore.Meta{CommandID: id.New(), Actor: "user:test"}))
	}
	ratih.eventually(view.CuratorURL, "Cendana Sumba")
	got := ratih.submit(review, view.ApproveURL(waiting.ID.String()))
	require.Equal(t, http.StatusConflict, got.status)
	require.Contains(t, words(got.body), "sudah tidak ditampilkan di pasar")
	got = sekar.submit(ask, submit)
	require.Equal(t, http.StatusConflict, got.status)
	require.Contains(t, words(got.body), "sudah tidak ditampilkan di pasar")
}

func TestOnlyWhoReviewsSeesWhatWaits(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	review := view.ReviewURL(s.submitted())
	for key, status := range map[string]int{"dinar": 403, "sekar": 403, "gita": 403, "hana": 403, "ratih": 200, "bima": 200} {
		require.Equal(t, status, s.as(key).get(review).status, key)
	}
	require.Contains(t, words(s.as("sekar").get(review).body), "Anda masuk sebagai perajin, halaman ini untuk kurator.")
	require.Equal(t, http.StatusSeeOther, s.guest().get(review).status)
	own := s.subject("ratih")
	own.Brand = s.campaign("Cendana Sumba").Brand
	token, _, err := s.sessions.Start(t.Context(), own)
	require.NoError(t, err)
	b := s.guest()
	b.cookies["sid"] = token
	page := b.page(review)
	require.Contains(t, words(page.body), "Orang lain yang meninjaunya")
	require.NotContains(t, page.body, view.ApproveURL(s.submitted()))
	forged := b.submit(s.as("ratih").page(review), view.ApproveURL(s.submitted()), "_csrf", b.tokens().Get("_csrf"))
	require.Equal(t, http.StatusConflict, forged.status)
	require.Contains(t, words(forged.body), "kurator lain yang harus memutuskannya")
}

// reviewOverdue is what the timer would say once the time of a review is over.
func (s *site) reviewOverdue(campaign string) {
	s.t.Helper()
	_, version, err := eventstore.Load(s.t.Context(), s.store, sambatan.Campaigns, campaign)
	require.NoError(s.t, err)
	overdue, err := sambatan.Codec.Encode(sambatan.ReviewOverdue{Campaign: id.MustParse(campaign), Submission: 1, ReviewBy: time.Now()})
	require.NoError(s.t, err)
	_, err = s.store.Append(s.t.Context(), sambatan.Campaigns.Stream(campaign), version, []eventstore.NewEvent{overdue},
		eventstore.Meta{CommandID: id.New(), Actor: "system:timer"})
	require.NoError(s.t, err)
}

func TestOperatorsLearnThatAReviewTakesTooLong(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gita, ratih := s.as("gita"), s.as("ratih")
	campaign := s.submitted()
	manage := view.OpsCampaignURL(campaign)
	require.NotContains(t, gita.page(view.OpsURL).body, manage)
	require.Contains(t, words(gita.page(manage).body), "Menunggu kurator sejak")
	require.NotContains(t, gita.page(manage).body, `href="`+view.CampaignURL(campaign)+`"`)
	s.reviewOverdue(campaign)
	gita.eventually(view.OpsURL, "Tinjauan terlambat")
	gita.eventually(view.NotificationsURL, "Tinjauan Cendana Sumba terlambat")
	ratih.eventually(view.NotificationsURL, "Tinjauan Cendana Sumba terlambat")
	ratih.eventually(view.CuratorURL, "Terlambat ditinjau")
	require.Contains(t, gita.eventually(manage, "Seharusnya sudah dijawab").body, "Batalkan sambatan")
	require.Contains(t, s.as("bima").page(manage).body, view.ReviewURL(campaign), "a lead may judge it")
}
