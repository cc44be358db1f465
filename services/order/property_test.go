package order_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/order"
)

// TestAnOrderEndsOnceWhateverIsSaid throws random commands at an order.
func TestAnOrderEndsOnceWhateverIsSaid(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		chance := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "chance"), 0))
		for range 5 {
			tellStory(t, chance, seen)
		}
	})
	for _, kind := range []string{
		"ParcelSent", "ResiCorrected", "ParcelDelivered", "Trouble", "Delivered", "Reminded", "Confirmed", "Disputed",
		"DisputeAnswered", "DecisionProposed", "DisputeDecided", "DisputeWithdrawn", "Closed", "DecisionAccepted", "DecisionAppealed",
		"DecisionExecuted", "HeldBack", "Cleared", "GivenUp", "ReturnAwaited", "ReturnAddressGiven", "SentBack", "ReturnOverdue", "ReturnMissing", "ReturnArrived", "ReturnLapsed",
	} {
		require.NotZero(t, seen["order."+kind], "no story held %s", kind)
	}
}

func tellStory(t *rapid.T, chance *rand.Rand, seen map[string]int) {
	story, now := opened(), noon
	if chance.IntN(2) == 0 { // what begins with the end of others
		story, now = arrived().then(disputed()), arrival
	}
	state := order.Decider.Fold(story...)
	var w watcher
	for _, event := range story {
		w.see(t, event, now)
	}
	for range 200 {
		now = now.Add(time.Duration(chance.IntN(12)) * time.Hour)
		events, err := order.Decide(state, anything(chance, state), now)
		if err != nil {
			requireRefusal(t, err)
			require.Empty(t, events)
		}
		for _, event := range events {
			seen[fmt.Sprintf("%T", event)]++
			w.see(t, event, now)
			state = order.Evolve(state, event)
		}
		require.Len(t, state.Parcels, w.parcels, "parcels never vanish")
		require.Equal(t, w.disputed, state.Disputed)
	}
}

func requireRefusal(t require.TestingT, err error) {
	_, refused := errors.AsType[*order.RefusalError](err)
	_, early := errors.AsType[*order.EarlyError](err)
	require.True(t, refused || early, "%v", err)
}

// watcher keeps of a story what must hold in every one.
type watcher struct {
	parcels, ends                  int
	disputed, delivered, returning bool
	proposed                       order.DecisionProposed
	part                           money.Rupiah // that a decision sends back, once it is executed
	confirmBy                      time.Time
	trial                          trial
	short                          money.Rupiah // while it is held back
	giveUpBy                       time.Time
}

func (w *watcher) see(t require.TestingT, event order.Event, now time.Time) {
	require.Equal(t, whose, event.Whose())
	require.Zero(t, w.ends, "%T after the end", event)
	switch e := event.(type) {
	case order.ParcelSent:
		require.Zero(t, w.short, "sent without its money")
		w.parcels++
		require.Equal(t, w.parcels, e.Parcel)
	case order.Delivered:
		require.False(t, w.delivered, "delivered twice")
		w.delivered, w.confirmBy = true, e.ConfirmBy
	case order.Confirmed:
		require.True(t, w.delivered || w.part > 0, "confirmed before it was delivered")
		require.Equal(t, w.part, e.Refund, "what was decided goes back")
		require.False(t, w.disputed, "confirmed while it was disputed")
		require.False(t, w.returning, "confirmed while the money goes back")
		require.False(t, e.By == order.OnTime && now.Before(w.confirmBy), "time was not over")
		w.ends++
	case order.Closed:
		w.disputed = false
		w.ends++
	case order.Disputed:
		require.False(t, w.disputed || w.returning || w.trial.awaited)
		w.disputed, w.trial = true, trial{}
	case order.DisputeDecided, order.DisputeWithdrawn, order.DecisionProposed, order.DecisionAccepted, order.DecisionAppealed, order.DecisionExecuted,
		order.ReturnAwaited, order.ReturnAddressGiven, order.SentBack, order.ReturnOverdue, order.ReturnMissing, order.ReturnArrived, order.ReturnLapsed:
		w.seeTrial(t, event, now)
	case order.HeldBack, order.Cleared, order.GivenUp:
		w.seeShortfall(t, event, now)
	case order.Opened, order.ResiCorrected, order.ParcelDelivered, order.Trouble, order.Reminded, order.DisputeAnswered:
	}
}

// two demands two people who saw the same, where so much goes back.
func (w *watcher) two(t require.TestingT, e order.DisputeDecided) {
	back := map[order.Side]money.Rupiah{order.ForBuyer: paid, order.ReturnFirst: paid, order.InPart: e.Refund}[e.For]
	require.Less(t, e.Refund, paid)
	if e.Agreed.IsZero() {
		require.LessOrEqual(t, back, limit)
		return
	}
	p := w.proposed
	require.NotEqual(t, e.By, e.Agreed)
	require.Equal(t, order.DisputeDecided{
		Parties: whose, For: p.For, By: p.By, Note: p.Note, Refund: p.Refund, Agreed: e.Agreed, Hash: p.Hash,
		AppealBy: e.AppealBy,
	}, e)
	require.Greater(t, back, p.LimitOne)
}

