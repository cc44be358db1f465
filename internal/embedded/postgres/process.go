package postgres

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
)

// process is a running child.
type process struct {
	cmd  *exec.Cmd
	done chan struct{} // closed when the child has ended
	err  error         // how it ended; read after done
}

// startProcess starts a program of PostgreSQL's as owner, in folder dir, with
// everything it says written to output.
//
// The kernel ties the parent-death signal to the thread that made the child,
// not to the process, so one goroutine makes it, keeps its thread and waits.
func startProcess(owner account, dir string, output *os.File, name string, args ...string) (*process, error) {
	// The child outlives the context of whoever starts it; Stop ends it.
	cmd := exec.Command(name, args...) //nolint:noctx // the binary is the one that Find chose
	cmd.Dir = dir
	cmd.Env = []string{"LC_ALL=C", "TZ=UTC", "PATH=/usr/bin:/bin"}
	cmd.Stdout, cmd.Stderr = output, output
	cmd.SysProcAttr = attributes(owner)

	p := &process{cmd: cmd, done: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			p.err = cmd.Wait()
			close(p.done)
		}
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	return p, nil
}

// signal sends sig; a child that has ended already needs none.
func (p *process) signal(sig os.Signal) {
	select {
	case <-p.done:
	default:
		_ = p.cmd.Process.Signal(sig) // it ended meanwhile: done says so
	}
}
