package relay_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/relay"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/lease"
	"github.com/sensasiwangi/sambatan/internal/natstest"
)

var key = []byte("a key that relay and feed share")

// running is a relay that runs until it is stopped or the test ends.
type running struct {
	*relay.Relay
	stop func() error
	done <-chan struct{}
}

func run(t testing.TB, config relay.Config) *running {
	t.Helper()
	if config.Key == nil {
		config.Key = key
	}
	config.Logger = slog.New(slog.NewTextHandler(t.Output(), nil))
	r := relay.New(config)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan struct{})
	var err error
	go func() {
		defer close(done)
		err = r.Run(ctx)
	}()
	stop := sync.OnceValue(func() error {
		cancel()
		<-done
		return err
	})
	t.Cleanup(func() { _ = stop() })
	return &running{Relay: r, stop: stop, done: done}
}

// await waits until the relay has published up to a position.
func (r *running) await(t testing.TB, position eventstore.Position) {
	t.Helper()
	reached := func() bool { return r.Stats().Last >= position }
	for deadline := time.Now().Add(time.Minute); !reached(); time.Sleep(time.Millisecond) {
		require.True(t, time.Now().Before(deadline), "the relay does not get to position %d: %+v", position, r.Stats())
	}
}

// halted waits for the relay to halt and returns why.
func (r *running) halted(t testing.TB) string {
	t.Helper()
	select {
	case <-r.done:
	case <-time.After(time.Minute):
		t.Fatal("the relay did not halt")
	}
	halt, ok := errors.AsType[*relay.HaltError](r.stop())
	require.True(t, ok, "%v", r.stop())
	require.Equal(t, halt.Reason, r.Stats().Halted)
	return halt.Reason
}

// stored returns what JetStream holds, decoded, and checks that each sequence is
// its event's position.
func stored(t testing.TB, js jetstream.JetStream) []eventstore.Recorded {
	t.Helper()
	stream, err := js.Stream(t.Context(), relay.DefaultStream)
	require.NoError(t, err)
	state := stream.CachedInfo().State
	var all []eventstore.Recorded
	for sequence := state.FirstSeq; sequence <= state.LastSeq; sequence++ {
		msg, err := stream.GetMsg(t.Context(), sequence)
		require.NoError(t, err)
		_, event, err := eventstore.DecodeLeaf(msg.Data)
		require.NoError(t, err)
		require.EqualValues(t, sequence, event.Position)
		all = append(all, event)
	}
	return all
}

// requireSame compares by leaf hash: it covers everything but the fingerprint.
func requireSame(t testing.TB, want, got []eventstore.Recorded) {
	t.Helper()
	require.Len(t, got, len(want))
	for i := range want {
		require.Equal(t, want[i].Position, got[i].Position)
		require.Equal(t, want[i].LeafHash, got[i].LeafHash)
	}
}

func TestSequenceEqualsPosition(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.New(t)
	log.append(t, 2500) // the past, in more than one batch
	r := run(t, relay.Config{Conn: server.Conn(), Source: log, Listen: log.Listen})
	for range 50 { // the present
		log.append(t, 3)
	}
	r.await(t, 2650)
	requireSame(t, log.all(t), stored(t, server.JetStream()))
	require.Zero(t, r.Stats().Lag())
	require.Zero(t, r.Stats().Failed)
	require.NoError(t, r.stop())
}

func TestASubjectNamesServiceEventAndStream(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.New(t)
	sub, err := server.Conn().SubscribeSync("sambatan.>")
	require.NoError(t, err)
	r := run(t, relay.Config{Conn: server.Conn(), Source: log})
	log.append(t, 1)
	r.await(t, 1)
	msg, err := sub.NextMsg(5 * time.Second)
	require.NoError(t, err)
	require.Equal(t, "sambatan.sambatan.slots_held.thing-1", msg.Subject)
}

func TestAWakeUpBringsAnEventBeforeThePoll(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.New(t)
	r := run(t, relay.Config{Conn: server.Conn(), Source: log, Listen: log.Listen, Poll: time.Hour})
	log.append(t, 1)
	require.Eventually(t, func() bool {
		log.append(t, 1) // one of them comes after LISTEN is in place
		return r.Stats().Last > 0
	}, time.Minute, 20*time.Millisecond)
}

