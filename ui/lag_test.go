package ui_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/ui/view"
)

// happened counts the events of a type.
func (s *site) happened(eventType string) (times int) {
	s.t.Helper()
	for recorded, err := range s.store.All(s.t.Context(), 1) {
		require.NoError(s.t, err)
		if recorded.Type == eventType {
			times++
		}
	}
	return times
}

//money:case §4.11 a page that is behind shows a slot that is gone
func TestAPageThatIsBehindShowsASlotThatIsGoneAndNobodyIsAskedToPayForIt(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign := s.open("slot", "1", "minimal", "1", "maks_pembeli", "1")
	action := view.JoinURL(campaign)
	dinar, raka := s.as("dinar"), s.as("raka")
	mine := dinar.eventually(action, "Ambil")
	s.halted.Store(true)
	held, asked := s.happened("sambatan.slots_held.v1"), s.happened("payment.instruction_issued.v1")
	require.Equal(t, http.StatusSeeOther, dinar.submit(mine, action, joining()...).status)
	form := raka.page(action)
	require.Contains(t, words(form.body), "Ambil", "the page still offers the slot")
	late := raka.submit(form, action, joining()...)
	require.Equal(t, http.StatusConflict, late.status)
	require.Contains(t, words(late.body), "daftar tunggu")
	require.Equal(t, held+1, s.happened("sambatan.slots_held.v1"))
	require.Equal(t, asked+1, s.happened("payment.instruction_issued.v1"), "only who has the slot is asked to pay")
	s.halted.Store(false)
	got := raka.submit(late, action, joining(view.FieldWaitlist, "ya")...)
	require.Contains(t, words(raka.follow(got).body), "Anda di urutan pertama")
}
