package natstest

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	natsgo "github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/embedded/nats"
)

// Server is one test's own server.
type Server struct {
	// StoreDir is JetStream's folder.
	StoreDir string

	t       testing.TB
	listen  string
	mu      sync.Mutex
	running *nats.Server // nil while stopped
	conns   []*natsgo.Conn
}

// New starts a server; it stops when the test ends.
func New(tb testing.TB) *Server {
	tb.Helper()
	return NewOn(tb, "")
}

// NewOn starts a server that also listens on a TCP address, with port 0 for
// any free one. The port stays the same after Stop and Start.
func NewOn(tb testing.TB, listen string) *Server {
	tb.Helper()
	s := &Server{StoreDir: filepath.Join(tb.TempDir(), "nats"), t: tb, listen: listen}
	s.Start()
	if url := s.ClientURL(); url != "" {
		s.listen = strings.TrimPrefix(url, "nats://")
	}
	tb.Cleanup(s.Stop)
	return s
}

// Start starts the server on what its folder holds and waits until the
// connections that were made here are back.
func (s *Server) Start() {
	s.t.Helper()
	if s.server() != nil {
		return
	}
	running, err := nats.Start(nats.Config{StoreDir: s.StoreDir, Listen: s.listen})
	require.NoError(s.t, err)
	s.set(running)
	s.await(func(conn *natsgo.Conn) bool { return conn.IsConnected() || conn.IsClosed() })
}

// Stop stops the server and waits until the connections that were made here
// have noticed: what is sent from then on waits for the next Start.
func (s *Server) Stop() {
	s.t.Helper()
	running := s.server()
	if running == nil {
		return
	}
	s.set(nil)
	require.NoError(s.t, running.Stop())
	s.await(func(conn *natsgo.Conn) bool { return !conn.IsConnected() })
}

func (s *Server) server() *nats.Server {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.running
}

func (s *Server) set(running *nats.Server) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running = running
}

// await waits until every connection is as wanted.
func (s *Server) await(wanted func(*natsgo.Conn) bool) {
	s.t.Helper()
	s.mu.Lock()
	conns := slices.Clone(s.conns)
	s.mu.Unlock()
	for _, conn := range conns {
		require.Eventually(s.t, func() bool { return wanted(conn) }, 10*time.Second, time.Millisecond)
	}
}

// Wipe deletes JetStream's folder, as somebody with rm -r would. It may be
// called while the server runs.
func (s *Server) Wipe() {
	s.t.Helper()
	require.NoError(s.t, os.RemoveAll(s.StoreDir))
}

// Conn connects as the relay, which may publish the log.
func (s *Server) Conn(options ...natsgo.Option) *natsgo.Conn {
	s.t.Helper()
	return s.ConnAs(nats.Relay, options...)
}

// ConnAs connects with the rights of role. The connection is closed when the
// test ends and reconnects, every 10 ms, for ever.
func (s *Server) ConnAs(role nats.Role, options ...natsgo.Option) *natsgo.Conn {
	s.t.Helper()
	conn, err := natsgo.Connect("", append([]natsgo.Option{
		natsgo.InProcessServer(s),
		natsgo.UserInfoHandler(func() (string, string) { return s.Login(role) }),
		natsgo.MaxReconnects(-1),
		natsgo.ReconnectWait(10 * time.Millisecond),
		natsgo.ReconnectJitter(0, 0),
		natsgo.IgnoreAuthErrorAbort(),
	}, options...)...)
	require.NoError(s.t, err)
	s.t.Cleanup(conn.Close)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns = append(s.conns, conn)
	return conn
}

// JetStream returns the relay's JetStream.
func (s *Server) JetStream() jetstream.JetStream {
	s.t.Helper()
	return s.JetStreamAs(nats.Relay)
}

// JetStreamAs returns JetStream with the rights of role.
func (s *Server) JetStreamAs(role nats.Role) jetstream.JetStream {
	s.t.Helper()
	js, err := jetstream.New(s.ConnAs(role))
	require.NoError(s.t, err)
	return js
}

// ClientURL is the running server's TCP address, empty without one.
func (s *Server) ClientURL() string {
	running := s.server()
	if running == nil {
		return ""
	}
	return running.ClientURL()
}

// Login returns the name and password of role on the running server; each start
// makes new passwords.
func (s *Server) Login(role nats.Role) (user, password string) {
	running := s.server()
	if running == nil {
		return "", ""
	}
	return running.Login(role)
}

var errStopped = errors.New("natstest: the server is stopped")

// InProcessConn leads each (re)connection to the server that runs now.
func (s *Server) InProcessConn() (net.Conn, error) {
	running := s.server()
	if running == nil {
		return nil, errStopped
	}
	return running.InProcessConn()
}
