package notifications_test

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/history"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/services/brand"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/product"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func decoders() *projections.Decoders {
	d := &projections.Decoders{}
	projections.AddCodec(d, sambatan.Codec)
	projections.AddCodec(d, payment.InstructionCodec)
	projections.AddCodec(d, payment.ReceiptCodec)
	projections.AddCodec(d, payment.IntentCodec)
	projections.AddCodec(d, payment.RefundCodec)
	projections.AddCodec(d, payout.Codec)
	projections.AddCodec(d, wallet.Codec)
	projections.AddCodec(d, order.Codec)
	projections.AddCodec(d, identity.Codec)
	projections.AddCodec(d, brand.Codec)
	projections.AddCodec(d, product.Codec)
	projections.AddCodec(d, notification.ReminderCodec)
	projections.AddCodec(d, notification.MailCodec)
	return d
}

type bench struct {
	t       *testing.T
	db      *pgtest.DB
	log     *history.Log
	market  *history.Market // of benches that have one
	config  projections.Config
	commits chan projections.Commit
}

// setup projects a market's history up to its end.
func setup(t *testing.T) *bench {
	t.Helper()
	return setupFrom(t, time.Time{}, 2500)
}

func setupFrom(t *testing.T, begin time.Time, events int) *bench {
	t.Helper()
	m, err := history.NewMarket(1, history.Size{Brands: 3, Products: 8, Buyers: 150, Campaigns: 18, Slots: 40, Begin: begin})
	require.NoError(t, err)
	m.Live(events)
	b := benchOn(t, m.Log)
	b.market = m
	b.run()
	return b
}

// benchOn is a bench that has applied nothing yet.
func benchOn(t *testing.T, log *history.Log) *bench {
	t.Helper()
	told := notifications.New()
	b := &bench{t: t, db: pgtest.New(t), log: log, commits: make(chan projections.Commit, 10_000)}
	b.config = projections.Config{
		Pool: b.db.PoolAs(t, "sambatan_app"), Owner: b.db.Pool, Follower: log, Reader: log, Decoders: decoders(),
		Projections: []projections.Projection{told},
		OnCommit:    func(c projections.Commit) { b.commits <- c },
		RetryAfter:  10 * time.Millisecond,
	}
	return b
}

// run runs a new runner up to the log's head.
func (b *bench) run() (topics map[string]bool) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), time.Minute)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- projections.New(b.config).Run(ctx) }()
	head, err := b.log.Head(ctx)
	require.NoError(b.t, err)
	topics = map[string]bool{}
	for reached := eventstore.Position(0); reached < head; {
		select {
		case commit := <-b.commits:
			reached = commit.Position
			for _, topic := range commit.Topics {
				topics[topic] = true
			}
		case <-ctx.Done():
			b.t.Fatalf("got to %d, not to %d", reached, head)
		}
	}
	cancel()
	require.NoError(b.t, <-done)
	return topics
}

// as runs queries the way a page does.
func (b *bench) as(dbRole, role string, user id.ID, query func(pgx.Tx)) {
	b.t.Helper()
	require.NoError(b.t, pgx.BeginFunc(b.t.Context(), b.db.Pool, func(tx pgx.Tx) error {
		claims, err := json.Marshal(map[string]string{"sub": user.String(), "role": role})
		require.NoError(b.t, err)
		_, err = tx.Exec(b.t.Context(), `SELECT set_config('request.jwt.claims', $1, true)`, string(claims))
		require.NoError(b.t, err)
		_, err = tx.Exec(b.t.Context(), "SET LOCAL ROLE "+dbRole)
		require.NoError(b.t, err)
		query(tx)
		return nil
	}))
}

func (b *bench) of(user id.ID) (rows []notifications.Row) {
	b.t.Helper()
	b.as("sambatan_web", "buyer", user, func(tx pgx.Tx) {
		var err error
		rows, err = notifications.Of(b.t.Context(), tx, notifications.Reader{User: user}, 10_000, 0)
		require.NoError(b.t, err)
	})
	return rows
}

func (b *bench) unread(user id.ID) (n int) {
	b.t.Helper()
	b.as("sambatan_web", "buyer", user, func(tx pgx.Tx) {
		var err error
		n, err = notifications.Unread(b.t.Context(), tx, notifications.Reader{User: user}, 10_000)
		require.NoError(b.t, err)
	})
	return n
}

// busiest is the buyer with the longest list.
func (b *bench) busiest() id.ID {
	b.t.Helper()
	return slices.MaxFunc(b.market.Buyers, func(x, y id.ID) int { return len(b.of(x)) - len(b.of(y)) })
}

