package static

import (
	"regexp"
	"strconv"
	"sync"

	"github.com/sensasiwangi/sambatan/ui/static/drawing"
)

// levelStep is how finely a bottle shows its filling: coarse enough that few
// drawings are kept, fine enough that nobody sees a step.
const levelStep = 5

// edition changes the address of every drawing when any of them changes.
var edition = sync.OnceValue(func() string {
	var all []byte
	for _, key := range drawing.Keys() {
		for _, kind := range [...]drawing.Kind{drawing.Scene, drawing.Band, drawing.Stage} {
			svg, _ := drawing.SVG(kind, key, 50)
			all = append(all, svg...)
		}
	}
	return digest(all)
})

// Picture is the address of a product's drawing. An unknown key gets a drawing
// of its own choice, always the same one. Level is the share of the bottle
// that is filled, in percent; only scenes and bottles show it.
func Picture(kind drawing.Kind, key string, level int) string {
	level = min(100, max(0, level))
	if kind == drawing.Band || kind == drawing.Stage {
		level = 0
	}
	// The last slot must be seen, and so must the first.
	rounded := (level + levelStep/2) / levelStep * levelStep
	switch {
	case level > 0 && rounded == 0:
		rounded = levelStep
	case level < 100 && rounded == 100:
		rounded = 100 - levelStep
	}
	return Prefix + edition() + "/" + string(kind) + "/" + drawing.Known(key) + "-" + strconv.Itoa(rounded) + ".svg"
}

var (
	picturePath = regexp.MustCompile(`^/s/([0-9a-f]+)/([a-z]+)/([a-z0-9-]+)-(\d{1,3})\.svg$`)
	drawn       sync.Map // path → Asset; bounded by keys, kinds and steps
)

func openPicture(path string) (Asset, bool) {
	if a, ok := drawn.Load(path); ok {
		return a.(Asset), true
	}
	m := picturePath.FindStringSubmatch(path)
	if m == nil || m[1] != edition() {
		return Asset{}, false
	}
	level, err := strconv.Atoi(m[4])
	if err != nil || Picture(drawing.Kind(m[2]), m[3], level) != path {
		return Asset{}, false // one address per drawing
	}
	svg, ok := drawing.SVG(drawing.Kind(m[2]), m[3], level)
	if !ok {
		return Asset{}, false
	}
	a, _ := drawn.LoadOrStore(path, newAsset(path, svg))
	return a.(Asset), true
}
