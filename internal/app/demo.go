package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/internal/demo"
)

// demoData fills an empty log, before anything else runs, and returns whom to
// sign in as; nobody when the log holds other data.
func (c *Up) demoData(ctx context.Context, d *database, secrets keys, say func(string)) ([]demo.Person, error) {
	if !c.Demo {
		return nil, nil
	}
	people, err := c.seed(ctx, d, secrets, say)
	if errors.Is(err, demo.ErrOtherData) {
		say("the log holds other data, so that no demo data goes in")
		return nil, nil
	}
	return people, err
}

// seed uses a store of its own, whose clock is that of the story.
func (c *Up) seed(ctx context.Context, d *database, secrets keys, say func(string)) (people demo.People, err error) {
	pool, err := d.seedingPool(ctx)
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	p := &platform{keys: secrets}
	clock := &demo.Clock{}
	store, err := postgres.Open(ctx, postgres.Config{
		Pool: pool, FingerprintKey: p.key("fingerprint"), Clock: clock.Shift, Logger: slog.Default(),
	})
	if err != nil {
		return nil, err
	}
	defer func() {
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
		defer stop()
		err = errors.Join(err, store.Close(ctx))
	}()
	vault, err := postgres.NewVault(postgres.VaultConfig{Pool: pool, KEK: secrets.kek})
	if err != nil {
		return nil, err
	}
	return demo.Seed(ctx, demo.Config{Log: store, Vault: vault, Account: c.AccountNumber, Clock: clock, Say: say})
}

// seedingPool does not wait for the disk at each of the story's moments, which
// would take longer than the rest of the start. Postgres writes in order: when
// the machine stops in between, what is there is a beginning of the story, and
// the next start tells the rest.
func (d *database) seedingPool(ctx context.Context) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(d.url)
	if err != nil {
		return nil, fmt.Errorf("DATABASE_URL: %w", err)
	}
	config.MaxConns = 12
	if d.server != nil {
		config.ConnConfig.RuntimeParams["synchronous_commit"] = "off" // a pooler might refuse it
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("connect to Postgres: %w", err)
	}
	return pool, nil
}
