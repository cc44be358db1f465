package wallet_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

var (
	bank   = money.Bank("8830124477")
	escrow = money.Escrow("c", "p")
	purse  = money.Wallet("b")
	back   = money.Refund("b")
)

func TestEveryKindOfAccountIsInTheIdentity(t *testing.T) {
	t.Parallel()
	balances := wallet.Balances{}
	for _, move := range [][]money.Posting{
		money.Move(1_000, bank, money.Suspense),
		money.Move(900, money.Suspense, escrow),
		money.Move(50, money.Suspense, purse),
		money.Move(30, money.Suspense, back),
		money.Move(20, back, bank),
		money.Move(400, escrow, money.Seller("b1")),
		money.Move(100, money.Seller("b1"), bank),
		money.Move(60, escrow, money.FeeIncome),
		money.Move(7, escrow, money.Tax),
		money.Move(33, escrow, money.Shipping),
		// a channel: 500 cleared, of which 5 were its fee and 300 reached the bank
		money.Move(495, "asset:clearing:qris", money.Suspense),
		money.Move(5, money.GatewayFee, money.Suspense),
		money.Move(310, money.Transit, "asset:clearing:qris"),
		money.Move(300, bank, money.Transit),
		// a brand owes what a buyer got back after the payout
		money.Move(40, "asset:receivable:b1", back),
	} {
		balances.Post(move...)
	}
	sums, err := wallet.Identity(balances)
	require.NoError(t, err)
	require.Equal(t, wallet.Sums{
		Received: 1_500, Held: 400, Released: 360, RefundDue: 50, Refunded: 20,
		Fee: 60, Tax: 7, Shipping: 33, Wallet: 50, Suspense: 520,
	}, sums)
	require.Equal(t, sums.Received, sums.Found())
}

func TestMoneyThatNeedNotGoBackIsOffWhatIsDueAndNotOut(t *testing.T) {
	t.Parallel()
	receipts, withdrawals := wallet.Balances{}, wallet.Balances{}
	receipts.Post(money.Move(70, bank, money.Suspense)...)
	receipts.Post(money.Move(70, money.Suspense, back)...)
	withdrawals.Post(money.Move(30, money.Withdrawn, money.Suspense)...)
	receipts.Add(withdrawals)
	sums, err := wallet.Identity(receipts)
	require.NoError(t, err)
	require.Equal(t, wallet.Sums{Received: 70, RefundDue: 40, Suspense: 30}, sums)

	receipts.Add(withdrawals)
	receipts.Add(withdrawals) // 90 taken off 70
	_, err = wallet.Identity(receipts)
	require.ErrorIs(t, err, wallet.ErrOverdrawn)
}

// A channel takes 100 back: of money that is held, of money that was on its way back, and
// of money that had left.
func TestWhatAChannelTookBackIsFoundUntilSomebodyMadeItGood(t *testing.T) {
	t.Parallel()
	clearing, short := money.Clearing("qris"), money.Shortfall("b")
	for name, row := range map[string]struct {
		before, after []money.Posting
		want          wallet.Sums
	}{
		"nobody has made it good": {money.Move(100, money.Suspense, escrow), nil, wallet.Sums{Held: 100, TakenBack: 100, Short: 100}},
		"by the buyer's escrow":   {money.Move(100, money.Suspense, escrow), money.Move(100, escrow, short), wallet.Sums{TakenBack: 100}},
		"by the refund that is not due any more": {
			money.Move(100, money.Suspense, back), append(money.Move(100, money.Withdrawn, money.Suspense), money.Move(100, money.Suspense, short)...),
			wallet.Sums{TakenBack: 100},
		},
		"it had left":       {append(money.Move(100, money.Suspense, back), money.Move(100, back, clearing)...), nil, wallet.Sums{Refunded: 100, TakenBack: 100, Short: 100}},
		"by us":             {money.Move(100, money.Suspense, escrow), money.Move(100, money.Loss, short), wallet.Sums{Held: 100, TakenBack: 100, Lost: 100}},
		"by the channel":    {money.Move(100, money.Suspense, escrow), money.Move(100, clearing, short), wallet.Sums{Received: 100, Held: 100, TakenBack: 100}},
		"in part by each":   {money.Move(100, money.Suspense, escrow), append(money.Move(60, escrow, short), money.Move(30, money.Loss, short)...), wallet.Sums{Held: 40, TakenBack: 100, Short: 10, Lost: 30}},
		"some goes on back": {money.Move(100, money.Suspense, back), money.Move(40, back, clearing), wallet.Sums{RefundDue: 60, Refunded: 40, TakenBack: 100, Short: 100}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			balances := wallet.Balances{}
			balances.Post(money.Move(100, clearing, money.Suspense)...)
			balances.Post(row.before...)
			balances.Post(money.Move(100, short, clearing)...)
			balances.Post(row.after...)
			sums, err := wallet.Identity(balances)
			require.NoError(t, err)
			row.want.Received += 100
			require.Equal(t, row.want, sums)
		})
	}
}

func TestWhatBreaksTheIdentityIsNamed(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		postings []money.Posting
		want     error
	}{
		"money from nowhere":               {[]money.Posting{money.Credit(escrow, 5)}, wallet.ErrNotZero},
		"money that left by no exit":       {append(money.Move(5, bank, escrow), money.Move(5, escrow, bank)...), wallet.ErrNotZero},
		"an account that is not ours":      {money.Move(5, bank, "liability:others"), wallet.ErrUnknownAccount},
		"an account without a kind":        {money.Move(5, bank, "cash"), wallet.ErrUnknownAccount},
		"more refunded than was due":       {append(money.Move(5, bank, money.Suspense), money.Move(5, back, bank)...), wallet.ErrOverdrawn},
		"more arrived than was on its way": {append(money.Move(5, "asset:clearing:qris", escrow), money.Move(5, bank, money.Transit)...), wallet.ErrOverdrawn},
		"more made good than was taken":    {append(money.Move(5, bank, escrow), money.Move(5, escrow, money.Shortfall("b"))...), wallet.ErrOverdrawn},
		"more sent than a channel had":     {money.Move(5, escrow, money.Clearing("qris")), wallet.ErrOverdrawn},
		"more sent than was in the bank":   {money.Move(5, escrow, bank), wallet.ErrOverdrawn},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			balances := wallet.Balances{}
			balances.Post(row.postings...)
			_, err := wallet.Identity(balances)
			require.ErrorIs(t, err, row.want)
		})
	}
}
