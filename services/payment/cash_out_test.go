package payment_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

var (
	outOf     = payment.ReceiptID(payment.WalletChannel, second.String())
	outRefund = payment.RefundID(outOf, 1)
	outClaim  = payment.Claim{Refund: outRefund, Receipt: outOf, Participation: second, Buyer: rina}
	outOrigin = payment.Origin{Channel: payment.WalletChannel, Method: payment.CashOut, Reference: second.String(), PaidAt: noon}
	outOwed   = money.Refund(rina.String())
	outBy     = payment.DueRefund{Reason: payment.ReasonCashOut, Policy: payment.RefundsAutomatic}
)

// takingOut records what is to leave a wallet.
func takingOut() payment.RecordReceipt {
	return payment.RecordReceipt{
		Receipt: outOf, Channel: payment.WalletChannel, Method: string(payment.CashOut), Account: payment.WalletChannel, Amount: 150_000,
		PaidAt: noon, Reference: second.String(), Home: clearing,
		Match: payment.Match{Instruction: second, Participation: second, Buyer: rina, Due: 150_000, Attempt: 1},
	}
}

func takenOut() payment.ReceiptRecorded {
	return payment.ReceiptRecorded{
		Receipt: outOf, Channel: "wallet", Method: "cash_out", Account: "wallet", Amount: 150_000, PaidAt: noon, Reference: second.String(),
		Instruction: second, Participation: second, Buyer: rina, Due: 150_000, Attempt: 1, Home: clearing,
		Postings: money.Move(150_000, purse, money.Suspense),
	}
}

func outDue() payment.RefundDue {
	return payment.RefundDue{
		Refund: outRefund, Receipt: outOf, Participation: second, Buyer: rina, Amount: 150_000, Reason: payment.ReasonCashOut, PromisedBy: promise,
		Policy: payment.RefundsAutomatic, Origin: outOrigin, Postings: money.Move(150_000, money.Suspense, outOwed),
	}
}

func outLeft() payment.RefundTransferred {
	return payment.RefundTransferred{
		Refund: outRefund, Receipt: outOf, Participation: second, Buyer: rina, Amount: 150_000, Evidence: "emu 1", Exit: 1,
		Postings: money.Move(150_000, outOwed, clearing),
	}
}

func outStays() payment.RefundWithdrawn {
	return payment.RefundWithdrawn{
		Refund: outRefund, Receipt: outOf, Participation: second, Buyer: rina, Amount: 150_000,
		Postings: money.Move(150_000, money.Withdrawn, purse), ToWallet: true,
	}
}

// What leaves a wallet is a receipt that goes back as a whole, from where the money is.
//
//money:case Wallet cash-out
func TestACashOutLeavesFromWhereItsMoneyIs(t *testing.T) {
	t.Parallel()
	receipts(t).When(takingOut(), noon).Then(takenOut())
	receipts(t, takenOut()).When(takingOut(), noon).ThenNothing()
	there := receipts(t, takenOut())
	there.When(outBy, noon).Then(outDue())
	there.When(payment.Allocate{}, noon).ThenRefused(payment.ErrCashOut)
	there.When(payment.DueRefund{Reason: string(sambatan.RefundedFailed)}, noon).ThenRefused(payment.ErrInWallet)
	receipts(t, fromPurse()).When(outBy, noon).ThenRefused(payment.ErrUnknownReason)
	receipts(t, toppedUp(), inWallet()).When(outBy, noon).ThenRefused(payment.ErrUnknownReason)

	due := receipts(t, takenOut(), outDue())
	due.When(outBy, noon).ThenNothing()
	due.When(payment.NoteRefunded{Refund: outRefund, Exit: 1, Evidence: "emu 1"}, noon).Then(outLeft())
	receipts(t, takenOut(), outDue(), outLeft()).When(payment.NoteReturned{Refund: outRefund, Exit: 1, Evidence: "emu 1"}, noon).Then(
		payment.RefundReturned{
			Refund: outRefund, Receipt: outOf, Participation: second, Buyer: rina, Amount: 150_000, Evidence: "emu 1", Exit: 1,
			Postings: money.Move(150_000, clearing, outOwed),
		})
	for name, change := range map[string]func(*payment.RecordReceipt){
		"nobody knows where it is":     func(c *payment.RecordReceipt) { c.Home = "" },
		"nobody knows whose it is":     func(c *payment.RecordReceipt) { c.Match = payment.Match{} },
		"it is said to pay for slots":  func(c *payment.RecordReceipt) { c.Match.Campaign = campaign },
		"it is said to be a payment":   func(c *payment.RecordReceipt) { c.Method = string(payment.FromWallet) },
		"a payment said to be cashing": func(c *payment.RecordReceipt) { *c = spending(); c.Method = string(payment.CashOut) },
	} {
		c := takingOut()
		change(&c)
		_, err := payment.ReceiptDecider.Decide(payment.ReceiptDecider.Initial(), c, noon)
		require.ErrorIs(t, err, payment.ErrIncomplete, name)
	}
}

