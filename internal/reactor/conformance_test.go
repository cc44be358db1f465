package reactor_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/pubsub/tests"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/lease"
	"github.com/sensasiwangi/sambatan/internal/reactor"
)

// features are what the subscriber claims. Not claimed: exactly-once delivery
// (effects are made idempotent instead) and contexts that cross the log.
var features = tests.Features{
	ConsumerGroups:  true,
	GuaranteedOrder: true,
	Persistent:      true,
}

func TestTheSubscriberPassesWatermillsConformanceSuite(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	grouped := func(t *testing.T, group string) (message.Publisher, message.Subscriber) {
		t.Helper()
		s := newSubscriber(w, group)
		t.Cleanup(func() { require.NoError(t, s.Close()) }) // the suite forgets some
		return &publisher{w: w}, s
	}
	shared := func(t *testing.T) (message.Publisher, message.Subscriber) {
		t.Helper()
		return grouped(t, "conformance")
	}
	tests.TestPubSub(t, features, shared, grouped)

	t.Run("a new group receives what came before it", func(t *testing.T) {
		t.Parallel()
		claims := features
		claims.NewSubscriberReceivesOldMessages = true
		alone := func(t *testing.T) (message.Publisher, message.Subscriber) {
			t.Helper()
			return grouped(t, watermill.NewUUID())
		}
		tests.TestNewSubscriberReceivesOldMessages(t, tests.TestContext{TestID: tests.NewTestID(), Features: claims}, alone)
	})
}

func newSubscriber(w *world, group string) *reactor.Subscriber {
	return reactor.NewSubscriber(reactor.SubscriberConfig{
		Group: group, Pool: w.pool, Follower: w.feed, Source: w.store,
		Marshal: unwrap,
		Pause:   time.Millisecond, LongestPause: time.Millisecond, // the suite sends one message back 300 times
		Lease: lease.Options{TTL: 2 * time.Second},
	})
}

// wrapped is a Watermill message as the data of an event.
type wrapped struct {
	UUID     string            `json:"uuid"`
	Payload  []byte            `json:"payload"`
	Metadata map[string]string `json:"metadata"`
}

func unwrap(r *eventstore.Recorded) (*message.Message, error) {
	var w wrapped
	if err := json.Unmarshal(r.Data, &w); err != nil {
		return nil, err
	}
	msg := message.NewMessage(w.UUID, w.Payload)
	msg.Metadata = w.Metadata
	return msg, nil
}

// publisher appends messages to the log: the topic is both the event's type and
// its stream.
type publisher struct {
	w      *world
	closed atomic.Bool
}

func (p *publisher) Publish(topic string, messages ...*message.Message) error {
	if p.closed.Load() {
		return errors.New("closed")
	}
	for _, msg := range messages {
		data, err := json.Marshal(wrapped{msg.UUID, msg.Payload, msg.Metadata})
		if err != nil {
			return err
		}
		if err := p.w.record(eventstore.StreamID("topic-"+topic), eventstore.NewEvent{Type: topic, Data: data}); err != nil {
			return fmt.Errorf("publish: %w", err)
		}
	}
	return nil
}

func (p *publisher) Close() error {
	p.closed.Store(true)
	return nil
}

func TestAClosedSubscriberTakesNoSubscription(t *testing.T) {
	t.Parallel()
	s := newSubscriber(newWorld(t), "closed")
	require.NoError(t, s.Close())
	_, err := s.Subscribe(t.Context(), "topic")
	require.ErrorIs(t, err, reactor.ErrClosed)
}
