package payment_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// bears books what is short as our loss, as petra may up to a limit.
func bears(limit money.Rupiah) payment.CoverShortfall {
	return payment.CoverShortfall{By: petra, Cover: payment.CoverPlatform, Note: " kasus 2231 ", LimitOne: limit, StepUp: noon.Add(-time.Minute)}
}

// borne is our loss, by petra's word.
func borne(amount money.Rupiah) payment.ShortfallCovered {
	return payment.ShortfallCovered{
		Receipt: came, Campaign: campaign, Participation: first, Buyer: rina, Amount: amount, Cover: payment.CoverPlatform,
		By: petra, Note: "kasus 2231", StepUp: noon.Add(-time.Minute), Postings: money.Move(amount, money.Loss, short),
	}
}

// proposedLoss is what a command leads to that one person may not decide.
func proposedLoss(t *testing.T, history []payment.ReceiptEvent, command payment.CoverShortfall) payment.LossProposed {
	t.Helper()
	events, err := payment.ReceiptDecider.Decide(payment.ReceiptDecider.Fold(history...), command, noon)
	require.NoError(t, err)
	require.Len(t, events, 1)
	return events[0].(payment.LossProposed)
}

//money:case §4.3 a loss of ours, four eyes
func TestALargeLossIsBookedByTwoWhoSawTheSame(t *testing.T) {
	t.Parallel()
	history := []payment.ReceiptEvent{paidByQR(), inEscrow(), taken(185_000, 185_000)}
	alone := bears(184_999)
	proposed := proposedLoss(t, history, alone)
	require.Equal(t, payment.Loss{Number: 1, By: petra, Amount: 185_000, Note: "kasus 2231", LimitOne: 184_999, Hash: proposed.Hash}, proposed.Loss)
	require.NotEmpty(t, proposed.Hash)
	receipts(t, history...).When(bears(185_000), noon).Then(borne(185_000)) // as much as one may

	waiting := receipts(t, append(history, proposed)...)
	agree := payment.AgreeLoss{By: desi, Hash: proposed.Hash, StepUp: noon}
	both := borne(185_000)
	both.Agreed, both.Hash, both.StepUp = desi, proposed.Hash, noon
	waiting.When(alone, noon).ThenNothing()
	over := waiting.When(agree, noon).Then(both).And()
	over.When(agree, noon).ThenRefused(payment.ErrNoLoss)
	over.When(alone, noon).ThenRefused(payment.ErrNotShort)
	for want, wrong := range map[error]payment.AgreeLoss{
		payment.ErrFourEyes:    {By: petra, Hash: proposed.Hash},
		payment.ErrOwnMoney:    {By: rina, Hash: proposed.Hash},
		payment.ErrIncomplete:  {Hash: proposed.Hash},
		payment.ErrLossChanged: {By: desi, Hash: "x"},
	} {
		waiting.When(wrong, noon).ThenRefused(want)
	}
	receipts(t, history...).When(agree, noon).ThenRefused(payment.ErrNoLoss)

	other := alone
	other.Note = "kasus 2232"
	again := proposedLoss(t, append(history, proposed), other)
	require.Equal(t, 2, again.Number)
	receipts(t, append(history, proposed, again)...).When(agree, noon).ThenRefused(payment.ErrLossChanged)

	drop := payment.DropLoss{By: desi, Hash: proposed.Hash}
	dropped := payment.LossDropped{Receipt: came, Campaign: campaign, Participation: first, Number: 1, By: desi, Hash: proposed.Hash}
	waiting.When(payment.DropLoss{By: desi, Hash: "x"}, noon).ThenRefused(payment.ErrLossChanged)
	gone := waiting.When(drop, noon).Then(dropped).And()
	gone.When(agree, noon).ThenRefused(payment.ErrNoLoss)
	gone.When(drop, noon).ThenRefused(payment.ErrNoLoss)
	require.NotEqual(t, proposed.Hash, proposedLoss(t, append(history, proposed, dropped), alone).Hash, "what was dropped is not agreed to later")
}

