package eventstore

import (
	"context"
	"iter"
)

// Follower follows the log for ever: the past from Postgres, the present as it is
// recorded here or published by the relay, every hole filled from Postgres again.
type Follower interface {
	// Follow yields batches of at most MaxBatchEvents events, in order, without
	// a gap and without a repetition, beginning with position from. It waits
	// when there is nothing new and ends when ctx is done, without an error.
	Follow(ctx context.Context, from Position) iter.Seq2[[]Recorded, error]
}
