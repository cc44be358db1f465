// Command coverage prints how much of each package its tests reach, from a profile of go test, and fails when a
// package of a gated tree is below its floor: coverage -min services=90 cover.out.
package main

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
)

func main() {
	floors := floors{}
	flag.Var(floors, "min", "`tree=percent` that each package of the tree must reach; may be repeated")
	flag.Parse()
	if err := run(flag.Arg(0), floors); err != nil {
		fmt.Fprintln(os.Stderr, "coverage:", err)
		os.Exit(1)
	}
}

func run(file string, floors floors) error {
	profile, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	packages, err := parse(string(profile))
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	for _, p := range packages {
		fmt.Printf("%6.1f %%  %s\n", p.percent(), p.dir)
	}
	return floors.check(packages)
}

// floors maps a tree of packages to the percentage that each of them must reach.
type floors map[string]float64

func (f floors) String() string { return fmt.Sprint(map[string]float64(f)) }

func (f floors) Set(value string) error {
	tree, percent, ok := strings.Cut(value, "=")
	if !ok {
		return fmt.Errorf("%q is not of the form tree=percent", value)
	}
	floor, err := strconv.ParseFloat(percent, 64)
	if err != nil {
		return err
	}
	f[tree] = floor
	return nil
}

// check also fails when a tree has no package at all: a gate that nothing passes through guards nothing.
func (f floors) check(packages []pkg) error {
	var low []string
	for tree, floor := range f {
		seen := false
		for _, p := range packages {
			if p.dir != tree && !strings.HasPrefix(p.dir, tree+"/") {
				continue
			}
			seen = true
			if p.percent() < floor {
				low = append(low, fmt.Sprintf("%s: %.1f %% of %d statements, and it must be %g %%", p.dir, p.percent(), p.statements, floor))
			}
		}
		if !seen {
			low = append(low, tree+": no package of it is in the profile")
		}
	}
	if len(low) > 0 {
		return fmt.Errorf("too little is tested:\n  %s", strings.Join(low, "\n  "))
	}
	return nil
}
