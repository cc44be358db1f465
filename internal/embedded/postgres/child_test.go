package postgres

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A crash needs a process to crash: the tests run copies of their own binary.
const (
	childFolder   = "SAMBATAN_TEST_CHILD_FOLDER"
	childBinaries = "SAMBATAN_TEST_CHILD_BINARIES" // empty: found, installed if need be
)

func TestMain(m *testing.M) {
	if folder := os.Getenv(childFolder); folder != "" {
		os.Exit(childMain(folder, os.Getenv(childBinaries)))
	}
	code := m.Run()
	if err := os.RemoveAll(patternFolder); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = max(code, 1)
	}
	os.Exit(code)
}

// childMain runs a server until its standard input ends.
func childMain(folder, binaries string) int {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	say := func(step string) { fmt.Println("step", step) }
	found, err := Find(ctx, Options{DataDir: folder, Explicit: binaries, Log: say})
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	server, err := Start(ctx, Config{
		DataDir: folder, BinDir: found.Path, Log: say,
		Volatile: true, // killing a process loses nothing that it gave to the kernel
	})
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	fmt.Println("ready", server.PID())
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		fmt.Println("error", err)
	}
	if err := server.Stop(ctx); err != nil {
		fmt.Println("error", err)
		return 1
	}
	return 0
}

// child is a process that runs a server, as the program does.
type child struct {
	t     *testing.T
	cmd   *exec.Cmd
	stdin io.Closer
	lines *bufio.Scanner
}

// spawn starts a child as one of the users that the tests can be.
func (p place) spawn() *child {
	p.t.Helper()
	cmd := exec.Command(p.program) //nolint:noctx // ended by the test
	cmd.Env = []string{childFolder + "=" + p.dataDir, childBinaries + "=" + p.binDir}
	cmd.Dir = "/"
	cmd.SysProcAttr = as(p.user)
	stdin, err := cmd.StdinPipe()
	require.NoError(p.t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(p.t, err)
	require.NoError(p.t, cmd.Start())
	c := &child{t: p.t, cmd: cmd, stdin: stdin, lines: bufio.NewScanner(stdout)}
	p.t.Cleanup(c.end)
	return c
}

// as makes a process another user's.
func as(user account) *syscall.SysProcAttr {
	if !user.switched {
		return &syscall.SysProcAttr{}
	}
	return &syscall.SysProcAttr{
		Credential: &syscall.Credential{Uid: uint32(user.uid), Gid: uint32(user.gid)},
	}
}

// await reads on to the line that begins with word and returns its rest.
func (c *child) await(word string) string {
	c.t.Helper()
	var said []string
	for c.lines.Scan() {
		if rest, ok := strings.CutPrefix(c.lines.Text(), word+" "); ok {
			return rest
		}
		said = append(said, c.lines.Text())
	}
	require.Failf(c.t, "the child ended", "without saying %q, but: %q", word, said)
	return ""
}

// outcome reads on until the child is ready or refused.
func (c *child) outcome() (word, rest string) {
	c.t.Helper()
	for c.lines.Scan() {
		if word, rest, _ = strings.Cut(c.lines.Text(), " "); word == "ready" || word == "error" {
			return word, rest
		}
	}
	require.Fail(c.t, "the child said nothing")
	return "", ""
}

// ready waits for the server and returns its process number.
func (c *child) ready() int {
	c.t.Helper()
	pid, err := strconv.Atoi(c.await("ready"))
	require.NoError(c.t, err)
	return pid
}

// kill ends the child as a crash does.
func (c *child) kill() {
	c.t.Helper()
	require.NoError(c.t, c.cmd.Process.Kill())
	_ = c.cmd.Wait() // killed, as asked
}

// end stops a child that the test left running.
func (c *child) end() {
	if c.cmd.ProcessState == nil {
		c.stop()
	}
}

// stop ends the child in good order.
func (c *child) stop() {
	c.t.Helper()
	require.NoError(c.t, c.stdin.Close())
	for c.lines.Scan() {
		require.False(c.t, strings.HasPrefix(c.lines.Text(), "error"), c.lines.Text())
	}
	require.NoError(c.t, c.cmd.Wait())
}

// refused waits for the end of a child that may not run, and returns why.
func (c *child) refused() string {
	c.t.Helper()
	why := c.await("error")
	require.Error(c.t, c.cmd.Wait())
	return why
}

// place is where one test runs its servers, and as whom.
type place struct {
	t       *testing.T
	user    account
	program string // a copy of the test binary that the user can run
	binDir  string
	dataDir string
}

// users are those that the tests can be: as root also an ordinary one.
func users(t *testing.T) []account {
	t.Helper()
	self := account{name: "self", uid: os.Geteuid(), gid: os.Getegid()}
	if self.uid != 0 {
		return []account{self}
	}
	self.name = "root"
	nobody, err := lookup("nobody")
	require.NoError(t, err)
	return []account{self, nobody}
}

// eachUser runs test once for every user.
func eachUser(t *testing.T, test func(p place)) {
	t.Helper()
	eachUserIn(t, newPlace, test)
}

func eachUserIn(t *testing.T, where func(*testing.T, account) place, test func(p place)) {
	t.Helper()
	for _, user := range users(t) {
		t.Run(user.name, func(t *testing.T) {
			t.Parallel()
			test(where(t, user))
		})
	}
}

// newPlace gives user a folder with a cluster in it, made a moment ago.
func newPlace(t *testing.T, user account) place {
	t.Helper()
	p := newEmptyPlace(t, user)
	pattern, err := patternCluster()
	require.NoError(t, err)
	require.NoError(t, os.CopyFS(p.dataDir, os.DirFS(pattern)))
	require.NoError(t, os.Chmod(p.dataDir, 0o700))
	require.NoError(t, filepath.WalkDir(p.dataDir, func(path string, _ os.DirEntry, err error) error {
		return errors.Join(err, p.serverUser().give(path))
	}))
	return p
}

// patternCluster makes a cluster once, for the tests to copy: initdb takes
// longer than most of them.
var patternCluster = sync.OnceValues(func() (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	base, err := temporaryFolder(chooseAccount())
	if err != nil {
		return "", err
	}
	found, err := Find(ctx, Options{Explicit: os.Getenv("PG_BIN_DIR"), NoInstall: true})
	if err != nil {
		return "", err
	}
	config := Config{DataDir: filepath.Join(base, "data"), BinDir: found.Path, Volatile: true}
	server, err := Start(ctx, config)
	if err != nil {
		return "", err
	}
	patternFolder = base
	return config.DataDir, server.Stop(ctx)
})

var patternFolder string // to remove in the end; empty: none was made

func newEmptyPlace(t *testing.T, user account) place {
	t.Helper()
	root := openFolder(t)
	require.NoError(t, user.give(root))
	p := place{
		t: t, user: user, program: filepath.Join(root, "child"),
		dataDir: filepath.Join(root, "data"), binDir: binaries(t),
	}
	self, err := os.Executable()
	require.NoError(t, err)
	copyProgram(t, self, p.program)
	return p
}

// openFolder makes a folder that every user may enter, unlike t.TempDir.
func openFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "sambatan-crash-")
	require.NoError(t, err)
	require.NoError(t, os.Chmod(dir, 0o755))
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	return dir
}

func copyProgram(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(to, content, 0o755))
}

func binaries(t *testing.T) string {
	t.Helper()
	found, err := Find(t.Context(), Options{Explicit: os.Getenv("PG_BIN_DIR"), NoInstall: true})
	require.NoError(t, err)
	return found.Path
}
