package relay

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// Relay publishes the log to JetStream.
type Relay struct {
	config Config
	wire   wire
	wake   chan struct{}
	stats  statsKeeper

	stuck time.Time // since when nothing is acknowledged; zero: all is well
}

// New returns a relay; it panics when the config lacks what is required.
func New(config Config) *Relay {
	config = config.mustValidate().withDefaults()
	return &Relay{config: config, wire: config.wire(), wake: make(chan struct{}, 1)}
}

// Stats tells where the relay stands. It may be called at any time.
func (r *Relay) Stats() Stats { return r.stats.get() }

// Run publishes until ctx is done, and then returns nil. It survives every
// outage of NATS and Postgres. It returns a *HaltError when the two do not tell
// the same history: an operator has to look before it is run again.
func (r *Relay) Run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	var listening sync.WaitGroup
	defer listening.Wait()
	defer stop()
	if r.config.Listen != nil {
		listening.Go(func() { r.listen(ctx) })
	}
	return r.config.Lease.Hold(ctx, r.lead)
}

// listen keeps the wake-up alive. While it is down the poll stands in.
func (r *Relay) listen(ctx context.Context) {
	for ctx.Err() == nil {
		if err := r.config.Listen(ctx, r.nudge); err != nil && ctx.Err() == nil {
			r.config.Logger.WarnContext(ctx, "the relay's wake-up failed; polling meanwhile", "error", err)
		}
		pause(ctx, time.Second)
	}
}

func (r *Relay) nudge() {
	select {
	case r.wake <- struct{}{}:
	default: // a wake-up is waiting already
	}
}

// lead publishes while the lease is held.
func (r *Relay) lead(ctx context.Context) error {
	r.stats.update(func(s *Stats) { s.Leading = true })
	defer r.stats.update(func(s *Stats) { s.Leading = false })
	js, err := jetstream.New(r.config.Conn,
		jetstream.WithPublishAsyncMaxPending(r.config.MaxPending),
		jetstream.WithPublishAsyncTimeout(r.config.AckTimeout))
	if err != nil {
		return fmt.Errorf("jetstream: %w", err)
	}
	defer js.CleanupPublisher()
	renewed := r.config.Conn.StatusChanged(nats.CONNECTED)
	defer r.config.Conn.RemoveStatusListener(renewed)
	const shortest, longest = 20 * time.Millisecond, 2 * time.Second
	for wait := shortest; ctx.Err() == nil; wait = min(2*wait, longest) {
		began := time.Now()
		err := r.serve(ctx, js, renewed)
		if halt, halted := errors.AsType[*HaltError](err); halted {
			r.stats.update(func(s *Stats) { s.Halted = halt.Reason })
			r.config.Logger.ErrorContext(ctx, "the relay halted", "reason", halt.Reason)
			return err
		}
		if ctx.Err() != nil {
			break
		}
		r.stats.update(func(s *Stats) { s.Failed++ })
		r.config.Logger.WarnContext(ctx, "the relay was interrupted and goes on", "error", err)
		if time.Since(began) > longest {
			wait = shortest
		}
		pause(ctx, wait)
	}
	return nil
}

// serve publishes from the stream's last message on, until something fails.
func (r *Relay) serve(ctx context.Context, js jetstream.JetStream, renewed <-chan nats.Status) error {
	for len(renewed) > 0 {
		<-renewed
	}
	at, err := r.resume(ctx, js)
	if err != nil {
		r.noteTrouble(err)
		return err
	}
	s := &session{Relay: r, at: at, audited: time.Now()}
	s.pipeline = pipeline{
		conn: r.config.Conn, js: js, stream: r.config.Stream, timeout: r.config.AckTimeout, renewed: renewed, onAck: r.acknowledged,
	}
	for {
		more, err := s.runOnce(ctx)
		if err != nil {
			r.noteTrouble(err)
			return err
		}
		if !more {
			r.rest(ctx)
		}
	}
}

// rest waits for a wake-up, at most until the next poll.
func (r *Relay) rest(ctx context.Context) {
	timer := time.NewTimer(r.config.Poll)
	defer timer.Stop()
	select {
	case <-r.wake:
	case <-timer.C:
	case <-ctx.Done():
	}
}

func (r *Relay) acknowledged(last eventstore.Position, count int) {
	r.progressed()
	r.stats.update(func(s *Stats) {
		s.Last = last
		s.Published += uint64(count) //nolint:gosec // never negative
	})
}

// noteTrouble starts the clock of Patience: the server is there, the stream is
// there, and still it takes nothing.
func (r *Relay) noteTrouble(err error) {
	if r.stuck.IsZero() && r.config.Conn.IsConnected() && storeFails(err) {
		r.stuck = time.Now().Add(-r.config.AckTimeout)
	}
}

func storeFails(err error) bool {
	if errors.Is(err, errAckTimeout) || errors.Is(err, jetstream.ErrAsyncPublishTimeout) {
		return true
	}
	answer, ok := errors.AsType[*jetstream.APIError](err)
	return ok && answer.Code >= 500 && answer.ErrorCode != jetstream.JSErrCodeStreamWrongLastSequence
}

func (r *Relay) progressed() { r.stuck = time.Time{} }

func (r *Relay) stuckFor() time.Duration {
	if r.stuck.IsZero() {
		return 0
	}
	return time.Since(r.stuck)
}

func pause(ctx context.Context, length time.Duration) {
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
