package timers_test

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
	"github.com/sensasiwangi/sambatan/projections/timers"
	"github.com/sensasiwangi/sambatan/services/brand"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/product"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

type bench struct {
	t       testing.TB
	db      *pgtest.DB
	log     *history.Log
	config  projections.Config
	commits chan eventstore.Position
}

func setup(t testing.TB, log *history.Log) *bench {
	t.Helper()
	projection := timers.New()
	decoders := &projections.Decoders{}
	projections.AddCodec(decoders, sambatan.Codec)
	projections.AddCodec(decoders, payment.InstructionCodec)
	projections.AddCodec(decoders, payment.ReceiptCodec)
	projections.AddCodec(decoders, payment.IntentCodec)
	projections.AddCodec(decoders, payment.RefundCodec)
	projections.AddCodec(decoders, identity.Codec)
	projections.AddCodec(decoders, brand.Codec)
	projections.AddCodec(decoders, product.Codec)
	projections.AddCodec(decoders, order.Codec)
	b := &bench{t: t, db: pgtest.New(t), log: log, commits: make(chan eventstore.Position, 10_000)}
	b.config = projections.Config{
		Pool: b.db.PoolAs(t, "sambatan_app"), Owner: b.db.Pool, Follower: log, Reader: log, Decoders: decoders,
		Projections: []projections.Projection{projection},
		OnCommit:    func(c projections.Commit) { b.commits <- c.Position },
		RetryAfter:  10 * time.Millisecond,
	}
	return b
}

