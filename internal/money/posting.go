package money

import (
	"errors"
	"fmt"
)

// Account names a place where money is, as "liability:suspense".
type Account string

// Accounts of the chart that need no parameter.
const (
	Suspense   Account = "liability:suspense"
	Transit    Account = "asset:transit" // on its way from one of our asset accounts to another
	Shipping   Account = "liability:shipping"
	Tax        Account = "liability:tax"
	FeeIncome  Account = "income:fee"
	GatewayFee Account = "expense:gateway_fee"
	// Withdrawn stands against what was once due as a refund and was not sent after
	// all: what it is debited with is not due any more.
	Withdrawn Account = "liability:refund_withdrawn"
	// Loss is what a channel took back, and the platform bore.
	Loss Account = "expense:loss"
)

// Bank is our own bank account by its number.
func Bank(number string) Account { return Account("asset:bank:" + number) }

// Clearing is what a payment channel holds for us.
func Clearing(channel string) Account { return Account("asset:clearing:" + channel) }

// Escrow holds one participation's money in one campaign.
func Escrow(campaign, participation string) Account {
	return Account("liability:escrow:" + campaign + ":" + participation)
}

// Wallet is what a buyer may spend.
func Wallet(buyer string) Account { return Account("liability:wallet:" + buyer) }

// Refund is what is on its way back to a buyer.
func Refund(buyer string) Account { return Account("liability:refund:" + buyer) }

// RefundToWallet is what is on its way back to a buyer's wallet, and does not leave.
func RefundToWallet(buyer string) Account { return Account("liability:refund_to_wallet:" + buyer) }

// Shortfall is what a channel took back of money that a buyer had paid, and that nobody
// has made good yet.
func Shortfall(buyer string) Account { return Account("asset:shortfall:" + buyer) }

// Seller is what a brand will be paid.
func Seller(brand string) Account { return Account("liability:seller:" + brand) }

// Receivable is what a brand owes us.
func Receivable(brand string) Account { return Account("asset:receivable:" + brand) }

// Posting changes one account by an amount: positive is a debit, negative a
// credit. The postings of one event sum to zero.
type Posting struct {
	Account Account `json:"account"`
	Amount  Rupiah  `json:"amount"`
}

// Debit adds to an asset or an expense, and takes from a liability or income.
func Debit(account Account, amount Rupiah) Posting { return Posting{account, amount} }

// Credit adds to a liability or income, and takes from an asset or an expense.
func Credit(account Account, amount Rupiah) Posting { return Posting{account, -amount} }

// ErrUnbalanced means that postings do not sum to zero.
var ErrUnbalanced = errors.New("postings do not sum to zero")

// Move debits one account and credits another with each amount that is not
// zero, and returns the balanced postings.
func Move(amount Rupiah, debit, credit Account) []Posting {
	if amount == 0 {
		return nil
	}
	return []Posting{Debit(debit, amount), Credit(credit, amount)}
}

// Balanced returns ErrUnbalanced unless the postings sum to zero, and
// ErrOverflow when they can't be summed.
func Balanced(postings []Posting) error {
	var sum Rupiah
	for _, p := range postings {
		var err error
		if sum, err = sum.Plus(p.Amount); err != nil {
			return err
		}
	}
	if sum != 0 {
		return fmt.Errorf("%w: %s remains", ErrUnbalanced, sum)
	}
	return nil
}
