package natstest_test

import (
	"testing"
	"time"

	natsgo "github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/natstest"
)

var logStream = jetstream.StreamConfig{Name: "LOG", Subjects: []string{"sambatan.>"}}

func TestAnOutageKeepsTheStream(t *testing.T) {
	t.Parallel()
	server := natstest.New(t)
	js := server.JetStream()
	publish(t, js, 1)

	server.Stop()
	server.Start()

	stream, err := js.Stream(t.Context(), "LOG")
	require.NoError(t, err)
	require.EqualValues(t, 1, stream.CachedInfo().State.LastSeq)
}

func TestAWipedServerStartsWithNothing(t *testing.T) {
	t.Parallel()
	server := natstest.New(t)
	js := server.JetStream()
	publish(t, js, 1)

	server.Stop()
	server.Wipe()
	server.Start()

	_, err := js.Stream(t.Context(), "LOG")
	require.ErrorIs(t, err, jetstream.ErrStreamNotFound)
	publish(t, js, 1)
}

func TestAStoppedServerIsNoticedByItsConnections(t *testing.T) {
	t.Parallel()
	server := natstest.New(t)
	lost, back := make(chan struct{}, 1), make(chan struct{}, 1)
	conn := server.Conn(
		natsgo.DisconnectErrHandler(func(*natsgo.Conn, error) { lost <- struct{}{} }),
		natsgo.ReconnectHandler(func(*natsgo.Conn) { back <- struct{}{} }),
	)
	server.Stop()
	<-lost
	require.Error(t, conn.FlushTimeout(20*time.Millisecond))
	server.Start()
	<-back
	require.NoError(t, conn.Flush())
}

func publish(t *testing.T, js jetstream.JetStream, want uint64) {
	t.Helper()
	_, err := js.CreateOrUpdateStream(t.Context(), logStream)
	require.NoError(t, err)
	ack, err := js.Publish(t.Context(), "sambatan.campaign.opened", []byte("hello"))
	require.NoError(t, err)
	require.Equal(t, want, ack.Sequence)
}
