package view

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestManyAccountsOfAKindAreOneRow(t *testing.T) {
	t.Parallel()
	trail := Trail{Balances: []Balance{{"asset:bank:1", 4_000, 0}}}
	for i := range 13 {
		trail.Balances = append(trail.Balances, Balance{"liability:escrow:c:" + strconv.Itoa(i), 0, 300})
	}
	trail.Balances = append(trail.Balances, Balance{"liability:refund:a", 0, 0}, Balance{"liability:wallet:a", 0, 100})
	require.Equal(t, []Balance{{"asset:bank:1", 4_000, 0}, {"liability:escrow:13 akun", 0, 3_900}, {"liability:wallet:a", 0, 100}}, trail.open())
	require.Equal(t, []string{"liability:refund:a"}, trail.emptied())
	require.Equal(t, trail.debit(), trail.credit())
	trail.Balances = append(trail.Balances[:1:1], trail.Balances[2:]...)
	require.Len(t, trail.open(), 14, "twelve have a row each")
}
