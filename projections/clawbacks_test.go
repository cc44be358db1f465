package projections_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections/clawbacks"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/payment"
)

func TestWhatWentBackAfterTheReleaseIsWhatTheReceiptsSay(t *testing.T) {
	t.Parallel()
	m := market(t, 7, 9000)
	b := setup(t, m.Log, clawbacks.New(), payments.New())
	b.runToHead(clawbacks.Name, payments.Name)
	back, of := map[id.ID]money.Rupiah{}, map[id.ID]id.ID{}
	b.as(id.New().String(), "operator", "", func(tx pgx.Tx) {
		for _, state := range []clawbacks.State{clawbacks.Proposed, clawbacks.Done, clawbacks.Dropped} {
			rows, total, err := clawbacks.List(t.Context(), tx, state, 1000, 0)
			require.NoError(t, err)
			require.Len(t, rows, total)
			require.NotEmpty(t, rows, "nothing is %s", state)
			for _, row := range rows {
				receipt, _, err := eventstore.Load(t.Context(), m.Log, payment.Receipts, row.Receipt.String())
				require.NoError(t, err)
				require.Equal(t, state == clawbacks.Proposed, row.Hash == receipt.Clawback.Hash)
				if state == clawbacks.Done {
					back[row.Receipt] += row.Amount
				}
				of[row.Receipt] = row.Participation
			}
		}
		for receipt, participation := range of {
			want, _, err := eventstore.Load(t.Context(), m.Log, payment.Receipts, receipt.String())
			require.NoError(t, err)
			require.Equal(t, want.ClawedBack, back[receipt])
			row, err := payments.ReceiptByID(t.Context(), tx, receipt)
			require.NoError(t, err)
			require.Equal(t, want.PaidOn, row.Escrow, "what is still the brand's")
			list, err := clawbacks.Of(t.Context(), tx, participation)
			require.NoError(t, err)
			require.NotEmpty(t, list)
		}
	})
	for receipt := range of {
		brand := id.ID{}
		b.as(id.New().String(), "operator", "", func(tx pgx.Tx) {
			list, err := clawbacks.Of(t.Context(), tx, of[receipt])
			require.NoError(t, err)
			brand = list[0].Brand
		})
		b.as(id.New().String(), "brand", brand.String(), func(tx pgx.Tx) {
			require.Zero(t, b.count(tx, "payment_clawbacks", "brand <> $1::uuid OR state <> 'Done'", brand.String()), "what is proposed only is no matter of theirs")
		})
		break
	}
}
