package migrations

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/golang-migrate/migrate/v4"
	driver "github.com/golang-migrate/migrate/v4/database/pgx/v5"
	"github.com/golang-migrate/migrate/v4/source/iofs"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// lockKey is our own advisory lock around the library's. The library gives up
// on its lock without taking the request back: the server grants it later to
// nobody, and the next instance hangs. Under ours, it never has to wait.
const lockKey = 0x73616d626174616e // "sambatan"

// withLock runs work while no other instance migrates. A done ctx ends the
// wait at once, and the work after the file that is being applied.
func withLock(ctx context.Context, dsn string, from fs.FS, work func(*migrate.Migrate) error) (err error) {
	if _, err := list(from); err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return fmt.Errorf("connect for migrations: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", lockKey); err != nil {
		return fmt.Errorf("wait for another instance to finish its migrations: %w", err)
	}
	return migrateWith(ctx, dsn, from, work)
}

func migrateWith(ctx context.Context, dsn string, from fs.FS, work func(*migrate.Migrate) error) (err error) {
	m, err := open(dsn, from)
	if err != nil {
		return err
	}
	// Closing on every path frees the library's own lock whatever happened.
	defer func() {
		sourceErr, databaseErr := m.Close()
		err = errors.Join(err, sourceErr, databaseErr)
	}()
	m.LockTimeout = time.Hour // ours is held, so this one is free
	finished := make(chan struct{})
	defer close(finished)
	go func() {
		select {
		case <-ctx.Done():
			m.GracefulStop <- true
		case <-finished:
		}
	}()
	if err := work(m); err != nil {
		return err
	}
	return ctx.Err()
}

func open(dsn string, from fs.FS) (*migrate.Migrate, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("read the connection string: %w", err)
	}
	files, err := iofs.New(from, ".")
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	db := stdlib.OpenDB(*config)
	target, err := driver.WithInstance(db, &driver.Config{})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("prepare migrations: %w", err), db.Close(), files.Close())
	}
	m, err := migrate.NewWithInstance("files", files, "postgres", target)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("prepare migrations: %w", err), db.Close(), files.Close())
	}
	return m, nil
}

// readVersion reads the library's table without making it.
func readVersion(ctx context.Context, dsn string) (state State, err error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return State{}, fmt.Errorf("read the connection string: %w", err)
	}
	db := stdlib.OpenDB(*config)
	defer func() { err = errors.Join(err, db.Close()) }()
	var exists bool
	if err := db.QueryRowContext(ctx, `SELECT to_regclass('schema_migrations') IS NOT NULL`).Scan(&exists); err != nil {
		return State{}, fmt.Errorf("look for the schema's version: %w", err)
	}
	if !exists {
		return State{}, nil
	}
	err = db.QueryRowContext(ctx, `SELECT version, dirty FROM schema_migrations`).Scan(&state.Version, &state.Dirty)
	if errors.Is(err, sql.ErrNoRows) {
		return State{}, nil
	}
	if err != nil {
		return State{}, fmt.Errorf("read the schema's version: %w", err)
	}
	return state, nil
}
