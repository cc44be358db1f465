package reactor_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/reactor"
)

// BenchmarkReactions is through Watermill's router, with a handler that does
// nothing: what the way costs.
func BenchmarkReactions(b *testing.B) {
	w := newWorld(b)
	for i := 0; i < b.N; i += 500 {
		var events []eventstore.NewEvent
		for n := range 500 {
			events = append(events, ticked(n))
		}
		if err := w.record(eventstore.StreamID("tick-"+string(rune('a'+i/500%26))), events...); err != nil {
			b.Fatal(err)
		}
	}
	var handled atomic.Int64
	done := make(chan struct{})
	b.ResetTimer()
	background(b, reactor.New(config(b, w), reactor.Reactor{
		Name: "bench",
		Handle: func(context.Context, any, eventstore.Recorded) error {
			if handled.Add(1) == int64(b.N) {
				close(done)
			}
			return nil
		},
	}).Run)
	<-done
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reactions/s")
}