// seeShortfall: goods wait for their money from the first day on, and not for longer.
func (w *watcher) seeShortfall(t require.TestingT, event order.Event, now time.Time) {
	require.Zero(t, w.parcels, "%T after something was sent", event)
	switch e := event.(type) { //nolint:gochecksumtype // these only
	case order.HeldBack:
		require.NotEqual(t, w.short, e.Short)
		if w.short == 0 {
			w.giveUpBy = now.Add(order.HeldBackFor)
		}
		w.short = e.Short
		require.Positive(t, e.Short)
		require.Equal(t, w.giveUpBy, e.GiveUpBy)
	case order.Cleared:
		require.Positive(t, w.short)
		require.Equal(t, now.Add(order.SendWithin), e.SendBy)
		w.short = 0
	case order.GivenUp:
		require.Positive(t, w.short)
		require.True(t, !e.By.IsZero() || !now.Before(w.giveUpBy), "time was not over")
		w.disputed, w.returning, w.short = false, true, 0
	}
}

// ofMoney is what is said about an order's money before anything is sent.
func ofMoney(chance *rand.Rand) order.Command {
	return draw[order.Command](chance,
		order.NoteShortfall{Short: draw[money.Rupiah](chance, 0, 0, 65_000, 265_000)}, order.NoteShortfall{Short: 265_000}, order.GiveUpDue{},
		order.GiveUp{By: draw(chance, gita, id.ID{}), Note: draw(chance, "", "", "x")},
	)
}

func draw[T any](chance *rand.Rand, from ...T) T { return from[chance.IntN(len(from))] }

func anything(chance *rand.Rand, state order.State) order.Command {
	house := draw(chance, brand, brand, other)
	buyer := draw(chance, ayu, ayu, bima)
	number := chance.IntN(4)
	resi := fmt.Sprintf("JP12345678%02d", chance.IntN(5))
	if chance.IntN(60) == 0 { // what ends a story is rare, or it would hold little
		return draw[order.Command](chance, order.Close{}, order.Confirm{Buyer: buyer}, order.ConfirmDue{}, order.WithdrawDispute{Buyer: buyer})
	}
	if state.Return.Resi != "" && state.Returning() && chance.IntN(20) > 0 { // else nothing is ever on its way for long
		return draw[order.Command](chance, order.EndReturn{}, order.DenyReturn{Brand: house}, order.Remind{})
	}
	if (state.Decided() || state.Returning()) && chance.IntN(2) == 0 {
		return afterwards(chance, buyer, house)
	}
	if state.Phase == order.PhaseToSend && chance.IntN(4) == 0 {
		return ofMoney(chance)
	}
	complain := order.Dispute{Buyer: buyer, Reason: draw(chance, order.Reasons...), Words: words}
	return draw[order.Command](chance,
		order.Open{Parties: whose, Slots: 1},
		order.SendParcel{Brand: house, Courier: order.JNT, Resi: resi}, order.SendParcel{Courier: order.JNT, Resi: resi},
		order.CorrectResi{Brand: house, Parcel: number, Courier: order.JNT, Resi: resi},
		order.NoteDelivered{Brand: house, Parcel: number}, order.NoteDelivered{Parcel: number}, order.NoteDelivered{Brand: house, Parcel: 1},
		order.NoteTrouble{Brand: house, Parcel: number, Kind: draw(chance, order.Lost, order.Damaged, order.Returned)},
		order.Remind{}, order.Remind{}, order.Remind{}, complain, complain,
		order.AnswerDispute{Brand: house, Words: side},
		order.DecideDispute{
			For: draw(chance, order.ForBrand, order.ForBrand, order.ForBuyer, order.InPart, order.ReturnFirst, order.ReturnFirst), By: draw(chance, gita, petra), Note: draw(chance, "x", ""),
			Refund: draw[money.Rupiah](chance, 50_000, 264_000, 265_000, 500), LimitOne: draw(chance, limit, 100_000),
		},
		order.AgreeDecision{By: draw(chance, gita, petra), Hash: draw(chance, state.Proposed.Hash, "another")},
		afterwards(chance, buyer, house),
	)
}

// afterwards is what can come of a decision.
func afterwards(chance *rand.Rand, buyer, house id.ID) order.Command {
	who := draw(chance, buyer, house)
	return draw[order.Command](chance,
		order.AcceptDecision{By: who}, order.AppealDecision{By: who, Words: side}, order.ExecuteDue{}, order.EndReturn{},
		order.GiveReturnAddress{Brand: house, To: whereTo}, order.GiveReturnAddress{Brand: house, To: whereTo},
		order.SendBack{Buyer: buyer, Courier: order.JNT, Resi: fmt.Sprintf("JP22345678%02d", chance.IntN(5))},
		order.ConfirmReturn{Brand: house}, order.ConfirmReturn{},
	)
}
