package eventstore

import (
	"context"
	"iter"
)

// Log is one append-only, totally ordered log of events.
//
// Every implementation passes storetest.Run.
type Log interface {
	Reader

	// Execute decides a command under the log's lock and records what it makes
	// happen. It is idempotent by Meta.CommandID: the same request again
	// returns the first result with Repeated set; another request under the
	// same id returns ErrCommandReused. A refusal is the decider's own error
	// and records nothing. A *BusyError may be retried with the same id.
	Execute(ctx context.Context, command Command) (Result, error)

	// Append records events without a decider, if the stream is at the expected
	// version (0: it has no event yet); otherwise a *VersionError.
	Append(ctx context.Context, stream StreamID, expected Version, events []NewEvent, meta Meta) (Result, error)
}

// Reader reads the log. Iterators stop at the first error, which they yield.
type Reader interface {
	// ID tells this log from every other one.
	ID() UUID
	// Head is the position of the last event, 0 when there is none.
	Head(ctx context.Context) (Position, error)
	// Stream yields a stream's events from a version on (1: from its first).
	Stream(ctx context.Context, stream StreamID, from Version) iter.Seq2[Recorded, error]
	// All yields every event from a position on, in order, up to the head as it
	// is when the reading reaches it.
	All(ctx context.Context, from Position) iter.Seq2[Recorded, error]
}

// Result tells what a command made happen.
type Result struct {
	// Position of the last event recorded for the command; 0 when it recorded none.
	Position Position
	// Version of the stream afterwards.
	Version Version
	// Events recorded for the command, in order.
	Events []Recorded
	// Repeated is set when the command had been executed before.
	Repeated bool
}

// Load folds a stream into its state, as of now, without the log's lock: good
// for showing, never for deciding.
func Load[S, C, E any](ctx context.Context, log Reader, aggregate *Aggregate[S, C, E], identity string) (S, Version, error) {
	state, version := aggregate.decider.Initial(), Version(0)
	for recorded, err := range log.Stream(ctx, aggregate.Stream(identity), 1) {
		if err != nil {
			return state, version, err
		}
		event, err := aggregate.codec.Decode(recorded)
		if err != nil {
			return state, version, err
		}
		state, version = aggregate.decider.Evolve(state, event), recorded.Version
	}
	return state, version, nil
}