// An account that is new rests, whoever sends the money, and by whichever way.
//
//money:case §4.5 a new account rests
func TestNobodySaysThatMoneyWasSentToAnAccountThatRests(t *testing.T) {
	t.Parallel()
	until := noon.Add(3 * time.Hour)
	take, rests := takingOut(), takenOut()
	take.Rests, rests.RestsUntil = until, until
	receipts(t).When(take, noon).Then(rests)
	due := outDue()
	due.Origin.RestsUntil = until
	receipts(t, rests).When(outBy, noon).Then(due)
	steps := process.React(due, happening)
	require.Len(t, steps, 1)
	opened, err := payment.RefundDecider.Decide(payment.RefundDecider.Initial(), steps[0].Command.Body.(payment.RefundCommand), noon)
	require.NoError(t, err)

	sent := payment.MarkRefundSent{By: petra, Evidence: "FT 1"}
	early := &payment.RestError{Until: until}
	refund := spec.Given(t, payment.RefundDecider, opened...)
	refund.When(sent, until.Add(-time.Second)).ThenRefused(early)
	byHand := payment.RefundQueued{
		Claim: outClaim, Attempt: 1, Way: payment.ByOperator, Why: payment.WhyByHand, Policy: payment.RefundRules, NotBefore: noon, Amount: 150_000,
	}
	operators := spec.Given(t, payment.RefundDecider, append(opened, byHand)...)
	operators.When(payment.VoidRefund{Buyer: rina}, until.Add(-time.Second)).Then(payment.RefundVoided{Claim: outClaim})
	operators.When(payment.VoidRefund{Buyer: rina}, until).ThenRefused(payment.ErrOnItsWay)
	refund.When(sent, until).Then(payment.RefundManualDone{Claim: outClaim, By: petra, Exit: 1, Evidence: "FT 1"})

	unrouted := due // from before refunds had ways
	unrouted.Policy, unrouted.Origin = payment.RefundsUnrouted, payment.Origin{}
	marks := payment.MarkTransferred{Refund: outRefund, By: petra, Evidence: "FT 1"}
	receipts(t, rests, unrouted).When(marks, until.Add(-time.Second)).ThenRefused(early)
	left := outLeft()
	left.Exit, left.Evidence = 0, "FT 1"
	receipts(t, rests, unrouted).When(marks, until).Then(left)
}

// Another account is a new one: whoever did not name it reads of it and calls the cash-out off.
//
//money:case Wallet cash-out to a new account
func TestAnotherAccountOfACashOutRestsToo(t *testing.T) {
	t.Parallel()
	until := noon.Add(payment.NewAccountRest)
	asks := payment.RefundNeedsDestination{Claim: outClaim, Problem: payment.ProblemName, Amount: 150_000, Since: noon}
	queued := outOpened()[1].(payment.RefundQueued)
	queued.NotBefore = until
	given := spec.Given(t, payment.RefundDecider, append(outOpened(), asks)...).
		When(payment.GiveDestination{Buyer: rina, Account: other}, noon).
		Then(payment.RefundDestinationGiven{Claim: outClaim, Account: other, RestsUntil: until}, queued).And()
	sent := payment.MarkRefundSent{By: petra, Evidence: "FT 1"}
	given.When(sent, until.Add(-time.Second)).ThenRefused(&payment.RestError{Until: until})
	given.When(sent, until).Then(payment.RefundManualDone{Claim: outClaim, By: petra, Exit: 1, Evidence: "FT 1"})
	given.When(payment.VoidRefund{Buyer: rina}, noon).Then(payment.RefundVoided{Claim: outClaim})
}

