package app

import (
	"encoding/json"
	"log/slog"
	"sync"

	"github.com/nats-io/nats.go"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/projections"
)

// liveSubject carries, over core NATS, that a read model has moved. A lost
// message costs a moment only: waiting pages poll behind it.
const liveSubject = "live.projection"

// moved is the message on liveSubject.
type moved struct {
	Name     string              `json:"name"`
	Position eventstore.Position `json:"position"`
	Topics   []string            `json:"topics"`
}

// announcer publishes commits of this process's projections.
func announcer(conn *nats.Conn, logger *slog.Logger) func(projections.Commit) {
	return func(commit projections.Commit) {
		body, err := json.Marshal(moved{commit.Name, commit.Position, commit.Topics})
		if err == nil {
			err = conn.Publish(liveSubject, body)
		}
		if err != nil {
			logger.Warn("pages are told late that a read model has moved", "projection", commit.Name, "error", err)
		}
	}
}

// topics wakes the streams of this process that watch something. It implements
// ui.Topics.
type topics struct {
	mu       sync.Mutex
	watchers map[string]map[chan struct{}]struct{}
}

func newTopics() *topics {
	return &topics{watchers: map[string]map[chan struct{}]struct{}{}}
}

// Subscribe implements ui.Topics.
func (t *topics) Subscribe(topic string) (<-chan struct{}, func()) {
	changed := make(chan struct{}, 1)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.watchers[topic] == nil {
		t.watchers[topic] = map[chan struct{}]struct{}{}
	}
	t.watchers[topic][changed] = struct{}{}
	return changed, func() { t.unsubscribe(topic, changed) }
}

func (t *topics) unsubscribe(topic string, changed chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.watchers[topic], changed)
	if len(t.watchers[topic]) == 0 {
		delete(t.watchers, topic)
	}
}

// wake tells all who watch a topic; who was told already needs no second time.
func (t *topics) wake(topic string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for changed := range t.watchers[topic] {
		select {
		case changed <- struct{}{}:
		default:
		}
	}
}

// Watching counts the open streams.
func (t *topics) Watching() (streams int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, watchers := range t.watchers {
		streams += len(watchers)
	}
	return streams
}

// listen hears what any process's projections announce.
func (t *topics) listen(conn *nats.Conn, progress *projections.Progress) (*nats.Subscription, error) {
	return conn.Subscribe(liveSubject, func(message *nats.Msg) {
		var m moved
		if json.Unmarshal(message.Data, &m) != nil {
			return // not ours: the poll behind finds what is true
		}
		progress.Observe(m.Name, m.Position)
		for _, topic := range m.Topics {
			t.wake(topic)
		}
	})
}
