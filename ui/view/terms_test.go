package view

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// agreedTo are the terms' texts, each version for good. Who changes a text makes a new version.
var agreedTo = map[string]string{
	"2026-11-28": "9b256adbd4b2f56c",
	"2026-11-27": "a4a6ac58987b612a",
	"2026-11":    "e2126478cc13ca4d",
}

func TestTermsThatWereAgreedToAreNeverEdited(t *testing.T) {
	t.Parallel()
	require.ElementsMatch(t, TermsVersions, slices.Collect(maps.Keys(agreedTo)))
	for version, fingerprint := range agreedTo {
		var text strings.Builder
		require.NoError(t, termsText(version).Render(t.Context(), &text))
		sum := sha256.Sum256([]byte(text.String()))
		require.Equal(t, fingerprint, hex.EncodeToString(sum[:8]), version)
	}
}
