package reminders_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/history"
	"github.com/sensasiwangi/sambatan/projections/reminders"
	"github.com/sensasiwangi/sambatan/services/brand"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/product"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

type bench struct {
	t       *testing.T
	db      *pgtest.DB
	market  *history.Market
	config  projections.Config
	commits chan eventstore.Position
}

// setup projects a market's history of some hours up to its end.
func setup(t *testing.T, begin time.Time) *bench {
	t.Helper()
	m, err := history.NewMarket(1, history.Size{Brands: 3, Products: 8, Buyers: 100, Campaigns: 18, Slots: 40, Begin: begin})
	require.NoError(t, err)
	m.Live(800)
	projection := reminders.New()
	decoders := &projections.Decoders{}
	projections.AddCodec(decoders, sambatan.Codec)
	projections.AddCodec(decoders, payment.InstructionCodec)
	projections.AddCodec(decoders, payment.ReceiptCodec)
	projections.AddCodec(decoders, identity.Codec)
	projections.AddCodec(decoders, brand.Codec)
	projections.AddCodec(decoders, product.Codec)
	b := &bench{t: t, db: pgtest.New(t), market: m, commits: make(chan eventstore.Position, 10_000)}
	b.config = projections.Config{
		Pool: b.db.PoolAs(t, "sambatan_app"), Owner: b.db.Pool, Follower: m.Log, Reader: m.Log, Decoders: decoders,
		Projections: []projections.Projection{projection},
		OnCommit:    func(c projections.Commit) { b.commits <- c.Position },
		RetryAfter:  10 * time.Millisecond,
	}
	b.run()
	return b
}

func (b *bench) run() {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), time.Minute)
	defer cancel()
	head, err := b.market.Head(ctx)
	require.NoError(b.t, err)
	done := make(chan error, 1)
	go func() { done <- projections.New(b.config).Run(ctx) }()
	for reached := eventstore.Position(0); reached < head; {
		select {
		case reached = <-b.commits:
		case <-ctx.Done():
			b.t.Fatalf("got to %d, not to %d", reached, head)
		}
	}
	cancel()
	require.NoError(b.t, <-done)
}

func (b *bench) texts(query string) []string {
	b.t.Helper()
	lines, err := projections.All(b.t.Context(), b.db.Pool, pgx.RowTo[string], query)
	require.NoError(b.t, err)
	return lines
}

const asText = `to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`

func (b *bench) rows() []string {
	b.t.Helper()
	return b.texts(`SELECT concat_ws(' ', occasion, campaign, ` + asText + `) FROM sambatan_reminders ORDER BY 1`)
}

func (b *bench) jobs() []string {
	b.t.Helper()
	return b.texts(`SELECT concat_ws(' ', args->>'occasion', args->>'campaign', ` +
		`to_char(scheduled_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')) FROM river_job WHERE kind = 'notification_remind' ORDER BY 1`)
}

// asked says, slowly and plainly, what is to be reminded of and whether that is
// still of use by now.
func (b *bench) asked(now time.Time) (all, useful []string) {
	b.t.Helper()
	seen := map[string]bool{}
	for _, recorded := range b.market.Events() {
		if recorded.StreamID.Category() != "campaign" {
			continue
		}
		event, err := sambatan.Codec.Decode(recorded)
		require.NoError(b.t, err)
		add := func(occasion notification.Occasion, due, until time.Time) {
			name := string(occasion) + " " + recorded.StreamID.Identity() + " " + due.UTC().Format("2006-01-02 15:04:05.000000")
			if seen[name] {
				return
			}
			seen[name] = true
			all = append(all, name)
			if until.After(now) {
				useful = append(useful, name)
			}
		}
		switch e := any(event).(type) {
		case sambatan.Published:
			for occasion, before := range map[notification.Occasion]time.Duration{notification.ClosingInADay: 24 * time.Hour, notification.ClosingInThree: 3 * time.Hour} {
				due := e.Terms.Deadline.Add(-before)
				if due.After(e.Terms.OpensAt) && due.After(recorded.RecordedAt) {
					until := e.Terms.Deadline
					if occasion == notification.ClosingInADay {
						until = e.Terms.Deadline.Add(-3 * time.Hour)
					}
					add(occasion, due, until)
				}
			}
		case sambatan.SlotsHeld:
			if e.PayBy.Sub(recorded.RecordedAt) >= 3*time.Hour {
				due := e.PayBy.Add(-time.Hour).Truncate(time.Minute)
				add(notification.HoldsAboutToEnd, due, due.Add(time.Hour))
			}
		}
	}
	return all, useful
}

func TestWhatIsToBeRemindedOfIsScheduledOnce(t *testing.T) {
	t.Parallel()
	b := setup(t, time.Now().Add(-time.Hour))
	all, useful := b.asked(time.Now())
	require.Greater(t, len(useful), 20)
	require.ElementsMatch(t, all, b.rows())
	require.ElementsMatch(t, useful, b.jobs())
	require.Equal(t, []string{"available"}, b.texts(`SELECT DISTINCT state::text FROM river_job`), "nobody has to wake them first")
}

func TestRemindersOfLongAgoAreNotScheduled(t *testing.T) {
	t.Parallel()
	b := setup(t, time.Time{})
	all, useful := b.asked(time.Now())
	require.Greater(t, len(all), 20)
	require.Empty(t, useful)
	require.ElementsMatch(t, all, b.rows())
	require.Empty(t, b.jobs())
}

func TestARebuildSchedulesNothingAndNeitherDoEventsThatComeAgain(t *testing.T) {
	t.Parallel()
	b := setup(t, time.Now().Add(-time.Hour))
	jobs := b.jobs()
	_, err := b.db.Pool.Exec(t.Context(), `DELETE FROM projection_effects`)
	require.NoError(t, err)
	b.market.Live(1)
	b.run()
	require.Equal(t, []string{"again"}, b.texts(`SELECT 'again' FROM projection_effects WHERE name = 'reminders' AND position > 500`))
	require.Subset(t, b.jobs(), jobs)
	rows := b.rows()
	_, useful := b.asked(time.Now())
	require.Len(t, b.jobs(), len(useful))
	_, err = b.db.Pool.Exec(t.Context(), `DELETE FROM river_job`)
	require.NoError(t, err)
	require.NoError(t, projections.New(b.config).Rebuild(t.Context(), reminders.Name, nil))
	require.Equal(t, rows, b.rows())
	require.Empty(t, b.jobs())
}

func TestOnlyStaffSeeReminders(t *testing.T) {
	t.Parallel()
	b := setup(t, time.Now().Add(-time.Hour))
	for role, some := range map[string]bool{"operator": true, "buyer": false} {
		require.NoError(t, pgx.BeginFunc(t.Context(), b.db.Pool, func(tx pgx.Tx) error {
			_, err := tx.Exec(t.Context(), `SELECT set_config('request.jwt.claims', $1, true)`, `{"sub":"`+id.New().String()+`","role":"`+role+`"}`)
			require.NoError(t, err)
			_, err = tx.Exec(t.Context(), `SET LOCAL ROLE sambatan_web`)
			require.NoError(t, err)
			n, err := projections.One(t.Context(), tx, pgx.RowTo[int], `SELECT count(*) FROM sambatan_reminders`)
			require.Equal(t, some, n > 0, role)
			return err
		}))
	}
}
