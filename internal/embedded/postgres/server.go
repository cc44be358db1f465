package postgres

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// Config says which server to run. DataDir and BinDir are required, DataDir
// only where Ephemeral is false.
type Config struct {
	// DataDir is the cluster's own folder; it is made when it is missing.
	// Its lock, its log and a half-made cluster stand beside it.
	DataDir string
	// Ephemeral puts the cluster into a temporary folder that Stop removes.
	Ephemeral bool
	// BinDir holds the binaries; see [Find].
	BinDir string
	// Database is created when it is missing; zero means "sambatan".
	Database string
	// Volatile trades durability for speed. For tests only.
	Volatile bool
	// Settings override the server's settings, by name.
	Settings map[string]string
	// Log is told of each step as it begins; zero means silence.
	Log func(step string)
}

// Server is a PostgreSQL server that runs as a child of this process.
type Server struct {
	Address

	dataDir   string
	temporary string // the folder to remove at the end, if any
	volatile  bool
	owner     account
	lock      *folderLock
	log       *logFile
	say       func(string)
	process   *process
}

// Start makes the folder's cluster when there is none, runs a server on it and
// waits until it answers. ctx bounds the start only.
//
// Errors are, among others, [ErrInUse], [ErrNotWritable], [ErrWrongVersion]
// and [ErrDiskFull].
func Start(ctx context.Context, config Config) (*Server, error) {
	s, err := open(config)
	if err != nil {
		return nil, err
	}
	if err := s.start(ctx, config); err != nil {
		stopCtx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 4*time.Second)
		defer cancel()
		return nil, errors.Join(err, s.Stop(stopCtx))
	}
	return s, nil
}

// open takes the folder for this process.
func open(config Config) (*Server, error) {
	s := &Server{volatile: config.Volatile, owner: chooseAccount(), say: config.Log}
	if s.say == nil {
		s.say = func(string) {}
	}
	dir := config.DataDir
	if config.Ephemeral {
		base, err := temporaryFolder(s.owner)
		if err != nil {
			return nil, err
		}
		s.temporary, dir = base, filepath.Join(base, "data")
	}
	if err := s.take(dir); err != nil {
		return nil, errors.Join(err, s.cleanUp())
	}
	return s, nil
}

func (s *Server) take(dir string) error {
	if err := prepareParent(dir, s.owner); err != nil {
		return err
	}
	var err error
	if s.dataDir, err = absolute(dir); err != nil {
		return err
	}
	s.Address = addressOf(s.dataDir)
	if s.lock, err = lockFolder(s.dataDir); err != nil {
		return err
	}
	s.log, err = openLog(s.dataDir + ".log")
	return err
}

func (s *Server) start(ctx context.Context, config Config) error {
	version, err := folderVersion(s.dataDir)
	if err != nil {
		return err
	}
	s.removeDrafts()
	if version == 0 {
		s.say("making a new database folder, " + s.dataDir)
		if err := s.initialise(config.BinDir); err != nil {
			return err
		}
	}
	if err := settlePIDFile(ctx, s.dataDir); err != nil {
		return err
	}
	if err := s.makeSocketDir(s.owner); err != nil {
		return err
	}
	s.say("starting PostgreSQL")
	args := append([]string{"-D", s.dataDir}, s.settings(config.Settings)...)
	if err := s.run(ctx, filepath.Join(config.BinDir, "postgres"), args); err != nil {
		return err
	}
	return s.createDatabase(ctx, cmp.Or(config.Database, "sambatan"))
}

// Done is closed when the server has ended, whether asked to or not.
func (s *Server) Done() <-chan struct{} { return s.process.done }

// PID returns the number of the server's process.
func (s *Server) PID() int { return s.process.cmd.Process.Pid }

// DataDir returns the cluster's folder, absolute and with links resolved.
func (s *Server) DataDir() string { return s.dataDir }

// Stop ends the server and frees the folder. It lets the server write its
// checkpoint until ctx ends; then the server stops at once, and the next start
// recovers from its log.
func (s *Server) Stop(ctx context.Context) error {
	var stopErr error
	if s.process != nil {
		stopErr = s.stopProcess(ctx)
	}
	return errors.Join(stopErr, s.cleanUp())
}

func (s *Server) stopProcess(ctx context.Context) error {
	s.process.signal(syscall.SIGINT)
	select {
	case <-s.process.done:
		return nil
	case <-ctx.Done():
	}
	s.process.signal(syscall.SIGQUIT)
	select {
	case <-s.process.done:
	case <-time.After(3 * time.Second):
		s.process.signal(syscall.SIGKILL)
		<-s.process.done
	}
	return fmt.Errorf("PostgreSQL on %s was stopped at once: %w", s.dataDir, ctx.Err())
}

// cleanUp gives back what open took. It may be called twice.
func (s *Server) cleanUp() error {
	var errs []error
	if s.socketDir != "" && s.lock != nil {
		errs = append(errs, os.RemoveAll(s.socketDir))
	}
	if s.log != nil {
		errs = append(errs, s.log.file.Close())
	}
	if s.temporary != "" {
		errs = append(errs, os.RemoveAll(s.temporary))
	}
	if s.lock != nil {
		errs = append(errs, s.lock.release())
	}
	s.lock, s.log, s.temporary = nil, nil, ""
	return errors.Join(errs...)
}
