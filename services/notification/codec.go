package notification

import "github.com/sensasiwangi/sambatan/eventstore"

// Codecs of the two kinds of streams. The type strings never change.
var (
	ReminderCodec = reminderCodec()
	MailCodec     = mailCodec()
)

// Aggregates of this service.
var (
	Reminders = eventstore.NewAggregate("reminder", ReminderDecider, ReminderCodec)
	Mails     = eventstore.NewAggregate("mail", MailDecider, MailCodec)
)

func reminderCodec() *eventstore.Codec[ReminderEvent] {
	c := eventstore.NewCodec[ReminderEvent]()
	eventstore.Register[ReminderDue](c, "notification.reminder_due.v1")
	return c
}

func mailCodec() *eventstore.Codec[MailEvent] {
	c := eventstore.NewCodec[MailEvent]()
	eventstore.Register[MailUndelivered](c, "notification.mail_undelivered.v1")
	return c
}