type message struct {
	position eventstore.Position
	template string
}

// heard says, slowly and plainly, who should have heard what.
func heard(t *testing.T, m *history.Market) map[string][]message {
	t.Helper()
	lists := map[string][]message{}
	maker, brandOf, seated := map[id.ID]id.ID{}, map[string]id.ID{}, map[string]map[id.ID]id.ID{}
	decode, few := decoders(), &fewSlots{slots: map[string]int{}, told: map[string]bool{}, joins: map[string]map[id.ID]holding{}}
	for _, recorded := range m.Events() {
		event := decode.Decode(recorded)
		require.NoError(t, event.Err)
		campaign := recorded.StreamID.Identity()
		due := notification.For(event.Body, recorded)
		if free := few.left(event.Body, campaign); free > 0 {
			due = append(due, notification.ForNearlyFull(id.MustParse(campaign), free, recorded)...)
		}
		for _, n := range due {
			to := map[string]bool{}
			switch n.Recipient.Kind() {
			case "former":
				for _, buyer := range few.former(n.Recipient.Name()) {
					to[string(notification.User(buyer))] = true
				}
			case "maker":
				to[string(notification.User(maker[brandOf[n.Recipient.Name()]]))] = true
			case "buyers":
				for _, buyer := range seated[n.Recipient.Name()] {
					to[string(notification.User(buyer))] = true
				}
			default:
				to[string(n.Recipient)] = true
			}
			for name := range to {
				lists[name] = append(lists[name], message{recorded.Position, string(n.Template)})
			}
		}
		switch e := event.Body.(type) {
		case brand.Registered:
			maker[e.Brand] = e.Owner
		case sambatan.Drafted:
			brandOf[campaign], seated[campaign] = e.Brand, map[id.ID]id.ID{}
		case sambatan.SlotsSecured:
			seated[campaign][e.Participation] = e.Buyer
		case sambatan.SlotsReleased:
			delete(seated[campaign], e.Participation)
		}
	}
	return lists
}

func TestEveryoneHearsOnceWhatConcernsThem(t *testing.T) {
	t.Parallel()
	b := setup(t)
	lists, templates := heard(t, b.market), map[string]bool{}
	for _, user := range append(b.market.Buyers, b.market.Owners...) {
		wanted := lists[string(notification.User(user))]
		rows := b.of(user)
		var got []message
		keys := map[id.ID]bool{}
		for _, r := range rows {
			require.Equal(t, user, r.Recipient)
			require.True(t, json.Valid(r.Data))
			got, keys[r.Key], templates[r.Template] = append(got, message{r.Position, r.Template}), true, true
		}
		require.ElementsMatch(t, wanted, got)
		require.Len(t, keys, len(rows))
		require.Equal(t, len(rows), b.unread(user))
	}
	require.Contains(t, templates, "campaign_succeeded") // to all buyers of a campaign
	require.Contains(t, templates, "maker_joined")
	require.Contains(t, templates, "nearly_full") // to those who had left
	require.Contains(t, templates, "maker_nearly_full")
}

// desk is an operator's list.
func desk(user id.ID) notifications.Reader {
	return notifications.Reader{User: user, Desks: []string{"operator"}}
}

func TestABuyerCannotReadAnothersListAndStaffReadTheirDesk(t *testing.T) {
	t.Parallel()
	b := setup(t)
	mine, other := b.market.Buyers[0], b.market.Buyers[1]
	others := b.of(other)
	require.NotEmpty(t, others)
	b.as("sambatan_web", "buyer", mine, func(tx pgx.Tx) {
		theirs := notifications.Reader{User: other, Desks: []string{"operator"}}
		rows, err := notifications.Of(t.Context(), tx, theirs, 10, 0)
		require.NoError(t, err)
		require.Empty(t, rows)
		_, err = notifications.Find(t.Context(), tx, theirs, others[0].Position, others[0].Template)
		require.ErrorIs(t, err, projections.ErrNotFound)
		unread, err := notifications.Unread(t.Context(), tx, theirs, 10)
		require.NoError(t, err)
		require.Zero(t, unread)
		extent, err := notifications.ExtentOf(t.Context(), tx, theirs)
		require.NoError(t, err)
		require.Zero(t, extent)
		foreign, err := projections.One(t.Context(), tx, pgx.RowTo[int],
			`SELECT count(*) FROM sambatan_notifications WHERE recipient <> $1`, string(notification.User(mine)))
		require.NoError(t, err)
		require.Zero(t, foreign)
	})
	gita := id.New()
	b.as("sambatan_web", "operator", gita, func(tx pgx.Tx) {
		rows, err := notifications.Of(t.Context(), tx, desk(gita), 10, 0)
		require.NoError(t, err)
		require.Len(t, rows, 10)
		require.Zero(t, rows[0].Recipient)
	})
	b.as("sambatan_auditor", "auditor", id.New(), func(tx pgx.Tx) {
		n, err := notifications.Unread(t.Context(), tx, notifications.Reader{User: id.New()}, 10)
		require.NoError(t, err)
		require.Zero(t, n)
	})
}

