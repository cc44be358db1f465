package app

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/natstest"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
)

// A relay in a process of its own is watched by its own metrics: nobody else has them.
func TestARelayByItselfCanBeWatched(t *testing.T) { //nolint:paralleltest // the program sets the process's default logger
	db, nats := pgtest.New(t), natstest.NewOn(t, "127.0.0.1:0")
	key := filepath.Join(t.TempDir(), "key")
	require.NoError(t, os.WriteFile(key, []byte(strings.Repeat("ab", 32)), 0o600))
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	addr := listener.Addr().String()
	require.NoError(t, listener.Close())

	ctx, stop := context.WithCancel(t.Context())
	said, out := io.Pipe()
	exited := make(chan int, 1)
	go func() {
		exited <- Main(ctx, []string{
			"serve", "--roles", "relay", "--addr", addr, "--database-url", db.DSN, "--nats-url", nats.ClientURL(),
			"--kek-file", key, "--hmac-key-file", key,
		}, out, &shared{}) // it becomes the log of the process, and outlives this test
		out.Close() //nolint:errcheck // a pipe's never fails
	}()
	line, err := bufio.NewReader(said).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "serving http://"+addr+"\n", line)

	get := func(path string) (int, string) {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+addr+path, http.NoBody)
		require.NoError(t, err)
		answer, err := new(http.Transport).RoundTrip(request)
		require.NoError(t, err)
		defer answer.Body.Close() //nolint:errcheck // it was read
		body, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		return answer.StatusCode, string(body)
	}
	status, body := get("/healthz")
	require.Equal(t, []any{http.StatusOK, "ok\n"}, []any{status, body})
	status, body = get("/metrics")
	require.Equal(t, http.StatusOK, status, body)
	require.Contains(t, body, "sambatan_relay_halted 0")
	status, _ = get("/pasar/parfum")
	require.Equal(t, http.StatusNotFound, status)

	stop()
	require.Zero(t, <-exited)
}
