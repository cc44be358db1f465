package demo_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/internal/calendar"
	"github.com/sensasiwangi/sambatan/internal/demo"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/services/brand"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// world is a log that demo data can be told to.
type world struct {
	*postgres.Store
	demo.Config

	vault *postgres.Vault
	db    *pgtest.DB
}

func newWorld(t *testing.T, now time.Time) *world {
	t.Helper()
	db := pgtest.New(t)
	pool := db.PoolAs(t, "sambatan_app")
	clock := &demo.Clock{}
	store, err := postgres.Open(t.Context(), postgres.Config{
		Pool: pool, FingerprintKey: []byte("a secret of the tests, 32 bytes."), Clock: clock.Shift,
	})
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		require.NoError(t, store.Close(ctx))
	})
	vault, err := postgres.NewVault(postgres.VaultConfig{Pool: pool, KEK: [32]byte{1}})
	require.NoError(t, err)
	config := demo.Config{Log: store, Vault: vault, Account: "8801002233", Clock: clock, Now: now}
	return &world{store, config, vault, db}
}

func wib(year int, month time.Month, day, hour, minute int) time.Time {
	return time.Date(year, month, day, hour, minute, 0, 0, calendar.WIB)
}

func (w *world) campaign(t *testing.T, key string) *sambatan.State {
	t.Helper()
	state, _, err := eventstore.Load(t.Context(), w.Store, sambatan.Campaigns, demo.CampaignID(key).String())
	require.NoError(t, err)
	return state
}

func (w *world) head(t *testing.T) eventstore.Position {
	t.Helper()
	head, err := w.Head(t.Context())
	require.NoError(t, err)
	return head
}

// register puts something into the log that is no demo data.
func (w *world) register(t *testing.T) {
	t.Helper()
	body := brand.Register{Brand: id.New(), Name: "Rumah Lain", City: "Solo", Owner: id.New()}
	_, err := w.Execute(t.Context(), brand.Brands.Command(body.Brand.String(), body, eventstore.Meta{CommandID: id.New(), Actor: "user:test"}))
	require.NoError(t, err)
}

// breaking is a log that is gone after some commands.
type breaking struct {
	eventstore.Log

	left int64
}

var errBroken = errors.New("the log is gone")

func (b *breaking) Execute(ctx context.Context, command eventstore.Command) (eventstore.Result, error) {
	if atomic.AddInt64(&b.left, -1) < 0 {
		return eventstore.Result{}, errBroken
	}
	return b.Log.Execute(ctx, command)
}
