package payout_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// The story that all rows tell: the house Kenanga, whose owner is Rina, was released the
// money of participations; Petra and Desi are operators. It is Tuesday, noon.
var (
	noon    = time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)
	nextRun = time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC) // Wednesday, 10.00 WIB

	kenanga           = ident(1)
	rina, petra, desi = ident(11), ident(12), ident(13)
	first, second     = payout.ID(kenanga, 1), payout.ID(kenanga, 2)
	till              = money.Clearing("midtrans")
	bank              = money.Bank("8830124477")
	account           = eventstore.Sealed{Person: rina.String(), Nonce: []byte("nonce"), Box: []byte("box")}
	policy            = payout.Policy{LimitOne: payout.DefaultLimitOne}
	byHand            = payout.Policy{LimitOne: payout.DefaultLimitOne, ByHand: true}
	split             = sambatan.Split{Goods: 1_000_000, Shipping: 20_000, Fee: 50_000, Tax: 5_000} // 965.000 for the brand
	dear              = sambatan.Split{Goods: 12_000_000, Fee: 600_000}                             // 11.400.000
	kenangaSeller     = money.Seller(kenanga.String())
	kenangaOwes       = money.Receivable(kenanga.String())
)

func ident(n int) id.ID { return id.MustParse(fmt.Sprintf("01930000-0000-7000-8000-%012d", n)) }

func of(n int) payout.Of {
	return payout.Of{Campaign: ident(20), Participation: ident(100 + n), Receipt: ident(200 + n)}
}

func accrued(n int, split sambatan.Split) payout.Accrued {
	return payout.Accrued{Brand: kenanga, Of: of(n), Split: split, Home: till}
}

func clawedBack(amount money.Rupiah) payout.ClawedBack {
	return payout.ClawedBack{Brand: kenanga, Of: of(1), Refund: ident(300), Amount: amount, Home: till}
}

func given(number int) payout.AccountGiven {
	e := payout.AccountGiven{Brand: kenanga, Number: number, By: rina, Account: account, UsableFrom: noon}
	if number > 1 {
		e.UsableFrom = noon.Add(payout.Cooling)
	}
	return e
}

func agreed(number int) payout.AccountApproved {
	return payout.AccountApproved{Brand: kenanga, Number: number, By: petra}
}

func planned(at time.Time) payout.RunPlanned { return payout.RunPlanned{Brand: kenanga, At: at} }

func claim(n int) payout.Claim { return payout.Claim{Brand: kenanga, Payout: payout.ID(kenanga, n)} }

// history is what happened, in one list.
type history []payout.Event

func (h history) then(events ...payout.Event) history { return append(slices.Clip(h), events...) }

// ready is a brand with an account that somebody has looked at.
func ready(splits ...sambatan.Split) history {
	h := history{given(1), agreed(1)}
	for n, split := range splits {
		h = h.then(accrued(n+1, split))
	}
	return h.then(planned(nextRun))
}

func opened(number int, by id.ID, gross, clawback money.Rupiah) payout.Opened {
	e := payout.Opened{Claim: claim(number), By: by, Bill: payout.Bill{
		Number: number, Gross: gross, Clawback: clawback, Amount: gross - clawback, Account: 1, LimitOne: payout.DefaultLimitOne,
	}}
	e.Hash = payout.Hash(e.Claim, e.Bill, account)
	return e
}

func approvedBy(who id.ID, e payout.Opened) payout.Approved {
	return payout.Approved{Claim: e.Claim, By: who, Hash: e.Hash}
}

func queued(e payout.Opened, attempt int, at time.Time) payout.Queued {
	return payout.Queued{Claim: e.Claim, Attempt: attempt, Way: payment.ByPayout, NotBefore: at, Amount: e.Amount, Hash: e.Hash}
}

func submitted(attempt int) payout.Submitted {
	return payout.Submitted{Claim: claim(1), Attempt: attempt, Key: payout.Key(first, attempt), At: nextRun}
}

func paid(e payout.Opened, attempt int, evidence string) payout.Paid {
	p := payout.Paid{
		Claim: e.Claim, Number: e.Number, Account: e.Account, Giver: rina, Attempt: attempt, Gross: e.Gross, Clawback: e.Clawback, Amount: e.Amount, Evidence: evidence,
		Postings: []money.Posting{money.Debit(kenangaSeller, e.Gross), money.Credit(till, e.Amount)},
	}
	if e.Clawback > 0 {
		p.Postings = append(p.Postings, money.Credit(kenangaOwes, e.Clawback))
	}
	return p
}
