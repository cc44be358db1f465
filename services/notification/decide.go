package notification

import (
	"errors"
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
)

// ErrNoCommand means that something other than a command was given.
var ErrNoCommand = errors.New("no such command")

// EarlyError: the time for the reminder has not come.
type EarlyError struct{ DueAt time.Time }

// LateError: the reminder is of no use any more.
type LateError struct{ Until time.Time }

// Error implements error.
func (e *EarlyError) Error() string { return "not due before " + e.DueAt.Format(time.RFC3339) }

// Error implements error.
func (e *LateError) Error() string { return "of no use since " + e.Until.Format(time.RFC3339) }

// ReminderCommand asks for a reminder.
//
//sumtype:decl
type ReminderCommand interface{ isReminderCommand() }

// Remind gives a reminder that has fallen due.
type Remind ReminderDue

func (Remind) isReminderCommand() {}

// ReminderDecider holds the rules of reminders.
var ReminderDecider = eventstore.Decider[Reminded, ReminderCommand, ReminderEvent]{
	Initial: func() Reminded { return Reminded{} },
	Decide:  decideReminder,
	Evolve:  evolveReminders,
}

func decideReminder(r Reminded, command ReminderCommand, now time.Time) ([]ReminderEvent, error) {
	switch c := command.(type) { //nolint:gocritic // a second one must not be forgotten here
	case Remind:
		return r.remind(ReminderDue(c), now)
	}
	return nil, fmt.Errorf("%T: %w", command, ErrNoCommand)
}

func (r Reminded) remind(due ReminderDue, now time.Time) ([]ReminderEvent, error) {
	switch {
	case r[said{due.Occasion, due.DueAt.UnixMicro()}]:
		return nil, nil
	case now.Before(due.DueAt):
		return nil, &EarlyError{due.DueAt}
	case !now.Before(due.Until):
		return nil, &LateError{due.Until}
	}
	return []ReminderEvent{due}, nil
}

// MailCommand tells the log about a mail.
//
//sumtype:decl
type MailCommand interface{ isMailCommand() }

// GiveUp says that a mail can't be delivered.
type GiveUp MailUndelivered

func (GiveUp) isMailCommand() {}

// MailDecider holds the rules of mails that were given up.
var MailDecider = eventstore.Decider[Given, MailCommand, MailEvent]{
	Initial: func() Given { return Given{} },
	Decide:  decideMail,
	Evolve:  evolveMail,
}

func decideMail(g Given, command MailCommand, _ time.Time) ([]MailEvent, error) {
	switch c := command.(type) { //nolint:gocritic // a second one must not be forgotten here
	case GiveUp:
		if c.Round < g.Rounds {
			return nil, nil // it is known already
		}
		return []MailEvent{MailUndelivered(c)}, nil
	}
	return nil, fmt.Errorf("%T: %w", command, ErrNoCommand)
}

// GivingUp is the command that gives a mail up; its id follows from mail and
// round, so that it is said once.
func GivingUp(undelivered MailUndelivered, actor string) eventstore.Command {
	return Mails.Command(undelivered.Mail.String(), GiveUp(undelivered), eventstore.Meta{
		CommandID: id.Derive(undelivered.Mail, fmt.Sprintf("undelivered:%d", undelivered.Round)), Actor: actor,
	})
}

// Reminding is the command that gives a reminder; its id follows from what falls
// due, so that a timer that rings twice has one effect.
func Reminding(due ReminderDue, actor string) eventstore.Command {
	return Reminders.Command(due.Campaign.String(), Remind(due), eventstore.Meta{
		CommandID: id.Derive(due.Campaign, string(due.Occasion)+":"+due.DueAt.UTC().Format(time.RFC3339Nano)), Actor: actor,
	})
}