// What is proposed is all that is short: when that changes, it has to be looked at anew.
//
//money:case §4.3 a loss of ours, four eyes
func TestALossThatChangedIsNotAgreedTo(t *testing.T) {
	t.Parallel()
	history := []payment.ReceiptEvent{paidByQR(), inEscrow(), taken(100_000, 100_000)}
	proposed := proposedLoss(t, history, bears(0))
	agree := payment.AgreeLoss{By: desi, Hash: proposed.Hash}
	receipts(t, append(history, proposed, taken(85_000, 185_000))...).When(agree, noon).ThenRefused(payment.ErrLossChanged)
	given := borne(100_000)
	given.Cover, given.Postings = payment.CoverChannel, money.Move(100_000, clearing, short)
	made := receipts(t, append(history, proposed, given)...)
	made.When(agree, noon).ThenRefused(payment.ErrNoLoss)

	// Two small losses of one payment are a large one.
	first := slices.Concat(history, []payment.ReceiptEvent{borne(100_000), taken(85_000, 185_000)})
	require.Equal(t, money.Rupiah(85_000), proposedLoss(t, first, bears(184_999)).Amount)
	receipts(t, first...).When(bears(185_000), noon).Then(borne(85_000))
	channel := bears(85_000)
	channel.Cover = payment.CoverChannel
	back := borne(85_000)
	back.Cover, back.Postings = payment.CoverChannel, money.Move(85_000, clearing, short)
	receipts(t, first...).When(channel, noon).Then(back) // what is given back is counted by itself
}

func TestTheOthersHearOfALossThatIsProposed(t *testing.T) {
	t.Parallel()
	proposed := payment.LossProposed{Receipt: came, Campaign: campaign, Participation: first, Buyer: rina, Loss: payment.Loss{Amount: 7}}
	told := notification.For(proposed, happening)
	require.Len(t, told, 1)
	require.Equal(t, notification.DeskAgree, told[0].Template)
	require.Equal(t, notification.AgreeLoss, told[0].Params.Reason)
	require.Empty(t, process.React(proposed, happening))
	require.Equal(t, first.String(), process.Key(proposed, happening))
	require.Equal(t, first.String(), process.Key(payment.LossDropped{Participation: first}, happening))
}

// A dispute that is won late makes our loss smaller, once; what would go back to the buyer then is
// theirs again.
//
//money:case §4.3 given back after our loss
func TestWhatAChannelGivesBackAfterOurLossMakesItSmaller(t *testing.T) {
	t.Parallel()
	history := []payment.ReceiptEvent{paidByQR(), inEscrow(), taken(185_000, 185_000), borne(185_000)}
	won := payment.NoteGivenBack{By: petra, Amount: 100_000, Evidence: " SETTLE  7 ", LimitOne: payment.FourEyesAbove}
	back := borne(100_000)
	back.Cover, back.Note, back.Evidence, back.StepUp, back.Postings = payment.CoverReturned, "SETTLE 7", "SETTLE 7", time.Time{}, money.Move(100_000, clearing, money.Loss)
	some := receipts(t, history...).When(won, noon).Then(back).And()
	some.When(won, noon).ThenNothing()
	rest := payment.NoteGivenBack{By: petra, Amount: 85_001, Evidence: "SETTLE 8", LimitOne: payment.FourEyesAbove}
	some.When(rest, noon).ThenRefused(payment.ErrNotLost)
	rest.Amount = 85_000
	all := back
	all.Amount, all.Note, all.Evidence, all.Postings = 85_000, "SETTLE 8", "SETTLE 8", money.Move(85_000, clearing, money.Loss)
	some.When(rest, noon).Then(all)
	for want, wrong := range map[error]payment.NoteGivenBack{
		payment.ErrIncomplete: {Amount: 1, Evidence: "x"},
		payment.ErrNoEvidence: {By: petra, Amount: 1},
		payment.ErrBadAmount:  {By: petra, Evidence: "x"},
		payment.ErrOwnMoney:   {By: rina, Amount: 1, Evidence: "x"},
	} {
		some.When(wrong, noon).ThenRefused(want)
	}
	receipts(t, paidByQR(), inEscrow(), taken(185_000, 185_000)).When(won, noon).ThenRefused(payment.ErrNotLost)
	require.Empty(t, process.React(back, happening), "it was missing no more")

	// Of 185,000 the buyer has none any more, so that all of it goes back to them in a dispute.
	dispute := payment.DueRefund{Reason: lost.Reason}
	due := payment.RefundDue{
		Refund: payment.RefundID(came, 1), Receipt: came, Campaign: campaign, Participation: first, Buyer: rina, Amount: 185_000,
		Reason: lost.Reason, PromisedBy: promise, Postings: money.Move(185_000, escrow, refunds),
	}
	receipts(t, append(history, back, all)...).When(dispute, noon).Then(due)
}

