// Package wallet holds the one identity that every view of our money obeys, and
// a reference fold of the log that the money projections are compared with.
package wallet

import (
	"maps"
	"slices"

	"github.com/sensasiwangi/sambatan/internal/money"
)

// Balance is what was debited and credited to one account. Both only grow, so
// that what went through an account can be told from what is in it.
type Balance struct{ Debits, Credits money.Rupiah }

// Net is positive for a debit balance, negative for a credit balance.
func (b Balance) Net() money.Rupiah { return b.Debits - b.Credits }

// Balances of a set of accounts: of the whole platform, of one campaign, of one
// buyer or of one receipt.
type Balances map[money.Account]Balance

// Post adds postings.
func (b Balances) Post(postings ...money.Posting) {
	for _, p := range postings {
		balance := b[p.Account]
		if p.Amount > 0 {
			balance.Debits += p.Amount
		} else {
			balance.Credits -= p.Amount
		}
		b[p.Account] = balance
	}
}

// Add adds what went through other accounts, or the same.
func (b Balances) Add(others Balances) {
	for account, other := range others {
		balance := b[account]
		balance.Debits += other.Debits
		balance.Credits += other.Credits
		b[account] = balance
	}
}

// Accounts lists the accounts, sorted.
func (b Balances) Accounts() []money.Account { return slices.Sorted(maps.Keys(b)) }
