package reactor_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/lease"
	"github.com/sensasiwangi/sambatan/internal/reactor"
)

// tick is what happens on the streams that the tests' reactors follow.
type tick struct {
	N   int    `json:"n"`
	Who string `json:"who,omitempty"` // whom it is about, where a stream is about many
}

const tickType = "test.ticked.v1"

func ticked(n int) eventstore.NewEvent {
	return eventstore.NewEvent{Type: tickType, Data: fmt.Appendf(nil, `{"n":%d}`, n)}
}

// tickedFor is about one of those that share a stream.
func tickedFor(who string, n int) eventstore.NewEvent {
	return eventstore.NewEvent{Type: tickType, Data: fmt.Appendf(nil, `{"n":%d,"who":%q}`, n, who)}
}

func whom(body any, _ eventstore.Recorded) string { return body.(tick).Who }

func decode(r eventstore.Recorded) (any, error) {
	if r.Type != tickType {
		return nil, eventstore.ErrUnknownType
	}
	var t tick
	err := json.Unmarshal(r.Data, &t)
	return t, err
}

func config(t testing.TB, w *world) reactor.Config {
	t.Helper()
	return reactor.Config{
		Pool: w.pool, Follower: w.feed, Source: w.store, Decode: decode, Logger: logger(t),
		Retries: 2, FirstPause: time.Millisecond,
		Subscriber: reactor.SubscriberConfig{
			Save: 20 * time.Millisecond, Pause: time.Millisecond, LongestPause: 20 * time.Millisecond,
			Lease: lease.Options{TTL: time.Second},
		},
	}
}

// isTick keeps a reactor from reacting to what it records itself.
func isTick(eventType string) bool { return eventType == tickType }

// seen collects what a handler was given, per stream, or per key where there is
// one.
type seen struct {
	mu      sync.Mutex
	streams map[eventstore.StreamID][]int
	failing map[int]error // by the tick's number
	panics  bool
}

func newSeen() *seen {
	return &seen{streams: map[eventstore.StreamID][]int{}, failing: map[int]error{}}
}

// about is what a tick is about: the stream, if it does not say.
func about(t tick, r eventstore.Recorded) eventstore.StreamID {
	return cmp.Or(eventstore.StreamID(t.Who), r.StreamID)
}

func (s *seen) handle(_ context.Context, body any, r eventstore.Recorded) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := body.(tick).N
	of := about(body.(tick), r)
	if err := s.failing[n]; err != nil {
		if s.panics {
			panic(err)
		}
		return err
	}
	s.streams[of] = append(s.streams[of], n)
	return nil
}

func (s *seen) fail(n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failing[n] = err
}

func (s *seen) of(stream eventstore.StreamID) []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]int{}, s.streams[stream]...)
}

func (s *seen) await(t testing.TB, stream eventstore.StreamID, want ...int) {
	t.Helper()
	require.Eventually(t, func() bool { return len(s.of(stream)) >= len(want) }, 20*time.Second, time.Millisecond,
		"%s: want %v", stream, want)
	require.Equal(t, want, s.of(stream))
}

func (w *world) awaitStatus(t testing.TB, name string, ok func(reactor.Status) bool) reactor.Status {
	t.Helper()
	var found reactor.Status
	require.Eventually(t, func() bool {
		all, err := reactor.List(t.Context(), w.pool)
		require.NoError(t, err)
		for _, status := range all {
			if status.Name == name && ok(status) {
				found = status
				return true
			}
		}
		return false
	}, 20*time.Second, 5*time.Millisecond)
	return found
}

func (w *world) awaitCursor(t testing.TB, name string) {
	t.Helper()
	head, err := w.store.Head(t.Context())
	require.NoError(t, err)
	w.awaitStatus(t, name, func(s reactor.Status) bool { return s.Position == head })
}

func TestEventsOfAStreamComeInOrderAndTheCursorFollows(t *testing.T) {
	t.Parallel()
	w, s := newWorld(t), newSeen()
	require.NoError(t, w.record("a-1", ticked(1), ticked(2)))
	registry := prometheus.NewRegistry()
	c := config(t, w)
	c.Registerer = registry
	background(t, reactor.New(c, reactor.Reactor{Name: "all", Handle: s.handle}).Run)
	require.NoError(t, w.record("a-2", ticked(1)))
	require.NoError(t, w.record("a-1", ticked(3)))
	s.await(t, "a-1", 1, 2, 3)
	s.await(t, "a-2", 1)
	w.awaitCursor(t, "all")
	families, err := registry.Gather()
	require.NoError(t, err)
	var names []string
	for _, family := range families {
		names = append(names, family.GetName())
	}
	require.Contains(t, names, "sambatan_reactor_handler_execution_time_seconds")
	from, err := reactor.NeedFrom(t.Context(), w.pool)
	require.NoError(t, err)
	require.EqualValues(t, 5, from)
}

func TestARestartedReactorGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	w, s := newWorld(t), newSeen()
	for round := range 3 {
		stop := background(t, reactor.New(config(t, w), reactor.Reactor{Name: "all", Handle: s.handle}).Run)
		require.NoError(t, w.record("a-1", ticked(round)))
		require.Eventually(t, func() bool { return len(s.of("a-1")) == round+1 }, 20*time.Second, time.Millisecond)
		stop() // saves the cursor
	}
	require.Equal(t, []int{0, 1, 2}, s.of("a-1"))
}

func TestAnEventThatCanNotBeHandledParksItsStreamOnly(t *testing.T) {
	t.Parallel()
	for name, panics := range map[string]bool{"an error": false, "a panic": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, s := newWorld(t), newSeen()
			s.panics = panics
			s.fail(2, errors.New("the handler is broken"))
			background(t, reactor.New(config(t, w), reactor.Reactor{Name: "all", Handle: s.handle}).Run)
			require.NoError(t, w.record("bad-1", ticked(1), ticked(2), ticked(3)))
			require.NoError(t, w.record("good-1", ticked(1)))
			require.NoError(t, w.record("bad-1", ticked(4)))
			s.await(t, "good-1", 1)
			status := w.awaitStatus(t, "all", func(s reactor.Status) bool { return s.ParkedEvents == 3 && s.Position == 5 })
			require.Equal(t, 1, status.ParkedLanes)
			require.Nil(t, status.StoppedAt)
			parked, err := reactor.ListParked(t.Context(), w.pool)
			require.NoError(t, err)
			require.Contains(t, parked[0].Reason, "the handler is broken")
			require.Empty(t, parked[1].Reason)

			s.fail(2, nil)
			require.NoError(t, reactor.Release(t.Context(), w.pool, "all", "bad-1"))
			s.await(t, "bad-1", 1, 2, 3, 4)
			w.awaitStatus(t, "all", func(s reactor.Status) bool { return s.ParkedEvents == 0 })
			require.NoError(t, w.record("bad-1", ticked(5)))
			s.await(t, "bad-1", 1, 2, 3, 4, 5)
		})
	}
}

func TestAReleaseThatFailsParksAgainAndOutlivesARestart(t *testing.T) {
	t.Parallel()
	w, s := newWorld(t), newSeen()
	s.fail(1, errors.New("broken"))
	stop := background(t, reactor.New(config(t, w), reactor.Reactor{Name: "all", Handle: s.handle}).Run)
	require.NoError(t, w.record("bad-1", ticked(1), ticked(2)))
	w.awaitStatus(t, "all", func(s reactor.Status) bool { return s.ParkedEvents == 2 })
	require.NoError(t, reactor.Release(t.Context(), w.pool, "all", "bad-1"))
	require.Eventually(t, func() bool {
		parked, err := reactor.ListParked(t.Context(), w.pool)
		require.NoError(t, err)
		return parked[0].Attempts == 2 && parked[0].ReleasedAt == nil
	}, 20*time.Second, 5*time.Millisecond)

	stop()
	background(t, reactor.New(config(t, w), reactor.Reactor{Name: "all", Handle: s.handle}).Run)
	require.NoError(t, w.record("bad-1", ticked(3)))
	w.awaitStatus(t, "all", func(s reactor.Status) bool { return s.ParkedEvents == 3 })
	s.fail(1, nil)
	require.NoError(t, reactor.Release(t.Context(), w.pool, "all", "bad-1"))
	s.await(t, "bad-1", 1, 2, 3)
	require.ErrorIs(t, reactor.Release(t.Context(), w.pool, "all", "good-1"), reactor.ErrNothingToRelease)
}

