package view

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/sensasiwangi/sambatan/ui/static"
)

// render draws a sample and parses it the way a browser would.
func render(t *testing.T, s sample) (string, *html.Node) {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, s.body.Render(t.Context(), &b))
	root, err := html.Parse(bytes.NewReader(b.Bytes()))
	require.NoError(t, err)
	return b.String(), root
}

// elements are all elements below the node, in document order.
func elements(root *html.Node, names ...string) []*html.Node {
	var found []*html.Node
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, name := range names {
			if n.Data == name || name == "*" {
				found = append(found, n)
				break
			}
		}
	}
	return found
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
			if d.NextSibling == nil || d.NextSibling.DataAtom != atom.Wbr { // what may break there is one word
				b.WriteByte(' ')
			}
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// drawn is a rendered sample.
type drawn struct {
	sample
	body string
	root *html.Node
}

func eachSample(t *testing.T, check func(r *require.Assertions, p drawn)) {
	t.Helper()
	for _, s := range samples() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			body, root := render(t, s)
			check(require.New(t), drawn{s, body, root})
		})
	}
}

// The content policy allows no inline style or script, and htmx 2's words do
// nothing or something else in htmx 4.
var forbidden = regexp.MustCompile(`(?i)\sstyle=|<style|<script(?:\s[^>]*)?>[^<]|\son[a-z]+=|\shx-on|javascript:|\sjs:|hx-trigger="[^"]*\[|\shx-(?:ext|disabled-elt|boost|vars|request|history-elt)\b|\ssse-(?:swap|connect)|//(?:cdn|unpkg)`)

func TestNothingIsRenderedThatTheContentPolicyForbids(t *testing.T) {
	t.Parallel()
	eachSample(t, func(r *require.Assertions, p drawn) {
		r.NotRegexp(forbidden, p.body)
	})
}

func TestTheTemplatesHoldNoForbiddenAttribute(t *testing.T) {
	t.Parallel()
	sources, err := filepath.Glob("*.templ")
	require.NoError(t, err)
	require.NotEmpty(t, sources)
	for _, name := range sources {
		body, err := os.ReadFile(name)
		require.NoError(t, err)
		require.NotRegexp(t, forbidden, string(body), name)
	}
}

func TestEveryPageIsACompleteDocumentInIndonesian(t *testing.T) {
	t.Parallel()
	eachSample(t, func(r *require.Assertions, p drawn) {
		if p.fragment {
			r.NotContains(p.body, "<html")
			return
		}
		r.True(strings.HasPrefix(strings.ToLower(p.body), "<!doctype html>"))
		r.Equal("id", attr(elements(p.root, "html")[0], "lang"))
		r.Contains(text(elements(p.root, "title")[0]), "· Sensasiwangi.id")
		r.Len(elements(p.root, "h1"), 1)
		r.Len(elements(p.root, "main"), 1)
		r.Equal("#isi", attr(elements(elements(p.root, "body")[0], "a")[0], "href"), "the first link skips to the content")
		footer := text(elements(p.root, "footer")[0])
		r.Contains(footer, "Ruang pengembangan (development)")
		r.Contains(footer, "Data contoh")
	})
}

func TestIdsAreUniqueAndEveryReferenceFindsItsTarget(t *testing.T) {
	t.Parallel()
	eachSample(t, func(r *require.Assertions, p drawn) {
		ids := map[string]bool{"pasar": p.fragment, "modal": p.fragment, "gabung": p.fragment, "judul-lembar": true}
		for _, n := range elements(p.root, "*") {
			if id := attr(n, "id"); id != "" {
				r.False(ids[id] && !p.fragment && id != "judul-lembar", "id %s twice", id)
				ids[id] = true
			}
		}
		for _, n := range elements(p.root, "*") {
			for _, name := range [...]string{"for", "aria-labelledby", "aria-describedby"} {
				for id := range strings.FieldsSeq(attr(n, name)) {
					r.True(ids[id], "%s=%s finds nothing", name, id)
				}
			}
			if ink, drawn := strings.CutPrefix(attr(n, "fill"), "url(#"); drawn && !p.fragment {
				r.True(ids[strings.TrimSuffix(ink, ")")], "fill %s finds nothing", ink)
			}
			if target := attr(n, "hx-target"); target != "" && n.Data != "hx-partial" {
				r.True(ids[strings.TrimPrefix(target, "#")], "hx-target %s finds nothing", target)
			}
			if href := attr(n, "href"); strings.HasPrefix(href, "#") && len(href) > 1 {
				r.True(ids[href[1:]], "link to %s finds nothing", href)
			}
		}
	})
}

