package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/services/order"
)

//money:case §4.8 nobody appeals
//money:case §4.8 both sides accept
func TestADecisionIsExecutedAfterTheTimeToAppealOrWhenAllAccept(t *testing.T) {
	t.Parallel()
	open, due := arrived().then(disputed()), twoHours.Add(order.AppealWithin)
	forBuyer, forBrand, part := open.then(appealable(order.ForBuyer)), open.then(appealable(order.ForBrand)), open.then(inPart(50_000))
	early := opened().then(disputed(), appealable(order.ForBrand))
	yes, no := order.AcceptDecision{By: ayu}, order.AcceptDecision{By: brand}
	run(t, []row{
		{name: "early", given: forBuyer, when: order.ExecuteDue{}, at: due.Add(-1), refused: &order.EarlyError{DueAt: due}},
		{name: "for the buyer", given: forBuyer, when: order.ExecuteDue{}, at: due, then: history{executed(order.ForBuyer, 0)}},
		{name: "twice", given: forBuyer.then(executed(order.ForBuyer, 0)), when: order.ExecuteDue{}, at: due},
		{name: "for the brand", given: forBrand, when: order.ExecuteDue{}, at: due, then: history{executed(order.ForBrand, 0), confirmed(order.OnDecision)}},
		{name: "for the brand, before it arrived", given: early, when: order.ExecuteDue{}, at: due, then: history{executed(order.ForBrand, 0)}},
		{name: "what nobody decided", given: open, when: order.ExecuteDue{}, at: due},
		{name: "the brand accepts", given: forBuyer, when: no, then: history{accepted(order.ByBrand), executed(order.ForBuyer, 0)}},
		{name: "the buyer accepts", given: forBrand, when: yes, then: history{accepted(order.ByBuyer), executed(order.ForBrand, 0), confirmed(order.OnDecision)}},
		{name: "the first of two", given: part, when: yes, then: history{accepted(order.ByBuyer)}},
		{name: "the second of two", given: part.then(accepted(order.ByBuyer)), when: no, then: history{accepted(order.ByBrand), executed(order.InPart, 50_000), ended(50_000)}},
		{name: "again", given: part.then(accepted(order.ByBuyer)), when: yes},
		{name: "who has won", given: forBuyer, when: yes, refused: order.ErrNotAppealable},
		{name: "somebody else", given: forBuyer, when: order.AcceptDecision{By: bima}, refused: order.ErrNotYours},
		{name: "nobody", given: forBuyer, when: order.AcceptDecision{}, refused: order.ErrNotYours},
		{name: "what is not decided", given: open, when: no, refused: order.ErrNotAppealable},
		{name: "time does not confirm it meanwhile", given: forBuyer, when: order.ConfirmDue{}, at: arrival.Add(order.ConfirmWithin)},
		{name: "nor does the buyer", given: forBrand, when: order.Confirm{Buyer: ayu}, refused: order.ErrDisputed},
		{name: "it is not withdrawn", given: forBrand, when: order.WithdrawDispute{Buyer: ayu}, refused: order.ErrDecided},
		{name: "nor answered", given: forBrand, when: order.AnswerDispute{Brand: brand, Words: side}, refused: order.ErrDecided},
		{name: "nor decided again", given: forBrand, when: back(order.ForBuyer, 0, limit), refused: order.ErrDecided},
		{name: "what was decided before there were appeals has happened", given: open.then(decided(order.ForBuyer)), when: order.ExecuteDue{}, at: due},
	})
}

