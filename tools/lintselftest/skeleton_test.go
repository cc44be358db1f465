package lintselftest

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// skeleton is a module of the repository's name in which every package is empty. Modules from outside are
// replaced by empty ones too: nothing is downloaded and next to nothing compiled.
type skeleton struct {
	t    *testing.T
	root string
}

func newSkeleton(t *testing.T, repository string) *skeleton {
	t.Helper()
	s := &skeleton{t: t, root: t.TempDir()}
	config, err := os.ReadFile(filepath.Join(repository, ".golangci.yml"))
	if err != nil {
		t.Fatal(err)
	}
	s.write(".golangci.yml", string(config))
	gomod := "module " + module + "\n\ngo 1.26.0\n"
	for _, target := range targets {
		if own, ok := strings.CutPrefix(target, module+"/"); ok {
			s.write(path.Join(own, "stub.go"), "package "+packageName(own)+"\n")
			continue
		}
		outside := moduleOf(target)
		stub := path.Join("stubs", outside)
		s.write(path.Join(stub, "go.mod"), "module "+outside+"\n\ngo 1.26.0\n")
		s.write(path.Join("stubs", target, "stub.go"), "package "+packageName(target)+"\n")
		if line := fmt.Sprintf("require %s %s\nreplace %s => ./%s\n", outside, stubVersion(outside), outside, stub); !strings.Contains(gomod, line) {
			gomod += line
		}
	}
	s.write("go.mod", gomod)
	return s
}

// write makes a file of the skeleton; name has slashes and is below its root.
func (s *skeleton) write(name, content string) {
	s.t.Helper()
	file := filepath.Join(s.root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

var outsideModules = []string{
	"github.com/jackc/pgx/v5", "github.com/nats-io/nats.go", "github.com/stretchr/testify",
	"github.com/google/go-cmp", "golang.org/x/mod", "gocloud.dev",
}

func moduleOf(target string) string {
	for _, m := range outsideModules {
		if target == m || strings.HasPrefix(target, m+"/") {
			return m
		}
	}
	return target
}

func stubVersion(outside string) string {
	if major := path.Base(outside); len(major) == 2 && major[0] == 'v' {
		return major + ".0.0"
	}
	return "v0.0.0"
}

func packageName(importPath string) string {
	if importPath == "." {
		return "main"
	}
	name := path.Base(importPath)
	if len(name) == 2 && name[0] == 'v' {
		name = path.Base(path.Dir(importPath))
	}
	return strings.NewReplacer("-", "", ".", "").Replace(name)
}

// packagesBelow lists the repository's folders with Go files at and below dir, as slash paths. The folder itself
// is always listed: a rule for a package that is yet to be written is tested as well.
func packagesBelow(t *testing.T, repository, dir string) []string {
	t.Helper()
	found := []string{dir}
	err := filepath.WalkDir(filepath.Join(repository, filepath.FromSlash(dir)), func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(file) != ".go" {
			return ignoreMissing(err)
		}
		relative, err := filepath.Rel(repository, filepath.Dir(file))
		found = append(found, filepath.ToSlash(relative))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func ignoreMissing(err error) error {
	if os.IsNotExist(err) {
		return nil
	}
	return err
}
