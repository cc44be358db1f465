package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/order"
)

func TestAnOrderIsOpenedOnce(t *testing.T) {
	t.Parallel()
	open := order.Open{Parties: whose, Slots: 1, Amount: paid}
	others := open
	others.Buyer = bima
	run(t, []row{
		{name: "the batch is made", when: open, at: noon, then: opened()},
		{name: "again", given: opened(), when: open},
		{name: "between others", given: opened(), when: others, refused: order.ErrWrongOrder},
		{name: "between nobody", when: order.Open{}, refused: order.ErrIncomplete},
		{name: "nothing happens to an order that is not there", when: order.ConfirmDue{}, refused: order.ErrNoOrder},
	})
}

func TestParcelsAreSentUntilAllHaveArrived(t *testing.T) {
	t.Parallel()
	send := order.SendParcel{Brand: brand, Courier: order.JNT, Resi: " jp 1234567890"}
	two := noon.Add(2 * time.Hour)
	ofOperator := parcel(1, resi1, two)
	ofOperator.By = order.ByOperator
	stands := parcel(2, resi2, two)
	stands.Replaces = 1
	run(t, []row{
		{name: "the first", given: opened(), when: send, then: history{parcel(1, resi1, two)}},
		{name: "by an operator", given: opened(), when: order.SendParcel{Courier: order.JNT, Resi: resi1}, then: history{ofOperator}},
		{name: "by another brand", given: opened(), when: order.SendParcel{Brand: other, Courier: order.JNT, Resi: resi1}, refused: order.ErrNotYours},
		{name: "a second", given: sent(), when: order.SendParcel{Brand: brand, Courier: order.JNT, Resi: resi2}, then: history{parcel(2, resi2, two)}},
		{name: "the same resi twice", given: sent(), when: send, refused: order.ErrResiUsed},
		{name: "a resi of another courier", given: opened(), when: order.SendParcel{Brand: brand, Courier: order.JNT, Resi: "X1"}, refused: order.ErrBadResi},
		{name: "an unknown courier", given: opened(), when: order.SendParcel{Brand: brand, Courier: "delman", Resi: resi1}, refused: order.ErrBadResi},
		{name: "in place of one that was lost", given: sent().then(lost()), when: order.SendParcel{Brand: brand, Courier: order.JNT, Resi: resi2}, then: history{stands}},
		{name: "no more once all arrived", given: arrived(), when: send, at: arrival, refused: order.ErrDelivered},
		{name: "no more at the end", given: arrived().then(confirmed(order.OnTime)), when: send, refused: order.ErrEnded},
	})
}

func TestAWrongResiIsCorrectedAndStaysKnown(t *testing.T) {
	t.Parallel()
	correct := order.CorrectResi{Brand: brand, Parcel: 1, Courier: order.JNE, Resi: "cgk12345678 90"}
	run(t, []row{
		{name: "another courier", given: sent(), when: correct, then: history{order.ResiCorrected{
			Parties: whose, Parcel: 1, Courier: order.JNE, Resi: "CGK1234567890", WasCourier: order.JNT, WasResi: resi1, By: order.ByBrand,
		}}},
		{name: "as it is", given: sent(), when: order.CorrectResi{Brand: brand, Parcel: 1, Courier: order.JNT, Resi: resi1}},
		{name: "no such parcel", given: sent(), when: order.CorrectResi{Brand: brand, Parcel: 2}, refused: order.ErrNoParcel},
		{name: "to another parcel's", given: sent().then(parcel(2, resi2, noon)), when: order.CorrectResi{Brand: brand, Parcel: 1, Courier: order.JNT, Resi: resi2}, refused: order.ErrResiUsed},
		{name: "of one that arrived", given: arrived(), when: correct, refused: order.ErrParcelDelivered},
		{name: "by another brand", given: sent(), when: order.CorrectResi{Brand: other, Parcel: 1}, refused: order.ErrNotYours},
	})
}

