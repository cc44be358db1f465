package wallet_test

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// pocket is a slow, obvious reading of a wallet's events.
type pocket struct {
	came, went money.Rupiah
	open       map[id.ID]money.Rupiah // holds
	ended      map[id.ID]int
	sources    map[id.ID]int
	leaving    map[id.ID]money.Rupiah // cash-outs that did not come back
	seen       map[string]int
}

// TestAWalletIsNeverOverdrawnWhateverIsAsked throws random commands at a wallet, told late,
// twice and in any order.
//
//money:case Wallet no overdraft
//money:case Wallet hold ends once
func TestAWalletIsNeverOverdrawnWhateverIsAsked(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	story := func(t *rapid.T) {
		state, now := wallet.Decider.Initial(), noon
		p := &pocket{open: map[id.ID]money.Rupiah{}, ended: map[id.ID]int{}, sources: map[id.ID]int{}, leaving: map[id.ID]money.Rupiah{}, seen: seen}
		chance := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "chance"), 0))
		for range 200 {
			now = now.Add(time.Duration(chance.IntN(20)) * time.Minute)
			events, err := wallet.Decider.Decide(state, anything(chance), now)
			if err != nil {
				_, refused := errors.AsType[*wallet.RefusalError](err)
				_, short := errors.AsType[*wallet.InsufficientError](err)
				_, full := errors.AsType[*wallet.FullError](err)
				require.True(t, refused || short || full, "%v", err)
				require.Empty(t, events)
			}
			for _, event := range events {
				p.enter(t, event)
				state = wallet.Decider.Evolve(state, event)
				p.agree(t, state)
			}
		}
	}
	spec.Explore(func() { rapid.Check(t, story) }, func() bool { return spec.Saw(seen, wallet.Codec.Types()) })
	for _, eventType := range wallet.Codec.Types() {
		require.NotZero(t, seen[eventType], "no story held %s", eventType)
	}
}

// anything is one command out of few names, so that they meet.
func anything(chance *rand.Rand) wallet.Command {
	some := func(from int) id.ID { return nth(byte(from + chance.IntN(6))) }
	amount := money.Rupiah(chance.IntN(12)) * 50_000
	switch chance.IntN(13) {
	case 0:
		return wallet.AskTopUp{TopUp: some(10), Buyer: rina, Amount: amount, Method: payment.VABCA}
	case 1:
		return wallet.Credit{Buyer: rina, Receipt: some(20), TopUp: some(10), Amount: amount, Home: clearing}
	case 2:
		return wallet.Credit{Buyer: rina, Receipt: some(20), Refund: some(30), Campaign: campaign, Participation: some(40), Amount: amount}
	case 3, 4:
		return wallet.Hold{Hold: id.New(), Buyer: rina, Campaign: campaign, Participation: some(40), Amount: amount}
	case 5:
		return wallet.Capture{Participation: some(40), Attempt: 1 + chance.IntN(4), Amount: amount}
	case 6:
		return wallet.Release{Participation: some(40)}
	case 7, 8:
		return wallet.AskCashOut{CashOut: some(50), Buyer: rina, Amount: amount, Account: account, Known: chance.IntN(2) == 0}
	case 9:
		return wallet.EndCashOut{CashOut: some(50)}
	case 10:
		return wallet.ReturnCashOut{CashOut: some(50)}
	case 11:
		return wallet.TakeCashOutBack{CashOut: some(50)}
	default:
		return wallet.TakeBack{Receipt: some(20), TopUp: some(10), Total: amount}
	}
}

func (p *pocket) enter(t *rapid.T, event wallet.Event) {
	encoded, err := wallet.Codec.Encode(event)
	require.NoError(t, err)
	p.seen[encoded.Type]++
	switch e := event.(type) {
	case wallet.TopUpAsked:
		require.GreaterOrEqual(t, e.Amount, wallet.LeastTopUp)
	case wallet.Credited:
		source := e.Receipt
		if !e.Refund.IsZero() {
			source = e.Refund
		}
		p.sources[source]++
		require.Equal(t, 1, p.sources[source], "the same money twice")
		p.came += e.Amount
	case wallet.Held:
		p.open[e.Hold] = e.Amount
	case wallet.Captured:
		require.Equal(t, p.open[e.Hold], e.Held)
		require.LessOrEqual(t, e.Amount, e.Held)
		p.end(t, e.Hold)
		p.went += e.Amount
	case wallet.Released:
		require.Equal(t, p.open[e.Hold], e.Amount)
		p.end(t, e.Hold)
	case wallet.TakenBack:
		p.went += e.Amount
	case wallet.CashOutAsked:
		require.NotContains(t, p.leaving, e.CashOut, "asked twice")
		p.leaving[e.CashOut] = e.Amount
		p.went += e.Amount
	case wallet.CashOutSent:
		require.Equal(t, p.leaving[e.CashOut], e.Amount, "sent, and here")
	case wallet.CashOutReturned:
		require.Equal(t, p.leaving[e.CashOut], e.Amount, "came back twice")
		p.leaving[e.CashOut] = 0
		p.went -= e.Amount
	case wallet.CashOutSentAfterAll:
		require.Contains(t, p.leaving, e.CashOut)
		require.Zero(t, p.leaving[e.CashOut], "taken back before it came back, or twice")
		require.LessOrEqual(t, e.Amount, e.Total)
		p.leaving[e.CashOut] = e.Total
		p.went += e.Amount
	}
}

func (p *pocket) end(t *rapid.T, hold id.ID) {
	p.ended[hold]++
	require.Equal(t, 1, p.ended[hold], "a hold ended twice")
	delete(p.open, hold)
}

// agree demands that held and spendable are the balance, and that none is less than nothing.
func (p *pocket) agree(t *rapid.T, s wallet.Purse) {
	var held money.Rupiah
	for _, amount := range p.open {
		held += amount
	}
	require.Equal(t, p.came-p.went, s.Balance)
	require.Equal(t, held, s.Held)
	require.Equal(t, s.Balance, s.Held+s.Spendable())
	require.GreaterOrEqual(t, s.Spendable(), money.Rupiah(0))
}
