package relay

import (
	"context"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// Source is the log as the relay and the feed read it. Positions are gapless
// and in commit order: a position that was read once never changes.
type Source interface {
	// ID tells this log from every other one.
	ID() eventstore.UUID
	// Head is the position of the last event, 0 when there is none.
	Head(ctx context.Context) (eventstore.Position, error)
	// ReadBatch returns at most limit events, in order, the first one at from.
	// It returns none when the log ends before from.
	ReadBatch(ctx context.Context, from eventstore.Position, limit int) ([]eventstore.Recorded, error)
}

// Lease keeps a job to one process at a time. internal/lease implements it.
type Lease interface {
	// Hold waits for the lease and runs work. The context of work ends when the
	// lease is lost; Hold then waits for it anew. It returns the error of work,
	// nil when ctx is done.
	Hold(ctx context.Context, work func(ctx context.Context) error) error
}

// noLease is for programs that run one relay anyway.
type noLease struct{}

func (noLease) Hold(ctx context.Context, work func(context.Context) error) error { return work(ctx) }
