package reactor

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/lease"
)

// Source reads events again that had been parked.
type Source interface {
	ReadBatch(ctx context.Context, from eventstore.Position, limit int) ([]eventstore.Recorded, error)
}

// SubscriberConfig configures a [Subscriber]. Pool, Follower and Source are
// required.
type SubscriberConfig struct {
	// Group of subscribers that share one cursor per topic; only one of them is
	// served at a time, the others wait for it to end. Zero: the topic's own.
	Group    string
	Pool     *pgxpool.Pool // of the cursors
	Follower eventstore.Follower
	Source   Source
	// Select tells which events belong to a topic. Zero: those of the type that
	// is the topic's name.
	Select func(topic string, r *eventstore.Recorded) bool
	// Lane names an event's lane: messages of one lane come one at a time and in
	// the order of the log, those of several lanes at once. body is the event's, if
	// it had to be decoded for that, or what it leads to. At an event whose lane can't be told the
	// subscription stops until it is released. Zero: a lane for each stream.
	Lane func(topic string, r *eventstore.Recorded) (lane string, body any, err error)
	// Marshal makes the message of an event. Zero: Marshal of this package.
	Marshal func(*eventstore.Recorded) (*message.Message, error)

	Parallel     int           // lanes that are served at once; zero: 8
	Backlog      int           // events taken in beyond the cursor; zero: 4,000
	Save         time.Duration // how often the cursor is saved; zero: 200 ms
	Pause        time.Duration // before an event that failed is sent again, doubled each time; zero: 50 ms
	LongestPause time.Duration // zero: 5 s
	Lease        lease.Options
	Logger       *slog.Logger // zero: silence
}

func (c SubscriberConfig) withDefaults() SubscriberConfig {
	if c.Pool == nil || c.Follower == nil || c.Source == nil {
		panic("reactor: SubscriberConfig.Pool, Follower and Source are required")
	}
	if c.Select == nil {
		c.Select = func(topic string, r *eventstore.Recorded) bool { return r.Type == topic }
	}
	if c.Lane == nil {
		c.Lane = func(_ string, r *eventstore.Recorded) (string, any, error) { return string(r.StreamID), nil, nil }
	}
	if c.Marshal == nil {
		c.Marshal = Marshal
	}
	c.Parallel = cmp.Or(c.Parallel, 8)
	c.Backlog = cmp.Or(c.Backlog, 4000)
	c.Save = cmp.Or(c.Save, 200*time.Millisecond)
	c.Pause = cmp.Or(c.Pause, 50*time.Millisecond)
	c.LongestPause = max(cmp.Or(c.LongestPause, 5*time.Second), c.Pause)
	c.Logger = cmp.Or(c.Logger, slog.New(slog.DiscardHandler))
	return c
}

// Subscriber is a Watermill subscriber on the log. Messages of one lane come one
// at a time and in order: the next one after the Ack of the one before, the same
// one again after a Nack. Several lanes are served at once.
type Subscriber struct {
	config SubscriberConfig
	ctx    context.Context //nolint:containedctx // of all subscriptions, until Close
	close  context.CancelFunc

	mu      sync.Mutex // of closed and running.Go
	closed  bool
	running sync.WaitGroup
}

var _ message.Subscriber = (*Subscriber)(nil)

// ErrClosed means that the subscriber has been closed.
var ErrClosed = errors.New("the subscriber is closed")

// NewSubscriber returns a subscriber; it panics when the config lacks what is
// required.
func NewSubscriber(config SubscriberConfig) *Subscriber {
	ctx, cancel := context.WithCancel(context.Background())
	return &Subscriber{config: config.withDefaults(), ctx: ctx, close: cancel}
}

// Subscribe implements message.Subscriber. The channel is closed when ctx is
// done or the subscriber is closed. Failures of Postgres are waited out.
func (s *Subscriber) Subscribe(ctx context.Context, topic string) (<-chan *message.Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, ErrClosed
	}
	ctx, cancel := context.WithCancel(ctx)
	unlink := context.AfterFunc(s.ctx, cancel)
	out := make(chan *message.Message)
	s.running.Go(func() {
		defer cancel()
		defer unlink()
		defer close(out)
		s.serve(ctx, topic, out)
	})
	return out, nil
}

// Close implements message.Subscriber: it ends all subscriptions and saves their
// cursors.
func (s *Subscriber) Close() error {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.close()
	s.running.Wait()
	return nil
}

// leasePrefix and a cursor's name are the name of its lease.
const leasePrefix = "reactor:"

// serve holds the lease of a cursor and hands out its events, until ctx is done.
func (s *Subscriber) serve(ctx context.Context, topic string, out chan<- *message.Message) {
	name := topic
	if s.config.Group != "" {
		name = s.config.Group + "/" + topic
	}
	claim := lease.New(s.config.Pool, leasePrefix+name, s.config.Lease)
	for ctx.Err() == nil {
		err := claim.Hold(ctx, func(ctx context.Context) error {
			return newDispatcher(s.config, name, topic, out).run(ctx)
		})
		if err != nil && ctx.Err() == nil {
			s.config.Logger.WarnContext(ctx, "a reactor was interrupted and goes on", "reactor", name, "error", err)
			rest(ctx, time.Second)
		}
	}
}

func rest(ctx context.Context, length time.Duration) {
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
