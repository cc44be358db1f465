package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/refunds"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

func TestEveryRupiahOfAReceiptIsInExactlyOnePlace(t *testing.T) {
	t.Parallel()
	sent := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	type back struct {
		amount money.Rupiah
		sent   time.Time
	}
	for _, row := range []struct {
		name                   string
		amount, escrow, wallet money.Rupiah
		refunds                []back
		want                   whereabouts
	}{
		{"just recorded", 548_127, 0, 0, nil, whereabouts{suspense: 548_127}},
		{"allocated with its code", 548_127, 548_000, 127, nil, whereabouts{escrow: 548_000, wallet: 127}},
		{"allocated to the rupiah", 548_000, 548_000, 0, nil, whereabouts{escrow: 548_000}},
		{"allocated, too much not decided yet", 600_000, 548_000, 0, nil, whereabouts{escrow: 548_000, suspense: 52_000}},
		{"overpaid, the rest due", 600_000, 548_000, 0, []back{{52_000, time.Time{}}}, whereabouts{escrow: 548_000, due: 52_000}},
		{"overpaid, the rest sent", 600_000, 548_000, 0, []back{{52_000, sent}}, whereabouts{escrow: 548_000, sent: 52_000}},
		{"released, due", 548_127, 548_000, 127, []back{{548_127, time.Time{}}}, whereabouts{due: 548_127}},
		{"released, sent", 548_127, 548_000, 127, []back{{548_127, sent}}, whereabouts{sent: 548_127}},
		{"overpaid and sent, then released", 600_000, 548_000, 0, []back{{52_000, sent}, {548_000, time.Time{}}}, whereabouts{sent: 52_000, due: 548_000}},
		{"declined, due", 548_127, 0, 0, []back{{548_127, time.Time{}}}, whereabouts{due: 548_127}},
		{"declined, sent", 548_127, 0, 0, []back{{548_127, sent}}, whereabouts{sent: 548_127}},
		{"taken back, all of it", 548_000, 548_000, 0, nil, whereabouts{taken: 548_000}},
		{"taken back in part, the rest due", 548_000, 548_000, 0, []back{{500_000, time.Time{}}}, whereabouts{taken: 48_000, due: 500_000}},
		{"taken back after it was allocated, and too much was sent", 600_000, 548_000, 0, []back{{52_000, sent}}, whereabouts{taken: 548_000, sent: 52_000}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			receipt := payments.Receipt{Receipt: id.New(), Amount: row.amount, Escrow: row.escrow, Wallet: row.wallet, Covered: row.want.taken}
			refunds := []payments.Refund{{Receipt: id.New(), Amount: 999, TransferredAt: sent}} // another receipt's
			for _, one := range row.refunds {
				receipt.Refund += one.amount
				refunds = append(refunds, payments.Refund{Receipt: receipt.Receipt, Amount: one.amount, TransferredAt: one.sent})
			}
			at := whereIs(receipt, refunds)
			require.Equal(t, row.want, at)
			require.Equal(t, row.amount, at.total())
			require.Equal(t, row.amount-row.want.sent-row.want.taken, at.ours())

			lines := moneySum(order{receipts: []payments.Receipt{receipt, receipt}, refunds: refunds})
			last := lines[len(lines)-1]
			require.True(t, last.Total)
			require.Zero(t, last.Amount, "the addition on the page does not work out")
		})
	}
}

func TestMoneyThatMadeASlotSafeIsHeldBeforeItIsBooked(t *testing.T) {
	t.Parallel()
	receipt := payments.Receipt{Receipt: id.New(), Amount: 283_016, State: payments.Suspense}
	safe := order{row: participants.Row{State: participants.Secured, Receipt: receipt.Receipt}, receipts: []payments.Receipt{receipt}}
	row := orderRow(safe, time.Now())
	require.EqualValues(t, 283_016, row.Held)
	require.Zero(t, row.Suspense)

	second := receipt
	second.Receipt = id.New()
	safe.receipts = append(safe.receipts, second)
	row = orderRow(safe, time.Now())
	require.EqualValues(t, 283_016, row.Held)
	require.EqualValues(t, 283_016, row.Suspense, "paid twice: what to do about it is not decided")
}

