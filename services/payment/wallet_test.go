package payment_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

var (
	spent  = payment.ReceiptID(payment.WalletChannel, "hold 1")
	toBack = money.RefundToWallet(rina.String())
)

// spending records what was captured from a wallet.
func spending() payment.RecordReceipt {
	return payment.RecordReceipt{
		Receipt: spent, Channel: payment.WalletChannel, Method: string(payment.FromWallet), Account: payment.WalletChannel, Amount: 185_000,
		PaidAt: noon, Reference: "hold 1", Home: clearing,
		Match: payment.Match{Instruction: first, Campaign: campaign, Participation: first, Buyer: rina, Due: 185_000, Attempt: 1},
	}
}

func fromPurse() payment.ReceiptRecorded {
	return payment.ReceiptRecorded{
		Receipt: spent, Channel: "wallet", Method: "wallet", Account: "wallet", Amount: 185_000, PaidAt: noon, Reference: "hold 1",
		Instruction: first, Campaign: campaign, Participation: first, Buyer: rina, Due: 185_000, Attempt: 1, Home: clearing,
		Postings: money.Move(185_000, purse, money.Suspense),
	}
}

func secured() payment.ReceiptAllocated {
	e := allocated(0)
	e.Receipt = spent
	return e
}

//money:case Wallet paid from the wallet
func TestMoneyOutOfAWalletIsAReceipt(t *testing.T) {
	t.Parallel()
	receipts(t).When(spending(), noon).Then(fromPurse())
	receipts(t, fromPurse()).When(spending(), noon).ThenNothing()
	receipts(t, fromPurse()).When(payment.Allocate{}, noon).Then(secured())
	for name, change := range map[string]func(*payment.RecordReceipt){
		"nobody knows where it is":  func(c *payment.RecordReceipt) { c.Home = "" },
		"nobody knows what it buys": func(c *payment.RecordReceipt) { c.Match = payment.Match{} },
	} {
		c := spending()
		change(&c)
		_, err := payment.ReceiptDecider.Decide(payment.ReceiptDecider.Initial(), c, noon)
		require.ErrorIs(t, err, payment.ErrIncomplete, name)
	}
	receipts(t, fromPurse()).When(payment.TakeBack{Total: 5, Reason: "chargeback"}, noon).ThenRefused(payment.ErrNoChannel)
}

// The brand is paid from where the money was topped up, not from a buyer's wallet.
func TestWhatIsReleasedOfAWalletsMoneyIsWhereItWasToppedUp(t *testing.T) {
	t.Parallel()
	split := sambatan.Split{Goods: 170_000, Shipping: 15_000, Fee: 8_500}
	events, err := payment.ReceiptDecider.Decide(
		payment.ReceiptDecider.Fold(fromPurse(), secured()), payment.ReleaseEscrow{Brand: second, Split: split}, noon)
	require.NoError(t, err)
	require.Equal(t, clearing, events[0].(payment.EscrowReleased).Home)
}

