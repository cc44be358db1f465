package projections_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/auditlog"
	"github.com/sensasiwangi/sambatan/projections/catalogue"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/history"
	"github.com/sensasiwangi/sambatan/projections/lifecycle"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/timers"
	"github.com/sensasiwangi/sambatan/projections/transactions"
	"github.com/sensasiwangi/sambatan/projections/users"
	"github.com/sensasiwangi/sambatan/services/product"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// asStaff hands over a database with a market's read models.
func asStaff(t *testing.T, fn func(m *history.Market, tx pgx.Tx)) {
	t.Helper()
	b, m := full(t)
	b.as(id.New().String(), "operator", "", func(tx pgx.Tx) { fn(m, tx) })
}

// state folds a campaign as its decider sees it.
func state(t *testing.T, m *history.Market, campaign id.ID) *sambatan.State {
	t.Helper()
	s, _, err := eventstore.Load(t.Context(), m.Log, sambatan.Campaigns, campaign.String())
	require.NoError(t, err)
	return s
}

func TestTheDashboardAgreesWithTheDeciders(t *testing.T) {
	t.Parallel()
	asStaff(t, func(m *history.Market, tx pgx.Tx) {
		ctx, phases := t.Context(), map[sambatan.Phase]int{}
		for _, campaign := range m.Campaigns {
			wanted := state(t, m, campaign)
			shown, err := dashboard.ByID(ctx, tx, campaign)
			require.NoError(t, err)
			require.Equal(t, wanted.Phase(), shown.Phase)
			require.Equal(t, wanted.Free(), shown.Free())
			require.Equal(t, wanted.Offered(), shown.Offered)
			require.Equal(t, wanted.Waiting(), shown.Waiting)
			require.Equal(t, wanted.IsFrozen(), shown.Frozen != "")
			require.Equal(t, wanted.Terms, shown.Terms)
			require.Equal(t, wanted.Title, shown.Title)
			require.NotEmpty(t, shown.ProductName)
			require.NotEmpty(t, shown.BrandCity)
			var phase sambatan.Phase
			var state sambatan.Lifecycle
			const now = `SELECT phase, state FROM sambatan_lifecycle_states WHERE campaign = $1`
			require.NoError(t, tx.QueryRow(ctx, now, projections.UUID(campaign)).Scan(&phase, &state))
			require.Equal(t, wanted.Phase(), phase)
			require.Equal(t, wanted.Phase().Lifecycle(), state)
			steps, err := lifecycle.History(ctx, tx, campaign)
			require.NoError(t, err)
			require.Equal(t, phase, steps[len(steps)-1].Phase)
			require.Equal(t, sambatan.PhaseDraft, steps[0].Phase)
			phases[phase]++
		}
		require.Greater(t, len(phases), 2, phases)
		_, err := dashboard.ByID(ctx, tx, id.New())
		require.ErrorIs(t, err, projections.ErrNotFound)
	})
}

func TestCampaignsAreFound(t *testing.T) {
	t.Parallel()
	asStaff(t, func(m *history.Market, tx pgx.Tx) {
		ctx := t.Context()
		all, total, err := dashboard.Search(ctx, tx, "", 5, 0)
		require.NoError(t, err)
		require.Len(t, all, 5)
		require.Equal(t, len(m.Campaigns), total)
		one, total, err := dashboard.Search(ctx, tx, m.Campaigns[3].String(), 5, 0)
		require.NoError(t, err)
		require.Equal(t, 1, total)
		require.Equal(t, m.Campaigns[3], one[0].ID)
		none, total, err := dashboard.Search(ctx, tx, "100%_", 5, 0)
		require.NoError(t, err)
		require.Empty(t, none)
		require.Zero(t, total)
		byID, err := dashboard.ByIDs(ctx, tx, m.Campaigns)
		require.NoError(t, err)
		require.Len(t, byID, len(m.Campaigns))
		ofProduct, err := dashboard.OfProduct(ctx, tx, m.Products[0])
		require.NoError(t, err)
		require.NotEmpty(t, ofProduct)
		live, err := dashboard.Live(ctx, tx)
		require.NoError(t, err)
		require.True(t, slices.IsSortedFunc(live, func(a, b dashboard.Campaign) int { return a.Terms.Deadline.Compare(b.Terms.Deadline) }))
		totals, err := dashboard.Sum(ctx, tx, m.Now())
		require.NoError(t, err)
		require.EqualValues(t, len(m.Events()), totals.Position)
		require.Positive(t, totals.Held)
		_, err = dashboard.RecordOf(ctx, tx, m.Brands[0])
		require.NoError(t, err)
	})
}

