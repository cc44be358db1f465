package postgres

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
)

var (
	// ErrInUse says that another process of the program runs on the folder.
	ErrInUse = errors.New("the database folder is in use by another process")
	// ErrNotWritable says that the folder can't be made, entered or written.
	ErrNotWritable = errors.New("the database folder is not writable")
	// ErrWrongVersion says that no binaries fit the folder's PG_VERSION.
	ErrWrongVersion = errors.New("wrong PostgreSQL version")
	// ErrDiskFull says that the disk under the folder has no room left.
	ErrDiskFull = errors.New("the disk is full")
	// ErrNotFound says that no PostgreSQL binaries were found nor installed.
	ErrNotFound = errors.New("PostgreSQL was not found")
	// ErrNotRunning says that nobody runs a server on the folder.
	ErrNotRunning = errors.New("no server runs on the database folder")
)

// folderError turns what the file system said about path into one sentence.
func folderError(path string, err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("%w: %s: free some space or choose another folder: %w", ErrDiskFull, path, err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.ENOTDIR):
		return fmt.Errorf("%w: %s: choose another folder or fix its permissions: %w", ErrNotWritable, path, err)
	}
	return fmt.Errorf("database folder %s: %w", path, err)
}

// logError explains why a program of PostgreSQL's ended, from what it wrote.
func logError(program, folder, output string, err error) error {
	switch {
	case saysFull(output):
		return fmt.Errorf("%w: %s: %s stopped; free some space or choose another folder", ErrDiskFull, folder, program)
	case strings.Contains(output, "Permission denied"), strings.Contains(output, "Read-only file system"):
		return fmt.Errorf("%w: %s: %s stopped: %s", ErrNotWritable, folder, program, lastLine(output))
	case strings.Contains(output, "database files are incompatible with server"):
		return fmt.Errorf("%w: %s: %s", ErrWrongVersion, folder, lastLine(output))
	}
	if err == nil {
		return fmt.Errorf("%s on %s ended at once: %s", program, folder, lastLine(output))
	}
	return fmt.Errorf("%s on %s: %w: %s", program, folder, err, lastLine(output))
}

// saysFull knows PostgreSQL's ways to say that a disk is full.
func saysFull(output string) bool {
	for _, words := range []string{"No space left on device", "Disk quota exceeded", "Check free disk space"} {
		if strings.Contains(output, words) {
			return true
		}
	}
	return false
}

// lastLine returns the line of output that most likely says what went wrong:
// the first FATAL, PANIC or error line, else the last one.
func lastLine(output string) string {
	last := "it wrote nothing"
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		last = line
		for _, mark := range []string{"FATAL:", "PANIC:", "error:"} {
			if strings.Contains(line, mark) {
				return line
			}
		}
	}
	return last
}
