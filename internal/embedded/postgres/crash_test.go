package postgres

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

func TestDataOutlivesARestart(t *testing.T) {
	t.Parallel()
	eachUser(t, func(p place) {
		first := p.spawn()
		first.ready()
		p.write()
		first.stop()
		require.NoDirExists(p.t, addressOf(p.dataDir).socketDir)

		second := p.spawn()
		second.ready()
		p.requireWritten()
		second.stop()
	})
}

func TestTheServerStopsWhenItsParentIsKilled(t *testing.T) {
	t.Parallel()
	eachUser(t, func(p place) {
		first := p.spawn()
		pid := first.ready()
		p.write()
		first.kill()
		p.requireGone(pid)
		require.NoFileExists(p.t, p.pidFile())

		second := p.spawn()
		second.ready()
		p.requireWritten()
		second.stop()
		require.NoDirExists(p.t, addressOf(p.dataDir).socketDir)
	})
}

func TestAKilledParentDoesNotKeepTheNextOneWaiting(t *testing.T) {
	t.Parallel()
	eachUser(t, func(p place) {
		first := p.spawn()
		first.ready()
		p.write()
		first.kill() // the server is still stopping when the next one comes

		second := p.spawn()
		second.ready()
		p.requireWritten()
		second.stop()
	})
}

func TestAParentKilledWhileItMakesTheFolderLeavesNoHalfCluster(t *testing.T) {
	t.Parallel()
	eachUserIn(t, newEmptyPlace, func(p place) {
		first := p.spawn()
		first.await("step")
		require.Eventually(p.t, func() bool {
			return len(p.drafts("PG_VERSION")) > 0
		}, 10*time.Second, time.Millisecond)
		first.kill()
		require.NoDirExists(p.t, p.dataDir)

		second := p.spawn()
		second.ready()
		second.stop()
		third := p.spawn() // by now the first one's initdb has gone too
		third.ready()
		third.stop()
		require.Empty(p.t, p.drafts(""))
	})
}

func (p place) drafts(file string) []string {
	p.t.Helper()
	found, err := filepath.Glob(filepath.Join(p.dataDir+draftSuffix+"*", file))
	require.NoError(p.t, err)
	return found
}

func TestTheServerRecoversWhenBothWereKilled(t *testing.T) {
	t.Parallel()
	eachUser(t, func(p place) {
		first := p.spawn()
		pid := first.ready()
		p.write()
		require.NoError(p.t, syscall.Kill(pid, syscall.SIGKILL))
		first.kill()
		require.FileExists(p.t, p.pidFile())

		second := p.spawn()
		second.ready()
		p.requireWritten()
		second.stop()
	})
}

// The number in the pid file may be anybody's by now.
func TestAPIDFileThatMeansNothingIsNoObstacle(t *testing.T) {
	t.Parallel()
	eachUser(t, func(p place) {
		c := p.spawn()
		for _, first := range []string{
			strconv.Itoa(noPID),       // nobody has it
			p.sleeper(),               // it was given away
			"-" + p.sleeper(),         // as initdb's server writes it
			"",                        // the file was cut short
			strconv.Itoa(os.Getpid()), // another user's process
		} {
			pid := c.ready()
			rest := p.afterFirstLine()
			require.NoError(p.t, syscall.Kill(pid, syscall.SIGKILL))
			c.kill()
			p.plantPIDFile(first, rest)
			c = p.spawn()
		}
		c.ready()
		c.stop()
	})
}

func TestAServerThatAnotherProgramLeftRunningIsStopped(t *testing.T) {
	t.Parallel()
	eachUser(t, func(p place) {
		first := p.spawn()
		first.ready()
		p.write()
		first.stop()
		pid := p.startDaemon()

		second := p.spawn()
		second.ready()
		p.requireGone(pid)
		p.requireWritten()
		second.stop()
	})
}

func TestOnlyOneProcessRunsOnAFolder(t *testing.T) {
	t.Parallel()
	eachUser(t, func(p place) {
		first := p.spawn()
		first.ready()
		second := p.spawn()
		require.Contains(p.t, second.refused(), ErrInUse.Error())
		p.write() // the first one has not noticed
		first.stop()
	})
}

func TestOfTwoFirstStartsOneWins(t *testing.T) {
	t.Parallel()
	eachUserIn(t, newEmptyPlace, func(p place) {
		both := []*child{p.spawn(), p.spawn()}
		var ready int
		for _, c := range both {
			outcome, why := c.outcome()
			if outcome == "ready" {
				ready++
				continue
			}
			require.Contains(p.t, why, ErrInUse.Error())
			require.Error(p.t, c.cmd.Wait())
		}
		require.Equal(p.t, 1, ready)
	})
}

