package acks_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/acks"
	"github.com/sensasiwangi/sambatan/internal/id"
)

func numbered(n int) acks.Ack {
	return acks.Ack{CommandID: id.New(), Position: eventstore.Position(n + 1), Participation: id.New(), Campaign: id.New(), Slots: 2}
}

func read(t *testing.T, path string) (list []acks.Ack, torn bool) {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer func() { require.NoError(t, file.Close()) }()
	list, torn, err = acks.Read(file)
	require.NoError(t, err)
	return list, torn
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "acks.ndjson")
	writer, err := acks.Open(path)
	require.NoError(t, err)
	written := make([]acks.Ack, 20)
	var writing sync.WaitGroup
	for n := range written {
		written[n] = numbered(n)
		writing.Go(func() {
			if err := writer.Write(written[n]); err != nil {
				t.Error(err)
			}
		})
	}
	writing.Wait()
	require.NoError(t, writer.Close())
	list, torn := read(t, path)
	require.False(t, torn)
	require.ElementsMatch(t, written, list)
}

func TestATornLineIsLeftOutAndCutOff(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "acks.ndjson")
	first, second := numbered(1), numbered(2)
	for _, ack := range []acks.Ack{first, second} {
		writer, err := acks.Open(path)
		require.NoError(t, err)
		require.NoError(t, writer.Write(ack))
		require.NoError(t, writer.Close())
		file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
		require.NoError(t, err)
		_, err = file.WriteString(`{"command_id":"0193`)
		require.NoError(t, err)
		require.NoError(t, file.Close())
	}
	list, torn := read(t, path)
	require.True(t, torn)
	require.Equal(t, []acks.Ack{first, second}, list)
}

func TestALineThatIsNoAcknowledgementIsAnError(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"selamat pagi":       "not an acknowledgement",
		"{}":                 "a field is missing",
		`{"command_id":"x"}`: "is not an id",
		`{"position":1,"participation_id":"else"}`: "unknown field",
	} {
		_, _, err := acks.Read(strings.NewReader(line + "\n"))
		require.ErrorContains(t, err, "line 1")
		require.ErrorContains(t, err, want)
	}
}

func TestAFileThatCanNotBeOpenedIsAnError(t *testing.T) {
	t.Parallel()
	_, err := acks.Open(filepath.Join(t.TempDir(), "missing", "acks.ndjson"))
	require.ErrorContains(t, err, "open the file of acknowledgements")
}
