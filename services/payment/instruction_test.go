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
)

const account = "8830124477"

var (
	// Noon WIB of a Tuesday.
	noon     = time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)
	campaign = id.MustParse("01930000-0000-7000-8000-00000000000c")
	rina     = id.MustParse("01930000-0000-7000-8000-000000000001")
	budi     = id.MustParse("01930000-0000-7000-8000-000000000002")
	first    = id.MustParse("01930000-0000-7000-8000-0000000000a1")
	second   = id.MustParse("01930000-0000-7000-8000-0000000000a2")
)

func issue(instruction, buyer id.ID) payment.Issue {
	return payment.Issue{
		Instruction: instruction, Campaign: campaign, Buyer: buyer,
		Account: account, Amount: 185_000, ExpiresAt: noon.Add(time.Hour),
	}
}

func issued(instruction, buyer id.ID, code int) payment.InstructionIssued {
	return payment.InstructionIssued{
		Instruction: instruction, Campaign: campaign, Buyer: buyer, Account: account, Amount: 185_000,
		Code: code, Total: 185_000 + money.Rupiah(code), IssuedAt: noon, ExpiresAt: noon.Add(time.Hour),
	}
}

func reported(at time.Time) payment.TransferReported {
	return payment.TransferReported{
		Instruction: first, Campaign: campaign, Buyer: rina, PaidAt: at, DecideBy: noon.Add(24*time.Hour + 10*time.Minute),
	}
}

func rejected() payment.ReportRejected {
	return payment.ReportRejected{
		Instruction: first, Campaign: campaign, Buyer: rina, Reason: "tidak ada", ExpiresAt: noon.Add(time.Hour),
	}
}

func instructions(t *testing.T, history ...payment.InstructionEvent) spec.Scenario[payment.InstructionBook, payment.InstructionCommand, payment.InstructionEvent] {
	t.Helper()
	return spec.Given(t, payment.InstructionDecider, history...)
}

func TestTheFirstInstructionHasTheFirstCodeInItsTotal(t *testing.T) {
	t.Parallel()
	instructions(t).When(issue(first, rina), noon).Then(issued(first, rina, 1)).
		And().When(issue(second, budi), noon).Then(issued(second, budi, 2))
}

func TestIssuingAgainDoesNothing(t *testing.T) {
	t.Parallel()
	instructions(t, issued(first, rina, 1)).When(issue(first, rina), noon).ThenNothing()
}

func TestAnInstructionThatEndedBeforeItWasIssuedNeverIs(t *testing.T) {
	t.Parallel()
	instructions(t).
		When(payment.CloseInstruction{Instruction: first}, noon).
		Then(payment.InstructionClosed{Instruction: first, Reason: payment.CloseExpired}).
		And().When(issue(first, rina), noon).ThenNothing().
		And().When(payment.ReportTransfer{Instruction: first, Buyer: rina, PaidAt: noon}, noon).
		ThenRefused(payment.ErrNoInstruction)
}

func TestWhatCanNotBeIssuedIsRefused(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		change func(*payment.Issue)
		want   error
	}{
		"without a buyer":       {func(c *payment.Issue) { c.Buyer = id.ID{} }, payment.ErrIncomplete},
		"without an account":    {func(c *payment.Issue) { c.Account = "" }, payment.ErrIncomplete},
		"of nothing":            {func(c *payment.Issue) { c.Amount = 0 }, payment.ErrBadAmount},
		"of less":               {func(c *payment.Issue) { c.Amount = -1000 }, payment.ErrBadAmount},
		"not in thousands":      {func(c *payment.Issue) { c.Amount = 185_500 }, payment.ErrBadAmount},
		"beyond all sums":       {func(c *payment.Issue) { c.Amount = payment.MaxAmount + 1000 }, payment.ErrBadAmount},
		"of another amount":     {func(c *payment.Issue) { c.Amount = 186_000 }, payment.ErrWrongStream},
		"for another account":   {func(c *payment.Issue) { c.Account = "1" }, payment.ErrWrongStream},
		"without an own number": {func(c *payment.Issue) { c.Instruction = id.ID{} }, payment.ErrIncomplete},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			command := issue(second, budi)
			row.change(&command)
			instructions(t, issued(first, rina, 1)).When(command, noon).ThenRefused(row.want)
		})
	}
}

