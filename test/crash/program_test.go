//go:build crash

package crash_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// program is the built binary, and the folder that every start of it uses.
type program struct {
	binary, folder, addr string
	log                  *os.File
	running              *exec.Cmd
	exited               chan error
	links                string // what the newest start printed
}

func build(t *testing.T) *program {
	t.Helper()
	// The postgres user has to reach the folder, so t.TempDir does not do.
	folder, err := os.MkdirTemp("", "sambatan-crash-*")
	require.NoError(t, err)
	require.NoError(t, os.Chmod(folder, 0o755))
	p := &program{binary: filepath.Join(folder, "sambatan"), folder: filepath.Join(folder, "data"), addr: freeAddr(t)}
	p.log, err = os.Create(filepath.Join(folder, "log"))
	require.NoError(t, err)
	t.Cleanup(func() {
		if p.running != nil {
			_ = p.running.Process.Kill() // nothing to do when it has ended
		}
		require.NoError(t, p.log.Close())
		if t.Failed() {
			t.Logf("everything is kept in %s", folder)
			return
		}
		require.NoError(t, os.RemoveAll(folder))
	})
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", p.binary, "../..").CombinedOutput()
	require.NoError(t, err, string(out))
	return p
}

func freeAddr(t *testing.T) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close() //nolint:errcheck // only its number is wanted
	return listener.Addr().String()
}

// start runs the program and waits until it says that it is ready.
func (p *program) start(t *testing.T) time.Duration {
	t.Helper()
	begin := time.Now()
	out := filepath.Join(filepath.Dir(p.folder), fmt.Sprintf("out-%d", begin.UnixNano()))
	file, err := os.Create(out)
	require.NoError(t, err)
	defer file.Close()                                                             //nolint:errcheck // the child has its own
	p.running = exec.Command(p.binary, "up", "--data", p.folder, "--addr", p.addr) //nolint:noctx // a test that fails leaves it to end
	p.running.Stdout, p.running.Stderr = file, p.log
	require.NoError(t, p.running.Start())
	p.exited = make(chan error, 1)
	go func(running *exec.Cmd, exited chan error) { exited <- running.Wait() }(p.running, p.exited)
	for time.Since(begin) < 90*time.Second {
		select {
		case err := <-p.exited:
			require.FailNow(t, "the program ended", "%v; see %s", err, p.log.Name())
		case <-time.After(20 * time.Millisecond):
		}
		text, err := os.ReadFile(out)
		require.NoError(t, err)
		if strings.Contains(string(text), "Press Ctrl-C") && p.ready(t.Context()) {
			p.links = string(text)
			return time.Since(begin)
		}
	}
	require.FailNow(t, "the program does not get ready", "see %s", p.log.Name())
	return 0
}

// kill gives the program no chance to finish anything.
func (p *program) kill(t *testing.T) {
	t.Helper()
	require.NoError(t, p.running.Process.Kill())
	require.Error(t, <-p.exited, "it can't have ended by itself")
}

// end is Ctrl-C.
func (p *program) end(t *testing.T) {
	t.Helper()
	require.NoError(t, p.running.Process.Signal(syscall.SIGTERM))
	require.NoError(t, <-p.exited)
}

// do runs another command of the program.
func (p *program) do(t *testing.T, args ...string) string {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute)
	defer stop()
	out, err := exec.CommandContext(ctx, p.binary, args...).CombinedOutput()
	require.NoError(t, err, "%s: %s", args, out)
	return string(out)
}

func (p *program) link(t *testing.T, name string) string {
	t.Helper()
	line := regexp.MustCompile(`(?m)^.*` + name + `\s+(http://\S+)$`).FindStringSubmatch(p.links)
	require.Len(t, line, 2, "no link for %s in:\n%s", name, p.links)
	return line[1]
}

func (p *program) url(path string) string { return "http://" + p.addr + path }

// ready asks once whether the program answers with a page that needs read models.
func (p *program) ready(ctx context.Context) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url("/pasar/parfum"), nil)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	return response.Body.Close() == nil && response.StatusCode == http.StatusOK
}
