package app

import (
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/require"
)

func TestRealBuyersAreNotToldToTransferToAnInventedAccount(t *testing.T) {
	t.Parallel()
	read := func(args ...string) ReceivingAccount {
		var account ReceivingAccount
		parser, err := kong.New(&account)
		require.NoError(t, err)
		_, err = parser.Parse(args)
		require.NoError(t, err)
		return account
	}
	require.NoError(t, read().checkAccount("development"))
	require.NoError(t, read().checkAccount("staging"))
	require.ErrorContains(t, read().checkAccount("production"), "SAMBATAN_ACCOUNT_NUMBER")
	require.NoError(t, read("--account-number", "1234567890").checkAccount("production"))
}
