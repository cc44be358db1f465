package notifications_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/services/notification"
)

// justNow is a market whose news are of today.
func justNow(t *testing.T) *bench {
	t.Helper()
	return setupFrom(t, time.Now().Add(-time.Hour), 1200)
}

func (b *bench) texts(query string) []string {
	b.t.Helper()
	lines, err := projections.All(b.t.Context(), b.db.Pool, pgx.RowTo[string], query)
	require.NoError(b.t, err)
	return lines
}

// mails are what stands in the table once their jobs were taken up, and jobs what stands in
// the queue.
func (b *bench) mails() []string {
	b.t.Helper()
	outbox := notifications.NewOutbox(b.db.PoolAs(b.t, "sambatan_app"))
	for _, args := range b.texts(`SELECT args::text FROM river_job WHERE kind = 'notification_mails' AND queue = 'mail' ORDER BY id`) {
		var job notifications.MailsJob
		require.NoError(b.t, json.Unmarshal([]byte(args), &job))
		opened, err := outbox.Open(b.t.Context(), job)
		require.NoError(b.t, err)
		require.Len(b.t, opened, len(job.Messages))
	}
	return b.texts(`SELECT concat_ws(' ', event, recipient, template, params::text) FROM mails WHERE state = 'Queued' ORDER BY 1`)
}

func (b *bench) jobs() []string {
	b.t.Helper()
	return b.texts(`SELECT jsonb_array_elements(args -> 'messages') ->> 'mail' FROM river_job WHERE kind = 'notification_mails' AND queue = 'mail' ORDER BY 1`)
}

func TestEveryMessageThatDeservesAMailHasOneAndItsJob(t *testing.T) {
	t.Parallel()
	b := justNow(t)
	var wanted []string
	for _, told := range b.texts(`SELECT concat_ws(' ', template, event, recipient, template, params::text) FROM sambatan_notifications WHERE recipient LIKE 'user:%' ORDER BY 1`) {
		var template notification.Template
		for i, r := range told {
			if r == ' ' {
				template = notification.Template(told[:i])
				break
			}
		}
		if notification.GroupOf(template) != notification.GroupNone {
			wanted = append(wanted, told[len(template)+1:])
		}
	}
	require.Greater(t, len(wanted), 200)
	require.ElementsMatch(t, wanted, b.mails())
	require.Equal(t, b.texts(`SELECT id::text FROM mails ORDER BY 1`), b.jobs())
	require.Empty(t, b.texts(`SELECT template FROM mails WHERE template LIKE 'desk%' OR recipient NOT LIKE 'user:%'`))
}

func TestNothingIsWrittenTwiceHoweverOftenEventsComeAgain(t *testing.T) {
	t.Parallel()
	b := justNow(t)
	mails, jobs := b.mails(), b.jobs()
	require.NotEmpty(t, mails)
	require.NoError(t, projections.New(b.config).Rebuild(t.Context(), notifications.Name, nil))
	require.Equal(t, mails, b.mails())
	require.Equal(t, jobs, b.jobs())
	// As if nobody had acted yet, and the queue had forgotten what was done.
	_, err := b.db.Pool.Exec(t.Context(), `DELETE FROM projection_effects; DELETE FROM river_job`)
	require.NoError(t, err)
	for len(b.commits) > 0 {
		<-b.commits // of the rebuild
	}
	b.market.Live(20)
	b.run()
	require.Equal(t, []string{"again"}, b.texts(`SELECT 'again' FROM projection_effects WHERE name = 'notifications' AND position > 500`))
	require.Subset(t, b.mails(), mails)
	require.Equal(t, b.texts(`SELECT DISTINCT id::text FROM mails ORDER BY 1`), b.jobs(), "a mail that is there is not made again")
}

//money:case §4.11 a replay resends no mail and no money call
func TestARebuildOfAnEmptiedOutboxSendsNothing(t *testing.T) {
	t.Parallel()
	b := justNow(t)
	require.NotEmpty(t, b.mails())
	_, err := b.db.Pool.Exec(t.Context(), `DELETE FROM mails; DELETE FROM river_job`)
	require.NoError(t, err)
	require.NoError(t, projections.New(b.config).Rebuild(t.Context(), notifications.Name, nil))
	require.Empty(t, b.mails())
	require.Empty(t, b.jobs())
}

func TestWhatHappenedLongAgoIsNotMailed(t *testing.T) {
	t.Parallel()
	b := setupFrom(t, time.Now().Add(-48*time.Hour), 300) // all of it older than a day, and younger than three
	require.NotEmpty(t, b.mails())
	groups := map[notification.Group]int{}
	for _, template := range b.texts(`SELECT template FROM mails`) {
		groups[notification.GroupOf(notification.Template(template))]++
	}
	require.Positive(t, groups[notification.GroupMoney])
	require.Len(t, groups, 1)
	require.NotEmpty(t, b.texts(`SELECT template FROM sambatan_notifications WHERE template = 'maker_opened'`))

	ancient := setupFrom(t, time.Now().Add(-240*time.Hour), 300)
	require.Empty(t, ancient.mails())
}

