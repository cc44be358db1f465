package sambatan_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// isPart tells whether a kind, or a reason, is of payments in parts.
func isPart(kind string) bool { return kind == "secured in parts" || kind == "parts sent back" }

// partPaid is a part that came for the hold of p1, and what is missing after it.
func partPaid(receipt id.ID, amount, missing money.Rupiah) sambatan.PartPaid {
	by := noon.Add(2 * time.Hour)
	return sambatan.PartPaid{
		Rest: sambatan.Rest{
			Campaign: campaign, Participation: p1, Buyer: ayu, Slots: 1, Receipt: receipt, Amount: amount, Missing: missing,
			ExpiresAt: by, PayBy: by,
		},
		PaidAt: noon.Add(time.Hour),
	}
}

func parts(amounts ...money.Rupiah) (all sambatan.Parts) {
	for i, amount := range amounts {
		all = append(all, sambatan.Part{Receipt: []id.ID{r1, r2, r3}[i], Amount: amount})
	}
	return all
}

func expiredWith(parts sambatan.Parts) sambatan.HoldExpired {
	e := expired(p1, ayu, 1)
	e.Parts = parts
	return e
}

func securedWith(receipt id.ID, parts sambatan.Parts) sambatan.SlotsSecured {
	e := secured(p1, ayu, receipt)
	e.Parts = parts
	return e
}

func releasedWith(receipt id.ID, parts sambatan.Parts, reason sambatan.RefundReason) sambatan.SlotsReleased {
	e := released(p1, ayu, receipt, reason)
	e.Parts = parts
	return e
}

//money:case §4.3 top-up of an underpayment
func TestTheRestOfAPaymentSecures(t *testing.T) {
	t.Parallel()
	one := opened().then(held(p1, ayu, 1))
	half := one.then(partPaid(r1, 100_000, 165_000))
	run(t, []row{
		{name: "a part is kept", given: one, when: paying(pays(p1, r1), 100_000), then: history{partPaid(r1, 100_000, 165_000)}},
		{name: "told again it changes nothing", given: half, when: paying(pays(p1, r1), 100_000)},
		{name: "another part", given: half, when: paying(pays(p1, r2), 164_999), then: history{partPaid(r2, 164_999, 1)}},
		{name: "the rest secures", given: half, when: paying(pays(p1, r2), 165_000), then: history{securedWith(r2, parts(100_000))}},
		{
			name: "of three as well", given: half.then(partPaid(r2, 164_999, 1)), when: paying(pays(p1, r3), 1),
			then: history{securedWith(r3, parts(100_000, 164_999))},
		},
		{name: "what is more than the rest is the last one's", given: half, when: pays(p1, r2), then: history{securedWith(r2, parts(100_000))}},
		{
			name: "paid in full it is paid twice", given: half.then(securedWith(r2, parts(100_000))), when: pays(p1, r3),
			then: history{declined(p1, ayu, r3, sambatan.DeclinedTwice)},
		},
		{
			name: "a payment that begins now is for the rest", given: half, when: sambatan.BeginPayment{Participation: p1, Buyer: ayu, Method: "qris"},
			then: history{func() sambatan.PaymentBegun { b := begun(1); b.Amount = 165_000; return b }()},
		},
		{
			name: "a reported transfer was found: the hold's own expiry counts again", when: paying(pays(p1, r1), 100_000),
			given: one.then(sambatan.HoldKept{Participation: p1, Until: noon.Add(26 * time.Hour)}),
			then:  history{partPaid(r1, 100_000, 165_000), sambatan.HoldKept{Participation: p1, Until: noon.Add(2 * time.Hour)}},
		},
	})
}