func TestTheTimeToComplainBeginsWithTheLastParcel(t *testing.T) {
	t.Parallel()
	note := order.NoteDelivered{Brand: brand, Parcel: 1, At: arrival.Add(-time.Hour)}
	second := sent().then(parcel(2, resi2, noon.Add(time.Hour)))
	stands := parcel(2, resi2, noon.Add(time.Hour))
	stands.Replaces = 1
	run(t, []row{
		{
			name: "it counts from the note, not from the day that it names", given: sent(), when: note, at: arrival,
			then: history{here(1, arrival.Add(-time.Hour), order.ByBrand), delivered(arrival)},
		},
		{name: "one of two", given: second, when: order.NoteDelivered{Brand: brand, Parcel: 2}, at: arrival, then: history{here(2, arrival, order.ByBrand)}},
		{
			name: "the other, in an operator's word", given: second.then(here(2, arrival, order.ByBrand)), when: order.NoteDelivered{Parcel: 1}, at: arrival,
			then: history{here(1, arrival, order.ByOperator), delivered(arrival)},
		},
		{
			name: "one that stands in for a lost one", given: sent().then(lost(), stands), when: order.NoteDelivered{Brand: brand, Parcel: 2}, at: arrival,
			then: history{here(2, arrival, order.ByBrand), delivered(arrival)},
		},
		{name: "again", given: arrived(), when: note, at: arrival},
		{name: "tomorrow", given: sent(), when: note, at: noon.Add(3 * time.Hour), refused: order.ErrInFuture},
		{name: "before it was sent", given: sent(), when: order.NoteDelivered{Brand: brand, Parcel: 1, At: noon}, at: arrival, refused: order.ErrBeforeSent},
		{name: "by another brand", given: sent(), when: order.NoteDelivered{Brand: other, Parcel: 1}, refused: order.ErrNotYours},
		{name: "no such parcel", given: sent(), when: order.NoteDelivered{Brand: brand}, refused: order.ErrNoParcel},
	})
}

func TestTroubleOfAParcelIsNoted(t *testing.T) {
	t.Parallel()
	note := order.NoteTrouble{Brand: brand, Parcel: 1, Kind: order.Lost}
	run(t, []row{
		{name: "lost", given: sent(), when: note, then: history{lost()}},
		{name: "again", given: sent().then(lost()), when: note},
		{name: "what nobody knows", given: sent(), when: order.NoteTrouble{Brand: brand, Parcel: 1, Kind: "eaten"}, refused: order.ErrNoReason},
		{name: "of one that arrived", given: arrived(), when: note, refused: order.ErrParcelDelivered},
		{name: "it turned up", given: sent().then(lost()), when: order.NoteDelivered{Brand: brand, Parcel: 1}, at: arrival, then: history{here(1, arrival, order.ByBrand), delivered(arrival)}},
	})
}

//money:case §4.4 delivered and confirmed
//money:case §4.4 delivered, D days without dispute
func TestAnOrderIsConfirmedByItsBuyerOrByTime(t *testing.T) {
	t.Parallel()
	due := arrival.Add(order.ConfirmWithin)
	run(t, []row{
		{name: "by the buyer", given: arrived(), when: order.Confirm{Buyer: ayu}, at: arrival, then: history{confirmed(order.OnBuyersWord)}},
		{name: "again", given: arrived().then(confirmed(order.OnTime)), when: order.Confirm{Buyer: ayu}, at: arrival},
		{name: "by somebody else", given: arrived(), when: order.Confirm{Buyer: bima}, at: arrival, refused: order.ErrNotYours},
		{
			name: "the buyer knows first that it is there", given: sent(), when: order.Confirm{Buyer: ayu}, at: arrival,
			then: history{here(1, arrival, order.ByBuyer), delivered(arrival), confirmed(order.OnBuyersWord)},
		},
		{name: "not before anything was sent", given: opened(), when: order.Confirm{Buyer: ayu}, refused: order.ErrNotSent},
		{name: "by time", given: arrived(), when: order.ConfirmDue{}, at: due, then: history{confirmed(order.OnTime)}},
		{name: "by time, late", given: arrived(), when: order.ConfirmDue{}, at: due.Add(time.Hour), then: history{confirmed(order.OnTime)}},
		{name: "by time, twice", given: arrived().then(confirmed(order.OnTime)), when: order.ConfirmDue{}, at: due},
		{name: "by time, early", given: arrived(), when: order.ConfirmDue{}, at: arrival, refused: &order.EarlyError{DueAt: due}},
		{name: "never because it was sent", given: sent(), when: order.ConfirmDue{}, at: noon.AddDate(1, 0, 0)},
		{name: "never while it is disputed", given: arrived().then(disputed()), when: order.ConfirmDue{}, at: due},
		{name: "nor by the buyer, who has to withdraw", given: arrived().then(disputed()), when: order.Confirm{Buyer: ayu}, at: arrival, refused: order.ErrDisputed},
	})
}

