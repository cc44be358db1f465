package system_test

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/app"
	"github.com/sensasiwangi/sambatan/internal/embedded/postgres"
	"github.com/sensasiwangi/sambatan/test/visitor"
)

// startLimit is more than a first start on a busy machine takes.
const startLimit = 90 * time.Second

// program is a running `sambatan up`. One at a time: the program sets the
// process's default logger.
type program struct {
	folder string
	addr   string
	out    *transcript
	log    *transcript // JSON lines
	stop   context.CancelFunc
	exited chan int
}

// newFolder is one that the postgres user can reach, unlike t.TempDir's.
func newFolder(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "sambatan-system-*")
	require.NoError(t, err)
	require.NoError(t, os.Chmod(folder, 0o755))
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(folder)) })
	return folder
}

func freeAddr(t *testing.T) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close() //nolint:errcheck // only its number is wanted
	return listener.Addr().String()
}

// start runs the program on a folder and waits until it is ready, and has said everything.
func start(t *testing.T, folder string) *program {
	t.Helper()
	p := launch(t, "up", "--data", folder, "--addr", freeAddr(t), "--log-level", "debug")
	p.folder = folder
	select {
	case <-p.out.contains("Press Ctrl-C to stop"):
	case code := <-p.exited:
		require.FailNow(t, "the program ended", "exit code %d\n%s\n%s", code, p.out.String(), p.log.String())
	case <-time.After(startLimit):
		require.FailNow(t, "the program is not ready", "%s\n%s", p.out.String(), p.log.String())
	}
	pool := p.database(t, "postgres")
	defer pool.Close()
	p.caughtUp(t, pool)
	require.Equal(t, http.StatusOK, p.status(t, "/readyz"))
	return p
}

// status asks for a page.
func (p *program) status(t *testing.T, path string) int {
	t.Helper()
	client := http.Client{Timeout: 10 * time.Second}
	defer client.CloseIdleConnections()
	response, err := client.Get("http://" + p.addr + path) //nolint:noctx // it has a time-out
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	return response.StatusCode
}

// launch runs the program with any arguments.
func launch(t *testing.T, args ...string) *program {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	p := &program{out: newTranscript(), log: newTranscript(), stop: stop, exited: make(chan int, 1)}
	for i, arg := range args {
		if arg == "--addr" {
			p.addr = args[i+1]
		}
	}
	var ended sync.WaitGroup
	ended.Go(func() { p.exited <- app.Main(ctx, args, p.out, p.log) })
	t.Cleanup(func() {
		stop()
		ended.Wait()
	})
	return p
}

// end is Ctrl-C; it returns the exit code and how long it took.
func (p *program) end(t *testing.T) (code int, took time.Duration) {
	t.Helper()
	begin := time.Now()
	p.stop()
	select {
	case code = <-p.exited:
	case <-time.After(30 * time.Second):
		require.FailNow(t, "the program does not end")
	}
	return code, time.Since(begin)
}

// as signs in with the printed link of a person.
func (p *program) as(t *testing.T, name string) *visitor.Visitor {
	t.Helper()
	v, err := visitor.New("http://" + p.addr)
	require.NoError(t, err)
	require.NoError(t, v.SignIn(t.Context(), p.link(t, name)))
	return v
}

func (p *program) link(t *testing.T, name string) string {
	t.Helper()
	line := regexp.MustCompile(`(?m)^.*` + name + `\s+(http://\S+)$`).FindStringSubmatch(p.out.String())
	require.Len(t, line, 2, "no link for %s in:\n%s", name, p.out.String())
	return line[1]
}

// database connects to the embedded server as a user of it.
func (p *program) database(t *testing.T, user string) *pgxpool.Pool {
	t.Helper()
	address, err := postgres.Attach(t.Context(), filepath.Join(p.folder, "postgres"))
	require.NoError(t, err)
	pool, err := pgxpool.New(t.Context(), address.DSN("sambatan", user))
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	return pool
}

// readModelCount is how many read models the program has.
const readModelCount = 10

// caughtUp waits until every read model serves and has reached the log's head.
func (p *program) caughtUp(t *testing.T, pool *pgxpool.Pool) {
	t.Helper()
	const there = `SELECT count(*) FROM projection_checkpoints
		WHERE state = 'live' AND position >= (SELECT max(position) FROM events)`
	require.Eventually(t, func() bool {
		var n int
		require.NoError(t, pool.QueryRow(t.Context(), there).Scan(&n))
		return n >= readModelCount
	}, 20*time.Second, 20*time.Millisecond, "a read model does not catch up")
}

// transcript is what a program wrote.
type transcript struct {
	mu      sync.Mutex
	text    bytes.Buffer
	waiting map[string]chan struct{}
}

func newTranscript() *transcript { return &transcript{waiting: map[string]chan struct{}{}} }

// Write implements io.Writer.
func (t *transcript) Write(text []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text.Write(text)
	for wanted, found := range t.waiting {
		if strings.Contains(t.text.String(), wanted) {
			close(found)
			delete(t.waiting, wanted)
		}
	}
	return len(text), nil
}

func (t *transcript) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

// contains is closed once the text was written. Ask before it can be written.
func (t *transcript) contains(wanted string) <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	found := make(chan struct{})
	if strings.Contains(t.text.String(), wanted) {
		close(found)
		return found
	}
	t.waiting[wanted] = found
	return found
}
