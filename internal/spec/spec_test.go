package spec_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/spec"
)

type (
	added    struct{ N int }
	add      struct{ N int }
	negative struct{ N int }
)

func (e *negative) Error() string { return "negative" }

var errTooMuch = errors.New("too much")

// counter adds up to 10.
var counter = eventstore.Decider[int, add, added]{
	Initial: func() int { return 0 },
	Decide: func(sum int, c add, _ time.Time) ([]added, error) {
		switch {
		case c.N < 0:
			return nil, &negative{c.N}
		case sum+c.N > 10:
			return nil, errTooMuch
		case c.N == 0:
			return nil, nil
		}
		return []added{{c.N}}, nil
	},
	Evolve: func(sum int, e added) int { return sum + e.N },
}

func TestAStoryReadsGivenWhenThen(t *testing.T) {
	t.Parallel()
	var now time.Time
	spec.Given(t, counter).When(add{3}, now).Then(added{3})
	spec.Given(t, counter, added{3}).When(add{0}, now).ThenNothing()
	spec.Given(t, counter, added{3}).When(add{-1}, now).ThenRefused(&negative{-1})
	spec.Given(t, counter, added{3}, added{7}).When(add{1}, now).ThenRefused(errTooMuch)
	spec.Given(t, counter, added{3}).When(add{7}, now).Then(added{7}).And().When(add{1}, now).ThenRefused(errTooMuch)
	if events := spec.Given(t, counter).When(add{2}, now).Events(); len(events) != 1 {
		t.Fatal(events)
	}
}

// failing is a test that takes note of its failure and ends.
type failing struct{ message string }

func (*failing) Helper() {}

func (f *failing) Fatalf(format string, args ...any) {
	f.message = fmt.Sprintf(format, args...)
	panic(f)
}

func TestAStoryThatDoesNotHoldFails(t *testing.T) {
	t.Parallel()
	var now time.Time
	for want, story := range map[string]func(t spec.T){
		"refused: negative":           func(t spec.T) { spec.Given(t, counter).When(add{-1}, now).Then(added{1}) },
		"events differ":               func(t spec.T) { spec.Given(t, counter).When(add{2}, now).Then(added{1}) },
		"want nothing to happen":      func(t spec.T) { spec.Given(t, counter).When(add{2}, now).ThenNothing() },
		"refusal negative":            func(t spec.T) { spec.Given(t, counter).When(add{-1}, now).ThenNothing() },
		"want a refusal, got [{2}]":   func(t spec.T) { spec.Given(t, counter).When(add{2}, now).ThenRefused(errTooMuch) },
		"refusals differ (-want +got": func(t spec.T) { spec.Given(t, counter).When(add{-1}, now).ThenRefused(&negative{-2}) },
	} {
		f := &failing{}
		require.Panics(t, func() { story(f) })
		require.Contains(t, f.message, want)
	}
}
