package pgtest

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/embedded/postgres"
	"github.com/sensasiwangi/sambatan/migrations"
)

// Options say what kind of server a test wants.
type Options struct {
	// Durable keeps fsync on.
	Durable bool
	// Bare leaves the migrations out.
	Bare bool
	// Settings override the server's, by name.
	Settings map[string]string
}

// startServer runs an ephemeral server; several tests share two cores with it.
func startServer(ctx context.Context, options Options) (*postgres.Server, error) {
	config, err := serverConfig(ctx, options)
	if err != nil {
		return nil, err
	}
	config.Ephemeral = true
	return postgres.Start(ctx, config)
}

func serverConfig(ctx context.Context, options Options) (postgres.Config, error) {
	binaries, err := postgres.Find(ctx, postgres.Options{Explicit: os.Getenv("PG_BIN_DIR"), NoInstall: true})
	if err != nil {
		return postgres.Config{}, err
	}
	settings := map[string]string{"max_connections": "300", "shared_buffers": "64MB"}
	maps.Copy(settings, options.Settings)
	return postgres.Config{BinDir: binaries.Path, Volatile: !options.Durable, Settings: settings}, nil
}

// Cluster is a server of one test's own, for tests that stop, kill or restart
// it. Its folder outlives restarts and goes when the test ends. Its address
// stays the same.
type Cluster struct {
	DB
	DataDir string

	t      testing.TB
	config postgres.Config
	server *postgres.Server
}

// NewCluster starts a volatile server of the test's own, with a migrated
// database.
func NewCluster(tb testing.TB) *Cluster {
	tb.Helper()
	return NewClusterWith(tb, Options{})
}

// NewClusterWith is NewCluster with options.
func NewClusterWith(tb testing.TB, options Options) *Cluster {
	tb.Helper()
	config, err := serverConfig(tb.Context(), options)
	require.NoError(tb, err)
	config.DataDir = filepath.Join(folder(tb), "data")
	c := &Cluster{DataDir: config.DataDir, t: tb, config: config}
	c.Start()
	tb.Cleanup(c.Stop)
	c.Name, c.dsn = "sambatan", c.server.DSN
	c.DSN = c.server.DSN(c.Name, "")
	if !options.Bare {
		require.NoError(tb, migrations.Up(tb.Context(), c.DSN))
	}
	c.Pool = openPool(tb, c.DSN)
	return c
}

// folder makes a folder that the server's user can reach: t.TempDir stands in
// one that only the test's user may enter.
func folder(tb testing.TB) string {
	tb.Helper()
	dir, err := os.MkdirTemp("", "sambatan-cluster-")
	require.NoError(tb, err)
	require.NoError(tb, os.Chmod(dir, 0o711))
	tb.Cleanup(func() { require.NoError(tb, os.RemoveAll(dir)) })
	return dir
}

// Server returns the running server, nil while it is stopped.
func (c *Cluster) Server() *postgres.Server { return c.server }

// Start starts the server and waits until it answers.
func (c *Cluster) Start() {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var err error
	c.server, err = postgres.Start(ctx, c.config)
	require.NoError(c.t, err)
}

// Stop ends the server in good order; connections are cut.
func (c *Cluster) Stop() {
	c.t.Helper()
	if c.server == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	require.NoError(c.t, c.server.Stop(ctx))
	c.server = nil
}

// Kill9 ends the server's main process with SIGKILL, as a crash would.
func (c *Cluster) Kill9() { c.end(syscall.SIGKILL) }

// RestartImmediate stops the server without a checkpoint and starts it again,
// so that it recovers from its write-ahead log.
func (c *Cluster) RestartImmediate() {
	c.t.Helper()
	c.end(syscall.SIGQUIT)
	c.Start()
}

// end signals the server, waits for its end and gives its folder back.
func (c *Cluster) end(sig syscall.Signal) {
	c.t.Helper()
	require.NoError(c.t, syscall.Kill(c.server.PID(), sig))
	<-c.server.Done()
	c.Stop()
}
