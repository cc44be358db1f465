// Package spec writes the tests of deciders as given, when, then:
//
//	spec.Given(t, sambatan.Decider, drafted, published, opened).
//		When(sambatan.Join{…}, noon).
//		Then(sambatan.SlotsHeld{…})
//
// Given folds the events, When decides a command at a time, and one of Then,
// ThenNothing and ThenRefused says what comes out of it. When one decision
// follows another, And adds a command to what came out before.
package spec

import (
	"errors"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// T is what of a test is used: a *testing.T, or a *rapid.T.
type T interface {
	Helper()
	Fatalf(format string, args ...any)
}

// Scenario is a decider with a history.
type Scenario[S, C, E any] struct {
	t       T
	decider eventstore.Decider[S, C, E]
	history []E
}

// Given begins a scenario with what happened before.
func Given[S, C, E any](t T, decider eventstore.Decider[S, C, E], history ...E) Scenario[S, C, E] {
	t.Helper()
	return Scenario[S, C, E]{t: t, decider: decider, history: history}
}

// When decides a command at a time.
func (s Scenario[S, C, E]) When(command C, at time.Time) Outcome[S, C, E] {
	s.t.Helper()
	events, err := s.decider.Decide(s.decider.Fold(s.history...), command, at)
	return Outcome[S, C, E]{Scenario: s, events: events, err: err}
}

// Outcome is what a command led to.
type Outcome[S, C, E any] struct {
	Scenario[S, C, E]
	events []E
	err    error
}

// Then demands exactly these events.
func (o Outcome[S, C, E]) Then(want ...E) Outcome[S, C, E] {
	o.t.Helper()
	if o.err != nil {
		o.t.Fatalf("refused: %v", o.err)
	}
	if diff := cmp.Diff(want, o.events); diff != "" {
		o.t.Fatalf("events differ (-want +got):\n%s", diff)
	}
	return o
}

// ThenNothing demands no event and no refusal.
func (o Outcome[S, C, E]) ThenNothing() Outcome[S, C, E] {
	o.t.Helper()
	if o.err != nil || len(o.events) > 0 {
		o.t.Fatalf("want nothing to happen, got %v, refusal %v", o.events, o.err)
	}
	return o
}

// ThenRefused demands this refusal, equal in all its data, and no event.
func (o Outcome[S, C, E]) ThenRefused(want error) Outcome[S, C, E] {
	o.t.Helper()
	if len(o.events) > 0 {
		o.t.Fatalf("want a refusal, got %v", o.events)
	}
	if errors.Is(o.err, want) {
		return o
	}
	if diff := cmp.Diff(want, o.err); diff != "" {
		o.t.Fatalf("refusals differ (-want +got):\n%s", diff)
	}
	return o
}

// And goes on after what came out.
func (o Outcome[S, C, E]) And() Scenario[S, C, E] {
	history := slices.Concat(o.history, o.events)
	return Scenario[S, C, E]{t: o.t, decider: o.decider, history: history}
}

// Events that came out, for what a table can't say.
func (o Outcome[S, C, E]) Events() []E { return o.events }
