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
