package pgtest

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
)

// DB is one test's own database.
type DB struct {
	Name string
	DSN  string        // as the superuser
	Pool *pgxpool.Pool // as the superuser, at most 10 connections

	dsn func(db, user string) string
}

// DSNAs returns the connection string of the database for a role.
func (db *DB) DSNAs(role string) string { return db.dsn(db.Name, role) }

// PoolAs opens a pool for a role; it is closed when the test ends.
func (db *DB) PoolAs(tb testing.TB, role string) *pgxpool.Pool {
	tb.Helper()
	return openPool(tb, db.DSNAs(role))
}

// New returns a database with every migration applied.
func New(tb testing.TB) *DB {
	tb.Helper()
	s, err := theShared()
	require.NoError(tb, err)
	require.NoError(tb, s.ensureTemplate())
	return s.create(tb, s.template())
}

// Empty returns a database without any migration.
func Empty(tb testing.TB) *DB {
	tb.Helper()
	s, err := theShared()
	require.NoError(tb, err)
	return s.create(tb, "template1")
}

var databases atomic.Int64

func (s *shared) create(tb testing.TB, template string) *DB {
	tb.Helper()
	name := fmt.Sprintf("%s_%d", s.prefix, databases.Add(1))
	require.NoError(tb, s.exec(tb.Context(), "CREATE DATABASE %s TEMPLATE %s", name, template))
	tb.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		if err := s.exec(ctx, "DROP DATABASE IF EXISTS %s WITH (FORCE)", name); err != nil {
			tb.Error(err)
		}
	})
	db := &DB{Name: name, DSN: s.dsn(name, ""), dsn: s.dsn}
	db.Pool = openPool(tb, db.DSN)
	return db
}

func openPool(tb testing.TB, dsn string) *pgxpool.Pool {
	tb.Helper()
	config, err := pgxpool.ParseConfig(dsn)
	require.NoError(tb, err)
	config.MaxConns = 10
	pool, err := pgxpool.NewWithConfig(tb.Context(), config)
	require.NoError(tb, err)
	tb.Cleanup(pool.Close)
	return pool
}
