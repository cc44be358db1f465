package relay

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"log/slog"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// FeedConfig configures a [Feed]. Source is required.
type FeedConfig struct {
	// Conn is shared with others and stays open. Zero: Postgres alone is polled.
	// With the relay's own one and [nats.NoEcho], what this process publishes need
	// not come back to it: see Published.
	Conn   *nats.Conn
	Source Source
	// Key is the relay's; messages with another seal are not believed. Without
	// one, whoever may publish below Prefix can forge the next event: then it is
	// NATS's permissions that must keep everyone but the relay from it.
	Key    []byte
	Prefix string        // zero: DefaultPrefix
	Poll   time.Duration // how long NATS may be silent before Postgres is asked; zero: 250 ms
	Logger *slog.Logger  // zero: silence
}

// FeedStats counts what a feed did, for metrics and tests.
type FeedStats struct {
	Received     uint64              // messages that are events of this log
	Repeated     uint64              // of these, known already
	Refused      uint64              // messages that were not believed
	Own          uint64              // events that this process recorded or published itself, taken from memory
	FromMemory   uint64              // events given to followers from memory
	FromPostgres uint64              // events given to followers from Postgres
	Followers    int                 // following now
	Head         eventstore.Position // the newest position known
}

// Feed is the [eventstore.Follower] of a process. All its followers share one
// subscription; a slow one holds up nobody, it reads on from Postgres. The feed
// works while it has followers and needs neither starting nor closing.
type Feed struct {
	hub *hub

	mu        sync.Mutex
	followers int
	stop      func() // ends the hub and waits for its end
}

var _ eventstore.Follower = (*Feed)(nil)

// NewFeed returns a feed; it panics without a Source.
func NewFeed(config FeedConfig) *Feed {
	if config.Source == nil {
		panic("relay: FeedConfig.Source is required")
	}
	config.Prefix = cmp.Or(config.Prefix, DefaultPrefix)
	config.Poll = cmp.Or(config.Poll, 250*time.Millisecond)
	if config.Logger == nil {
		config.Logger = slog.New(slog.DiscardHandler)
	}
	return &Feed{hub: newHub(config)}
}

// Stats tells what the feed has done so far. It may be called at any time.
func (f *Feed) Stats() FeedStats {
	f.hub.mu.Lock()
	defer f.hub.mu.Unlock()
	stats := f.hub.stats
	stats.Head = f.hub.head
	return stats
}

// Recorded tells the feed what this process itself has just recorded, so that it
// need not wait for NATS to bring it. The events must be committed.
func (f *Feed) Recorded(events []eventstore.Recorded) { f.hub.own(events) }

// Published tells the feed what the relay of this process is about to publish:
// it is the relay's Config.Published.
func (f *Feed) Published(events []eventstore.Recorded) { f.hub.published(events) }

// Follow implements eventstore.Follower. The events are shared by all followers
// of the process: treat them as read-only. An error comes from reading Postgres
// and ends the iteration; begin again behind the last event that was handled.
func (f *Feed) Follow(ctx context.Context, from eventstore.Position) iter.Seq2[[]eventstore.Recorded, error] {
	return func(yield func([]eventstore.Recorded, error) bool) {
		f.enter()
		defer f.leave()
		for next := max(from, 1); ctx.Err() == nil; {
			batch, err := f.next(ctx, next)
			switch {
			case ctx.Err() != nil:
				return
			case err != nil:
				yield(nil, err)
				return
			case len(batch) == 0:
				continue
			case !yield(batch, nil):
				return
			}
			next = batch[len(batch)-1].Position + 1
		}
	}
}

// next returns events from a position on: from memory if they are there, else
// from Postgres, else none, after having waited for news.
func (f *Feed) next(ctx context.Context, at eventstore.Position) ([]eventstore.Recorded, error) {
	events, stored, news := f.hub.look(at)
	if len(events) > 0 {
		return events, nil
	}
	if stored {
		return f.read(ctx, at)
	}
	select {
	case <-news:
	case <-ctx.Done():
	}
	return nil, nil
}

func (f *Feed) read(ctx context.Context, at eventstore.Position) ([]eventstore.Recorded, error) {
	events, err := f.hub.config.Source.ReadBatch(ctx, at, batchSize)
	if err != nil {
		return nil, fmt.Errorf("follow from position %d: %w", at, err)
	}
	for i := range events {
		if want := at + eventstore.Position(i); events[i].Position != want {
			return nil, fmt.Errorf("follow from position %d: Postgres gave position %d where %d should be", at, events[i].Position, want)
		}
	}
	if len(events) == 0 { // it was there a moment ago: the database was replaced by an older one
		return nil, fmt.Errorf("follow from position %d: Postgres no longer holds it", at)
	}
	f.hub.read(len(events))
	return events, nil
}

// enter starts the hub with the first follower.
func (f *Feed) enter() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count(+1)
	if f.followers > 1 {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { f.hub.run(ctx) })
	f.stop = func() {
		cancel()
		running.Wait()
	}
}

// leave stops the hub with the last one.
func (f *Feed) leave() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count(-1)
	if f.followers == 0 {
		f.stop()
	}
}

func (f *Feed) count(change int) {
	f.followers += change
	f.hub.mu.Lock()
	defer f.hub.mu.Unlock()
	f.hub.stats.Followers = f.followers
}
