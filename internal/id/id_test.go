package id_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/internal/id"
)

const text = "01900000-0000-7000-8000-00000000002a"

func ExampleDerive() {
	event := id.MustParse(text)
	first, again := id.Derive(event, "issue"), id.Derive(event, "issue")
	fmt.Println(first == again, first == id.Derive(event, "close"))
	// Output: true false
}

func TestNewIDsDifferAndSortByTime(t *testing.T) {
	t.Parallel()
	previous := id.New()
	for range 1000 {
		next := id.New()
		require.Less(t, previous.String(), next.String())
		require.Equal(t, byte('7'), next.String()[14], "version")
		previous = next
	}
}

func TestDerivedIDsDependOnBothParts(t *testing.T) {
	t.Parallel()
	a, b := id.New(), id.New()
	first, again := id.Derive(a, "x"), id.Derive(a, "x")
	require.Equal(t, first, again)
	require.NotEqual(t, id.Derive(a, "x"), id.Derive(a, "y"))
	require.NotEqual(t, id.Derive(a, "x"), id.Derive(b, "x"))
	require.Equal(t, byte('5'), id.Derive(a, "x").String()[14], "version")
}

func TestOnlyTheCanonicalFormIsRead(t *testing.T) {
	t.Parallel()
	parsed, err := id.Parse(text)
	require.NoError(t, err)
	require.Equal(t, text, parsed.String())
	for _, other := range []string{
		"", "x", text[1:], "{" + text + "}", "urn:uuid:" + text, "01900000000070008000000000000 02a", "01900000000070008000000000000021",
	} {
		_, err := id.Parse(other)
		require.ErrorContains(t, err, "is not an id", other)
	}
	require.Panics(t, func() { id.MustParse("x") })
}

func TestTheZeroIDIsNothing(t *testing.T) {
	t.Parallel()
	var zero id.ID
	require.True(t, zero.IsZero())
	require.False(t, id.New().IsZero())
	require.Empty(t, zero.String())
	value, err := zero.Value()
	require.NoError(t, err)
	require.Nil(t, value)
	encoded, err := json.Marshal(struct {
		A id.ID `json:"a"`
		B id.ID `json:"b,omitzero"`
	}{})
	require.NoError(t, err)
	require.JSONEq(t, `{"a":""}`, string(encoded))
}

func TestIDsComeBackFromJSONAndTheDatabase(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := id.ID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "bytes"))
		encoded, err := json.Marshal(want)
		require.NoError(t, err)
		var fromJSON, fromText, fromBytes, fromArray id.ID
		require.NoError(t, json.Unmarshal(encoded, &fromJSON))
		require.Equal(t, want, fromJSON)
		if value, _ := want.Value(); value != nil {
			require.NoError(t, fromText.Scan(value))
			require.Equal(t, want, fromText)
		}
		require.NoError(t, fromBytes.Scan([]byte(want.String())))
		require.Equal(t, want, fromBytes)
		require.NoError(t, fromArray.Scan([16]byte(want)))
		require.Equal(t, want, fromArray)
	})
}

func TestScanRefusesWhatIsNoID(t *testing.T) {
	t.Parallel()
	i := id.New()
	require.NoError(t, i.Scan(nil))
	require.True(t, i.IsZero())
	require.Error(t, i.Scan("x"))
	require.ErrorContains(t, i.Scan(42), "can't read an id from int")
	require.Error(t, json.Unmarshal([]byte(`"x"`), &i))
}
