package view

import "net/url"

// FieldEmail is the address that a link is to go to.
const FieldEmail = "email"

// LongestEmail is how long an address can be (RFC 5321).
const LongestEmail = 254

// SignIn is the page for someone who is not signed in.
type SignIn struct {
	Form Form
	Back string // path to return to; may be empty
	Demo bool   // the program printed demo links in its terminal
}

// SignInSent is the page that follows.
type SignInSent struct {
	Page    string // where the link was asked for
	Back    string
	Minutes string // how long a sign-in link lives
	Hours   string // how long one that registers does
	Mailbox bool   // mails reach nobody: they are shown to developers
}

// SignInLink is the page behind a sign-in link; its button consumes it.
type SignInLink struct {
	Form  Form
	Token string
	Name  string // whom the link signs in
	Role  Role
	Dead  bool   // used or expired
	Back  string // path to return to, for whoever asks for another link
	Demo  bool   // a demo's printed link: good again and again for a day
}

// SignInBackURL is the page for someone who wanted to go to a path; it may be empty.
func SignInBackURL(back string) string { return withBack(SignInURL, back) }

// SignInSentBackURL follows when a link was asked for.
func SignInSentBackURL(back string) string { return withBack(SignInSentURL, back) }

// SignInLinkBackURL is SignInLinkURL with the path that is to be opened afterwards.
func SignInLinkBackURL(token, back string) string { return withBack(SignInLinkURL(token), back) }

func withBack(page, back string) string {
	if back == "" {
		return page
	}
	return page + "?" + url.Values{FieldBack: {back}}.Encode()
}

func (m SignInSent) againURL() string { return withBack(m.Page, m.Back) }

// lifeWords says how often the link can be used.
func (m SignInLink) lifeWords() string {
	if m.Demo {
		return "Ini tautan data contoh: bisa dipakai berulang selama sehari."
	}
	return "Tautan ini berlaku sekali; sesudah tombol ditekan, tidak bisa dipakai lagi."
}
