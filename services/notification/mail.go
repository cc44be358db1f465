package notification

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
)

// Email is the channel of mails. Each follows a message in the application.
const Email Channel = "email"

// MailID names the mail to a recipient about an event: it follows from event,
// recipient, channel and template, so that the same mail is never written twice.
func MailID(event id.ID, to Recipient, template Template) id.ID {
	return id.Derive(event, strings.Join([]string{string(to), string(Email), string(template)}, "/"))
}

// Letter is a mail that is ready to be sent.
type Letter struct {
	ID          string // of the mail; its Message-ID is made of it
	To          Address
	Subject     string
	Text        string
	HTML        string
	Unsubscribe string // address that mutes mails like this one; empty: they can't be
}

// Address is where a letter goes. It is personal: it must not be logged.
type Address struct{ Name, Email string }

// Errors of what a mail is made of.
var (
	// ErrNoAddress means that a person has no address for mails.
	ErrNoAddress = errors.New("the person has no address for mails")
	// ErrBehind means that the read models do not show yet what a mail is about.
	ErrBehind = errors.New("the read models are behind the mail")
)

// Postman delivers letters. An error that tells how the server answered is a
// *DeliveryError; whatever else it is, trying again may help. No error may hold
// an address.
type Postman interface {
	Deliver(ctx context.Context, letter Letter) error
}

// DeliveryError is how a mail server refused a letter. Its answer's words are left
// out, because servers repeat addresses.
type DeliveryError struct {
	Permanent bool   // the same letter to the same address would be refused again
	Stage     string // of the conversation: "RCPT TO"
	Code      string // "550 5.1.1"; empty: there was no answer
}

// StageAddress is the stage of a letter whose address is none: no server saw it.
const StageAddress = "address"

// Error implements error.
func (e *DeliveryError) Error() string {
	if e.Stage == StageAddress {
		return "the recipient's address can't be one"
	}
	if e.Code == "" {
		return "the mail server did not answer at " + e.Stage
	}
	return fmt.Sprintf("the mail server answered %s at %s", e.Code, e.Stage)
}

// MailState is where a mail is on its way.
type MailState string

// States of a mail: Queued → Sending → Sent, by way of RetryWait as often as it
// takes, or else Dead or Suppressed.
const (
	MailQueued     MailState = "Queued"
	MailSending    MailState = "Sending"
	MailRetryWait  MailState = "RetryWait"
	MailSent       MailState = "Sent"
	MailDead       MailState = "Dead"       // given up; an operator may send it anew
	MailSuppressed MailState = "Suppressed" // not worth sending, or not wanted
)

// MailStates are all of them, in the order of a mail's life.
var MailStates = []MailState{MailQueued, MailSending, MailRetryWait, MailSent, MailDead, MailSuppressed}

// Silence is why a mail was suppressed, or waits.
type Silence string

// Reasons of suppressed mails, and of postponed ones (the last).
const (
	Superseded Silence = "superseded"  // what it says is not so any more
	Outdated   Silence = "outdated"    // nobody could send it in time
	Preference Silence = "preference"  // its reader wants no such mails
	NoAddress  Silence = "no_address"  // its reader has none
	Erased     Silence = "erased"      // its reader's data was erased
	QuietHours Silence = "quiet_hours" // it is night where its reader lives
)

// retries are the pauses after each failed try; after the last it is given up.
// Together they outlast a night's outage.
var retries = [...]time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour,
}

// MostAttempts is how often a mail is tried at most.
const MostAttempts = len(retries) + 1

// RetryAfter is the pause after so many failed tries, or false when there were
// enough.
func RetryAfter(attempts int) (time.Duration, bool) {
	if attempts < 1 || attempts > len(retries) {
		return 0, false
	}
	return retries[attempts-1], true
}
