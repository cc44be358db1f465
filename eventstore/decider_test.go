package eventstore_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/memory"
)

type open struct{ Slots int }

var errOpen = errors.New("it is open already")

var tills = eventstore.NewAggregate("till", eventstore.Decider[int, open, any]{
	Initial: func() int { return 0 },
	Decide: func(slots int, c open, _ time.Time) ([]any, error) {
		if slots > 0 {
			return nil, errOpen
		}
		return []any{opened{Slots: c.Slots}}, nil
	},
	Evolve: func(slots int, event any) int {
		if o, ok := event.(opened); ok {
			return slots + o.Slots
		}
		return 0
	},
}, newCodec())

// Example executes a command and shows what came of it.
func Example() {
	log := memory.New(memory.Config{})
	command := tills.Command("1", open{Slots: 3}, eventstore.Meta{CommandID: eventstore.UUID{1}, Actor: "user:1"})
	result, err := log.Execute(context.Background(), command)
	fmt.Println(result.Position, result.Events[0].Type, err)
	// Output: 1 test.opened.v3 <nil>
}

func TestACanonicalCommandNamesItsStreamKindAndContent(t *testing.T) {
	t.Parallel()
	canonical := func(identity string, slots int) string {
		text, err := tills.Command(identity, open{slots}, eventstore.Meta{}).Canonical()
		require.NoError(t, err)
		return string(text)
	}
	require.Equal(t, "till-1\neventstore_test.open\n{\"Slots\":3}", canonical("1", 3))
	require.NotEqual(t, canonical("1", 3), canonical("2", 3))
	require.NotEqual(t, canonical("1", 3), canonical("1", 4))
	_, err := eventstore.Command{Body: func() {}}.Canonical()
	require.Error(t, err)
}

// Fingerprints of commands that were recorded long ago are made of these bytes.
func TestACanonicalCommandIsAsItAlwaysWas(t *testing.T) {
	t.Parallel()
	type body struct {
		Text   string
		Raw    json.RawMessage
		Sealed eventstore.Sealed
		At     time.Time `json:"at,omitzero"`
	}
	rapid.Check(t, func(t *rapid.T) {
		command := eventstore.Command{Stream: eventstore.StreamID(rapid.String().Draw(t, "stream")), Body: body{
			Text: rapid.String().Draw(t, "text") + rapid.SampledFrom([]string{"", "\n", "<b> & \u2028"}).Draw(t, "end"),
			Raw:  json.RawMessage(rapid.SampledFrom([]string{"null", "{ \"a\": [1, 2] }\n", `"<\n>"`}).Draw(t, "raw")),
			Sealed: eventstore.Sealed{
				Person: rapid.String().Draw(t, "person"), Box: rapid.SliceOf(rapid.Byte()).Draw(t, "box"),
			},
		}}
		encoded, err := json.Marshal(command.Body)
		require.NoError(t, err)
		canonical, err := command.Canonical()
		require.NoError(t, err)
		require.Equal(t, fmt.Sprintf("%s\neventstore_test.body\n%s", command.Stream, encoded), string(canonical))
	})
}

func TestAStateIsLoadedFromItsStream(t *testing.T) {
	t.Parallel()
	log := memory.New(memory.Config{})
	_, err := log.Execute(t.Context(), tills.Command("1", open{3}, eventstore.Meta{CommandID: eventstore.UUID{1}}))
	require.NoError(t, err)
	_, err = log.Execute(t.Context(), tills.Command("1", open{3}, eventstore.Meta{CommandID: eventstore.UUID{2}}))
	require.ErrorIs(t, err, errOpen)
	slots, version, err := eventstore.Load(t.Context(), log, tills, "1")
	require.NoError(t, err)
	require.Equal(t, 3, slots)
	require.EqualValues(t, 1, version)
	_, err = log.Append(t.Context(), tills.Stream("1"), 1, []eventstore.NewEvent{{Type: "unheard.of.v1", Data: []byte("{}")}}, eventstore.Meta{CommandID: eventstore.UUID{3}})
	require.NoError(t, err)
	_, _, err = eventstore.Load(t.Context(), log, tills, "1")
	require.ErrorIs(t, err, eventstore.ErrUnknownType)
	require.Equal(t, "till", tills.Category())
	require.Equal(t, eventstore.StreamID("till-1"), tills.Stream("1"))
	require.Equal(t, "till", tills.Stream("1-2").Category())
	require.Equal(t, "1-2", tills.Stream("1-2").Identity())
}

func TestErrorsSayWhatToDo(t *testing.T) {
	t.Parallel()
	require.EqualError(t, &eventstore.BusyError{RetryAfter: time.Second, Reason: "full"}, "the log is busy (full); try again in 1s")
	version := &eventstore.VersionError{Stream: "till-1", Expected: 1, Actual: 2}
	require.EqualError(t, version, "till-1 is at version 2, expected 1")
	require.ErrorIs(t, version, eventstore.ErrUnexpectedVersion)
	require.EqualError(t, &eventstore.InvalidInputError{Reason: "NUL"}, "invalid input: NUL")
}
