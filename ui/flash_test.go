package ui

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
)

func TestWhatWasRecordedIsSaidByTheLastEventThatHasWords(t *testing.T) {
	t.Parallel()
	result := func(types ...string) (r eventstore.Result) {
		for _, of := range types {
			r.Events = append(r.Events, eventstore.Recorded{Type: of})
		}
		return r
	}
	require.Equal(t, "cair-setuju", whatCame(result("payout.approved.v1")), "somebody else has to agree, too")
	require.Equal(t, "cair-antre", whatCame(result("payout.approved.v1", "payout.queued.v1")))
	require.Equal(t, flashSecond, whatCame(result("payment.refund_manual_proposed.v1", "payment.refund_queued.v1")))
	require.Equal(t, "tetap", whatCame(result()), "a repeated command that changed nothing")
	known := map[string]bool{}
	for _, of := range append(append(payment.RefundCodec.Types(), payment.ReceiptCodec.Types()...), payout.Codec.Types()...) {
		known[of] = true
	}
	for of, key := range told {
		require.True(t, known[of], of)
		require.Contains(t, flashes, key)
	}
}
