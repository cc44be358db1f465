package wallet_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

var (
	out      = nth(9)
	account  = eventstore.Sealed{Person: rina.String(), Box: []byte("account")}
	leaving  = wallet.CashOutAsked{CashOut: out, Buyer: rina, Amount: 150_000, Account: account, At: noon, NotBefore: noon, Home: clearing}
	sent     = wallet.CashOutSent{CashOut: out, Buyer: rina, Amount: 150_000}
	stayed   = wallet.CashOutReturned{CashOut: out, Buyer: rina, Amount: 150_000}
	other200 = wallet.CashOutAsked{CashOut: nth(98), Buyer: rina, Amount: 200_000, Account: account, At: noon, NotBefore: noon, Home: clearing}
	takesOut = payment.ReceiptID(payment.WalletChannel, out.String())
)

// after is what the wallet gave of a cash-out that had been sent although it stayed.
func after(amount money.Rupiah) wallet.CashOutSentAfterAll {
	return wallet.CashOutSentAfterAll{CashOut: out, Buyer: rina, Amount: amount, Total: 150_000}
}

//money:case Wallet cash-out
//money:case Wallet cash-out that stays
//money:case Wallet cash-out sent although it was called off
func TestABalanceIsCashedOut(t *testing.T) {
	t.Parallel()
	ask := wallet.AskCashOut{CashOut: out, Buyer: rina, Amount: 150_000, Account: account, Known: true}
	other := func(change func(*wallet.AskCashOut)) wallet.AskCashOut {
		c := ask
		c.CashOut = nth(99)
		change(&c)
		return c
	}
	again := other(func(c *wallet.AskCashOut) { c.Amount = 10_000 })
	rested, second := leaving, leaving
	rested.NotBefore = noon.Add(3 * time.Hour)
	second.CashOut, second.Amount = nth(99), 10_000
	run(t, []row{
		{name: "to an account that is known", given: history{filled}, when: ask, then: history{leaving}},
		{
			name: "to a new one, which rests", given: history{filled},
			when: wallet.AskCashOut{CashOut: out, Buyer: rina, Amount: 150_000, Account: account}, then: history{rested},
		},
		{name: "the same again", given: history{filled, leaving}, when: ask, refused: wallet.ErrReused},
		{name: "a second one meanwhile", given: history{filled, leaving}, when: again, refused: wallet.ErrLeaving},
		{name: "a second one afterwards", given: history{filled, leaving, sent}, when: again, then: history{second}},
		{name: "a second one of what stayed", given: history{filled, leaving, stayed}, when: again, then: history{second}},
		{name: "more than there is", given: history{filled}, when: other(func(c *wallet.AskCashOut) { c.Amount = 200_001 }), refused: &wallet.InsufficientError{Spendable: 200_000, Asked: 200_001}},
		{name: "what is held", given: history{filled, held}, when: ask, refused: &wallet.InsufficientError{Spendable: 15_000, Asked: 150_000}},
		{name: "of an empty wallet", when: ask, refused: &wallet.InsufficientError{Asked: 150_000}},
		{name: "too little", given: history{filled}, when: other(func(c *wallet.AskCashOut) { c.Amount = 9_999 }), refused: wallet.ErrTooLittle},
		{name: "from another's", given: history{filled}, when: other(func(c *wallet.AskCashOut) { c.Buyer = budi }), refused: wallet.ErrNotYours},
		{name: "to nowhere", given: history{filled}, when: other(func(c *wallet.AskCashOut) { c.Account = eventstore.Sealed{} }), refused: wallet.ErrIncomplete},
		{name: "sent", given: history{filled, leaving}, when: wallet.EndCashOut{CashOut: out}, then: history{sent}},
		{name: "sent twice", given: history{filled, leaving, sent}, when: wallet.EndCashOut{CashOut: out}},
		{name: "sent, which is told after it stayed", given: history{filled, leaving, stayed}, when: wallet.EndCashOut{CashOut: out}},
		{name: "none was sent", given: history{filled}, when: wallet.EndCashOut{CashOut: out}, refused: wallet.ErrNoCashOut},
		{name: "it stays", given: history{filled, leaving}, when: wallet.ReturnCashOut{CashOut: out}, then: history{stayed}},
		{name: "it stays once", given: history{filled, leaving, stayed}, when: wallet.ReturnCashOut{CashOut: out}},
		{name: "it came back from the bank and stays", given: history{filled, leaving, sent}, when: wallet.ReturnCashOut{CashOut: out}, then: history{stayed}},
		{name: "none stays", given: history{filled}, when: wallet.ReturnCashOut{CashOut: out}, refused: wallet.ErrNoCashOut},
		{
			name: "it stays, and had been sent: it is taken out again", given: history{filled, leaving, stayed},
			when: wallet.TakeCashOutBack{CashOut: out}, then: history{after(150_000)},
		},
		{name: "once", given: history{filled, leaving, stayed, after(150_000)}, when: wallet.TakeCashOutBack{CashOut: out}},
		{
			name: "as far as nobody holds it", given: history{filled, leaving, stayed, held}, when: wallet.TakeCashOutBack{CashOut: out},
			then: history{after(15_000)},
		},
		{
			name: "and not what is gone", given: history{filled, leaving, stayed, other200}, when: wallet.TakeCashOutBack{CashOut: out},
			then: history{after(0)},
		},
		{name: "told before it stays", given: history{filled, leaving}, when: wallet.TakeCashOutBack{CashOut: out}, then: history{stayed, after(150_000)}},
		{name: "and then that it stays", given: history{filled, leaving, stayed, after(150_000)}, when: wallet.ReturnCashOut{CashOut: out}},
		{name: "none was sent after all", given: history{filled}, when: wallet.TakeCashOutBack{CashOut: out}, refused: wallet.ErrNoCashOut},
		{
			name: "the top-up is taken back afterwards: the rest is short", given: history{filled, leaving, sent},
			when: wallet.TakeBack{Receipt: nth(2), TopUp: topUp, Total: 200_000},
			then: history{wallet.TakenBack{Buyer: rina, Receipt: nth(2), TopUp: topUp, Amount: 50_000, Total: 200_000}},
		},
	})
}

