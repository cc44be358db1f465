package view

import "net/url"

// FieldName is how somebody who registers is called.
const FieldName = "nama"

// SignUpLink is the page behind a link that registers; its button consumes it.
type SignUpLink struct {
	Form           Form
	Token          string
	Email          string // the address that the link is for
	TermsVersion   string
	PrivacyVersion string
}

// NoSignUp is the same page when the link registers nobody.
type NoSignUp struct {
	Form  Form
	Taken bool   // the address is registered already; otherwise the link is too old, or none of ours
	Back  string // path to return to, for whoever asks for another link
}

// SignUpBackURL is the page for someone who wanted to go to a path; it may be empty.
func SignUpBackURL(back string) string { return withBack(SignUpURL, back) }

// SignUpSentBackURL follows when a link was asked for.
func SignUpSentBackURL(back string) string { return withBack(SignUpSentURL, back) }

// SignUpLinkURL takes GET (the form) and POST (register).
func SignUpLinkURL(token string) string { return SignUpURL + "/" + url.PathEscape(token) }

// SignUpLinkBackURL is the same with the path that is to be opened afterwards.
func SignUpLinkBackURL(token, back string) string { return withBack(SignUpLinkURL(token), back) }
