package notification_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/notification"
)

func TestAReminderIsGivenOnceInItsTime(t *testing.T) {
	t.Parallel()
	due := notification.Closing(campaign, noon.Add(24*time.Hour), noon)
	require.Len(t, due, 1, "what is due right now comes too late to be asked for")
	require.Equal(t, notification.ReminderDue{
		Campaign: campaign, Occasion: notification.ClosingInThree, DueAt: noon.Add(21 * time.Hour), Until: noon.Add(24 * time.Hour),
	}, due[0])
	remind := notification.Remind(due[0])
	spec.Given(t, notification.ReminderDecider).When(remind, due[0].DueAt.Add(-time.Microsecond)).ThenRefused(&notification.EarlyError{DueAt: due[0].DueAt})
	spec.Given(t, notification.ReminderDecider).When(remind, due[0].Until).ThenRefused(&notification.LateError{Until: due[0].Until})
	spec.Given(t, notification.ReminderDecider).
		When(remind, due[0].DueAt).Then(due[0]).
		And().When(remind, due[0].DueAt.Add(time.Hour)).ThenNothing().
		And().When(nil, noon).ThenRefused(notification.ErrNoCommand)
}

func TestTheFirstReminderIsOfNoUseOnceTheSecondIsDue(t *testing.T) {
	t.Parallel()
	due := notification.Closing(campaign, noon.Add(48*time.Hour), noon)
	require.Len(t, due, 2)
	require.Equal(t, due[1].DueAt, due[0].Until)
	require.Empty(t, notification.Closing(campaign, noon, noon))
}

func TestALongHoldIsWarnedOfAnHourBeforeItEnds(t *testing.T) {
	t.Parallel()
	payBy := noon.Add(4*time.Hour + 30*time.Second)
	due, ok := notification.HoldEnding(campaign, noon, payBy)
	require.True(t, ok)
	require.Equal(t, notification.ReminderDue{
		Campaign: campaign, Occasion: notification.HoldsAboutToEnd, DueAt: noon.Add(3 * time.Hour), Until: noon.Add(4 * time.Hour),
	}, due)
	_, ok = notification.HoldEnding(campaign, noon, noon.Add(2*time.Hour))
	require.False(t, ok)
}

func TestAMailIsGivenUpOnceInEachRound(t *testing.T) {
	t.Parallel()
	undelivered := notification.MailUndelivered{
		Mail: first, User: rina, Template: notification.RefundSent, Why: notification.FailureRefused, Code: "550 5.1.1", Attempts: 1,
	}
	anew := undelivered
	anew.Round = 1
	spec.Given(t, notification.MailDecider).
		When(notification.GiveUp(undelivered), noon).Then(undelivered).
		And().When(notification.GiveUp(undelivered), noon).ThenNothing().
		And().When(notification.GiveUp(anew), noon).Then(anew).
		And().When(notification.GiveUp(undelivered), noon).ThenNothing().
		And().When(nil, noon).ThenRefused(notification.ErrNoCommand)
}

func TestCommandsOfMachinesHaveIDsThatFollowFromWhatTheyAreAbout(t *testing.T) {
	t.Parallel()
	due := notification.ReminderDue{Campaign: campaign, Occasion: notification.ClosingInADay, DueAt: noon}
	one, same := notification.Reminding(due, "system:timer"), notification.Reminding(due, "system:timer")
	require.Equal(t, one.Meta, same.Meta)
	require.Equal(t, eventstore.StreamID("reminder-"+campaign.String()), one.Stream)
	due.DueAt = noon.Add(time.Second)
	require.NotEqual(t, one.Meta.CommandID, notification.Reminding(due, "system:timer").Meta.CommandID)
	give := notification.GivingUp(notification.MailUndelivered{Mail: first, Round: 1}, "system:mailer")
	require.Equal(t, id.Derive(first, "undelivered:1"), id.ID(give.Meta.CommandID))
	require.Equal(t, eventstore.StreamID("mail-"+first.String()), give.Stream)
}

func TestWhoIsRemindedAndToldOfLostMails(t *testing.T) {
	t.Parallel()
	said := func(event any) (out []told) {
		for _, n := range notification.For(event, happening) {
			out = append(out, told{n.Recipient, n.Template, n.Params})
		}
		return out
	}
	about := notification.Params{Campaign: campaign, At: noon}
	due := notification.ReminderDue{Campaign: campaign, DueAt: noon}
	for occasion, want := range map[notification.Occasion][]told{
		notification.ClosingInADay:   {{notification.Unpaid(campaign), notification.ClosingDay, about}, {maker, notification.MakerClosingDay, about}},
		notification.ClosingInThree:  {{notification.Unpaid(campaign), notification.ClosingSoon, about}, {maker, notification.MakerClosingSoon, about}},
		notification.HoldsAboutToEnd: {{notification.Unpaid(campaign), notification.PayReminder, about}},
	} {
		due.Occasion = occasion
		require.Equal(t, want, said(due))
	}
	require.Equal(t, []told{{desk, notification.DeskMail, notification.Params{Mail: first, Campaign: campaign, Reason: "gave_up"}}},
		said(notification.MailUndelivered{Mail: first, Campaign: campaign, User: rina, Why: notification.FailureGaveUp}))
	few := notification.ForNearlyFull(campaign, 2, happening)
	require.Len(t, few, 2)
	require.Equal(t, notification.Former(campaign), few[0].Recipient)
	require.Equal(t, notification.Params{Campaign: campaign, Slots: 2}, few[1].Params)
}