func TestWhatIsCashedOutCanNotBeSpent(t *testing.T) {
	t.Parallel()
	state := wallet.Decider.Fold(filled, leaving)
	require.Equal(t, money.Rupiah(50_000), state.Spendable())
	require.Equal(t, wallet.CashOut{Asked: leaving}, state.CashOut(out))
	hold := wallet.Hold{Hold: nth(5), Buyer: rina, Campaign: campaign, Participation: first, Amount: 50_001}
	spec.Given(t, wallet.Decider, history{filled, leaving}...).When(hold, noon).ThenRefused(&wallet.InsufficientError{Spendable: 50_000, Asked: 50_001})
	require.Equal(t, money.Rupiah(200_000), wallet.Decider.Fold(filled, leaving, sent, stayed).Spendable())
	require.Equal(t, money.Rupiah(50_000), wallet.Decider.Fold(filled, leaving, sent).Spendable())
}

// A new account rests for less time than any promise leaves: noon of the next working day,
// which is 12 hours away at least.
func TestTheRestOfANewAccountBreaksNoPromise(t *testing.T) {
	t.Parallel()
	for hour := range 24 * 21 {
		asked := noon.Add(time.Duration(hour) * time.Hour)
		require.True(t, asked.Add(wallet.NewAccountRest).Before(payment.RefundPromise(asked)), asked)
	}
}

