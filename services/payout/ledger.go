package payout

import (
	"maps"
	"slices"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// pays takes the money from where it came in, and what the brand owed out of what it
// was due.
func (s Seller) pays(p Payout, attempt int, by id.ID, evidence string) Paid {
	brand := s.Brand.String()
	postings := []money.Posting{money.Debit(money.Seller(brand), p.Gross)}
	postings = append(postings, s.takes(p.Amount)...)
	if p.Clawback > 0 {
		postings = append(postings, money.Credit(money.Receivable(brand), p.Clawback))
	}
	return Paid{
		Claim: p.Claim, Number: p.Number, Account: p.Account, Giver: p.Giver, Attempt: attempt, By: by, Gross: p.Gross, Clawback: p.Clawback, Amount: p.Amount,
		Evidence: evidence, Postings: postings,
	}
}

// takes credits the accounts that the brand's money is in, in the order of their names.
// What they do not hold, because a buyer was refunded meanwhile, is taken from the last.
func (s Seller) takes(amount money.Rupiah) []money.Posting {
	var taken []money.Posting
	homes := slices.Sorted(maps.Keys(s.at))
	for n, home := range homes {
		part := min(max(s.at[home], 0), amount)
		if n == len(homes)-1 {
			part = amount
		}
		if part > 0 {
			taken = append(taken, money.Credit(home, part))
		}
		amount -= part
	}
	return taken
}

// comesBack turns the postings of a payout's exit back. What the brand owed stays paid.
func (s Seller) comesBack(past Exit, code string) Reversed {
	postings := []money.Posting{money.Credit(money.Seller(s.Brand.String()), past.Amount)}
	for _, taken := range past.taken {
		postings = append(postings, money.Debit(taken.Account, -taken.Amount))
	}
	return Reversed{
		Claim: Claim{s.Brand, past.Payout}, Attempt: past.Attempt, Amount: past.Amount, Code: code, Evidence: past.Evidence,
		Postings: postings,
	}
}

// move notes how much of the brand's money is where.
func (s Seller) move(home money.Account, amount money.Rupiah) Seller {
	s.at = maps.Clone(s.at)
	if s.at == nil {
		s.at = map[money.Account]money.Rupiah{}
	}
	s.at[home] += amount
	return s
}

// cash are the postings of a payout that are not between the brand and us.
func cash(brand id.ID, postings []money.Posting) []money.Posting {
	ours := []money.Account{money.Seller(brand.String()), money.Receivable(brand.String())}
	return slices.DeleteFunc(slices.Clone(postings), func(p money.Posting) bool { return slices.Contains(ours, p.Account) })
}
