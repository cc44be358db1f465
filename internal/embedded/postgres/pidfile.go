package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// noPID is above the highest number that Linux gives to a process.
const noPID = 1<<22 + 1

// settlePIDFile deals with what an earlier server left in dataDir: one that
// still runs is stopped, and a number that now belongs to some other process
// is replaced by one that belongs to none.
//
// The file itself stays, for PostgreSQL to judge: it also names the shared
// memory by which a new server notices that old backends still run.
func settlePIDFile(ctx context.Context, dataDir string) error {
	path := filepath.Join(dataDir, "postmaster.pid")
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return folderError(path, err)
	}
	first, rest, _ := strings.Cut(string(content), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil {
		// Cut short by a full disk or a power failure: nothing to go by.
		return removeFile(path)
	}
	pid = max(pid, -pid) // a single-user backend, such as initdb's, writes a negative one
	if isPostmaster(pid, dataDir) {
		return stopOrphan(ctx, pid, dataDir)
	}
	if !alive(pid) {
		return nil
	}
	return rewrite(path, strconv.Itoa(noPID)+"\n"+rest)
}

func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}

// stopOrphan asks the server to stop fast, then to quit, then makes it.
func stopOrphan(ctx context.Context, pid int, dataDir string) error {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGKILL} {
		if err := syscall.Kill(pid, sig); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("stop the server %d that still runs on %s: %w", pid, dataDir, err)
		}
		gone, err := waitGone(ctx, pid, dataDir)
		if err != nil {
			return err
		}
		if gone {
			return nil
		}
	}
	return fmt.Errorf("%w: %s: the server %d does not stop", ErrInUse, dataDir, pid)
}

func waitGone(ctx context.Context, pid int, dataDir string) (bool, error) {
	patience := time.NewTimer(10 * time.Second)
	defer patience.Stop()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for isPostmaster(pid, dataDir) {
		select {
		case <-ctx.Done():
			return false, fmt.Errorf("wait for the server %d to stop: %w", pid, ctx.Err())
		case <-patience.C:
			return false, nil
		case <-tick.C:
		}
	}
	return true, nil
}

// rewrite replaces path's content and keeps its owner and mode.
func rewrite(path, content string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return folderError(path, err)
	}
	_, err = file.WriteString(content)
	if err := errors.Join(err, file.Close()); err != nil {
		return folderError(path, err)
	}
	return nil
}

func removeFile(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return folderError(path, err)
	}
	return nil
}
