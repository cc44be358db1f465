//go:build crash

package crash_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// simulator is `sambatan simulate` beside the program, all through its crashes.
// It writes to the log from a process of its own, too: it is also the bank.
type simulator struct {
	file   string
	child  *exec.Cmd
	out    bytes.Buffer
	exited chan error
	once   sync.Once
}

// registerBuyers lets simulate register its buyers, before anything is killed.
func registerBuyers(t *testing.T, p *program) {
	t.Helper()
	t.Log(p.do(t, "simulate", "--addr", p.addr, "--data", p.folder, "--buyers", strconv.Itoa(simulated), "--joins", "1", "--slots", "1000"))
}

func simulate(t *testing.T, p *program) *simulator {
	t.Helper()
	s := &simulator{file: filepath.Join(filepath.Dir(p.folder), "acks"), exited: make(chan error, 1)}
	s.child = exec.Command(p.binary, "simulate", "--addr", p.addr, "--data", p.folder, //nolint:noctx // it is ended below
		"--buyers", strconv.Itoa(simulated), "--rate", "100", "--seconds", "0", "--slots", "100000", "--acks", s.file)
	s.child.Stdout, s.child.Stderr = &s.out, &s.out
	require.NoError(t, s.child.Start())
	go func() { s.exited <- s.child.Wait() }()
	t.Cleanup(func() { s.once.Do(func() { require.NoError(t, s.child.Process.Kill()) }) })
	return s
}

// acknowledged counts the joins that simulate wrote down so far.
func (s *simulator) acknowledged(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile(s.file)
	require.NoError(t, err)
	return bytes.Count(text, []byte("\n"))
}

// end is Ctrl-C: simulate must not have given up in between.
func (s *simulator) end(t *testing.T) {
	t.Helper()
	s.once.Do(func() {
		require.NoError(t, s.child.Process.Signal(syscall.SIGTERM))
		err := <-s.exited
		lines := bytes.Split(bytes.TrimSpace(s.out.Bytes()), []byte("\n"))
		t.Logf("simulate: %s", bytes.Join(lines[max(0, len(lines)-8):], []byte("\n")))
		require.NoError(t, err)
	})
}
