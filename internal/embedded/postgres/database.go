package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// createDatabase makes database name when it is missing.
func (s *Server) createDatabase(ctx context.Context, name string) error {
	conn, err := pgx.Connect(ctx, s.DSN("postgres", Superuser))
	if err != nil {
		return fmt.Errorf("create database %s: %w", name, err)
	}
	err = createMissing(ctx, conn, name)
	return errors.Join(err, conn.Close(ctx))
}

func createMissing(ctx context.Context, conn *pgx.Conn, name string) error {
	var exists bool
	const query = `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`
	if err := conn.QueryRow(ctx, query, name).Scan(&exists); err != nil {
		return queryError("look for database "+name, err)
	}
	if exists {
		return nil
	}
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize()); err != nil {
		return queryError("create database "+name, err)
	}
	return nil
}

// queryError adds what was tried, and knows a full disk.
func queryError(operation string, err error) error {
	if refused, ok := errors.AsType[*pgconn.PgError](err); ok && refused.Code == "53100" {
		return fmt.Errorf("%s: %w: %w", operation, ErrDiskFull, err)
	}
	return fmt.Errorf("%s: %w", operation, err)
}
