package view

import (
	"net/url"
	"time"
)

// Addresses of passkeys.
const (
	StepUpURL   = "/konfirmasi"         // GET, query kembali, and POST: confirms the session with a passkey
	PasskeysURL = "/profil/kunci-sandi" //nolint:gosec // an address: GET the form to add one, POST adds it
)

// Names of the fields about passkeys.
const (
	FieldBack      = "kembali"     // path to return to
	FieldAssertion = "bukti_kunci" // what the browser says, in JSON
	FieldPasskey   = "nama_kunci"  // what the owner calls a key
	FieldTyped     = "isian"       // query: what was typed before the confirmation, sealed
)

// LongestKeyName is how many letters the name of a key may have.
const LongestKeyName = 40

// PasskeyRemoveURL takes POST.
func PasskeyRemoveURL(key string) string { return PasskeysURL + "/" + url.PathEscape(key) + "/hapus" }

// StepUpForURL asks for a confirmation on the way to a page of ours.
func StepUpForURL(back string) string {
	if back == "" {
		return StepUpURL
	}
	return StepUpURL + "?" + url.Values{FieldBack: {back}}.Encode()
}

// Passkey is one of the keys of the person who looks.
type Passkey struct {
	ID       string
	Name     string
	Created  time.Time
	LastUsed time.Time // zero: never
}

// PasskeyPage asks the browser for a passkey: a new one, or one that it knows.
type PasskeyPage struct {
	Form      Form
	Question  string // for the browser, in JSON; empty: one of the reasons below
	Back      string // path to return to
	Elsewhere string // address of this page where passkeys work; empty: here
	None      bool   // there is no passkey to confirm with
	SignIn    bool   // the sign-in is too old to add the first one
	Off       bool   // this installation does not demand confirmations
	Demo      bool
}
