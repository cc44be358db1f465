package view

import "time"

// Fields of the form that says which mails one wants.
const (
	FieldZone   = "zona"
	FieldWanted = "kirim" // once for each group that is wanted
)

// MailWishes is which mails somebody wants; nil on a page of somebody who gets none.
type MailWishes struct {
	Address string // where they go; empty: not known
	Zone    string // WIB, WITA or WIT
	Groups  []MailGroup
}

// MailGroup is a kind of mails that can be muted.
type MailGroup struct {
	Name   string
	Title  string
	Text   string
	Wanted bool
}

// Mute is the page behind a mail's "no more of these".
type Mute struct {
	Token string
	Group string // as after "email tentang"
	Done  bool
	Form  Form
}

// DeadMails is one page of the mails that were given up.
type DeadMails struct {
	Now   time.Time
	Rows  []DeadMail
	From  int
	Total int
	Prev  string
	Next  string
}

// DeadMail is one of them. Its address is on no page.
type DeadMail struct {
	ID       string
	Title    string // its subject
	Name     string // of its reader
	Refused  bool   // for good; otherwise it was tried often enough
	Code     string // of the server's answer; may be empty
	Attempts int
	At       time.Time
	Form     Form
}

// DevMails is the mailbox of development: what went out and reached nobody.
type DevMails struct{ Mails []DevMail } // newest first

// DevMail is one mail in it.
type DevMail struct {
	Number  int
	At      time.Time
	To      string
	Subject string
	Text    string
	HTML    string
	Headers []MailHeader
}

// MailHeader is a line above a mail.
type MailHeader struct{ Name, Value string }
