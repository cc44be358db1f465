package relay_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/relay"
	embedded "github.com/sensasiwangi/sambatan/internal/embedded/nats"
	"github.com/sensasiwangi/sambatan/internal/natstest"
)

func newFeed(log relay.Source, conn *nats.Conn) *relay.Feed {
	return relay.NewFeed(relay.FeedConfig{Conn: conn, Source: log, Key: key})
}

// follower collects what a feed yields and checks the order as it comes.
type follower struct {
	mu     sync.Mutex
	events []eventstore.Recorded
	err    error
	stop   func()
}

func follow(t testing.TB, feed eventstore.Follower, from eventstore.Position, each func(batch int)) *follower {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	f, done := &follower{}, make(chan struct{})
	go func() {
		defer close(done)
		next := from
		for batch, err := range feed.Follow(ctx, from) {
			if err = f.take(batch, &next, err); err != nil {
				return
			}
			if each != nil {
				each(len(batch))
			}
		}
	}()
	f.stop = sync.OnceFunc(func() { cancel(); <-done })
	t.Cleanup(f.stop)
	return f
}

func (f *follower) take(batch []eventstore.Recorded, next *eventstore.Position, err error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, event := range batch {
		if event.Position != *next {
			err = fmt.Errorf("position %d came where %d should", event.Position, *next)
		}
		*next++
	}
	f.events = append(f.events, batch...)
	f.err = err
	return err
}

// await waits for a number of events and returns them.
func (f *follower) await(t testing.TB, count int) []eventstore.Recorded {
	t.Helper()
	require.Eventually(t, func() bool {
		f.mu.Lock()
		defer f.mu.Unlock()
		return len(f.events) >= count || f.err != nil
	}, 30*time.Second, time.Millisecond)
	f.mu.Lock()
	defer f.mu.Unlock()
	require.NoError(t, f.err)
	return f.events
}

func TestFollowersSeeThePastAndThePresentOnceAndInOrder(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.New(t)
	log.append(t, 2500)
	r := run(t, relay.Config{Conn: server.Conn(), Source: log, Listen: log.Listen})
	r.await(t, 2500)
	feed := newFeed(log, server.ConnAs(embedded.Reader))
	early, late := follow(t, feed, 1, nil), follow(t, feed, 2400, nil)
	early.await(t, 2500)
	for range 100 {
		log.append(t, 5)
	}
	all := log.all(t)
	requireSame(t, all, early.await(t, 3000))
	requireSame(t, all[2399:], late.await(t, 601))
	require.Equal(t, all[2999], early.await(t, 3000)[2999], "whole, with its fingerprint")
	require.Greater(t, feed.Stats().FromMemory, uint64(500))
	require.Equal(t, 2, feed.Stats().Followers)
	early.stop()
	late.stop()
	require.Zero(t, feed.Stats().Followers)
}

// Two processes record in turn. Each one's feed is told of its own events at once
// and gets those of the other from NATS; what NATS brings of its own it drops.
func TestAFeedKnowsWhatItsOwnProcessRecorded(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.New(t)
	own, other := newFeed(log, server.ConnAs(embedded.Reader)), newFeed(log, server.ConnAs(embedded.Reader))
	follower, bystander := follow(t, own, 1, nil), follow(t, other, 1, nil)
	for round := range 20 {
		log.append(t, 50)
		own.Recorded(log.all(t)[50*round:])
		follower.await(t, 50*(round+1))
	}
	require.Equal(t, uint64(1000), own.Stats().Own)
	r := run(t, relay.Config{Conn: server.Conn(), Source: log, Listen: log.Listen})
	r.await(t, 1000)
	bystander.await(t, 1000)
	for round := range 20 { // the other's turn
		log.append(t, 50)
		other.Recorded(log.all(t)[1000+50*round:])
		bystander.await(t, 1000+50*(round+1))
	}
	r.await(t, 2000)
	requireSame(t, log.all(t), follower.await(t, 2000))
	requireSame(t, log.all(t), bystander.await(t, 2000))
	stats := own.Stats()
	require.Positive(t, stats.Received, "the other's came from NATS")
	require.LessOrEqual(t, stats.Received, uint64(1000), "its own were dropped unread")
	require.Zero(t, stats.Refused)
}

