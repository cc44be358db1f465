package money_test

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/internal/money"
)

func ExampleRupiah_String() {
	fmt.Println(money.Rupiah(1_250_000), money.Rupiah(999), money.Rupiah(-15_000))
	// Output: Rp1.250.000 Rp999 -Rp15.000
}

func TestAmountsAreWrittenAsIndonesiansDo(t *testing.T) {
	t.Parallel()
	for amount, want := range map[money.Rupiah]string{
		0: "Rp0", 7: "Rp7", 1000: "Rp1.000", 12_345: "Rp12.345", 999_999: "Rp999.999", 1_000_000: "Rp1.000.000",
		math.MaxInt64: "Rp9.223.372.036.854.775.807", math.MinInt64: "-Rp9.223.372.036.854.775.808",
	} {
		require.Equal(t, want, amount.String())
	}
}

func TestTimesIsExactOrRefused(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		amount, n := rapid.Int64().Draw(t, "amount"), rapid.Int().Draw(t, "n")
		exact := new(big.Int).Mul(big.NewInt(amount), big.NewInt(int64(n)))
		got, err := money.Rupiah(amount).Times(n)
		if exact.IsInt64() {
			require.NoError(t, err)
			require.Equal(t, exact.Int64(), int64(got))
		} else {
			require.ErrorIs(t, err, money.ErrOverflow)
		}
	})
}

func TestTimesAtTheEdges(t *testing.T) {
	t.Parallel()
	for _, edge := range []struct {
		amount money.Rupiah
		n      int
	}{
		{math.MinInt64, -1},
		{math.MinInt64, math.MinInt},
		{1, math.MinInt},
		{-1, math.MinInt},
		{math.MaxInt64, -1},
		{math.MinInt64, 1},
		{0, math.MinInt},
		{math.MaxInt64, 2},
	} {
		exact := new(big.Int).Mul(big.NewInt(int64(edge.amount)), big.NewInt(int64(edge.n)))
		got, err := edge.amount.Times(edge.n)
		if !exact.IsInt64() {
			require.ErrorIs(t, err, money.ErrOverflow, edge)
			continue
		}
		require.NoError(t, err, edge)
		require.Equal(t, exact.Int64(), int64(got), edge)
	}
}

func TestPlusIsExactOrRefused(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Int64().Draw(t, "a"), rapid.Int64().Draw(t, "b")
		exact := new(big.Int).Add(big.NewInt(a), big.NewInt(b))
		got, err := money.Rupiah(a).Plus(money.Rupiah(b))
		if exact.IsInt64() {
			require.NoError(t, err)
			require.Equal(t, exact.Int64(), int64(got))
		} else {
			require.ErrorIs(t, err, money.ErrOverflow)
		}
	})
}

func TestMovesBalance(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var postings []money.Posting
		for range rapid.IntRange(0, 5).Draw(t, "moves") {
			amount := money.Rupiah(rapid.Int64Range(0, 1<<40).Draw(t, "amount"))
			postings = append(postings, money.Move(amount, money.Suspense, money.Wallet("ayu"))...)
		}
		require.NoError(t, money.Balanced(postings))
		for _, p := range postings {
			require.NotZero(t, p.Amount)
		}
	})
	require.Equal(t, []money.Posting{{Account: money.Bank("123"), Amount: 5}, {Account: money.Suspense, Amount: -5}},
		money.Move(5, money.Bank("123"), money.Suspense))
}

func TestUnbalancedPostingsAreFound(t *testing.T) {
	t.Parallel()
	err := money.Balanced([]money.Posting{money.Debit(money.Suspense, 1000), money.Credit(money.Tax, 1)})
	require.ErrorIs(t, err, money.ErrUnbalanced)
	require.ErrorContains(t, err, "Rp999 remains")
}

func TestPostingsThatOverflowDoNotBalance(t *testing.T) {
	t.Parallel()
	wraps := []money.Posting{
		money.Debit(money.Suspense, math.MaxInt64), money.Debit(money.Suspense, math.MaxInt64), money.Debit(money.Suspense, 2),
	}
	require.ErrorIs(t, money.Balanced(wraps), money.ErrOverflow)
}

func TestAccountsFollowTheChart(t *testing.T) {
	t.Parallel()
	for account, want := range map[money.Account]string{
		money.Bank("1"): "asset:bank:1", money.Clearing("midtrans"): "asset:clearing:midtrans", money.Escrow("c", "p"): "liability:escrow:c:p",
		money.Wallet("b"): "liability:wallet:b", money.Refund("b"): "liability:refund:b",
		money.Seller("x"): "liability:seller:x", money.Suspense: "liability:suspense",
		money.Shipping: "liability:shipping", money.Tax: "liability:tax",
		money.FeeIncome: "income:fee", money.GatewayFee: "expense:gateway_fee",
	} {
		require.Equal(t, want, string(account))
	}
}
