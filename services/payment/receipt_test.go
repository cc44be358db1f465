package payment_test

import (
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
	incoming = payment.ReceiptID(account, "TRX 1")
	match    = payment.Match{Instruction: first, Campaign: campaign, Participation: first, Buyer: rina, Due: 185_000, Code: 417}
	bank     = money.Bank(account)
	escrow   = money.Escrow(campaign.String(), first.String())
	purse    = money.Wallet(rina.String())
	refunds  = money.Refund(rina.String())
	// Noon WIB of the next working day.
	promise = noon.AddDate(0, 0, 1)
)

func receipts(t *testing.T, history ...payment.ReceiptEvent) spec.Scenario[payment.Receipt, payment.ReceiptCommand, payment.ReceiptEvent] {
	t.Helper()
	return spec.Given(t, payment.ReceiptDecider, history...)
}

func record(amount money.Rupiah, m payment.Match) payment.RecordReceipt {
	return payment.RecordReceipt{Receipt: incoming, Account: account, Amount: amount, PaidAt: noon, Reference: " TRX  1 ", Match: m}
}

func recorded(amount money.Rupiah, m payment.Match) payment.ReceiptRecorded {
	return payment.ReceiptRecorded{
		Receipt: incoming, Account: account, Amount: amount, PaidAt: noon, Reference: "TRX 1",
		Instruction: m.Instruction, Campaign: m.Campaign, Participation: m.Participation, Buyer: m.Buyer, Due: m.Due, Code: m.Code,
		Postings: money.Move(amount, bank, money.Suspense),
	}
}

func allocated(toWallet money.Rupiah) payment.ReceiptAllocated {
	postings := []money.Posting{money.Debit(money.Suspense, 185_000+toWallet), money.Credit(escrow, 185_000)}
	if toWallet > 0 {
		postings = append(postings, money.Credit(purse, toWallet))
	}
	return payment.ReceiptAllocated{
		Receipt: incoming, Campaign: campaign, Participation: first, Buyer: rina,
		Amount: 185_000, ToWallet: toWallet, Postings: postings,
	}
}

func due(n int, amount money.Rupiah, reason string, postings ...money.Posting) payment.RefundDue {
	return payment.RefundDue{
		Refund: payment.RefundID(incoming, n), Receipt: incoming, Campaign: campaign, Participation: first, Buyer: rina,
		Amount: amount, Reason: reason, PromisedBy: promise, Postings: append(postings, money.Credit(refunds, amount)),
	}
}

func transferred(n int, amount money.Rupiah, settles bool) payment.RefundTransferred {
	return payment.RefundTransferred{
		Refund: payment.RefundID(incoming, n), Receipt: incoming, Campaign: campaign, Participation: first, Buyer: rina,
		Amount: amount, Evidence: "FT 9", Postings: money.Move(amount, refunds, bank), Settles: settles,
	}
}

func mark(n int) payment.MarkTransferred {
	return payment.MarkTransferred{Refund: payment.RefundID(incoming, n), Evidence: " FT  9"}
}

var (
	failed  = payment.DueRefund{Reason: string(sambatan.RefundedFailed)}
	late    = payment.DueRefund{Reason: string(sambatan.DeclinedLate)}
	unknown = payment.DueRefund{Reason: payment.ReasonUnmatched}
)

func TestMoneyThatArrivesIsInSuspense(t *testing.T) {
	t.Parallel()
	receipts(t).When(record(185_417, match), noon).Then(recorded(185_417, match))
	receipts(t).When(record(50_000, payment.Match{}), noon).Then(recorded(50_000, payment.Match{}))
}

func TestTheSameBankLineIsRecordedOnce(t *testing.T) {
	t.Parallel()
	known := receipts(t, recorded(185_417, match))
	known.When(record(185_417, match), noon).ThenNothing()
	known.When(record(185_417, payment.Match{}), noon).ThenNothing()
	known.When(record(185_418, match), noon).ThenRefused(payment.ErrReceiptKnown)
	require.Equal(t, incoming, payment.ReceiptID(account, " trx 1"), "case and spaces make no other receipt")
	require.NotEqual(t, incoming, payment.ReceiptID("1"+account, "TRX 1"))
}

