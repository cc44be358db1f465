// Package letter draws mails: a title, a few sentences, a small table and one
// button, as text and as simple HTML. Styles are inline and nothing is loaded
// from anywhere, so that opening a mail tells nobody.
package letter

import (
	"context"
	"strings"
)

// Letter is what a mail says.
type Letter struct {
	Site       string // address of the platform: https://…
	Name       string // of the reader; may be empty
	Title      string
	Text       string
	Lines      []Line
	Action     string // what the button says
	URL        string // where it leads
	Why        string // why the reader gets this
	Mute       string // address that ends mails like this; empty: they can't be ended
	Contact    string // how to reach somebody; empty: there is no way
	ContactURL string
	Preview    string // of the lines below the title in a list of mails
}

// Line is a row of the table.
type Line struct {
	Name, Value string
	Strong      bool
}

// HTML draws the letter.
func (l Letter) HTML(ctx context.Context) (string, error) {
	var b strings.Builder
	err := document(l).Render(ctx, &b)
	return b.String(), err
}

// Plain writes the letter for those who read text.
func (l Letter) Plain() string {
	var b strings.Builder
	for _, part := range []string{l.hello(), l.Title, l.Text, l.table(), l.Action + ":\n" + l.URL, "--\n" + l.foot()} {
		if part != "" {
			b.WriteString(part + "\n\n")
		}
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func (l Letter) hello() string {
	if l.Name == "" {
		return "Halo,"
	}
	return "Halo " + l.Name + ","
}

func (l Letter) table() string {
	lines := make([]string, len(l.Lines))
	for i, line := range l.Lines {
		lines[i] = line.Name + ": " + line.Value
	}
	return strings.Join(lines, "\n")
}

func (l Letter) foot() string {
	foot := l.Why
	if l.Mute != "" {
		foot += "\nTidak mau email seperti ini lagi: " + l.Mute
	}
	if l.Contact != "" {
		foot += "\nPerlu bantuan? Hubungi " + l.Contact
	}
	return foot + "\nSambatan, bagian dari Sensasiwangi.id · " + l.Site
}