func TestAnOrderSaysWhereItsMoneyIsAlsoAfterItsSlotsAreGone(t *testing.T) {
	t.Parallel()
	receipt := payments.Receipt{Receipt: id.New(), Amount: 283_016}
	late := order{row: participants.Row{State: participants.Expired, Code: "SWG-1"}, receipts: []payments.Receipt{receipt}}
	row := orderRow(late, time.Now())
	require.EqualValues(t, 283_016, row.Suspense)
	require.Equal(t, view.MineReturn, mineGroup(late, time.Now()))

	receipt.Refund = 283_016
	late.receipts[0] = receipt
	late.refunds = []payments.Refund{{Receipt: receipt.Receipt, Amount: 283_016}}
	row = orderRow(late, time.Now())
	require.Zero(t, row.Suspense)
	require.Zero(t, row.Sent)
	require.EqualValues(t, 283_016, row.Refunded)
	require.Equal(t, view.MineDone, mineGroup(order{row: participants.Row{State: participants.Expired}}, time.Now()))
	now := time.Now()
	held := order{row: participants.Row{State: participants.Held, ExpiresAt: now.Add(time.Hour)}}
	require.Equal(t, view.MineTodo, mineGroup(held, now))
	require.Equal(t, view.MineLive, mineGroup(held, now.Add(time.Hour)), "it is too late to pay")
	offered := order{row: participants.Row{State: participants.Offered, OfferedUntil: now.Add(time.Hour)}}
	require.Equal(t, view.MineTodo, mineGroup(offered, now))
	require.Equal(t, view.MineLive, mineGroup(offered, now.Add(time.Hour)), "it is too late to take them")
	require.Equal(t, view.MineLive, mineGroup(order{row: participants.Row{State: participants.Told}}, now), "nothing that the buyer can do")
}

func TestWhatGoesBackSaysWhereOnlyIfItIsOnePlaceAndAsksForAnAccount(t *testing.T) {
	t.Parallel()
	qris, closed := id.New(), id.New()
	ways := map[id.ID]refunds.Way{
		qris:   {Claim: payment.Claim{Refund: qris}, Origin: payment.Origin{Method: payment.QRIS}, Amount: 83_000, Way: payment.ByGateway, State: payment.CaseSucceeded},
		closed: {Claim: payment.Claim{Refund: closed}, Amount: 200_000, Way: payment.ByPayout, State: payment.CaseNeedsDestination, Problem: payment.ProblemAccount},
	}
	back := func(of ...payments.Refund) order {
		return order{row: participants.Row{State: participants.RefundDue}, ways: ways, refunds: of}
	}
	one := orderRow(back(payments.Refund{Refund: qris, Amount: 83_000, Evidence: "981f"}), time.Now())
	require.Equal(t, "QRIS", one.RefundVia)
	require.Zero(t, one.NoAccount)

	noon := time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)
	promised := payments.Refund{Refund: closed, Amount: 200_000, PromisedBy: noon}
	require.Zero(t, orderRow(back(promised), noon.AddDate(0, 0, 7)).RefundBy, "until there is an account, nothing can be kept")
	w := ways[closed]
	w.PromisedBy = noon
	require.Zero(t, track(back(promised), course{way: w, due: promised}, noon.AddDate(0, 0, 7)).DueBy)
	w.State = payment.CaseQueued
	require.Equal(t, noon, track(back(promised), course{way: w, due: promised}, noon).DueBy)
	promised.Refund = qris
	require.Equal(t, noon, orderRow(back(promised), noon).RefundBy)

	both := back(payments.Refund{Refund: closed, Amount: 200_000}, payments.Refund{Refund: qris, Amount: 83_000, Evidence: "981f"})
	row := orderRow(both, time.Now())
	require.Equal(t, 2, row.Refunds)
	require.Empty(t, row.RefundVia+row.RefundTo+row.RefundRef)
	require.EqualValues(t, 200_000, row.NoAccount)
	require.Contains(t, row.NoAccountWhy, "nomornya tidak ditemukan")
	require.Equal(t, view.MineTodo, mineGroup(both, time.Now()))
}

