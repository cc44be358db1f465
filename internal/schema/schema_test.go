package schema_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/schema"
)

const root = "../.."

func schemaFile(eventType string) string {
	return filepath.Join(root, schema.Folder, eventType+".json")
}

// compiled reads the published schema of an event, as a stranger would.
func compiled(t *testing.T, eventType string) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile(schemaFile(eventType))
	require.NoError(t, err)
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	require.NoError(t, compiler.AddResource(eventType, document))
	read, err := compiler.Compile(eventType)
	require.NoError(t, err)
	return read
}

// TestEveryRegisteredEventHasASchema reads the registrations in the services'
// source, so that a codec that the generator does not know is found as well.
func TestEveryRegisteredEventHasASchema(t *testing.T) {
	t.Parallel()
	registration := regexp.MustCompile(`eventstore\.Register\[\w+\]\(\w+, "([^"]+)"\)`)
	files, err := filepath.Glob(root + "/services/*/*.go")
	require.NoError(t, err)
	found := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, match := range registration.FindAllStringSubmatch(string(source), -1) {
			found++
			compiled(t, match[1])
		}
	}
	require.Len(t, schema.Events(), found)
}

// TestEveryEventHasAnExampleThatItsSchemaAccepts: the golden files say what is
// stored; the schemas must say the same.
func TestEveryEventHasAnExampleThatItsSchemaAccepts(t *testing.T) {
	t.Parallel()
	for _, event := range schema.Events() {
		t.Run(event.Type, func(t *testing.T) {
			t.Parallel()
			examples, err := filepath.Glob(root + "/services/testdata/" + event.Type + ".json")
			require.NoError(t, err)
			more, err := filepath.Glob(root + "/services/*/testdata/" + event.Type + ".json")
			require.NoError(t, err)
			examples = append(examples, more...)
			require.NotEmpty(t, examples, "no golden file of %s", event.Type)
			accepts := compiled(t, event.Type)
			for _, example := range examples {
				require.NoError(t, accepts.Validate(readJSON(t, example)), example)
			}
		})
	}
}

func TestASchemaRefusesWhatIsNotSuchAnEvent(t *testing.T) {
	t.Parallel()
	golden := root + "/services/sambatan/testdata/sambatan.slots_held.v1.json"
	accepts := compiled(t, "sambatan.slots_held.v1")
	for name, spoil := range map[string]func(event map[string]any){
		"a missing field":     func(event map[string]any) { delete(event, "amount") },
		"an unknown field":    func(event map[string]any) { event["street"] = "Jalan Merapi" },
		"a fraction":          func(event map[string]any) { event["amount"] = 1.5 },
		"an id that isn't":    func(event map[string]any) { event["buyer"] = "Dinar" },
		"an address in clear": func(event map[string]any) { event["address"] = "Jalan Merapi 2" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			event := readJSON(t, golden).(map[string]any)
			spoil(event)
			require.Error(t, accepts.Validate(event))
		})
	}
}

// TestTheIndexListsEveryEvent with its words and its version.
func TestTheIndexListsEveryEvent(t *testing.T) {
	t.Parallel()
	index, err := os.ReadFile(filepath.Join(root, schema.Folder, "README.md"))
	require.NoError(t, err)
	for _, event := range schema.Events() {
		line := regexp.MustCompile("(?m)^\\| \\[`" + regexp.QuoteMeta(event.Type) + "`\\].*$").FindString(string(index))
		cells := strings.Split(line, " | ")
		require.Len(t, cells, 4, "%s: %q", event.Type, line)
		require.NotEmpty(t, strings.TrimSpace(cells[2]), "%s has no comment in Go", event.Type)
	}
}

func readJSON(t *testing.T, file string) any {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	return value
}