// On its relay's connection a feed is told what that publishes and gets nothing
// back over NATS; what another's publishes comes that way.
func TestAFeedOnItsRelaysConnection(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.New(t)
	conn := server.Conn(nats.NoEcho())
	feed := newFeed(log, conn)
	f := follow(t, feed, 1, nil)
	own := run(t, relay.Config{Conn: conn, Source: log, Listen: log.Listen, Published: feed.Published})
	for round := range 20 {
		log.append(t, 50)
		f.await(t, 50*(round+1))
		own.await(t, eventstore.Position(50*(round+1)))
	}
	require.NoError(t, own.stop())
	stats := feed.Stats()
	require.Equal(t, uint64(1000), stats.Own)
	require.Zero(t, stats.Received)
	other := run(t, relay.Config{Conn: server.Conn(), Source: log, Listen: log.Listen})
	for round := range 20 {
		log.append(t, 50)
		other.await(t, eventstore.Position(1000+50*(round+1)))
	}
	requireSame(t, log.all(t), f.await(t, 2000))
	require.Positive(t, feed.Stats().Received)
	require.Zero(t, feed.Stats().Refused)
}

func TestAFeedTakesWhatItsRelayPublishesBehindAHoleToo(t *testing.T) {
	t.Parallel()
	log := newLog(t)
	feed := newFeed(log, nil)
	log.append(t, 30)
	all := log.all(t)
	feed.Published(all) // nobody follows: it is not kept
	require.Zero(t, feed.Stats().Own)
	f := follow(t, feed, 1, nil)
	f.await(t, 30)
	log.append(t, 30)
	all = log.all(t)
	feed.Published(all[:35])   // from the start, as into a stream that is filled anew
	feed.Published(all[45:55]) // behind a hole
	feed.Published(all[50:60]) // partly known
	feed.Published(all[40:60]) // known, but for what came before
	require.Equal(t, uint64(50), feed.Stats().Own)
	requireSame(t, all, f.await(t, 60))
	late := follow(t, feed, 46, nil)
	late.await(t, 15)
	require.GreaterOrEqual(t, feed.Stats().FromMemory, uint64(15))
	forged := all[59]
	forged.LeafHash[0]++
	feed.Published([]eventstore.Recorded{forged})
	memory := feed.Stats().FromMemory
	requireSame(t, all[59:], follow(t, feed, 60, nil).await(t, 1))
	require.Equal(t, memory, feed.Stats().FromMemory, "only Postgres knows which is true")
}

func TestAFeedBelievesOnlyWhatContinues(t *testing.T) {
	t.Parallel()
	log := newLog(t)
	feed := newFeed(log, nil)
	log.append(t, 30)
	all := log.all(t)
	feed.Recorded(all) // nobody follows: it is not kept
	require.Zero(t, feed.Stats().Own)
	f := follow(t, feed, 1, nil)
	f.await(t, 30)
	log.append(t, 30)
	all = log.all(t)
	feed.Recorded(all[30:40])
	feed.Recorded(all[45:50]) // behind a hole
	feed.Recorded(all[35:55]) // partly known
	require.Equal(t, uint64(25), feed.Stats().Own)
	requireSame(t, all, f.await(t, 60))
}

