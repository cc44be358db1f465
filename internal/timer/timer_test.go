package timer_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/internal/timer"
	"github.com/sensasiwangi/sambatan/projections/history"
	"github.com/sensasiwangi/sambatan/projections/reminders"
	"github.com/sensasiwangi/sambatan/projections/timers"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

var opening = time.Date(2026, 11, 3, 3, 0, 0, 0, time.UTC)

// campaign is one that opens and closes on its own, in the log's time.
func campaign(t *testing.T, log *history.Log) id.ID {
	t.Helper()
	campaign := id.New()
	for _, command := range append([]sambatan.Command{
		sambatan.Draft{Campaign: campaign, Brand: id.New(), Product: id.New(), Title: "Wening Subuh", Batch: 4, Terms: sambatan.Terms{
			Price: 265_000, Shipping: 18_000, Slots: 3, MinFill: 2, MinPerBuyer: 1, MaxPerBuyer: 2, HoldFor: 3600,
			OpensAt: opening, Deadline: opening.Add(48 * time.Hour), ShipsFrom: "Yogyakarta", ShipsBy: "Desember",
		}},
	}, sambatan.Reviewed(id.New(), id.New())...) {
		execute(t, log, campaign, command)
	}
	return campaign
}

func execute(t *testing.T, log *history.Log, campaign id.ID, command sambatan.Command) {
	t.Helper()
	_, err := log.Execute(t.Context(), sambatan.Campaigns.Command(campaign.String(), command, eventstore.Meta{CommandID: id.New()}))
	require.NoError(t, err)
}

func join(t *testing.T, log *history.Log, campaign id.ID) {
	t.Helper()
	buyer := id.New()
	sealed, err := eventstore.Seal(eventstore.PersonKey{1}, buyer.String(), "address", "Jalan Kenanga 7")
	require.NoError(t, err)
	execute(t, log, campaign, sambatan.Join{
		Participation: id.New(), Buyer: buyer, Slots: 1, Consent: sambatan.Consent{Terms: "1", Privacy: "1"},
		Address: sealed, RefundAccount: sealed, Public: sealed,
	})
}

// insert puts jobs into the queue, as the projection does.
func insert(t *testing.T, pool *pgxpool.Pool, jobs ...river.JobArgs) {
	t.Helper()
	client, err := river.NewClient(riverpgxv5.New(pool), &river.Config{})
	require.NoError(t, err)
	for _, job := range jobs {
		_, err := client.Insert(t.Context(), job, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true}})
		require.NoError(t, err)
	}
}

func run(t *testing.T, db *pgtest.DB, log eventstore.Log) {
	t.Helper()
	scheduler, err := timer.New(timer.Config{Pool: db.Pool, Log: log})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- scheduler.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		require.NoError(t, <-done)
	})
}

// await follows the log until an event of the wanted type was recorded.
func await[E sambatan.Event](t *testing.T, log *history.Log) E {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for batch, err := range log.Follow(ctx, 1) {
		require.NoError(t, err)
		for _, recorded := range batch {
			event, err := sambatan.Codec.Decode(recorded)
			require.NoError(t, err)
			if wanted, ok := event.(E); ok {
				require.Contains(t, []string{"", "system:timer"}, recorded.Actor)
				return wanted
			}
		}
	}
	var none E
	t.Fatalf("%T never happened", none)
	return none
}

func TestWhatFellDueWhileEverythingWasDownIsDoneLateAndStampedWithItsTime(t *testing.T) {
	t.Parallel()
	db, log := pgtest.New(t), history.NewLog(opening.Add(-time.Hour))
	campaign := campaign(t, log)
	log.Advance(2 * time.Hour)
	execute(t, log, campaign, sambatan.Open{})
	join(t, log, campaign)
	log.Advance(30 * 24 * time.Hour)
	insert(t, db.Pool,
		timers.LapseJob{Job: timers.Job{Campaign: campaign, DueAt: opening.Add(2 * time.Hour)}},
		timers.CloseJob{Job: timers.Job{Campaign: campaign, DueAt: opening.Add(48 * time.Hour)}})
	run(t, db, log)
	require.Equal(t, opening.Add(48*time.Hour), await[sambatan.Closed](t, log).DueAt)
	require.WithinRange(t, await[sambatan.HoldExpired](t, log).DueAt, opening.Add(2*time.Hour), opening.Add(3*time.Hour))
	await[sambatan.Failed](t, log)
}

//money:case §4.1 a review takes too long
func TestAReviewThatNobodyMadeIsSaidToBeOverdue(t *testing.T) {
	t.Parallel()
	db, log := pgtest.New(t), history.NewLog(opening.Add(-time.Hour))
	waiting := id.New()
	execute(t, log, waiting, sambatan.Draft{Campaign: waiting, Brand: id.New(), Product: id.New(), Title: "Wening Subuh", Terms: sambatan.Terms{
		Price: 265_000, Slots: 3, MinFill: 2, MinPerBuyer: 1, MaxPerBuyer: 2, HoldFor: 3600, OpensAt: opening, Deadline: opening.Add(480 * time.Hour),
	}})
	execute(t, log, waiting, sambatan.Submit{By: id.New()})
	by := await[sambatan.Submitted](t, log).ReviewBy
	log.Advance(240 * time.Hour)
	insert(t, db.Pool, timers.ReviewJob{Job: timers.Job{Campaign: waiting, DueAt: by}})
	run(t, db, log)
	require.Equal(t, by, await[sambatan.ReviewOverdue](t, log).ReviewBy)
}

