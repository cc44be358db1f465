package view

import (
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/ui/static/drawing"
)

// colour is linear in nothing: sRGB channels from 0 to 1.
type colour [3]float64

func parseHex(t *testing.T, s string) colour {
	t.Helper()
	s = strings.TrimPrefix(s, "#")
	if len(s) == 3 {
		s = string([]byte{s[0], s[0], s[1], s[1], s[2], s[2]})
	}
	n, err := strconv.ParseUint(s, 16, 32)
	require.NoError(t, err)
	return colour{float64(n>>16) / 255, float64(n>>8&255) / 255, float64(n&255) / 255}
}

// over lays c with the given opacity on b.
func (c colour) over(b colour, alpha float64) colour {
	return colour{c[0]*alpha + b[0]*(1-alpha), c[1]*alpha + b[1]*(1-alpha), c[2]*alpha + b[2]*(1-alpha)}
}

// luminance is WCAG's relative luminance.
func (c colour) luminance() float64 {
	channel := func(v float64) float64 {
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(c[0]) + 0.7152*channel(c[1]) + 0.0722*channel(c[2])
}

func ratio(a, b colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

var white = colour{1, 1, 1}

// tokens reads the custom properties and the stops of the ground.
func tokens(t *testing.T) (values map[string]string, ground []colour) {
	t.Helper()
	css, err := os.ReadFile("../static/css/00-tokens.css")
	require.NoError(t, err)
	values = map[string]string{}
	for _, m := range regexp.MustCompile(`--([a-z0-9-]+):\s*([^;]+);`).FindAllStringSubmatch(string(css), -1) {
		values[m[1]] = m[2]
	}
	base, err := os.ReadFile("../static/css/10-base.css")
	require.NoError(t, err)
	var at []float64
	var stops []colour
	for _, m := range regexp.MustCompile(`var\(--(g\d)\) (\d+)%`).FindAllStringSubmatch(string(base), -1) {
		place, err := strconv.ParseFloat(m[2], 64)
		require.NoError(t, err)
		at, stops = append(at, place), append(stops, parseHex(t, values[m[1]]))
	}
	require.Len(t, stops, 4)
	for i := range 1001 {
		place, k := float64(i)/10, 0
		for k < len(at)-2 && place > at[k+1] {
			k++
		}
		ground = append(ground, stops[k+1].over(stops[k], (place-at[k])/(at[k+1]-at[k])))
	}
	return values, ground
}

func alpha(t *testing.T, value string) float64 {
	t.Helper()
	m := regexp.MustCompile(`rgba\(255,255,255,([.\d]+)\)`).FindStringSubmatch(value)
	require.NotNil(t, m, value)
	a, err := strconv.ParseFloat(m[1], 64)
	require.NoError(t, err)
	return a
}

func TestTextIsReadableOnEveryGlassOverTheWholeGround(t *testing.T) {
	t.Parallel()
	values, ground := tokens(t)
	layers := map[string]float64{"bare": 0, "glass": alpha(t, values["glass"]), "strong": alpha(t, values["glass-strong"]), "modal": alpha(t, values["glass-modal"])}
	for token, least := range map[string]float64{
		"ink": 4.5, "ink-2": 4.5, "ink-3": 4.5, "link": 4.5, "brand": 4.5, "ok": 4.5, "warn": 4.5, "err": 4.5, "focus": 3, "edge-ui": 3,
	} {
		c := parseHex(t, values[token])
		for layer, opacity := range layers {
			worst := math.Inf(1)
			for _, g := range ground {
				worst = min(worst, ratio(c, white.over(g, opacity)))
			}
			require.GreaterOrEqual(t, worst, least, "%s on %s", token, layer)
		}
	}
}

func TestTextIsReadableOnItsOwnPaper(t *testing.T) {
	t.Parallel()
	values, _ := tokens(t)
	for _, pair := range [][2]string{
		{"ink", "paper"},
		{"ink-2", "paper"},
		{"ink-3", "paper"},
		{"link", "paper"},
		{"brand", "paper"},
		{"ok", "paper"},
		{"warn", "paper"},
		{"err", "paper"},
		{"ink", "glass-solid"},
		{"ink-2", "glass-solid"},
		{"ink-3", "glass-solid"},
		{"brand", "glass-solid"},
		{"brand", "brand-wash"},
		{"ok", "ok-wash"},
		{"warn", "warn-wash"},
		{"err", "err-wash"},
		{"ink", "err-wash"},
		{"ink", "warn-wash"},
		{"on-brand", "brand"},
		{"on-brand", "brand-hi"},
	} {
		require.GreaterOrEqual(t, ratio(parseHex(t, values[pair[0]]), parseHex(t, values[pair[1]])), 4.5, "%s on %s", pair[0], pair[1])
	}
	require.GreaterOrEqual(t, ratio(parseHex(t, values["amber"]), white), 3.0, "amber is for graphics")
	require.GreaterOrEqual(t, ratio(white, parseHex(t, values["brand"])), 3.0, "the ring between brand and focus")
	require.GreaterOrEqual(t, ratio(parseHex(t, "#595959"), parseHex(t, "#d9d3d0")), 4.5, "a disabled button")
}

// plants finds the plants' opacity in a drawing.
var plants = regexp.MustCompile(`<g opacity="([.\d]+)">`)

func TestTextIsReadableOnGlassOverTheDarkestLineOfEveryPlant(t *testing.T) {
	t.Parallel()
	values, ground := tokens(t)
	glass := alpha(t, values["glass"])
	for _, key := range drawing.Keys() {
		for _, kind := range [...]drawing.Kind{drawing.Band, drawing.Stage} {
			svg, ok := drawing.SVG(kind, key, 0)
			require.True(t, ok)
			under := ground
			if kind == drawing.Band { // painted on a wall of its own
				wall := regexp.MustCompile(`H0Z" fill="(#[0-9a-f]{6})"`).FindStringSubmatch(string(svg))
				under = []colour{parseHex(t, wall[1])}
			}
			faint, err := strconv.ParseFloat(plants.FindStringSubmatch(string(svg))[1], 64)
			require.NoError(t, err)
			found := regexp.MustCompile(`#[0-9a-f]{6}\b`).FindAllString(string(svg), -1)
			slices.Sort(found)
			for _, m := range slices.Compact(found) {
				for i := 0; i < len(under); i += 20 {
					g := under[i]
					back := white.over(parseHex(t, m).over(g, faint), glass)
					for _, token := range [...]string{"ink", "ink-2", "brand"} {
						require.GreaterOrEqual(t, ratio(parseHex(t, values[token]), back), 4.5, "%s over %s of %s %s", token, m, kind, key)
					}
				}
			}
		}
	}
}
