package session_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/internal/session"
)

func TestAnAddressIsFoundByItsMarkUntilItsOwnerIsErased(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store, key := session.NewStore(db.Pool), []byte("marks")
	vault, err := postgres.NewVault(postgres.VaultConfig{Pool: db.Pool, KEK: [32]byte{1}})
	require.NoError(t, err)
	dinar, raka, gone := id.New(), id.New(), id.New()
	for _, person := range []id.ID{dinar, raka, gone} {
		_, err := vault.Create(t.Context(), person.String())
		require.NoError(t, err)
	}
	require.NoError(t, vault.Destroy(t.Context(), gone.String()))
	last, err := store.LastOwner(t.Context())
	require.NoError(t, err)
	require.Zero(t, last)

	mark := session.Mark(key, "dinar@surat.example")
	owners := []session.Owner{
		{User: dinar, Mark: mark, Registered: 3},
		{User: raka, Mark: session.Mark(key, "raka@surat.example"), Registered: 5},
		{User: gone, Mark: session.Mark(key, "gone@surat.example"), Registered: 7},
	}
	for range 2 { // twice is no error
		require.NoError(t, store.AddOwners(t.Context(), owners))
	}
	last, err = store.LastOwner(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 5, last, "who was erased has no mark")

	find := func(address string) []id.ID {
		found, err := store.OwnersOf(t.Context(), session.Mark(key, address))
		require.NoError(t, err)
		return found
	}
	require.Equal(t, []id.ID{dinar}, find(" Dinar@Surat.example "))
	require.Empty(t, find("lain@surat.example"))
	require.NotEqual(t, mark, session.Mark([]byte("another key"), "dinar@surat.example"))

	require.NoError(t, vault.Destroy(t.Context(), dinar.String()))
	require.Empty(t, find("dinar@surat.example"), "erased with its key")
	require.Equal(t, []id.ID{raka}, find("raka@surat.example"))
}
