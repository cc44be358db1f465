package schema_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/schema"
)

// sandbox is a copy of what the generator reads.
func sandbox(t *testing.T) string {
	t.Helper()
	copied := t.TempDir()
	for _, part := range []string{"services", "eventstore", "internal/money", schema.Folder, "CHANGELOG.md"} {
		target := filepath.Join(copied, part)
		require.NoError(t, os.MkdirAll(filepath.Dir(target), 0o755))
		out, err := exec.CommandContext(t.Context(), "cp", "-r", filepath.Join(root, part), target).CombinedOutput()
		require.NoError(t, err, string(out))
	}
	return copied
}

func files(t *testing.T, folder string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		require.NoError(t, err)
		texts[entry.Name()] = string(text)
	}
	return texts
}

func TestThePublishedSchemasAreUpToDate(t *testing.T) {
	t.Parallel()
	copied := sandbox(t)
	require.NoError(t, schema.Write(copied))
	require.Empty(t, cmp.Diff(files(t, filepath.Join(root, schema.Folder)), files(t, filepath.Join(copied, schema.Folder))),
		"run ./task generate")
}

func TestAnEventKeepsTheVersionThatItWasReleasedIn(t *testing.T) {
	t.Parallel()
	copied := sandbox(t)
	changelog := filepath.Join(copied, "CHANGELOG.md")
	opened := filepath.Join(copied, schema.Folder, "sambatan.opened.v1.json")
	require.NoError(t, os.Remove(opened)) // a new event, whenever this test is run
	for _, heading := range []string{"## [7.8.0] - 2027-02-01", "## Unreleased"} {
		require.NoError(t, os.WriteFile(changelog, []byte("# Changelog\n\n"+heading+"\n"), 0o600))
		require.NoError(t, schema.Write(copied))
		text, err := os.ReadFile(opened)
		require.NoError(t, err)
		require.Contains(t, string(text), `"x-since": "7.8.0"`, heading)
	}
}

func TestOnlyTheSchemaOfAReleasedEventOutlivesItsCode(t *testing.T) {
	t.Parallel()
	copied := sandbox(t)
	folder := filepath.Join(copied, schema.Folder)
	for name, since := range map[string]string{"sambatan.sung.v1": "0.0.1", "sambatan.danced.v1": "Unreleased"} {
		text := `{"title": "` + name + `", "description": "Long ago.", "x-stream": "campaign-<id>", "x-since": "` + since + `"}`
		require.NoError(t, os.WriteFile(filepath.Join(folder, name+".json"), []byte(text), 0o600))
	}
	require.NoError(t, schema.Write(copied))
	kept := files(t, folder)
	require.Contains(t, kept, "sambatan.sung.v1.json")
	require.NotContains(t, kept, "sambatan.danced.v1.json")
	require.True(t, strings.HasSuffix(kept["README.md"],
		"| [`sambatan.sung.v1`](sambatan.sung.v1.json) | `campaign-<id>` | Long ago. No longer written. | 0.0.1 |\n"))
}
