package nats

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// ErrInUse says that another process runs a server on the store.
var ErrInUse = errors.New("the NATS folder is in use by another process")

// maxPayload fits the largest event (256 KiB) with its envelope, in bytes.
const maxPayload = 1 << 20

// Config says which server to run. StoreDir is required.
type Config struct {
	// StoreDir holds JetStream's files; it is made when it is missing.
	StoreDir string
	// Listen is the TCP address for clients of other processes, with port 0
	// for any free one. Zero means that only this process can connect.
	Listen string
	// Logger takes the server's warnings and errors; zero means silence.
	Logger *slog.Logger
}

// Server is a NATS server inside this process.
type Server struct {
	nats      *server.Server
	lock      *os.File
	passwords guard
}

// Start runs a server and waits until it takes connections. A store that
// JetStream can't open is renamed and a new one begun; the logger says so.
func Start(config Config) (*Server, error) {
	if config.Logger == nil {
		config.Logger = slog.New(slog.DiscardHandler)
	}
	lock, err := lockStore(config.StoreDir)
	if err != nil {
		return nil, err
	}
	s := &Server{lock: lock, passwords: newGuard()}
	if err := s.startOn(config); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return s, nil
}

// startOn tries the store as it is and then, once, an empty one.
func (s *Server) startOn(config Config) error {
	if err := checkWritable(config.StoreDir); err != nil {
		return err
	}
	err := s.start(config)
	if !errors.Is(err, errStore) {
		return err
	}
	aside := config.StoreDir + ".broken-" + time.Now().UTC().Format("20060102T150405")
	if renameErr := os.Rename(config.StoreDir, aside); renameErr != nil {
		return errors.Join(err, renameErr)
	}
	config.Logger.Warn("the JetStream folder could not be read: begun afresh, the relay refills it",
		"folder", config.StoreDir, "kept_as", aside, "error", err)
	return s.start(config)
}

// errStore says that JetStream could not open its store.
var errStore = errors.New("the JetStream folder can't be used")

const startTimeout = 10 * time.Second

func (s *Server) start(config Config) error {
	options, err := s.options(config)
	if err != nil {
		return err
	}
	ns, err := server.NewServer(options)
	if err != nil {
		return fmt.Errorf("start NATS: %w", err)
	}
	logger := newSlogger(config.Logger)
	ns.SetLoggerV2(logger, false, false, false)
	ns.Start() // returns when JetStream and the listener work, or one gave up
	if err := logger.gaveUp(config); err != nil {
		ns.Shutdown()
		ns.WaitForShutdown()
		return err
	}
	if !ns.ReadyForConnections(startTimeout) {
		ns.Shutdown()
		ns.WaitForShutdown()
		return fmt.Errorf("start NATS: not ready within %s", startTimeout)
	}
	s.nats = ns
	return nil
}

func (s *Server) options(config Config) (*server.Options, error) {
	options := &server.Options{
		ServerName: "sambatan",
		JetStream:  true,
		StoreDir:   config.StoreDir,
		DontListen: config.Listen == "",
		NoSigs:     true, // signals are the program's business
		NoLog:      true, // ours is set by hand
		MaxPayload: maxPayload,
		// Not SyncAlways: what a power failure takes away comes again from PostgreSQL.
		SyncInterval:               10 * time.Second,
		CustomClientAuthentication: s.passwords,
	}
	if config.Listen == "" {
		return options, nil
	}
	host, port, err := net.SplitHostPort(config.Listen)
	if err != nil {
		return nil, fmt.Errorf("address for NATS: %w", err)
	}
	options.Host = host
	if options.Port, err = strconv.Atoi(port); err != nil {
		return nil, fmt.Errorf("address for NATS: %w", err)
	}
	if options.Port == 0 {
		options.Port = server.RANDOM_PORT
	}
	return options, nil
}

// Connect connects within the process as the relay.
func (s *Server) Connect(options ...nats.Option) (*nats.Conn, error) {
	return s.ConnectAs(Relay, options...)
}

// ConnectAs connects within the process, with the rights of role.
func (s *Server) ConnectAs(role Role, options ...nats.Option) (*nats.Conn, error) {
	conn, err := nats.Connect("", append([]nats.Option{
		nats.InProcessServer(s), nats.UserInfo(s.Login(role)), nats.MaxReconnects(-1),
	}, options...)...)
	if err != nil {
		return nil, fmt.Errorf("connect to NATS as %s: %w", role, err)
	}
	return conn, nil
}

// Login returns the name and password of role, for clients of ClientURL.
func (s *Server) Login(role Role) (user, password string) {
	return string(role), s.passwords[role]
}

// InProcessConn serves [nats.InProcessServer].
func (s *Server) InProcessConn() (net.Conn, error) { return s.nats.InProcessConn() }

// ClientURL is the TCP address with its scheme, empty where it does not listen.
func (s *Server) ClientURL() string {
	if s.nats.Addr() == nil {
		return ""
	}
	return s.nats.ClientURL()
}

// Stop ends the server, cuts its connections and frees the store.
func (s *Server) Stop() error {
	s.nats.Shutdown()
	s.nats.WaitForShutdown()
	return s.lock.Close()
}
