package wallet_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

var (
	noon     = time.Date(2026, 11, 28, 5, 0, 0, 0, time.UTC)
	budi     = id.MustParse("01930000-0000-7000-8000-000000000002")
	clearing = money.Clearing("midtrans")
	topUp    = nth(1)
	asked    = wallet.TopUpAsked{TopUp: topUp, Buyer: rina, Amount: 200_000, Method: payment.QRIS, PayBy: noon.Add(wallet.TopUpTime)}
	filled   = wallet.Credited{Buyer: rina, Receipt: nth(2), TopUp: topUp, Amount: 200_000, Home: clearing}
	first    = nth(3) // participation
	second   = nth(4)
	held     = wallet.Held{Hold: nth(5), Buyer: rina, Campaign: campaign, Participation: first, Amount: 185_000, At: noon}
	captured = wallet.Captured{
		Hold: nth(5), Buyer: rina, Campaign: campaign, Participation: first, Attempt: 1, Amount: 185_000, Held: 185_000, PaidAt: noon, Home: clearing,
	}
	released = wallet.Released{Hold: nth(5), Buyer: rina, Campaign: campaign, Participation: first, Amount: 185_000}
	returned = wallet.Credited{
		Buyer: rina, Receipt: nth(6), Refund: nth(7), Campaign: campaign, Participation: first, Amount: 185_000,
	}
)

// nth is the nth id of these tests.
func nth(n byte) id.ID {
	made := id.MustParse("01930000-0000-7000-8000-0000000001f0")
	made[15] = n
	return made
}

type history []wallet.Event

type row struct {
	name    string
	given   history
	when    wallet.Command
	then    history
	refused error
}

func run(t *testing.T, rows []row) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			outcome := spec.Given(t, wallet.Decider, r.given...).When(r.when, noon)
			switch {
			case r.refused != nil:
				outcome.ThenRefused(r.refused)
			case len(r.then) == 0:
				outcome.ThenNothing()
			default:
				outcome.Then(r.then...)
			}
		})
	}
}

func TestAWalletIsToppedUp(t *testing.T) {
	t.Parallel()
	ask := wallet.AskTopUp{TopUp: topUp, Buyer: rina, Amount: 200_000, Method: payment.QRIS}
	other := func(change func(*wallet.AskTopUp)) wallet.AskTopUp {
		c := ask
		c.TopUp = nth(99)
		change(&c)
		return c
	}
	credit := wallet.Credit(filled)
	run(t, []row{
		{name: "asked", when: ask, then: history{asked}},
		{name: "the same id for another", given: history{asked}, when: ask, refused: wallet.ErrReused},
		{name: "another buyer's", given: history{asked}, when: other(func(c *wallet.AskTopUp) { c.Buyer = budi }), refused: wallet.ErrNotYours},
		{name: "too little", when: other(func(c *wallet.AskTopUp) { c.Amount = 9_999 }), refused: wallet.ErrTooLittle},
		{name: "no such way", when: other(func(c *wallet.AskTopUp) { c.Method = payment.FromWallet }), refused: wallet.ErrUnknownMethod},
		{name: "nobody's", when: other(func(c *wallet.AskTopUp) { c.Buyer = id.ID{} }), refused: wallet.ErrIncomplete},
		{name: "what is on its way counts", given: history{asked}, when: other(func(c *wallet.AskTopUp) { c.Amount = 1_800_001 }), refused: &wallet.FullError{Room: 1_800_000}},
		{name: "what is there counts", given: history{asked, filled}, when: other(func(c *wallet.AskTopUp) { c.Amount = 1_800_001 }), refused: &wallet.FullError{Room: 1_800_000}},
		{
			name: "three wait for their money", refused: wallet.ErrTooOften, when: ask,
			given: history{
				wallet.TopUpAsked{TopUp: nth(91), Buyer: rina, Amount: 10_000, PayBy: noon.Add(1)},
				wallet.TopUpAsked{TopUp: nth(92), Buyer: rina, Amount: 10_000, PayBy: noon.Add(1)},
				wallet.TopUpAsked{TopUp: nth(93), Buyer: rina, Amount: 10_000, PayBy: noon.Add(1)},
			},
		},
		{name: "the money came", given: history{asked}, when: credit, then: history{filled}},
		{name: "the money came, and nobody had asked", when: credit, then: history{filled}},
		{name: "told twice", given: history{asked, filled}, when: credit},
		{name: "nobody knows where it is", when: wallet.Credit{Buyer: rina, Receipt: nth(2), TopUp: topUp, Amount: 5}, refused: wallet.ErrIncomplete},
		{name: "neither a top-up nor a refund", when: wallet.Credit{Buyer: rina, Receipt: nth(2), Amount: 5, Home: clearing}, refused: wallet.ErrIncomplete},
		{name: "another buyer's money", given: history{asked}, when: wallet.Credit{Buyer: budi, Receipt: nth(2), TopUp: topUp, Amount: 5, Home: clearing}, refused: wallet.ErrNotYours},
	})
}

