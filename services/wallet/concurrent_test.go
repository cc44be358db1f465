package wallet_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// Two processes on one database take holds from one balance, forty at a time: as many are
// held as it covers, and not one more.
//
//money:case Wallet paid twice at once
func TestHoldsFromOneBalanceAtOnceNeverOverdrawIt(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	var stores [2]*postgres.Store
	for i := range stores {
		store, err := postgres.Open(t.Context(), postgres.Config{
			Pool: db.Pool, DirectDSN: db.DSN, FingerprintKey: []byte("fingerprints of these tests only"),
		})
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, store.Close(context.Background())) })
		stores[i] = store
	}
	ask := func(store *postgres.Store, c wallet.Command) error {
		_, err := store.Execute(t.Context(), wallet.Wallets.Command(rina.String(), c, eventstore.Meta{CommandID: id.New(), Actor: "user:test"}))
		return err
	}
	require.NoError(t, ask(stores[0], wallet.Credit{Buyer: rina, Receipt: nth(2), TopUp: topUp, Amount: 1_000_000, Home: clearing}))

	var held, short atomic.Int64
	var running sync.WaitGroup
	for n := range 40 {
		running.Go(func() {
			err := ask(stores[n%2], wallet.Hold{
				Hold: id.New(), Buyer: rina, Campaign: campaign, Participation: nth(byte(100 + n)), Amount: 185_000,
			})
			if _, insufficient := errors.AsType[*wallet.InsufficientError](err); insufficient {
				short.Add(1)
				return
			}
			if err == nil {
				held.Add(1)
			}
		})
	}
	running.Wait()
	require.Equal(t, int64(5), held.Load())
	require.Equal(t, int64(35), short.Load())
	purse, _, err := eventstore.Load(t.Context(), stores[1], wallet.Wallets, rina.String())
	require.NoError(t, err)
	require.Equal(t, money.Rupiah(75_000), purse.Spendable())
	require.Equal(t, money.Rupiah(925_000), purse.Held)
}
