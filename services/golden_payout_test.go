package services_test

import (
	"testing"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

func TestEveryPayoutEventReadsAsItWasWritten(t *testing.T) {
	t.Parallel()
	desi := id.MustParse("01930000-0000-7000-8000-00000000000f")
	claim := payout.Claim{Brand: house, Payout: payout.ID(house, 1)}
	of := payout.Of{Campaign: campaign, Participation: participation, Receipt: receipt}
	bank := money.Bank("8830124477")
	golden(t, payout.Codec,
		payout.Accrued{Brand: house, Of: of, Split: sambatan.Split{Goods: 170_000, Shipping: 15_000, Fee: 8_500, Tax: 850}, Home: bank},
		payout.ClawedBack{Brand: house, Of: of, Refund: refund, Amount: 185_000, Home: bank},
		payout.Charged{Brand: house, Campaign: campaign, Amount: 8_500, Postings: money.Move(8_500, money.Receivable(house.String()), money.FeeIncome)},
		payout.AccountGiven{Brand: house, Number: 2, By: buyer, Account: box, UsableFrom: at.Add(payout.Cooling)},
		payout.AccountApproved{Brand: house, Number: 2, By: desi},
		payout.AccountRefused{Brand: house, Number: 2, Giver: buyer, By: desi, Reason: "nama lain"},
		payout.Held{Brand: house, By: desi, Reason: "sengketa"},
		payout.Resumed{Brand: house, By: desi, Note: "selesai"},
		payout.RunPlanned{Brand: house, At: at},
		payout.RunDropped{Brand: house},
		payout.Opened{Claim: claim, Bill: payout.Bill{Number: 1, Gross: 11_575_650, Clawback: 185_000, Amount: 11_390_650, Account: 2, LimitOne: 10_000_000}, By: desi, Hash: "5f2a"},
		payout.Approved{Claim: claim, By: desi, Hash: "5f2a", StepUp: at},
		payout.Queued{Claim: claim, Attempt: 1, Way: payment.ByPayout, NotBefore: at, Amount: 11_390_650, Hash: "5f2a"},
		payout.Submitted{Claim: claim, Attempt: 1, Key: payout.Key(claim.Payout, 1), At: at.Add(time.Second)},
		payout.Accepted{Claim: claim, Attempt: 1, Reference: "emu000000007"},
		payout.Unclear{Claim: claim, Attempt: 1},
		payout.Failed{Claim: claim, Attempt: 1, Failure: payment.FailureAccount, Code: "002", Ends: true},
		payout.Paid{
			Claim: claim, Number: 1, Account: 2, Giver: buyer, Attempt: 1, Gross: 11_575_650, Clawback: 185_000, Amount: 11_390_650, Evidence: "emu000000007",
			Postings: []money.Posting{
				money.Debit(money.Seller(house.String()), 11_575_650), money.Credit(bank, 11_390_650),
				money.Credit(money.Receivable(house.String()), 185_000),
			},
		},
		payout.Reversed{
			Claim: claim, Attempt: 1, Amount: 11_390_650, Code: "012", Evidence: "emu000000007",
			Postings: money.Move(11_390_650, bank, money.Seller(house.String())),
		},
		payout.Cancelled{Claim: claim, By: desi, Reason: "salah waktu"},
		payout.Contradicted{Claim: claim, Attempt: 1, Said: payment.SaidSent, Evidence: "emu000000007"},
		payout.OutcomeProposed{
			Claim: claim, By: desi, StepUp: at,
			Outcome: payout.Outcome{Attempt: 1, Left: true, Amount: 11_390_650, Evidence: "emu000000007", Hash: "5f2a"},
		},
		payout.OutcomeNoted{
			Claim: claim, By: buyer, StepUp: at,
			Outcome: payout.Outcome{Attempt: 1, Amount: 11_390_650, Evidence: "mutasi 24/11", Hash: "5f2a"},
		},
	)
}
