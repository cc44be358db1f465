package projections_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections/history"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// counter is one hold of Rp283.000 in a log, and what the process manager makes of it.
type counter struct {
	*testing.T
	log                            *history.Log
	campaign, participation, buyer id.ID
	reacted                        int
}

func newCounter(t *testing.T) *counter {
	t.Helper()
	c := &counter{T: t, log: history.NewLog(time.Now().Add(-time.Hour)), campaign: id.New(), participation: id.New(), buyer: id.New()}
	c.do(sambatan.Draft{Campaign: c.campaign, Brand: id.New(), Product: id.New(), Title: "Wening Subuh", Batch: 4, Terms: sambatan.Terms{
		Price: 265_000, Shipping: 18_000, Slots: 10, MinFill: 6, MinPerBuyer: 1, MaxPerBuyer: 6, HoldFor: 4 * 3600,
		OpensAt: c.log.Now(), Deadline: c.log.Now().Add(50 * time.Hour), ShipsFrom: "Yogyakarta", ShipsBy: "Desember",
	}})
	for _, command := range sambatan.Reviewed(id.New(), id.New()) {
		c.do(command)
	}
	sealed, err := eventstore.Seal(eventstore.PersonKey{1}, c.buyer.String(), "address", "Jalan Kenanga 7")
	require.NoError(t, err)
	c.do(sambatan.Join{
		Participation: c.participation, Buyer: c.buyer, Slots: 1, Consent: sambatan.Consent{Terms: "1", Privacy: "1"},
		Address: sealed, RefundAccount: sealed, Public: sealed,
	})
	return c
}

func (c *counter) do(command sambatan.Command) {
	c.Helper()
	c.execute(sambatan.Campaigns.Command(c.campaign.String(), command, eventstore.Meta{CommandID: id.New()}))
}

// execute gives a command and takes all steps that follow from it.
func (c *counter) execute(command eventstore.Command) {
	c.Helper()
	_, err := c.log.Execute(c.Context(), command)
	require.NoError(c, err)
	for ; c.reacted < len(c.log.Events()); c.reacted++ {
		recorded := c.log.Events()[c.reacted]
		body := decoders().Decode(recorded).Body
		for _, step := range (payment.Process{Account: history.Account}).React(body, recorded) {
			_, err := step.Run(c.Context(), c.log)
			require.NoError(c, err)
		}
	}
}

// pays transfers what one of the instructions says, or another amount for it.
func (c *counter) pays(reference string, told payments.Instruction, amount money.Rupiah) (receipt id.ID) {
	c.Helper()
	receipt = payment.ReceiptID(history.Account, reference)
	c.execute(payment.Receipts.Command(receipt.String(), payment.RecordReceipt{
		Receipt: receipt, Account: history.Account, Amount: amount, PaidAt: c.log.Now(), Reference: reference,
		Match: payment.Match{
			Instruction: c.participation, Campaign: c.campaign, Participation: c.participation, Buyer: c.buyer, Due: told.Amount, Code: told.Code,
		},
	}, eventstore.Meta{CommandID: id.New()}))
	return receipt
}

func TestAPartIsKnownWithWhatIsMissingAndWhatIsToBeTransferred(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := setup(t, c.log, participants.New(), payments.New())
	look := func(query func(tx pgx.Tx)) {
		b.runToHead(participants.Name, payments.Name)
		b.as(id.New().String(), "operator", "", query)
	}
	var full, rest payments.Instruction
	look(func(tx pgx.Tx) { full = must(payments.InstructionOf(t.Context(), tx, c.participation))(t) })
	require.Equal(t, money.Rupiah(283_000), full.Amount)

	part := c.pays("FT-1", full, 200_123)
	look(func(tx pgx.Tx) {
		rest = must(payments.InstructionOf(t.Context(), tx, c.participation))(t)
		require.Equal(t, money.Rupiah(82_877), must(participants.ByID(t.Context(), tx, c.participation))(t).Missing)
		require.Equal(t, payments.Part, must(payments.ReceiptByID(t.Context(), tx, part))(t).State)
		waiting, total, err := payments.Parts(t.Context(), tx, 10, 0)
		require.NoError(t, err)
		require.Equal(t, 1, total)
		require.Equal(t, part, waiting[0].Receipt)
		none, _, err := payments.InSuspense(t.Context(), tx, time.Now().Add(time.Hour), 10, 0)
		require.NoError(t, err)
		require.Empty(t, none, "nobody has to look after it")
		told := must(payments.ByTotals(t.Context(), tx, history.Account, []money.Rupiah{full.Total, rest.Total}))(t)
		require.Len(t, told, 2, "the one before may still be paid")
		require.Equal(t, payment.ClosePart, told[0].Closed)
		list, _, err := payments.ToConfirm(t.Context(), tx, 10, 0)
		require.NoError(t, err)
		require.Equal(t, []payments.Instruction{rest}, list)
	})
	require.Equal(t, money.Rupiah(83_000), rest.Amount)
	require.Equal(t, payments.Issued, rest.State)

	last := c.pays("FT-2", rest, rest.Total)
	look(func(tx pgx.Tx) {
		row := must(participants.ByID(t.Context(), tx, c.participation))(t)
		require.Equal(t, participants.Secured, row.State)
		require.Zero(t, row.Missing)
		for receipt, escrow := range map[id.ID]money.Rupiah{part: 200_123, last: 82_877} {
			r := must(payments.ReceiptByID(t.Context(), tx, receipt))(t)
			require.Equal(t, payments.Allocated, r.State)
			require.Equal(t, escrow, r.Escrow)
		}
		require.Equal(t, payments.Paid, must(payments.InstructionOf(t.Context(), tx, c.participation))(t).State)
	})
}

func TestAHoldThatLapsesForgetsWhatWasMissing(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	part := c.pays("FT-1", payments.Instruction{Amount: 283_000, Code: 999}, 200_123)
	c.log.Advance(5 * time.Hour)
	c.do(sambatan.LapseHolds{})
	b := setup(t, c.log, participants.New(), payments.New())
	b.runToHead(participants.Name, payments.Name)
	b.as(id.New().String(), "operator", "", func(tx pgx.Tx) {
		row := must(participants.ByID(t.Context(), tx, c.participation))(t)
		require.Equal(t, participants.Expired, row.State)
		require.Zero(t, row.Missing)
		require.Equal(t, payments.Returning, must(payments.ReceiptByID(t.Context(), tx, part))(t).State)
		due := must(payments.RefundsOf(t.Context(), tx, []id.ID{c.participation}))(t)[c.participation]
		require.Len(t, due, 1)
		require.Equal(t, string(sambatan.DeclinedPart), due[0].Reason)
		require.Equal(t, money.Rupiah(200_123), due[0].Amount)
	})
}

// must returns what was read, and fails the test when it could not be.
func must[T any](found T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		require.NoError(t, err)
		return found
	}
}
