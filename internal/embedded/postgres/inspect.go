package postgres

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

var versionNumber = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// inspect runs the binaries in dir for their version.
func (s *search) inspect(ctx context.Context, dir string) (BinDir, error) {
	found := BinDir{Path: dir}
	for _, program := range []string{"initdb", "postgres"} {
		path := filepath.Join(dir, program)
		if _, err := os.Stat(path); err != nil {
			return BinDir{}, fmt.Errorf("no %s there", program)
		}
		if err := s.owner.canReach(path); err != nil {
			return BinDir{}, errors.New("the server's user can't enter it")
		}
		out, err := exec.CommandContext(ctx, path, "--version").CombinedOutput()
		if err != nil {
			return BinDir{}, fmt.Errorf("%s does not run: %s", program, cmp.Or(strings.TrimSpace(string(out)), err.Error()))
		}
		match := versionNumber.FindSubmatch(out)
		if match == nil {
			return BinDir{}, fmt.Errorf("%s does not tell its version", program)
		}
		if found.Major, err = strconv.Atoi(string(match[1])); err != nil {
			return BinDir{}, fmt.Errorf("version of %s: %w", program, err)
		}
	}
	return found, nil
}

// failure lists the places and the ways out.
func (s *search) failure() error {
	kind, version := ErrNotFound, strconv.Itoa(preferredMajor)
	var text strings.Builder
	if s.major != 0 {
		kind, version = ErrWrongVersion, strconv.Itoa(s.major)
		fmt.Fprintf(&text, "%s needs the binaries of PostgreSQL %s, which were not found", s.DataDir, version)
	} else {
		fmt.Fprintf(&text, "version %d or newer is needed", oldestMajor)
	}
	for _, place := range s.looked {
		text.WriteString("\n  looked at " + place)
	}
	for _, fix := range []string{
		"install it: apt-get install postgresql-" + version + " (or your system's package)",
		"or point PG_BIN_DIR at the folder that holds initdb and postgres",
		"or use a server that already runs: DATABASE_URL=postgres://user:password@host/database",
	} {
		text.WriteString("\n  " + fix)
	}
	return fmt.Errorf("%w: %s", kind, text.String())
}