func TestWhenAllCodesAreUsedUpTheNextBuyerIsToldSo(t *testing.T) {
	t.Parallel()
	full := instructions(t, everyCodeTaken()...)
	full.When(issue(first, rina), noon).ThenRefused(payment.ErrCodesUsedUp)
}

func TestTheCodeThatWasFreedLongestAgoIsUsedFirst(t *testing.T) {
	t.Parallel()
	history := append(everyCodeTaken(),
		payment.InstructionClosed{Instruction: nth(700), Reason: payment.CloseExpired},
		payment.InstructionPaid{Instruction: nth(5), Receipt: first},
		// A closed one that is paid after all does not free its code again.
		payment.InstructionPaid{Instruction: nth(700), Receipt: first},
	)
	instructions(t, history...).
		When(issue(first, rina), noon).Then(issued(first, rina, 700)).
		And().When(issue(second, budi), noon).Then(issued(second, budi, 5)).
		And().When(issue(nth(1000), budi), noon).ThenRefused(payment.ErrCodesUsedUp)
}

func everyCodeTaken() []payment.InstructionEvent {
	var history []payment.InstructionEvent
	for code := range 999 {
		history = append(history, issued(nth(code+1), budi, code+1))
	}
	return history
}

func nth(n int) id.ID { return id.Derive(campaign, "instruction "+time.Duration(n).String()) }

func TestAReportGivesTheOperatorOneWorkingDay(t *testing.T) {
	t.Parallel()
	later := noon.Add(10 * time.Minute)
	report := payment.ReportTransfer{Instruction: first, Buyer: rina, PaidAt: later}
	instructions(t, issued(first, rina, 1)).When(report, later).Then(reported(later)).
		// Correcting it does not win another day.
		And().When(payment.ReportTransfer{Instruction: first, Buyer: rina, PaidAt: noon}, noon.Add(5*time.Hour)).Then(reported(noon))
}

func TestAReportOnFridayIsDecidedByMonday(t *testing.T) {
	t.Parallel()
	friday := noon.AddDate(0, 0, 3)
	instructions(t, issued(first, rina, 1)).
		When(payment.ReportTransfer{Instruction: first, Buyer: rina, PaidAt: friday}, friday).
		Then(payment.TransferReported{
			Instruction: first, Campaign: campaign, Buyer: rina, PaidAt: friday, DecideBy: friday.AddDate(0, 0, 3),
		})
}

func TestAReportMustBeTheBuyersOwnAndOfAPossibleTime(t *testing.T) {
	t.Parallel()
	proof := eventstore.Sealed{Person: budi.String(), Box: []byte("box")}
	for name, row := range map[string]struct {
		command payment.ReportTransfer
		want    error
	}{
		"of nothing":         {payment.ReportTransfer{Instruction: second, Buyer: rina, PaidAt: noon}, payment.ErrNoInstruction},
		"by another":         {payment.ReportTransfer{Instruction: first, Buyer: budi, PaidAt: noon}, payment.ErrNotYours},
		"with another proof": {payment.ReportTransfer{Instruction: first, Buyer: rina, PaidAt: noon, Proof: proof}, payment.ErrNotYours},
		"in the future":      {payment.ReportTransfer{Instruction: first, Buyer: rina, PaidAt: noon.Add(3 * time.Minute)}, payment.ErrPaidInFuture},
		"before the issue":   {payment.ReportTransfer{Instruction: first, Buyer: rina, PaidAt: noon.Add(-3 * time.Minute)}, payment.ErrPaidBeforeIssue},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			instructions(t, issued(first, rina, 1)).When(row.command, noon).ThenRefused(row.want)
		})
	}
}

