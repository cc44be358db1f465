package postgres_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
)

var kek = [32]byte([]byte("a key encryption key for tests.."))

func newVault(t testing.TB, pool *pgxpool.Pool) *postgres.Vault {
	t.Helper()
	vault, err := postgres.NewVault(postgres.VaultConfig{Pool: pool, KEK: kek})
	require.NoError(t, err)
	return vault
}

func TestAPersonHasOneKeyUntilItIsDestroyed(t *testing.T) {
	t.Parallel()
	pool := pgtest.New(t).PoolAs(t, "sambatan_app")
	vault, other := newVault(t, pool), newVault(t, pool)
	_, err := vault.Key(t.Context(), "ani")
	require.ErrorIs(t, err, postgres.ErrUnknownPerson)
	key, err := vault.Create(t.Context(), "ani")
	require.NoError(t, err)
	same, err := other.Create(t.Context(), "ani")
	require.NoError(t, err)
	require.Equal(t, key, same)
	budi, err := vault.Create(t.Context(), "budi")
	require.NoError(t, err)
	require.NotEqual(t, key, budi)

	sealed, err := eventstore.Seal(key, "ani", "name", "Ani Lestari")
	require.NoError(t, err)
	require.NoError(t, vault.Destroy(t.Context(), "ani"))
	require.NoError(t, vault.Destroy(t.Context(), "ani"))
	_, err = vault.Key(t.Context(), "ani")
	require.ErrorIs(t, err, eventstore.ErrErased)
	_, err = vault.Create(t.Context(), "ani")
	require.ErrorIs(t, err, eventstore.ErrErased)
	keys, err := vault.Keys(t.Context(), []string{"ani", "budi", "nobody"})
	require.NoError(t, err)
	require.Equal(t, map[string]eventstore.PersonKey{"budi": budi}, keys)
	var name string
	require.ErrorIs(t, eventstore.Open(budi, "name", sealed, &name), eventstore.ErrUnsealable)
}

func TestAnErasureIsNoticedByOtherProcessesWithinTheTTL(t *testing.T) {
	t.Parallel()
	pool := pgtest.New(t).PoolAs(t, "sambatan_app")
	vault := newVault(t, pool)
	brief, err := postgres.NewVault(postgres.VaultConfig{Pool: pool, KEK: kek, TTL: time.Nanosecond})
	require.NoError(t, err)
	_, err = vault.Create(t.Context(), "ani")
	require.NoError(t, err)
	_, err = brief.Key(t.Context(), "ani")
	require.NoError(t, err)
	require.NoError(t, vault.Destroy(t.Context(), "ani"))
	_, err = brief.Key(t.Context(), "ani")
	require.ErrorIs(t, err, eventstore.ErrErased)
}

func TestKeysAreUselessWithoutTheKEKAndInAnothersPlace(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	pool := db.PoolAs(t, "sambatan_app")
	_, err := newVault(t, pool).Create(t.Context(), "ani")
	require.NoError(t, err)
	_, err = db.Pool.Exec(t.Context(), `INSERT INTO keys.persons (person, wrapped) SELECT 'thief', wrapped FROM keys.persons`)
	require.NoError(t, err)
	_, err = newVault(t, pool).Key(t.Context(), "thief")
	require.ErrorIs(t, err, postgres.ErrWrongKEK)
	wrong, err := postgres.NewVault(postgres.VaultConfig{Pool: pool, KEK: [32]byte{1}})
	require.NoError(t, err)
	_, err = wrong.Key(t.Context(), "ani")
	require.ErrorIs(t, err, postgres.ErrWrongKEK)
	_, err = postgres.NewVault(postgres.VaultConfig{Pool: pool})
	require.Error(t, err)
}

func TestOnlyPagesAndTheSchedulerReadKeys(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	_, err := newVault(t, db.PoolAs(t, "sambatan_app")).Create(t.Context(), "ani")
	require.NoError(t, err)
	for role, may := range map[string]bool{
		"sambatan_web": true, "sambatan_scheduler": true,
		"sambatan_project": false, "sambatan_auditor": false, "sambatan_append": false,
	} {
		vault, err := postgres.NewVault(postgres.VaultConfig{Pool: db.PoolAs(t, "sambatan_app"), KEK: kek, Role: role})
		require.NoError(t, err)
		_, err = vault.Key(t.Context(), "ani")
		if may {
			require.NoError(t, err, role)
		} else {
			requireCode(t, err, "42501")
		}
	}
	for _, change := range []string{
		`UPDATE keys.persons SET wrapped = 'another'`, `UPDATE keys.persons SET wrapped = 'back', erased_at = NULL`,
		`DELETE FROM keys.persons`, `TRUNCATE keys.persons`,
	} {
		_, err = db.PoolAs(t, "sambatan_web").Exec(t.Context(), change)
		requireCode(t, err, "42501")
	}
}
