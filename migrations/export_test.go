package migrations

import "io/fs"

// The tests bring migrations of their own.
var (
	UpFrom     = up
	DownFrom   = down
	StatusFrom = current
	LockKey    = int64(lockKey)
)

// Check tells what is wrong with the names of the files.
func Check(from fs.FS) error {
	_, err := list(from)
	return err
}