// Nothing but a word says that a channel gave much back: another one has to have seen the same reference.
//
//money:case §4.3 given back, four eyes
func TestMuchThatAChannelIsSaidToHaveGivenBackTakesTwo(t *testing.T) {
	t.Parallel()
	history := []payment.ReceiptEvent{paidByQR(), inEscrow(), taken(185_000, 185_000)}
	one := bears(184_999)
	one.Cover = payment.CoverChannel
	receipts(t, history...).When(one, noon).ThenRefused(payment.ErrNoEvidence)
	one.Evidence = " SETTLE  7 "
	proposed := proposedLoss(t, history, one)
	require.Equal(t, payment.Loss{
		Number: 1, By: petra, Amount: 185_000, Note: "kasus 2231", LimitOne: 184_999, Cover: payment.CoverChannel, Evidence: "SETTLE 7", Hash: proposed.Hash,
	}, proposed.Loss)
	require.NotEqual(t, proposed.Hash, proposedLoss(t, history, bears(184_999)).Hash)

	waits := receipts(t, append(history, proposed)...)
	waits.When(payment.AgreeLoss{By: petra, Hash: proposed.Hash}, noon).ThenRefused(payment.ErrFourEyes)
	given := borne(185_000)
	given.Cover, given.Evidence, given.Agreed, given.Hash, given.StepUp = payment.CoverChannel, "SETTLE 7", desi, proposed.Hash, noon
	given.Postings = money.Move(185_000, clearing, short)
	over := waits.When(payment.AgreeLoss{By: desi, Hash: proposed.Hash, StepUp: noon}, noon).Then(given).And()
	over.When(payment.AgreeLoss{By: desi, Hash: proposed.Hash}, noon).ThenRefused(payment.ErrNoLoss)

	// Twice a little is much, and one reference is one time.
	few := []payment.ReceiptEvent{paidByQR(), inEscrow(), taken(100_000, 100_000)}
	one.LimitOne = 100_000
	back := given
	back.Amount, back.Agreed, back.Hash, back.StepUp, back.Postings = 100_000, id.ID{}, "", one.StepUp, money.Move(100_000, clearing, short)
	receipts(t, few...).When(one, noon).Then(back)
	again := slices.Concat(few, []payment.ReceiptEvent{back, taken(85_000, 185_000)})
	receipts(t, again...).When(one, noon).ThenRefused(payment.ErrSameEvidence)
	one.Evidence = "SETTLE 8"
	require.Equal(t, money.Rupiah(85_000), proposedLoss(t, again, one).Amount)
}

// What we bear is not wiped out by one word either, in one piece or in several.
//
//money:case §4.3 given back, four eyes
func TestALargeLossIsSaidToBeGivenBackByTwo(t *testing.T) {
	t.Parallel()
	history := []payment.ReceiptEvent{paidByQR(), inEscrow(), taken(185_000, 185_000), borne(185_000)}
	won := payment.NoteGivenBack{By: petra, Amount: 100_000, Evidence: "SETTLE 7", LimitOne: 100_000, StepUp: noon}
	some := receipts(t, history...).When(won, noon).And()
	won.Amount, won.Evidence = 1, "SETTLE 8"
	proposed, ok := some.When(won, noon).Events()[0].(payment.LossProposed)
	require.True(t, ok)
	require.Equal(t, payment.CoverReturned, proposed.Cover)
	waits := some.When(won, noon).Then(proposed).And()
	waits.When(won, noon).ThenNothing()
	waits.When(payment.AgreeLoss{By: petra, Hash: proposed.Hash}, noon).ThenRefused(payment.ErrFourEyes)
	back := borne(1)
	back.Cover, back.Note, back.Evidence, back.Agreed, back.Hash = payment.CoverReturned, "SETTLE 8", "SETTLE 8", desi, proposed.Hash
	back.StepUp, back.Postings = noon, money.Move(1, clearing, money.Loss)
	agree := payment.AgreeLoss{By: desi, Hash: proposed.Hash, StepUp: noon}
	over := waits.When(agree, noon).Then(back).And()
	over.When(agree, noon).ThenRefused(payment.ErrNoLoss)
	over.When(won, noon).ThenNothing()

	// More may have gone meanwhile, and stays short: what was proposed is agreed to once.
	won.LimitOne = 0
	few := []payment.ReceiptEvent{paidByQR(), inEscrow(), taken(100_000, 100_000), borne(100_000)}
	events := receipts(t, few...).When(won, noon).Events()
	agree.Hash = events[0].(payment.LossProposed).Hash
	more := receipts(t, append(append(few, events...), taken(85_000, 185_000))...).When(agree, noon).And()
	more.When(agree, noon).ThenRefused(payment.ErrNoLoss)
}
