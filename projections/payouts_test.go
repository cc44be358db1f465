package projections_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/catalogue"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/history"
	"github.com/sensasiwangi/sambatan/projections/payouts"
	"github.com/sensasiwangi/sambatan/services/payout"
)

// paying is a market in which brands have been paid, and what their pages read.
func paying(t *testing.T) (*bench, *history.Market) {
	t.Helper()
	m := market(t, 4, 9000)
	b := setup(t, m.Log, payouts.New(), dashboard.New(), catalogue.New())
	b.runToHead(payouts.Name, dashboard.Name, catalogue.Name)
	return b, m
}

func TestWhatBrandsAreDueAndPaidIsWhatTheRulesSay(t *testing.T) {
	t.Parallel()
	seen := map[payout.State]int{}
	b, m := paying(t)
	b.as(id.New().String(), "operator", "", func(tx pgx.Tx) {
		for _, brand := range m.Brands {
			want, _, err := eventstore.Load(t.Context(), m.Log, payout.Sellers, brand.String())
			require.NoError(t, err)
			row, err := payouts.SellerOf(t.Context(), tx, brand)
			if want.Brand.IsZero() {
				require.ErrorIs(t, err, projections.ErrNotFound)
				continue
			}
			require.NoError(t, err)
			require.Equal(t, []money.Rupiah{want.Due, want.Owed}, []money.Rupiah{row.Due, row.Owed})
			require.Equal(t, want.Account, row.Account)
			require.Equal(t, want.Held != "", row.Held != "")
			require.True(t, want.RunAt.Equal(row.RunAt))
			lines, err := payouts.Entire(t.Context(), tx, brand)
			require.NoError(t, err)
			if len(lines) > 0 {
				require.Equal(t, want.Available(), lines[len(lines)-1].Balance, "the statement ends with what is available")
				requirePeriods(t, tx, brand, lines)
			}
			requirePayouts(t, tx, want, seen)
		}
	})
	for _, state := range []payout.State{payout.StatePaid, payout.StateReversed, payout.StateCancelled} {
		require.Positive(t, seen[state], "no payout is %s", state)
	}
}

// requirePeriods cuts a statement in two: no line is lost or doubled, and the balance goes on.
func requirePeriods(t *testing.T, tx pgx.Tx, brand id.ID, lines []payouts.Line) {
	t.Helper()
	first, err := payouts.First(t.Context(), tx, brand)
	require.NoError(t, err)
	require.True(t, lines[0].At.Equal(first))
	cut := lines[len(lines)/2].At
	none, earlier, err := payouts.Between(t.Context(), tx, brand, first, cut)
	require.NoError(t, err)
	require.Zero(t, none)
	before, later, err := payouts.Between(t.Context(), tx, brand, cut, lines[len(lines)-1].At.Add(time.Microsecond))
	require.NoError(t, err)
	require.Equal(t, lines, append(earlier, later...))
	require.Equal(t, later[0].Balance-later[0].Amount, before)
}

func requirePayouts(t *testing.T, tx pgx.Tx, want payout.Seller, seen map[payout.State]int) {
	t.Helper()
	rows, total, err := payouts.OfBrand(t.Context(), tx, want.Brand, 100, 0)
	require.NoError(t, err)
	require.Equal(t, want.Payouts, total)
	paid := map[id.ID]payout.Exit{}
	for _, exit := range want.Past {
		paid[exit.Payout] = exit
	}
	for _, row := range rows {
		seen[row.State]++
		exit, was := paid[row.Payout]
		require.Equal(t, was, row.State == payout.StatePaid || row.State == payout.StateReversed, "%s", row.State)
		require.Equal(t, exit.Reversed, row.State == payout.StateReversed)
		if live := want.Live; live != nil && live.Payout == row.Payout {
			require.Equal(t, live.State, row.State)
			require.Equal(t, live.Bill, row.Bill)
			require.Equal(t, live.Agreed, row.Agreed)
			require.Equal(t, live.Missing(), row.Missing())
			require.Equal(t, live.Attempt, row.Attempt)
			require.True(t, row.Open())
		}
	}
}

func TestAStatementIsSeenByItsBrandAndStaff(t *testing.T) {
	t.Parallel()
	b, m := paying(t)
	var with id.ID
	for _, brand := range m.Brands {
		if seller, _, err := eventstore.Load(t.Context(), m.Log, payout.Sellers, brand.String()); err == nil && seller.Payouts > 0 {
			with = brand
		}
	}
	require.False(t, with.IsZero())
	count := func(tx pgx.Tx) (lines int) {
		require.NoError(t, tx.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM payout_lines) + (SELECT count(*) FROM payouts) + (SELECT count(*) FROM payout_sellers)`).Scan(&lines))
		return lines
	}
	b.as(id.New().String(), "buyer", "", func(tx pgx.Tx) { require.Zero(t, count(tx)) })
	b.as(id.New().String(), "brand", id.New().String(), func(tx pgx.Tx) { require.Zero(t, count(tx)) })
	b.as(id.New().String(), "brand", with.String(), func(tx pgx.Tx) {
		require.Positive(t, count(tx))
		lines, total, err := payouts.Statement(t.Context(), tx, with, 3, 0)
		require.NoError(t, err)
		require.Len(t, lines, min(3, total))
	})
	b.as(id.New().String(), "operator", "", func(tx pgx.Tx) {
		counts, err := payouts.Counts(t.Context(), tx)
		require.NoError(t, err)
		for group, n := range counts {
			rows, total, err := payouts.ToDo(t.Context(), tx, group, 2, 0)
			require.NoError(t, err)
			require.Equal(t, n, total)
			require.Len(t, rows, min(2, n))
		}
		_, total, err := payouts.Accounts(t.Context(), tx, 2, 0)
		require.NoError(t, err)
		require.Positive(t, total)
	})
}