func TestAParticipationIsFoundByItsCode(t *testing.T) {
	t.Parallel()
	asStaff(t, func(m *history.Market, tx pgx.Tx) {
		ctx := t.Context()
		people, total, err := participants.OfCampaign(ctx, tx, m.Campaigns[0], 3, 0)
		require.NoError(t, err)
		require.Greater(t, total, 3)
		one := people[0]
		for _, typed := range []string{one.Code, " " + strings.ToLower(one.Code), strings.TrimPrefix(one.Code, "SWG-")} {
			found, err := participants.ByCode(ctx, tx, typed)
			require.NoError(t, err)
			require.Equal(t, one, found)
		}
		require.Equal(t, participants.Code(one.Participation), one.Code)
		require.NotEqual(t, id.ID{}, one.Brand)
		require.Equal(t, sambatan.Consent{Terms: "2026-10", Privacy: "2026-09"}, one.Consent)
		var key eventstore.PersonKey
		copy(key[:], one.Buyer[:])
		var label sambatan.PublicLabel
		require.NoError(t, eventstore.Open(key, "public", one.Public, &label))
		require.Equal(t, sambatan.PublicLabel{Initials: "RA", City: "Bandung"}, label)
		require.NoError(t, eventstore.Open(key, "refund_account", one.RefundAccount, new(map[string]string)))
		mine, err := participants.OfBuyer(ctx, tx, one.Buyer)
		require.NoError(t, err)
		require.True(t, slices.ContainsFunc(mine, func(r participants.Row) bool { return r.Participation == one.Participation }))
		here, err := participants.OfBuyerIn(ctx, tx, one.Buyer, m.Campaigns[0])
		require.NoError(t, err)
		require.NotEmpty(t, here)
		joins, err := participants.LatestJoins(ctx, tx, m.Campaigns[0], 5)
		require.NoError(t, err)
		require.LessOrEqual(t, len(joins), 5)
		_, err = participants.ByCode(ctx, tx, "SWG-0000000")
		require.ErrorIs(t, err, projections.ErrNotFound)
	})
}

func TestTheDeskShowsWhatWaits(t *testing.T) {
	t.Parallel()
	asStaff(t, func(m *history.Market, tx pgx.Tx) {
		ctx := t.Context()
		waiting, total, err := payments.ToConfirm(ctx, tx, 100, 0)
		require.NoError(t, err)
		require.Positive(t, total)
		reported := 0
		for i, w := range waiting {
			if w.State == payments.Reported {
				require.Equal(t, reported, i, "the reported ones come first")
				require.False(t, w.Proof.Empty())
				reported++
			}
		}
		loose, _, err := payments.InSuspense(ctx, tx, m.Now(), 100, 0)
		require.NoError(t, err)
		require.NotEmpty(t, loose)
		due, sum, err := payments.RefundsDue(ctx, tx, 1000, 0)
		require.NoError(t, err)
		require.Len(t, due, sum.Count)
		done, _, err := payments.RefundsDone(ctx, tx, 10, 0)
		require.NoError(t, err)
		require.NotEmpty(t, done[0].Evidence)
		refund, err := payments.RefundByID(ctx, tx, done[0].Refund)
		require.NoError(t, err)
		require.Equal(t, done[0], refund)
		receipt, err := payments.ReceiptByID(ctx, tx, refund.Receipt)
		require.NoError(t, err)
		require.Positive(t, receipt.Refund)
		checkJoined(t, tx, waiting)
	})
}

// checkJoined reads what pages show beside a participation.
func checkJoined(t *testing.T, tx pgx.Tx, waiting []payments.Instruction) {
	t.Helper()
	ids := projections.Column(waiting, func(i *payments.Instruction) id.ID { return i.Instruction })
	instructions, err := payments.InstructionsOf(t.Context(), tx, ids)
	require.NoError(t, err)
	require.Len(t, instructions, len(waiting))
	rows, err := participants.ByIDs(t.Context(), tx, ids)
	require.NoError(t, err)
	require.Len(t, rows, len(waiting))
	_, err = payments.ReceiptsOf(t.Context(), tx, ids)
	require.NoError(t, err)
	_, err = payments.RefundsOf(t.Context(), tx, ids)
	require.NoError(t, err)
	one, err := payments.InstructionOf(t.Context(), tx, ids[0])
	require.NoError(t, err)
	require.Equal(t, waiting[0], one)
}