func TestABuyerIsRemindedOnce(t *testing.T) {
	t.Parallel()
	due := arrival.Add(order.ConfirmWithin)
	reminded := order.Reminded{Parties: whose, ConfirmBy: due}
	run(t, []row{
		{name: "a day before", given: arrived(), when: order.Remind{}, at: due.Add(-order.RemindBefore), then: history{reminded}},
		{name: "early", given: arrived(), when: order.Remind{}, at: arrival, refused: &order.EarlyError{DueAt: due.Add(-order.RemindBefore)}},
		{name: "twice", given: arrived().then(reminded), when: order.Remind{}, at: due.Add(-time.Hour)},
		{name: "too late to be of use", given: arrived(), when: order.Remind{}, at: due},
		{name: "who has confirmed", given: arrived().then(confirmed(order.OnBuyersWord)), when: order.Remind{}, at: due.Add(-time.Hour)},
		{name: "who complains", given: arrived().then(disputed()), when: order.Remind{}, at: due.Add(-time.Hour)},
	})
}

//money:case §4.4 dispute
func TestABuyerComplainsInTime(t *testing.T) {
	t.Parallel()
	complain := order.Dispute{Buyer: ayu, Reason: order.WrongGoods, Words: words}
	run(t, []row{
		{name: "after it arrived", given: arrived(), when: complain, at: arrival, then: history{disputed()}},
		{name: "too late", given: arrived(), when: complain, at: arrival.Add(order.ConfirmWithin), refused: order.ErrTooLate},
		{name: "nothing came", given: opened(), when: complain, at: sendBy, then: history{disputed()}},
		{name: "nothing came yet", given: opened(), when: complain, refused: order.ErrTooEarly},
		{name: "it is on its way", given: sent(), when: complain, at: sendBy, refused: order.ErrTooEarly},
		{name: "it is on its way too long", given: sent(), when: complain, at: noon.Add(time.Hour + order.ArriveWithin), then: history{disputed()}},
		{name: "it is lost", given: sent().then(lost()), when: complain, then: history{disputed()}},
		{name: "twice", given: arrived().then(disputed()), when: complain, at: arrival, refused: order.ErrDisputed},
		{name: "at the end", given: arrived().then(confirmed(order.OnBuyersWord)), when: complain, at: arrival, refused: order.ErrEnded},
		{name: "without words", given: arrived(), when: order.Dispute{Buyer: ayu, Reason: order.WrongGoods}, at: arrival, refused: order.ErrIncomplete},
		{name: "without a reason", given: arrived(), when: order.Dispute{Buyer: ayu, Words: words}, at: arrival, refused: order.ErrNoReason},
		{name: "somebody else", given: arrived(), when: order.Dispute{Buyer: bima, Reason: order.WrongGoods, Words: words}, at: arrival, refused: order.ErrNotYours},
	})
}

