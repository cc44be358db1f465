package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// oneOrder sends random commands to few and to many streams through both
// appenders, while a reader follows the tail all along.
func oneOrder(t *testing.T, h Harness) {
	const writers, commands = 12, 60
	var group sync.WaitGroup
	stop := make(chan struct{})
	var seen []eventstore.Recorded
	group.Go(func() { seen = follow(t, h.Second, stop) })
	answers := make([][]eventstore.Result, writers)
	var writing sync.WaitGroup
	for w := range writers {
		log := []eventstore.Log{h.First, h.Second}[w%2]
		writing.Go(func() { answers[w] = scribble(t, log, w, commands) })
	}
	writing.Wait()
	close(stop)
	group.Wait()

	events := all(t, h.First)
	require.Empty(t, cmp.Diff(events, seen), "what the tail reader saw differs from the log")
	checkOrder(t, h.First, events)
	checkAnswers(t, events, answers)
}

// follow reads from the last position that it saw, over and over, until it has
// all that was there when stop was closed.
func follow(t *testing.T, log eventstore.Reader, stop <-chan struct{}) (seen []eventstore.Recorded) {
	for last := false; ; {
		for recorded, err := range log.All(t.Context(), eventstore.Position(len(seen)+1)) {
			if err != nil {
				t.Error(err)
				return seen
			}
			seen = append(seen, recorded)
		}
		if last {
			return seen
		}
		select {
		case <-stop:
			last = true
		default:
		}
	}
}

func scribble(t *testing.T, log eventstore.Log, writer, commands int) (accepted []eventstore.Result) {
	random := rand.New(rand.NewPCG(uint64(writer), 7)) //nolint:gosec // a repeatable sequence
	for i := range commands {
		stream := "hot"
		if random.IntN(3) == 0 {
			stream = fmt.Sprintf("s%d", random.IntN(40))
		}
		who := fmt.Sprintf("buyer-%d", random.IntN(9))
		var c command = take{who}
		switch random.IntN(8) {
		case 0, 1, 2:
			c = free{who}
		case 3:
			c = write{Text: fmt.Sprintf("note %d of %d", i, writer)}
		case 4:
			c = boom{who}
		}
		result, err := log.Execute(context.WithoutCancel(t.Context()), shops.Command(stream, c, meta()))
		switch {
		case errors.Is(err, errTaken), errors.Is(err, errMissing), errors.Is(err, eventstore.ErrPanicked):
		case err != nil:
			t.Error(err)
		case result.Position > 0:
			accepted = append(accepted, result)
		}
	}
	return accepted
}

// checkOrder holds a log to its promises: positions gapless, versions without
// holes, time never backwards, leaves right, and no shop oversold at any moment.
func checkOrder(t *testing.T, log eventstore.Reader, events []eventstore.Recorded) {
	t.Helper()
	versions := map[eventstore.StreamID]eventstore.Version{}
	states := map[eventstore.StreamID]*shop{}
	for i, recorded := range events {
		require.Equal(t, eventstore.Position(i+1), recorded.Position)
		versions[recorded.StreamID]++
		require.Equal(t, versions[recorded.StreamID], recorded.Version)
		if i > 0 {
			require.False(t, recorded.RecordedAt.Before(events[i-1].RecordedAt), "time runs backwards at %s", &recorded)
		}
		require.Equal(t, eventstore.HashLeaf(log.ID(), &recorded), recorded.LeafHash)
		if states[recorded.StreamID] == nil {
			states[recorded.StreamID] = &shop{holders: map[string]bool{}}
		}
		decoded, err := codec.Decode(recorded)
		require.NoError(t, err)
		state := evolve(states[recorded.StreamID], decoded)
		require.LessOrEqual(t, len(state.holders), slots)
		require.False(t, state.holders["ghost"])
	}
}

func checkAnswers(t *testing.T, events []eventstore.Recorded, answers [][]eventstore.Result) {
	t.Helper()
	answered := 0
	for _, results := range answers {
		for _, result := range results {
			answered += len(result.Events)
			last := result.Events[len(result.Events)-1]
			require.Equal(t, result.Position, last.Position)
			require.Equal(t, result.Version, last.Version)
			require.Empty(t, cmp.Diff(events[last.Position-1], last), "the answer differs from the log")
		}
	}
	require.Equal(t, len(events), answered, "events that nobody was told about")
	require.NotZero(t, answered)
}
