package sambatan_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

//money:case §4.1 an operator calls off what much was paid for
func TestAnOperatorCallsOffMuchMoneyWithASecondOne(t *testing.T) {
	t.Parallel()
	paid := twoOfThree() // 530,000 are paid
	stepUp := noon.Add(-time.Minute)
	alone := sambatan.Abort{Reason: " ditipu ", Operator: gita, LimitOne: 2*due - 1, StepUp: stepUp}
	proposed := propose(t, paid, alone)
	waiting := paid.then(proposed)
	agree := sambatan.AgreeCallOff{Operator: hana, Hash: proposed.Hash, StepUp: stepUp}
	off := sambatan.Cancelled{Reason: "ditipu", Amount: 2 * due, Operator: gita, Agreed: hana, Hash: proposed.Hash, StepUp: stepUp}
	refunds := history{
		cancelled(p3, citra, sambatan.CancelledCampaign),
		released(p1, ayu, r1, sambatan.RefundedCancelled), released(p2, bima, r2, sambatan.RefundedCancelled),
		sambatan.UnwindingStarted{Refunds: 2},
	}
	more := waiting.then(secured(p3, citra, r3), sambatan.Succeeded{Secured: 3})
	offLater := off
	offLater.Amount = 3 * due
	again := alone
	again.Reason = "palsu"
	drop := sambatan.DropCallOff{Operator: hana, Hash: proposed.Hash}
	dropped := sambatan.CallOffDropped{Operator: hana, Hash: proposed.Hash}
	limit := alone
	limit.LimitOne++
	run(t, []row{
		{name: "as much as one may send back", given: paid, when: limit, then: append(history{sambatan.Cancelled{Reason: "ditipu", Amount: 2 * due, Operator: gita, StepUp: stepUp}}, refunds...)},
		{name: "the same once more", given: waiting, when: alone},
		{name: "somebody else agrees", given: waiting, when: agree, then: append(history{off}, refunds...)},
		{
			name: "to what was paid since, too", given: more, when: agree,
			then: history{
				offLater, released(p1, ayu, r1, sambatan.RefundedCancelled), released(p2, bima, r2, sambatan.RefundedCancelled),
				released(p3, citra, r3, sambatan.RefundedCancelled),
				sambatan.UnwindingStarted{Refunds: 3},
			},
		},
		{name: "not the same person", given: waiting, when: sambatan.AgreeCallOff{Operator: gita, Hash: proposed.Hash}, refused: &sambatan.CallOffError{Rule: sambatan.CallOffFourEyes}},
		{name: "not one of its brand", given: waiting, when: sambatan.AgreeCallOff{Operator: hana, Brand: brand, Hash: proposed.Hash}, refused: &sambatan.CallOffError{Rule: sambatan.CallOffOwn}},
		{name: "nor is it called off by one of its brand", given: paid, when: sambatan.Abort{Reason: "x", Operator: gita, Brand: brand, LimitOne: 3 * due}, refused: &sambatan.CallOffError{Rule: sambatan.CallOffOwn}},
		{name: "nobody in particular", given: waiting, when: sambatan.AgreeCallOff{Hash: proposed.Hash}, refused: &sambatan.MissingError{Field: "operator"}},
		{name: "not what they saw", given: waiting.then(propose(t, waiting, again)), when: agree, refused: &sambatan.CallOffError{Rule: sambatan.CallOffChanged}},
		{name: "nobody proposed it", given: paid, when: agree, refused: &sambatan.CallOffError{Rule: sambatan.CallOffNone}},
		{name: "it was taken back", given: waiting.then(dropped), when: agree, refused: &sambatan.CallOffError{Rule: sambatan.CallOffNone}},
		{name: "take it back", given: waiting, when: drop, then: history{dropped}},
		{
			name: "take it back when it is lost", given: waiting.then(sambatan.Cancelled{Reason: "x", By: sambatan.ByBrand}), when: drop,
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseCancelled, Needs: sambatan.PhaseSucceeded},
		},
		{name: "take back what is not proposed", given: paid, when: drop, refused: &sambatan.CallOffError{Rule: sambatan.CallOffNone}},
		{name: "the brand did meanwhile", given: waiting.then(sambatan.Cancelled{Reason: "x", By: sambatan.ByBrand}), when: agree},
		{
			name: "it is ready to be sent meanwhile", when: agree, given: more.then(sambatan.ProductionStarted{}, sambatan.QualityPassed{}),
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseReadyToShip, Needs: sambatan.PhaseSucceeded},
		},
		{name: "an operator has a name", given: paid, when: sambatan.Abort{Reason: "x"}, refused: &sambatan.MissingError{Field: "operator"}},
	})
}

// propose is what a command leads to that one person may not decide.
func propose(t *testing.T, given history, command sambatan.Abort) sambatan.CallOffProposed {
	t.Helper()
	state := sambatan.NewState()
	for _, event := range given {
		state = sambatan.Evolve(state, event)
	}
	events, err := sambatan.Decide(state, command, noon)
	if err != nil || len(events) != 1 {
		t.Fatalf("%v, %v", events, err)
	}
	return events[0].(sambatan.CallOffProposed)
}

// anAbort is by the brand, or by an operator who may decide about so much.
func (m *machine) anAbort(t *rapid.T) sambatan.Command {
	operator := rapid.SampledFrom([]id.ID{gita, hana}).Draw(t, "operator")
	if seen := m.ledger.callOff.Hash; seen != "" {
		return rapid.SampledFrom([]sambatan.Command{
			sambatan.AgreeCallOff{Operator: operator, Hash: seen},
			sambatan.DropCallOff{Operator: operator, Hash: seen},
			sambatan.AgreeCallOff{Operator: operator, Hash: "x"},
		}).Draw(t, "word")
	}
	return sambatan.Abort{
		Reason: "x", By: rapid.SampledFrom([]sambatan.Canceller{sambatan.ByBrand, sambatan.ByPlatform}).Draw(t, "by"), Operator: operator,
		LimitOne: rapid.SampledFrom([]money.Rupiah{0, due, 1_000_000_000}).Draw(t, "limit"),
	}
}

// calledOff demands two people for more than one may send back, and the sum of what goes.
func (l *ledger) calledOff(t *rapid.T, e sambatan.Cancelled) {
	var paid money.Rupiah
	for _, p := range l.with("secured") {
		paid += p.due
	}
	for _, p := range l.with("held") {
		paid += p.parts.Sum()
	}
	if e.Amount != paid {
		t.Fatalf("%d go back, and %d were paid", e.Amount, paid)
	}
	if !e.Agreed.IsZero() && (e.Agreed == e.Operator || e.Hash == "" || e.Hash != l.callOff.Hash || e.Operator != l.callOff.Operator) {
		t.Fatalf("%+v is not what two people agreed to: %+v", e, l.callOff)
	}
}
