package app

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/trail"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// drafted is the exported trail of a campaign that has only been drafted.
func drafted(t *testing.T) string {
	t.Helper()
	campaign, log := id.New(), id.New()
	encoded, err := sambatan.Codec.Encode(sambatan.Drafted{Campaign: campaign, Title: "Wening Subuh", Terms: sambatan.Terms{Slots: 30}})
	require.NoError(t, err)
	r := eventstore.Recorded{
		Position: 7, StreamID: sambatan.Campaigns.Stream(campaign.String()), Version: 1, EventID: id.New(), Type: encoded.Type, Data: encoded.Data,
		Metadata: []byte(`{}`), CommandID: id.New(), Actor: "user:" + id.New().String(), RecordedAt: time.Now().UTC().Truncate(time.Microsecond),
	}
	r.LeafHash = eventstore.HashLeaf(log, &r)
	var file strings.Builder
	w, err := trail.NewWriter(&file, trail.Head{Log: log, Campaign: campaign, Position: 9, Events: 1, Phase: "Draft", Lifecycle: "INACTIVE", Slots: 30})
	require.NoError(t, err)
	require.NoError(t, w.Add(r, nil))
	return file.String()
}

func TestATrailIsVerifiedFromItsFileAlone(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "jejak.ndjson")
	verify := func(text string) (code int, out, log string) {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		var stdout bytes.Buffer
		var stderr shared
		code = Main(t.Context(), []string{"audit", "verify", file}, &stdout, &stderr)
		return code, stdout.String(), stderr.String()
	}
	text := drafted(t)
	code, out, log := verify(text)
	require.Zero(t, code, log)
	require.Contains(t, out, "Wening Subuh, as of position 9")
	require.Contains(t, out, "1 events, every leaf recomputes")
	require.Contains(t, out, "INACTIVE (Draft), 0 of 30 slots secured")

	code, out, log = verify(strings.Replace(text, "Wening", "Wenang", 1))
	require.Equal(t, 1, code)
	require.Empty(t, out)
	require.Contains(t, log, "line 2, position 7: the event does not match its leaf")

	require.NoError(t, os.Remove(file))
	require.Equal(t, 1, Main(t.Context(), []string{"audit", "verify", file}, &bytes.Buffer{}, &shared{}))
}

// shared is where a command writes its errors, and from then on whoever logs in this process.
type shared struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *shared) Write(text []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(text)
}

func (s *shared) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}