func TestWhatIsNoReceiptIsRefused(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		change func(*payment.RecordReceipt)
		want   error
	}{
		"without a reference": {func(c *payment.RecordReceipt) { c.Reference = " " }, payment.ErrIncomplete},
		"of another line":     {func(c *payment.RecordReceipt) { c.Reference = "TRX 2" }, payment.ErrWrongReceipt},
		"of nothing":          {func(c *payment.RecordReceipt) { c.Amount = 0 }, payment.ErrBadAmount},
		"of less":             {func(c *payment.RecordReceipt) { c.Amount = -5 }, payment.ErrBadAmount},
		"beyond all sums":     {func(c *payment.RecordReceipt) { c.Amount = payment.MaxAmount + 1 }, payment.ErrBadAmount},
		"at no time":          {func(c *payment.RecordReceipt) { c.PaidAt = time.Time{} }, payment.ErrIncomplete},
		"in the future":       {func(c *payment.RecordReceipt) { c.PaidAt = noon.Add(time.Hour) }, payment.ErrPaidInFuture},
		"with half a match":   {func(c *payment.RecordReceipt) { c.Match.Buyer = id.ID{} }, payment.ErrBadMatch},
		"with a wrong code":   {func(c *payment.RecordReceipt) { c.Match.Code = 1000 }, payment.ErrBadMatch},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			command := record(185_417, match)
			row.change(&command)
			receipts(t).When(command, noon).ThenRefused(row.want)
		})
	}
}

// An operator may be a buyer, too.
//
//money:case §4.3 an operator's own order
func TestNobodySaysThatTheirOwnMoneyCame(t *testing.T) {
	t.Parallel()
	own := record(185_417, match)
	own.By = rina
	receipts(t).When(own, noon).ThenRefused(payment.ErrOwnMoney)
	own.By = id.New()
	receipts(t).When(own, noon).Then(recorded(185_417, match))
	suspended := receipts(t, recorded(185_417, payment.Match{}))
	suspended.When(payment.MatchReceipt{Match: match, By: rina}, noon).ThenRefused(payment.ErrOwnMoney)
}

func TestAReceiptInSuspenseIsMatchedOnce(t *testing.T) {
	t.Parallel()
	other := match
	other.Participation = second
	receipts(t, recorded(185_417, payment.Match{})).
		When(payment.MatchReceipt{Match: match}, noon).
		Then(payment.ReceiptMatched{
			Receipt: incoming, Instruction: first, Campaign: campaign, Participation: first, Buyer: rina,
			Amount: 185_417, PaidAt: noon, Due: 185_000, Code: 417,
		}).
		And().When(payment.MatchReceipt{Match: match}, noon).ThenNothing().
		And().When(payment.MatchReceipt{Match: other}, noon).ThenRefused(payment.ErrAlreadyMatched).
		And().When(payment.MatchReceipt{}, noon).ThenRefused(payment.ErrBadMatch)
}

func TestTheUniqueCodeGoesToTheBuyersWallet(t *testing.T) {
	t.Parallel()
	receipts(t, recorded(185_417, match)).
		When(payment.Allocate{}, noon).Then(allocated(417)).
		And().When(payment.Allocate{}, noon).ThenNothing()
}

func TestExactlyTheAmountDueGoesToEscrowAlone(t *testing.T) {
	t.Parallel()
	receipts(t, recorded(185_000, match)).When(payment.Allocate{Amount: 185_000}, noon).Then(allocated(0))
}

func TestWhatIsTooMuchIsDueAtOnce(t *testing.T) {
	t.Parallel()
	for _, excess := range []money.Rupiah{1, 416, 418, 185_417} {
		receipts(t, recorded(185_000+excess, match)).When(payment.Allocate{}, noon).
			Then(allocated(0), due(1, excess, payment.ReasonOverpaid, money.Debit(money.Suspense, excess)))
	}
}

func TestAReceiptThatCanNotBeAllocatedSaysWhy(t *testing.T) {
	t.Parallel()
	receipts(t).When(payment.Allocate{}, noon).ThenRefused(payment.ErrNoReceipt)
	receipts(t, recorded(185_417, payment.Match{})).When(payment.Allocate{}, noon).ThenRefused(payment.ErrNotMatched)
	receipts(t, recorded(184_999, match)).When(payment.Allocate{}, noon).ThenRefused(payment.ErrUnderpaid)
	receipts(t, recorded(185_417, match)).When(payment.Allocate{Amount: -1}, noon).ThenRefused(payment.ErrBadAmount)
	receipts(t, recorded(185_417, match), due(1, 185_417, late.Reason, money.Debit(money.Suspense, 185_417))).
		When(payment.Allocate{}, noon).ThenRefused(payment.ErrNotInSuspense)
	receipts(t, recorded(185_417, match)).When(nil, noon).ThenRefused(payment.ErrUnknownCommand)
}

