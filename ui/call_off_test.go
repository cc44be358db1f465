package ui_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/ui"
	"github.com/sensasiwangi/sambatan/ui/view"
)

//money:case §4.1 an operator calls off what much was paid for
func TestTwoOperatorsCallOffWhatMuchWasPaidFor(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(backend *ui.Backend) { backend.Payouts.LimitOne = 500_000 })
	gita, second, dinar, raka := s.as("gita"), s.secondOperator(), s.as("dinar"), s.as("raka")
	campaign, one, _ := s.brewing(dinar, raka)
	off := view.OpsCancelURL(campaign)
	form := gita.page(off)
	require.Contains(t, words(form.body), "Dana yang kembali lebih dari Rp500.000, jadi petugas lain harus menyetujui")
	require.Contains(t, words(gita.follow(gita.submit(form, off, view.FieldReason, "Foto produknya palsu")).body), "Usulan pembatalan tercatat")
	require.NotContains(t, words(dinar.page(one).body), "dibatalkan", "nothing has happened yet")
	require.Contains(t, words(gita.eventually(view.OpsURL, "Diusulkan batal").body), "Foto produknya palsu. Menunggu persetujuan petugas lain")

	own := gita.page(off)
	require.Contains(t, words(own.body), "Anda yang mengusulkan")
	require.NotContains(t, own.body, view.OpsCallOffAgreeURL(campaign))
	seen := second.page(off)
	sight := s.proposal(seen)
	alone := gita.send(http.MethodPost, view.OpsCallOffAgreeURL(campaign), own.hidden(t, view.OpsCallOffDropURL(campaign)).Encode())
	require.Equal(t, http.StatusConflict, alone.status)
	require.Contains(t, words(alone.body), "Anda yang mengusulkan pembatalan ini, jadi orang lain yang harus menyetujuinya")

	dropped := second.submit(seen, view.OpsCallOffDropURL(campaign), view.FieldSeen, sight)
	require.Contains(t, words(second.follow(dropped).body), "Usulan pembatalan ditarik")
	gita.submit(gita.page(off), off, view.FieldReason, "Isi botolnya palsu")
	again := second.eventually(off, "Isi botolnya palsu")
	old := second.submit(again, view.OpsCallOffAgreeURL(campaign), view.FieldSeen, sight)
	require.Equal(t, http.StatusConflict, old.status)
	require.Contains(t, words(old.body), "Ada usulan pembatalan yang lebih baru")

	again = second.page(off)
	agreed := second.submit(again, view.OpsCallOffAgreeURL(campaign), view.FieldSeen, s.proposal(again))
	require.Contains(t, words(second.follow(agreed).body), "Sambatan dibatalkan")
	require.Contains(t, words(dinar.eventually(one, "Dalam perjalanan kembali").body), "Sambatan ini dibatalkan")
	second.eventually(off, "tidak bisa dibatalkan lagi")
}

// proposal is the fingerprint that a page asks somebody to agree to.
func (s *site) proposal(page answer) string {
	s.t.Helper()
	for _, field := range hiddenField.FindAllStringSubmatch(page.body, -1) {
		if field[1] == view.FieldSeen {
			return field[2]
		}
	}
	s.t.Fatal("nothing is proposed on the page")
	return ""
}

func TestWhoCallsOffMuchMoneyConfirmsFirst(t *testing.T) {
	t.Parallel()
	s := newSite(t, strict, func(backend *ui.Backend) { backend.Payouts.LimitOne = 500_000 })
	gita, dinar, raka := s.as("gita"), s.as("dinar"), s.as("raka")
	campaign, _, _ := s.brewing(dinar, raka)
	off := view.OpsCancelURL(campaign)
	away := gita.submit(gita.page(off), off, view.FieldReason, "Foto produknya palsu")
	require.Equal(t, http.StatusSeeOther, away.status)
	require.Contains(t, away.header.Get("Location"), view.StepUpURL)
	require.Zero(t, s.happened("sambatan.call_off_proposed.v1"))
}

// What nobody has paid for is no large amount: the log must let one person end it.
//
//money:case §4.1 called off before the outcome
func TestAnOperatorCallsOffWhatNobodyHasPaidFor(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gita, campaign := s.as("gita"), s.open("slot", "3", "minimal", "3")
	off := view.OpsCancelURL(campaign)
	done := gita.submit(gita.page(off), off, view.FieldReason, "Foto produknya palsu")
	require.Equal(t, http.StatusSeeOther, done.status)
	require.Contains(t, words(gita.follow(done).body), "Sambatan dibatalkan")
	require.Equal(t, 1, s.happened("sambatan.cancelled.v1"))
}
