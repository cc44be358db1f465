package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

var (
	whereTo = eventstore.Sealed{Person: ayu.String(), Nonce: []byte("nonce"), Box: []byte("to")}

	addressBy = twoHours.Add(order.AddressWithin)
	sendBack  = twoHours.Add(order.SendBackWithin)

	arriveBack = twoHours.Add(order.ArriveBackWithin)
	answerBy   = arriveBack.Add(order.AnswerWithin)
)

func sentBack(resi string) order.SentBack {
	return order.SentBack{Parties: whose, Courier: order.JNT, Resi: resi, At: twoHours, ArriveBy: arriveBack}
}

// awaited is an order whose goods the buyer is to send back, addressed once the brand said
// where to.
func awaited() history {
	return arrived().then(disputed(), appealable(order.ReturnFirst), accepted(order.ByBuyer), accepted(order.ByBrand),
		executed(order.ReturnFirst, 0), order.ReturnAwaited{Parties: whose, AddressBy: addressBy})
}

func addressed() history {
	return awaited().then(order.ReturnAddressGiven{Parties: whose, To: whereTo, SendBy: sendBack})
}

//money:case §4.8 return first
func TestGoodsGoBackBeforeTheMoneyDoes(t *testing.T) {
	t.Parallel()
	open := arrived().then(disputed())
	address := order.GiveReturnAddress{Brand: brand, To: whereTo}
	given := order.ReturnAddressGiven{Parties: whose, To: whereTo, SendBy: sendBack}
	back2 := order.SendBack{Buyer: ayu, Courier: order.JNT, Resi: "jp 1234567892"}
	onItsWay, corrected := addressed().then(sentBack("JP1234567892")), sentBack("JP1234567892")
	corrected.ArriveBy = time.Time{}
	run(t, []row{
		{name: "decided", given: open, when: back(order.ReturnFirst, 0, limit), then: history{appealable(order.ReturnFirst)}},
		{name: "never of what has not arrived", given: sent().then(lost(), disputed()), when: back(order.ReturnFirst, 0, limit), refused: order.ErrNotArrived},
		{
			name: "executed", given: open.then(appealable(order.ReturnFirst)), when: order.ExecuteDue{}, at: twoHours.Add(order.AppealWithin),
			then: history{executed(order.ReturnFirst, 0), order.ReturnAwaited{Parties: whose, AddressBy: twoHours.Add(order.AppealWithin + order.AddressWithin)}},
		},
		{name: "the brand says where to", given: awaited(), when: address, then: history{given}},
		{name: "a correction gives no more time", given: addressed(), when: address, at: twoHours.Add(time.Hour), then: history{given}},
		{name: "in nobody's words", given: awaited(), when: order.GiveReturnAddress{Brand: brand}, refused: order.ErrIncomplete},
		{name: "another brand", given: awaited(), when: order.GiveReturnAddress{Brand: other, To: whereTo}, refused: order.ErrNotYours},
		{name: "too late to say", given: awaited(), when: address, at: addressBy, refused: order.ErrTooLate},
		{name: "when they are on their way", given: onItsWay, when: address, refused: order.ErrSentBack},
		{name: "before it is decided", given: open, when: address, refused: order.ErrNoReturn},
		{name: "the buyer sends", given: addressed(), when: back2, then: history{sentBack("JP1234567892")}},
		{name: "again", given: onItsWay, when: back2},
		{name: "corrected, late too", given: addressed().then(sentBack("JP1234567893")), when: back2, at: twoHours, then: history{corrected}},
		{name: "nobody knows where to", given: awaited(), when: back2, refused: order.ErrNoAddress},
		{name: "too late to send", given: addressed(), when: back2, at: sendBack, refused: order.ErrTooLate},
		{name: "with the brand's own resi", given: addressed(), when: order.SendBack{Buyer: ayu, Courier: order.JNT, Resi: resi1}, refused: order.ErrResiUsed},
		{name: "with no resi", given: addressed(), when: order.SendBack{Buyer: ayu, Courier: order.JNT, Resi: "X"}, refused: order.ErrBadResi},
		{name: "somebody else", given: addressed(), when: order.SendBack{Buyer: bima, Courier: order.JNT, Resi: resi2}, refused: order.ErrNotYours},
		{name: "what nobody awaits", given: open, when: back2, refused: order.ErrNoReturn},
		{name: "they are back, says the brand", given: onItsWay, when: order.ConfirmReturn{Brand: brand}, then: history{order.ReturnArrived{Parties: whose, By: order.ByBrand}}},
		{name: "brought in person", given: awaited(), when: order.ConfirmReturn{Brand: brand}, then: history{order.ReturnArrived{Parties: whose, By: order.ByBrand}}},
		{name: "they are back, says an operator", given: onItsWay, when: order.ConfirmReturn{}, then: history{order.ReturnArrived{Parties: whose, By: order.ByOperator}}},
		{name: "an operator knows by the resi only", given: addressed(), when: order.ConfirmReturn{}, refused: order.ErrNotSentBack},
		{name: "said twice", given: onItsWay.then(order.ReturnArrived{Parties: whose, By: order.ByBrand}), when: order.ConfirmReturn{Brand: brand}},
		{name: "said by another brand", given: onItsWay, when: order.ConfirmReturn{Brand: other}, refused: order.ErrNotYours},
		{name: "of nothing", given: open, when: order.ConfirmReturn{Brand: brand}, refused: order.ErrNoReturn},
		{name: "nothing is confirmed", given: addressed(), when: order.Confirm{Buyer: ayu}, refused: order.ErrDisputed},
		{name: "no second complaint", given: addressed(), when: order.Dispute{Buyer: ayu, Reason: order.WrongGoods, Words: words}, refused: order.ErrDisputed},
		{name: "no other parcel", given: addressed(), when: order.SendParcel{Brand: brand, Courier: order.JNT, Resi: resi2}, refused: order.ErrDelivered},
	})
}