func TestARestartedRelayGoesOnBehindTheLastMessage(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.New(t)
	for round := range 5 {
		log.append(t, 100)
		r := run(t, relay.Config{Conn: server.Conn(), Source: log})
		r.await(t, eventstore.Position(100*(round+1)))
		require.NoError(t, r.stop())
		require.EqualValues(t, 100, r.Stats().Published)
	}
	requireSame(t, log.all(t), stored(t, server.JetStream()))
}

func TestTwoRelaysAtOncePublishEachEventOnce(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.New(t)
	var relays []*running
	for range 2 { // without a lease: the worst case
		relays = append(relays, run(t, relay.Config{Conn: server.Conn(), Source: log, Listen: log.Listen}))
	}
	for range 100 {
		log.append(t, 20)
	}
	for _, r := range relays {
		r.await(t, 2000)
	}
	requireSame(t, log.all(t), stored(t, server.JetStream()))
	first, second := relays[0].Stats(), relays[1].Stats()
	require.Positive(t, first.Failed+second.Failed, "they never met")
}

func TestOfTwoRelaysWithALeaseOneWaitsAndTakesOver(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.New(t)
	var relays []*running
	for range 2 {
		relays = append(relays, run(t, relay.Config{
			Conn: server.Conn(), Source: log, Listen: log.Listen,
			Lease: lease.New(log.pool, "relay", lease.Options{TTL: 500 * time.Millisecond}),
		}))
	}
	leading := func() (leader, other *running) {
		require.Eventually(t, func() bool {
			return relays[0].Stats().Leading != relays[1].Stats().Leading
		}, time.Minute, time.Millisecond)
		if relays[1].Stats().Leading {
			return relays[1], relays[0]
		}
		return relays[0], relays[1]
	}
	leader, other := leading()
	log.append(t, 10)
	leader.await(t, 10)
	require.Zero(t, other.Stats().Resumed)
	require.NoError(t, leader.stop())
	log.append(t, 10)
	other.await(t, 20)
	require.Zero(t, leader.Stats().Failed+other.Stats().Failed)
	requireSame(t, log.all(t), stored(t, server.JetStream()))
}

func TestARelayGoesOnBehindEventsThatJetStreamForgot(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.New(t)
	log.append(t, 10)
	r := run(t, relay.Config{Conn: server.Conn(), Source: log})
	r.await(t, 10)
	require.NoError(t, r.stop())
	forgetful := relay.Config{Conn: server.Conn(), Source: log, MaxAge: 200 * time.Millisecond}
	r = run(t, forgetful) // changes the limit
	js := server.JetStream()
	require.Eventually(t, func() bool {
		stream, err := js.Stream(t.Context(), relay.DefaultStream)
		require.NoError(t, err)
		return stream.CachedInfo().State.Msgs == 0
	}, time.Minute, 5*time.Millisecond)
	require.NoError(t, r.stop())
	r = run(t, forgetful)
	log.append(t, 1)
	r.await(t, 11)
	require.Zero(t, r.Stats().Created)
	require.NoError(t, r.stop())

	log.loseTail(t, 5) // there is nothing left to compare with, but the sequence tells
	require.Contains(t, run(t, forgetful).halted(t), "up to position 11, Postgres only up to 5")
}

func TestAnOutageOfNATSDelaysAndLosesNothing(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.New(t)
	conn := server.Conn()
	r := run(t, relay.Config{Conn: conn, Source: log, Listen: log.Listen, AckTimeout: 500 * time.Millisecond})
	for round := range 4 {
		log.append(t, 50)
		if round > 0 {
			r.await(t, eventstore.Position(150*round+1))
		}
		server.Stop()
		log.append(t, 100)
		server.Start()
	}
	r.await(t, 600)
	requireSame(t, log.all(t), stored(t, server.JetStream()))
	require.EqualValues(t, 4, conn.Stats().Reconnects, "no outage was noticed")
}

func TestALostStreamIsBegunWhereSomebodyStillNeedsIt(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.New(t)
	needFrom := func(context.Context) (eventstore.Position, error) { return 61, nil }
	r := run(t, relay.Config{Conn: server.Conn(), Source: log, NeedFrom: needFrom})
	log.append(t, 100)
	r.await(t, 100)
	server.Stop()
	server.Wipe()
	server.Start()
	log.append(t, 20)
	r.await(t, 120)
	requireSame(t, log.all(t)[60:], stored(t, server.JetStream()))
	require.EqualValues(t, 2, r.Stats().Created)
}

