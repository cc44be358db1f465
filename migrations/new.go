package migrations

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

var validName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// New writes the next numbered pair of empty migration files into dir and
// returns their paths. The name is lower case words joined by underscores.
func New(dir, name string) (up, down string, err error) {
	if !validName.MatchString(name) {
		return "", "", fmt.Errorf("new migration: %q is not a name such as add_shipping_zone", name)
	}
	all, err := list(os.DirFS(dir))
	if err != nil {
		return "", "", fmt.Errorf("new migration: %w", err)
	}
	next := uint(1)
	if len(all) > 0 {
		next = all[len(all)-1].Version + 1
	}
	base := filepath.Join(dir, fmt.Sprintf("%06d_%s", next, name))
	up, down = base+".up.sql", base+".down.sql"
	err = errors.Join(
		create(up, "-- What changes, and why.\n"),
		create(down, "-- The way back. Refuse it where data would be lost.\n"),
	)
	return up, down, err
}

// create never overwrites.
func create(path, content string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644) //nolint:gosec // a source file
	if err != nil {
		return fmt.Errorf("new migration: %w", err)
	}
	_, err = file.WriteString(content)
	return errors.Join(err, file.Close())
}
