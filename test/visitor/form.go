package visitor

import (
	"fmt"
	"maps"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// Form is a form of a page, with the values it came with.
type Form struct {
	Action string
	Values url.Values
}

// Form finds the page's form whose action contains a text.
func (p Page) Form(action string) (Form, error) {
	root, err := html.Parse(strings.NewReader(p.Body))
	if err != nil {
		return Form{}, err
	}
	for node := range root.Descendants() {
		if node.Type == html.ElementNode && node.Data == "form" && strings.Contains(attribute(node, "action"), action) {
			return read(node), nil
		}
	}
	return Form{}, fmt.Errorf("%s (%d) has no form to %s", p.URL.Path, p.Status, action)
}

// With returns the form with some fields filled in.
func (f Form) With(fields map[string]string) Form {
	filled := Form{Action: f.Action, Values: url.Values{}}
	maps.Copy(filled.Values, f.Values)
	for name, value := range fields {
		filled.Values.Set(name, value)
	}
	return filled
}

func read(form *html.Node) Form {
	found := Form{Action: attribute(form, "action"), Values: url.Values{}}
	for node := range form.Descendants() {
		if node.Type != html.ElementNode || node.Data != "input" && node.Data != "textarea" {
			continue
		}
		name := attribute(node, "name")
		kind := attribute(node, "type")
		if name == "" || kind == "checkbox" || kind == "radio" || kind == "submit" {
			continue // a person has to choose these
		}
		found.Values.Set(name, attribute(node, "value"))
	}
	return found
}

func attribute(node *html.Node, name string) string {
	for _, a := range node.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
