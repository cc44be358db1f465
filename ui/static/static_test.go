package static_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/ui/static"
	"github.com/sensasiwangi/sambatan/ui/static/drawing"
)

func open(t *testing.T, name string) static.Asset {
	t.Helper()
	a, ok := static.Open(static.Path(name))
	require.True(t, ok, name)
	return a
}

func TestAnAssetsAddressChangesWithItsContent(t *testing.T) {
	t.Parallel()
	require.Regexp(t, `^/s/app\.[0-9a-f]{12}\.css$`, static.Path("app.css"))
	require.Regexp(t, `^/s/fonts/poppins-500\.[0-9a-f]{12}\.woff2$`, static.Path("fonts/poppins-500.woff2"))
	a := open(t, "app.css")
	require.True(t, a.Immutable)
	require.Equal(t, "text/css; charset=utf-8", a.ContentType)
	require.Regexp(t, `^"[0-9a-f]{12}"$`, a.ETag)
}

func TestOnlyExactAddressesOpen(t *testing.T) {
	t.Parallel()
	picture := static.Picture(drawing.Scene, "wening-subuh", 70)
	_, ok := static.Open(picture)
	require.True(t, ok)
	for _, path := range []string{
		"", "/s/", "/s/app.css", "/s/../go.mod", "/s/css/00-tokens.css", static.Path("no-such.css"), strings.Replace(picture, "-70", "-71", 1), strings.Replace(picture, "-70", "-070", 1),
		strings.Replace(picture, "-70", "-999", 1), strings.Replace(picture, "wening-subuh", "tidak-ada", 1), strings.Replace(picture, "gambar", "apa", 1), "/s/000000000000/gambar/wening-subuh-70.svg",
	} {
		_, ok := static.Open(path)
		require.False(t, ok, path)
	}
}

func TestCompressedBodiesHoldTheSameBytes(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"app.css", "audit.css", "app.js", "passkey.js", "htmx.js", "art/botani-melati.svg"} {
		a := open(t, name)
		require.NotEmpty(t, a.Brotli, name)
		plain, err := io.ReadAll(brotli.NewReader(bytes.NewReader(a.Brotli)))
		require.NoError(t, err)
		require.Equal(t, a.Body, plain, name)
		unzip, err := gzip.NewReader(bytes.NewReader(a.Gzip))
		require.NoError(t, err)
		plain, err = io.ReadAll(unzip)
		require.NoError(t, err)
		require.Equal(t, a.Body, plain, name)
	}
	require.Empty(t, open(t, "fonts/poppins-400.woff2").Brotli, "a font is compressed already")
}

func TestEverythingThatBuyersLoadStaysWithinItsBudget(t *testing.T) {
	t.Parallel()
	require.LessOrEqual(t, len(open(t, "app.css").Brotli), 9<<10, "what auditors alone need is in audit.css")
	require.LessOrEqual(t, len(open(t, "app.js").Body), 1500)
	require.LessOrEqual(t, len(open(t, "passkey.js").Body), 1300, "on the pages that ask for a passkey only")
	scripts := len(open(t, "app.js").Brotli) + len(open(t, "htmx.js").Brotli)
	require.LessOrEqual(t, scripts, 20<<10)
	for _, key := range drawing.Keys() {
		a, ok := static.Open(static.Picture(drawing.Scene, key, 45))
		require.True(t, ok, key)
		require.LessOrEqual(t, len(a.Brotli), 6<<10, key)
	}
}

func TestTheStyleSheetNamesOnlyAssetsThatExist(t *testing.T) {
	t.Parallel()
	css := string(open(t, "app.css").Body)
	addresses := regexp.MustCompile(`url\(([^)]+)\)`).FindAllStringSubmatch(css, -1)
	require.NotEmpty(t, addresses)
	for _, m := range addresses {
		_, ok := static.Open(m[1])
		require.True(t, ok, m[1])
	}
	require.NotRegexp(t, `@import|expression\(|https?:`, css)
	require.Equal(t, strings.Count(css, "{"), strings.Count(css, "}"))
}

func TestTheStyleSheetServesEveryPreference(t *testing.T) {
	t.Parallel()
	css := string(open(t, "app.css").Body)
	for _, rule := range []string{"@supports ((backdrop-filter", "prefers-reduced-transparency:reduce", "prefers-contrast:more", "forced-colors:active", "prefers-reduced-motion", "[data-solid]", "@media print"} {
		require.Contains(t, css, rule)
	}
}

func TestTabsWrapSoThatTheChosenOneIsInSight(t *testing.T) {
	t.Parallel()
	rules := regexp.MustCompile(`\.tabs\{[^}]*\}`).FindAllString(string(open(t, "app.css").Body), -1)
	require.NotEmpty(t, rules)
	require.Contains(t, rules[0], "flex-wrap:wrap")
	require.NotContains(t, strings.Join(rules, ""), "overflow")
}

func TestOwnScriptNeedsNoEval(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"app.js", "file.js", "passkey.js", "print.js"} {
		require.NotRegexp(t, `\beval\(|new Function|innerHTML|document\.write|setAttribute\("style|\.style\b`, string(open(t, name).Body), name)
	}
}

func TestTheFirstAndTheLastSlotCanBeSeen(t *testing.T) {
	t.Parallel()
	for level, want := range map[int]string{-3: "-0.svg", 0: "-0.svg", 1: "-5.svg", 44: "-45.svg", 70: "-70.svg", 99: "-95.svg", 100: "-100.svg", 250: "-100.svg"} {
		require.True(t, strings.HasSuffix(static.Picture(drawing.Scene, "nilam-biru", level), "nilam-biru"+want), "%d", level)
	}
	require.Equal(t, static.Picture(drawing.Band, "nilam-biru", 10), static.Picture(drawing.Band, "nilam-biru", 90))
}
