package postgres

import (
	"context"
	"fmt"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// LeafError names an event that is not what was recorded.
type LeafError struct {
	Position eventstore.Position
	Reason   string
}

func (e *LeafError) Error() string {
	return fmt.Sprintf("position %d: %s", e.Position, e.Reason)
}

// VerifyLeaves computes every leaf from a position on anew and compares it with
// the stored one. It tells progress after each batch (nil: nobody) and returns
// how many events it read. The first difference is a *LeafError.
func (s *Store) VerifyLeaves(ctx context.Context, from eventstore.Position, progress func(eventstore.Position)) (verified int, err error) {
	next := max(from, 1)
	for {
		batch, err := s.readEvents(ctx, eventstore.MaxBatchEvents, selectAll, int64(next), eventstore.MaxBatchEvents)
		if err != nil || len(batch) == 0 {
			return verified, err
		}
		for i := range batch {
			if err := s.verifyLeaf(&batch[i], next); err != nil {
				return verified, err
			}
			next++
			verified++
		}
		if progress != nil {
			progress(next - 1)
		}
	}
}

func (s *Store) verifyLeaf(recorded *eventstore.Recorded, expected eventstore.Position) error {
	if recorded.Position != expected {
		return &LeafError{expected, fmt.Sprintf("missing; position %d follows", recorded.Position)}
	}
	if eventstore.HashLeaf(s.id, recorded) != recorded.LeafHash {
		return &LeafError{expected, "the event does not match its leaf hash"}
	}
	return nil
}
