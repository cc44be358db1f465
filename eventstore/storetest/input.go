package storetest

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
)

func badInput(t *testing.T, h Harness) {
	note := func(text string) eventstore.Command { return shops.Command("a", write{Text: text}, meta()) }
	with := func(change func(*eventstore.Command)) eventstore.Command {
		c := note("good")
		change(&c)
		return c
	}
	rows := map[string]eventstore.Command{
		"NUL":               note("nul \x00 byte"),
		"invalid UTF-8":     note("bad \xff byte"),
		"no command id":     with(func(c *eventstore.Command) { c.Meta.CommandID = eventstore.UUID{} }),
		"no stream":         with(func(c *eventstore.Command) { c.Stream = "" }),
		"NUL in the stream": with(func(c *eventstore.Command) { c.Stream = "shop-\x00" }),
		"NUL in the actor":  with(func(c *eventstore.Command) { c.Meta.Actor = "user:\x00" }),
		"metadata not JSON": with(func(c *eventstore.Command) { c.Meta.Metadata = []byte("{") }),
		"metadata no object": with(func(c *eventstore.Command) {
			c.Meta.Metadata = []byte("[1]")
		}),
		"NUL in the metadata": with(func(c *eventstore.Command) { c.Meta.Metadata = []byte(`{"a":"\u0000"}`) }),
	}
	for name, c := range rows {
		_, err := h.First.Execute(t.Context(), c)
		var invalid *eventstore.InvalidInputError
		require.ErrorAs(t, err, &invalid, name)
	}
	for _, data := range []string{"", "{", "\"\\u0000\"", "\"\xff\""} {
		_, err := h.First.Append(t.Context(), "shop-a", 0, []eventstore.NewEvent{{Type: "shop.noted.v1", Data: []byte(data)}}, meta())
		var invalid *eventstore.InvalidInputError
		require.ErrorAs(t, err, &invalid, data)
	}
	require.Empty(t, all(t, h.First))
}

func sizeLimit(t *testing.T, h Harness) {
	wrapping := len(`{"text":""}`)
	mustExecute(t, h.First, "a", write{Text: "x", Bytes: eventstore.MaxEventBytes - wrapping})
	_, err := execute(t, h.First, "a", write{Text: "x", Bytes: eventstore.MaxEventBytes - wrapping + 1})
	var invalid *eventstore.InvalidInputError
	require.ErrorAs(t, err, &invalid)
	_, err = execute(t, h.First, "a", write{Text: strings.Repeat("x", eventstore.MaxEventBytes)})
	require.ErrorAs(t, err, &invalid, "the command itself is too large")
	require.Len(t, all(t, h.First), 1)
}

func note(text string) []eventstore.NewEvent {
	return []eventstore.NewEvent{{Type: "shop.noted.v1", Data: fmt.Appendf(nil, `{"text":%q}`, text)}}
}

func appendVersion(t *testing.T, h Harness) {
	m := meta()
	first, err := h.First.Append(t.Context(), "shop-a", 0, append(note("one"), note("two")...), m)
	require.NoError(t, err)
	require.Equal(t, eventstore.Version(2), first.Version)
	require.Equal(t, eventstore.Position(2), first.Position)

	again, err := h.Second.Append(t.Context(), "shop-a", 0, append(note("one"), note("two")...), m)
	require.NoError(t, err, "a repeated append is no conflict")
	require.True(t, again.Repeated)
	_, err = h.Second.Append(t.Context(), "shop-a", 2, note("other"), m)
	require.ErrorIs(t, err, eventstore.ErrCommandReused)

	_, err = h.Second.Append(t.Context(), "shop-a", 1, note("three"), meta())
	require.ErrorIs(t, err, eventstore.ErrUnexpectedVersion)
	var version *eventstore.VersionError
	require.ErrorAs(t, err, &version)
	require.Equal(t, eventstore.VersionError{Stream: "shop-a", Expected: 1, Actual: 2}, *version)

	// Commands and appends see each other, whoever holds the state.
	require.Equal(t, eventstore.Version(3), mustExecute(t, h.First, "a", take{"ani"}).Version)
	_, err = h.First.Append(t.Context(), "shop-a", 3, note("three"), meta())
	require.NoError(t, err)
	require.Equal(t, eventstore.Version(5), mustExecute(t, h.First, "a", take{"budi"}).Version)
}

func appendRace(t *testing.T, h Harness) {
	var group sync.WaitGroup
	errs := make([]error, 20)
	for i := range errs {
		log := []eventstore.Log{h.First, h.Second}[i%2]
		group.Go(func() { _, errs[i] = log.Append(t.Context(), "shop-a", 0, note(fmt.Sprint(i)), meta()) })
	}
	group.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
			continue
		}
		require.ErrorIs(t, err, eventstore.ErrUnexpectedVersion)
	}
	require.Equal(t, 1, won)
	require.Len(t, all(t, h.First), 1)
}