func TestATimerOfACampaignThatMovedOnIsGivenUp(t *testing.T) {
	t.Parallel()
	db, log := pgtest.New(t), history.NewLog(opening.Add(time.Hour))
	insert(t, db.Pool, timers.OpenJob{Job: timers.Job{Campaign: id.New(), DueAt: opening}})
	run(t, db, log)
	requireState(t, db, "cancelled")
}

func TestATimerThatRingsTooEarlyRingsAgain(t *testing.T) {
	t.Parallel()
	db, log := pgtest.New(t), history.NewLog(opening.Add(-time.Minute))
	campaign := campaign(t, log)
	insert(t, db.Pool, timers.OpenJob{Job: timers.Job{Campaign: campaign, DueAt: opening}})
	early := make(chan struct{}, 100)
	run(t, db, tellEarly{log, early})
	<-early
	log.Advance(2 * time.Minute)
	await[sambatan.Opened](t, log)
}

// tellEarly tells when a command came too early.
type tellEarly struct {
	*history.Log
	early chan<- struct{}
}

func (l tellEarly) Execute(ctx context.Context, command eventstore.Command) (eventstore.Result, error) {
	result, err := l.Log.Execute(ctx, command)
	if _, early := errors.AsType[*sambatan.EarlyError](err); early {
		l.early <- struct{}{}
	}
	return result, err
}

func requireState(t *testing.T, db *pgtest.DB, wanted string) {
	t.Helper()
	require.Eventually(t, func() bool {
		var state string
		err := db.Pool.QueryRow(t.Context(), "SELECT state FROM river_job").Scan(&state)
		return err == nil && state == wanted
	}, 20*time.Second, 20*time.Millisecond)
}

func TestTheQueuesSchemaIsTheOneThatItsOwnMigratorMakes(t *testing.T) {
	t.Parallel()
	ours, theirs := pgtest.New(t), pgtest.Empty(t)
	migrator, err := rivermigrate.New(riverpgxv5.New(theirs.Pool), nil)
	require.NoError(t, err)
	_, err = migrator.Migrate(t.Context(), rivermigrate.DirectionUp, nil)
	require.NoError(t, err)
	for _, query := range []string{
		`SELECT concat_ws(' ', table_name, column_name, udt_name, column_default, is_nullable) FROM information_schema.columns
			WHERE table_name IN ('river_job', 'river_leader', 'river_queue', 'river_notification')
				AND NOT column_default LIKE 'nextval%' ORDER BY 1`,
		// Two that only its web pages read were dropped by a migration; one of ours, sign_in_letters, was added.
		`SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'river\_%' AND tablename <> 'river_migration'
			AND indexname NOT IN ('river_job_args_index', 'river_job_metadata_index', 'sign_in_letters') ORDER BY 1`,
		`SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
			WHERE conrelid::regclass::text IN ('river_job', 'river_leader', 'river_queue', 'river_notification') ORDER BY 1`,
		`SELECT string_agg(enumlabel, ' ' ORDER BY enumsortorder) FROM pg_enum`,
		`SELECT relname || ' ' || relpersistence::text FROM pg_class
			WHERE relname IN ('river_job', 'river_leader', 'river_queue', 'river_notification') ORDER BY 1`,
	} {
		require.Equal(t, texts(t, theirs, query), texts(t, ours, query))
	}
}

func texts(t *testing.T, db *pgtest.DB, query string) []string {
	t.Helper()
	rows, err := db.Pool.Query(t.Context(), query)
	require.NoError(t, err)
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.NotEmpty(t, lines)
	return lines
}

// reminder is a river job, as the projection of reminders inserts it.
func reminder(campaign id.ID, due, until time.Time) reminders.Job {
	return reminders.Job{ReminderDue: notification.ReminderDue{
		Campaign: campaign, Occasion: notification.ClosingInThree, DueAt: due, Until: until,
	}}
}

func TestAReminderIsGivenOnceAndNotAfterItsTime(t *testing.T) {
	t.Parallel()
	db, log := pgtest.New(t), history.NewLog(opening)
	onTime, late := id.New(), id.New()
	insert(t, db.Pool,
		reminder(onTime, opening.Add(-time.Minute), opening.Add(time.Hour)),
		reminder(late, opening.Add(-2*time.Hour), opening.Add(-time.Hour)))
	run(t, db, log)
	require.Eventually(t, func() bool {
		var states []string
		err := db.Pool.QueryRow(t.Context(), `SELECT array_agg(state::text ORDER BY id) FROM river_job`).Scan(&states)
		return err == nil && len(states) == 2 && states[0] == "completed" && states[1] == "cancelled"
	}, 30*time.Second, 20*time.Millisecond)
	events := log.Events()
	require.Len(t, events, 1)
	require.Equal(t, notification.Reminders.Stream(onTime.String()), events[0].StreamID)
	require.Equal(t, "notification.reminder_due.v1", events[0].Type)
	require.Equal(t, "system:timer", events[0].Actor)
}
