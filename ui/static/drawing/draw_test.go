package drawing_test

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/ui/static/drawing"
)

var kinds = []drawing.Kind{drawing.Scene, drawing.Wide, drawing.Bottle, drawing.Band, drawing.Stage}

func TestEveryRecipeDrawsWellFormedSVGThatTheContentPolicyAllows(t *testing.T) {
	t.Parallel()
	require.GreaterOrEqual(t, len(drawing.Keys()), 24)
	for _, key := range drawing.Keys() {
		for _, kind := range kinds {
			for _, level := range []int{0, 45, 100} {
				svg, ok := drawing.SVG(kind, key, level)
				if kind == drawing.Bottle && !drawing.HasBottle(key) {
					require.False(t, ok)
					continue
				}
				require.True(t, ok, "%s %s", kind, key)
				wellFormed(t, svg)
				require.NotRegexp(t, `style=|<script|\son[a-z]+=|https?://(?:[^w]|w[^w])`, string(svg))
				require.Less(t, len(svg), 24<<10, "%s %s", kind, key)
			}
		}
	}
}

func wellFormed(t *testing.T, svg []byte) {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(string(svg)))
	for {
		_, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
	}
}

func TestTheJuiceStandsAtTheShareOfFilledSlots(t *testing.T) {
	t.Parallel()
	level := regexp.MustCompile(`<rect x="40" y="([\d.]+)" width="160" height="([\d.]+)" fill="url\(#j\)"`)
	for percent, want := range map[int][]string{70: {"133.7", "73.3"}, 100: {"104.0", "103.0"}} {
		svg, ok := drawing.SVG(drawing.Scene, "wening-subuh", percent)
		require.True(t, ok)
		require.Equal(t, want, level.FindStringSubmatch(string(svg))[1:])
	}
	empty, ok := drawing.SVG(drawing.Scene, "wening-subuh", 0)
	require.True(t, ok)
	require.NotRegexp(t, level, string(empty))
}

func TestAnUnknownKeyAlwaysGetsTheSameDrawing(t *testing.T) {
	t.Parallel()
	_, ok := drawing.SVG(drawing.Scene, "tidak-ada", 50)
	require.False(t, ok)
	first := drawing.Known("tidak-ada")
	require.Contains(t, drawing.Keys(), first)
	for range 100 {
		require.Equal(t, first, drawing.Known("tidak-ada"))
	}
	require.Equal(t, "nilam-biru", drawing.Known("nilam-biru"))
}
