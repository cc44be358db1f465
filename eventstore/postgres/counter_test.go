package postgres_test

import (
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// The counter is these tests' aggregate: one command, one event.

type count struct {
	Name string
	Then func() `json:"-"` // is called while the command is decided
}

type counted struct {
	Name string `json:"name"`
}

var errFull = errors.New("the counter is full")

var counterCodec = func() *eventstore.Codec[counted] {
	codec := eventstore.NewCodec[counted]()
	eventstore.Register[counted](codec, "test.counted.v1")
	return codec
}()

var counters = eventstore.NewAggregate("counter", eventstore.Decider[int, count, counted]{
	Initial: func() int { return 0 },
	Decide: func(n int, c count, _ time.Time) ([]counted, error) {
		if c.Then != nil {
			c.Then()
		}
		if n >= 10_000 {
			return nil, errFull
		}
		return []counted{{c.Name}}, nil
	},
	Evolve: func(n int, _ counted) int { return n + 1 },
}, counterCodec)

func newID() (id eventstore.UUID) {
	rand.Read(id[:])
	return id
}

func countCommand(stream, name string) eventstore.Command {
	return counters.Command(stream, count{Name: name}, eventstore.Meta{CommandID: newID(), Actor: "user:test"})
}

func mustCount(t testing.TB, log eventstore.Log, stream, name string) eventstore.Result {
	t.Helper()
	result, err := log.Execute(t.Context(), countCommand(stream, name))
	require.NoError(t, err)
	return result
}

// names returns what the log holds, in order.
func names(t testing.TB, log eventstore.Reader) (names []string) {
	t.Helper()
	for recorded, err := range log.All(t.Context(), 1) {
		require.NoError(t, err)
		event, err := counterCodec.Decode(recorded)
		require.NoError(t, err)
		names = append(names, event.Name)
	}
	return names
}