// What stays is in the wallet's account again, and nothing takes it out a second time.
//
//money:case Wallet cash-out that stays
func TestACashOutThatStaysIsInTheWalletOnce(t *testing.T) {
	t.Parallel()
	receipts(t, takenOut(), outDue()).When(payment.WithdrawRefund{Refund: outRefund}, noon).Then(outStays())
	over := receipts(t, takenOut(), outDue(), outStays())
	over.When(payment.WithdrawRefund{Refund: outRefund}, noon).ThenNothing()
	over.When(outBy, noon).ThenNothing()
	over.When(payment.NoteRefunded{Refund: outRefund, Exit: 1, Evidence: "FT 1"}, noon).Then(payment.RefundSentAfterAll{
		Refund: outRefund, Receipt: outOf, Participation: second, Buyer: rina, Amount: 150_000, Reason: payment.ReasonCashOut, Evidence: "FT 1", Exit: 1,
		Offered: 150_000, PaidAt: noon, Refunds: nil, Postings: money.Move(150_000, money.Shortfall(rina.String()), clearing),
	}) // by hand: it is in the wallet, too, and missing
	receipts(t, takenOut(), outDue(), outLeft()).When(payment.WithdrawRefund{Refund: outRefund}, noon).ThenNothing()

	// That it came back was overtaken by the news that it stays.
	came := payment.WithdrawRefund{Refund: outRefund, Exit: 1, Evidence: "emu 1"}
	returned := payment.RefundReturned{
		Refund: outRefund, Receipt: outOf, Participation: second, Buyer: rina, Amount: 150_000, Evidence: "emu 1", Exit: 1,
		Postings: money.Move(150_000, clearing, outOwed),
	}
	after := receipts(t, takenOut(), outDue(), outLeft()).When(came, noon).Then(returned, outStays()).And()
	after.When(payment.NoteRefunded{Refund: outRefund, Exit: 1, Evidence: "emu 1"}, noon).ThenNothing()
	after.When(payment.NoteReturned{Refund: outRefund, Exit: 1, Evidence: "emu 1"}, noon).ThenNothing()
}

func outOpened() []payment.RefundEvent {
	return []payment.RefundEvent{
		payment.RefundOpened{Claim: outClaim, Origin: outOrigin, Amount: 150_000, Reason: payment.ReasonCashOut, PromisedBy: promise},
		payment.RefundQueued{
			Claim: outClaim, Attempt: 1, Way: payment.ByPayout, Why: payment.WhyCashOut, Policy: payment.RefundRules, NotBefore: noon, Amount: 150_000,
		},
	}
}

func TestACashOutIsPaidToAnAccount(t *testing.T) {
	t.Parallel()
	open := payment.OpenRefund{Claim: outClaim, Origin: outOrigin, Amount: 150_000, Reason: payment.ReasonCashOut, PromisedBy: promise}
	way := spec.Given(t, payment.RefundDecider).When(open, noon).Then(outOpened()...).And()
	way.When(payment.SwitchWay{Way: payment.ByGateway}, noon).ThenRefused(payment.ErrWayClosed)
	way.When(payment.SubmitRefund{Attempt: 1}, noon).Then(payment.RefundSubmitted{
		Claim: outClaim, Attempt: 1, Way: payment.ByPayout, Key: payment.PayoutKey(outRefund, 1), At: noon,
	})
	chosen, why := payment.ChooseWay(payment.WayFacts{Origin: outOrigin, Known: true, Account: true, ByHand: true})
	require.Equal(t, payment.ByOperator, chosen)
	require.Equal(t, payment.WhyByHand, why)
}