//money:case §4.8 the buyer does not send in time
//money:case §4.8 the brand gives no address
func TestWhoDoesNotDoTheirPartOfAReturnInTimeLoses(t *testing.T) {
	t.Parallel()
	onItsWay := addressed().then(sentBack("JP1234567892"))
	run(t, []row{
		{name: "no address", given: awaited(), when: order.EndReturn{}, at: addressBy, then: history{order.ReturnLapsed{Parties: whose, By: order.ByBrand}}},
		{name: "not yet", given: awaited(), when: order.EndReturn{}, at: addressBy.Add(-1), refused: &order.EarlyError{DueAt: addressBy}},
		{name: "nothing sent", given: addressed(), when: order.EndReturn{}, at: sendBack, then: history{order.ReturnLapsed{Parties: whose, By: order.ByBuyer}, confirmed(order.OnDecision)}},
		{name: "the timer of the address", given: addressed(), when: order.EndReturn{}, at: addressBy, refused: &order.EarlyError{DueAt: sendBack}},
		{name: "not once they are sent", given: onItsWay, when: order.EndReturn{}, at: sendBack, refused: &order.EarlyError{DueAt: arriveBack}},
		{name: "once", given: awaited().then(order.ReturnLapsed{Parties: whose, By: order.ByBrand}), when: order.EndReturn{}, at: sendBack},
		{name: "not while it is decided anew", given: addressed().then(appealable(order.InPart)), when: order.EndReturn{}, at: sendBack},
	})
}

