package payment_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

const (
	limit money.Rupiah = 100_000
	once  money.Rupiah = 60_000
)

var (
	wening = nth(77) // a brand
	owes   = money.Receivable(wening.String())
	fair   = sambatan.Split{Goods: 170_000, Shipping: 15_000, Fee: 8_500, Tax: 850}
)

// paidOn is a receipt through a channel whose escrow is the brand's.
func paidOn() []payment.ReceiptEvent {
	return []payment.ReceiptEvent{paidByQR(), inEscrow(), payment.EscrowReleased{
		Receipt: came, Campaign: campaign, Participation: first, Buyer: rina, Brand: wening, Split: fair, Home: clearing,
		Postings: []money.Posting{
			money.Debit(escrow, 185_000), money.Credit(money.Seller(wening.String()), 175_650),
			money.Credit(money.FeeIncome, 8_500), money.Credit(money.Tax, 850),
		},
	}}
}

func giveBack(amount money.Rupiah) payment.ProposeClawback {
	return payment.ProposeClawback{
		By: petra, Amount: amount, Reason: payment.ReasonDefect, Note: " botolnya  retak ", LimitOne: limit, Policy: payment.RefundsAutomatic, StepUp: noon,
	}
}

// said is what the proposal of a command is; its hash is taken from the events.
func saidOf(events []payment.ReceiptEvent) payment.ClawbackProposed {
	return events[0].(payment.ClawbackProposed)
}

func decideReceipt(t *testing.T, h []payment.ReceiptEvent, c payment.ReceiptCommand) []payment.ReceiptEvent {
	t.Helper()
	events, err := payment.ReceiptDecider.Decide(payment.ReceiptDecider.Fold(h...), c, noon)
	require.NoError(t, err)
	return events
}

func owedRefund(n int, amount money.Rupiah, reason string) payment.RefundDue {
	e := due(n, amount, reason, money.Debit(owes, amount))
	e.Refund, e.Receipt, e.Brand, e.Home, e.Policy = payment.RefundID(came, n), came, wening, clearing, payment.RefundsAutomatic
	e.Origin = payment.Origin{Channel: "midtrans", Method: "qris", Reference: "T1", PaidAt: noon}
	return e
}

//money:case §4.6 refund after the release
func TestABuyerGetsMoneyBackThatWasReleasedAndTheBrandOwesIt(t *testing.T) {
	t.Parallel()
	events := decideReceipt(t, paidOn(), giveBack(once))
	said := saidOf(events)
	require.Equal(t, payment.Clawback{
		Number: 1, By: petra, Amount: once, Reason: payment.ReasonDefect, Note: "botolnya retak", LimitOne: limit, Hash: said.Hash,
	}, said.Clawback)
	require.Equal(t, []payment.ReceiptEvent{said, owedRefund(1, once, payment.ReasonDefect)}, events)
	steps := process.React(events[1], happening)
	require.Equal(t, payment.OpenRefund{
		Claim:  payment.Claim{Refund: payment.RefundID(came, 1), Receipt: came, Campaign: campaign, Participation: first, Buyer: rina},
		Origin: payment.Origin{Channel: "midtrans", Method: "qris", Reference: "T1", PaidAt: noon},
		Amount: once, Reason: payment.ReasonDefect, PromisedBy: promise,
	}, steps[0].Command.Body, "it goes the way of all refunds")

	state := payment.ReceiptDecider.Fold(append(paidOn(), events...)...)
	require.Equal(t, money.Rupiah(185_000)-once, state.Returnable())
	after := receipts(t, append(paidOn(), events...)...)
	after.When(payment.ReleaseEscrow{Brand: wening, Split: fair}, noon).ThenNothing()
	after.When(giveBack(185_000), noon).ThenRefused(payment.ErrTooMuch)
	after.When(payment.DueRefund{Reason: string(sambatan.RefundedDispute)}, noon).ThenRefused(payment.ErrPaidOn)
}