func TestTheTrailHoldsACampaignsEventsWithThoseOfItsPayments(t *testing.T) {
	t.Parallel()
	asStaff(t, func(m *history.Market, tx pgx.Tx) {
		ctx := t.Context()
		campaign := m.Campaigns[0]
		whole, err := auditlog.OfCampaign(ctx, tx, auditlog.Window{Campaign: campaign, At: head(m), Limit: 10_000})
		require.NoError(t, err)
		trail, total := whole.Entries, whole.Total
		require.Len(t, trail, total)
		kinds := map[string]int{}
		for _, entry := range trail {
			original := m.Events()[entry.Position-1]
			require.Equal(t, string(original.Data), string(entry.Data), "the log's own bytes")
			require.Equal(t, original.LeafHash, entry.Leaf)
			require.True(t, json.Valid(entry.Metadata))
			kinds[entry.Type]++
		}
		for _, kind := range []string{"sambatan.slots_held.v1", "payment.instruction_paid.v1", "payment.receipt_allocated.v1"} {
			require.Positive(t, kinds[kind], kind)
		}
		activity, err := auditlog.ActivityOf(ctx, tx, m.Campaigns[:2])
		require.NoError(t, err)
		require.Equal(t, total, activity[campaign].Events)
		tail, err := auditlog.Tail(ctx, tx, 12)
		require.NoError(t, err)
		require.EqualValues(t, len(m.Events()), tail[0].Position)
		rate, err := auditlog.Rate(ctx, tx, tail[0].RecordedAt.Add(time.Second))
		require.NoError(t, err)
		require.Positive(t, rate)
		of, err := transactions.OfPositions(ctx, tx, projections.Column(trail, func(e *auditlog.Entry) eventstore.Position { return e.Position }))
		require.NoError(t, err)
		first := slices.Min(slices.Collect(maps.Keys(of)))
		require.Len(t, of[first], 2)
		before, err := transactions.CampaignBalancesAt(ctx, tx, campaign, first)
		require.NoError(t, err)
		require.Len(t, before, 2)
	})
}

func TestTheMarketIsSearchedSortedAndPaged(t *testing.T) {
	t.Parallel()
	asStaff(t, func(m *history.Market, tx pgx.Tx) {
		ctx := t.Context()
		for _, sort := range []catalogue.Sort{catalogue.ByClosing, catalogue.ByFullest, catalogue.ByPrice, catalogue.ByNovelty} {
			page, err := catalogue.Find(ctx, tx, catalogue.Search{Tab: product.Perfume, Sort: sort, Limit: 1})
			require.NoError(t, err)
			require.Equal(t, 2, page.Total)
			require.Len(t, page.Cards, 1)
			require.Equal(t, map[product.Tab]int{product.Perfume: 2, product.RawMaterial: 2, product.Tools: 2, product.Other: 2}, page.PerTab)
		}
		found, err := catalogue.Find(ctx, tx, catalogue.Search{Tab: product.Perfume, Text: "rumah 1", Limit: 10})
		require.NoError(t, err)
		require.Equal(t, 1, found.Total)
		require.Len(t, found.Cards[0].Product.Notes, 1)
		live, stock := 0, 0
		for tab := range found.PerTab {
			with, err := catalogue.Find(ctx, tx, catalogue.Search{Tab: tab, Filter: catalogue.LiveOnly, Limit: 10})
			require.NoError(t, err)
			require.Equal(t, with.Live, with.Total)
			without, err := catalogue.Find(ctx, tx, catalogue.Search{Tab: tab, Filter: catalogue.StockOnly, Limit: 10})
			require.NoError(t, err)
			live, stock = live+with.Total, stock+without.Total
		}
		require.Positive(t, live+stock)
		if _, err := catalogue.Featured(ctx, tx, product.Perfume); err != nil {
			require.ErrorIs(t, err, projections.ErrNotFound)
		}
		checkBrands(t, tx, m)
	})
}

