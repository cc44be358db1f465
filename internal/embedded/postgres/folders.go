package postgres

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// DefaultDataDir returns the platform's data folder for this user: for root
// one that PostgreSQL's user can reach, which a home directory rarely is.
func DefaultDataDir() (string, error) {
	if os.Geteuid() == 0 {
		return "/var/lib/sambatan", nil
	}
	if data := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(data) {
		return filepath.Join(data, "sambatan"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("find a folder for the data: %w", err)
	}
	return filepath.Join(home, ".local", "share", "sambatan"), nil
}

// defaultCacheDir returns where downloaded binaries are kept. Without a home
// that is a temporary folder, which costs a download now and then.
func defaultCacheDir() string {
	if os.Geteuid() == 0 {
		return "/var/cache/sambatan"
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	return filepath.Join(cache, "sambatan")
}

const temporaryPrefix = "sambatan-ephemeral-"

// temporaryFolder makes a folder for one ephemeral cluster, and removes those
// whose owners were killed before they could.
func temporaryFolder(owner account) (string, error) {
	root := os.TempDir()
	if err := owner.canReach(filepath.Join(root, "data")); err != nil {
		root = socketRoot // everybody may enter this one
	}
	if err := sweep(root, time.Now().Add(-time.Minute)); err != nil {
		return "", err
	}
	base, err := os.MkdirTemp(root, temporaryPrefix)
	if err != nil {
		return "", folderError(root, err)
	}
	if owner.switched {
		err = os.Chmod(base, 0o711) // the server's user passes through
	}
	if err != nil {
		return "", folderError(base, err)
	}
	return base, nil
}

// sweep removes abandoned folders that are older than before. A lock that can
// be taken means that nobody owns the folder any more.
func sweep(root string, before time.Time) error {
	candidates, err := filepath.Glob(filepath.Join(root, temporaryPrefix+"*"))
	if err != nil {
		return fmt.Errorf("look for abandoned folders: %w", err)
	}
	for _, base := range candidates {
		info, err := os.Stat(base)
		if err != nil || !info.ModTime().Before(before) {
			continue
		}
		dataDir := filepath.Join(base, "data")
		lock, err := lockFolder(dataDir)
		if err != nil {
			continue // in use, or another user's
		}
		err = errors.Join(os.RemoveAll(addressOf(dataDir).socketDir), os.RemoveAll(base), lock.release())
		if err != nil {
			return fmt.Errorf("remove the abandoned folder %s: %w", base, err)
		}
	}
	return nil
}