func TestDeclinedMoneyGoesBackWholeFromSuspense(t *testing.T) {
	t.Parallel()
	receipts(t, recorded(185_417, match)).
		When(late, noon).Then(due(1, 185_417, late.Reason, money.Debit(money.Suspense, 185_417))).
		And().When(late, noon).ThenNothing().
		And().When(mark(1), noon).Then(transferred(1, 185_417, false))
}

func TestReleasedMoneyGoesBackFromEscrowWithItsCode(t *testing.T) {
	t.Parallel()
	receipts(t, recorded(185_417, match), allocated(417)).
		When(failed, noon).Then(due(1, 185_417, failed.Reason, money.Debit(escrow, 185_000), money.Debit(purse, 417))).
		And().When(failed, noon).ThenNothing().
		And().When(mark(1), noon).Then(transferred(1, 185_417, true)).
		And().When(mark(1), noon).ThenNothing()
}

func TestAParticipationIsSettledWithTheLastOfItsRefunds(t *testing.T) {
	t.Parallel()
	both := receipts(t, recorded(200_000, match), allocated(0),
		due(1, 15_000, payment.ReasonOverpaid, money.Debit(money.Suspense, 15_000)),
		due(2, 185_000, failed.Reason, money.Debit(escrow, 185_000)),
	)
	both.When(mark(1), noon).Then(transferred(1, 15_000, false)).
		And().When(mark(2), noon).Then(transferred(2, 185_000, true))
	both.When(mark(2), noon).Then(transferred(2, 185_000, false)).
		And().When(mark(1), noon).Then(transferred(1, 15_000, true))
}

func TestAReleaseThatOvertookItsAllocationLeavesNothingToAllocate(t *testing.T) {
	t.Parallel()
	receipts(t, recorded(185_417, match)).
		When(failed, noon).Then(due(1, 185_417, failed.Reason, money.Debit(money.Suspense, 185_417))).
		And().When(payment.Allocate{}, noon).ThenNothing().
		And().When(mark(1), noon).Then(transferred(1, 185_417, true))
}

func TestMoneyThatNobodyCanMatchGoesBackByAnOperator(t *testing.T) {
	t.Parallel()
	unmatched := money.Refund(payment.ReasonUnmatched)
	receipts(t, recorded(50_000, payment.Match{})).
		When(unknown, noon).
		Then(payment.RefundDue{
			Refund: payment.RefundID(incoming, 1), Receipt: incoming, Amount: 50_000, Reason: payment.ReasonUnmatched,
			PromisedBy: promise, Postings: money.Move(50_000, money.Suspense, unmatched),
		}).
		And().When(payment.MatchReceipt{Match: match}, noon).ThenRefused(payment.ErrNotInSuspense).
		And().When(mark(1), noon).
		Then(payment.RefundTransferred{
			Refund: payment.RefundID(incoming, 1), Receipt: incoming, Amount: 50_000, Evidence: "FT 9",
			Postings: money.Move(50_000, unmatched, bank),
		})
}

func TestOnlyTheCampaignMovesTheMoneyOfAMatchedReceipt(t *testing.T) {
	t.Parallel()
	matched := receipts(t, recorded(185_417, match))
	matched.When(unknown, noon).ThenRefused(payment.ErrAwaitsCampaign)
	matched.When(payment.DueRefund{Reason: "because"}, noon).ThenRefused(payment.ErrUnknownReason)
	receipts(t, recorded(185_417, match), allocated(417)).When(late, noon).ThenRefused(payment.ErrAllocated)
	receipts(t, recorded(185_417, payment.Match{})).When(late, noon).ThenRefused(payment.ErrNotMatched)
}

