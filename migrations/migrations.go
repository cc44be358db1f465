// Package migrations holds the schema's history and moves a database along it.
//
// A migration is a pair of files, NNNNNN_name.up.sql and .down.sql. Each file
// runs as one transaction. The connection string must lead to a session, never
// to a transaction pooler: the lock that keeps instances apart lives in it.
package migrations

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/golang-migrate/migrate/v4"
	"github.com/golang-migrate/migrate/v4/source"
)

//go:embed *.sql
var files embed.FS

// ErrDirty says that a migration failed half way in an earlier run. Each file
// is one transaction, so the schema is that of the version before it; an
// operator looks, then sets the version by hand.
var ErrDirty = errors.New("the schema is marked dirty")

// State is where a database stands.
type State struct {
	Version uint // the newest migration that was applied; zero: none
	Dirty   bool
	Pending []string // names of the migrations that Up would apply, in order
}

// Up applies every pending migration. Several instances may call it at once:
// one works, the others wait for it until ctx ends.
func Up(ctx context.Context, dsn string) error { return up(ctx, dsn, files) }

// Down takes back the newest steps migrations. A migration of a log table
// refuses when the log holds events.
func Down(ctx context.Context, dsn string, steps int) error { return down(ctx, dsn, files, steps) }

// Status tells where the database stands, and changes nothing.
func Status(ctx context.Context, dsn string) (State, error) { return current(ctx, dsn, files) }

func up(ctx context.Context, dsn string, from fs.FS) error {
	return withLock(ctx, dsn, from, func(m *migrate.Migrate) error {
		if err := m.Up(); err != nil && !errors.Is(err, migrate.ErrNoChange) {
			return explain("apply migrations", err)
		}
		return nil
	})
}

func down(ctx context.Context, dsn string, from fs.FS, steps int) error {
	if steps < 1 {
		return fmt.Errorf("take back migrations: %d steps: at least one is needed", steps)
	}
	return withLock(ctx, dsn, from, func(m *migrate.Migrate) error {
		if err := m.Steps(-steps); err != nil {
			return explain("take back migrations", err)
		}
		return nil
	})
}

// explain names the version that an operator has to look at.
func explain(operation string, err error) error {
	var short migrate.ErrShortLimit
	switch dirty, isDirty := errors.AsType[migrate.ErrDirty](err); {
	case isDirty:
		return fmt.Errorf("%s: %w at version %d: %w", operation, ErrDirty, dirty.Version, err)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: there is nothing left to take back, or the database is newer than this program: %w", operation, err)
	case errors.As(err, &short):
		return fmt.Errorf("%s: %d fewer were there than asked for: %w", operation, short.Short, err)
	}
	return fmt.Errorf("%s: %w", operation, err)
}

func current(ctx context.Context, dsn string, from fs.FS) (State, error) {
	status, err := readVersion(ctx, dsn)
	if err != nil {
		return State{}, err
	}
	all, err := list(from)
	if err != nil {
		return State{}, err
	}
	for _, m := range all {
		if m.Version > status.Version {
			status.Pending = append(status.Pending, fmt.Sprintf("%06d_%s", m.Version, m.Identifier))
		}
	}
	return status, nil
}

// list returns the up migrations in order and refuses a number that is used
// twice or lacks its way back.
func list(from fs.FS) ([]*source.Migration, error) {
	names, err := fs.Glob(from, "*.sql")
	if err != nil {
		return nil, fmt.Errorf("list migrations: %w", err)
	}
	seen := map[source.Direction]map[uint]*source.Migration{source.Up: {}, source.Down: {}}
	for _, name := range names {
		m, err := source.Parse(name)
		if err != nil {
			return nil, fmt.Errorf("migration %s: the name is not NNNNNN_name.up.sql: %w", name, err)
		}
		if other := seen[m.Direction][m.Version]; other != nil {
			return nil, fmt.Errorf("migration %s: its number is also that of %s", name, other.Raw)
		}
		seen[m.Direction][m.Version] = m
	}
	return pairs(seen[source.Up], seen[source.Down])
}

func pairs(ups, downs map[uint]*source.Migration) ([]*source.Migration, error) {
	var all []*source.Migration
	for version, up := range ups {
		if back := downs[version]; back == nil || back.Identifier != up.Identifier {
			return nil, fmt.Errorf("migration %s has no down file of the same name", up.Raw)
		}
		all = append(all, up)
	}
	for version, back := range downs {
		if ups[version] == nil {
			return nil, fmt.Errorf("migration %s has no up file of the same name", back.Raw)
		}
	}
	slices.SortFunc(all, func(a, b *source.Migration) int { return int(a.Version) - int(b.Version) })
	return all, nil
}
