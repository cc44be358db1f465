package projections_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/transactions"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

func TestTheMoneyTablesEqualTheReferenceFold(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			m := market(t, seed, 4000)
			b := setup(t, m.Log, all(t)...)
			b.runToHead(names(all(t))...)
			var reference wallet.Reference
			for _, recorded := range m.Events() {
				require.NoError(t, reference.Add(recorded))
			}
			b.as(id.New().String(), "admin", "", func(tx pgx.Tx) {
				platform, _, err := transactions.BooksAt(t.Context(), tx)
				require.NoError(t, err)
				require.Empty(t, cmp.Diff(reference.Platform(), platform))
				trial, err := transactions.TrialBalance(t.Context(), tx)
				require.NoError(t, err)
				require.Equal(t, trial.Debit, trial.Credit)
				require.Len(t, platform, trial.Accounts)
				for campaign, wanted := range reference.Campaigns() {
					if !campaign.IsZero() {
						checkCampaign(t, tx, campaign, wanted)
					}
				}
				for buyer, wanted := range reference.Buyers() {
					if !buyer.IsZero() {
						checkBuyer(t, tx, buyer, wanted)
					}
				}
				checkDesk(t, tx, reference.Platform())
			})
		})
	}
}

func folded(rows []transactions.Balance) wallet.Balances {
	balances := wallet.Balances{}
	for _, r := range rows {
		balances[r.Account] = wallet.Balance{Debits: r.Debit, Credits: r.Credit}
	}
	return balances
}

// checkCampaign compares a campaign's postings, and what its board shows.
func checkCampaign(t *testing.T, tx pgx.Tx, campaign id.ID, wanted wallet.Balances) {
	t.Helper()
	rows, err := transactions.CampaignBalancesAt(t.Context(), tx, campaign, 0)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(wanted, folded(rows)))
	board, err := dashboard.ByID(t.Context(), tx, campaign)
	require.NoError(t, err)
	require.NotNil(t, board.Desk)
	var escrow wallet.Balance
	for account, balance := range wanted {
		if isEscrow(account) {
			escrow.Debits, escrow.Credits = escrow.Debits+balance.Debits, escrow.Credits+balance.Credits
		}
	}
	require.Equal(t, escrow.Debits, board.Desk.Returned+board.Desk.Released)
	require.Equal(t, escrow.Credits, board.Desk.Received)
	secured, held := 0, 0
	people, total, err := participants.OfCampaign(t.Context(), tx, campaign, 10_000, 0)
	require.NoError(t, err)
	require.Len(t, people, total)
	for _, p := range people {
		if p.State == participants.Secured {
			secured += p.Slots
		}
		if p.State == participants.Held || p.State == participants.Told {
			held += p.Slots
		}
	}
	require.Equal(t, board.Secured, secured)
	require.Equal(t, board.Held, held)
}

func checkBuyer(t *testing.T, tx pgx.Tx, buyer id.ID, wanted wallet.Balances) {
	t.Helper()
	var escrow, purse money.Rupiah
	for account, balance := range wanted {
		if isEscrow(account) {
			escrow -= balance.Net()
		}
		if account == money.Wallet(buyer.String()) {
			purse -= balance.Net()
		}
	}
	require.Equal(t, escrow, owed(t, tx, buyer, "liability:escrow:%"))
	require.Equal(t, purse, owed(t, tx, buyer, string(money.Wallet(buyer.String()))))
}

// owed is what the accounts of a buyer with such a name are credited with.
func owed(t *testing.T, tx pgx.Tx, buyer id.ID, account string) (sum money.Rupiah) {
	t.Helper()
	const query = `SELECT coalesce(sum(credit - debit), 0)::bigint FROM sambatan_balances WHERE buyer = $1 AND account LIKE $2`
	require.NoError(t, tx.QueryRow(t.Context(), query, projections.UUID(buyer), account).Scan(&sum))
	return sum
}

// checkDesk compares what the operators' desk adds up to with the accounts.
func checkDesk(t *testing.T, tx pgx.Tx, platform wallet.Balances) {
	t.Helper()
	desk, err := payments.Summary(t.Context(), tx, start)
	require.NoError(t, err)
	parts, _, err := payments.Parts(t.Context(), tx, 10_000, 0)
	require.NoError(t, err)
	suspense := desk.SuspenseAmount
	for _, part := range parts {
		suspense += part.Amount
	}
	require.Equal(t, -platform[money.Suspense].Net(), suspense)
	var due money.Rupiah
	for account, balance := range platform {
		if kind := kindOf(account); kind == "liability:refund" || kind == "liability:refund_withdrawn" {
			due -= balance.Net()
		}
	}
	require.Equal(t, due, desk.RefundsDueAmount)
	_, sum, err := payments.RefundsDue(t.Context(), tx, 1, 0)
	require.NoError(t, err)
	require.Equal(t, due, sum.Amount)
	require.Equal(t, desk.RefundsDue, sum.Count)
}
