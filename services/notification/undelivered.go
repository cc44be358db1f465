package notification

import "github.com/sensasiwangi/sambatan/internal/id"

// MailEvent is something that happened in the stream "mail-<id>". That a mail is
// on its way, or arrived, is no event: only what somebody has to act upon is.
//
//sumtype:decl
type MailEvent interface{ isMailEvent() }

// MailUndelivered: a mail was given up. Somebody has to look at it; this is
// where a ticket begins.
type MailUndelivered struct {
	Mail     id.ID    `json:"mail"`
	Round    int      `json:"round"` // how often it was sent anew by an operator
	User     id.ID    `json:"user"`  // whose mail it is
	Template Template `json:"template"`
	Campaign id.ID    `json:"campaign,omitzero"`
	Why      Failure  `json:"why"`
	Code     string   `json:"code,omitempty"` // of the server's answer: "550 5.1.1"
	Attempts int      `json:"attempts"`
}

func (MailUndelivered) isMailEvent() {}

// Failure is why a mail was given up.
type Failure string

// Failures of mails.
const (
	FailureRefused Failure = "refused" // for good: a second try would be refused too
	FailureGaveUp  Failure = "gave_up" // it was tried often enough
)

// Given is how often a mail was given up.
type Given struct{ Rounds int }

// evolveMail folds an event into what is known of a mail.
func evolveMail(g Given, event MailEvent) Given {
	switch e := event.(type) { //nolint:gocritic // a second one must not be forgotten here
	case MailUndelivered:
		g.Rounds = e.Round + 1
	}
	return g
}