func TestACashOutIsARefundOfTheWallet(t *testing.T) {
	t.Parallel()
	recorded := eventstore.Recorded{EventID: nth(200)}
	steps := react(leaving)
	require.Equal(t, steps[0].Command, wallet.Process{}.RecordFor(leaving, recorded).Command)
	require.Equal(t, payment.RecordReceipt{
		Receipt: takesOut, Channel: "wallet", Method: "cash_out", Account: "wallet", Amount: 150_000, PaidAt: noon, Reference: out.String(), Home: clearing,
		Match: payment.Match{Instruction: out, Participation: out, Buyer: rina, Due: 150_000, Attempt: 1},
	}, steps[0].Command.Body)
	young := leaving
	young.NotBefore = noon.Add(wallet.NewAccountRest)
	require.Equal(t, young.NotBefore, react(young)[0].Command.Body.(payment.RecordReceipt).Rests)

	left := payment.RefundTransferred{Receipt: takesOut, Participation: out, Buyer: rina, Amount: 150_000}
	require.Equal(t, wallet.EndCashOut{CashOut: out}, react(left)[0].Command.Body)
	back := payment.RefundWithdrawn{Receipt: takesOut, Participation: out, Buyer: rina, Amount: 150_000, ToWallet: true}
	require.Equal(t, wallet.ReturnCashOut{CashOut: out}, react(back)[0].Command.Body)
	gone := payment.RefundSentAfterAll{Receipt: takesOut, Participation: out, Buyer: rina, Amount: 150_000, Reason: payment.ReasonCashOut}
	require.Equal(t, wallet.TakeCashOutBack{CashOut: out}, react(gone)[0].Command.Body)
	gone.Reason = payment.ReasonUnmatched
	require.Empty(t, react(gone), "it had been nobody's")
	given := react(after(15_000))[0].Command
	require.Equal(t, payment.CoverFromWallet{Amount: 15_000}, given.Body)
	require.Equal(t, payment.Receipts.Stream(takesOut.String()), given.Stream)
	require.Empty(t, react(after(0)))
	require.Empty(t, react(payment.RefundWithdrawn{Receipt: takesOut, Amount: 5}), "nobody's money is in suspense again")
	require.Empty(t, react(sent))
	require.Empty(t, react(stayed))
	require.Equal(t, payment.RefundID(takesOut, 1), wallet.CashOutRefund(out))
	for _, event := range []wallet.Event{leaving, sent, stayed, after(1)} {
		require.Equal(t, out.String(), wallet.Process{}.Key(event))
	}
}

// What leaves a wallet was received once, and leaves once; what stays was never refunded.
func TestACashOutKeepsTheIdentity(t *testing.T) {
	t.Parallel()
	var reference wallet.Reference
	purse, owed := money.Wallet(rina.String()), money.Refund(rina.String())
	tell := func(stream eventstore.StreamID, event payment.ReceiptEvent, want wallet.Sums) {
		t.Helper()
		record(t, &reference, stream, event)
		for _, balances := range []wallet.Balances{reference.Platform(), reference.Buyer(rina)} {
			sums, err := wallet.Identity(balances)
			require.NoError(t, err)
			require.Equal(t, want, sums)
		}
		_, err := wallet.Identity(reference.Campaign(id.ID{}))
		require.NoError(t, err)
	}
	tell("receipt-1", payment.ReceiptRecorded{
		Receipt: nth(2), Channel: "midtrans", Participation: topUp, Buyer: rina, Amount: 200_000, Postings: money.Move(200_000, clearing, purse),
	}, wallet.Sums{Received: 200_000, Wallet: 200_000})
	tell("receipt-2", payment.ReceiptRecorded{
		Receipt: takesOut, Channel: "wallet", Participation: out, Buyer: rina, Amount: 150_000, Postings: money.Move(150_000, purse, money.Suspense),
	}, wallet.Sums{Received: 200_000, Wallet: 50_000, Suspense: 150_000})
	tell("receipt-2", payment.RefundDue{
		Receipt: takesOut, Participation: out, Buyer: rina, Amount: 150_000, Postings: money.Move(150_000, money.Suspense, owed),
	}, wallet.Sums{Received: 200_000, Wallet: 50_000, RefundDue: 150_000})
	tell("receipt-2", payment.RefundTransferred{
		Receipt: takesOut, Participation: out, Buyer: rina, Amount: 150_000, Postings: money.Move(150_000, owed, clearing),
	}, wallet.Sums{Received: 200_000, Wallet: 50_000, Refunded: 150_000})
	tell("receipt-2", payment.RefundReturned{
		Receipt: takesOut, Participation: out, Buyer: rina, Amount: 150_000, Postings: money.Move(150_000, clearing, owed),
	}, wallet.Sums{Received: 350_000, Wallet: 50_000, RefundDue: 150_000, Refunded: 150_000})
	tell("receipt-2", payment.RefundWithdrawn{
		Receipt: takesOut, Participation: out, Buyer: rina, Amount: 150_000, ToWallet: true, Postings: money.Move(150_000, money.Withdrawn, purse),
	}, wallet.Sums{Received: 350_000, Wallet: 200_000, Refunded: 150_000})
}
