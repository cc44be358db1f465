package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

var giveUpBy = twoHours.Add(order.HeldBackFor)

func heldBack(short money.Rupiah) order.HeldBack {
	return order.HeldBack{Parties: whose, Short: short, GiveUpBy: giveUpBy}
}

//money:case §4.3 taken back before dispatch
func TestGoodsWhosePaymentIsGoneAreNotSent(t *testing.T) {
	t.Parallel()
	waits := opened().then(heldBack(paid))
	send := order.SendParcel{Brand: brand, Courier: order.JNT, Resi: resi1}
	complain := order.Dispute{Buyer: ayu, Reason: order.NotReceived, Words: words}
	run(t, []row{
		{name: "from when it is known", given: opened(), when: order.NoteShortfall{Short: paid}, then: history{heldBack(paid)}},
		{name: "the same again", given: waits, when: order.NoteShortfall{Short: paid}},
		{name: "less puts the end off for nobody", given: waits, at: giveUpBy.Add(-time.Hour), when: order.NoteShortfall{Short: 65_000}, then: history{heldBack(65_000)}},
		{
			name: "from the beginning, when it was taken while the batch was made", when: order.Open{Parties: whose, Slots: 1, Amount: paid, Short: paid},
			then: history{order.Opened{Parties: whose, Slots: 1, SendBy: twoHours.Add(order.SendWithin), Amount: paid}, heldBack(paid)},
		},
		{name: "not by the brand", given: waits, when: send, refused: order.ErrHeldBack},
		{name: "nor by an operator", given: waits, when: order.SendParcel{Courier: order.JNT, Resi: resi1}, refused: order.ErrHeldBack},
		{name: "the buyer can't complain that nothing comes", given: waits, at: sendBy.Add(time.Hour), when: complain, refused: order.ErrHeldBack},
		{name: "nor confirm", given: waits, when: order.Confirm{Buyer: ayu}, refused: order.ErrNotSent},
		{name: "a parcel that was sent stays as it is", given: sent(), when: order.NoteShortfall{Short: paid}},
		{name: "and so does what has ended", given: opened().then(order.Closed{Parties: whose}), when: order.NoteShortfall{Short: paid}},
		{name: "an order that is not there is nobody's to hold back", when: order.NoteShortfall{Short: paid}, refused: order.ErrNoOrder},
	})
}

//money:case §4.3 made good before dispatch
func TestGoodsAreSentAsSoonAsNothingIsMissing(t *testing.T) {
	t.Parallel()
	cleared := order.Cleared{Parties: whose, SendBy: giveUpBy.Add(-time.Hour).Add(order.SendWithin)}
	again := order.HeldBack{Parties: whose, Short: 1_000, GiveUpBy: giveUpBy.Add(order.HeldBackFor)}
	waits := opened().then(heldBack(paid))
	run(t, []row{
		{name: "with all the time that there was", given: waits, at: giveUpBy.Add(-time.Hour), when: order.NoteShortfall{}, then: history{cleared}},
		{name: "nothing was missing", given: opened(), when: order.NoteShortfall{}},
		{
			name: "the brand sends", given: waits.then(cleared), at: giveUpBy, when: order.SendParcel{Brand: brand, Courier: order.JNT, Resi: resi1},
			then: history{parcel(1, resi1, giveUpBy)},
		},
		{name: "nothing is given up", given: waits.then(cleared), at: giveUpBy, when: order.GiveUpDue{}},
		{name: "held back anew, it has anew so long", given: waits.then(cleared), at: giveUpBy, when: order.NoteShortfall{Short: 1_000}, then: history{again}},
	})
}

//money:case §4.3 held back for too long
func TestAnOrderIsNotHeldBackForEver(t *testing.T) {
	t.Parallel()
	waits := opened().then(heldBack(paid))
	over := order.GivenUp{Parties: whose}
	byGita := order.GivenUp{Parties: whose, By: gita, Note: "pembeli tidak menjawab"}
	run(t, []row{
		{name: "two weeks", given: waits, at: giveUpBy, when: order.GiveUpDue{}, then: history{over}},
		{name: "not earlier", given: waits, at: giveUpBy.Add(-time.Second), when: order.GiveUpDue{}, refused: &order.EarlyError{DueAt: giveUpBy}},
		{name: "once", given: waits.then(over), at: giveUpBy, when: order.GiveUpDue{}},
		{name: "an operator need not wait", given: waits, when: order.GiveUp{By: gita, Note: " pembeli tidak menjawab "}, then: history{byGita}},
		{name: "but says why", given: waits, when: order.GiveUp{By: gita, Note: " "}, refused: order.ErrNoReason},
		{name: "and who they are", given: waits, when: order.GiveUp{Note: "x"}, refused: order.ErrIncomplete},
		{name: "what is paid for is not given up", given: opened(), when: order.GiveUp{By: gita, Note: "x"}, refused: order.ErrNotHeldBack},
		{name: "nor what was sent", given: sent(), when: order.GiveUp{By: gita, Note: "x"}, refused: order.ErrNotHeldBack},
		{name: "a complaint about it is over with it", given: opened().then(disputed(), heldBack(paid)), at: giveUpBy, when: order.GiveUpDue{}, then: history{over}},
		{name: "it can't be sent any more", given: waits.then(over), when: order.SendParcel{Brand: brand, Courier: order.JNT, Resi: resi1}, refused: order.ErrEnded},
		{name: "nor made good", given: waits.then(over), when: order.NoteShortfall{}},
		{name: "it is closed when the slots are", given: waits.then(over), when: order.Close{}, then: history{order.Closed{Parties: whose}}},
	})
}

//money:case §4.3 taken back before dispatch
func TestAManifestLeavesOutWhatIsHeldBack(t *testing.T) {
	t.Parallel()
	lines, err := order.ReadManifest("SWG-1,jnt," + resi1)
	require.NoError(t, err)
	waits := order.Decider.Fold(opened().then(heldBack(paid))...)
	judged := order.JudgeManifest(lines, map[string]order.State{"SWG-1": waits}, nil)
	require.Equal(t, order.FateHeldBack, judged[0].Fate)
}

func TestTheProcessToldOfAShortfallPutsUpWithAnOrderThatIsNotThere(t *testing.T) {
	t.Parallel()
	for _, event := range []any{
		sambatan.ShortfallChanged{Campaign: campaign, Participation: p1, Buyer: ayu, Short: paid},
		sambatan.SlotsReleased{Campaign: campaign, Participation: p1, Reason: sambatan.RefundedTakenBack},
	} {
		steps := order.Process{}.React(event, happening)
		require.Len(t, steps, 1)
		instead, expected := steps[0].OnRefusal(order.ErrNoOrder)
		require.True(t, expected)
		require.Empty(t, instead)
		_, expected = steps[0].OnRefusal(order.ErrIncomplete)
		require.False(t, expected)
	}
}
