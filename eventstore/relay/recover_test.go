package relay_test

import (
	"context"
	"testing"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/eventstore/relay"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/natstest"
)

// published returns a log with events that JetStream holds too.
func published(t *testing.T, count int) (*pgLog, *natstest.Server) {
	t.Helper()
	log, server := newLog(t), natstest.New(t)
	log.append(t, count)
	r := run(t, relay.Config{Conn: server.Conn(), Source: log})
	r.await(t, eventstore.Position(count))
	require.NoError(t, r.stop())
	return log, server
}

func recoverFrom(log *pgLog, js jetstream.JetStream) relay.RecoverConfig {
	return relay.RecoverConfig{Store: log, JetStream: js, Key: key}
}

func TestAnOlderDatabaseIsNoticedAndItsTailComesBack(t *testing.T) {
	t.Parallel()
	log, server := published(t, 2300)
	before := log.all(t)
	log.loseTail(t, 1000)

	reason := run(t, relay.Config{Conn: server.Conn(), Source: log}).halted(t)
	require.Contains(t, reason, "JetStream holds events up to position 2300, Postgres only up to 1000")
	require.Contains(t, reason, "sambatan log recover")

	restored, err := relay.Recover(t.Context(), recoverFrom(log, server.JetStream()))
	require.NoError(t, err)
	require.Equal(t, 1300, restored)
	require.Equal(t, before, log.all(t))

	r := run(t, relay.Config{Conn: server.Conn(), Source: log})
	log.append(t, 1)
	r.await(t, 2301)
}

func TestThereIsNothingToRecoverInAHealthyLog(t *testing.T) {
	t.Parallel()
	log, server := published(t, 10)
	restored, err := relay.Recover(t.Context(), recoverFrom(log, server.JetStream()))
	require.NoError(t, err)
	require.Zero(t, restored)
}

func TestRecoverRefusesAHistoryThatWentOn(t *testing.T) {
	t.Parallel()
	log, server := published(t, 10)
	log.loseTail(t, 5)
	log.append(t, 2)
	_, err := relay.Recover(t.Context(), recoverFrom(log, server.JetStream()))
	require.ErrorContains(t, err, "position 7 holds another event in JetStream than in Postgres")
	require.Len(t, log.all(t), 7)
}

func TestRecoverRefusesAnotherLog(t *testing.T) {
	t.Parallel()
	_, server := published(t, 10)
	other := newLog(t)
	other.id = id.New() // the copies of one template share theirs
	_, err := relay.Recover(t.Context(), recoverFrom(other, server.JetStream()))
	require.ErrorContains(t, err, "belongs to the log")
}

func TestRecoverRefusesATailWithAForeignMessage(t *testing.T) {
	t.Parallel()
	log, server := published(t, 10)
	js := server.JetStream()
	_, err := js.Publish(t.Context(), "sambatan.stray", []byte("hello"))
	require.NoError(t, err)
	log.loseTail(t, 5)
	_, err = relay.Recover(t.Context(), recoverFrom(log, js))
	require.ErrorContains(t, err, "nothing was written: JetStream's message at position 11 can't be used")
	require.Len(t, log.all(t), 5)
}

func TestRecoverRefusesATailThatAnotherKeySealed(t *testing.T) {
	t.Parallel()
	log, server := published(t, 10)
	log.loseTail(t, 5)
	config := recoverFrom(log, server.JetStream())
	config.Key = []byte("another key")
	_, err := relay.Recover(t.Context(), config)
	require.ErrorContains(t, err, "seal")
}

func TestRecoverRefusesAHoleBetweenPostgresAndJetStream(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.New(t)
	log.append(t, 10)
	js := server.JetStream()
	_, err := js.CreateStream(t.Context(), jetstream.StreamConfig{
		Name: relay.DefaultStream, Subjects: []string{"sambatan.>"}, FirstSeq: 8,
		Metadata: map[string]string{"sambatan-log": logName(log.id)},
	})
	require.NoError(t, err)
	r := run(t, relay.Config{Conn: server.Conn(), Source: log})
	r.await(t, 10)
	require.NoError(t, r.stop())
	log.loseTail(t, 5)
	_, err = relay.Recover(t.Context(), recoverFrom(log, js))
	require.ErrorContains(t, err, "JetStream begins at position 8, Postgres ends at 5")
}

func TestTheEventStoreTakesItsTailBack(t *testing.T) {
	t.Parallel()
	log, server := published(t, 1500)
	before := log.all(t)
	log.loseTail(t, 3)
	store, err := postgres.Open(t.Context(), postgres.Config{Pool: log.pool, FingerprintKey: key})
	require.NoError(t, err)
	defer func() { require.NoError(t, store.Close(context.WithoutCancel(t.Context()))) }()
	restored, err := relay.Recover(t.Context(), relay.RecoverConfig{Store: store, JetStream: server.JetStream(), Key: key})
	require.NoError(t, err)
	require.Equal(t, 1497, restored)
	require.Equal(t, before, log.all(t))
	run(t, relay.Config{Conn: server.Conn(), Source: store, Listen: store.Listen}).await(t, 1500)
}