// Staff buy, too.
//
//money:case §4.6 refund after the release
func TestNobodyDecidesAboutTheirOwnMoney(t *testing.T) {
	t.Parallel()
	own := giveBack(once)
	own.By = rina
	receipts(t, paidOn()...).When(own, noon).ThenRefused(payment.ErrOwnMoney)
	proposed := decideReceipt(t, paidOn(), giveBack(185_000))
	agree := payment.AgreeClawback{By: rina, Hash: saidOf(proposed).Hash, Policy: payment.RefundsAutomatic}
	receipts(t, append(paidOn(), proposed...)...).When(agree, noon).ThenRefused(payment.ErrOwnMoney)

	bears := payment.CoverShortfall{By: rina, Cover: payment.CoverPlatform, LimitOne: payment.MaxAmount, Note: "kasus 2231"}
	gone := decideReceipt(t, paidOn(), payment.TakeBack{Total: 185_000, Reason: "chargeback"})
	receipts(t, append(paidOn(), gone...)...).When(bears, noon).ThenRefused(payment.ErrOwnMoney)
}

//money:case §4.6 refund after the release, four eyes
func TestALargeClawbackNeedsTwoPeopleWhoSawTheSame(t *testing.T) {
	t.Parallel()
	proposed := decideReceipt(t, paidOn(), giveBack(185_000))
	require.Len(t, proposed, 1, "nothing moves yet")
	said := saidOf(proposed)
	require.True(t, said.Two)
	waits := append(paidOn(), said)
	agree := payment.AgreeClawback{By: desi, Hash: said.Hash, Policy: payment.RefundsAutomatic, StepUp: noon}
	agreed := payment.ClawbackAgreed{Receipt: came, Campaign: campaign, Participation: first, Number: 1, By: desi, Hash: said.Hash, StepUp: noon}
	receipts(t, waits...).When(agree, noon).Then(agreed, owedRefund(1, 185_000, payment.ReasonDefect)).And().
		When(agree, noon).ThenRefused(payment.ErrNoClawback)
	given := receipts(t, waits...)
	given.When(payment.AgreeClawback{By: petra, Hash: said.Hash}, noon).ThenRefused(payment.ErrFourEyes)
	given.When(payment.AgreeClawback{By: desi, Hash: "another"}, noon).ThenRefused(payment.ErrClawbackChanged)
	given.When(payment.AgreeClawback{Hash: said.Hash}, noon).ThenRefused(payment.ErrIncomplete)
	given.When(giveBack(once), noon).ThenRefused(payment.ErrClawbackOpen)
	given.When(payment.DropClawback{By: desi}, noon).ThenRefused(payment.ErrNoReason)
	given.When(payment.DropClawback{Note: "x"}, noon).ThenRefused(payment.ErrIncomplete)
	dropped := payment.ClawbackDropped{Receipt: came, Campaign: campaign, Participation: first, Number: 1, By: desi, Note: "salah pesanan"}
	gone := given.When(payment.DropClawback{By: desi, Note: " salah pesanan "}, noon).Then(dropped).And()
	gone.When(agree, noon).ThenRefused(payment.ErrNoClawback)
	gone.When(payment.DropClawback{By: desi, Note: "x"}, noon).ThenRefused(payment.ErrNoClawback)

	// What the channel took meanwhile is not sent as well.
	waits = append(waits, taken(185_000, 185_000))
	receipts(t, waits...).When(agree, noon).ThenRefused(payment.ErrTooMuch)
	// Two halves are as much as the whole.
	twice := append(paidOn(), decideReceipt(t, paidOn(), giveBack(once))...)
	require.True(t, saidOf(decideReceipt(t, twice, giveBack(once))).Two)
}

func TestWhatCanNotGoBackAfterTheReleaseIsRefused(t *testing.T) {
	t.Parallel()
	without := func(change func(*payment.ProposeClawback)) payment.ProposeClawback {
		c := giveBack(once)
		change(&c)
		return c
	}
	for name, row := range map[string]struct {
		given []payment.ReceiptEvent
		when  payment.ReceiptCommand
		want  error
	}{
		"what was not released": {paidOn()[:2], giveBack(once), payment.ErrNotReleased},
		"nothing":               {paidOn(), giveBack(0), payment.ErrBadAmount},
		"more than came in":     {paidOn(), giveBack(185_001), payment.ErrTooMuch},
		"by nobody":             {paidOn(), without(func(c *payment.ProposeClawback) { c.By = payment.ProposeClawback{}.By }), payment.ErrIncomplete},
		"without a word":        {paidOn(), without(func(c *payment.ProposeClawback) { c.Note = " " }), payment.ErrNoReason},
		"for no reason":         {paidOn(), without(func(c *payment.ProposeClawback) { c.Reason = "mood" }), payment.ErrUnknownReason},
		"a chargeback of what was not taken": {
			paidOn(), without(func(c *payment.ProposeClawback) { c.Reason = payment.ReasonChargeback }), payment.ErrTooMuch,
		},
		"what the platform has borne": {
			append(paidOn(), taken(185_000, 185_000), payment.ShortfallCovered{Receipt: came, Amount: 185_000, Cover: payment.CoverPlatform}),
			giveBack(once), payment.ErrTooMuch,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			receipts(t, row.given...).When(row.when, noon).ThenRefused(row.want)
		})
	}
}