//money:case Wallet hold
//money:case Wallet no overdraft
func TestMoneyIsHeldCapturedOrReleased(t *testing.T) {
	t.Parallel()
	hold := wallet.Hold{Hold: nth(5), Buyer: rina, Campaign: campaign, Participation: first, Amount: 185_000}
	another := wallet.Hold{Hold: nth(8), Buyer: rina, Campaign: campaign, Participation: second, Amount: 15_001}
	capture := wallet.Capture{Participation: first, Attempt: 1, Amount: 185_000}
	run(t, []row{
		{name: "held", given: history{filled}, when: hold, then: history{held}},
		{name: "of nothing", when: hold, refused: &wallet.InsufficientError{Asked: 185_000}},
		{name: "more than is left", given: history{filled, held}, when: another, refused: &wallet.InsufficientError{Spendable: 15_000, Asked: 15_001}},
		{name: "twice for the same", given: history{filled, held}, when: wallet.Hold{Hold: nth(8), Buyer: rina, Campaign: campaign, Participation: first, Amount: 5}, refused: wallet.ErrHeld},
		{name: "from another's", given: history{filled}, when: wallet.Hold{Hold: nth(8), Buyer: budi, Campaign: campaign, Participation: first, Amount: 5}, refused: wallet.ErrNotYours},
		{name: "nothing", given: history{filled}, when: wallet.Hold{Hold: nth(8), Buyer: rina, Campaign: campaign, Participation: first}, refused: wallet.ErrIncomplete},
		{name: "captured", given: history{filled, held}, when: capture, then: history{captured}},
		{name: "captured twice", given: history{filled, held, captured}, when: capture},
		{name: "captured with nothing held", given: history{filled}, when: capture, refused: wallet.ErrNoHold},
		{name: "captured and more than was held", given: history{filled, held}, when: wallet.Capture{Participation: first, Attempt: 1, Amount: 185_001}, refused: wallet.ErrNoHold},
		{name: "captured without an attempt", given: history{filled, held}, when: wallet.Capture{Participation: first, Amount: 5}, refused: wallet.ErrIncomplete},
		{name: "released", given: history{filled, held}, when: wallet.Release{Participation: first, Hold: nth(5)}, then: history{released}},
		{name: "released twice", given: history{filled, held, released}, when: wallet.Release{Participation: first, Hold: nth(5)}},
		{name: "captured after it was released", given: history{filled, held, released}, when: capture, refused: wallet.ErrNoHold},
		{name: "released after it was captured", given: history{filled, held, captured}, when: wallet.Release{Participation: first}},
		{name: "another hold is released", given: history{filled, held}, when: wallet.Release{Participation: first, Hold: nth(8)}},
		{name: "what was captured comes back", given: history{filled, held, captured}, when: wallet.Credit(returned), then: history{returned}},
		{name: "it comes back once", given: history{filled, held, captured, returned}, when: wallet.Credit(returned)},
	})
}

func TestWhatWasHeldBeyondThePriceIsFreeAgain(t *testing.T) {
	t.Parallel()
	part := captured
	part.Amount = 100_000
	spec.Given(t, wallet.Decider, history{filled, held}...).When(wallet.Capture{Participation: first, Attempt: 1, Amount: 100_000}, noon).Then(part)
	state := wallet.Decider.Fold(filled, held, part)
	require.Equal(t, money.Rupiah(100_000), state.Spendable())
	require.Zero(t, state.Held)
}

//money:case Wallet top-up taken back
func TestATopUpThatIsTakenBackIsGivenAsFarAsItIsThere(t *testing.T) {
	t.Parallel()
	back := func(total money.Rupiah) wallet.TakeBack {
		return wallet.TakeBack{Receipt: nth(2), TopUp: topUp, Total: total}
	}
	gone := func(amount, total money.Rupiah) wallet.TakenBack {
		return wallet.TakenBack{Buyer: rina, Receipt: nth(2), TopUp: topUp, Amount: amount, Total: total}
	}
	run(t, []row{
		{name: "all of it", given: history{filled}, when: back(200_000), then: history{gone(200_000, 200_000)}},
		{name: "told twice", given: history{filled, gone(200_000, 200_000)}, when: back(200_000)},
		{name: "more later", given: history{filled, gone(30_000, 30_000)}, when: back(200_000), then: history{gone(170_000, 200_000)}},
		{name: "what is held has been promised", given: history{filled, held}, when: back(200_000), then: history{gone(15_000, 200_000)}},
		{name: "nothing is left", given: history{filled, held, gone(15_000, 15_000)}, when: back(200_000)},
		{name: "of nothing", when: wallet.TakeBack{Total: 5}, refused: wallet.ErrIncomplete},
	})
}

func TestRefusalsSayWhatIsMissing(t *testing.T) {
	t.Parallel()
	short := &wallet.InsufficientError{Spendable: 15_000, Asked: 185_000}
	require.Equal(t, money.Rupiah(170_000), short.Missing())
	require.Equal(t, "Rp185.000 was asked for, Rp15.000 can be spent", short.Error())
	require.Equal(t, "at most Rp5 can be topped up", (&wallet.FullError{Room: 5}).Error())
}
