package history

import (
	"context"
	"fmt"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
)

// payOut is what brands, operators, time and the gateway do about what a brand is due.
func (m *Market) payOut() (eventstore.Command, error) {
	n := m.payouts.IntN(len(m.Brands))
	brand, owner, staff := m.Brands[n], m.Owners[n%len(m.Owners)], m.Buyers
	seller, _, err := eventstore.Load(context.Background(), m.Log, payout.Sellers, brand.String())
	if err != nil {
		return eventstore.Command{}, fmt.Errorf("read what brand %s is due: %w", brand, err)
	}
	by := staff[m.payouts.IntN(min(3, len(staff)))]
	policy := payout.Policy{LimitOne: 1_000_000}
	said := []payout.Command{
		payout.ApproveAccount{Number: seller.Account.Number, By: by},
		payout.ApproveAccount{Number: seller.Account.Number, By: by},
		payout.Open{By: by, Policy: policy},
		payout.Run{Policy: policy},
		payout.Charge{Brand: brand, Campaign: brand, Amount: 5_000},
		payout.Hold{Brand: brand, By: by, Reason: "diperiksa"},
		payout.Resume{By: by, Note: "selesai"},
		payout.Resume{By: by, Note: "selesai"},
	}
	if seller.Account.Number == 0 || m.payouts.IntN(8) == 0 { // another one would cool for days
		said = append(said, payout.GiveAccount{Brand: brand, By: owner, Account: m.sealed[m.Buyers[0]].account})
	}
	if live := seller.Live; live != nil {
		if m.payouts.IntN(3) > 0 { // mostly it goes on
			said = nil
		}
		p, next := live.Payout, live.Attempt+1
		said = append(
			said,
			payout.Approve{Payout: p, By: by, Hash: live.Hash}, payout.Submit{Payout: p, Attempt: next}, payout.Submit{Payout: p, Attempt: next},
			payout.Accept{Payout: p, Attempt: live.Attempt, Reference: "emu"}, payout.NoteUnclear{Payout: p, Attempt: live.Attempt},
			payout.NoteSent{Payout: p, Attempt: live.Attempt, Evidence: "emu"}, payout.NoteSent{Payout: p, Attempt: live.Attempt, Evidence: "emu"},
			payout.NoteNotSent{Payout: p, Attempt: live.Attempt, Failure: payment.FailureOffline, Code: "099"},
			payout.NoteNotSent{Payout: p, Attempt: live.Attempt, Failure: payment.FailureUnexplained},
			payout.MarkPaid{Payout: p, By: by, Evidence: "FT"}, payout.Cancel{Payout: p, By: by, Reason: "salah waktu"},
			payout.Retry{Payout: p, Way: payment.ByOperator},
			payout.NoteOutcome{Payout: p, Attempt: live.Attempt, Left: m.payouts.IntN(2) == 0, Amount: live.Amount, Evidence: "mutasi", By: by},
		)
	}
	for _, past := range seller.Past {
		back := payout.NoteNotSent{Payout: past.Payout, Attempt: past.Attempt, Failure: payment.FailureAccount, Code: "012"}
		said = append(said, back, back)
	}
	return payout.Sellers.Command(brand.String(), said[m.payouts.IntN(len(said))], m.meta("user:"+by.String())), nil
}