func TestAReactorOfMoneyStopsUntilItIsReleased(t *testing.T) {
	t.Parallel()
	w, money, other := newWorld(t), newSeen(), newSeen()
	money.fail(2, errors.New("the handler is broken"))
	background(t, reactor.New(config(t, w),
		reactor.Reactor{Name: "money", Money: true, Handle: money.handle},
		reactor.Reactor{Name: "other", Handle: other.handle}).Run)
	require.NoError(t, w.record("bad-1", ticked(1), ticked(2), ticked(3)))
	status := w.awaitStatus(t, "money", func(s reactor.Status) bool { return s.StoppedAt != nil })
	require.Contains(t, status.StoppedReason, "the handler is broken")
	require.Contains(t, status.StoppedReason, "bad-1 version 2")
	require.NoError(t, w.record("good-1", ticked(1)))
	other.await(t, "good-1", 1)
	w.awaitCursor(t, "other")
	require.Empty(t, money.of("good-1"), "it went on")
	w.awaitStatus(t, "money", func(s reactor.Status) bool { return s.Position == 1 && s.ParkedEvents == 0 })

	money.fail(2, nil)
	require.NoError(t, reactor.Release(t.Context(), w.pool, "money", ""))
	money.await(t, "bad-1", 1, 2, 3)
	money.await(t, "good-1", 1)
	require.ErrorIs(t, reactor.Release(t.Context(), w.pool, "money", ""), reactor.ErrNothingToRelease)
}

func TestABusyLogIsWaitedOut(t *testing.T) {
	t.Parallel()
	w, s := newWorld(t), newSeen()
	busy := &eventstore.BusyError{RetryAfter: time.Millisecond, Reason: "a test"}
	s.fail(1, fmt.Errorf("wrapped: %w", busy))
	background(t, reactor.New(config(t, w), reactor.Reactor{Name: "money", Money: true, Handle: s.handle}).Run)
	require.NoError(t, w.record("a-1", ticked(1)))
	require.NoError(t, w.record("a-2", ticked(2)))
	s.await(t, "a-2", 2)
	s.fail(1, nil)
	s.await(t, "a-1", 1)
	status := w.awaitStatus(t, "money", func(s reactor.Status) bool { return s.Position == 2 })
	require.Nil(t, status.StoppedAt)
	require.Zero(t, status.ParkedEvents)
}

func TestAnEventThatCanNotBeDecodedIsNotPassedOver(t *testing.T) {
	t.Parallel()
	w, s := newWorld(t), newSeen()
	background(t, reactor.New(config(t, w),
		reactor.Reactor{Name: "all", Handle: s.handle},
		reactor.Reactor{Name: "ticks", Wants: isTick, Handle: s.handle}).Run)
	require.NoError(t, w.record("new-1", eventstore.NewEvent{Type: "test.unheard.v1", Data: []byte(`{}`)}))
	w.awaitStatus(t, "all", func(s reactor.Status) bool { return s.ParkedEvents == 1 })
	w.awaitCursor(t, "ticks")
}

// echo is the step of a process manager: it records one event for each tick, on
// the stream of what the tick is about.
type echo struct{ command eventstore.Command }

func (e echo) Stream() eventstore.StreamID { return e.command.Stream }

func (e echo) Run(ctx context.Context, log eventstore.Log) (eventstore.Result, error) {
	return log.Execute(ctx, e.command)
}

const echoType = "test.echoed.v1"

func echoes(body any, r eventstore.Recorded) []echo {
	return []echo{{eventstore.Command{
		Stream: "echo-" + about(body.(tick), r),
		Meta: eventstore.Meta{
			CommandID: id.Derive(r.EventID, "echo"), CorrelationID: r.CorrelationID, CausationID: r.EventID, Actor: "system:echo",
		},
		Body:  []eventstore.NewEvent{{Type: echoType, Data: r.Data}},
		Rules: anything{},
	}}}
}

func (w *world) echoing() reactor.Reactor {
	return reactor.Managed(reactor.Reactor{Name: "echo", Money: true, Wants: isTick, Key: whom}, w.store, echoes)
}

// requireEchoes waits for the reactor and checks that every tick has exactly one
// echo, and that those of one stream or key are in order.
func (w *world) requireEchoes(t testing.TB, ticks int) {
	t.Helper()
	count := func() (echoed int) {
		const query = `SELECT count(*) FROM events WHERE type = $1`
		require.NoError(t, w.db.Pool.QueryRow(t.Context(), query, echoType).Scan(&echoed))
		return echoed
	}
	require.Eventually(t, func() bool { return count() >= ticks }, 60*time.Second, 10*time.Millisecond)
	w.awaitCursor(t, "echo")
	require.Equal(t, ticks, count())
	ticked, echoed := map[eventstore.StreamID][]string{}, map[eventstore.StreamID][]string{}
	for r, err := range w.store.All(t.Context(), 1) {
		require.NoError(t, err)
		if body, err := decode(r); err == nil {
			stream := "echo-" + about(body.(tick), r)
			ticked[stream] = append(ticked[stream], string(r.Data))
		} else {
			echoed[r.StreamID] = append(echoed[r.StreamID], string(r.Data))
		}
	}
	require.Equal(t, ticked, echoed)
}