func checkBrands(t *testing.T, tx pgx.Tx, m *history.Market) {
	t.Helper()
	goods, err := catalogue.ProductByID(t.Context(), tx, m.Products[0])
	require.NoError(t, err)
	require.Equal(t, m.Brands[0], goods.Brand)
	house, err := catalogue.BrandByID(t.Context(), tx, m.Brands[0])
	require.NoError(t, err)
	require.Equal(t, m.Owners[0], house.Owner)
	of, err := catalogue.ProductsOfBrand(t.Context(), tx, m.Brands[0])
	require.NoError(t, err)
	require.NotEmpty(t, of)
}

func TestPeopleAndTheirMessages(t *testing.T) {
	t.Parallel()
	b, m := full(t)
	b.as(m.Buyers[0].String(), "buyer", "", func(tx pgx.Tx) {
		me, err := users.ByID(t.Context(), tx, m.Buyers[0])
		require.NoError(t, err)
		require.Len(t, me.Roles, 1)
		_, err = users.ByID(t.Context(), tx, m.Buyers[1])
		require.ErrorIs(t, err, projections.ErrNotFound)
		seen, err := users.ByIDs(t.Context(), tx, m.Buyers)
		require.NoError(t, err)
		require.Len(t, seen, 1)
		list, err := notifications.Of(t.Context(), tx, notifications.Reader{User: m.Buyers[0]}, 100, 0)
		require.NoError(t, err)
		require.NotEmpty(t, list)
		unread, err := notifications.Unread(t.Context(), tx, notifications.Reader{User: m.Buyers[0]}, 100)
		require.NoError(t, err)
		require.Len(t, list, unread)
		require.NoError(t, notifications.MarkRead(t.Context(), tx, m.Buyers[0], list[0].Position))
		unread, err = notifications.Unread(t.Context(), tx, notifications.Reader{User: m.Buyers[0]}, 100)
		require.NoError(t, err)
		require.Zero(t, unread)
	})
	b.as(m.Owners[0].String(), "brand", m.Brands[0].String(), func(tx pgx.Tx) {
		list, err := notifications.Of(t.Context(), tx, notifications.Reader{User: m.Owners[0]}, 100, 0)
		require.NoError(t, err)
		require.NotEmpty(t, list, "the maker hears of joins")
	})
	b.as(id.New().String(), "operator", "", func(tx pgx.Tx) {
		desk, err := notifications.Of(t.Context(), tx, notifications.Reader{Desks: []string{"operator"}}, 10, 0)
		require.NoError(t, err)
		require.Len(t, desk, 10)
		all, err := users.ByIDs(t.Context(), tx, slices.Concat(m.Buyers, m.Owners))
		require.NoError(t, err)
		require.Len(t, all, len(m.Buyers)+len(m.Owners))
		scheduled, err := timers.Scheduled(t.Context(), tx, start)
		require.NoError(t, err)
		require.Positive(t, scheduled)
	})
}

func TestALostSambatanStillSaysHowFullItWas(t *testing.T) {
	t.Parallel()
	m := market(t, 7, 3000)
	b := setup(t, m.Log, dashboard.New(), catalogue.New(), payments.New())
	b.runToHead(dashboard.Name, catalogue.Name, payments.Name)
	states, lost, slots := map[eventstore.StreamID]*sambatan.State{}, map[id.ID]int{}, 0
	for _, recorded := range m.Events() {
		event, err := sambatan.Codec.Decode(recorded)
		if err != nil {
			continue // another service's
		}
		state := states[recorded.StreamID]
		if state == nil {
			state = sambatan.Decider.Initial()
		}
		state = sambatan.Evolve(state, event)
		states[recorded.StreamID] = state
		_, failed := event.(sambatan.Failed)
		if _, cancelled := event.(sambatan.Cancelled); failed || cancelled {
			campaign, err := id.Parse(recorded.StreamID.Identity())
			require.NoError(t, err)
			lost[campaign] = state.Secured()
			slots += state.Secured()
		}
	}
	require.NotEmpty(t, lost)
	require.Positive(t, slots)
	b.as("", "anon", "", func(tx pgx.Tx) {
		for campaign, secured := range lost {
			shown, err := dashboard.ByID(t.Context(), tx, campaign)
			require.NoError(t, err)
			require.Equal(t, secured, shown.Reached)
		}
	})
}
