package app

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// openPool connects to Postgres. Behind a transaction pooler a connection is a
// different one for each transaction, so prepared statements can't be kept.
func openPool(ctx context.Context, url string, pooled bool, size int32) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("DATABASE_URL: %w", err)
	}
	if pooled {
		config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
	}
	config.MaxConns = max(size, 2)
	config.ConnConfig.RuntimeParams["application_name"] = "sambatan"
	if pooled {
		delete(config.ConnConfig.RuntimeParams, "application_name") // some poolers refuse it
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("connect to Postgres: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("connect to Postgres: %s", withoutPassword(err))
	}
	return pool, nil
}

// withoutPassword keeps a mistyped URL's password out of the terminal.
func withoutPassword(err error) string {
	before, _, found := strings.Cut(err.Error(), "password=")
	if found {
		return before + "password=…"
	}
	return before
}