func TestPagesOfAListFollowEachOtherAndItsExtentIsKnown(t *testing.T) {
	t.Parallel()
	b := setup(t)
	gita := id.New()
	b.as("sambatan_web", "operator", gita, func(tx pgx.Tx) {
		extent, err := notifications.ExtentOf(t.Context(), tx, desk(gita))
		require.NoError(t, err)
		whole, err := notifications.Of(t.Context(), tx, desk(gita), 10_000, 0)
		require.NoError(t, err)
		require.Len(t, whole, extent.Total)
		require.Equal(t, whole[0].Position, extent.Newest)
		var paged []notifications.Row
		for len(paged) < extent.Total {
			part, err := notifications.Of(t.Context(), tx, desk(gita), 7, len(paged))
			require.NoError(t, err)
			require.NotEmpty(t, part)
			paged = append(paged, part...)
		}
		require.Equal(t, whole, paged)
		found, err := notifications.Find(t.Context(), tx, desk(gita), whole[3].Position, whole[3].Template)
		require.NoError(t, err)
		require.Equal(t, whole[3], found)
	})
}

func TestEachWhoWorksAtADeskHasAMarkOfTheirOwn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	gita, bima := id.New(), id.New()
	unread := func(user id.ID, most int) (n int) {
		b.as("sambatan_web", "operator", user, func(tx pgx.Tx) {
			var err error
			n, err = notifications.Unread(t.Context(), tx, desk(user), most)
			require.NoError(t, err)
		})
		return n
	}
	require.Greater(t, unread(gita, 10_000), 5)
	require.Equal(t, 5, unread(gita, 5), "nobody counts further than asked")
	require.NoError(t, notifications.MarkRead(t.Context(), b.db.PoolAs(t, "sambatan_app"), gita, 1_000_000))
	require.Zero(t, unread(gita, 10_000))
	require.Positive(t, unread(bima, 10_000))
}

func TestWhatWasReadStaysReadAndOnlyForItsReader(t *testing.T) {
	t.Parallel()
	b := setup(t)
	app := b.db.PoolAs(t, "sambatan_app")
	user, other := b.busiest(), b.market.Owners[0]
	rows, others := b.of(user), b.unread(other)
	require.Greater(t, len(rows), 2)
	require.NoError(t, notifications.MarkRead(t.Context(), app, user, rows[1].Position))
	require.NoError(t, notifications.MarkRead(t.Context(), app, user, 1)) // a page that was open for long
	newer := 0
	for _, r := range b.of(user) {
		require.Equal(t, r.Position <= rows[1].Position, r.Read)
		if !r.Read {
			newer++
		}
	}
	require.Equal(t, newer, b.unread(user))
	require.Equal(t, others, b.unread(other))
}

func TestARebuildSaysTheSameAndForgetsNothingThatWasRead(t *testing.T) {
	t.Parallel()
	b := setup(t)
	user := b.busiest()
	require.NoError(t, notifications.MarkRead(t.Context(), b.config.Pool, user, b.of(user)[0].Position))
	before := b.of(user)
	require.NoError(t, projections.New(b.config).Rebuild(t.Context(), notifications.Name, nil))
	require.Equal(t, before, b.of(user))
	require.Zero(t, b.unread(user))
}

func TestThoseWhoHaveNewMessagesAreWoken(t *testing.T) {
	t.Parallel()
	b := setup(t)
	before := map[id.ID]int{}
	for _, buyer := range b.market.Buyers {
		before[buyer] = len(b.of(buyer))
	}
	b.market.Live(300)
	topics := b.run()
	woken := 0
	for _, buyer := range b.market.Buyers {
		if len(b.of(buyer)) > before[buyer] {
			woken++
			require.True(t, topics[projections.UserTopic(buyer)])
		}
	}
	require.Positive(t, woken)
}
