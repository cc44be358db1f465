package postgres_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/eventstore/storetest"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
)

var fingerprintKey = []byte("a secret of the tests, 32 bytes.")

func TestThePostgresLogConforms(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) storetest.Harness {
		t.Helper()
		db := pgtest.New(t)
		return storetest.Harness{
			First:  open(t, db.PoolAs(t, "sambatan_app"), postgres.Config{}),
			Second: open(t, db.PoolAs(t, "sambatan_app"), postgres.Config{}),
			Small:  open(t, db.PoolAs(t, "sambatan_app"), postgres.Config{QueueSize: storetest.SmallQueue}),
		}
	})
}

// open opens a store that is closed when the test ends.
func open(t testing.TB, pool *pgxpool.Pool, config postgres.Config) *postgres.Store {
	t.Helper()
	config.Pool, config.FingerprintKey = pool, fingerprintKey
	store, err := postgres.Open(t.Context(), config)
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		require.NoError(t, store.Close(ctx))
	})
	return store
}

func TestAnAppenderThatIsFarBehindCatchesUp(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	old := open(t, db.PoolAs(t, "sambatan_app"), postgres.Config{})
	other := open(t, db.PoolAs(t, "sambatan_app"), postgres.Config{})
	require.EqualValues(t, 1, mustCount(t, old, "a", "first").Version)
	var events []eventstore.NewEvent
	for range 900 {
		events = append(events, eventstore.NewEvent{Type: "test.counted.v1", Data: []byte(`{"name":"x"}`)})
	}
	for i := range 5 {
		_, err := other.Append(t.Context(), "counter-a", eventstore.Version(1+900*i), events, eventstore.Meta{CommandID: newID()})
		require.NoError(t, err)
	}
	for i, store := range []*postgres.Store{old, other, open(t, db.PoolAs(t, "sambatan_app"), postgres.Config{})} {
		require.EqualValues(t, 4502+i, mustCount(t, store, "a", "next").Version)
	}
}

func TestStatesThatAreForgottenAreReadAgain(t *testing.T) {
	t.Parallel()
	store := open(t, pgtest.New(t).PoolAs(t, "sambatan_app"), postgres.Config{CachedStates: 2})
	for round := range 4 {
		for stream := range 5 {
			require.EqualValues(t, round+1, mustCount(t, store, fmt.Sprint(stream), "x").Version)
		}
	}
}

func TestAStoreIsNotOpenedOnADatabaseWithoutALog(t *testing.T) {
	t.Parallel()
	pool := pgtest.Empty(t).Pool
	_, err := postgres.Open(t.Context(), postgres.Config{Pool: pool, FingerprintKey: fingerprintKey})
	require.ErrorContains(t, err, "migrated")
	_, err = postgres.Open(t.Context(), postgres.Config{Pool: pool, FingerprintKey: []byte("short")})
	require.ErrorContains(t, err, "FingerprintKey")
	_, err = postgres.Open(t.Context(), postgres.Config{FingerprintKey: fingerprintKey})
	require.ErrorContains(t, err, "Pool")
}