//money:case Wallet refund into the wallet
func TestWhatWasPaidFromAWalletGoesBackThere(t *testing.T) {
	t.Parallel()
	refund := payment.RefundID(spent, 1)
	back := payment.RefundDue{
		Refund: refund, Receipt: spent, Campaign: campaign, Participation: first, Buyer: rina, Amount: 185_000,
		Reason: string(sambatan.RefundedFailed), PromisedBy: promise, Policy: payment.RefundsAutomatic,
		Origin:   payment.Origin{Channel: payment.WalletChannel, Method: payment.FromWallet, Reference: "hold 1", PaidAt: noon},
		Postings: money.Move(185_000, escrow, toBack),
	}
	for _, policy := range []payment.RefundPolicy{payment.RefundsUnrouted, payment.RefundsByHand, payment.RefundsAutomatic} {
		receipts(t, fromPurse(), secured()).When(payment.DueRefund{Reason: string(sambatan.RefundedFailed), Policy: policy}, noon).Then(back)
	}
	left := payment.RefundTransferred{
		Refund: refund, Receipt: spent, Campaign: campaign, Participation: first, Buyer: rina, Amount: 185_000,
		Evidence: "wallet", Exit: 1, Settles: true, ToWallet: true, Postings: money.Move(185_000, toBack, purse),
	}
	gone := receipts(t, fromPurse(), secured(), back).When(payment.NoteRefunded{Refund: refund, Exit: 1, Evidence: "wallet"}, noon).Then(left).And()
	gone.When(payment.NoteRefunded{Refund: refund, Exit: 1, Evidence: "wallet"}, noon).ThenNothing()

	claim := payment.Claim{Refund: refund, Receipt: spent, Campaign: campaign, Participation: first, Buyer: rina}
	for _, byHand := range []bool{false, true} {
		open := payment.OpenRefund{Claim: claim, Origin: back.Origin, Amount: 185_000, Reason: back.Reason, PromisedBy: promise, ByHand: byHand}
		way := spec.Given(t, payment.RefundDecider).When(open, noon).Then(
			payment.RefundOpened{Claim: claim, Origin: back.Origin, Amount: 185_000, Reason: back.Reason, PromisedBy: promise, ByHand: byHand},
			payment.RefundQueued{
				Claim: claim, Attempt: 1, Way: payment.ByWallet, Why: payment.WhyFromWallet, Policy: payment.RefundRules, NotBefore: noon, Amount: 185_000,
			},
			payment.RefundSucceeded{Claim: claim, Attempt: 1, Way: payment.ByWallet, Exit: 1, Evidence: "wallet"},
		).And()
		way.When(open, noon).ThenNothing()
		way.When(payment.RetryRefund{}, noon).ThenRefused(payment.ErrAlreadySent)
		way.When(payment.SubmitRefund{Attempt: 1}, noon).ThenNothing()
	}
	require.Equal(t, 3, payment.RefundRules)
}

func toppedUp() payment.ReceiptRecorded {
	e := paidByQR()
	e.Campaign, e.Instruction, e.Participation, e.Due = id.ID{}, second, second, 200_000
	return e
}

func inWallet() payment.ReceiptAllocated {
	return payment.ReceiptAllocated{
		Receipt: came, Participation: second, Buyer: rina, ToWallet: 185_000, Home: clearing, Postings: money.Move(185_000, money.Suspense, purse),
	}
}

// Whatever came of a top-up is the buyer's, be it what was asked for or not.
//
//money:case Wallet top-up
func TestATopUpGoesToTheWalletAsAWhole(t *testing.T) {
	t.Parallel()
	receipts(t, toppedUp()).When(payment.Allocate{}, noon).Then(inWallet())
	there := receipts(t, toppedUp(), inWallet())
	there.When(payment.Allocate{}, noon).ThenNothing()
	there.When(payment.DueRefund{Reason: string(sambatan.RefundedFailed)}, noon).ThenRefused(payment.ErrInWallet)
	there.When(payment.ReleaseEscrow{Brand: second, Split: sambatan.Split{Goods: 5}}, noon).ThenRefused(payment.ErrNotInEscrow)

	opened := spec.Given(t, payment.IntentDecider).When(payment.OpenIntent{
		Payer: payment.Payer{Participation: second, Buyer: rina}, Attempt: 1, Method: payment.FromWallet, Amount: 5, ExpiresAt: noon,
	}, noon)
	opened.ThenRefused(payment.ErrUnknownMethod)
}

//money:case Wallet top-up taken back
func TestATopUpThatIsTakenBackIsCoveredByTheWallet(t *testing.T) {
	t.Parallel()
	gone := payment.ReceiptTakenBack{
		Receipt: came, Participation: second, Buyer: rina, Amount: 185_000, Total: 185_000, Reason: "chargeback", Offered: 185_000, PaidAt: noon,
		Postings: money.Move(185_000, short, clearing),
	}
	gave := payment.ShortfallCovered{
		Receipt: came, Participation: second, Buyer: rina, Amount: 30_000, Cover: payment.CoverBuyer, Postings: money.Move(30_000, purse, short),
	}
	receipts(t, toppedUp(), inWallet()).When(takes(185_000), noon).Then(gone)
	receipts(t, toppedUp(), inWallet(), gone).When(payment.CoverFromWallet{Amount: 30_000}, noon).Then(gave)
	receipts(t, toppedUp(), gone).When(payment.CoverFromWallet{Amount: 30_000}, noon).Then(inWallet(), gave)
	receipts(t, toppedUp(), inWallet(), gone).When(payment.CoverFromWallet{}, noon).ThenRefused(payment.ErrBadAmount)
	receipts(t, paidByQR()).When(payment.CoverFromWallet{Amount: 5}, noon).ThenRefused(payment.ErrNotMatched)
}

