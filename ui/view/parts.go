package view

import (
	"strings"

	"github.com/a-h/templ"

	"github.com/sensasiwangi/sambatan/ui/static"
	"github.com/sensasiwangi/sambatan/ui/static/drawing"
)

// Mark is a paper label.
type Mark struct{ Text, Tone, Icon string }

// input describes one field of a form.
type input struct {
	Name     string
	Label    string
	Hint     string
	Fallback string // shown until the form was posted
	Auto     string // autocomplete
	Mode     string // inputmode
	Type     string // text when empty
	Class    string
	Max      int // characters; 0: no limit of the page's own
	Lines    int // rows of a text area; 0: one line
	Optional bool
	Figures  bool // tabular face
}

func (in input) kind() string {
	if in.Type != "" {
		return in.Type
	}
	return "text"
}

// attributes ties the field to its hint and its error.
func (in input) attributes(f Form) templ.Attributes {
	a := templ.Attributes{"aria-invalid": f.invalid(in.Name)}
	set := func(name, value string) {
		if value != "" {
			a[name] = value
		}
	}
	set("autocomplete", in.Auto)
	set("inputmode", in.Mode)
	if in.Max > 0 {
		a["maxlength"] = plain(in.Max)
	}
	if in.Figures {
		a["class"] = "num"
	}
	var described []string
	if in.Hint != "" {
		described = append(described, fieldID(in.Name)+"-petunjuk")
	}
	if f.Err(in.Name) != "" {
		described = append(described, fieldID(in.Name)+"-galat")
	}
	set("aria-describedby", strings.Join(described, " "))
	return a
}

func fieldID(name string) string { return "f-" + strings.ReplaceAll(name, "_", "-") }

func (e FieldError) summary() string {
	if e.Summary != "" {
		return e.Summary
	}
	return e.Message
}

var countWords = [...]string{"", "Satu", "Dua", "Tiga", "Empat", "Lima", "Enam", "Tujuh", "Delapan", "Sembilan"}

// errorCount is the summary's heading. An error about the whole form is told
// by itself.
func errorCount(errors []FieldError) string {
	fields := 0
	for _, e := range errors {
		if e.Field != "" {
			fields++
		}
	}
	switch {
	case fields == 0:
		return "Belum bisa diproses"
	case fields < len(countWords):
		return countWords[fields] + " isian perlu diperbaiki"
	}
	return number(fields) + " isian perlu diperbaiki"
}

// art is the address of a drawing that is a file.
func art(name string) string { return static.Path("art/" + name + ".svg") }

// picture is the address of a product's drawing with its bottle filled to level percent.
func picture(key string, level int) string { return static.Picture(drawing.Scene, key, level) }

// tone gives a person's initials one of four quiet colours, always the same one.
func tone(initials string) string {
	var n int
	for _, r := range initials {
		n += int(r)
	}
	return "tone-" + string("clpk"[n%4])
}

// current marks the chosen one of a row of links.
func current(is bool) templ.Attributes {
	if is {
		return templ.Attributes{"aria-current": "page"}
	}
	return nil
}
