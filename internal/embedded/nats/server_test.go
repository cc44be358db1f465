package nats_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	natsgo "github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/embedded/nats"
)

var logStream = jetstream.StreamConfig{Name: "LOG", Subjects: []string{"sambatan.>"}}

func start(t *testing.T, config nats.Config) *nats.Server {
	t.Helper()
	server, err := nats.Start(config)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, server.Stop()) })
	return server
}

func store(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "nats")
}

func jetStream(t *testing.T, server *nats.Server, role nats.Role) jetstream.JetStream {
	t.Helper()
	conn, err := server.ConnectAs(role)
	require.NoError(t, err)
	t.Cleanup(conn.Close)
	js, err := jetstream.New(conn)
	require.NoError(t, err)
	return js
}

func publish(t *testing.T, js jetstream.JetStream) *jetstream.PubAck {
	t.Helper()
	_, err := js.CreateOrUpdateStream(t.Context(), logStream)
	require.NoError(t, err)
	ack, err := js.Publish(t.Context(), "sambatan.campaign.opened", []byte("hello"))
	require.NoError(t, err)
	return ack
}

func TestTheStreamOutlivesTheServer(t *testing.T) {
	t.Parallel()
	dir := store(t)
	first, err := nats.Start(nats.Config{StoreDir: dir})
	require.NoError(t, err)
	publish(t, jetStream(t, first, nats.Relay))
	require.NoError(t, first.Stop())

	second := start(t, nats.Config{StoreDir: dir})
	require.EqualValues(t, 2, publish(t, jetStream(t, second, nats.Relay)).Sequence)
}

func TestWithoutAnAddressNoPortIsOpened(t *testing.T) {
	t.Parallel()
	require.Empty(t, start(t, nats.Config{StoreDir: store(t)}).ClientURL())
}

func TestOtherProcessesConnectWithNameAndPassword(t *testing.T) {
	t.Parallel()
	server := start(t, nats.Config{StoreDir: store(t), Listen: "127.0.0.1:0"})
	_, err := natsgo.Connect(server.ClientURL())
	require.ErrorIs(t, err, natsgo.ErrAuthorization)
	conn, err := natsgo.Connect(server.ClientURL(), natsgo.UserInfo(server.Login(nats.Reader)))
	require.NoError(t, err)
	conn.Close()
}

func TestAReaderMayNotWriteTheLog(t *testing.T) {
	t.Parallel()
	server := start(t, nats.Config{StoreDir: store(t)})
	publish(t, jetStream(t, server, nats.Relay))
	refused := make(chan error, 8)
	conn, err := server.ConnectAs(nats.Reader, natsgo.ErrorHandler(
		func(_ *natsgo.Conn, _ *natsgo.Subscription, err error) { refused <- err }))
	require.NoError(t, err)
	t.Cleanup(conn.Close)
	for _, subject := range []string{
		"sambatan.campaign.opened",
		"$JS.API.STREAM.PURGE.LOG", "$JS.API.STREAM.DELETE.LOG", "$JS.API.STREAM.UPDATE.LOG",
		"$JS.API.STREAM.MSG.DELETE.LOG", "$JS.API.STREAM.CREATE.OTHER",
	} {
		require.NoError(t, conn.Publish(subject, nil))
		require.NoError(t, conn.Flush())
		require.ErrorIs(t, <-refused, natsgo.ErrPermissionViolation, subject)
	}
}

