package simulate_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/internal/simulate"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

func TestBuyersAreRegisteredOnceAndGetTokensEachTime(t *testing.T) {
	t.Parallel()
	pool := pgtest.New(t).PoolAs(t, "sambatan_app")
	store, err := postgres.Open(t.Context(), postgres.Config{Pool: pool, FingerprintKey: []byte("a secret of the tests, 32 bytes.")})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close(context.Background())) })
	vault, err := postgres.NewVault(postgres.VaultConfig{Pool: pool, KEK: [32]byte{1}})
	require.NoError(t, err)
	sessions := session.NewStore(pool)
	registrar := simulate.Registrar{Log: store, Vault: vault, Sessions: sessions}

	first, err := registrar.Register(t.Context(), 20, time.Hour)
	require.NoError(t, err)
	second, err := registrar.Register(t.Context(), 25, time.Hour)
	require.NoError(t, err)
	head, err := store.Head(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 25, head)
	for n, one := range append(first, second...) {
		subject, err := sessions.FindToken(t.Context(), one.Token)
		require.NoError(t, err)
		require.Equal(t, session.Subject{User: one.ID(), Roles: []identity.Role{identity.Buyer}}, subject)
		require.Contains(t, []int{n, n - 20}, one.N)
	}
	for recorded, err := range store.All(t.Context(), 1) {
		require.NoError(t, err)
		require.NotContains(t, string(recorded.Data), strings.Fields(first[0].Name())[0])
	}
}

func TestACampaignOfTheSimulationIsOpenAndAnotherMayFollow(t *testing.T) {
	t.Parallel()
	s := newServer(t, 500, well)
	another, err := simulate.OpenCampaign(t.Context(), s.log, 10, time.Minute)
	require.NoError(t, err)
	require.NotEqual(t, s.campaign, another)
	state, _, err := eventstore.Load(t.Context(), s.log, sambatan.Campaigns, another.String())
	require.NoError(t, err)
	require.Equal(t, sambatan.PhaseOpen, state.Phase())
	require.Equal(t, 10, state.Free())
}