// runTo runs a new runner until it has committed a position.
func (b *bench) runTo(position eventstore.Position) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), time.Minute)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- projections.New(b.config).Run(ctx) }()
	for reached := eventstore.Position(0); reached < position; {
		select {
		case reached = <-b.commits:
		case <-ctx.Done():
			b.t.Fatalf("got to %d, not to %d", reached, position)
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

// jobs as they stand in the queue, with their numbers and states.
func (b *bench) jobs() []string {
	b.t.Helper()
	return b.texts(`SELECT concat_ws(' ', id, kind, state, coalesce(args->>'campaign', args->>'participation'), args->>'due_at', scheduled_at) FROM river_job ORDER BY id`)
}

func (b *bench) timers() []string {
	b.t.Helper()
	return b.texts(`SELECT concat_ws(' ', kind, subject, due_at) FROM sambatan_timers ORDER BY 1`)
}

func market(t testing.TB) *history.Market {
	t.Helper()
	m, err := history.NewMarket(1, history.Size{Brands: 3, Products: 8, Buyers: 150, Campaigns: 18, Slots: 40})
	require.NoError(t, err)
	m.Live(2500)
	whose := order.Parties{Campaign: m.Campaigns[0], Participation: id.New(), Buyer: m.Buyers[0], Brand: m.Brands[0]}
	words := eventstore.Sealed{Person: whose.Buyer.String(), Nonce: []byte("n"), Box: []byte("x")}
	for _, command := range []order.Command{
		order.Open{Parties: whose, Slots: 1, Amount: 185_000, Short: 1_000},
		order.NoteShortfall{},
		order.SendParcel{Courier: order.JNT, Resi: "JP1234567890"},
		order.NoteDelivered{Parcel: 1},
		order.Dispute{Buyer: whose.Buyer, Reason: order.WrongGoods, Words: words},
		order.DecideDispute{For: order.ReturnFirst, By: m.Owners[0], Note: "kirim balik dulu", LimitOne: 10_000_000},
		order.AcceptDecision{By: whose.Buyer},
		order.AcceptDecision{By: whose.Brand},
		order.GiveReturnAddress{Brand: whose.Brand, To: words},
	} {
		_, err := m.Execute(t.Context(), order.Orders.Command(whose.Participation.String(), command, eventstore.Meta{CommandID: id.New()}))
		require.NoError(t, err)
	}
	return m
}

func askedByOrder(event order.Event, add func(string, time.Time)) {
	switch e := event.(type) { //nolint:gochecksumtype // the others ask for nothing
	case order.Delivered:
		add("confirm", e.ConfirmBy)
		add("remind", e.ConfirmBy.Add(-24*time.Hour))
	case order.DisputeDecided:
		if !e.AppealBy.IsZero() { // of the last word there is nothing to wait for
			add("execute", e.AppealBy)
		}
	case order.HeldBack:
		add("give_up", e.GiveUpBy)
	case order.ReturnAwaited:
		add("return", e.AddressBy)
	case order.ReturnAddressGiven:
		add("return", e.SendBy)
	case order.SentBack:
		if !e.ArriveBy.IsZero() {
			add("return", e.ArriveBy)
		}
	case order.ReturnOverdue:
		add("return", e.AnswerBy)
	}
}

// asked says, slowly and plainly, what a log makes fall due.
func asked(t testing.TB, log *history.Log) map[string]struct{} {
	t.Helper()
	due := map[string]struct{}{}
	for _, recorded := range log.Events() {
		add := func(kind string, at time.Time) {
			due[kind+" "+recorded.StreamID.Identity()+" "+at.UTC().Format("2006-01-02 15:04:05.999999")] = struct{}{}
		}
		if recorded.StreamID.Category() == "order" {
			event, err := order.Codec.Decode(recorded)
			require.NoError(t, err)
			askedByOrder(event, add)
		}
		if recorded.StreamID.Category() != "campaign" {
			continue
		}
		event, err := sambatan.Codec.Decode(recorded)
		require.NoError(t, err)
		switch e := any(event).(type) {
		case sambatan.Submitted:
			add("review", e.ReviewBy)
		case sambatan.Published:
			add("close", e.Terms.Deadline)
			if recorded.RecordedAt.Before(e.Terms.OpensAt) {
				add("open", e.Terms.OpensAt)
			}
		case sambatan.SlotsHeld:
			add("lapse", e.ExpiresAt.Add(time.Minute-time.Nanosecond).Truncate(time.Minute))
		case sambatan.HoldKept:
			add("decide", e.Until)
		case sambatan.SlotsOffered:
			add("offer", e.ExpiresAt)
		case sambatan.DeadlineExtended:
			add("close", e.To)
		}
	}
	return due
}

func TestWhatFallsDueIsScheduledOnce(t *testing.T) {
	t.Parallel()
	m := market(t)
	b := setup(t, m.Log)
	head, err := m.Head(t.Context())
	require.NoError(t, err)
	b.runTo(head)
	wanted := asked(t, m.Log)
	got := b.texts(`SELECT concat_ws(' ', kind, subject, to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') ||
		rtrim(rtrim(to_char(due_at, '.US'), '0'), '.')) FROM sambatan_timers`)
	require.Len(t, got, len(wanted))
	for _, timer := range got {
		require.Contains(t, wanted, timer)
	}
	require.Len(t, b.jobs(), len(wanted))
	require.Equal(t, []string{"0"}, b.texts(`SELECT count(*)::text FROM river_job WHERE scheduled_at <> (args->>'due_at')::timestamptz`))
}

func TestEventsThatComeAgainScheduleNothing(t *testing.T) {
	t.Parallel()
	m := market(t)
	b := setup(t, m.Log)
	head, err := m.Head(t.Context())
	require.NoError(t, err)
	b.runTo(head)
	before := b.jobs()
	require.NotEmpty(t, before)
	// As if nobody had acted yet: everything is acted on once more.
	_, err = b.db.Pool.Exec(t.Context(), `DELETE FROM projection_effects`)
	require.NoError(t, err)
	m.Live(1)
	head, err = m.Head(t.Context())
	require.NoError(t, err)
	b.runTo(head)
	require.Subset(t, b.jobs(), before)
	require.Len(t, b.jobs(), len(asked(t, m.Log)))
	require.Equal(t, []string{"again"}, b.texts(`SELECT 'again' FROM projection_effects WHERE name = 'timers' AND position > 1000`))
}

func TestARebuildSchedulesNothing(t *testing.T) {
	t.Parallel()
	m := market(t)
	b := setup(t, m.Log)
	head, err := m.Head(t.Context())
	require.NoError(t, err)
	b.runTo(head)
	rows := b.timers()
	_, err = b.db.Pool.Exec(t.Context(), `DELETE FROM river_job`)
	require.NoError(t, err)
	require.NoError(t, projections.New(b.config).Rebuild(t.Context(), timers.Name, nil))
	require.Equal(t, rows, b.timers())
	require.Empty(t, b.jobs())
}

func TestOnlyStaffSeeHowManyTimersAreToCome(t *testing.T) {
	t.Parallel()
	m := market(t)
	b := setup(t, m.Log)
	head, err := m.Head(t.Context())
	require.NoError(t, err)
	b.runTo(head)
	count := func(role string, now time.Time) (n int) {
		require.NoError(t, pgx.BeginFunc(t.Context(), b.db.Pool, func(tx pgx.Tx) error {
			_, err := tx.Exec(t.Context(), `SELECT set_config('request.jwt.claims', $1, true)`, `{"sub":"`+id.New().String()+`","role":"`+role+`"}`)
			require.NoError(t, err)
			_, err = tx.Exec(t.Context(), `SET LOCAL ROLE sambatan_web`)
			require.NoError(t, err)
			n, err = timers.Scheduled(t.Context(), tx, now)
			return err
		}))
		return n
	}
	require.Equal(t, len(asked(t, m.Log)), count("operator", time.Time{}))
	require.Zero(t, count("operator", m.Now().Add(1000*time.Hour)))
	require.Zero(t, count("buyer", time.Time{}))
}

// rush is a batch of joins in one minute of one campaign.
func rush(n int) []projections.Event {
	campaign, from := id.New(), time.Date(2026, 11, 3, 3, 0, 0, 0, time.UTC)
	batch := make([]projections.Event, n)
	for i := range batch {
		batch[i] = projections.Event{
			Recorded: eventstore.Recorded{Position: eventstore.Position(i + 1), StreamID: sambatan.Campaigns.Stream(campaign.String())},
			Body:     sambatan.SlotsHeld{Campaign: campaign, ExpiresAt: from.Add(time.Duration(i) * time.Millisecond)},
		}
	}
	return batch
}

func BenchmarkARushOfAThousandJoins(b *testing.B) {
	setup := setup(b, history.NewLog(time.Now()))
	projection := setup.config.Projections[0].(timers.Projection)
	ctx, batch := b.Context(), rush(1000)
	tx, err := setup.db.Pool.Begin(ctx)
	require.NoError(b, err)
	defer func() { require.NoError(b, tx.Rollback(ctx)) }()
	_, err = tx.Exec(ctx, `CREATE SCHEMA p_bench; SET LOCAL search_path = p_bench, public; `+projection.Spec().DDL)
	require.NoError(b, err)
	for b.Loop() {
		_, err := projection.Apply(ctx, tx, batch)
		require.NoError(b, err)
		require.NoError(b, projection.Act(ctx, tx, batch))
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(batch)), "ns/event")
}