//money:case §4.8 goods that nobody hears of
func TestTheBrandIsAskedForGoodsThatNobodyHearsOf(t *testing.T) {
	t.Parallel()
	onItsWay := addressed().then(sentBack("JP1234567892"))
	asked := onItsWay.then(order.ReturnOverdue{Parties: whose, AnswerBy: answerBy})
	denied := asked.then(order.ReturnMissing{Parties: whose})
	corrected := order.SentBack{Parties: whose, Courier: order.JNT, Resi: "JP1234567893", At: arriveBack}
	before := sentBack("JP1234567892")
	before.ArriveBy = time.Time{}
	run(t, []row{
		{name: "ten days after the resi", given: onItsWay, when: order.EndReturn{}, at: arriveBack, then: history{order.ReturnOverdue{Parties: whose, AnswerBy: answerBy}}},
		{name: "a corrected resi puts nothing off", given: onItsWay.then(corrected), when: order.EndReturn{}, at: arriveBack, then: history{order.ReturnOverdue{Parties: whose, AnswerBy: answerBy}}},
		{name: "they came", given: asked, when: order.ConfirmReturn{Brand: brand}, at: arriveBack, then: history{order.ReturnArrived{Parties: whose, By: order.ByBrand}}},
		{name: "silence is against the brand", given: asked, when: order.EndReturn{}, at: answerBy, then: history{order.ReturnArrived{Parties: whose, By: order.ByTime}}},
		{name: "not before it could answer", given: asked, when: order.EndReturn{}, at: answerBy.Add(-1), refused: &order.EarlyError{DueAt: answerBy}},
		{name: "nothing came", given: asked, when: order.DenyReturn{Brand: brand}, at: arriveBack, then: history{order.ReturnMissing{Parties: whose}}},
		{name: "said twice", given: denied, when: order.DenyReturn{Brand: brand}, at: arriveBack},
		{name: "said by another brand", given: asked, when: order.DenyReturn{Brand: other}, at: arriveBack, refused: order.ErrNotYours},
		{name: "said too soon", given: onItsWay, when: order.DenyReturn{Brand: brand}, refused: order.ErrNotOverdue},
		{name: "of nothing", given: arrived(), when: order.DenyReturn{Brand: brand}, refused: order.ErrNoReturn},
		{name: "then time decides nothing", given: denied, when: order.EndReturn{}, at: answerBy},
		{name: "but an operator does", given: denied, when: back(order.ForBuyer, 0, limit), then: history{appealable(order.ForBuyer)}},
		{name: "or they come after all", given: denied, when: order.ConfirmReturn{}, at: answerBy, then: history{order.ReturnArrived{Parties: whose, By: order.ByOperator}}},
		{name: "in logs from before nobody is asked", given: addressed().then(before), when: order.EndReturn{}, at: answerBy},
	})
}

//money:case §4.8 something else came back
func TestAnOperatorDecidesAnewWhatCameBack(t *testing.T) {
	t.Parallel()
	onItsWay := addressed().then(sentBack("JP1234567892"))
	run(t, []row{
		{name: "for the brand", given: onItsWay, when: back(order.ForBrand, 0, limit), then: history{appealable(order.ForBrand)}},
		{name: "in part", given: onItsWay, when: back(order.InPart, 50_000, limit), then: history{inPart(50_000)}},
		{name: "not the same again", given: onItsWay, when: back(order.ReturnFirst, 0, limit), refused: order.ErrNotArrived},
		{name: "nothing is confirmed meanwhile", given: onItsWay.then(appealable(order.ForBrand)), when: order.ConfirmReturn{Brand: brand}, refused: order.ErrNoReturn},
		{
			name: "executed", given: onItsWay.then(appealable(order.ForBrand)), when: order.ExecuteDue{}, at: twoHours.Add(order.AppealWithin),
			then: history{executed(order.ForBrand, 0), confirmed(order.OnDecision)},
		},
	})
	waits, err := propose(onItsWay, back(order.InPart, 50_000, 1000), twoHours)
	require.NoError(t, err)
	proposed := waits[0].(order.DecisionProposed)
	over := onItsWay.then(proposed, order.ReturnArrived{Parties: whose, By: order.ByBrand})
	_, err = propose(over, order.AgreeDecision{By: petra, Hash: proposed.Hash}, twoHours)
	require.ErrorIs(t, err, order.ErrNoDecision, "the goods arrived first")
}

func TestTheMoneyFollowsTheDecision(t *testing.T) {
	t.Parallel()
	returned := sambatan.ReturnSecured{Participation: p1}
	for name, row := range map[string]struct {
		given order.Event
		then  any
	}{
		"for the buyer, appealable": {appealable(order.ForBuyer), nil},
		"for the buyer, executed":   {executed(order.ForBuyer, 0), returned},
		"for the brand, executed":   {executed(order.ForBrand, 0), nil},
		"in part, executed":         {executed(order.InPart, 50_000), nil},
		"a return, executed":        {executed(order.ReturnFirst, 0), nil},
		"the goods are back":        {order.ReturnArrived{Parties: whose, By: order.ByBrand}, returned},
		"the brand gave no address": {order.ReturnLapsed{Parties: whose, By: order.ByBrand}, returned},
		"the buyer sent nothing":    {order.ReturnLapsed{Parties: whose, By: order.ByBuyer}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			steps := order.Process{}.React(row.given, happening)
			if row.then == nil {
				require.Empty(t, steps)
				return
			}
			require.Len(t, steps, 1)
			require.Equal(t, row.then, steps[0].Command.Body)
		})
	}
}
