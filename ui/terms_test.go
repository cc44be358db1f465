package ui_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

func TestWhoJoinsAgreesToTheNewestTermsAndReadsTheirsForGood(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	maya := s.as("maya")
	action := view.JoinURL(s.campaign("Wening Subuh").ID.String())
	form := maya.page(action)
	require.Contains(t, form.body, `href="/syarat/`+view.TermsVersion+`"`, "what is agreed to has an address of its own")
	for _, older := range view.TermsVersions[1:] {
		refused := maya.submit(form, action, joining("versi_syarat", older)...)
		require.Equal(t, http.StatusUnprocessableEntity, refused.status, "a form from before asks anew")
	}
	joined := maya.submit(form, action, joining()...)
	require.Equal(t, http.StatusSeeOther, joined.status, words(joined.body))
	held := s.events("sambatan.slots_held.v1")
	event, err := sambatan.Codec.Decode(held[len(held)-1])
	require.NoError(t, err)
	require.Equal(t, view.TermsVersion, event.(sambatan.SlotsHeld).Consent.Terms)

	order := orderPath.FindString(joined.header.Get("Location"))
	require.Contains(t, maya.eventually(order, "Syarat yang Anda setujui").body, `href="/syarat/`+view.TermsVersion+`"`)
}

func TestEveryVersionOfTheTermsStaysReadable(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	guest := s.guest()
	newest := words(guest.page(view.TermsURL).body)
	require.Contains(t, newest, "Versi "+view.TermsVersion+", yang berlaku")
	for _, of := range []string{"meminta banding, satu kali", "menulis alamatnya dalam 3 hari", "mencatat resinya dalam 7 hari", "mulai dari Rp10.000", "dipotong dari pencairan berikutnya"} {
		require.Contains(t, newest, of)
	}
	for _, version := range view.TermsVersions[1:] {
		old := words(guest.page(view.TermsVersionURL(version)).body)
		require.Contains(t, old, "Ini versi "+version)
		require.NotContains(t, old, "banding", "what was agreed to then")
	}
	require.Equal(t, http.StatusNotFound, guest.get(view.TermsVersionURL("2020-01")).status)
}
