package storetest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
)

func readers(t *testing.T, h Harness) {
	head, err := h.First.Head(t.Context())
	require.NoError(t, err)
	require.Zero(t, head)
	require.Empty(t, all(t, h.First))
	const events = 700 // more than a reader takes at once
	var notes []eventstore.NewEvent
	for i := range events {
		notes = append(notes, note(fmt.Sprint(i))...)
	}
	_, err = h.First.Append(t.Context(), "shop-a", 0, notes, meta())
	require.NoError(t, err)
	mustExecute(t, h.Second, "b", take{"ani"})

	head, err = h.First.Head(t.Context())
	require.NoError(t, err)
	require.Equal(t, eventstore.Position(events+1), head)
	whole := all(t, h.First)
	require.Len(t, whole, events+1)
	for _, from := range []int{0, 1, 2, 500, 501, 701, 702} {
		var read []eventstore.Recorded
		for recorded, err := range h.Second.All(t.Context(), eventstore.Position(from)) {
			require.NoError(t, err)
			read = append(read, recorded)
		}
		require.Len(t, read, events+1-max(from-1, 0))
	}
	read := 0
	for recorded, err := range h.Second.Stream(t.Context(), "shop-a", 3) {
		require.NoError(t, err)
		require.Equal(t, eventstore.Version(3+read), recorded.Version)
		read++
	}
	require.Equal(t, events-2, read)
	for _, err := range h.Second.All(t.Context(), 1) {
		require.NoError(t, err)
		break // leaving early is fine
	}
	for _, err := range h.Second.Stream(t.Context(), "shop-nobody", 1) {
		require.NoError(t, err)
		t.Error("a stream without events yielded one")
	}
}

// readersAtOnce reads short streams and a long one, everybody's own and everybody's,
// from different versions, while all of them grow.
func readersAtOnce(t *testing.T, h Harness) {
	const clients, rounds, long = 32, 8, 700 // more than a reader takes at once
	var notes []eventstore.NewEvent
	for i := range long {
		notes = append(notes, note(fmt.Sprint(i))...)
	}
	_, err := h.First.Append(t.Context(), "shop-long", 0, notes, meta())
	require.NoError(t, err)
	var group sync.WaitGroup
	for client := range clients {
		group.Go(func() {
			own, reader := fmt.Sprint("own", client), h.First
			if client%2 == 1 {
				reader = h.Second
			}
			for round := range rounds {
				mine := []eventstore.NewEvent{{Type: notes[0].Type, Data: notes[client].Data}}
				if _, err := h.First.Append(t.Context(), shops.Stream(own), eventstore.Version(round), mine, meta()); err != nil {
					t.Error(err)
				}
				from := eventstore.Version(1 + client%3)
				checkRun(t, reader, shops.Stream(own), 1, round+1)
				checkRun(t, reader, "shop-long", from, long-int(from)+1)
				checkRun(t, reader, "shop-nobody", from, 0)
			}
		})
	}
	group.Wait()
}

// checkRun reads a stream from a version on, of which there are so many.
func checkRun(t *testing.T, reader eventstore.Reader, stream eventstore.StreamID, from eventstore.Version, events int) {
	t.Helper()
	next := from
	for recorded, err := range reader.Stream(t.Context(), stream, from) {
		if err != nil || recorded.StreamID != stream || recorded.Version != next {
			t.Errorf("%s: %s where version %d was wanted: %v", stream, &recorded, next, err)
			return
		}
		next++
	}
	if int(next-from) != events {
		t.Errorf("%s has %d events from %d on, not %d", stream, next-from, from, events)
	}
}

func contextAndLeaf(t *testing.T, h Harness) {
	before := time.Now().Add(-time.Minute)
	full := eventstore.Meta{
		CommandID: newID(), CorrelationID: newID(), CausationID: newID(),
		Actor: "system:deadline", Metadata: []byte(`{ "request" : "r-1", "b": 1, "a": 2 }`),
	}
	result, err := h.First.Execute(t.Context(), shops.Command("a", take{"ani"}, full))
	require.NoError(t, err)
	plain := meta()
	_, err = h.First.Execute(t.Context(), shops.Command("a", take{"budi <&> ✓"}, plain))
	require.NoError(t, err)

	events := all(t, h.Second)
	require.Len(t, events, 2)
	require.Empty(t, cmp.Diff(result.Events, events[:1]))
	require.Equal(t, full.CorrelationID, events[0].CorrelationID)
	require.Equal(t, full.CausationID, events[0].CausationID)
	require.Equal(t, full.Actor, events[0].Actor)
	require.Equal(t, string(full.Metadata), string(events[0].Metadata), "the bytes as they were given")
	require.Equal(t, plain.CommandID, events[1].CorrelationID)
	require.Equal(t, plain.CommandID, events[1].CausationID)
	require.Equal(t, "{}", string(events[1].Metadata))
	require.NotEqual(t, events[0].EventID, events[1].EventID)
	for _, recorded := range events {
		require.Equal(t, eventstore.HashLeaf(h.First.ID(), &recorded), recorded.LeafHash)
		require.True(t, recorded.RecordedAt.After(before))
		require.Equal(t, recorded.RecordedAt, recorded.RecordedAt.Truncate(time.Microsecond))
		require.Equal(t, time.UTC, recorded.RecordedAt.Location())
		require.NotEmpty(t, recorded.Fingerprint)
	}
}
