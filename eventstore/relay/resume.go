package relay

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// mark is a position together with the event that stands there. Comparing it
// with what Postgres holds at that position later shows a replaced history.
type mark struct {
	position eventstore.Position // 0: before the first event
	event    eventstore.UUID
	leaf     [32]byte
}

func markOf(r *eventstore.Recorded) mark {
	return mark{position: r.Position, event: r.EventID, leaf: r.LeafHash}
}

// resume returns where to go on: the stream's last message, after making sure
// that it is the event that Postgres holds at that position.
func (r *Relay) resume(ctx context.Context, js jetstream.JetStream) (mark, error) {
	info, stream, err := r.openStream(ctx, js)
	if err != nil {
		return mark{}, err
	}
	at, err := r.verify(ctx, info, stream)
	if err != nil {
		return mark{}, err
	}
	if r.stuckFor() >= r.config.Patience {
		return r.giveUp(ctx, js)
	}
	if err := r.adjustLimits(ctx, js, info.Config); err != nil {
		return mark{}, err
	}
	r.stats.update(func(s *Stats) {
		s.Resumed++
		s.Last = at.position
		s.Head = max(s.Head, at.position)
	})
	return at, nil
}

// verify compares the end of the stream with Postgres.
func (r *Relay) verify(ctx context.Context, info *jetstream.StreamInfo, stream jetstream.Stream) (mark, error) {
	if have, want := info.Config.Metadata[metadataLog], logName(r.config.Source.ID()); have != want {
		return mark{}, haltf("the stream %s belongs to the log %q, this is the log %q; "+
			"use the other database, or delete the stream", r.config.Stream, have, want)
	}
	last := info.State.LastSeq
	msg, err := stream.GetMsg(ctx, last)
	if errors.Is(err, jetstream.ErrMsgNotFound) || last == 0 {
		return r.markAt(ctx, eventstore.Position(last)) //nolint:gosec // sequences are positions
	}
	if err != nil {
		return mark{}, fmt.Errorf("read sequence %d of the stream %s: %w", last, r.config.Stream, err)
	}
	return r.compare(ctx, msg)
}

// compare halts unless the message is the event that Postgres holds at the
// position of the message's sequence.
func (r *Relay) compare(ctx context.Context, msg *jetstream.RawStreamMsg) (mark, error) {
	there, err := r.wire.decode(msg.Data, msg.Header)
	if err == nil && uint64(there.Position) != msg.Sequence { //nolint:gosec // a forged one differs either way
		err = fmt.Errorf("it is the event of position %d", there.Position)
	}
	if err != nil {
		return mark{}, haltf("a stray message (subject %s) stands at sequence %d of the stream %s: %v; "+
			"see who may write there, then delete the stream: it will be filled anew",
			msg.Subject, msg.Sequence, r.config.Stream, err)
	}
	here, err := r.markAt(ctx, there.Position)
	if err != nil {
		return mark{}, err
	}
	if here != markOf(&there) {
		return mark{}, haltf("position %d holds the event %x in Postgres and %x in JetStream: "+
			"the database was restored to an older state and then went on; the two histories can't be joined",
			there.Position, here.event, there.EventID)
	}
	return here, nil
}

// markAt reads what Postgres holds at a position. A log that ends before it has
// been restored to an older state.
func (r *Relay) markAt(ctx context.Context, position eventstore.Position) (mark, error) {
	if position == 0 {
		return mark{}, nil
	}
	rows, err := r.config.Source.ReadBatch(ctx, position, 1)
	if err != nil {
		return mark{}, fmt.Errorf("read position %d: %w", position, err)
	}
	if len(rows) == 1 {
		return markOf(&rows[0]), nil
	}
	head, err := r.config.Source.Head(ctx)
	if err != nil {
		return mark{}, fmt.Errorf("head of the log: %w", err)
	}
	return mark{}, haltf("JetStream holds events up to position %d, Postgres only up to %d: "+
		"the database was restored to an older state; stop all writers and run `sambatan log recover` to bring the tail back",
		position, head)
}

// giveUp replaces a stream that is there but acknowledges nothing.
func (r *Relay) giveUp(ctx context.Context, js jetstream.JetStream) (mark, error) {
	r.config.Logger.ErrorContext(ctx, "the JetStream stream acknowledges nothing: it is deleted and filled anew",
		"stream", r.config.Stream, "for", r.stuckFor())
	if err := js.DeleteStream(ctx, r.config.Stream); err != nil {
		return mark{}, fmt.Errorf("delete the stream %s: %w", r.config.Stream, err)
	}
	r.progressed()
	info, stream, err := r.openStream(ctx, js)
	if err != nil {
		return mark{}, err
	}
	return r.verify(ctx, info, stream)
}