func TestAReportOnAClosedInstructionIsRecordedSoThatLateMoneyFindsItsWay(t *testing.T) {
	t.Parallel()
	later := noon.Add(10 * time.Minute)
	closed := payment.InstructionClosed{Instruction: first, Reason: payment.CloseExpired}
	instructions(t, issued(first, rina, 1), closed).
		When(payment.ReportTransfer{Instruction: first, Buyer: rina, PaidAt: later}, later).Then(reported(later))
}

func TestAfterThePaymentWasFoundThereIsNothingToReportOrReject(t *testing.T) {
	t.Parallel()
	paid := instructions(t, issued(first, rina, 1), payment.InstructionPaid{Instruction: first, Receipt: second})
	paid.When(payment.ReportTransfer{Instruction: first, Buyer: rina, PaidAt: noon}, noon).ThenRefused(payment.ErrAlreadyPaid)
	paid.When(payment.RejectReport{Instruction: first, Reason: "x"}, noon).ThenRefused(payment.ErrAlreadyPaid)
	paid.When(payment.CloseInstruction{Instruction: first}, noon).ThenNothing()
	paid.When(payment.MarkPaid{Instruction: first, Receipt: second}, noon).ThenNothing()
}

func TestARejectedReportBringsTheHoldsOwnExpiryBack(t *testing.T) {
	t.Parallel()
	instructions(t, issued(first, rina, 1), reported(noon)).
		When(payment.RejectReport{Instruction: first, Reason: " tidak ada "}, noon).Then(rejected()).
		And().When(payment.RejectReport{Instruction: first, Reason: "lagi"}, noon).ThenNothing().
		And().When(payment.ReportTransfer{Instruction: first, Buyer: rina, PaidAt: noon}, noon).Then(reported(noon))
}

func TestOnlyAReportCanBeRejectedAndOnlyWithAReason(t *testing.T) {
	t.Parallel()
	instructions(t).When(payment.RejectReport{Instruction: first, Reason: "x"}, noon).ThenRefused(payment.ErrNoInstruction)
	instructions(t, issued(first, rina, 1)).
		When(payment.RejectReport{Instruction: first, Reason: "x"}, noon).ThenRefused(payment.ErrNotReported)
	instructions(t, issued(first, rina, 1), reported(noon)).
		When(payment.RejectReport{Instruction: first, Reason: " "}, noon).ThenRefused(payment.ErrNoReason)
}

func TestInstructionsRefuseWhatNamesNothing(t *testing.T) {
	t.Parallel()
	instructions(t).When(payment.MarkPaid{Instruction: first}, noon).ThenRefused(payment.ErrIncomplete)
	instructions(t).When(payment.CloseInstruction{}, noon).ThenRefused(payment.ErrIncomplete)
	instructions(t).When(nil, noon).ThenRefused(payment.ErrUnknownCommand)
}

func TestTheBookTellsWhatBecameOfAnInstruction(t *testing.T) {
	t.Parallel()
	book := payment.InstructionDecider.Fold(issued(first, rina, 1), reported(noon), rejected())
	found, ok := book.Find(first)
	require.True(t, ok)
	require.Equal(t, payment.Rejected, found.Report)
	require.Equal(t, payment.Live, found.End)
	require.Equal(t, 998, book.FreeCodes())
	_, ok = book.Find(second)
	require.False(t, ok)
	require.Equal(t, "transfer-8830124477-185000",
		string(payment.Instructions.Stream(payment.InstructionStream(account, 185_000))))
}

func TestARefusalSaysWhyInACodeAndInWords(t *testing.T) {
	t.Parallel()
	require.Equal(t, "codes_used_up", payment.ErrCodesUsedUp.Code)
	require.EqualError(t, payment.ErrCodesUsedUp, "every unique code of this account and amount is in use")
}
