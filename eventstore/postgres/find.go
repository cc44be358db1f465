package postgres

import (
	"context"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// Find returns the events that a condition in SQL picks, in the order of the log. The condition is part of the program, never
// of a request: what it compares with goes into arguments. It has to have an index, for the log is long.
func (s *Store) Find(ctx context.Context, condition string, arguments ...any) ([]eventstore.Recorded, error) {
	return s.readEvents(ctx, 4, `SELECT `+columns+` FROM events WHERE `+condition+` ORDER BY position`, arguments...)
}
