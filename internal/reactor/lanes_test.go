package reactor_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/reactor"
)

// gated lets a handler wait before one number.
func gated(handle reactor.Handler, n int) (reactor.Handler, chan struct{}) {
	gate := make(chan struct{})
	return func(ctx context.Context, body any, r eventstore.Recorded) error {
		if body.(tick).N == n {
			select {
			case <-gate:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return handle(ctx, body, r)
	}, gate
}

func TestKeysOfOneStreamAreHandledSideBySideAndEachInOrder(t *testing.T) {
	t.Parallel()
	w, s := newWorld(t), newSeen()
	handle, gate := gated(s.handle, 2)
	background(t, reactor.New(config(t, w), reactor.Reactor{Name: "all", Key: whom, Handle: handle}).Run)
	require.NoError(t, w.record("hot-1", tickedFor("ani", 1), tickedFor("ani", 2), tickedFor("budi", 1), tickedFor("ani", 3), ticked(1)))
	require.NoError(t, w.record("other-1", tickedFor("ani", 4), tickedFor("budi", 3)))
	s.await(t, "budi", 1, 3)
	s.await(t, "hot-1", 1)
	s.await(t, "ani", 1)
	w.awaitStatus(t, "all", func(s reactor.Status) bool { return s.Position == 1 })
	close(gate)
	s.await(t, "ani", 1, 2, 3, 4)
	w.awaitCursor(t, "all")
}

func TestAnEventThatCanNotBeHandledParksItsKeyOnly(t *testing.T) {
	t.Parallel()
	w, s := newWorld(t), newSeen()
	s.fail(2, errors.New("the handler is broken"))
	run := func() (stop func()) {
		return background(t, reactor.New(config(t, w), reactor.Reactor{Name: "all", Key: whom, Handle: s.handle}).Run)
	}
	stop := run()
	require.NoError(t, w.record("hot-1", tickedFor("ani", 1), tickedFor("ani", 2), tickedFor("budi", 1), tickedFor("ani", 3), ticked(1)))
	require.NoError(t, w.record("other-1", tickedFor("ani", 4)))
	s.await(t, "budi", 1)
	s.await(t, "hot-1", 1)
	status := w.awaitStatus(t, "all", func(s reactor.Status) bool { return s.Position == 6 })
	require.Equal(t, 1, status.ParkedLanes)
	require.Equal(t, 3, status.ParkedEvents)

	stop()
	run() // what is parked stays parked
	require.NoError(t, w.record("hot-1", tickedFor("ani", 5), tickedFor("budi", 3)))
	s.await(t, "budi", 1, 3)
	w.awaitStatus(t, "all", func(s reactor.Status) bool { return s.ParkedEvents == 4 && s.Served })
	parked, err := reactor.ListParked(t.Context(), w.pool)
	require.NoError(t, err)
	for _, p := range parked {
		require.Equal(t, "ani", p.Lane)
	}

	s.fail(2, nil)
	require.NoError(t, reactor.Release(t.Context(), w.pool, "all", "other-1"), "a stream that waits for the other one")
	s.await(t, "ani", 1, 2, 3, 4, 5)
	w.awaitStatus(t, "all", func(s reactor.Status) bool { return s.ParkedEvents == 0 })
	require.NoError(t, w.record("hot-1", tickedFor("ani", 6)))
	s.await(t, "ani", 1, 2, 3, 4, 5, 6)
}

func TestOneOfTwoParkedKeysOfAStreamIsReleasedThoughTheOtherFailsAgain(t *testing.T) {
	t.Parallel()
	w, s := newWorld(t), newSeen()
	s.fail(1, errors.New("broken"))
	s.fail(2, errors.New("broken too"))
	background(t, reactor.New(config(t, w), reactor.Reactor{Name: "all", Key: whom, Handle: s.handle}).Run)
	require.NoError(t, w.record("hot-1", tickedFor("ani", 1), tickedFor("budi", 2), tickedFor("ani", 3), tickedFor("budi", 3)))
	w.awaitStatus(t, "all", func(s reactor.Status) bool { return s.ParkedEvents == 4 && s.ParkedLanes == 2 })
	s.fail(2, nil)
	require.NoError(t, reactor.Release(t.Context(), w.pool, "all", "hot-1"))
	s.await(t, "budi", 2, 3)
	w.awaitStatus(t, "all", func(s reactor.Status) bool { return s.ParkedEvents == 2 && s.ParkedLanes == 1 })
	require.Empty(t, s.of("ani"))
}

func TestWhatArrivesDuringAReleaseIsPartOfItThoughTheReactorIsRestarted(t *testing.T) {
	t.Parallel()
	w, s := newWorld(t), newSeen()
	s.fail(1, errors.New("broken"))
	stop := background(t, reactor.New(config(t, w), reactor.Reactor{Name: "all", Handle: s.handle}).Run)
	require.NoError(t, w.record("bad-1", ticked(1)))
	w.awaitStatus(t, "all", func(s reactor.Status) bool { return s.ParkedEvents == 1 })
	stop()

	s.fail(1, nil)
	handle, gate := gated(s.handle, 1)
	handle, _ = gated(handle, 2)
	require.NoError(t, reactor.Release(t.Context(), w.pool, "all", "bad-1"))
	stop = background(t, reactor.New(config(t, w), reactor.Reactor{Name: "all", Handle: handle}).Run)
	require.NoError(t, w.record("bad-1", ticked(2)))
	w.awaitStatus(t, "all", func(s reactor.Status) bool { return s.ParkedEvents == 2 })
	close(gate)
	s.await(t, "bad-1", 1)
	w.awaitStatus(t, "all", func(s reactor.Status) bool { return s.ParkedEvents == 1 })
	stop() // before the second one was handled

	background(t, reactor.New(config(t, w), reactor.Reactor{Name: "all", Handle: s.handle}).Run)
	s.await(t, "bad-1", 1, 2)
	w.awaitStatus(t, "all", func(s reactor.Status) bool { return s.ParkedEvents == 0 })
}

func TestAnEventWhoseKeyCanNotBeToldStopsTheReactorBeforeTheNext(t *testing.T) {
	t.Parallel()
	w, s := newWorld(t), newSeen()
	c := config(t, w)
	var learnt atomic.Bool
	c.Decode = func(r eventstore.Recorded) (any, error) {
		if r.Type == "test.unheard.v1" && learnt.Load() {
			return tick{N: 2, Who: "ani"}, nil
		}
		return decode(r)
	}
	background(t, reactor.New(c, reactor.Reactor{Name: "all", Key: whom, Handle: s.handle}).Run)
	unheard := eventstore.NewEvent{Type: "test.unheard.v1", Data: []byte(`{}`)}
	require.NoError(t, w.record("hot-1", tickedFor("ani", 1), unheard, tickedFor("ani", 3), tickedFor("budi", 1)))
	status := w.awaitStatus(t, "all", func(s reactor.Status) bool { return s.StoppedAt != nil && s.Position == 1 })
	require.Contains(t, status.StoppedReason, "test.unheard.v1")
	s.await(t, "ani", 1)
	require.Empty(t, s.of("budi"))

	released := time.Now()
	require.NoError(t, reactor.Release(t.Context(), w.pool, "all", ""))
	w.awaitStatus(t, "all", func(s reactor.Status) bool { return s.StoppedAt != nil && s.StoppedAt.After(released) })
	s.await(t, "ani", 1)
	learnt.Store(true)
	require.NoError(t, reactor.Release(t.Context(), w.pool, "all", ""))
	s.await(t, "ani", 1, 2, 3)
	s.await(t, "budi", 1)
	w.awaitCursor(t, "all")
}

// even plans nothing for odd numbers, and panics at 13.
func even(body any, _ eventstore.Recorded) any {
	switch n := body.(tick).N; {
	case n == 13:
		panic("an unlucky number")
	case n%2 == 1:
		return nil
	}
	return body
}

func TestAnEventThatLeadsNowhereIsNotHandledAndHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	for name, key := range map[string]func(any, eventstore.Recorded) string{"with keys": whom, "without": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, s := newWorld(t), newSeen()
			handle, gate := gated(s.handle, 2)
			background(t, reactor.New(config(t, w), reactor.Reactor{Name: "even", Key: key, Plan: even, Handle: handle}).Run)
			require.NoError(t, w.record("a-1", ticked(1)))
			w.awaitCursor(t, "even")
			require.NoError(t, w.record("a-1", ticked(2), ticked(3), ticked(4)))
			require.NoError(t, w.record("b-1", ticked(5), ticked(6)))
			s.await(t, "b-1", 6)
			w.awaitStatus(t, "even", func(s reactor.Status) bool { return s.Position == 1 })
			close(gate)
			s.await(t, "a-1", 2, 4)
			w.awaitCursor(t, "even")
		})
	}
}

func TestWhatHasToWaitForAParkedEventIsPlannedWhenItIsReleased(t *testing.T) {
	t.Parallel()
	w, s := newWorld(t), newSeen()
	background(t, reactor.New(config(t, w), reactor.Reactor{Name: "even", Key: whom, Plan: even, Handle: s.handle}).Run)
	s.fail(2, errors.New("the handler is broken"))
	require.NoError(t, w.record("a-1", ticked(2), ticked(3), ticked(4)))
	require.NoError(t, w.record("b-1", ticked(13), ticked(14)))
	w.awaitStatus(t, "even", func(s reactor.Status) bool { return s.Position == 5 && s.ParkedLanes == 2 })
	require.NoError(t, w.record("a-1", ticked(5), ticked(6)))
	w.awaitStatus(t, "even", func(s reactor.Status) bool { return s.Position == 7 && s.ParkedEvents >= 5 })
	require.Empty(t, s.of("b-1"), "a plan that panics is no reason to go on")
	s.fail(2, nil)
	require.NoError(t, reactor.Release(t.Context(), w.pool, "even", "a-1"))
	s.await(t, "a-1", 2, 4, 6)
	w.awaitStatus(t, "even", func(s reactor.Status) bool { return s.ParkedLanes == 1 })
}