// What was made good before the wallet's answer came is not the buyer's to give: it goes back, once a time.
//
//money:case Wallet answers after what was short is given back
func TestWhatTheWalletGaveInVainGoesBackThere(t *testing.T) {
	t.Parallel()
	gone := payment.ReceiptTakenBack{
		Receipt: came, Participation: second, Buyer: rina, Amount: 185_000, Total: 185_000, Reason: "chargeback", Offered: 185_000, PaidAt: noon,
		Postings: money.Move(185_000, short, clearing),
	}
	given := payment.CoverShortfall{By: petra, Cover: payment.CoverChannel, LimitOne: payment.MaxAmount, Note: "sudah kembali"}
	closed := receipts(t, toppedUp(), inWallet(), gone).When(given, noon).And()
	spared := func(n int, amount money.Rupiah) payment.WalletSpared {
		return payment.WalletSpared{Receipt: came, Participation: second, Buyer: rina, Back: id.Derive(came, fmt.Sprintf("spared %d", n)), Amount: amount}
	}
	once := closed.When(payment.CoverFromWallet{Amount: 30_000}, noon).Then(spared(1, 30_000)).And()
	once.When(payment.CoverFromWallet{Amount: 5}, noon).Then(spared(2, 5))
	receipts(t, toppedUp(), gone).When(given, noon).And().When(payment.CoverFromWallet{Amount: 30_000}, noon).Then(inWallet(), spared(1, 30_000))

	some := gone
	some.Amount, some.Total, some.Postings = 20_000, 20_000, money.Move(20_000, short, clearing)
	gave := payment.ShortfallCovered{
		Receipt: came, Participation: second, Buyer: rina, Amount: 20_000, Cover: payment.CoverBuyer, Postings: money.Move(20_000, purse, short),
	}
	receipts(t, toppedUp(), inWallet(), some).When(payment.CoverFromWallet{Amount: 30_000}, noon).Then(gave, spared(1, 10_000))
	require.Empty(t, process.React(spared(1, 30_000), happening), "the wallet's own process")
	require.Equal(t, second.String(), process.Key(spared(1, 30_000), happening))
}

// A payment from the wallet takes the place of one at the gateway, and is never an errand.
func TestNobodyIsAskedAboutAWallet(t *testing.T) {
	t.Parallel()
	book := payment.IntentDecider.Initial()
	for n, method := range []payment.Method{payment.QRIS, payment.FromWallet} {
		events, err := payment.IntentDecider.Decide(book, payment.OpenIntent{
			Payer: payment.Payer{Campaign: campaign, Participation: first, Buyer: rina}, Attempt: n + 1, Method: method, Amount: 185_000, ExpiresAt: noon.Add(time.Hour),
		}, noon)
		require.NoError(t, err)
		for _, event := range events {
			book = payment.IntentDecider.Evolve(book, event)
		}
	}
	require.Equal(t, payment.ExpireErrand, book.Next(noon).Kind, "the QR code is ended")
	book = payment.IntentDecider.Evolve(book, payment.IntentClosed{Attempt: 1})
	require.Equal(t, payment.NoErrand, book.Next(noon.Add(time.Hour)).Kind)
	book = payment.IntentDecider.Evolve(book, payment.IntentEnding{Attempt: 2, Since: noon})
	require.Equal(t, payment.NoErrand, book.Next(noon.Add(payment.GiveUp)).Kind, "its receipt is on its way for sure")
}
