package projections_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/wallets"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// spending gives random commands to the wallets of three buyers, and returns what the rules
// say they have.
func spending(t *testing.T, log eventstore.Log, times int) map[id.ID]wallet.Purse {
	t.Helper()
	chance := rand.New(rand.NewPCG(7, 0))
	buyers, slots := []id.ID{id.New(), id.New(), id.New()}, []id.ID{id.New(), id.New(), id.New(), id.New()}
	campaign := id.New()
	var asked, out []id.ID
	account := eventstore.Sealed{Person: buyers[0].String(), Nonce: []byte("nonce"), Box: []byte("box")}
	for range times {
		buyer, slot := buyers[chance.IntN(3)], slots[chance.IntN(4)]
		var c wallet.Command
		switch chance.IntN(11) {
		case 0:
			asked = append(asked, id.New())
			c = wallet.AskTopUp{TopUp: asked[len(asked)-1], Buyer: buyer, Amount: 10_000, Method: payment.QRIS}
		case 1:
			c = wallet.Credit{Buyer: buyer, Receipt: id.New(), TopUp: id.New(), Amount: 90_000, Home: money.Clearing("midtrans")}
		case 2:
			c = wallet.Credit{Buyer: buyer, Receipt: id.New(), Refund: id.New(), Campaign: campaign, Participation: slot, Amount: 30_000}
		case 3:
			c = wallet.Hold{Hold: id.New(), Buyer: buyer, Campaign: campaign, Participation: slot, Amount: 40_000}
		case 4:
			c = wallet.Capture{Participation: slot, Attempt: 1 + chance.IntN(9), Amount: 35_000}
		case 5:
			c = wallet.Release{Participation: slot}
		case 6:
			c = wallet.TakeBack{Receipt: id.New(), TopUp: id.New(), Total: 5_000}
		case 7:
			out = append(out, id.New())
			c = wallet.AskCashOut{CashOut: out[len(out)-1], Buyer: buyer, Amount: 25_000, Account: account}
		case 8:
			c = wallet.EndCashOut{CashOut: anyOf(chance, out)}
		case 9:
			c = wallet.ReturnCashOut{CashOut: anyOf(chance, out)}
		case 10:
			c = wallet.TakeCashOutBack{CashOut: anyOf(chance, out)}
		}
		_, _ = log.Execute(t.Context(), wallet.Wallets.Command(buyer.String(), c, eventstore.Meta{CommandID: id.New(), Actor: "user:test"}))
	}
	purses := map[id.ID]wallet.Purse{}
	for _, buyer := range buyers {
		purse, _, err := eventstore.Load(t.Context(), log, wallet.Wallets, buyer.String())
		require.NoError(t, err)
		require.Positive(t, purse.Balance)
		purses[buyer] = purse
	}
	return purses
}

// anyOf is one of them, mostly the newest; a new one when there is none.
func anyOf(chance *rand.Rand, ids []id.ID) id.ID {
	if len(ids) == 0 {
		return id.New()
	}
	return ids[max(0, len(ids)-1-chance.IntN(4))]
}

func TestAWalletsRowSaysWhatItsRulesSay(t *testing.T) {
	t.Parallel()
	m := market(t, 2, 200)
	purses := spending(t, m.Log, 400)
	b := setup(t, m.Log, wallets.New())
	b.runToHead(wallets.Name)
	for buyer, want := range purses {
		b.as(buyer.String(), "buyer", "", func(tx pgx.Tx) {
			row, err := wallets.Of(t.Context(), tx, buyer)
			require.NoError(t, err)
			require.Equal(t, wallets.Wallet{Balance: want.Balance, Held: want.Held}, row)
			require.Equal(t, want.Spendable(), row.Spendable())
			entries, err := wallets.Entries(t.Context(), tx, buyer, 1_000)
			require.NoError(t, err)
			var sum money.Rupiah
			for _, entry := range entries {
				sum += entry.Amount
			}
			require.Equal(t, want.Balance, sum, "what came and went")
			outs, err := wallets.CashOutsOf(t.Context(), tx, buyer)
			require.NoError(t, err)
			require.NotEmpty(t, outs)
			for _, row := range outs {
				rules := want.CashOut(row.CashOut)
				require.Equal(t, []any{rules.Asked.Amount, rules.Asked.Account, rules.Asked.NotBefore}, []any{row.Amount, row.Account, row.NotBefore.UTC()})
				require.Equal(t, []bool{rules.Sent || rules.AfterAll, rules.Returned}, []bool{!row.SentAt.IsZero(), !row.ReturnedAt.IsZero()})
				one, err := wallets.CashOutByID(t.Context(), tx, row.CashOut)
				require.NoError(t, err)
				require.Equal(t, row, one)
			}
			for other := range purses {
				if other != buyer {
					row, err := wallets.Of(t.Context(), tx, other)
					require.NoError(t, err)
					require.Zero(t, row, "another buyer's")
					outs, err := wallets.CashOutsOf(t.Context(), tx, other)
					require.NoError(t, err)
					require.Empty(t, outs, "another buyer's")
				}
			}
		})
	}
}

func TestATopUpIsOpenUntilItsMoneyCame(t *testing.T) {
	t.Parallel()
	m := market(t, 2, 200)
	buyer, topUp := id.New(), id.New()
	do := func(c wallet.Command) {
		_, err := m.Execute(t.Context(), wallet.Wallets.Command(buyer.String(), c, eventstore.Meta{CommandID: id.New(), Actor: "user:test"}))
		require.NoError(t, err)
	}
	do(wallet.AskTopUp{TopUp: topUp, Buyer: buyer, Amount: 200_000, Method: payment.VABCA})
	b := setup(t, m.Log, wallets.New())
	b.runToHead(wallets.Name)
	read := func(want int) (one wallets.TopUp) {
		b.as(buyer.String(), "buyer", "", func(tx pgx.Tx) {
			open, err := wallets.Open(t.Context(), tx, buyer, time.Time{})
			require.NoError(t, err)
			require.Len(t, open, want)
			one, err = wallets.ByID(t.Context(), tx, buyer, topUp)
			require.NoError(t, err)
			_, err = wallets.ByID(t.Context(), tx, id.New(), topUp)
			require.ErrorIs(t, err, projections.ErrNotFound)
		})
		return one
	}
	asked := read(1)
	require.Equal(t, []any{money.Rupiah(200_000), payment.VABCA, money.Rupiah(0)}, []any{asked.Amount, asked.Method, asked.Credited})
	do(wallet.Credit{Buyer: buyer, Receipt: id.New(), TopUp: topUp, Amount: 199_000, Home: money.Clearing("midtrans")})
	b.runToHead(wallets.Name)
	require.Equal(t, money.Rupiah(199_000), read(0).Credited)
}
