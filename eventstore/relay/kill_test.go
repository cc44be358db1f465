package relay_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/relay"
	embedded "github.com/sensasiwangi/sambatan/internal/embedded/nats"
	"github.com/sensasiwangi/sambatan/internal/natstest"
)

// Environment of a relay that runs as a process of its own, to be killed.
const (
	childDatabase = "RELAY_TEST_DATABASE"
	childNATS     = "RELAY_TEST_NATS"
	childUser     = "RELAY_TEST_USER"
	childPassword = "RELAY_TEST_PASSWORD"
)

// child is the main function of that process.
func child() error {
	ctx := context.Background()
	pool, err := pgxpool.New(ctx, os.Getenv(childDatabase))
	if err != nil {
		return err
	}
	log := &pgLog{pool: pool}
	if err := pool.QueryRow(ctx, `SELECT log_id FROM log_identity`).Scan(&log.id); err != nil {
		return err
	}
	conn, err := nats.Connect(os.Getenv(childNATS), nats.UserInfo(os.Getenv(childUser), os.Getenv(childPassword)))
	if err != nil {
		return err
	}
	fmt.Println("running")
	return relay.New(relay.Config{Conn: conn, Source: log, Listen: log.Listen, Key: key}).Run(ctx)
}

func startChild(t *testing.T, dsn string, server *natstest.Server) *exec.Cmd {
	t.Helper()
	user, password := server.Login(embedded.Relay)
	command := exec.CommandContext(t.Context(), os.Args[0])
	command.Env = append(os.Environ(), childDatabase+"="+dsn, childNATS+"="+server.ClientURL(),
		childUser+"="+user, childPassword+"="+password)
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "running\n", line)
	return command
}

func TestARelayKilledBetweenCommitAndPublishLosesAndDoublesNothing(t *testing.T) {
	t.Parallel()
	log, server := newLog(t), natstest.NewOn(t, "127.0.0.1:0")
	js := server.JetStream()

	writing, stop := context.WithCancel(t.Context())
	var writer sync.WaitGroup
	writer.Go(func() {
		for writing.Err() == nil {
			if err := log.write(t.Context(), log.pool, 40); err != nil {
				t.Error(err)
				return
			}
		}
	})
	unpublished := 0
	for range 6 {
		relayProcess := startChild(t, log.pool.Config().ConnString(), server)
		progress(t, js)
		require.NoError(t, relayProcess.Process.Kill())
		require.Error(t, relayProcess.Wait())
		head, err := log.Head(t.Context())
		require.NoError(t, err)
		if last(t, js) < head {
			unpublished++
		}
	}
	stop()
	writer.Wait()
	require.Positive(t, unpublished, "no kill came between a commit and its publication")

	head, err := log.Head(t.Context())
	require.NoError(t, err)
	run(t, relay.Config{Conn: server.Conn(), Source: log}).await(t, head)
	requireSame(t, log.all(t), stored(t, js))
}

// progress waits until the stream has grown.
func progress(t *testing.T, js jetstream.JetStream) {
	t.Helper()
	before := last(t, js)
	for last(t, js) < before+100 {
		require.NoError(t, t.Context().Err())
	}
}

func last(t *testing.T, js jetstream.JetStream) eventstore.Position {
	t.Helper()
	stream, err := js.Stream(t.Context(), relay.DefaultStream)
	if err != nil {
		return 0 // not yet there
	}
	return eventstore.Position(stream.CachedInfo().State.LastSeq)
}
