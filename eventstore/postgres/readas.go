package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Principal is the person whose page is read. The zero value is a visitor.
type Principal struct {
	User  string // the user's id; empty for a visitor
	Role  string // one of identity's roles; empty for a visitor
	Brand string // the brand's id, for its owner
}

// ErrUnknownRole means that a principal's role is none of ours. It is refused
// rather than treated as a lesser one.
var ErrUnknownRole = errors.New("unknown role")

// databaseRoles maps the roles of people to those of the database.
var databaseRoles = map[string]string{
	"":         "sambatan_web",
	"buyer":    "sambatan_web",
	"brand":    "sambatan_web",
	"operator": "sambatan_web",
	"lead":     "sambatan_web",
	"curator":  "sambatan_web",
	"admin":    "sambatan_web",
	"auditor":  "sambatan_auditor",
}

// pageTimeout ends the queries of a page that nobody waits for any more.
const pageTimeout = "5s"

const becomePrincipal = `SELECT set_config('role', $1, true), set_config('request.jwt.claims', $2, true),
	set_config('statement_timeout', '` + pageTimeout + `', true)`

// ReadAs runs fn in a read-only transaction that sees what the principal may
// see: the role and the claims hold for this transaction only, whoever uses the
// connection next.
func ReadAs(ctx context.Context, pool *pgxpool.Pool, principal Principal, fn func(ctx context.Context, tx pgx.Tx) error) error {
	role, ok := databaseRoles[principal.Role]
	if !ok {
		return fmt.Errorf("%w: %q", ErrUnknownRole, principal.Role)
	}
	claims, err := principal.claims()
	if err != nil {
		return err
	}
	return inTx(ctx, pool, pgx.TxOptions{AccessMode: pgx.ReadOnly}, fn, becomePrincipal, role, claims)
}

// claims have the shape of a Supabase token, so that its policies fit.
func (p Principal) claims() (string, error) {
	claims, err := json.Marshal(struct {
		Sub   string `json:"sub,omitempty"`
		Role  string `json:"role,omitempty"`
		Brand string `json:"brand,omitempty"`
	}{p.User, p.Role, p.Brand})
	if err != nil {
		return "", fmt.Errorf("write the principal's claims: %w", err)
	}
	return string(claims), nil
}

// inTx opens a transaction and sends a first statement in the same round trip.
func inTx(ctx context.Context, pool *pgxpool.Pool, options pgx.TxOptions, fn func(context.Context, pgx.Tx) error, first string, arguments ...any) (err error) {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("get a connection: %w", err)
	}
	defer conn.Release()
	var trip pgx.Batch
	trip.BeginTx(options)
	trip.Queue(first, arguments...)
	results := conn.SendBatch(ctx, &trip)
	tx := results.Tx()
	defer func() {
		// A transaction that can't be ended in order ends with its connection.
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		if rollback := tx.Rollback(end); rollback != nil && !errors.Is(rollback, pgx.ErrTxClosed) && err == nil {
			err = fmt.Errorf("end the transaction: %w", rollback)
		}
	}()
	if err := results.Close(); err != nil {
		return fmt.Errorf("begin a transaction: %w", err)
	}
	if err := fn(ctx, tx); err != nil {
		return err
	}
	if err := tx.Commit(ctx); err != nil {
		return fmt.Errorf("end the transaction: %w", err)
	}
	return nil
}
