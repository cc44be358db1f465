package relay_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/relay"
	"github.com/sensasiwangi/sambatan/internal/natstest"
)

// memory is a log that costs nothing to read, to measure what comes after it.
type memory []eventstore.Recorded

func (memory) ID() eventstore.UUID { return eventstore.UUID{1} }

func (m memory) Head(context.Context) (eventstore.Position, error) {
	return eventstore.Position(len(m)), nil
}

func (m memory) ReadBatch(_ context.Context, from eventstore.Position, limit int) ([]eventstore.Recorded, error) {
	first := min(int(from)-1, len(m))
	return m[first:min(first+limit, len(m))], nil
}

func remembered(count int) memory {
	log := &pgLog{id: eventstore.UUID{1}}
	var m memory
	for i := range count {
		m = append(m, log.make(eventstore.Position(i+1)))
	}
	return m
}

func BenchmarkRelayFromPostgres(b *testing.B) {
	log := newLog(b)
	for i := 0; i < b.N; i += 1000 {
		log.append(b, 1000)
	}
	benchmarkRelay(b, log, eventstore.Position(b.N))
}

func BenchmarkRelayFromMemory(b *testing.B) {
	benchmarkRelay(b, remembered(b.N), eventstore.Position(b.N))
}

func benchmarkRelay(b *testing.B, log relay.Source, count eventstore.Position) {
	b.Helper()
	server := natstest.New(b)
	b.ResetTimer()
	r := run(b, relay.Config{Conn: server.Conn(), Source: log})
	r.await(b, count)
	b.ReportMetric(float64(count)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkFeedLive is relay and feed together, four followers.
func BenchmarkFeedLive(b *testing.B) {
	log, server := remembered(b.N), natstest.New(b)
	feed := newFeed(growing{log, server.JetStream()}, server.Conn())
	var followers []*follower
	for range 4 {
		followers = append(followers, follow(b, feed, 1, nil))
	}
	b.ResetTimer()
	run(b, relay.Config{Conn: server.Conn(), Source: log})
	for _, f := range followers {
		f.await(b, b.N)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(100*float64(feed.Stats().FromMemory)/float64(4*b.N), "%nats")
}

// growing is a log whose head is what has been published so far.
type growing struct {
	memory
	js jetstream.JetStream
}

func (g growing) Head(ctx context.Context) (eventstore.Position, error) {
	stream, err := g.js.Stream(ctx, relay.DefaultStream)
	if err != nil {
		return 0, nil //nolint:nilerr // there is none yet
	}
	return eventstore.Position(stream.CachedInfo().State.LastSeq), nil
}

func BenchmarkFeedPast(b *testing.B) {
	log := newLog(b)
	for i := 0; i < b.N; i += 1000 {
		log.append(b, 1000)
	}
	b.ResetTimer()
	follow(b, newFeed(log, nil), 1, nil).await(b, b.N)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkSubscription compares the two ways to hear of what the relay
// publishes: core NATS, and an ordered consumer on the stream. The second can
// also replay the past, which the feed reads from Postgres anyway.
func BenchmarkSubscription(b *testing.B) {
	b.Run("core", func(b *testing.B) {
		benchmarkSubscription(b, func(server *natstest.Server) func() error {
			conn := server.Conn()
			messages, err := conn.SubscribeSync("sambatan.>")
			require.NoError(b, err)
			require.NoError(b, conn.Flush())
			return func() error {
				_, err := messages.NextMsgWithContext(b.Context())
				return err
			}
		})
	})
	b.Run("ordered consumer", func(b *testing.B) {
		benchmarkSubscription(b, func(server *natstest.Server) func() error {
			consumer, err := server.JetStream().OrderedConsumer(b.Context(), relay.DefaultStream, jetstream.OrderedConsumerConfig{})
			require.NoError(b, err)
			messages, err := consumer.Messages()
			require.NoError(b, err)
			b.Cleanup(messages.Stop)
			return func() error {
				_, err := messages.Next()
				return err
			}
		})
	})
}

func benchmarkSubscription(b *testing.B, subscribe func(*natstest.Server) (next func() error)) {
	b.Helper()
	server := natstest.New(b)
	js := server.JetStream()
	_, err := js.CreateStream(b.Context(), jetstream.StreamConfig{Name: relay.DefaultStream, Subjects: []string{"sambatan.>"}})
	require.NoError(b, err)
	next := subscribe(server)
	window := make(chan struct{}, 1024)
	var receiver sync.WaitGroup
	b.ResetTimer()
	receiver.Go(func() {
		for range b.N {
			if err := next(); err != nil {
				b.Error(err)
			}
			<-window
		}
	})
	body := make([]byte, 600)
	for range b.N {
		window <- struct{}{}
		_, err := js.PublishAsync("sambatan.x", body, jetstream.WithStallWait(10*time.Second))
		require.NoError(b, err)
	}
	receiver.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkLatency is from an event's commit to its arrival at a follower.
func BenchmarkLatency(b *testing.B) {
	log, server := newLog(b), natstest.New(b)
	run(b, relay.Config{Conn: server.Conn(), Source: log, Listen: log.Listen})
	arrived := make(chan int, 1000)
	follow(b, newFeed(log, server.Conn()), 1, func(batch int) { arrived <- batch })
	log.append(b, 1)
	<-arrived
	for b.Loop() {
		log.append(b, 1)
		<-arrived
	}
}
