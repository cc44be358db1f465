package postgres

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// folderLock keeps every other process of the program off a folder. The kernel
// frees it when its holder dies, however that happens.
type folderLock struct{ file *os.File }

// lockFolder takes the lock beside dataDir, or returns [ErrInUse] at once.
func lockFolder(dataDir string) (*folderLock, error) {
	path := dataDir + ".lock"
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, folderError(path, err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		closeErr := file.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("%w: %s: stop that one first or choose another folder", ErrInUse, dataDir)
		}
		return nil, errors.Join(folderError(path, err), closeErr)
	}
	return &folderLock{file: file}, nil
}

// release frees the lock. The file stays: removing it would let two processes
// each hold a lock on a file of the same name.
func (l *folderLock) release() error { return l.file.Close() }