// A failover lost the newest events, and others took their places before anybody
// looked: what the process remembers of them is not handed out any more.
func TestWhatWasLostIsForgottenEvenWhatOneRecordedOneself(t *testing.T) {
	t.Parallel()
	for name, told := range map[string]func(*relay.Feed, []eventstore.Recorded){
		"by the process itself": func(feed *relay.Feed, again []eventstore.Recorded) { feed.Recorded(again) },
		"by NATS":               func(*relay.Feed, []eventstore.Recorded) {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log, server := newLog(t), natstest.New(t)
			feed := newFeed(log, server.ConnAs(embedded.Reader))
			log.append(t, 1)
			f := follow(t, feed, 1, nil)
			f.await(t, 1)
			log.append(t, 29)
			feed.Recorded(log.all(t)[1:])
			f.await(t, 30)
			require.Equal(t, uint64(29), feed.Stats().Own)
			log.loseTail(t, 29)
			log.append(t, 2)
			all := log.all(t)
			told(feed, all[29:])
			r := run(t, relay.Config{Conn: server.Conn(), Source: log, Listen: log.Listen})
			r.await(t, 31)
			f.await(t, 31)
			require.Eventually(t, func() bool { // NATS may be on its way still
				late := follow(t, feed, 30, nil)
				defer late.stop()
				return late.await(t, 2)[0].LeafHash == all[29].LeafHash
			}, 10*time.Second, 10*time.Millisecond)
		})
	}
}

func TestWithoutNATSAFeedPollsPostgres(t *testing.T) {
	t.Parallel()
	log := newLog(t)
	f := follow(t, newFeed(log, nil), 1, nil)
	for round := range 3 {
		log.append(t, 1100)
		f.await(t, 1100*(round+1))
	}
	requireSame(t, log.all(t), f.await(t, 3300))
}

func TestASlowFollowerHoldsUpNobody(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.New(t)
	r := run(t, relay.Config{Conn: server.Conn(), Source: log, Listen: log.Listen})
	feed := newFeed(log, server.Conn())
	gate := make(chan struct{})
	open := sync.OnceFunc(func() { close(gate) })
	slow := follow(t, feed, 1, func(int) { <-gate })
	t.Cleanup(open)
	fast := follow(t, feed, 1, nil)
	for range 12 {
		log.append(t, 1000)
	}
	r.await(t, 12000)
	fast.await(t, 12000)
	open()
	requireSame(t, log.all(t), slow.await(t, 12000))
}

func TestWhateverNATSDoesFollowersSeeEachEventOnceAndInOrder(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.New(t)
	r := run(t, relay.Config{Conn: server.Conn(), Source: log, Listen: log.Listen, AckTimeout: 500 * time.Millisecond})
	conn := server.Conn()
	feed := newFeed(log, conn)
	first, second := follow(t, feed, 1, nil), follow(t, feed, 1, nil)
	both := func(count int) {
		first.await(t, count)
		second.await(t, count)
	}
	const rounds, each = 20, 50
	for round := range rounds {
		count := round * each
		switch round % 4 {
		case 1: // what comes during an outage comes from Postgres
			server.Stop()
			log.append(t, each/2)
			both(count + each/2)
			server.Start()
		case 3: // and goes on while the stream is filled anew
			log.append(t, each/2)
			server.Stop()
			server.Wipe()
			server.Start()
		default:
			log.append(t, each/2)
			r.await(t, eventstore.Position(count+each/2))
		}
		log.append(t, each/2)
		both(count + each)
	}
	all := log.all(t)
	requireSame(t, all, first.await(t, rounds*each))
	requireSame(t, all, second.await(t, rounds*each))
	r.await(t, rounds*each)
	require.EqualValues(t, 10, conn.Stats().Reconnects)
	require.Positive(t, feed.Stats().FromMemory)
	require.Positive(t, feed.Stats().FromPostgres)
}

// hostile is a NATS without a relay, on which the test says everything itself.
func hostile(t *testing.T) (log *pgLog, feed *relay.Feed, conn *nats.Conn, sent func(position int) *nats.Msg) {
	t.Helper()
	log, server := published(t, 50)
	js := server.JetStream()
	stream, err := js.Stream(t.Context(), relay.DefaultStream)
	require.NoError(t, err)
	// A prefix of its own, so that JetStream does not record the forgeries.
	conn = server.Conn()
	feed = relay.NewFeed(relay.FeedConfig{Conn: conn, Source: log, Key: key, Prefix: "live.test"})
	return log, feed, conn, func(position int) *nats.Msg {
		raw, err := stream.GetMsg(t.Context(), uint64(position))
		require.NoError(t, err)
		return &nats.Msg{Subject: "live.test.x", Data: raw.Data, Header: raw.Header}
	}
}

