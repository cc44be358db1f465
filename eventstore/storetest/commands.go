package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
)

func repeatedCommand(t *testing.T, h Harness) {
	again := shops.Command("a", take{"ani"}, meta())
	first, err := h.First.Execute(t.Context(), again)
	require.NoError(t, err)
	require.False(t, first.Repeated)
	mustExecute(t, h.First, "a", take{"budi"})
	for _, log := range []eventstore.Log{h.First, h.Second} {
		second, err := log.Execute(t.Context(), again)
		require.NoError(t, err)
		require.True(t, second.Repeated)
		second.Repeated = false
		require.Empty(t, cmp.Diff(first, second))
	}
	require.Len(t, all(t, h.First), 2)
}

func repeatedAtOnce(t *testing.T, h Harness) {
	same := shops.Command("a", take{"ani"}, meta())
	results := make([]eventstore.Result, 20)
	var group sync.WaitGroup
	for i := range results {
		log := []eventstore.Log{h.First, h.Second}[i%2]
		group.Go(func() {
			var err error
			if results[i], err = log.Execute(t.Context(), same); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	first := 0
	for _, result := range results {
		require.Equal(t, eventstore.Position(1), result.Position)
		if !result.Repeated {
			first++
		}
	}
	require.Equal(t, 1, first)
	require.Len(t, all(t, h.First), 1)
}

func repeatedInOneBatch(t *testing.T, h Harness) {
	same, other := meta(), meta()
	answers := inOneBatch(t, h.First,
		send(h.First, "a", take{"ani"}, same),
		send(h.First, "a", take{"budi"}, other),
		send(h.First, "a", take{"ani"}, same),
		send(h.First, "a", take{"citra"}, same))
	require.NoError(t, answers[0].err)
	require.NoError(t, answers[1].err)
	require.NoError(t, answers[2].err)
	// Who comes first is the queue's affair; that they agree is ours.
	require.NotEqual(t, answers[0].result.Repeated, answers[2].result.Repeated)
	require.Equal(t, answers[0].result.Position, answers[2].result.Position)
	require.Equal(t, answers[0].result.Events, answers[2].result.Events)
	require.ErrorIs(t, answers[3].err, eventstore.ErrCommandReused)
	require.Equal(t, 2, holders(t, h.First, "a"))
}

func reusedCommand(t *testing.T, h Harness) {
	m := meta()
	_, err := h.First.Execute(t.Context(), shops.Command("a", take{"ani"}, m))
	require.NoError(t, err)
	for _, log := range []eventstore.Log{h.First, h.Second} {
		_, err = log.Execute(t.Context(), shops.Command("a", take{"budi"}, m))
		require.ErrorIs(t, err, eventstore.ErrCommandReused)
		_, err = log.Execute(t.Context(), shops.Command("b", take{"ani"}, m))
		require.ErrorIs(t, err, eventstore.ErrCommandReused, "another stream is another request")
		_, err = log.Execute(t.Context(), shops.Command("a", free{"ani"}, m))
		require.ErrorIs(t, err, eventstore.ErrCommandReused, "another kind of command is another request")
	}
	require.Len(t, all(t, h.First), 1)
}

func refusedCommand(t *testing.T, h Harness) {
	for i := range slots {
		mustExecute(t, h.First, "a", take{fmt.Sprint(i)})
	}
	late := shops.Command("a", take{"late"}, meta())
	result, err := h.First.Execute(t.Context(), late)
	require.ErrorIs(t, err, errTaken)
	require.Zero(t, result.Position)
	require.Len(t, all(t, h.First), slots)
	mustExecute(t, h.First, "a", free{"0"})
	result, err = h.First.Execute(t.Context(), late)
	require.NoError(t, err)
	require.False(t, result.Repeated)
}

func nothingToDo(t *testing.T, h Harness) {
	mustExecute(t, h.First, "a", take{"ani"})
	result := mustExecute(t, h.First, "a", take{"ani"})
	require.Zero(t, result.Position)
	require.Equal(t, eventstore.Version(1), result.Version)
	require.Empty(t, result.Events)
	require.Len(t, all(t, h.First), 1)
}

// freedElsewhere goes back and forth between two processes which both have the
// stream's state at hand.
func freedElsewhere(t *testing.T, h Harness) {
	for i := range slots {
		mustExecute(t, h.First, "a", take{fmt.Sprint(i)})
	}
	here, there := h.First, h.Second
	for range 10 {
		_, err := execute(t, there, "a", take{"next"})
		require.ErrorIs(t, err, errTaken)
		mustExecute(t, here, "a", free{"0"})
		mustExecute(t, there, "a", take{"next"})
		_, err = execute(t, here, "a", take{"0"})
		require.ErrorIs(t, err, errTaken)
		mustExecute(t, there, "a", free{"next"})
		mustExecute(t, here, "a", take{"0"})
		here, there = there, here
	}
}

func panickingCommand(t *testing.T, h Harness) {
	answers := inOneBatch(t, h.First,
		send(h.First, "a", take{"ani"}, meta()),
		send(h.First, "a", boom{"x"}, meta()),
		send(h.First, "a", take{"budi"}, meta()),
		send(h.First, "b", take{"citra"}, meta()),
		send(h.First, "a", boom{"y"}, meta()),
		send(h.First, "a", take{"ghost"}, meta()))
	requireOnly(t, answers, eventstore.ErrPanicked, 1, 4)
	require.Equal(t, eventstore.Version(1), answers[5].result.Events[0].Version-2, "the ghost took its slot by an event")
	require.Equal(t, 3, holders(t, h.First, "a"))
	_, err := execute(t, h.Second, "a", boom{"z"})
	require.ErrorIs(t, err, eventstore.ErrPanicked)
	require.Len(t, all(t, h.First), 5)
}

func failingCommand(t *testing.T, h Harness) {
	answers := inOneBatch(t, h.First,
		send(h.First, "a", take{"ani"}, meta()),
		send(h.First, "a", unwritable{"x"}, meta()),
		send(h.First, "a", write{Text: "x", Bytes: eventstore.MaxEventBytes}, meta()),
		send(h.First, "a", take{"budi"}, meta()))
	require.NoError(t, answers[0].err)
	require.ErrorIs(t, answers[1].err, errCursed)
	var invalid *eventstore.InvalidInputError
	require.ErrorAs(t, answers[2].err, &invalid)
	require.NoError(t, answers[3].err)
	require.Equal(t, eventstore.Version(2), answers[3].result.Version)
	require.Equal(t, eventstore.Version(3), mustExecute(t, h.Second, "a", take{"citra"}).Version)
	require.Equal(t, eventstore.Version(4), mustExecute(t, h.First, "a", take{"dewi"}).Version)
}

// requireOnly holds every answer but those at the given places to be a success.
func requireOnly(t *testing.T, answers []settled, target error, failed ...int) {
	t.Helper()
	bad := map[int]bool{}
	for _, i := range failed {
		bad[i] = true
	}
	for i, answer := range answers {
		if bad[i] {
			require.ErrorIs(t, answer.err, target)
		} else {
			require.NoError(t, answer.err)
		}
	}
}

func unknownEvent(t *testing.T, h Harness) {
	_, err := h.First.Append(t.Context(), shops.Stream("a"), 0, []eventstore.NewEvent{{Type: "shop.later.v9", Data: []byte("{}")}}, meta())
	require.NoError(t, err)
	answers := inOneBatch(t, h.First,
		send(h.First, "a", take{"ani"}, meta()),
		send(h.First, "b", take{"ani"}, meta()))
	requireOnly(t, answers, eventstore.ErrUnknownType, 0)
}

func fullQueue(t *testing.T, h Harness) {
	var requests []func(context.Context) (eventstore.Result, error)
	for i := range SmallQueue {
		requests = append(requests, send(h.Small, "a", write{Text: fmt.Sprint(i)}, meta()))
	}
	var refused error
	requests = append(requests, func(ctx context.Context) (eventstore.Result, error) {
		_, refused = h.Small.Execute(t.Context(), shops.Command("a", write{Text: "one too many"}, meta()))
		ctx.Done() // the helper goes on
		return eventstore.Result{}, nil
	})
	for _, answer := range inOneBatch(t, h.Small, requests...) {
		require.NoError(t, answer.err)
	}
	var busy *eventstore.BusyError
	require.ErrorAs(t, refused, &busy)
	require.Positive(t, busy.RetryAfter)
	mustExecute(t, h.Small, "a", write{Text: "there is room again"})
	require.Len(t, all(t, h.Small), SmallQueue+2)
}

func callerLeft(t *testing.T, h Harness) {
	ctx, leave := context.WithCancel(t.Context())
	answers := inOneBatch(t, h.First, func(waiting context.Context) (eventstore.Result, error) {
		go func() {
			<-waiting.(waitingContext).waits
			leave()
		}()
		return h.First.Execute(leavingContext{waiting.(waitingContext), ctx}, shops.Command("a", take{"ani"}, meta()))
	}, func(waiting context.Context) (eventstore.Result, error) {
		<-ctx.Done()
		return h.First.Execute(waiting, shops.Command("a", take{"budi"}, meta()))
	})
	require.ErrorIs(t, answers[0].err, context.Canceled)
	require.NoError(t, answers[1].err)
	require.Equal(t, eventstore.Version(1), answers[1].result.Version)
	require.Equal(t, 1, holders(t, h.First, "a"))
}

// leavingContext is one whose caller leaves once the command waits.
type leavingContext struct {
	waiting waitingContext
	context.Context
}

// Done implements context.Context.
func (c leavingContext) Done() <-chan struct{} {
	c.waiting.Done()
	return c.Context.Done()
}

// largeDecision is a campaign that fails with thousands of participations: all
// of it happens at once, or the money would be stuck.
func largeDecision(t *testing.T, h Harness) {
	const notes = 3*eventstore.MaxBatchEvents + 1
	inOneBatch(t, h.First,
		send(h.First, "a", take{"ani"}, meta()),
		send(h.First, "a", flood{notes}, meta()),
		send(h.First, "b", take{"budi"}, meta()))
	events := all(t, h.Second)
	if len(events) != notes+3 { // require.Len would print them all
		t.Fatalf("%d events, want %d: with the one that held the batch up", len(events), notes+3)
	}
	for i, event := range events {
		require.Equal(t, eventstore.Position(i+1), event.Position)
	}
	_, err := execute(t, h.Second, "a", flood{eventstore.MaxDecisionEvents + 1})
	var invalid *eventstore.InvalidInputError
	require.ErrorAs(t, err, &invalid)
}
