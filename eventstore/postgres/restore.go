package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// beginRestore is beginLocked with the patience of an operator.
const beginRestore = `SELECT set_config('role', 'sambatan_append', true), set_config('lock_timeout', '30s', true), ` + takeLock

// Restore appends events that this log once held, exactly as they were: the tail
// that a restored, older database lacks. Their positions must follow the head,
// and their leaves must be right. All of them are restored, or none.
func (s *Store) Restore(ctx context.Context, events []eventstore.Recorded) error {
	if len(events) == 0 {
		return nil
	}
	for i := range events {
		if err := s.verifyLeaf(&events[i], events[0].Position+eventstore.Position(i)); err != nil {
			return fmt.Errorf("restore: %w", err)
		}
	}
	conn, err := s.dial(ctx)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	defer closeQuietly(conn) // on any failure nothing remains
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error { return s.restore(ctx, tx, events) })
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return nil
}

func (s *Store) restore(ctx context.Context, tx pgx.Tx, events []eventstore.Recorded) error {
	if _, err := tx.Exec(ctx, beginRestore, lockKey(s.id)); err != nil {
		return err
	}
	var head eventstore.Position
	if err := tx.QueryRow(ctx, selectHead).Scan((*int64)(&head)); err != nil {
		return err
	}
	if events[0].Position != head+1 {
		return fmt.Errorf("the log ends at position %d, but the events begin at %d", head, events[0].Position)
	}
	var arrays eventColumns
	for len(events) > 0 {
		batch := sameTime(events)
		if _, err := tx.Exec(ctx, insertEvents, arrays.of(head, batch)...); err != nil {
			return err
		}
		events, head = events[len(batch):], head+eventstore.Position(len(batch))
	}
	_, err := tx.Exec(ctx, notify)
	return err
}

// sameTime returns the events that were once recorded as one batch.
func sameTime(events []eventstore.Recorded) []eventstore.Recorded {
	n := 1
	for n < min(len(events), eventstore.MaxBatchEvents) && events[n].RecordedAt.Equal(events[0].RecordedAt) {
		n++
	}
	return events[:n]
}
