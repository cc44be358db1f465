package main

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

const modulePrefix = "github.com/sensasiwangi/sambatan/"

// pkg is one package of the module and its statements.
type pkg struct {
	dir                 string
	statements, covered int
}

// percent is 100 for a package without statements: there is nothing left to test in it.
func (p pkg) percent() float64 {
	if p.statements == 0 {
		return 100
	}
	return 100 * float64(p.covered) / float64(p.statements)
}

// parse reads a profile: a mode line, then "file:from,to statements count" for each block. A block that stands
// there more than once (several test binaries ran it) counts once, as covered when any of them covered it.
func parse(profile string) ([]pkg, error) {
	type block struct{ statements, count int }
	blocks := map[string]block{}
	for n, line := range strings.Split(strings.TrimSpace(profile), "\n") {
		if strings.HasPrefix(line, "mode:") {
			continue
		}
		fields := strings.Fields(line)
		if len(fields) != 3 {
			return nil, fmt.Errorf("line %d is not a block: %q", n+1, line)
		}
		statements, err := strconv.Atoi(fields[1])
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n+1, err)
		}
		count, err := strconv.Atoi(fields[2])
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n+1, err)
		}
		blocks[fields[0]] = block{statements, blocks[fields[0]].count + count}
	}
	packages := map[string]pkg{}
	for where, b := range blocks {
		file, _, _ := strings.Cut(where, ":")
		if strings.HasSuffix(file, "_templ.go") {
			continue
		}
		dir := strings.TrimPrefix(path.Dir(file), modulePrefix)
		p := packages[dir]
		p.dir = dir
		p.statements += b.statements
		if b.count > 0 {
			p.covered += b.statements
		}
		packages[dir] = p
	}
	return slices.SortedFunc(maps.Values(packages), func(a, b pkg) int { return strings.Compare(a.dir, b.dir) }), nil
}