func TestNoAddressIsKeptWithMailsOrTheirJobs(t *testing.T) {
	t.Parallel()
	b := justNow(t)
	require.NotEmpty(t, b.mails())
	for _, table := range []string{"mails", "river_job"} {
		require.NotEmpty(t, b.texts(`SELECT m::text FROM `+table+` m LIMIT 1`), table)
		require.Empty(t, b.texts(`SELECT m::text FROM `+table+` m WHERE m::text LIKE '%@%' OR m::text ILIKE '%nama%'`), table)
	}
}

func TestOnlyStaffAndAuditorsSeeMailsAndOnlyOneselfOnesWishes(t *testing.T) {
	t.Parallel()
	b := justNow(t)
	user := b.busiest()
	require.NotEmpty(t, b.mails())
	app := b.db.PoolAs(t, "sambatan_app")
	wishes := notification.Wishes{Zone: notification.WIT, Muted: []notification.Group{notification.GroupReminders}}
	require.NoError(t, notifications.Wish(t.Context(), app, user, wishes))
	require.NoError(t, notifications.Mute(t.Context(), app, user, notification.GroupOrders))
	require.NoError(t, notifications.Mute(t.Context(), app, user, notification.GroupOrders))
	wishes.Muted = append(wishes.Muted, notification.GroupOrders)
	stranger := b.market.Owners[0]
	for name, row := range map[string]struct {
		dbRole, role string
		user         id.ID
		mails        bool
		wishes       notification.Wishes
	}{
		"the buyer":   {"sambatan_web", "buyer", user, false, wishes},
		"a stranger":  {"sambatan_web", "brand", stranger, false, notification.Wishes{Zone: notification.WIB}},
		"an operator": {"sambatan_web", "operator", id.New(), true, notification.Wishes{Zone: notification.WIB}},
		"an auditor":  {"sambatan_auditor", "auditor", id.New(), true, notification.Wishes{}},
	} {
		b.as(row.dbRole, row.role, row.user, func(tx pgx.Tx) {
			n, err := projections.One(t.Context(), tx, pgx.RowTo[int], `SELECT count(*) FROM mails`)
			require.NoError(t, err, name)
			require.Equal(t, row.mails, n > 0, name)
			if row.role == "auditor" {
				return
			}
			found, err := notifications.WishesOf(t.Context(), tx, row.user)
			require.NoError(t, err, name)
			require.Equal(t, row.wishes, found, name)
			others, err := projections.One(t.Context(), tx, pgx.RowTo[int], `SELECT count(*) FROM mail_wishes WHERE recipient <> $1`, row.user)
			require.NoError(t, err, name)
			require.Zero(t, others, name)
			_, err = tx.Exec(t.Context(), `SAVEPOINT before; UPDATE mails SET state = 'Queued'`)
			var refused *pgconn.PgError
			require.ErrorAs(t, err, &refused, name)
			require.Equal(t, "42501", refused.Code)
			_, err = tx.Exec(t.Context(), `ROLLBACK TO before`)
			require.NoError(t, err)
		})
	}
	require.ErrorIs(t, notifications.Mute(t.Context(), app, user, notification.GroupMoney), notifications.ErrNoSuchWish)
	require.ErrorIs(t, notifications.Wish(t.Context(), app, user, notification.Wishes{Zone: "GMT"}), notifications.ErrNoSuchWish)
}

// oneMail is a mail of a bench that waits, as its job names it.
func (b *bench) oneMail() notifications.MailJob {
	b.t.Helper()
	require.NotEmpty(b.t, b.mails())
	return notifications.MailJob{Mail: id.MustParse(b.jobs()[0])}
}