func TestAFolderDeletedUnderARunningServerIsNoticedAndFilledAnew(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.New(t)
	log.pad = strings.Repeat("x", 200_000) // the server notices when it begins another file
	r := run(t, relay.Config{
		Conn: server.Conn(), Source: log, Listen: log.Listen,
		AckTimeout: 200 * time.Millisecond, Patience: 400 * time.Millisecond,
	})
	log.append(t, 5)
	r.await(t, 5)
	server.Wipe()
	log.append(t, 150)
	r.await(t, 155)
	requireSame(t, log.all(t), stored(t, server.JetStream()))
	require.EqualValues(t, 2, r.Stats().Created)
}

func TestAStrayMessageHaltsTheRelay(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.New(t)
	js := server.JetStream()
	r := run(t, relay.Config{Conn: server.Conn(), Source: log, Audit: time.Hour})
	log.append(t, 5)
	r.await(t, 5)
	_, err := js.Publish(t.Context(), "sambatan.stray", []byte("hello"))
	require.NoError(t, err)
	log.append(t, 1)
	reason := r.halted(t)
	require.Contains(t, reason, "a stray message (subject sambatan.stray) stands at sequence 6")
	require.Contains(t, run(t, relay.Config{Conn: server.Conn(), Source: log}).halted(t), "stray message")
}

// Only the last message of a batch asks for an acknowledgement: it must not get one
// when a stranger took the place of another.
func TestAStrayMessageBeforeABatchHaltsTheRelayToo(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.New(t)
	r := run(t, relay.Config{Conn: server.Conn(), Source: log, Audit: time.Hour})
	log.append(t, 5)
	r.await(t, 5)
	_, err := server.JetStream().Publish(t.Context(), "sambatan.stray", []byte("hello"))
	require.NoError(t, err)
	log.append(t, 3)
	require.Contains(t, r.halted(t), "a stray message (subject sambatan.stray) stands at sequence 6")
	require.Equal(t, uint64(5), r.Stats().Published)
	stream, err := server.JetStream().Stream(t.Context(), relay.DefaultStream)
	require.NoError(t, err)
	require.Equal(t, uint64(6), stream.CachedInfo().State.LastSeq, "nothing was put behind it")
}

func TestAnIdleRelayNoticesAStrayMessageToo(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.New(t)
	js := server.JetStream()
	r := run(t, relay.Config{Conn: server.Conn(), Source: log, Audit: 50 * time.Millisecond, Poll: 10 * time.Millisecond})
	log.append(t, 1)
	r.await(t, 1)
	stream, err := js.Stream(t.Context(), relay.DefaultStream)
	require.NoError(t, err)
	first, err := stream.GetMsg(t.Context(), 1)
	require.NoError(t, err)
	again := &nats.Msg{Subject: first.Subject, Data: first.Data, Header: nats.Header{}}
	for _, name := range []string{"Sambatan-Seal", "Sambatan-Fingerprint"} {
		again.Header.Set(name, first.Header.Get(name))
	}
	_, err = js.PublishMsg(t.Context(), again) // a true event in a wrong place
	require.NoError(t, err)
	require.Contains(t, r.halted(t), "it is the event of position 1")
}

func TestAnotherLogsStreamHaltsTheRelay(t *testing.T) {
	t.Parallel()
	mine, other, server := newLog(t), newLog(t), natstest.New(t)
	other.id = id.New() // the copies of one template share theirs
	mine.append(t, 1)
	r := run(t, relay.Config{Conn: server.Conn(), Source: mine})
	r.await(t, 1)
	require.NoError(t, r.stop())
	other.append(t, 1)
	reason := run(t, relay.Config{Conn: server.Conn(), Source: other}).halted(t)
	require.Contains(t, reason, "belongs to the log")
}

func TestAHistoryThatWentOnAfterARestoreHaltsTheRelay(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.New(t)
	r := run(t, relay.Config{Conn: server.Conn(), Source: log, Audit: time.Hour})
	log.append(t, 10)
	r.await(t, 10)
	log.loseTail(t, 7)
	log.append(t, 5) // other events at 8, 9 and 10
	require.Contains(t, r.halted(t), "position 10 holds the event")
}

func TestATamperedRowIsNotPublished(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.New(t)
	log.append(t, 3)
	_, err := log.pool.Exec(t.Context(), `
		ALTER TABLE events DISABLE TRIGGER append_only;
		UPDATE events SET data = '{"n": 1000000}' WHERE position = 2`)
	require.NoError(t, err)
	require.Contains(t, run(t, relay.Config{Conn: server.Conn(), Source: log}).halted(t), "position 2 does not fit its content")
}
