package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/projections/payouts"
	"github.com/sensasiwangi/sambatan/services/payout"
)

// A run that is planned says nothing as long as the account can't be paid to.
func TestWhenABrandIsPaidIsSaidAsItWillBe(t *testing.T) {
	t.Parallel()
	run := time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)
	for says, seller := range map[string]payouts.Seller{
		"Dicairkan Rabu, 25 Nov 2026, 10.00 WIB.":         {Account: payout.Account{Number: 1, State: payout.AccountGood, UsableFrom: run.AddDate(0, 0, -9)}, RunAt: run},
		"sesudah masa tenang rekening barunya lewat":      {Account: payout.Account{Number: 2, State: payout.AccountGood, UsableFrom: run.AddDate(0, 0, 2)}, RunAt: run},
		"Menunggu rekening yang bisa dipakai":             {Account: payout.Account{Number: 2, State: payout.AccountProposed}, RunAt: run},
		"Menunggu rekening.":                              {},
		"Dicairkan pukul 10.00 WIB pada hari kerja berik": {Account: payout.Account{Number: 1, State: payout.AccountGood}},
	} {
		seller.Due = payout.Least
		require.Contains(t, runWords(seller, false), says)
	}
}
