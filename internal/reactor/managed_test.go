package reactor_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/reactor"
)

// deed is a step that does something of the test's.
type deed struct {
	stream eventstore.StreamID
	do     func() error
}

func (d deed) Stream() eventstore.StreamID { return d.stream }

func (d deed) Run(context.Context, eventstore.Log) (eventstore.Result, error) {
	return eventstore.Result{}, d.do()
}

// manage takes the steps of one event.
func manage(t *testing.T, steps ...deed) error {
	t.Helper()
	manager := reactor.Managed(reactor.Reactor{}, nil, func(any, eventstore.Recorded) []deed { return steps })
	return manager.Handle(t.Context(), manager.Plan(nil, eventstore.Recorded{}), eventstore.Recorded{})
}

func TestStepsForOneStreamAreTakenInOrderUpToTheFirstThatFails(t *testing.T) {
	t.Parallel()
	var taken []int
	no := errors.New("no")
	step := func(n int, err error) deed {
		return deed{"a-1", func() error { taken = append(taken, n); return err }}
	}
	require.ErrorIs(t, manage(t, step(1, nil), step(2, nil), step(3, no), step(4, nil)), no)
	require.Equal(t, []int{1, 2, 3}, taken)
}

func TestStepsForSeveralStreamsDoNotWaitForEachOther(t *testing.T) {
	t.Parallel()
	first, last := make(chan struct{}), make(chan struct{})
	require.NoError(t, manage(t,
		deed{"a-1", func() error { close(first); <-last; return nil }},
		deed{"b-1", func() error { <-first; return nil }},
		deed{"c-1", func() error { return nil }},
		deed{"b-1", func() error { close(last); return nil }}))
}

func TestEveryStepThatFailsIsTold(t *testing.T) {
	t.Parallel()
	busy, no := &eventstore.BusyError{}, errors.New("no")
	err := manage(t, deed{"a-1", func() error { return no }}, deed{"b-1", func() error { panic("!") }}, deed{"c-1", func() error { return busy }})
	require.ErrorIs(t, err, no)
	require.ErrorIs(t, err, busy)
	require.ErrorContains(t, err, "panic")
}

func TestAnEventWithoutStepsLeadsNowhere(t *testing.T) {
	t.Parallel()
	manager := reactor.Managed(reactor.Reactor{}, nil, func(any, eventstore.Recorded) []deed { return nil })
	require.Nil(t, manager.Plan(nil, eventstore.Recorded{}))
}