func TestDuplicatesDisorderAndStraysAreNoticed(t *testing.T) {
	t.Parallel()
	log, feed, conn, sent := hostile(t)
	f := follow(t, feed, 1, nil)
	f.await(t, 50)
	for _, position := range []int{3, 1, 2, 2, 49, 50, 50, 48, 1} {
		require.NoError(t, conn.PublishMsg(sent(position)))
	}
	require.NoError(t, conn.Publish("live.test.stray", []byte("hello")))
	require.Eventually(t, func() bool {
		stats := feed.Stats()
		return stats.Received == 9 && stats.Refused == 1
	}, 10*time.Second, time.Millisecond)
	log.append(t, 5)
	requireSame(t, log.all(t), f.await(t, 55))
	require.Positive(t, feed.Stats().Repeated)
}

func TestAForgedEventIsNotBelieved(t *testing.T) {
	t.Parallel()
	log, feed, conn, sent := hostile(t)
	f := follow(t, feed, 1, nil)
	f.await(t, 50)
	require.NoError(t, conn.PublishMsg(sent(50))) // the next one could come from NATS
	forged := log.make(51)
	msg := sent(50)
	msg.Data = eventstore.AppendLeaf(nil, log.id, &forged) // the seal of another event
	require.NoError(t, conn.PublishMsg(msg))
	require.Eventually(t, func() bool { return feed.Stats().Refused == 1 }, 10*time.Second, time.Millisecond)
	log.append(t, 1)
	requireSame(t, log.all(t), f.await(t, 51))
}

func TestWithoutAKeyAnEventAheadOfPostgresIsNotBelieved(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.New(t)
	r := run(t, relay.Config{Conn: server.Conn(), Source: log, Key: []byte{}, Prefix: "live.open"})
	log.append(t, 3)
	r.await(t, 3)
	stream, err := server.JetStream().Stream(t.Context(), relay.DefaultStream)
	require.NoError(t, err)
	raw, err := stream.GetMsg(t.Context(), 3)
	require.NoError(t, err)
	require.NoError(t, r.stop())
	log.loseTail(t, 1) // so that 3 is ahead

	conn := server.Conn()
	feed := relay.NewFeed(relay.FeedConfig{Conn: conn, Source: log, Prefix: "live.other"})
	f := follow(t, feed, 1, nil)
	f.await(t, 1)
	require.NoError(t, conn.PublishMsg(&nats.Msg{Subject: "live.other.x", Data: raw.Data, Header: raw.Header}))
	require.Eventually(t, func() bool { return feed.Stats().Refused == 1 }, 10*time.Second, time.Millisecond)
	log.append(t, 4)
	requireSame(t, log.all(t), f.await(t, 5))
}

func TestAFeedSaysWhenPostgresFails(t *testing.T) {
	t.Parallel()
	log := newLog(t)
	log.append(t, 1)
	broken := &breaking{pgLog: log}
	f := follow(t, newFeed(broken, nil), 1, nil)
	f.await(t, 1)
	broken.now.Store(true)
	log.append(t, 1)
	require.Eventually(t, func() bool {
		f.mu.Lock()
		defer f.mu.Unlock()
		return f.err != nil
	}, 10*time.Second, time.Millisecond)
	require.ErrorContains(t, f.err, "follow from position 2")
}

// breaking fails to read batches once it is told to.
type breaking struct {
	*pgLog
	now atomic.Bool
}

func (b *breaking) ReadBatch(ctx context.Context, from eventstore.Position, limit int) ([]eventstore.Recorded, error) {
	if b.now.Load() {
		return nil, context.DeadlineExceeded
	}
	return b.pgLog.ReadBatch(ctx, from, limit)
}
