package system_test

import (
	"bytes"
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTheSearchFindsWhatIsHidden: the search of the personal data test is worth
// something only if it finds values that were encoded on the way.
func TestTheSearchFindsWhatIsHidden(t *testing.T) {
	t.Parallel()
	const value = "Gang Kembang Sepatu Ungu 4417"
	for _, around := range []string{"", "x", "xy", "xyz", `{"street":"`} {
		hidden := []byte(base64.StdEncoding.EncodeToString([]byte(around + value + `"}, and more`)))
		found := false
		for _, form := range forms(value) {
			found = found || bytes.Contains(hidden, form)
		}
		require.True(t, found, "base64 after %q", around)
	}
}
