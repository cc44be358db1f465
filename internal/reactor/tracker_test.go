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

func TestLanesKeepTheOrderOfEach(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := newLanes()
		var out []*delivery // sent and not answered
		last := map[string]eventstore.Position{}
		const events = 60
		for taken, finished := 0, 0; finished < events; {
			switch action := rapid.IntRange(0, 3).Draw(t, "action"); {
			case action == 0 && taken < events:
				taken++
				lane := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "lane")
				l.add(&delivery{lane: lane, event: &eventstore.Recorded{Position: eventstore.Position(taken)}})
			case action == 1 && l.first() != nil:
				for _, other := range out {
					require.NotEqual(t, other.lane, l.first().lane, "two of one lane at once")
				}
				out = append(out, l.first())
				l.sent()
			case action == 2 && len(out) > 0:
				l.again(out[0])
				out = out[1:]
			case action == 3 && len(out) > 0:
				done := out[0]
				require.Greater(t, done.event.Position, last[done.lane])
				last[done.lane] = done.event.Position
				out = out[1:]
				finished++
				l.leave(done.lane)
			}
		}
		require.Empty(t, l.waiting)
	})
}