//money:case §4.3 part that comes too late
func TestAPartWhoseRestCannotComeGoesBackAtOnce(t *testing.T) {
	t.Parallel()
	one := opened().then(held(p1, ayu, 1))
	short := declined(p1, ayu, r1, sambatan.DeclinedAmount)
	short.Amount = 100_000
	many := one
	for i := range sambatan.MaxParts {
		many = many.then(partPaid(ident(500+i), 1_000, due-money.Rupiah(1000*(i+1))))
	}
	run(t, []row{
		{name: "the hold is gone", given: one.then(expired(p1, ayu, 1)), when: paying(pays(p1, r1), 100_000), then: history{short}},
		{name: "its time is over", given: one, when: paying(pays(p1, r1), 100_000), at: noon.Add(2 * time.Hour), then: history{short}},
		{
			name: "it is about to end", given: one.then(begun(1), givingUp()), when: paying(pays(p1, r1), 100_000), then: history{short},
		},
		{name: "it is one of too many", given: many, when: paying(pays(p1, r1), 100_000), then: history{short}},
	})
}

//money:case §4.3 parts at the hold's expiry
func TestWhatEndsAHoldNamesEveryPart(t *testing.T) {
	t.Parallel()
	two := opened().then(held(p1, ayu, 1), partPaid(r1, 100_000, 165_000), partPaid(r2, 60_000, 105_000))
	all, end := parts(100_000, 60_000), noon.Add(2*time.Hour)
	gone := func(reason sambatan.CancelReason) sambatan.HoldCancelled {
		e := cancelled(p1, ayu, reason)
		e.Parts = all
		return e
	}
	late := declined(p1, ayu, r3, sambatan.DeclinedLate)
	late.PaidAt = deadline.Add(time.Second)
	run(t, []row{
		{name: "it lapses", given: two, when: sambatan.LapseHolds{}, at: end, then: history{expiredWith(all)}},
		{name: "once", given: two.then(expiredWith(all)), when: sambatan.LapseHolds{}, at: end},
		{name: "its buyer gives it up", given: two, when: cancels(p1, ayu), then: history{gone(sambatan.CancelledByBuyer)}},
		{
			name: "the campaign is called off", given: two, when: byPlatform("x"),
			then: history{sambatan.Cancelled{Reason: "x", Amount: 160_000, Operator: gita}, gone(sambatan.CancelledCampaign), sambatan.UnwindingStarted{}, sambatan.Unwound{}},
		},
		{
			name: "regained, it is paid by one receipt", given: two.then(expiredWith(all)), when: pays(p1, r3),
			then: history{regained(p1, ayu, r3)},
		},
	})
}

//money:case §4.3 part taken back
func TestTakingAPartBack(t *testing.T) {
	t.Parallel()
	two := opened().then(held(p1, ayu, 1), partPaid(r1, 100_000, 165_000), partPaid(r2, 60_000, 105_000))
	lost := sambatan.PartTakenBack{Rest: partPaid(r1, 100_000, 205_000).Rest}
	whole := opened().then(held(p1, ayu, 1), partPaid(r1, 100_000, 165_000), securedWith(r2, parts(100_000)))
	run(t, []row{
		{name: "more is missing again", given: two, when: sambatan.TakeBack(pays(p1, r1)), then: history{lost}},
		{name: "once", given: two.then(lost), when: sambatan.TakeBack(pays(p1, r1))},
		{
			name: "it does not go back with the others", given: two.then(lost), when: sambatan.LapseHolds{}, at: noon.Add(2 * time.Hour),
			then: history{expiredWith(sambatan.Parts{{Receipt: r2, Amount: 60_000}})},
		},
		{
			name: "after the slots were secured they are given up, with all that paid for them", given: whole, when: sambatan.TakeBack(pays(p1, r1)),
			then: history{releasedWith(r2, parts(100_000), sambatan.RefundedTakenBack)},
		},
	})
}