func TestReasonsForARefundSpeakOfTheBuyerAsTheirReaderDoes(t *testing.T) {
	t.Parallel()
	over := dashboard.Campaign{Phase: sambatan.PhaseSucceeded}
	over.Terms.Deadline = time.Date(2026, 11, 22, 13, 0, 0, 0, time.UTC)
	why := func(reason, payer string) string {
		return refundWhy(order{campaign: over, refunds: []payments.Refund{{Reason: reason}}}, payer)
	}
	for _, reason := range []string{
		string(sambatan.RefundedFailed), string(sambatan.RefundedCancelled), string(sambatan.DeclinedLate), string(sambatan.DeclinedNoRoom),
		string(sambatan.DeclinedAmount), string(sambatan.DeclinedPart), string(sambatan.DeclinedTwice), string(sambatan.DeclinedDecided), string(sambatan.DeclinedStranger),
		payment.ReasonOverpaid, payment.ReasonUnmatched, payment.ReasonPart, payment.ReasonDefect, payment.ReasonLateDispute, payment.ReasonGoodwill,
	} {
		require.NotContains(t, why(reason, "pembeli"), "Anda", reason)
		require.NotContains(t, why(reason, "Anda"), "pembeli", reason)
	}
	require.Contains(t, why(string(sambatan.DeclinedLate), "pembeli"), "Transfer pembeli dikirim setelah sambatan ditutup Minggu, 22 Nov 2026, 20.00 WIB")
	require.Contains(t, why(string(sambatan.DeclinedLate), "Anda"), "Transfer Anda dikirim")
	require.Contains(t, why(string(sambatan.DeclinedDecided), "Anda"), "setelah hasil sambatan diputuskan", "it succeeded")
	over.Phase = sambatan.PhaseUnwinding
	require.Contains(t, why(string(sambatan.DeclinedDecided), "Anda"), "belum mencapai batas minimal")
	over.Reason = "Panen gagal"
	require.Contains(t, why(string(sambatan.DeclinedDecided), "Anda"), "dibatalkan")
}

func TestATransferOnTheDeskNamesItsTimeLimit(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)
	o := order{row: participants.Row{State: participants.Held, ExpiresAt: noon}}
	o.instruction = payments.Instruction{State: payments.Issued}
	require.Equal(t, noon, transfer(o).PayBy)
	require.True(t, transfer(o).DecideBy.IsZero())
	o.instruction = payments.Instruction{State: payments.Reported, ReportedAt: noon, DecideBy: noon.Add(24 * time.Hour)}
	require.Equal(t, noon.Add(24*time.Hour), transfer(o).DecideBy, "before the campaign keeps the slots, too")
	o.row.State = participants.Expired
	require.Equal(t, noon.Add(24*time.Hour), transfer(o).DecideBy, "money may have come all the same")
	o.instruction.State = payments.Rejected
	require.True(t, transfer(o).Rejected)
	require.True(t, transfer(o).ToldAt.IsZero())
}

func TestAnUnpaidOrderWaitsNoLongerThanItsCampaign(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)
	held := order{row: participants.Row{State: participants.Held, ExpiresAt: noon}}
	require.Equal(t, noon, held.payBy(), "no deadline known")
	held.campaign.Terms.Deadline = noon.Add(time.Hour)
	require.Equal(t, noon, held.payBy())
	held.campaign.Terms.Deadline = noon.Add(-time.Hour)
	require.Equal(t, noon.Add(-time.Hour), held.payBy())

	held.row.State, held.instruction.DecideBy = participants.Told, noon.Add(24*time.Hour)
	require.Equal(t, noon.Add(24*time.Hour), held.payBy())
	held.row.KeptUntil = noon.Add(20 * time.Hour)
	require.Equal(t, noon.Add(20*time.Hour), held.payBy())
}
