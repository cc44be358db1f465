package statements

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
)

// KeepFor is how long a file is kept after it was last sent.
const KeepFor = 14 * 24 * time.Hour

// File is a bank statement as it is kept: sealed with the key of whoever sent it.
type File struct {
	Statement id.ID
	Account   string
	Hash      string // SHA-256 in hex
	Content   eventstore.Sealed
}

// Beginner begins transactions; a pool does. Its user may become sambatan_web.
type Beginner interface {
	Begin(ctx context.Context) (pgx.Tx, error)
}

// Keep stores a file as the operator who sent it, in a role that row level
// security lets do so, and removes the files whose time is over.
func Keep(ctx context.Context, db Beginner, role string, file File) error {
	if err := pgx.BeginFunc(ctx, db, func(tx pgx.Tx) error { return keep(ctx, tx, role, file) }); err != nil {
		return fmt.Errorf("keep the file of a bank statement: %w", err)
	}
	return nil
}

func keep(ctx context.Context, tx pgx.Tx, role string, file File) error {
	claims, err := json.Marshal(map[string]string{"sub": file.Content.Person, "role": role})
	if err != nil {
		return err
	}
	const write = `INSERT INTO statement_files (statement, account, hash, person, nonce, box, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, now() + $7) ON CONFLICT (statement) DO UPDATE SET
		person = excluded.person, nonce = excluded.nonce, box = excluded.box, uploaded_at = now(), expires_at = excluded.expires_at`
	batch := &pgx.Batch{}
	batch.Queue("SET LOCAL ROLE sambatan_web")
	batch.Queue("SELECT set_config('request.jwt.claims', $1, true)", string(claims))
	batch.Queue("DELETE FROM statement_files WHERE expires_at <= now()")
	batch.Queue(write, projections.UUID(file.Statement), file.Account, file.Hash, file.Content.Person, file.Content.Nonce, file.Content.Box,
		pgtype.Interval{Microseconds: KeepFor.Microseconds(), Valid: true})
	return tx.SendBatch(ctx, batch).Close()
}

// FileByID returns a file that is still kept.
func FileByID(ctx context.Context, q projections.Querier, statement id.ID) (File, error) {
	const query = `SELECT statement, account, hash, person::text, nonce, box FROM statement_files
		WHERE statement = $1 AND expires_at > now()`
	return projections.One(ctx, q, func(row pgx.CollectableRow) (f File, err error) {
		err = row.Scan(projections.ScanID(&f.Statement), &f.Account, &f.Hash, &f.Content.Person, &f.Content.Nonce, &f.Content.Box)
		return f, err
	}, query, projections.UUID(statement))
}
