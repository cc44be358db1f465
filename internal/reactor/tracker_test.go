package reactor

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/eventstore"
)

func TestTheCursorNeverPassesAnEventThatWasNotDealtWith(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		start := eventstore.Position(rapid.IntRange(0, 50).Draw(t, "start"))
		tr := tracker{through: start}
		open := map[eventstore.Position]bool{}
		for range rapid.IntRange(1, 200).Draw(t, "steps") {
			if len(open) == 0 || rapid.Bool().Draw(t, "take") {
				open[tr.next()] = true
				tr.take()
			} else {
				var positions []eventstore.Position
				for p := start + 1; p < tr.next(); p++ {
					if open[p] {
						positions = append(positions, p)
					}
				}
				p := rapid.SampledFrom(positions).Draw(t, "finish")
				delete(open, p)
				tr.finish(p)
			}
			through := tr.next() - 1
			for p := range open {
				through = min(through, p-1)
			}
			require.Equal(t, through, tr.through)
			require.Equal(t, int(tr.next()-1-tr.through), tr.waiting())
		}
	})
}

func TestLanesKeepTheOrderOfEachStream(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := newLanes()
		var out []*delivery // sent and not answered
		last := map[eventstore.StreamID]eventstore.Position{}
		const events = 60
		for taken, finished := 0, 0; finished < events; {
			switch action := rapid.IntRange(0, 3).Draw(t, "action"); {
			case action == 0 && taken < events:
				taken++
				stream := rapid.SampledFrom([]eventstore.StreamID{"a", "b", "c"}).Draw(t, "stream")
				l.add(&delivery{event: &eventstore.Recorded{StreamID: stream, Position: eventstore.Position(taken)}})
			case action == 1 && l.first() != nil:
				for _, other := range out {
					require.NotEqual(t, other.event.StreamID, l.first().event.StreamID, "two of one stream at once")
				}
				out = append(out, l.first())
				l.sent()
			case action == 2 && len(out) > 0:
				l.again(out[0])
				out = out[1:]
			case action == 3 && len(out) > 0:
				done := out[0].event
				require.Greater(t, done.Position, last[done.StreamID])
				last[done.StreamID] = done.Position
				out = out[1:]
				finished++
				l.leave(done.StreamID)
			}
		}
		require.Empty(t, l.waiting)
	})
}
