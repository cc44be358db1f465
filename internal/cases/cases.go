package cases

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed rows.txt
var rows string

// Case is one row of the specification.
type Case struct {
	Section string // "§4.3"
	Name    string // as tests name it, after the section
	Result  string // what is to come of it
	Open    bool   // not built yet
	Without bool   // decided against; the result says what there is instead
}

// Key is how a test names the case.
func (c Case) Key() string { return c.Section + " " + c.Name }

// All lists the cases as they stand in rows.txt: "section | name | result", with
// "open" before it for what is not built yet and "without" for what was decided
// against. It panics on a malformed row.
func All() []Case {
	var all []Case
	for line := range strings.Lines(rows) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		rest, open := strings.CutPrefix(line, "open ")
		rest, without := strings.CutPrefix(rest, "without ")
		parts := strings.Split(rest, "|")
		if len(parts) != 3 {
			panic("cases: not a row: " + line)
		}
		all = append(all, Case{strings.TrimSpace(parts[0]), strings.TrimSpace(parts[1]), strings.TrimSpace(parts[2]), open, without})
	}
	return all
}

// Test is a test that shows a case.
type Test struct{ File, Name string }

// directive begins the comment by which a test names a case.
const directive = "//money:case "

// Tests finds the tests of every case in the module at root, by the case's key.
func Tests(root string) (map[string][]Test, error) {
	found := map[string][]Test{}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && name != root || entry.Name() == "node_modules"):
			return filepath.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, "_test.go"):
			return nil
		}
		return readTests(root, name, found)
	})
	return found, err
}

func readTests(root, name string, found map[string][]Test) error {
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	short, err := filepath.Rel(root, name)
	if err != nil {
		return err
	}
	for _, declaration := range file.Decls {
		test, ok := declaration.(*ast.FuncDecl)
		if !ok || test.Doc == nil {
			continue
		}
		for _, comment := range test.Doc.List {
			if key, named := strings.CutPrefix(comment.Text, directive); named {
				key = strings.TrimSpace(key)
				found[key] = append(found[key], Test{filepath.ToSlash(short), test.Name.Name})
			}
		}
	}
	return nil
}

// Check returns what does not fit: a case that is built and has no test, a test
// that names no case, and a case that has a test and is said to be not built, or not to be.
func Check(tests map[string][]Test) (problems []string) {
	known := map[string]bool{}
	for _, c := range All() {
		known[c.Key()] = true
		switch has := len(tests[c.Key()]) > 0; {
		case !has && !c.Open && !c.Without:
			problems = append(problems, fmt.Sprintf("no test shows %q", c.Key()))
		case has && c.Open:
			problems = append(problems, fmt.Sprintf("%q has a test and is said to be open", c.Key()))
		case has && c.Without:
			problems = append(problems, fmt.Sprintf("%q has a test and was decided against", c.Key()))
		}
	}
	for key, of := range tests {
		if !known[key] {
			problems = append(problems, fmt.Sprintf("%s in %s names no row: %q", of[0].Name, of[0].File, key))
		}
	}
	slices.Sort(problems)
	return problems
}

// Document is docs/money.md.
func Document(tests map[string][]Test) string {
	var out strings.Builder
	out.WriteString("# Money: every case, and the test that shows it\n\n" +
		"Generated from the tests (`./task generate`); a case that is built and has no test fails CI. The cases are those of the\n" +
		"specification: a campaign (§4.1) and its later deadline (§4.1b), a participation (§4.2), payments (§4.3), release (§4.4),\n" +
		"refunds (§4.5), payouts (§4.6) and edges (§4.11); and what must hold whatever dies, is away or comes twice (Reliability):\n" +
		"those tests count their faults, and fail when there were none.\n")
	section := ""
	for _, c := range All() {
		if c.Section != section {
			section = c.Section
			fmt.Fprintf(&out, "\n## %s\n\n| case | result | shown by |\n|---|---|---|\n", section)
		}
		fmt.Fprintf(&out, "| %s | %s | %s |\n", c.Name, c.Result, shownBy(c, tests[c.Key()]))
	}
	return out.String()
}

func shownBy(c Case, tests []Test) string {
	switch {
	case c.Open:
		return "*not built yet*"
	case c.Without:
		return "*decided against*"
	}
	names := make([]string, len(tests))
	for i, test := range tests {
		names[i] = fmt.Sprintf("[%s](../%s)", test.Name, test.File)
	}
	slices.Sort(names)
	return strings.Join(names, "<br>")
}

// Write writes docs/money.md of the module at root.
func Write(root string) error {
	tests, err := Tests(root)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, "docs", "money.md"), []byte(Document(tests)), 0o644) //nolint:gosec // a document
}
