package notifications

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
)

// Beginner begins transactions; a pool does. Its user may become sambatan_web
// and, for an [Outbox], sambatan_scheduler.
type Beginner interface {
	Begin(ctx context.Context) (pgx.Tx, error)
}

// MarkRead notes, as the recipient, that everything up to a position was read;
// it never goes back. It is no event: nobody's rights or money depend on it.
func MarkRead(ctx context.Context, db Beginner, recipient id.ID, upTo eventstore.Position) error {
	const query = `INSERT INTO notification_reads AS r (recipient, position) VALUES ($1, $2)
		ON CONFLICT (recipient) DO UPDATE SET position = greatest(r.position, excluded.position)`
	if err := asRecipient(ctx, db, recipient, query, int64(upTo)); err != nil {
		return fmt.Errorf("mark notifications as read: %w", err)
	}
	return nil
}

// asRecipient writes a row of one's own; the recipient is the first parameter.
func asRecipient(ctx context.Context, db Beginner, recipient id.ID, query string, more ...any) error {
	claims, err := json.Marshal(map[string]string{"sub": recipient.String()})
	if err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, db, func(tx pgx.Tx) error {
		batch := &pgx.Batch{}
		batch.Queue("SET LOCAL ROLE sambatan_web")
		batch.Queue("SELECT set_config('request.jwt.claims', $1, true)", string(claims))
		batch.Queue(query, append([]any{projections.UUID(recipient)}, more...)...)
		return tx.SendBatch(ctx, batch).Close()
	})
}
