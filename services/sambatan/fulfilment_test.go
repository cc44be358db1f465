package sambatan_test

import (
	"testing"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// sent is a batch of which ayu and bima have secured a slot each, on its way.
func sent() history {
	return opened(slots(2), withheld(5)).then(
		held(p1, ayu, 1), held(p2, bima, 1), secured(p1, ayu, r1), secured(p2, bima, r2), sambatan.Succeeded{Secured: 2},
		sambatan.ProductionStarted{}, sambatan.QualityPassed{}, dispatchDue(p1, ayu), dispatchDue(p2, bima), sambatan.ShippingStarted{},
	)
}

func withheld(perMille int) func(*sambatan.Terms) {
	return func(t *sambatan.Terms) { t.TaxPerMille = perMille }
}

//money:case §4.4 delivered and confirmed
//money:case §4.4 frozen
//money:case §4.2 received and confirmed
//money:case §4.1 frozen
func TestWhatIsDeliveredAndConfirmedIsTheBrands(t *testing.T) {
	t.Parallel()
	frozen := sent().then(sambatan.Frozen{Reason: "x"})
	run(t, []row{
		{
			name: "the first", given: sent(), when: sambatan.Fulfil{Participation: p1},
			then: history{fulfilled(p1, ayu), releaseDue(p1, ayu, r1)},
		},
		{
			name: "the last completes the campaign", given: sent().then(fulfilled(p1, ayu), releaseDue(p1, ayu, r1)), when: sambatan.Fulfil{Participation: p2},
			then: history{fulfilled(p2, bima), releaseDue(p2, bima, r2), sambatan.Completed{}},
		},
		{name: "again", given: sent().then(fulfilled(p1, ayu), releaseDue(p1, ayu, r1)), when: sambatan.Fulfil{Participation: p1}},
		{
			name: "nothing is paid on while it is frozen", given: frozen, when: sambatan.Fulfil{Participation: p1},
			then: history{fulfilled(p1, ayu)},
		},
		{
			name: "and made up for afterwards", given: frozen.then(fulfilled(p1, ayu)), when: sambatan.Unfreeze{Reason: "y"},
			then: history{sambatan.Unfrozen{Reason: "y"}, releaseDue(p1, ayu, r1)},
		},
		{
			name: "not before it was sent", given: sent()[:12], when: sambatan.Fulfil{Participation: p1},
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseReadyToShip, Needs: sambatan.PhaseShipping},
		},
		{name: "no such participation", given: sent(), when: sambatan.Fulfil{Participation: p3}, refused: &sambatan.NoHoldError{Participation: p3}},
		{name: "the next parcel leaves", given: sent(), when: sambatan.StartShipping{}},
	})
}

// part is what a buyer gets back of one slot for 265.000, and what the brand then gets.
func part(refund money.Rupiah, split sambatan.Split) (sambatan.Fulfilled, sambatan.ReleaseDue) {
	done, due := fulfilled(p1, ayu), releaseDue(p1, ayu, r1)
	done.Refund, done.Back = refund, sambatan.Parts{{Receipt: r1, Amount: refund}}
	due.Refund, due.Split = refund, split
	return done, due
}

//money:case §4.4 decided in part
func TestWhatGoesBackInPartIsTakenOffBeforeFeeAndTax(t *testing.T) {
	t.Parallel()
	done, due := part(50_000, sambatan.Split{Goods: 200_000, Shipping: 15_000, Fee: 10_000, Tax: 1_000})
	most, rest := part(264_000, sambatan.Split{Shipping: 1_000})
	frozen := sent().then(sambatan.Frozen{Reason: "x"})
	fulfil := func(refund money.Rupiah) sambatan.Fulfil {
		return sambatan.Fulfil{Participation: p1, Refund: refund}
	}
	run(t, []row{
		{name: "of the goods", given: sent(), when: fulfil(50_000), then: history{done, due}},
		{name: "of the shipping last", given: sent(), when: fulfil(264_000), then: history{most, rest}},
		{name: "at once, though the release waits", given: frozen, when: fulfil(50_000), then: history{done}},
		{
			name: "and is taken off then", given: frozen.then(done), when: sambatan.Unfreeze{Reason: "y"},
			then: history{sambatan.Unfrozen{Reason: "y"}, due},
		},
		{name: "not all of it", given: sent(), when: fulfil(265_000), refused: &sambatan.PartError{Refund: 265_000, Paid: 265_000}},
		{name: "in whole thousands", given: sent(), when: fulfil(1_500), refused: &sambatan.PartError{Refund: 1_500, Paid: 265_000}},
		{name: "more than nothing", given: sent(), when: fulfil(-1_000), refused: &sambatan.PartError{Refund: -1_000, Paid: 265_000}},
	})
}

//money:case §4.4 decided for the buyer
func TestABuyerWhoIsRightInADisputeGetsTheMoneyBack(t *testing.T) {
	t.Parallel()
	back := released(p1, ayu, r1, sambatan.RefundedDispute)
	run(t, []row{
		{name: "one", given: sent(), when: sambatan.ReturnSecured{Participation: p1}, then: history{back}},
		{name: "again", given: sent().then(back), when: sambatan.ReturnSecured{Participation: p1}},
		{
			name: "the last completes the campaign", given: sent().then(fulfilled(p2, bima), releaseDue(p2, bima, r2)), when: sambatan.ReturnSecured{Participation: p1},
			then: history{back, sambatan.Completed{}},
		},
		{
			name: "not what is the brand's already", given: sent().then(fulfilled(p1, ayu)), when: sambatan.ReturnSecured{Participation: p1},
			refused: &sambatan.FulfilledError{Participation: p1},
		},
		{
			name: "not before the batch was made", given: sent()[:9], when: sambatan.ReturnSecured{Participation: p1},
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseInProduction, Needs: sambatan.PhaseShipping},
		},
		{name: "nor to whom nothing was sold", given: sent(), when: sambatan.ReturnSecured{Participation: p3}, refused: &sambatan.NoHoldError{Participation: p3}},
	})
}

// TestASplitIsExact shows that no rupiah is rounded, whatever the rates.
func TestASplitIsExact(t *testing.T) {
	t.Parallel()
	for _, rate := range []int{0, 5, 33, 125} {
		terms := terms(withheld(rate))
		terms.FeePerMille = 77
		for slots := 1; slots < 40; slots++ {
			split := terms.Split(slots)
			goods := terms.Price * money.Rupiah(slots)
			if split.Fee*1000 != goods*77 || split.Tax*1000 != goods*money.Rupiah(rate) || split.Net()+split.Fee+split.Tax != goods+terms.Shipping {
				t.Fatalf("%d slots at %d per mille: %+v", slots, rate, split)
			}
		}
	}
}
