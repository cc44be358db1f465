package ui

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/stretchr/testify/require"
)

// bell is Topics of one topic.
type bell struct {
	mu    sync.Mutex
	rings []chan struct{}
}

func (b *bell) Subscribe(string) (<-chan struct{}, func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	ring := make(chan struct{}, 1)
	b.rings = append(b.rings, ring)
	return ring, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.rings = nil
	}
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, ring := range b.rings {
		select {
		case ring <- struct{}{}:
		default:
		}
	}
}

func TestAViewIsPaintedOnceForAllWhoWatchIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		topics := &bell{}
		h := newHub(topics)
		var painted, state atomic.Int64
		shown := liveView{key: "k", topic: "k", paint: func(context.Context) ([]byte, bool, error) {
			painted.Add(1)
			return strconv.AppendInt(nil, state.Load(), 10), false, nil
		}}
		var seats []*seat
		for n := range 2000 {
			seat, err := h.sit(shown, "visitor "+strconv.Itoa(n), "")
			require.NoError(t, err)
			seats = append(seats, seat)
		}
		require.Equal(t, 2000, h.watching())
		seen := map[*seat]frame{}
		everybody := func(want string) {
			t.Helper()
			for _, seat := range seats {
				<-seat.after(seen[seat])
				got, err := seat.frame()
				require.NoError(t, err)
				require.Equal(t, want, string(got.body))
				seen[seat] = got
			}
		}
		everybody("0")
		require.EqualValues(t, 1, painted.Load())
		for range 100 { // a burst is one picture, or two
			state.Add(1)
			topics.ring()
		}
		everybody("100")
		require.LessOrEqual(t, painted.Load(), int64(3))

		before := painted.Load()
		time.Sleep(2 * refresh)
		synctest.Wait()
		require.Greater(t, painted.Load(), before, "clocks move without a change")
		require.Equal(t, 2, seen[seats[0]].number, "and what looks the same is not sent again")

		for _, seat := range seats {
			seat.leave()
			seat.leave() // twice does no harm
		}
		require.Zero(t, h.watching())
		require.Empty(t, h.shows)
		require.Empty(t, h.visitors)
	})
}

func TestAViewThatCanNotBePaintedSaysWhyAndRecovers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		topics := &bell{}
		h := newHub(topics)
		broken := errors.New("no database")
		var failing atomic.Bool
		failing.Store(true)
		seat, err := h.sit(liveView{key: "k", topic: "k", paint: func(context.Context) ([]byte, bool, error) {
			if failing.Load() {
				return nil, false, broken
			}
			return []byte("fine"), true, nil
		}}, "v", "")
		require.NoError(t, err)
		defer seat.leave()
		<-seat.painted()
		_, err = seat.frame()
		require.ErrorIs(t, err, broken)

		failing.Store(false)
		time.Sleep(coalesce)
		topics.ring()
		time.Sleep(time.Millisecond)
		synctest.Wait()
		got, err := seat.frame()
		require.NoError(t, err)
		require.Equal(t, frame{1, []byte("fine"), true}, got)

		failing.Store(true)
		time.Sleep(coalesce)
		topics.ring()
		synctest.Wait()
		got, err = seat.frame()
		require.NoError(t, err, "the last picture stays")
		require.Equal(t, "fine", string(got.body))
	})
}

func TestAViewWhosePaintingPanicsOrHangsEndsNobodyElse(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHub(&bell{})
		for key, paint := range map[string]func(context.Context) ([]byte, bool, error){
			"panics": func(context.Context) ([]byte, bool, error) { panic("no such row") },
			"hangs":  func(ctx context.Context) ([]byte, bool, error) { <-ctx.Done(); return nil, false, ctx.Err() },
		} {
			seat, err := h.sit(liveView{key: key, topic: key, paint: paint}, "v", "")
			require.NoError(t, err)
			<-seat.painted()
			_, err = seat.frame()
			require.Error(t, err)
			seat.leave()
		}
	})
}

func TestOneVisitorCanNotTakeAllStreams(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHub(&bell{})
		shown := liveView{key: "k", topic: "k", paint: func(context.Context) ([]byte, bool, error) { return []byte("x"), false, nil }}
		var seats []*seat
		sit := func(visitor, address string) error {
			seat, err := h.sit(shown, visitor, address)
			if err == nil {
				seats = append(seats, seat)
			}
			return err
		}
		for range streamsPerVisitor {
			require.NoError(t, sit("dinar", ""))
		}
		require.ErrorIs(t, sit("dinar", ""), fiber.ErrTooManyRequests)
		require.NoError(t, sit("raka", ""))
		for n := range streamsPerAddress {
			require.NoError(t, sit(strconv.Itoa(n), "203.0.113.7"))
		}
		require.ErrorIs(t, sit("another", "203.0.113.7"), fiber.ErrTooManyRequests)
		require.NoError(t, sit("another", "203.0.113.8"))
		for _, seat := range seats {
			seat.leave()
		}
		require.Empty(t, h.visitors)
	})
}
