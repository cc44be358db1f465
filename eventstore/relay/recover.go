package relay

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// Store is a log whose lost tail can be put back.
type Store interface {
	Source
	// Restore appends events as they are, the first one behind the head, all or
	// none, after verifying their leaf hashes.
	Restore(ctx context.Context, events []eventstore.Recorded) error
}

// RecoverConfig says what to recover from what. Store and JetStream are required.
type RecoverConfig struct {
	Store     Store
	JetStream jetstream.JetStream
	Key       []byte       // the relay's
	Stream    string       // zero: DefaultStream
	Logger    *slog.Logger // zero: silence
}

// Recover brings back what Postgres lost when it was restored to an older
// state: it re-appends, in order, the events that JetStream holds beyond
// Postgres's head, and returns how many. Nothing may write to the log meanwhile.
//
// Everything is verified before anything is written: that the stream belongs to
// this log, that both tell the same history up to the head, and every event of
// the tail. On any difference nothing is written and the error says what it is.
func Recover(ctx context.Context, config RecoverConfig) (restored int, err error) {
	config.Stream = cmp.Or(config.Stream, DefaultStream)
	if config.Logger == nil {
		config.Logger = slog.New(slog.DiscardHandler)
	}
	r := recovery{RecoverConfig: config, wire: newWire(config.Store.ID(), config.Key, "")}
	if err := r.open(ctx); err != nil {
		return 0, fmt.Errorf("recover the log: %w", err)
	}
	for _, err := range r.tail(ctx) { // look at all of it first
		if err != nil {
			return 0, fmt.Errorf("recover the log, nothing was written: %w", err)
		}
	}
	for batch, err := range r.tail(ctx) {
		if err == nil {
			err = config.Store.Restore(ctx, batch)
		}
		if err != nil {
			return restored, fmt.Errorf("recover the log, after %d events: %w", restored, err)
		}
		restored += len(batch)
		config.Logger.InfoContext(ctx, "events were restored from JetStream", "up_to", batch[len(batch)-1].Position, "of", r.last)
	}
	return restored, nil
}

type recovery struct {
	RecoverConfig
	wire   wire
	stream jetstream.Stream
	head   eventstore.Position // of Postgres, before
	last   eventstore.Position // of JetStream
}

func (r *recovery) open(ctx context.Context) (err error) {
	if r.stream, err = r.JetStream.Stream(ctx, r.Stream); err != nil {
		return fmt.Errorf("open the stream %s: %w", r.Stream, err)
	}
	if r.head, err = r.Store.Head(ctx); err != nil {
		return err
	}
	info := r.stream.CachedInfo()
	if have, want := info.Config.Metadata[metadataLog], logName(r.Store.ID()); have != want {
		return fmt.Errorf("the stream %s belongs to the log %q, the database holds the log %q", r.Stream, have, want)
	}
	r.last = eventstore.Position(info.State.LastSeq)  //nolint:gosec // sequences are positions
	first := eventstore.Position(info.State.FirstSeq) //nolint:gosec // sequences are positions
	if r.last > r.head && (info.State.Msgs == 0 || first > r.head+1) {
		return fmt.Errorf("JetStream begins at position %d, Postgres ends at %d: what lies between is in neither", first, r.head)
	}
	return r.checkJoint(ctx, first)
}

// checkJoint makes sure that the newest event that both hold is the same one.
func (r *recovery) checkJoint(ctx context.Context, first eventstore.Position) error {
	joint := min(r.head, r.last)
	if joint < max(first, 1) {
		return nil // they have none in common
	}
	there, err := r.read(ctx, joint)
	if err != nil {
		return err
	}
	here, err := r.Store.ReadBatch(ctx, joint, 1)
	if err != nil {
		return err
	}
	if len(here) != 1 || markOf(&here[0]) != markOf(&there) {
		return fmt.Errorf("position %d holds another event in JetStream than in Postgres: the database went on after it was restored", joint)
	}
	return nil
}

// tail yields what Postgres lacks, verified, in batches.
func (r *recovery) tail(ctx context.Context) iter.Seq2[[]eventstore.Recorded, error] {
	return func(yield func([]eventstore.Recorded, error) bool) {
		var batch []eventstore.Recorded
		for position := r.head + 1; position <= r.last; position++ {
			event, err := r.read(ctx, position)
			if err != nil {
				yield(nil, err)
				return
			}
			batch = append(batch, event)
			if len(batch) < batchSize && position < r.last {
				continue
			}
			if !yield(batch, nil) {
				return
			}
			batch = nil
		}
	}
}

// read returns the event that JetStream holds at a position.
func (r *recovery) read(ctx context.Context, position eventstore.Position) (event eventstore.Recorded, err error) {
	msg, err := r.stream.GetMsg(ctx, uint64(position)) //nolint:gosec // positions begin at 1
	if err != nil {
		return event, fmt.Errorf("read position %d from JetStream: %w", position, err)
	}
	event, err = r.wire.decode(msg.Data, msg.Header)
	if err == nil && event.Position != position {
		err = errors.New("it is an event of another position")
	}
	if err != nil {
		return event, fmt.Errorf("JetStream's message at position %d can't be used: %w", position, err)
	}
	return event, nil
}