func TestAnotherProcessAttachesToARunningServer(t *testing.T) {
	t.Parallel()
	eachUser(t, func(p place) {
		_, err := Attach(p.t.Context(), p.dataDir)
		require.ErrorIs(p.t, err, ErrNotRunning)
		c := p.spawn()
		c.ready()
		address, err := Attach(p.t.Context(), p.dataDir)
		require.NoError(p.t, err)
		conn, err := pgx.Connect(p.t.Context(), address.DSN("sambatan", ""))
		require.NoError(p.t, err)
		require.NoError(p.t, conn.Close(p.t.Context()))
		c.stop()
		_, err = Attach(p.t.Context(), p.dataDir)
		require.ErrorIs(p.t, err, ErrNotRunning)
	})
}

func (p place) pidFile() string { return filepath.Join(p.dataDir, "postmaster.pid") }

func (p place) exec(sql string) string {
	p.t.Helper()
	conn, err := pgx.Connect(p.t.Context(), addressOf(p.dataDir).DSN("sambatan", ""))
	require.NoError(p.t, err)
	defer func() { require.NoError(p.t, conn.Close(p.t.Context())) }()
	results, err := conn.PgConn().Exec(p.t.Context(), sql).ReadAll()
	require.NoError(p.t, err)
	last := results[len(results)-1]
	if len(last.Rows) == 0 {
		return ""
	}
	return string(last.Rows[0][0])
}

func (p place) write() {
	p.t.Helper()
	p.exec("CREATE TABLE kept AS SELECT 'still here' AS words")
}

func (p place) requireWritten() {
	p.t.Helper()
	require.Equal(p.t, "still here", p.exec("SELECT words FROM kept"))
}

func (p place) requireGone(pid int) {
	p.t.Helper()
	require.Eventually(p.t, func() bool { return !isPostmaster(pid, p.dataDir) }, 20*time.Second, 5*time.Millisecond)
}

// afterFirstLine returns all but the number of a running server's pid file.
func (p place) afterFirstLine() string {
	p.t.Helper()
	content, err := os.ReadFile(p.pidFile())
	require.NoError(p.t, err)
	_, rest, _ := strings.Cut(string(content), "\n")
	return rest
}

func (p place) plantPIDFile(first, rest string) {
	p.t.Helper()
	require.NoError(p.t, os.WriteFile(p.pidFile(), fmt.Appendf(nil, "%s\n%s", first, rest), 0o600))
	require.NoError(p.t, p.serverUser().give(p.pidFile()))
}

// serverUser is whom the child's server runs as.
func (p place) serverUser() account {
	if p.user.uid == 0 {
		return chooseAccount()
	}
	return p.user
}

// sleeper starts a process of the server's user and returns its number.
func (p place) sleeper() string {
	p.t.Helper()
	cmd := exec.Command("sleep", "600") //nolint:noctx // ended by the test
	cmd.SysProcAttr = as(p.serverUser())
	require.NoError(p.t, cmd.Start())
	p.t.Cleanup(func() {
		require.NoError(p.t, cmd.Process.Kill(), "the sleeper must have been left alone")
		_ = cmd.Wait() // killed, as asked
	})
	return strconv.Itoa(cmd.Process.Pid)
}

// startDaemon starts a server in the background, as pg_ctl does, that nobody
// will stop when its parent ends.
func (p place) startDaemon() int {
	p.t.Helper()
	log, err := os.Create(filepath.Join(filepath.Dir(p.dataDir), "daemon.log"))
	require.NoError(p.t, err)
	p.t.Cleanup(func() { require.NoError(p.t, log.Close()) })
	cmd := exec.CommandContext(p.t.Context(), filepath.Join(p.binDir, "pg_ctl"), "-D", p.dataDir, "-w",
		"-o", "-c listen_addresses='' -c unix_socket_directories="+p.dataDir, "start")
	cmd.SysProcAttr = as(p.serverUser())
	cmd.Dir, cmd.Stdout, cmd.Stderr = p.dataDir, log, log
	require.NoError(p.t, cmd.Run())
	content, err := os.ReadFile(p.pidFile())
	require.NoError(p.t, err)
	first, _, _ := strings.Cut(string(content), "\n")
	pid, err := strconv.Atoi(first)
	require.NoError(p.t, err)
	require.True(p.t, isPostmaster(pid, p.dataDir))
	return pid
}