//money:case §4.8 appealed
func TestADecisionIsAppealedOnceAndDecidedBySomebodyElse(t *testing.T) {
	t.Parallel()
	open, due := arrived().then(disputed()), twoHours.Add(order.AppealWithin)
	forBuyer, forBrand := open.then(appealable(order.ForBuyer)), open.then(appealable(order.ForBrand))
	again := forBrand.then(appealed(order.ByBuyer))
	plea := func(c order.AppealDecision) order.AppealDecision { c.Words = side; return c }
	other := func(c order.DecideDispute) order.DecideDispute { c.By = petra; return c }
	final := func(side order.Side) order.DisputeDecided {
		e := decided(side)
		e.By = petra
		return e
	}
	run(t, []row{
		{name: "by the buyer", given: forBrand, when: plea(order.AppealDecision{By: ayu}), then: history{appealed(order.ByBuyer)}},
		{name: "by the brand", given: forBuyer, when: plea(order.AppealDecision{By: brand}), then: history{appealed(order.ByBrand)}},
		{name: "in the last moment", given: forBuyer, when: plea(order.AppealDecision{By: brand}), at: due.Add(-1), then: history{appealed(order.ByBrand)}},
		{name: "too late", given: forBuyer, when: plea(order.AppealDecision{By: brand}), at: due, refused: order.ErrTooLate},
		{name: "by whom it gives all", given: forBuyer, when: plea(order.AppealDecision{By: ayu}), refused: order.ErrNotAppealable},
		{name: "by who accepted it", given: open.then(inPart(50_000), accepted(order.ByBuyer)), when: plea(order.AppealDecision{By: ayu}), refused: order.ErrNotAppealable},
		{name: "though the other accepted it", given: open.then(inPart(50_000), accepted(order.ByBuyer)), when: plea(order.AppealDecision{By: brand}), then: history{appealed(order.ByBrand)}},
		{name: "by somebody else", given: forBuyer, when: plea(order.AppealDecision{By: bima}), refused: order.ErrNotYours},
		{name: "without a word", given: forBuyer, when: order.AppealDecision{By: brand}, refused: order.ErrIncomplete},
		{name: "what is executed", given: forBuyer.then(executed(order.ForBuyer, 0)), when: plea(order.AppealDecision{By: brand}), refused: order.ErrNotAppealable},
		{name: "nothing is executed then", given: again, when: order.ExecuteDue{}, at: due},
		{name: "the same operator", given: again, when: back(order.ForBuyer, 0, limit), refused: order.ErrSameJudge},
		{name: "another one, at once", given: again, when: other(back(order.ForBuyer, 0, limit)), then: history{final(order.ForBuyer)}},
		{name: "another one, the same", given: again, when: other(back(order.ForBrand, 0, limit)), then: history{final(order.ForBrand), confirmed(order.OnDecision)}},
		{name: "once", given: again.then(final(order.ForBuyer)), when: plea(order.AppealDecision{By: brand}), refused: order.ErrNotAppealable},
		{name: "the brand answers again", given: again, when: order.AnswerDispute{Brand: brand, Words: side}, then: history{order.DisputeAnswered{Parties: whose, Words: side}}},
		{name: "the buyer gives in", given: again, when: order.WithdrawDispute{Buyer: ayu}, then: history{order.DisputeWithdrawn{Parties: whose}, confirmed(order.OnBuyersWord)}},
	})
}

//money:case §4.8 appealed
func TestWhoAgreedToTheFirstDecisionDoesNotProposeTheSecond(t *testing.T) {
	t.Parallel()
	first := appealable(order.ForBrand)
	first.By, first.Agreed = bima, gita
	again := arrived().then(disputed(), first, appealed(order.ByBuyer))
	for _, judge := range [...]order.DecideDispute{back(order.ForBuyer, 0, limit), {For: order.ForBuyer, By: bima, Note: "x", LimitOne: limit}} {
		_, err := propose(again, judge, twoHours)
		require.ErrorIs(t, err, order.ErrSameJudge)
	}
	word := back(order.ForBuyer, 0, 1000)
	word.By = petra
	events, err := propose(again, word, twoHours)
	require.NoError(t, err)
	proposed := events[0].(order.DecisionProposed)
	events, err = propose(again.then(proposed), order.AgreeDecision{By: gita, Hash: proposed.Hash}, twoHours)
	require.NoError(t, err, "the second word may be of those who know the case")
	require.True(t, events[0].(order.DisputeDecided).AppealBy.IsZero(), "it is the last word")
}
