package lintselftest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const linters = "depguard,forbidigo,gochecksumtype,nolintlint,funlen,gocritic"

// issue is what the linter reports, as far as this test looks.
type issue struct {
	FromLinter string
	Text       string
	Pos        struct{ Filename string }
}

// expectation is what the linter is to say of a planted file: an issue of that linter with those words in it or,
// where no linter is named, none with those words.
type expectation struct{ file, linter, words string }

func TestTheLinterReportsEverythingThatTheDesignForbids(t *testing.T) {
	t.Parallel()
	repository, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	s := newSkeleton(t, repository)
	var expected []expectation
	for _, r := range table {
		expected = append(expected, plantRow(t, s, repository, r)...)
	}
	for _, planted := range sins() {
		s.write(planted.path, planted.source)
		expected = append(expected, expectation{file: planted.path, linter: planted.linter})
	}

	reported := lint(t, s.root)

	forbidden := 0
	for _, e := range expected {
		if e.linter != "" {
			forbidden++
		}
		judge(t, e, reported[e.file])
	}
	t.Logf("%d things planted, %d of them forbidden", len(expected), forbidden)
}

func judge(t *testing.T, e expectation, issues []issue) {
	t.Helper()
	for _, i := range issues {
		if !strings.Contains(i.Text, e.words) || (e.linter != "" && i.FromLinter != e.linter) {
			continue
		}
		if e.linter == "" {
			t.Errorf("%s is allowed, but %s says: %s", e.file, i.FromLinter, i.Text)
		}
		return
	}
	if e.linter != "" {
		t.Errorf("%s is forbidden, but %s is silent: %s", e.file, e.linter, e.words)
	}
}

// plantRow writes a file with the row's imports into each of its places.
func plantRow(t *testing.T, s *skeleton, repository string, r row) []expectation {
	t.Helper()
	var expected []expectation
	for _, place := range r.places {
		dirs := []string{place}
		if base, ok := strings.CutSuffix(place, "/*"); ok {
			dirs = packagesBelow(t, repository, base)
		}
		for _, dir := range dirs {
			file := plant(s, r, dir)
			for _, allowed := range r.allowed {
				expected = append(expected, expectation{file: file, words: notAllowed(allowed)})
			}
			for _, forbidden := range r.forbidden {
				words := notAllowed(forbidden) + fmt.Sprintf(" from list '%s'", r.rule)
				expected = append(expected, expectation{file: file, linter: "depguard", words: words})
			}
		}
	}
	return expected
}

func notAllowed(imported string) string { return fmt.Sprintf("import '%s' is not allowed", imported) }

// plant writes the row's imports into dir. They go into a package of their own below it, so that they can't form
// a cycle; where the rule is for the very folder they go there, and there nothing that they import imports them.
func plant(s *skeleton, r row, dir string) string {
	s.t.Helper()
	pkg := "planted"
	if r.exact {
		pkg = packageName(dir)
	} else {
		dir = path.Join(dir, pkg)
	}
	var source strings.Builder
	fmt.Fprintf(&source, "package %s\n", pkg)
	for _, imported := range append(slices.Clone(r.allowed), r.forbidden...) {
		fmt.Fprintf(&source, "\nimport _ %q\n", imported)
	}
	file := path.Join(dir, strings.ReplaceAll(cmp.Or(r.file, "*.go"), "*", strings.ReplaceAll(r.rule, "-", "_")))
	s.write(file, source.String())
	return file
}

func lint(t *testing.T, root string) map[string][]issue {
	t.Helper()
	linter, err := exec.CommandContext(t.Context(), "go", "tool", "-n", "golangci-lint").Output()
	if err != nil {
		t.Fatalf("finding golangci-lint: %v", err)
	}
	report := filepath.Join(t.TempDir(), "report.json")
	cmd := exec.CommandContext(t.Context(), strings.TrimSpace(string(linter)), "run",
		"--enable-only", linters, "--issues-exit-code", "0", "--output.json.path", report, "./...")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off", "GOPROXY=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("golangci-lint: %v\n%s", err, out)
	}
	content, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	var all struct{ Issues []issue }
	if err := json.Unmarshal(content, &all); err != nil {
		t.Fatal(err)
	}
	byFile := map[string][]issue{}
	for _, i := range all.Issues {
		file := filepath.ToSlash(i.Pos.Filename)
		byFile[file] = append(byFile[file], i)
	}
	return byFile
}

// A package in a place that no row names would be free to import anything.
func TestEveryPackageOfAGuardedTreeStandsInTheTable(t *testing.T) {
	t.Parallel()
	guarded := map[string]bool{}
	for _, r := range table {
		for _, place := range r.places {
			base, tree := strings.CutSuffix(place, "/*")
			guarded[base] = true
			if tree {
				for _, dir := range packagesBelow(t, "../..", base) {
					guarded[dir] = true
				}
			}
		}
	}
	for _, tree := range []string{"eventstore", "services", "projections", "ui", "internal/adapter", "test/e2e"} {
		for _, dir := range packagesBelow(t, "../..", tree) {
			if !guarded[dir] {
				t.Errorf("%s is in no row of the import table: add it to .golangci.yml and to table_test.go", dir)
			}
		}
	}
}