func TestAReaderFollowsTheLogAndSignals(t *testing.T) {
	t.Parallel()
	server := start(t, nats.Config{StoreDir: store(t)})
	publish(t, jetStream(t, server, nats.Relay))
	js := jetStream(t, server, nats.Reader)
	stream, err := js.Stream(t.Context(), "LOG")
	require.NoError(t, err)
	_, err = stream.GetMsg(t.Context(), 1)
	require.NoError(t, err)

	ordered, err := js.OrderedConsumer(t.Context(), "LOG", jetstream.OrderedConsumerConfig{})
	require.NoError(t, err)
	message, err := ordered.Next(jetstream.FetchMaxWait(5 * time.Second))
	require.NoError(t, err)
	require.Equal(t, "hello", string(message.Data()))

	durable, err := js.CreateOrUpdateConsumer(t.Context(), "LOG", jetstream.ConsumerConfig{Durable: "notifier"})
	require.NoError(t, err)
	message, err = durable.Next(jetstream.FetchMaxWait(5 * time.Second))
	require.NoError(t, err)
	require.NoError(t, message.DoubleAck(t.Context()))

	live, err := js.Conn().SubscribeSync("live.campaign")
	require.NoError(t, err)
	require.NoError(t, js.Conn().Publish("live.campaign", []byte("7")))
	signal, err := live.NextMsg(5 * time.Second)
	require.NoError(t, err)
	require.Equal(t, "7", string(signal.Data))
}

func TestASecondServerOnTheSameFolderIsRefused(t *testing.T) {
	t.Parallel()
	dir := store(t)
	start(t, nats.Config{StoreDir: dir})
	_, err := nats.Start(nats.Config{StoreDir: dir})
	require.ErrorIs(t, err, nats.ErrInUse)
}

func TestATakenPortIsSaidInOneSentence(t *testing.T) {
	t.Parallel()
	first := start(t, nats.Config{StoreDir: store(t), Listen: "127.0.0.1:0"})
	address := strings.TrimPrefix(first.ClientURL(), "nats://")
	_, err := nats.Start(nats.Config{StoreDir: store(t), Listen: address})
	require.ErrorContains(t, err, "address already in use")
}

func TestADeletedFolderIsBegunAfresh(t *testing.T) {
	t.Parallel()
	dir := store(t)
	first, err := nats.Start(nats.Config{StoreDir: dir})
	require.NoError(t, err)
	publish(t, jetStream(t, first, nats.Relay))
	require.NoError(t, first.Stop())
	require.NoError(t, os.RemoveAll(dir))

	second := start(t, nats.Config{StoreDir: dir})
	require.EqualValues(t, 1, publish(t, jetStream(t, second, nats.Relay)).Sequence)
}

// Each way to spoil the store must leave a server that takes the stream again.
func TestASpoiltFolderStillGivesAServer(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(t *testing.T, dir string){
		"the store is a file": func(t *testing.T, dir string) {
			t.Helper()
			require.NoError(t, os.RemoveAll(filepath.Join(dir, "jetstream")))
			require.NoError(t, os.WriteFile(filepath.Join(dir, "jetstream"), []byte("?"), 0o600))
		},
		"garbage in the stream's description": func(t *testing.T, dir string) {
			t.Helper()
			overwrite(t, dir, "meta.inf", "not json")
		},
		"a stream's description that is empty": func(t *testing.T, dir string) {
			t.Helper()
			overwrite(t, dir, "meta.inf", "")
		},
		"garbage in the messages": func(t *testing.T, dir string) {
			t.Helper()
			overwrite(t, dir, "1.blk", strings.Repeat("x", 300))
			overwrite(t, dir, "index.db", "x")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := store(t)
			first, err := nats.Start(nats.Config{StoreDir: dir})
			require.NoError(t, err)
			publish(t, jetStream(t, first, nats.Relay))
			require.NoError(t, first.Stop())
			spoil(t, dir)

			said := &strings.Builder{}
			second := start(t, nats.Config{StoreDir: dir, Logger: slog.New(slog.NewTextHandler(said, nil))})
			require.NotZero(t, publish(t, jetStream(t, second, nats.Relay)).Sequence)
			t.Log(said.String())
		})
	}
}

func overwrite(t *testing.T, dir, name, content string) {
	t.Helper()
	hits := 0
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && entry.Name() == name {
			hits++
			return os.WriteFile(path, []byte(content), 0o600)
		}
		return err
	}))
	require.NotZero(t, hits)
}

func TestAFolderThatCannotBeWrittenIsRefused(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err := nats.Start(nats.Config{StoreDir: filepath.Join(file, "nats")})
	require.ErrorContains(t, err, "NATS folder")
}
