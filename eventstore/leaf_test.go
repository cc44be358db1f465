package eventstore_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// goldenLog and goldenEvents must never change, and neither must the file: leaves
// like these are in every log.
var (
	goldenLog = uuid("00112233445566778899aabbccddeeff")

	goldenEvents = []eventstore.Recorded{
		{}, // every field empty
		{
			Position: 1, StreamID: "campaign-018f3a00-0000-7000-8000-000000000001", Version: 1,
			EventID: uuid("018f3a00000070008000000000000002"), Type: "sambatan.slots_held.v1",
			Data: []byte(`{"slots":2,"note":"wangi ✓ \u003cb\u003e"}`), Metadata: []byte(`{ "request": "r-1" }`),
			CommandID: uuid("018f3a00000070008000000000000003"), CorrelationID: uuid("018f3a00000070008000000000000004"),
			CausationID: uuid("018f3a00000070008000000000000005"), Actor: "user:018f3a00-0000-7000-8000-000000000006",
			RecordedAt: time.Date(2026, 11, 22, 9, 30, 15, 123456000, time.UTC),
		},
		{
			Position: 9223372036854775807, StreamID: "s-\x7f", Version: -1, Type: "t.v1", Data: []byte("null"), Metadata: []byte("{}"),
			RecordedAt: time.Date(1969, 12, 31, 23, 59, 59, 999999000, time.UTC),
		},
	}
)

func uuid(text string) (id eventstore.UUID) {
	decoded, err := hex.DecodeString(text)
	if err != nil || copy(id[:], decoded) != len(id) {
		panic(text)
	}
	return id
}

func TestLeafEncodingV1IsFrozen(t *testing.T) {
	t.Parallel()
	var lines []string
	for _, event := range goldenEvents {
		hash := eventstore.HashLeaf(goldenLog, &event)
		lines = append(lines, hex.EncodeToString(eventstore.AppendLeaf(nil, goldenLog, &event)), hex.EncodeToString(hash[:]))
	}
	golden, err := os.ReadFile("testdata/leaf_v1.golden")
	require.NoError(t, err)
	require.Equal(t, strings.Split(strings.TrimSpace(string(golden)), "\n"), lines)
}

func TestALeafHashIsThatOfRFC6962(t *testing.T) {
	t.Parallel()
	leaf := eventstore.AppendLeaf(nil, goldenLog, &goldenEvents[1])
	require.Equal(t, sha256.Sum256(append([]byte{0}, leaf...)), eventstore.HashLeaf(goldenLog, &goldenEvents[1]))
}

func drawRecorded(t *rapid.T) eventstore.Recorded {
	id := func(label string) eventstore.UUID {
		return eventstore.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, label))
	}
	return eventstore.Recorded{
		Position:      eventstore.Position(rapid.Int64().Draw(t, "position")),
		StreamID:      eventstore.StreamID(rapid.String().Draw(t, "stream")),
		Version:       eventstore.Version(rapid.Int64().Draw(t, "version")),
		EventID:       id("event"),
		Type:          rapid.String().Draw(t, "type"),
		Data:          rapid.SliceOf(rapid.Byte()).Draw(t, "data"),
		Metadata:      rapid.SliceOf(rapid.Byte()).Draw(t, "metadata"),
		CommandID:     id("command"),
		CorrelationID: id("correlation"),
		CausationID:   id("causation"),
		Actor:         rapid.String().Draw(t, "actor"),
		RecordedAt:    time.UnixMicro(rapid.Int64Range(-1<<50, 1<<52).Draw(t, "at")).UTC(),
	}
}

func TestALeafIsReadBackAsItWasWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		event := drawRecorded(t)
		event.LeafHash = eventstore.HashLeaf(goldenLog, &event)
		log, decoded, err := eventstore.DecodeLeaf(eventstore.AppendLeaf(nil, goldenLog, &event))
		if err != nil || log != goldenLog {
			t.Fatalf("decode: %v, log %x", err, log)
		}
		if diff := cmp.Diff(event, decoded); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestAStampedEventKeepsItsLeaf(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		event := drawRecorded(t)
		stored := event
		event.Stamp(goldenLog)
		require.Equal(t, eventstore.HashLeaf(goldenLog, &stored), event.LeafHash)
		kept, sound := event.Leaf(goldenLog)
		require.True(t, sound)
		require.Equal(t, eventstore.AppendLeaf(nil, goldenLog, &stored), kept)
		_, sound = stored.Leaf(goldenLog)
		require.False(t, sound, "it has no hash yet")
		stored.LeafHash = event.LeafHash
		made, sound := stored.Leaf(goldenLog)
		require.True(t, sound)
		require.Equal(t, kept, made)
		require.True(t, event.Equal(stored), "one has kept its leaf, the other has not")
	})
}

func TestEveryFieldChangesTheLeaf(t *testing.T) {
	t.Parallel()
	changes := map[string]func(*eventstore.Recorded){
		"position":    func(r *eventstore.Recorded) { r.Position++ },
		"stream":      func(r *eventstore.Recorded) { r.StreamID += "x" },
		"version":     func(r *eventstore.Recorded) { r.Version++ },
		"event id":    func(r *eventstore.Recorded) { r.EventID[15]++ },
		"type":        func(r *eventstore.Recorded) { r.Type += "x" },
		"data":        func(r *eventstore.Recorded) { r.Data = append(bytes.Clone(r.Data), ' ') },
		"metadata":    func(r *eventstore.Recorded) { r.Metadata = append(bytes.Clone(r.Metadata), ' ') },
		"command":     func(r *eventstore.Recorded) { r.CommandID[0]++ },
		"correlation": func(r *eventstore.Recorded) { r.CorrelationID[0]++ },
		"causation":   func(r *eventstore.Recorded) { r.CausationID[0]++ },
		"actor":       func(r *eventstore.Recorded) { r.Actor += "x" },
		"time":        func(r *eventstore.Recorded) { r.RecordedAt = r.RecordedAt.Add(time.Microsecond) },
		// Bytes that move from one field to the next are no collision either.
		"border": func(r *eventstore.Recorded) {
			r.Type, r.Data = r.Type[:len(r.Type)-1], append([]byte(r.Type[len(r.Type)-1:]), r.Data...)
		},
	}
	seen := map[[32]byte]string{eventstore.HashLeaf(goldenLog, &goldenEvents[1]): "nothing"}
	for what, change := range changes {
		event := goldenEvents[1]
		change(&event)
		hash := eventstore.HashLeaf(goldenLog, &event)
		require.Empty(t, seen[hash], what)
		seen[hash] = what
	}
	require.Empty(t, seen[eventstore.HashLeaf(uuid("ff112233445566778899aabbccddeeff"), &goldenEvents[1])])
}

func FuzzDecodeLeaf(f *testing.F) {
	for _, event := range goldenEvents {
		f.Add(eventstore.AppendLeaf(nil, goldenLog, &event))
	}
	f.Fuzz(func(t *testing.T, leaf []byte) {
		log, decoded, err := eventstore.DecodeLeaf(leaf)
		if err != nil {
			require.ErrorIs(t, err, eventstore.ErrLeaf)
			return
		}
		require.Equal(t, leaf, eventstore.AppendLeaf(nil, log, &decoded), "one event, one leaf")
	})
}
