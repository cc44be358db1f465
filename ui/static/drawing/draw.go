package drawing

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed parts/*.svg
var partFiles embed.FS

// Kind is what is drawn of a product.
type Kind string

// The kinds.
const (
	Scene  Kind = "gambar"   // bottle, label and plant on their shelf, 240 × 260
	Wide   Kind = "lebar"    // the same with more wall at the sides, 390 × 262
	Bottle Kind = "botol"    // the bottle alone on nothing, 160 × 214
	Band   Kind = "pita"     // its plants as a wide band behind glass, 1080 × 252
	Stage  Kind = "panggung" // its plants, large and faint, behind a page's head, 1280 × 720
)

// SVG draws a known key. Level is the juice's, in percent of a full bottle. It
// reports false for an unknown key or kind, and for the bottle of a still life.
func SVG(kind Kind, key string, level int) ([]byte, bool) {
	r, ok := recipes[key]
	if !ok {
		return nil, false
	}
	c := canvas{recipe: r, level: min(100, max(0, level))}
	switch kind {
	case Scene:
		c.open("0 0 240 260", 240, 260)
		c.scene(0, 240)
	case Wide:
		c.open("-75 0 390 262", 390, 262)
		c.scene(-75, 315)
	case Bottle:
		if r.shape == nil {
			return nil, false
		}
		c.open("40 12 160 226", 160, 226)
		c.bottle()
	case Band:
		c.band()
	case Stage:
		c.stage()
	default:
		return nil, false
	}
	c.b.WriteString("</svg>")
	return []byte(c.b.String()), true
}

// canvas collects one drawing.
type canvas struct {
	recipe
	level int
	b     strings.Builder
}

func (c *canvas) put(format string, args ...any) { fmt.Fprintf(&c.b, format, args...) }

func (c *canvas) open(viewBox string, width, height int) {
	c.put(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="%s" width="%d" height="%d">`, viewBox, width, height)
}

// scene is the picture of a card: wall with a slant of light, shelf, plants,
// bottle. Wall and shelf reach from left to right.
func (c *canvas) scene(left, right int) {
	c.put(`<defs><linearGradient id="w" x1="0" x2="1" y1="0" y2="1"><stop offset="0" stop-color="%s"/><stop offset="1" stop-color="%s"/></linearGradient>`, c.tint.wall1, c.tint.wall2)
	c.put(`<linearGradient id="f" x1="0" x2="0" y1="0" y2="1"><stop offset="0" stop-color="%s"/><stop offset="1" stop-color="%s"/></linearGradient>`, c.tint.shelf1, c.tint.shelf2)
	c.define(c.back)
	c.put(`</defs><path d="M%[1]d 0H%[2]dV262H%[1]dZ" fill="url(#w)"/><path d="M%[1]d 0H139.2L43.2 214H%[1]dZ" fill="#fff" opacity=".16"/><path d="M%[1]d 214H%[2]dV262H%[1]dZ" fill="url(#f)"/><path d="M%[1]d 214H%[2]d" stroke="#fff" stroke-width="1.2" opacity=".7"/>`, left, right)
	c.place(c.back)
	if c.shape != nil {
		c.bottle()
	}
	for _, p := range c.front {
		c.put(`<g opacity="%g" transform="translate(%g %g) rotate(%g) scale(%g)">%s</g>`, p.opacity, p.x, p.y, p.turn, p.scale, part(p.part))
	}
	if c.shape == nil && c.label.Name != "" {
		c.paper(76, 176, 88, 34)
	}
}

// define puts each different part once, so that repeating it costs a few bytes.
func (c *canvas) define(all []placed) {
	done := map[string]bool{}
	for _, p := range all {
		if !done[p.part] {
			c.put(`<g id="%s">%s</g>`, p.part, part(p.part))
			done[p.part] = true
		}
	}
}

func (c *canvas) place(all []placed) {
	for _, p := range all {
		c.put(`<use href="#%s" opacity="%g" transform="translate(%g %g) rotate(%g) scale(%g)"/>`, p.part, p.opacity, p.x, p.y, p.turn, p.scale)
	}
}

// bottle draws shadow, glass, juice at its level, thick foot, gauge, label, cap.
func (c *canvas) bottle() {
	s, j := c.shape, c.juice
	c.gradients()
	half := float64(s.right-s.left) / 2
	c.put(`<ellipse cx="130" cy="223" rx="%.1f" ry="8" fill="url(#s)"/><ellipse cx="142" cy="226" rx="%.1f" ry="4.5" fill="%s" opacity=".38"/>`, half*1.32, half*.84, j.body)
	c.put(`<path d="%s" fill="url(#g)"/><g clip-path="url(#i)"><path d="M40 20H200V240H40Z" fill="#fff" opacity=".14"/>`, s.outer)
	if c.level > 0 {
		y := s.base - (s.base-s.brim)*float64(c.level)/100
		c.put(`<rect x="40" y="%.1f" width="160" height="%.1f" fill="url(#j)"/>`, y, s.base+4-y)
		if c.level < 100 {
			c.put(`<ellipse cx="120" cy="%.1f" rx="%.1f" ry="2.6" fill="%s" opacity=".95"/>`, y, half, j.light)
		}
	}
	c.put(`<path d="M120 %g L123 %g" stroke="#fff" stroke-width="1.6" opacity=".5"/></g>`, s.brim-4, s.base-4)
	c.put(`<g clip-path="url(#o)"><rect x="40" y="%g" width="160" height="30" fill="url(#b)"/><path d="M%d %gH%d" stroke="#fff" stroke-width="1.4" opacity=".8"/></g>`, s.base, s.left+10, s.base+5, s.right-10)
	c.put(`<path d="%s" fill="none" stroke="#fff" opacity=".7"/><path d="%s" fill="none" stroke="%s" opacity=".42"/>`, s.inner, s.outer, j.line)
	if s.facets != "" {
		c.put(`<path d="%s" stroke="#fff" stroke-width="1.2" opacity=".85"/>`, s.facets)
	}
	c.put(`<path d="%s" fill="none" stroke="#fff" stroke-width="3.4" stroke-linecap="round" opacity=".6"/>`, s.shine)
	c.gauge()
	c.paper(s.labelX, s.labelY, s.labelW, s.labelH)
	c.neck()
}

// gradients are shared by all parts of the bottle.
func (c *canvas) gradients() {
	s, j, m := c.shape, c.juice, c.metal
	c.put(`<defs><linearGradient id="g"><stop offset="0" stop-color="#fff" stop-opacity=".78"/><stop offset=".13" stop-color="#fff" stop-opacity=".3"/><stop offset=".5" stop-color="#fff" stop-opacity=".16"/><stop offset=".86" stop-color="#fff" stop-opacity=".34"/><stop offset="1" stop-color="#fff" stop-opacity=".7"/></linearGradient>`)
	c.put(`<linearGradient id="j"><stop offset="0" stop-color="%s" stop-opacity=".92"/><stop offset=".22" stop-color="%s" stop-opacity=".8"/><stop offset=".55" stop-color="%s" stop-opacity=".78"/><stop offset="1" stop-color="%s" stop-opacity=".92"/></linearGradient>`, j.edge, j.body, j.light, j.edge)
	c.put(`<linearGradient id="b" x2="0" y2="1"><stop offset="0" stop-color="#fff" stop-opacity=".2"/><stop offset=".45" stop-color="%s" stop-opacity=".34"/><stop offset="1" stop-color="#fff" stop-opacity=".72"/></linearGradient>`, j.body)
	c.put(`<linearGradient id="c"><stop offset="0" stop-color="%s"/><stop offset=".25" stop-color="%s"/><stop offset=".55" stop-color="%s"/><stop offset="1" stop-color="%s"/></linearGradient>`, m.a, m.b, m.c, m.d)
	c.put(`<radialGradient id="s"><stop offset="0" stop-color="#2b1a14" stop-opacity=".34"/><stop offset=".6" stop-color="#2b1a14" stop-opacity=".12"/><stop offset="1" stop-color="#2b1a14" stop-opacity="0"/></radialGradient>`)
	c.put(`<clipPath id="i"><path d="%s"/></clipPath><clipPath id="o"><path d="%s"/></clipPath></defs>`, s.inner, s.outer)
}

// gauge etches one mark per tenth, the fifth one longer.
func (c *canvas) gauge() {
	s := c.shape
	if s.gauge == 0 {
		return
	}
	c.put(`<path d="`)
	for i := range s.marks {
		length := 5
		if i == 4 {
			length = 9
		}
		c.put(`M%d %.1fh%d`, s.gauge-length, s.base-(s.base-s.brim)*float64(i+1)/10, length)
	}
	c.put(`" stroke="#fff" stroke-width="1.3" opacity=".95"/>`)
}

// paper is the label. Names shrink until they fit its width.
func (c *canvas) paper(x, y, w, h int) {
	middle := float64(x) + float64(w)/2
	top := float64(y) + float64(h)/2
	c.put(`<rect x="%d" y="%d" width="%d" height="%d" rx="1.5" fill="#fdfaf3" opacity=".97"/><rect x="%g" y="%g" width="%d" height="%d" fill="none" stroke="#7a5c4a" stroke-width=".5" opacity=".6"/>`, x, y, w, h, float64(x)+2.5, float64(y)+2.5, w-5, h-5)
	c.put(`<g text-anchor="middle" font-family="Poppins,system-ui,sans-serif">`)
	c.text(middle, top-7, w, 3.6, "#5b443a", strings.ToUpper(c.label.Maker))
	c.text(middle, top+2.6, w, 7.6, "#2b1d1a", c.label.Name)
	if c.label.Kind != "" {
		c.put(`<path d="M%g %gh14" stroke="#7a1f5c" stroke-width=".8"/>`, middle-7, top+7)
		c.text(middle, top+13, w, 3.6, "#5b443a", c.label.Kind)
	}
	c.put(`</g>`)
}

func (c *canvas) text(x, y float64, width int, size float64, colour, words string) {
	const glyph = .6 // average width of a letter in its own size
	if fit := float64(width-8) / (float64(len(words)) * glyph); fit < size {
		size = fit
	}
	c.put(`<text x="%g" y="%.1f" font-size="%.1f" fill="%s">%s</text>`, x, y, size, colour, words)
}

// neck stands between the glass and its closure; both move with the bottle's top.
func (c *canvas) neck() {
	c.put(`<g transform="translate(0 %d)"><rect x="107" y="89" width="26" height="11" fill="url(#g)"/><rect x="104" y="83" width="32" height="10" rx="1.5" fill="#cbb58e"/><rect x="104" y="83" width="32" height="10" rx="1.5" fill="url(#g)"/><path d="M104 87.5H136" stroke="#8d7550" stroke-width=".7" opacity=".6"/>%s</g>`, c.shape.top-98, c.cap)
}

// band repeats the plant behind a wide pane of glass; nothing in it is darker
// than the contrast table allows.
func (c *canvas) band() {
	c.open("0 0 1080 252", 1080, 252)
	c.put(`<defs><g id="p">%s</g></defs><path d="M0 0H1080V252H0Z" fill="%s"/><g opacity=".45">`, part(c.flower), c.tint.wall2)
	base, _ := stands(c.flower)
	for i, turn := range [...]float64{-14, 9, -6, 16, -10, 7, -16, 12} {
		scale := 1.45 + .22*float64(i%3)
		c.put(`<use href="#p" transform="translate(%d %g) rotate(%g) scale(%.2f)"/>`, 40+i*144, 262+base*scale, turn, scale)
	}
	c.put(`</g>`)
}

// stage stands two large plants at the sides of the page's head.
func (c *canvas) stage() {
	c.open("0 0 1280 720", 1280, 720)
	c.put(`<defs><g id="p">%s</g></defs><g opacity=".5">`, part(c.flower))
	base, size := stands(c.flower)
	for _, p := range [...]placed{{"", 90, 690, -8, 3.3, 1}, {"", 1190, 700, 10, 3.5, 1}, {"", 720, 740, 4, 2.5, 1}} {
		c.put(`<use href="#p" transform="translate(%g %g) rotate(%g) scale(%.2f)"/>`, p.x, p.y+base*p.scale*size, p.turn, p.scale*size)
	}
	c.put(`</g>`)
}

// stands says how a plant is put on the ground: how far its origin is above its
// foot, and how much larger it must be than a tall plant.
func stands(name string) (base, size float64) {
	switch name {
	case "kenanga":
		return -60, 1.2
	case "pala":
		return -4, 2.6
	case "jeruk-purut":
		return -34, 1.3
	case "akar-wangi":
		return -10, 1
	}
	return 0, 1
}

// part reads one drawing part. They are embedded and named by recipes only; a
// missing one is found by the test that draws every recipe.
func part(name string) string {
	body, err := partFiles.ReadFile("parts/" + name + ".svg")
	if err != nil {
		panic(err)
	}
	return strings.TrimSpace(string(body))
}
