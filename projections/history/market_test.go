package history_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/projections/history"
)

var size = history.Size{Brands: 2, Products: 5, Buyers: 120, Campaigns: 12, Slots: 50}

func market(t *testing.T, seed uint64) *history.Market {
	t.Helper()
	m, err := history.NewMarket(seed, size)
	require.NoError(t, err)
	m.Live(3000)
	return m
}

func TestASeedMakesTheSameHistoryAgain(t *testing.T) {
	t.Parallel()
	one, other := market(t, 7).Events(), market(t, 7).Events()
	require.Len(t, other, len(one))
	for i := range one {
		require.Equal(t, one[i].LeafHash, other[i].LeafHash)
	}
}

func TestAHistoryHoldsEveryKindOfEvent(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for seed := range uint64(6) {
		for _, event := range market(t, seed).Events() {
			seen[event.Type]++
		}
	}
	for _, wanted := range []string{
		"sambatan.hold_expired.v1", "sambatan.hold_cancelled.v1", "sambatan.hold_kept.v1", "sambatan.slots_secured.v1",
		"sambatan.payment_declined.v1", "sambatan.slots_released.v1", "sambatan.refund_settled.v1", "sambatan.unwound.v1",
		"sambatan.cancelled.v1", "sambatan.failed.v1", "payment.receipt_matched.v1",
		"payment.report_rejected.v1", "payment.refund_transferred.v1", "payment.instruction_closed.v1",
	} {
		require.NotZero(t, seen[wanted], wanted)
	}
}
