package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// run starts the server and waits until it answers. Backends of a server that
// was killed hold on to its shared memory for a moment: it tries again then.
func (s *Server) run(ctx context.Context, program string, args []string) error {
	deadline := time.Now().Add(10 * time.Second)
	for {
		from := s.log.size()
		var err error
		if s.process, err = startProcess(s.owner, s.dataDir, s.log.file, program, args...); err != nil {
			return err
		}
		if err = s.waitReady(ctx); err == nil {
			return nil
		}
		said := s.log.since(from)
		if ctx.Err() != nil {
			return fmt.Errorf("start PostgreSQL on %s: %w", s.dataDir, err)
		}
		if !strings.Contains(said, "is still in use") || time.Now().After(deadline) {
			return logError("postgres", s.dataDir, said, s.process.err)
		}
	}
}

var errEnded = errors.New("the server ended")

func (s *Server) waitReady(ctx context.Context) error {
	tick := time.NewTicker(15 * time.Millisecond)
	defer tick.Stop()
	for {
		if err := s.ping(ctx); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-s.process.done:
			return errEnded
		case <-tick.C:
		}
	}
}
