package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

func inPart(refund money.Rupiah) order.DisputeDecided {
	e := appealable(order.InPart)
	e.Refund = refund
	return e
}

func ended(refund money.Rupiah) order.Confirmed {
	e := confirmed(order.OnDecision)
	e.Refund = refund
	return e
}

func back(side order.Side, refund, most money.Rupiah) order.DecideDispute {
	return order.DecideDispute{For: side, Refund: refund, By: gita, Note: "fotonya jelas", LimitOne: most}
}

//money:case §4.4 decided in part
func TestADisputeIsDecidedInPart(t *testing.T) {
	t.Parallel()
	open := arrived().then(disputed())
	old := history{order.Opened{Parties: whose, Slots: 1, SendBy: sendBy}}.then(arrived()[1:]...).then(disputed())
	run(t, []row{
		{name: "a part goes back", given: open, when: back(order.InPart, 50_000, limit), then: history{inPart(50_000)}},
		{name: "when nobody appeals", given: open.then(inPart(50_000)), when: order.ExecuteDue{}, at: twoHours.Add(order.AppealWithin), then: history{executed(order.InPart, 50_000), ended(50_000)}},
		{name: "though not all has arrived", given: sent().then(lost(), disputed()), when: back(order.InPart, 132_000, limit), then: history{inPart(132_000)}},
		{name: "never of what was not sent", given: opened().then(disputed()), when: back(order.InPart, 50_000, limit), refused: order.ErrNotSent},
		{name: "all is no part", given: open, when: back(order.InPart, paid, limit), refused: order.ErrBadPart},
		{name: "nor is nothing", given: open, when: back(order.InPart, 0, limit), refused: order.ErrBadPart},
		{name: "nor what would have to be rounded", given: open, when: back(order.InPart, 50_500, limit), refused: order.ErrBadPart},
		{name: "of what nobody knows", given: old, when: back(order.InPart, 50_000, limit), refused: order.ErrNoAmount},
		{name: "an amount beside the whole is ignored", given: open, when: back(order.ForBuyer, 50_000, limit), then: history{appealable(order.ForBuyer)}},
	})
	steps := order.Process{}.React(ended(50_000), happening)
	require.Equal(t, sambatan.Fulfil{Participation: p1, Refund: 50_000}, steps[0].Command.Body)
}

// Staff buy, too, and may be of a brand.
//
//money:case §4.4 decided by two
func TestNobodyDecidesTheirOwnDispute(t *testing.T) {
	t.Parallel()
	open := arrived().then(disputed())
	buyers, brands := back(order.ForBuyer, 0, limit), back(order.ForBrand, 0, limit)
	buyers.By, brands.OfBrand = ayu, brand
	events, err := propose(open, back(order.ForBuyer, 0, paid-1), noon.Add(2*time.Hour))
	require.NoError(t, err)
	large := events[0].(order.DecisionProposed)
	waiting := open.then(large)
	run(t, []row{
		{name: "the buyer", given: open, when: buyers, refused: order.ErrOwnOrder},
		{name: "one of the brand", given: open, when: brands, refused: order.ErrOwnOrder},
		{name: "the buyer agrees", given: waiting, when: order.AgreeDecision{By: ayu, Hash: large.Hash}, refused: order.ErrOwnOrder},
		{name: "one of the brand agrees", given: waiting, when: order.AgreeDecision{By: petra, OfBrand: brand, Hash: large.Hash}, refused: order.ErrOwnOrder},
	})
}

//money:case §4.4 decided by two
func TestALargeDecisionNeedsTwoPeopleWhoSawTheSame(t *testing.T) {
	t.Parallel()
	noonish := noon.Add(2 * time.Hour)
	confirmedAt := noonish.Add(-time.Minute)
	given := func(h history) spec.Scenario[order.State, order.Command, order.Event] {
		return spec.Given(t, order.Decider, h...)
	}
	open := arrived().then(disputed())
	word := back(order.InPart, 50_000, 49_000)
	word.StepUp = confirmedAt
	events, err := propose(open, word, noonish)
	require.NoError(t, err)
	proposed := events[0].(order.DecisionProposed)
	require.Equal(t, order.Decision{
		Number: 1, For: order.InPart, Refund: 50_000, By: gita, Note: "fotonya jelas", LimitOne: 49_000, Hash: proposed.Hash,
	}, proposed.Decision)
	require.Equal(t, confirmedAt, proposed.StepUp)
	waits := open.then(proposed)
	agree := order.AgreeDecision{By: petra, Hash: proposed.Hash, StepUp: noonish}
	agreed := inPart(50_000)
	agreed.Agreed, agreed.Hash, agreed.StepUp = petra, proposed.Hash, noonish
	given(waits).When(agree, noonish).Then(agreed)
	given(waits).When(order.AgreeDecision{By: gita, Hash: proposed.Hash}, noonish).ThenRefused(order.ErrFourEyes)
	given(waits).When(order.AgreeDecision{By: petra, Hash: "another"}, noonish).ThenRefused(order.ErrChanged)
	given(waits).When(order.AgreeDecision{Hash: proposed.Hash}, noonish).ThenRefused(order.ErrIncomplete)
	given(open).When(agree, noonish).ThenRefused(order.ErrNoDecision)
	given(waits.then(order.DisputeWithdrawn{Parties: whose}, confirmed(order.OnBuyersWord))).When(agree, noonish).ThenRefused(order.ErrNoDecision)

	events, err = propose(waits, back(order.ForBuyer, 0, 49_000), noonish)
	require.NoError(t, err)
	require.Equal(t, 2, events[0].(order.DecisionProposed).Number, "another one takes its place")
	given(waits.then(events...)).When(agree, noonish).ThenRefused(order.ErrChanged)
	given(waits).When(back(order.ForBrand, 0, 49_000), noonish).Then(appealable(order.ForBrand))

	old := history{order.Opened{Parties: whose, Slots: 1, SendBy: sendBy}, disputed()}
	events, err = propose(old, back(order.ForBuyer, 0, limit), noonish)
	require.NoError(t, err)
	require.IsType(t, order.DecisionProposed{}, events[0], "what is not known counts as a large amount")
}

// propose decides on top of a history.
func propose(h history, c order.Command, at time.Time) ([]order.Event, error) {
	return order.Decide(order.Decider.Fold(h...), c, at)
}