func TestEveryControlHasANameAndEveryPictureAnAlternative(t *testing.T) {
	t.Parallel()
	eachSample(t, func(r *require.Assertions, p drawn) {
		labelled := map[string]bool{}
		for _, n := range elements(p.root, "label") {
			labelled[attr(n, "for")] = true
		}
		for _, n := range elements(p.root, "input", "select", "textarea", "progress") {
			if attr(n, "type") == "hidden" {
				continue
			}
			inside := n.Parent.Data == "label"
			r.True(inside || labelled[attr(n, "id")], "%s %s has no label", n.Data, attr(n, "name"))
		}
		for _, n := range elements(p.root, "a", "button") {
			r.NotEmpty(text(n)+attr(n, "aria-label"), "a %s without a name", n.Data)
		}
		for _, n := range elements(p.root, "img") {
			r.True(has(n, "alt") && has(n, "width") && has(n, "height"))
		}
	})
}

func TestEveryFormThatChangesSomethingCarriesItsTokens(t *testing.T) {
	t.Parallel()
	small := map[string]bool{SignOutURL: true, DisplayURL: true, NotificationsURL: true} // repeating these is harmless
	eachSample(t, func(r *require.Assertions, p drawn) {
		for _, f := range elements(p.root, "form") {
			fields := map[string]string{}
			for _, n := range elements(f, "input") {
				fields[attr(n, "name")] = attr(n, "value")
			}
			if attr(f, "method") != "post" {
				r.NotContains(fields, FieldCSRF, "a token has no place in an address")
				continue
			}
			r.Equal("csrf-1", fields[FieldCSRF], attr(f, "action"))
			if !small[attr(f, "action")] {
				r.Equal("0199-perintah", fields[FieldCommandID], attr(f, "action"))
			}
			if post := attr(f, "hx-post"); post != "" {
				r.Equal(attr(f, "action"), post, "htmx must do what the form does")
			}
		}
	})
}

func TestEveryLinkThatHtmxFollowsIsARealLink(t *testing.T) {
	t.Parallel()
	eachSample(t, func(r *require.Assertions, p drawn) {
		for _, n := range elements(p.root, "*") {
			if get := attr(n, "hx-get"); get != "" {
				r.Equal(attr(n, map[bool]string{true: "action", false: "href"}[n.Data == "form"]), get)
			}
		}
	})
}

func TestEveryAssetThatAPageNamesExists(t *testing.T) {
	t.Parallel()
	eachSample(t, func(r *require.Assertions, p drawn) {
		for _, n := range elements(p.root, "img", "link", "script", "source") {
			for _, name := range [...]string{"src", "href", "srcset"} {
				if address := attr(n, name); address != "" {
					_, ok := static.Open(address)
					r.True(ok, address)
				}
			}
		}
	})
}

func TestNothingUnformattedReachesAPage(t *testing.T) {
	t.Parallel()
	odd := regexp.MustCompile(`%!|\{\{|<nil>|0001|Rp-|Rp \d|\b\d+:\d\d\b|undefined|  WIB|WIB WIB`)
	eachSample(t, func(r *require.Assertions, p drawn) {
		for _, n := range elements(p.root, "main", "body") {
			r.NotRegexp(odd, text(n))
		}
	})
}
