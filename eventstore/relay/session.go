package relay

import (
	"context"
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// session is the time between two resumptions.
type session struct {
	*Relay
	pipeline pipeline
	at       mark // the last event that was handed to JetStream
	audited  time.Time
}

// runOnce publishes one batch and tells whether there may be more.
func (s *session) runOnce(ctx context.Context) (more bool, err error) {
	rows, err := s.read(ctx)
	if err != nil {
		return false, err
	}
	if len(rows) == 0 {
		return false, s.idle(ctx)
	}
	s.config.Published(rows)
	for i := range rows {
		if err := s.publish(&rows[i], i == len(rows)-1); err != nil {
			return false, err
		}
	}
	full := len(rows) >= batchSize-1
	if full { // go on reading while these fly
		return true, s.pipeline.settle(ctx, s.config.MaxPending/2)
	}
	return true, s.pipeline.settle(ctx, 0)
}

// read returns the events behind the last one published. That one is read
// again, to notice a database that was restored while the relay ran.
func (s *session) read(ctx context.Context) ([]eventstore.Recorded, error) {
	rows, err := s.config.Source.ReadBatch(ctx, max(s.at.position, 1), batchSize)
	if err != nil {
		return nil, fmt.Errorf("read from position %d: %w", s.at.position, err)
	}
	if s.at.position > 0 {
		if len(rows) == 0 || markOf(&rows[0]) != s.at {
			return nil, fmt.Errorf("position %d is no longer what was published", s.at.position)
		}
		rows = rows[1:]
	}
	for i := range rows {
		if want := s.at.position + 1 + eventstore.Position(i); rows[i].Position != want {
			return nil, haltf("Postgres gave position %d where %d should be: the log has a hole", rows[i].Position, want)
		}
	}
	if n := len(rows); n > 0 {
		s.stats.update(func(st *Stats) { st.Head = max(st.Head, rows[n-1].Position) })
	}
	return rows, nil
}

func (s *session) publish(r *eventstore.Recorded, last bool) error {
	msg, err := s.wire.encode(r)
	if err != nil {
		return err
	}
	if err := s.pipeline.publish(r.Position, msg, last); err != nil {
		return err
	}
	s.at = markOf(r)
	return nil
}

// idle waits for what is in flight and, now and then, looks whether the stream
// still ends where this relay left it.
func (s *session) idle(ctx context.Context) error {
	if err := s.pipeline.settle(ctx, 0); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if time.Since(s.audited) < s.config.Audit {
		return nil
	}
	s.audited = time.Now()
	return s.audit(ctx)
}

func (s *session) audit(ctx context.Context) error {
	stream, err := s.pipeline.js.Stream(ctx, s.config.Stream)
	if err != nil {
		return fmt.Errorf("look at the stream %s: %w", s.config.Stream, err)
	}
	info := stream.CachedInfo()
	if last := eventstore.Position(info.State.LastSeq); last != s.at.position { //nolint:gosec // sequences are positions
		return fmt.Errorf("the stream %s ends at %d instead of %d", s.config.Stream, last, s.at.position)
	}
	return nil
}