//money:case §4.5 refunds from before they had a way
func TestARefundIsTransferredOnceAndWithEvidence(t *testing.T) {
	t.Parallel()
	open := receipts(t, recorded(185_417, match), due(1, 185_417, late.Reason, money.Debit(money.Suspense, 185_417)))
	refund := payment.RefundID(incoming, 1)
	open.When(mark(2), noon).ThenRefused(payment.ErrNoRefund)
	open.When(payment.MarkTransferred{Refund: refund, Evidence: " "}, noon).ThenRefused(payment.ErrNoEvidence)
	open.When(mark(1), noon).Then(transferred(1, 185_417, false)).
		And().When(payment.MarkTransferred{Refund: refund, Evidence: "FT 10"}, noon).ThenRefused(payment.ErrOtherEvidence)
}

//money:case §4.5 refunds from before they had a way, four eyes
func TestALargeRefundWithoutAWayNeedsTwoOperators(t *testing.T) {
	t.Parallel()
	const large = payment.FourEyesAbove + 1
	open := receipts(t, recorded(large, match), due(1, large, late.Reason, money.Debit(money.Suspense, large)))
	by := func(who id.ID, evidence string) payment.MarkTransferred {
		return payment.MarkTransferred{Refund: payment.RefundID(incoming, 1), By: who, Evidence: evidence, StepUp: noon}
	}
	said := func(who id.ID, evidence string) payment.RefundTransferProposed {
		return payment.RefundTransferProposed{
			Refund: payment.RefundID(incoming, 1), Receipt: incoming, Campaign: campaign, Participation: first, By: who, Evidence: evidence, StepUp: noon,
		}
	}
	open.When(mark(1), noon).ThenRefused(payment.ErrIncomplete)
	one := open.When(by(petra, " FT  9"), noon).Then(said(petra, "FT 9")).And()
	one.When(by(petra, "FT 9"), noon).ThenRefused(payment.ErrFourEyes)
	one.When(by(desi, "FT 8"), noon).Then(said(desi, "FT 8"))
	sent := transferred(1, large, false)
	sent.StepUp = noon
	one.When(by(desi, "FT 9"), noon).Then(sent).And().When(by(petra, "FT 9"), noon).ThenNothing()
}

func TestTheRefundIsPromisedForNoonOfTheNextWorkingDay(t *testing.T) {
	t.Parallel()
	// Christmas Eve and Christmas Day 2026 are free, the 26th and 27th a weekend.
	at := time.Date(2026, 12, 23, 16, 59, 0, 0, time.UTC) // 23.59 WIB
	events := receipts(t, recorded(185_417, match)).When(late, at).Events()
	require.Equal(t, time.Date(2026, 12, 28, 5, 0, 0, 0, time.UTC), events[0].(payment.RefundDue).PromisedBy)
}

// What a channel holds for us is at the channel until it leaves from there, and
// has no unique code.
func TestMoneyOfAChannelLeavesFromWhereItCameIn(t *testing.T) {
	t.Parallel()
	clearing := money.Clearing(gateway)
	record := payment.RecordReceipt{
		Receipt: payment.ReceiptID(gateway, "T1"), Channel: gateway, Method: "qris", Account: gateway, Amount: 190_000, PaidAt: noon, Reference: "T1",
		Match: payment.Match{Instruction: first, Campaign: campaign, Participation: first, Buyer: rina, Due: 185_000, Attempt: 1},
	}
	scenario := receipts(t).When(record, noon).And().When(payment.Allocate{Amount: 185_000}, noon)
	events := scenario.Events()
	require.Len(t, events, 2)
	require.Equal(t, money.Rupiah(185_000), events[0].(payment.ReceiptAllocated).Amount)
	require.Zero(t, events[0].(payment.ReceiptAllocated).ToWallet, "no code, nothing for the wallet")
	over := events[1].(payment.RefundDue)
	require.Equal(t, money.Rupiah(5_000), over.Amount)
	sent := scenario.And().When(payment.MarkTransferred{Refund: over.Refund, Evidence: "R1"}, noon).Events()
	require.Equal(t, money.Move(5_000, refunds, clearing), sent[0].(payment.RefundTransferred).Postings)

	for name, wrong := range map[string]func(*payment.RecordReceipt){
		"another account": func(c *payment.RecordReceipt) { c.Account, c.Receipt = account, payment.ReceiptID(account, "T1") },
		"no method":       func(c *payment.RecordReceipt) { c.Method = "" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			flawed := record
			wrong(&flawed)
			receipts(t).When(flawed, noon).ThenRefused(payment.ErrIncomplete)
		})
	}
	both := record
	both.Match.Code = 7
	receipts(t).When(both, noon).ThenRefused(payment.ErrBadMatch)
}
