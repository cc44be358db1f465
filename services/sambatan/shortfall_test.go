package sambatan_test

import (
	"testing"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

func short(amount money.Rupiah) sambatan.ShortfallChanged {
	return sambatan.ShortfallChanged{Campaign: campaign, Participation: p1, Buyer: ayu, Receipt: r1, Short: amount}
}

//money:case §4.3 taken back before dispatch
func TestWhatIsMissingAfterTheOutcomeStaysOnRecord(t *testing.T) {
	t.Parallel()
	made := sent()[:9] // in production
	note := func(change money.Rupiah) sambatan.NoteShortfall {
		return sambatan.NoteShortfall{Participation: p1, Receipt: r1, Change: change}
	}
	first := dispatchDue(p1, ayu)
	first.Short = 65_000
	run(t, []row{
		{name: "while the batch is made", given: made, when: note(265_000), then: history{short(265_000)}},
		{name: "more of it", given: made.then(short(200_000)), when: note(65_000), then: history{short(265_000)}},
		{name: "some of it made good", given: made.then(short(265_000)), when: note(-200_000), then: history{short(65_000)}},
		{name: "all of it", given: made.then(short(65_000)), when: note(-65_000), then: history{short(0)}},
		{
			name: "whoever has to send the goods is told with them", given: made.then(short(65_000)), when: sambatan.PassQuality{},
			then: history{sambatan.QualityPassed{}, first, dispatchDue(p2, bima)},
		},
		{name: "once they are on their way, too", given: sent(), when: note(265_000), then: history{short(265_000)}},
		{name: "nothing changed", given: sent(), when: note(0)},
		{name: "before the outcome the slots are given up instead", given: sent()[:6], when: note(265_000)},
		{name: "after they are the brand's it is no matter of the campaign's", given: sent().then(fulfilled(p1, ayu)), when: note(265_000)},
		{name: "money that paid for nothing is missing nowhere", given: sent(), when: sambatan.NoteShortfall{Participation: p1, Receipt: r3, Change: 1}},
		{name: "nor that of strangers", given: sent(), when: sambatan.NoteShortfall{Participation: p3, Receipt: r1, Change: 1}},
		{name: "nor of a campaign that does not exist", when: note(1)},
	})
}

//money:case §4.3 held back for too long
func TestSlotsWhosePaymentIsGoneAreGivenUpAfterTheBatchWasMade(t *testing.T) {
	t.Parallel()
	back := released(p1, ayu, r1, sambatan.RefundedTakenBack)
	up := sambatan.ReturnSecured{Participation: p1, Reason: sambatan.RefundedTakenBack}
	run(t, []row{
		{name: "the others go on", given: sent().then(short(265_000)), when: up, then: history{back}},
		{name: "what is gone is missing no more", given: sent().then(short(265_000), back), when: sambatan.NoteShortfall{Participation: p1, Receipt: r1, Change: -265_000}},
	})
}
