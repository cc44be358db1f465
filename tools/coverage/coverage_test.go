package main

import (
	"strings"
	"testing"
)

const profile = `mode: atomic
github.com/sensasiwangi/sambatan/services/wallet/decide.go:1.1,2.2 9 3
github.com/sensasiwangi/sambatan/services/wallet/decide.go:3.1,4.2 1 0
github.com/sensasiwangi/sambatan/services/brand/decide.go:1.1,2.2 1 0
github.com/sensasiwangi/sambatan/services/brand/decide.go:1.1,2.2 1 2
github.com/sensasiwangi/sambatan/ui/view/page_templ.go:1.1,2.2 50 0
github.com/sensasiwangi/sambatan/ui/server.go:1.1,2.2 4 0
`

func TestEachPackageIsCountedOnceAndGeneratedViewsAreNot(t *testing.T) {
	t.Parallel()
	got, err := parse(profile)
	if err != nil {
		t.Fatal(err)
	}
	want := []pkg{{"services/brand", 1, 1}, {"services/wallet", 10, 9}, {"ui", 4, 0}}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for n := range want {
		if got[n] != want[n] {
			t.Errorf("got %v, want %v", got[n], want[n])
		}
	}
}

func TestTheGate(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		floors floors
		says   string
	}{
		"passes at the floor":                {floors{"services": 90}, ""},
		"names the package below its floor":  {floors{"services": 91}, "services/wallet: 90.0 % of 10"},
		"looks at nothing else":              {floors{"services/brand": 100}, ""},
		"fails for a tree that is not there": {floors{"service": 10}, "service: no package"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			packages, err := parse(profile)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if err := c.floors.check(packages); err != nil {
				got = err.Error()
			}
			if (got == "") != (c.says == "") || !strings.Contains(got, c.says) {
				t.Errorf("got %q, want %q in it", got, c.says)
			}
		})
	}
}