//money:case §4.3 refund of several receipts
func TestAParticipationIsRefundedWithTheLastOfItsReceipts(t *testing.T) {
	t.Parallel()
	gone := opened().then(held(p1, ayu, 1), partPaid(r1, 100_000, 165_000), securedWith(r2, parts(100_000)), closedAt(),
		sambatan.Failed{Secured: 1, MinFill: 2}, releasedWith(r2, parts(100_000), sambatan.RefundedFailed), sambatan.UnwindingStarted{Refunds: 1})
	half := gone.then(sambatan.PartSettled{Participation: p1, Receipt: r1})
	first, last := sambatan.SettleRefund{Participation: p1, Receipt: r1}, sambatan.SettleRefund{Participation: p1, Receipt: r2}
	run(t, []row{
		{name: "one of two", given: gone, when: first, then: history{sambatan.PartSettled{Participation: p1, Receipt: r1}}},
		{name: "told again", given: half, when: first},
		{name: "the last one", given: half, when: last, then: history{sambatan.RefundSettled{Participation: p1}, sambatan.Unwound{}}},
		{name: "another one's", given: half, when: sambatan.SettleRefund{Participation: p1, Receipt: r3}},
	})
}

// Every receipt is divided, and together they are what one would have been divided into.
//
//money:case §4.4 several receipts
func TestEveryReceiptReleasesWhatItBrought(t *testing.T) {
	t.Parallel()
	want := releaseDue(p1, ayu, r1).Split
	for _, amounts := range [][]money.Rupiah{{1}, {100_000}, {264_999}, {12_000, 251_000}, {1, 1}, {250_000, 1}} {
		campaign := opened(slots(1), minFill(1), func(t *sambatan.Terms) { t.TaxPerMille = 5 }).then(held(p1, ayu, 1))
		missing := due
		for _, part := range parts(amounts...) {
			missing -= part.Amount
			campaign = campaign.then(partPaid(part.Receipt, part.Amount, missing))
		}
		campaign = campaign.then(securedWith(r3, parts(amounts...)), sambatan.Succeeded{Secured: 1}, sambatan.ProductionStarted{},
			sambatan.QualityPassed{}, dispatchDue(p1, ayu), sambatan.ShippingStarted{})
		events, err := sambatan.Decide(sambatan.Decider.Fold(campaign...), sambatan.Fulfil{Participation: p1}, deadline.Add(time.Hour))
		require.NoError(t, err)
		var sum sambatan.Split
		brought := map[id.ID]money.Rupiah{}
		for _, event := range events {
			if e, ok := event.(sambatan.ReleaseDue); ok {
				require.GreaterOrEqual(t, e.Split.Net(), money.Rupiah(0))
				sum.Goods, sum.Shipping = sum.Goods+e.Split.Goods, sum.Shipping+e.Split.Shipping
				sum.Fee, sum.Tax = sum.Fee+e.Split.Fee, sum.Tax+e.Split.Tax
				brought[e.Receipt] = e.Split.Paid()
			}
		}
		require.Equal(t, missing, brought[r3])
		for _, part := range parts(amounts...) {
			require.Equal(t, part.Amount, brought[part.Receipt])
		}
		require.Equal(t, want, sum, "%v", amounts)
	}
}

// A receipt that goes back as a whole is not released.
//
//money:case §4.4 decided in part
func TestADecisionInPartTakesFromTheNewestReceiptFirst(t *testing.T) {
	t.Parallel()
	sent := opened(slots(1), minFill(1)).then(
		held(p1, ayu, 1), partPaid(r1, 100_000, 165_000), securedWith(r3, parts(100_000)), sambatan.Succeeded{Secured: 1},
		sambatan.ProductionStarted{}, sambatan.QualityPassed{}, dispatchDue(p1, ayu), sambatan.ShippingStarted{},
	)
	done, due := fulfilled(p1, ayu), releaseDue(p1, ayu, r1)
	done.Refund, done.Back = 200_000, sambatan.Parts{{Receipt: r3, Amount: 165_000}, {Receipt: r1, Amount: 35_000}}
	due.Refund, due.Split = 35_000, sambatan.Split{Goods: 50_000, Shipping: 15_000, Fee: 2_500}
	run(t, []row{{
		name: "more than the last one brought", given: sent, when: sambatan.Fulfil{Participation: p1, Refund: 200_000},
		then: history{done, due, sambatan.Completed{}},
	}})
}
