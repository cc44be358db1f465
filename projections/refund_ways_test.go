package projections_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/refunds"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// The rules' own state of every refund is what its row must say.
func TestEveryRefundsRowSaysWhatItsRulesSay(t *testing.T) {
	t.Parallel()
	m := market(t, 1, 9000)
	b := setup(t, m.Log, refunds.New(), payments.New())
	b.runToHead(refunds.Name, payments.Name)
	cases, attempts := map[id.ID]payment.RefundCase{}, map[id.ID]int{}
	for _, recorded := range m.Events() {
		if recorded.StreamID.Category() != payment.Refunds.Category() {
			continue
		}
		event, err := payment.RefundCodec.Decode(recorded)
		require.NoError(t, err)
		refund := payment.ClaimOf(event).Refund
		cases[refund] = payment.RefundDecider.Evolve(cases[refund], event)
		if _, ok := event.(payment.RefundSubmitted); ok {
			attempts[refund]++
		}
	}
	require.Greater(t, len(cases), 20, "the market hardly refunded anything")
	seen := map[payment.CaseState]int{}
	b.as(id.New().String(), "operator", "", func(tx pgx.Tx) {
		open := 0
		for refund, want := range cases {
			row, err := refunds.ByID(t.Context(), tx, refund)
			require.NoError(t, err)
			require.Equal(t, want.State, row.State)
			require.Equal(t, want.Claim, row.Claim)
			require.Equal(t, want.Amount, row.Amount)
			require.Equal(t, want.Attempt, row.Attempt)
			require.Equal(t, want.Exits, row.Exits)
			require.Equal(t, want.Account, row.Account)
			require.Equal(t, len(want.Contradicted) > 0, row.Contradicted)
			require.Equal(t, want.Stopped, row.Stopped)
			if want.State.Sent() {
				require.Equal(t, want.Evidence, row.Evidence)
				paid, err := payments.RefundByID(t.Context(), tx, refund)
				require.NoError(t, err)
				require.Equal(t, want.Evidence, paid.Evidence, "the receipt follows")
			} else if want.State == payment.CaseVoided {
				_, err := payments.RefundByID(t.Context(), tx, refund)
				require.ErrorIs(t, err, projections.ErrNotFound)
			}
			tried, err := refunds.AttemptsOf(t.Context(), tx, refund)
			require.NoError(t, err)
			require.Len(t, tried, attempts[refund])
			seen[want.State]++
			if !want.State.Sent() && want.State != payment.CaseVoided || row.Contradicted {
				open++
			}
		}
		counts, err := refunds.Counts(t.Context(), tx)
		require.NoError(t, err)
		for _, group := range refunds.Groups {
			rows, total, err := refunds.ToDo(t.Context(), tx, group, 1000, 0)
			require.NoError(t, err)
			require.Len(t, rows, counts[group])
			if len(rows) > 0 {
				require.Equal(t, counts[group], total)
			}
			open -= len(rows)
		}
		require.Zero(t, open, "every open refund is in one group")
	})
	for _, state := range []payment.CaseState{payment.CaseSucceeded, payment.CaseManualDone, payment.CaseQueued} {
		require.NotZero(t, seen[state], "%s: %v", state, seen)
	}
}

func TestABuyerSeesTheWaysOfTheirOwnRefundsOnly(t *testing.T) {
	t.Parallel()
	m := market(t, 1, 6000)
	b := setup(t, m.Log, refunds.New())
	b.runToHead(refunds.Name)
	b.as(id.New().String(), "buyer", "", func(tx pgx.Tx) {
		counts, err := refunds.Counts(t.Context(), tx)
		require.NoError(t, err)
		require.Empty(t, counts)
	})
	for _, recorded := range m.Events() {
		if recorded.Type != "payment.refund_opened.v1" {
			continue
		}
		event, err := payment.RefundCodec.Decode(recorded)
		require.NoError(t, err)
		claim := payment.ClaimOf(event)
		if claim.Buyer.IsZero() {
			continue
		}
		b.as(claim.Buyer.String(), "buyer", "", func(tx pgx.Tx) {
			row, err := refunds.ByID(t.Context(), tx, claim.Refund)
			require.NoError(t, err)
			require.Equal(t, claim, row.Claim)
		})
		return
	}
	t.Fatal("nobody's money went back")
}
