package payment_test

import (
	"testing"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// What is missing after a part need not be a whole thousand, as a transfer with a code has
// to be: what the buyer was asked for beyond it is theirs, as the code is.
func TestWhatTheRestWasRoundedUpByGoesToTheBuyersWallet(t *testing.T) {
	t.Parallel()
	rest := match
	rest.Due, rest.Code = 81_000, 233
	won := allocated(0)
	won.Amount, won.ToWallet = 80_123, 1_110
	won.Postings = []money.Posting{
		money.Debit(money.Suspense, 81_233), money.Credit(money.Escrow(campaign.String(), first.String()), 80_123),
		money.Credit(money.Wallet(rina.String()), 1_110),
	}
	receipts(t, recorded(81_233, rest)).When(payment.Allocate{Amount: 80_123}, noon).Then(won)
}

func TestWhatIsMoreThanWasAskedForBeyondTheRestGoesBack(t *testing.T) {
	t.Parallel()
	rest := match
	rest.Due, rest.Code = 81_000, 233
	won := allocated(0) // the campaign had got another part meanwhile
	won.Amount = 10_000
	won.Postings = money.Move(10_000, money.Suspense, money.Escrow(campaign.String(), first.String()))
	receipts(t, recorded(81_233, rest)).When(payment.Allocate{Amount: 10_000}, noon).
		Then(won, due(1, 71_233, payment.ReasonOverpaid, money.Debit(money.Suspense, 71_233)))
}

//money:case §4.3 parts at the hold's expiry
func TestAPartGoesBackOnceWithAllThatItHas(t *testing.T) {
	t.Parallel()
	back := payment.DueRefund{Reason: string(sambatan.DeclinedPart)}
	receipts(t, recorded(104_877, match)).
		When(back, noon).Then(due(1, 104_877, string(sambatan.DeclinedPart), money.Debit(money.Suspense, 104_877))).
		And().When(back, noon).ThenNothing()
}
