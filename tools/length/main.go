// Command length fails when a Go file is longer than it may be: length -max 400 -max-test 600 DIR. Functions are
// the linter's business (funlen). Generated files may have any length.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var generated = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

func main() {
	most := flag.Int("max", 400, "`lines` that a file may have")
	mostTest := flag.Int("max-test", 600, "`lines` that a test file may have")
	flag.Parse()
	long, err := check(os.DirFS(filepath.Clean(flag.Arg(0))), *most, *mostTest)
	if err != nil {
		fmt.Fprintln(os.Stderr, "length:", err)
		os.Exit(1)
	}
	for _, file := range long {
		fmt.Fprintln(os.Stderr, "too long, one noun per file:", file)
	}
	if len(long) > 0 {
		os.Exit(1)
	}
}

// check lists the files that are too long, with their lines.
func check(tree fs.FS, most, mostTest int) ([]string, error) {
	var long []string
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "node_modules" || len(entry.Name()) > 1 && entry.Name()[0] == '.') {
			return fs.SkipDir
		}
		if entry.IsDir() || filepath.Ext(name) != ".go" {
			return nil
		}
		limit := most
		if strings.HasSuffix(name, "_test.go") {
			limit = mostTest
		}
		source, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		if lines := bytes.Count(source, []byte("\n")); lines > limit && !generated.Match(source) {
			long = append(long, fmt.Sprintf("%s has %d lines and may have %d", name, lines, limit))
		}
		return nil
	})
	return long, err
}
