package ui_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// A brand names another account while an operator is at the bank with the one before.
//
//money:case §4.6 sent although it was cancelled
func TestAnOperatorNotesAPayoutThatLeftAlthoughItWasCancelled(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	sekar, gita, brand := s.as("sekar"), s.as("gita"), s.subject("sekar").Brand
	asks := func(c payout.Command) {
		s.give(payout.Sellers.Command(brand.String(), c, eventstore.Meta{CommandID: id.New(), Actor: "user:test"}))
	}
	named := func(number string) {
		typed := []string{view.FieldBank, "mandiri", view.FieldAccount, number, view.FieldHolder, "Sekar Kinanti"}
		got := sekar.submit(sekar.page(view.SellerAccountURL), view.SellerAccountURL, typed...)
		require.Equal(t, http.StatusSeeOther, got.status, words(got.body))
	}
	seller, _, err := eventstore.Load(t.Context(), s.store, payout.Sellers, brand.String())
	require.NoError(t, err)
	require.Zero(t, seller, "the demo pays another brand")
	of := payout.Of{Campaign: id.New(), Participation: id.New(), Receipt: id.New()}
	asks(payout.Accrue{Brand: brand, Of: of, Split: sambatan.Split{Goods: 500_000}, Home: money.Bank("8830124477")})
	named("1370001234567")
	asks(payout.ApproveAccount{Number: 1, By: id.New()})
	asks(payout.Open{By: id.New(), Policy: payout.Policy{LimitOne: payout.DefaultLimitOne, ByHand: true}})
	page := view.OpsPayoutShowURL(payout.ID(brand, 1).String())
	form := gita.eventually(page, "Tandai terkirim dengan bukti")

	named("1370007654321")
	act := view.OpsPayoutActURL(payout.ID(brand, 1).String(), view.ActPaidByHand)
	gone := words(gita.eventually(page, "Terlanjur dikirim?").body)
	require.Contains(t, gone, "Rekening diganti sebelum dananya dikirim.")
	require.Contains(t, gone, "Jangan kirim lagi: pencairan ini sudah dibatalkan.")
	empty := gita.submit(form, act, view.FieldBankRef, " ")
	require.Equal(t, http.StatusUnprocessableEntity, empty.status)
	noted := gita.submit(form, act, view.FieldBankRef, "FT 9")
	require.Equal(t, http.StatusSeeOther, noted.status, words(noted.body))
	require.Contains(t, words(gita.follow(noted).body), "Pencairan tercatat terkirim")
	require.Contains(t, words(gita.eventually(page, "Rujukan FT 9.").body), "Dikembalikan bank?")

	seller, _, err = eventstore.Load(t.Context(), s.store, payout.Sellers, brand.String())
	require.NoError(t, err)
	require.Len(t, seller.Past, 1)
	require.Zero(t, seller.Due, "nothing is left for the account that took its place")
}
