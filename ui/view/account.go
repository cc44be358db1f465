package view

import "time"

// Profile is the signed-in person's own page.
type Profile struct {
	Name    string
	Role    Role
	Since   time.Time // of this session
	Expires time.Time
	Solid   bool
	CSRF    string
	Token   *Token // an API token that was made just now; shown this once
	Mail    *MailWishes
	Form    Form // of making a token, and of signing out everywhere

	MayConfirm bool // passkeys are of use to them
	Passkeys   []Passkey
}

// Token lets a program join for its owner.
type Token struct {
	Text    string
	Expires time.Time
}

// Problem is an error page or fragment. Status picks the words; Detail
// replaces the explanation when the handler knows better.
type Problem struct {
	Status     int
	Title      string // replaces the status's own
	Detail     string
	RequestID  string
	RetryAfter time.Duration
	Back       string // link; empty: where the viewer begins
	Viewer     Role   // who was shown it
	Contact    Contact
}

// Late is a form that came when its token was worth nothing any more, with what was typed.
type Late struct {
	Action    string
	Typed     []Typed
	Back      string // the page with the form; empty: where the viewer begins
	SignedOut bool   // and it is for those who are signed in
}

// Typed is one field of a form as it was sent.
type Typed struct{ Name, Value string }

// Article is one of the static text pages.
type Article string

// The articles.
const (
	ArticleHow     Article = "cara-kerja"
	ArticleRefund  Article = "aturan-pengembalian"
	ArticleTerms   Article = "syarat"
	ArticlePrivacy Article = "privasi"
	ArticleHelp    Article = "bantuan"
)