func TestAMailGoesFromQueuedToItsEndAndNotBack(t *testing.T) {
	t.Parallel()
	b := justNow(t)
	outbox := notifications.NewOutbox(b.db.PoolAs(t, "sambatan_app"))
	ctx, now, job := t.Context(), time.Now(), b.oneMail()
	state := func() string {
		return b.texts(`SELECT concat_ws(' ', state, reason, code, attempts, round) FROM mails WHERE id = '` + job.Mail.String() + `'`)[0]
	}
	mail, wishes, err := outbox.Waiting(ctx, job)
	require.NoError(t, err)
	require.Equal(t, notification.MailQueued, mail.State)
	require.Equal(t, notification.WIB, wishes.Zone)
	require.Equal(t, job.Mail, notification.MailID(mail.Event, notification.User(mail.Recipient), mail.Template))

	require.NoError(t, outbox.Postpone(ctx, job, now.Add(time.Hour), now))
	require.Equal(t, "Queued quiet_hours 0 0", state())
	attempt, err := outbox.Start(ctx, job, now)
	require.NoError(t, err)
	require.Equal(t, 1, attempt)
	require.Equal(t, "Sending 1 0", state())
	require.NoError(t, outbox.Retry(ctx, job, "450 4.1.1", now))
	require.Equal(t, "RetryWait 450 4.1.1 1 0", state())
	attempt, err = outbox.Start(ctx, job, now)
	require.NoError(t, err)
	require.Equal(t, 2, attempt)
	require.NoError(t, outbox.Dead(ctx, job, notification.FailureGaveUp, "451 4.3.0", now))
	require.Equal(t, "Dead gave_up 451 4.3.0 2 0", state())

	require.ErrorIs(t, outbox.Sent(ctx, job, now), notifications.ErrNotWaiting)
	_, err = outbox.Start(ctx, job, now)
	require.ErrorIs(t, err, notifications.ErrNotWaiting)
	_, _, err = outbox.Waiting(ctx, job)
	require.ErrorIs(t, err, notifications.ErrNotWaiting)
	b.deadIs(job.Mail)

	operator := id.New()
	require.NoError(t, outbox.Resend(ctx, job.Mail, operator, now))
	require.ErrorIs(t, outbox.Resend(ctx, job.Mail, operator, now), notifications.ErrNotDead, "twice is once")
	require.Equal(t, "Queued 0 1", state())
	_, _, err = outbox.Waiting(ctx, job)
	require.ErrorIs(t, err, notifications.ErrNotWaiting, "a job of the round before")
	again := notifications.MailJob{Mail: job.Mail, Round: 1}
	require.NoError(t, outbox.Sent(ctx, again, now))
	require.Equal(t, "Sent 0 1", state())
	require.Len(t, b.texts(`SELECT id::text FROM river_job WHERE args->>'mail' = '`+job.Mail.String()+`'`), 1)
}

func (b *bench) deadIs(mail id.ID) {
	b.t.Helper()
	b.as("sambatan_web", "operator", id.New(), func(tx pgx.Tx) {
		dead, total, err := notifications.DeadMails(b.t.Context(), tx, 10, 0)
		require.NoError(b.t, err)
		require.Equal(b.t, 1, total)
		require.Equal(b.t, mail, dead[0].ID)
		require.Equal(b.t, 2, dead[0].Attempts)
	})
}

func TestMailsAreCountedAndForgotten(t *testing.T) {
	t.Parallel()
	b := justNow(t)
	outbox := notifications.NewOutbox(b.db.PoolAs(t, "sambatan_app"))
	now, jobs := time.Now(), b.jobs()
	all := len(jobs)
	tally := func() (found notifications.MailTally) {
		b.as("sambatan_web", "operator", id.New(), func(tx pgx.Tx) {
			var err error
			found, err = notifications.TallyMails(t.Context(), tx, now.Add(time.Minute))
			require.NoError(t, err)
		})
		return found
	}
	counted := tally()
	require.Equal(t, map[notification.MailState]int{notification.MailQueued: all}, counted.Count, "nobody has opened them")
	require.WithinDuration(t, now, counted.Oldest, time.Minute)
	b.as("sambatan_web", "buyer", b.busiest(), func(tx pgx.Tx) {
		mine, err := notifications.TallyMails(t.Context(), tx, now.Add(time.Minute))
		require.NoError(t, err)
		require.Empty(t, mine.Count, "only staff see them")
	})

	require.Len(t, b.mails(), all)
	_, err := b.db.Pool.Exec(t.Context(), `UPDATE river_job SET state = 'completed', finalized_at = now()`)
	require.NoError(t, err)
	require.NoError(t, outbox.Suppress(t.Context(), notifications.MailJob{Mail: id.MustParse(jobs[0])}, notification.Superseded, now.Add(-2*time.Hour)))
	require.NoError(t, outbox.Dead(t.Context(), notifications.MailJob{Mail: id.MustParse(jobs[1])}, notification.FailureRefused, "", now.Add(-2*time.Hour)))
	counted = tally()
	require.Equal(t, map[notification.MailState]int{
		notification.MailQueued: all - 2, notification.MailSuppressed: 1, notification.MailDead: 1,
	}, counted.Count)
	require.WithinDuration(t, now, counted.Oldest, time.Minute)
	n, err := outbox.Forget(context.Background(), now.Add(-time.Hour))
	require.NoError(t, err)
	require.EqualValues(t, 1, n, "what was given up stays")
	require.True(t, json.Valid([]byte(b.texts(`SELECT params::text FROM mails LIMIT 1`)[0])))
}