//money:case §4.6 chargeback after the release
func TestABrandMakesAChargebackGoodWhenTwoAgree(t *testing.T) {
	t.Parallel()
	short := append(paidOn(), taken(185_000, 185_000))
	back := giveBack(185_000)
	back.Reason = payment.ReasonChargeback
	said := saidOf(decideReceipt(t, short, back))
	agree := payment.AgreeClawback{By: desi, Hash: said.Hash}
	covered := payment.ShortfallCovered{
		Receipt: came, Campaign: campaign, Participation: first, Buyer: rina, Amount: 185_000, Cover: payment.CoverBrand, By: petra,
		Note: "botolnya retak", Brand: wening, Home: clearing, Postings: money.Move(185_000, owes, money.Shortfall(rina.String())),
	}
	receipts(t, append(short, said)...).When(agree, noon).Then(
		payment.ClawbackAgreed{Receipt: came, Campaign: campaign, Participation: first, Number: 1, By: desi, Hash: said.Hash}, covered,
	).And().When(giveBack(1_000), noon).ThenRefused(payment.ErrTooMuch)

	// What the channel gave back can go back to the buyer.
	given := payment.ShortfallCovered{Receipt: came, Amount: 185_000, Cover: payment.CoverChannel}
	require.Len(t, decideReceipt(t, append(short, given), giveBack(once)), 2)
}

//money:case §4.4 decided in part
func TestAPartGoesBackOnceAndTheRestIsReleased(t *testing.T) {
	t.Parallel()
	rest := sambatan.Split{Goods: 120_000, Shipping: 15_000, Fee: 6_000, Tax: 600}
	open := receipts(t, recorded(185_417, match), allocated(417))
	back := routed(payment.ReasonPart, money.Debit(escrow, 50_000))
	back.Amount, back.Postings = 50_000, money.Move(50_000, escrow, refunds)
	released := payment.EscrowReleased{
		Receipt: incoming, Campaign: campaign, Participation: first, Buyer: rina, Brand: wening, Split: rest, Home: bank,
		Postings: []money.Posting{
			money.Debit(escrow, 135_000), money.Credit(money.Seller(wening.String()), 128_400),
			money.Credit(money.FeeIncome, 6_000), money.Credit(money.Tax, 600),
		},
	}
	part := payment.ReturnPart{Amount: 50_000, Policy: payment.RefundsAutomatic}
	release := payment.ReleaseEscrow{Brand: wening, Split: rest, Part: 50_000, Policy: payment.RefundsAutomatic}
	open.When(part, noon).Then(back).And().When(release, noon).Then(released).And().When(part, noon).ThenNothing()
	open.When(release, noon).Then(back, released).And().When(part, noon).ThenNothing()
	open.When(payment.ReturnPart{Amount: 185_001}, noon).ThenRefused(payment.ErrNotInEscrow)
	open.When(payment.ReturnPart{}, noon).ThenRefused(payment.ErrBadAmount)
	open.When(payment.ReleaseEscrow{Brand: wening, Split: rest}, noon).ThenRefused(payment.ErrWrongSplit)

	// Of what the channel took, nothing is sent as well; the rest is divided as before.
	byQR := []payment.ReceiptEvent{paidByQR(), inEscrow(), taken(30_000, 30_000)}
	events := decideReceipt(t, byQR, release)
	require.Len(t, events, 3)
	require.Equal(t, money.Rupiah(30_000), events[0].(payment.ShortfallCovered).Amount)
	require.Equal(t, money.Rupiah(20_000), events[1].(payment.RefundDue).Amount)
	require.Equal(t, rest, events[2].(payment.EscrowReleased).Split)
	after := payment.ReceiptDecider.Fold(append(byQR, events...)...)
	require.Zero(t, after.Held()+after.Short)
	require.Equal(t, money.Rupiah(135_000), after.PaidOn)
}
