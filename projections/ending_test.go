package projections_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// row is how the participation stands in the read model.
func (c *counter) row(b *bench) (found participants.Row) {
	c.Helper()
	b.runToHead(participants.Name)
	b.as(id.New().String(), "operator", "", func(tx pgx.Tx) {
		found = must(participants.ByID(c.Context(), tx, c.participation))(c.T)
	})
	return found
}

func TestAHoldThatIsEndingSaysWhyUntilItsChannelHasAnswered(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := setup(t, c.log, participants.New())
	c.do(sambatan.BeginPayment{Participation: c.participation, Buyer: c.buyer, Method: "qris"})
	require.Empty(t, c.row(b).Ending)

	c.do(sambatan.CancelHold{Participation: c.participation, Buyer: c.buyer})
	ending := c.row(b)
	require.Equal(t, participants.Held, ending.State, "the slots are not given away yet")
	require.Equal(t, string(sambatan.CancelledByBuyer), ending.Ending)

	c.do(sambatan.KeepHold{Participation: c.participation, Until: c.log.Now().Add(24 * time.Hour)})
	kept := c.row(b)
	require.Equal(t, participants.Told, kept.State)
	require.Equal(t, string(sambatan.CancelledByBuyer), kept.Ending, "a report does not bring back what was given up")

	c.do(sambatan.EndPayment{Participation: c.participation, Attempt: 1})
	gone := c.row(b)
	require.Equal(t, participants.Released, gone.State)
	require.Empty(t, gone.Ending)
	require.Equal(t, string(sambatan.CancelledByBuyer), gone.Reason)
}

func TestAHoldWhoseTimeIsOverEndsUnlessATransferIsToldOrPaid(t *testing.T) {
	t.Parallel()
	for name, then := range map[string]struct {
		do    func(*counter)
		state participants.State
	}{
		"a transfer is told": {func(c *counter) {
			c.do(sambatan.KeepHold{Participation: c.participation, Until: c.log.Now().Add(24 * time.Hour)})
		}, participants.Told},
		"it was paid after all": {func(c *counter) {
			c.pays("FT-1", payments.Instruction{Amount: 283_000, Code: 1}, 283_001)
		}, participants.Secured},
		"nothing came": {func(c *counter) { c.do(sambatan.EndPayment{Participation: c.participation, Attempt: 1}) }, participants.Expired},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t)
			b := setup(t, c.log, participants.New())
			c.do(sambatan.BeginPayment{Participation: c.participation, Buyer: c.buyer, Method: "qris"})
			c.log.Advance(5 * time.Hour)
			c.do(sambatan.LapseHolds{})
			over := c.row(b)
			require.Equal(t, participants.Held, over.State)
			require.Equal(t, participants.Expiry, over.Ending)
			then.do(c)
			after := c.row(b)
			require.Equal(t, then.state, after.State)
			require.Empty(t, after.Ending)
		})
	}
}
