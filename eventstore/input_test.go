package eventstore_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
)

func TestInputThatCouldNotBeStoredIsRefused(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"", "wangi ✓", `{"a":"\u003c"}`, strings.Repeat("x", eventstore.MaxEventBytes)} {
		require.NoError(t, eventstore.CheckInput([]byte(good)))
	}
	for _, bad := range []string{"a\x00b", `{"a":"\u0000"}`, "a\xffb", `{"a":"\ufffd"}`, "a\uFFFDb", strings.Repeat("x", eventstore.MaxEventBytes+1)} {
		var invalid *eventstore.InvalidInputError
		require.ErrorAs(t, eventstore.CheckInput([]byte(bad)), &invalid)
	}
	require.NoError(t, eventstore.CheckEvent(eventstore.NewEvent{Type: "t.v1", Data: []byte("{}")}))
	for _, bad := range []eventstore.NewEvent{{}, {Type: "t.v1"}, {Data: []byte("{}")}, {Type: "t.v1", Data: []byte("{")}, {Type: "t.v1", Data: []byte("\"\x00\"")}} {
		var invalid *eventstore.InvalidInputError
		require.ErrorAs(t, eventstore.CheckEvent(bad), &invalid)
	}
}

// Whatever was typed: if its JSON passes, the text comes back unchanged, and it
// has nothing in it that PostgreSQL would refuse.
func FuzzCheckInput(f *testing.F) {
	for _, seed := range []string{"", "Jalan Melati 5", "a\x00b", "a\xffb", `\u0000`, `\\u0000`, "\ufffd", "😀", "\u2028<&>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		encoded, err := json.Marshal(map[string]string{"typed": typed})
		require.NoError(t, err)
		if eventstore.CheckInput(encoded) != nil {
			return
		}
		var back map[string]string
		require.NoError(t, json.Unmarshal(encoded, &back))
		require.Equal(t, typed, back["typed"])
		require.True(t, utf8.ValidString(typed))
		require.False(t, bytes.ContainsRune([]byte(typed), 0))
	})
}