//money:case §4.4 decided for the buyer
func TestADisputeIsSettled(t *testing.T) {
	t.Parallel()
	open, early := arrived().then(disputed()), opened().then(disputed())
	word := func(side order.Side) order.DecideDispute {
		return order.DecideDispute{For: side, By: gita, Note: " fotonya jelas ", LimitOne: limit}
	}
	answer := order.DisputeAnswered{Parties: whose, Words: side}
	withdrawn := order.DisputeWithdrawn{Parties: whose}
	run(t, []row{
		{name: "the brand answers", given: open, when: order.AnswerDispute{Brand: brand, Words: side}, then: history{answer}},
		{name: "another brand", given: open, when: order.AnswerDispute{Brand: other, Words: side}, refused: order.ErrNotYours},
		{name: "without a word", given: open, when: order.AnswerDispute{Brand: brand}, refused: order.ErrIncomplete},
		{name: "to nothing", given: arrived(), when: order.AnswerDispute{Brand: brand, Words: side}, refused: order.ErrNoDispute},
		{name: "for the brand", given: open, when: word(order.ForBrand), then: history{appealable(order.ForBrand)}},
		{name: "for the buyer", given: open, when: word(order.ForBuyer), then: history{appealable(order.ForBuyer)}},
		{name: "for the brand, before it arrived", given: early, when: word(order.ForBrand), then: history{appealable(order.ForBrand)}},
		{name: "without saying why", given: open, when: order.DecideDispute{For: order.ForBuyer, By: gita}, refused: order.ErrNoReason},
		{name: "by nobody", given: open, when: order.DecideDispute{For: order.ForBuyer, Note: "x"}, refused: order.ErrIncomplete},
		{name: "what is not disputed", given: arrived(), when: word(order.ForBuyer), refused: order.ErrNoDispute},
		{name: "withdrawn", given: open, when: order.WithdrawDispute{Buyer: ayu}, then: history{withdrawn, confirmed(order.OnBuyersWord)}},
		{name: "withdrawn before it arrived", given: early, when: order.WithdrawDispute{Buyer: ayu}, then: history{withdrawn}},
		{name: "withdrawn by somebody else", given: open, when: order.WithdrawDispute{Buyer: bima}, refused: order.ErrNotYours},
		{name: "what was not begun", given: arrived(), when: order.WithdrawDispute{Buyer: ayu}, refused: order.ErrNoDispute},
		{name: "the money goes back", given: open.then(decided(order.ForBuyer)), when: order.Close{}, then: history{order.Closed{Parties: whose}}},
		{name: "once", given: open.then(decided(order.ForBuyer), order.Closed{Parties: whose}), when: order.Close{}},
		{name: "never after it was paid on", given: arrived().then(confirmed(order.OnTime)), when: order.Close{}},
	})
}

func TestAResiIsKnownByItsPattern(t *testing.T) {
	t.Parallel()
	for courier, good := range map[order.Courier]string{
		order.JNE: "0101234567890123", order.JNT: "JP1234567890", order.SiCepat: "004123456789", order.AnterAja: "10000123456789",
		order.POS: "P2401010012345", order.LionParcel: "11LP1234567890", order.Wahana: "AHX12345", order.Ninja: "NVIDSWG1234567",
		order.IDExpress: "IDE123456789012", order.Paxel: "SNP0000-12345-1", order.OtherCourier: "TIKI/0123",
	} {
		require.True(t, courier.Fits(good), courier)
		require.False(t, courier.Fits("??"), courier)
	}
	require.Equal(t, "JP1234567890", order.Normal(" jp 1234\t567890 "))
	require.Len(t, order.Couriers, 11)
}

func TestADeciderThatIsAskedForNothingKnownSaysSo(t *testing.T) {
	t.Parallel()
	_, err := order.Decide(order.Decider.Fold(opened()...), nil, noon)
	require.ErrorIs(t, err, order.ErrUnknownCommand)
	require.NotEmpty(t, (&order.EarlyError{DueAt: noon}).Error())
	require.Equal(t, "order-"+p1.String(), string(order.Orders.Stream(p1.String())))
	require.NotEqual(t, id.ID{}, whose.Participation)
}
