package notification

import (
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
)

// ReminderEvent is something that happened in the stream "reminder-<campaign>".
//
//sumtype:decl
type ReminderEvent interface{ isReminderEvent() }

// ReminderDue: the time has come to remind those of a campaign who have not
// acted yet. Who they are is read from the log as it stands at this event.
type ReminderDue struct {
	Campaign id.ID     `json:"campaign"`
	Occasion Occasion  `json:"occasion"`
	DueAt    time.Time `json:"due_at"` // when it should have been said
	Until    time.Time `json:"until"`  // from when on it is of no use any more
}

func (ReminderDue) isReminderEvent() {}

// Occasion is what a reminder is about.
type Occasion string

// Occasions of reminders.
const (
	ClosingInADay   Occasion = "closing_in_a_day"   // 24 hours before the deadline
	ClosingInThree  Occasion = "closing_in_3_hours" // 3 hours before the deadline
	HoldsAboutToEnd Occasion = "holds_about_to_end" // an hour before unpaid holds lapse
)

// Reminded is a campaign's reminders, as far as they were given.
type Reminded map[said]bool

type said struct {
	occasion Occasion
	dueAt    int64 // µs
}

// evolveReminders folds an event into the reminders given, in place.
func evolveReminders(r Reminded, event ReminderEvent) Reminded {
	switch e := event.(type) { //nolint:gocritic // a second one must not be forgotten here
	case ReminderDue:
		r[said{e.Occasion, e.DueAt.UnixMicro()}] = true
	}
	return r
}

// Times of the reminders.
const (
	ADayBefore      = 24 * time.Hour
	ThreeBefore     = 3 * time.Hour
	BeforeHoldEnds  = time.Hour
	LeastHoldToWarn = 3 * time.Hour // a shorter hold was begun just now: its buyer knows
)

// Closing returns the reminders of a deadline that are still to come at a time.
// The first is of no use once the second is due.
func Closing(campaign id.ID, deadline, after time.Time) (due []ReminderDue) {
	for _, r := range []ReminderDue{
		{campaign, ClosingInADay, deadline.Add(-ADayBefore), deadline.Add(-ThreeBefore)},
		{campaign, ClosingInThree, deadline.Add(-ThreeBefore), deadline},
	} {
		if r.DueAt.After(after) {
			due = append(due, r)
		}
	}
	return due
}

// HoldEnding returns the reminder of a hold that must be paid by a time, and
// whether it is long enough to deserve one. All holds of a campaign that end in
// the same minute share theirs.
func HoldEnding(campaign id.ID, held, payBy time.Time) (ReminderDue, bool) {
	if payBy.Sub(held) < LeastHoldToWarn {
		return ReminderDue{}, false
	}
	due := payBy.Add(-BeforeHoldEnds).UTC().Truncate(time.Minute)
	return ReminderDue{campaign, HoldsAboutToEnd, due, due.Add(BeforeHoldEnds)}, true
}
