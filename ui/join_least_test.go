package ui_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/ui/view"
)

// The least that a buyer must take counts what they have.
func TestABuyerWhoHasTheLeastMayTakeOneMore(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign := s.open("slot", "6", "minimal", "6", "min_pembeli", "3", "maks_pembeli", "5")
	dinar := s.as("dinar")
	action := view.JoinURL(campaign)
	first := dinar.eventually(action, "Ambil 3 slot")
	require.Contains(t, words(dinar.submit(first, action, joining("slot", "2")...).body), "antara 3 dan 5")
	paid := dinar.join(campaign, "slot", "4")
	s.confirm(paid, dinar.due(paid), "FT-PALING-1", time.Now())
	dinar.eventually(paid, "Ditahan di Rekening Bersama")

	form := dinar.page(action)
	require.Contains(t, words(form.body), "Ambil 1 slot")
	require.NotContains(t, words(form.body), "sebanyak yang boleh")
	fewer := dinar.submit(form, action, joining("slot", "1", view.FieldSlotsStep, "kurang")...)
	require.Contains(t, words(fewer.body), "Ambil 1 slot", "never fewer than one")
	again := dinar.submit(form, action, joining("slot", "1")...)
	require.Equal(t, http.StatusSeeOther, again.status, words(again.body))
	more := orderPath.FindString(again.header.Get("Location"))
	require.NotEqual(t, paid, more)
}
