package cases_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/cases"
)

const root = "../.."

func TestEveryCaseThatIsBuiltHasATestAndTheDocumentSaysWhich(t *testing.T) {
	t.Parallel()
	tests, err := cases.Tests(root)
	require.NoError(t, err)
	require.Empty(t, cases.Check(tests))
	document, err := os.ReadFile(root + "/docs/money.md")
	require.NoError(t, err)
	require.Equal(t, cases.Document(tests), string(document), "run ./task generate")
}

func TestAMissingTestIsNoticed(t *testing.T) {
	t.Parallel()
	tests, err := cases.Tests(root)
	require.NoError(t, err)
	for _, c := range cases.All() {
		if !c.Open && !c.Without {
			delete(tests, c.Key())
			require.Equal(t, []string{`no test shows "` + c.Key() + `"`}, cases.Check(tests))
			break
		}
	}
	for _, c := range cases.All() {
		if c.Without {
			require.NotContains(t, cases.Check(tests), c.Key())
			tests[c.Key()] = []cases.Test{{File: "x_test.go", Name: "TestNothing"}}
			require.Contains(t, cases.Check(tests), `"`+c.Key()+`" has a test and was decided against`)
			break
		}
	}
	tests["§9.9 nothing"] = []cases.Test{{File: "x_test.go", Name: "TestNothing"}}
	require.Contains(t, cases.Check(tests), `TestNothing in x_test.go names no row: "§9.9 nothing"`)
}