// A buyer may call it off as long as nobody can be sending it; an operator whenever nothing
// has left. After two weeks without an account it is over by itself.
//
//money:case Wallet cash-out that stays
func TestWhoMayCallACashOutOff(t *testing.T) {
	t.Parallel()
	mine, stays := payment.VoidRefund{Buyer: rina}, payment.RefundVoided{Claim: outClaim}
	noted := payment.RefundVoided{Claim: outClaim, Note: "bukan pemiliknya"}
	with := func(events ...payment.RefundEvent) spec.Scenario[payment.RefundCase, payment.RefundCommand, payment.RefundEvent] {
		return spec.Given(t, payment.RefundDecider, append(outOpened(), events...)...)
	}
	submitted := payment.RefundSubmitted{Claim: outClaim, Attempt: 1, Way: payment.ByPayout, Key: payment.PayoutKey(outRefund, 1), At: noon}
	failed := payment.RefundFailed{Claim: outClaim, Attempt: 1, Way: payment.ByPayout, Failure: payment.FailureUnexplained, Stuck: true, Amount: 150_000}
	asks := payment.RefundNeedsDestination{Claim: outClaim, Problem: payment.ProblemName, Amount: 150_000, Since: noon}
	byHand := payment.RefundQueued{
		Claim: outClaim, Attempt: 1, Way: payment.ByOperator, Why: payment.WhyBank, Policy: payment.RefundRules, NotBefore: noon, Amount: 150_000,
	}
	with().When(mine, noon).Then(stays).And().When(mine, noon).ThenNothing()
	with(asks).When(mine, noon).Then(stays)
	with(asks).When(payment.LetRest{}, noon.Add(payment.RestAfter)).Then(stays)
	with().When(payment.VoidRefund{Buyer: budi}, noon).ThenRefused(payment.ErrNotYourRefund)
	with(byHand).When(mine, noon).ThenRefused(payment.ErrOnItsWay)
	with(submitted).When(mine, noon).ThenRefused(payment.ErrOnItsWay)
	with(submitted, failed).When(mine, noon).ThenRefused(payment.ErrOnItsWay)
	with(submitted, payment.RefundUnclear{Claim: outClaim, Attempt: 1}).When(mine, noon).ThenRefused(payment.ErrOnItsWay)
	gone := with(submitted, payment.RefundSucceeded{Claim: outClaim, Attempt: 1, Way: payment.ByPayout, Exit: 1, Evidence: "emu 1"})
	gone.When(mine, noon).ThenRefused(payment.ErrAlreadySent)

	with(submitted, failed).When(payment.VoidRefund{Note: "bukan pemiliknya"}, noon).Then(noted)
	with(byHand).When(payment.VoidRefund{}, noon).ThenRefused(payment.ErrNoReason)
	back := with(submitted, payment.RefundSucceeded{Claim: outClaim, Attempt: 1, Way: payment.ByPayout, Exit: 1, Evidence: "emu 1"},
		payment.RefundReversed{Claim: outClaim, Attempt: 1, Exit: 1, Evidence: "emu 1"}, asks)
	back.When(mine, noon).Then(payment.RefundVoided{Claim: outClaim, Exit: 1, Evidence: "emu 1"})

	slots := payment.Claim{Refund: outRefund, Receipt: outOf, Campaign: campaign, Participation: first, Buyer: rina}
	others := spec.Given(t, payment.RefundDecider, payment.RefundEvent(payment.RefundOpened{Claim: slots, Amount: 5, Reason: string(sambatan.RefundedFailed)}))
	others.When(mine, noon).ThenRefused(payment.ErrNoCashOut)
}

func TestWhatACashOutLeadsTo(t *testing.T) {
	t.Parallel()
	automatic := payment.Process{Account: account, Refunds: payment.RefundsAutomatic}
	steps := automatic.React(takenOut(), eventstore.Recorded{EventID: id.New()})
	require.Len(t, steps, 1, "there is no intent to be marked as paid")
	require.Equal(t, outBy, steps[0].Command.Body)
	require.Equal(t, payment.Receipts.Stream(outOf.String()), steps[0].Command.Stream)
}

// What was called off and had been sent by then is out twice: the wallet gives what is left of it, and only the
// rest is short.
//
//money:case Wallet cash-out sent although it was called off
func TestWhatLeftTheWalletAlthoughItStayedIsMadeGoodByWhatIsLeftThere(t *testing.T) {
	t.Parallel()
	gone := payment.RefundSentAfterAll{
		Refund: outRefund, Receipt: outOf, Participation: second, Buyer: rina, Amount: 150_000, Reason: payment.ReasonCashOut,
		Evidence: "FT 9", Exit: 1, Offered: 150_000, PaidAt: noon, Postings: money.Move(150_000, short, clearing),
	}
	given := func(amount money.Rupiah, cover payment.Cover, to money.Account) payment.ShortfallCovered {
		return payment.ShortfallCovered{
			Receipt: outOf, Participation: second, Buyer: rina, Amount: amount, Cover: cover, Postings: money.Move(amount, purse, to),
		}
	}
	stayed := receipts(t, takenOut(), outDue(), outStays())
	out := stayed.When(payment.NoteRefunded{Refund: outRefund, Exit: 1, Evidence: "FT 9"}, noon).Then(gone).And()
	out.When(payment.CoverFromWallet{Amount: 150_000}, noon).Then(given(150_000, payment.CoverBuyer, short))
	part := out.When(payment.CoverFromWallet{Amount: 40_000}, noon).Then(given(40_000, payment.CoverBuyer, short)).And()

	bear := payment.CoverShortfall{By: petra, Cover: payment.CoverPlatform, LimitOne: payment.MaxAmount, Note: "sudah dibelanjakan"}
	lost := part.When(bear, noon).Then(payment.ShortfallCovered{
		Receipt: outOf, Participation: second, Buyer: rina, Amount: 110_000, Cover: payment.CoverPlatform, By: petra, Note: bear.Note,
		Postings: money.Move(110_000, money.Loss, short),
	}).And()
	lost.When(outBy, noon).ThenNothing()
	// We were told that it is lost before the wallet's answer came: it is less by that.
	out.When(bear, noon).And().When(payment.CoverFromWallet{Amount: 40_000}, noon).Then(given(40_000, payment.CoverRecovered, money.Loss))
}
