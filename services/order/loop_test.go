package order_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// world runs one campaign and its orders, and delivers their events to the process
// late, twice, and only in the order of their lanes.
type world struct {
	*rapid.T

	chance    *rand.Rand
	now       time.Time
	campaign  *sambatan.State
	orders    map[id.ID]order.State
	lanes     map[string][]delivery
	done      map[id.ID]bool
	serial    int
	fulfilled map[id.ID]bool
	released  map[id.ID]bool
	completed int
	parts     map[id.ID]money.Rupiah // that decisions send back
	returned  map[id.ID]money.Rupiah // that the campaign sends back
}

type delivery struct {
	event    any
	recorded eventstore.Recorded
}

//money:case §4.4 the last order ends the campaign
//money:case §4.1 every participation has ended
func TestACampaignCompletesWithItsLastOrder(t *testing.T) {
	t.Parallel()
	parts := 0
	rapid.Check(t, func(t *rapid.T) {
		w := begin(t, 1+rapid.IntRange(0, 4).Draw(t, "more buyers"), rapid.Uint64().Draw(t, "chance"))
		for range 400 {
			w.now = w.now.Add(time.Duration(w.chance.IntN(10)) * time.Hour)
			w.someoneActs()
			w.deliver(w.chance.IntN(3))
		}
		w.finish()
		for participation, state := range w.orders {
			require.True(t, state.Phase.Ended())
			require.Equal(t, state.Phase == order.PhaseConfirmed, w.fulfilled[participation])
			require.Equal(t, state.Phase == order.PhaseClosed, w.released[participation])
		}
		require.Equal(t, w.parts, w.returned, "what was decided in part goes back, and nothing else")
		parts += len(w.parts)
		require.Equal(t, 1, w.completed)
	})
	require.NotZero(t, parts, "no dispute was decided in part")
}

// begin opens orders for buyers who have secured a slot each.
func begin(t *rapid.T, buyers int, chance uint64) *world {
	w := &world{
		T: t, chance: rand.New(rand.NewPCG(chance, 0)), now: noon, campaign: sambatan.NewState(), orders: map[id.ID]order.State{},
		lanes: map[string][]delivery{}, done: map[id.ID]bool{}, fulfilled: map[id.ID]bool{}, released: map[id.ID]bool{},
		parts: map[id.ID]money.Rupiah{}, returned: map[id.ID]money.Rupiah{},
	}
	w.toCampaign(sambatan.Draft{Campaign: campaign, Brand: brand, Product: ident(4), Title: "Kenanga Loteng", Batch: 1, Terms: sambatan.Terms{
		Price: 250_000, Shipping: 15_000, Slots: buyers, MinFill: 1, MinPerBuyer: 1, MaxPerBuyer: 1, HoldFor: 7200,
		OpensAt: noon, Deadline: noon.Add(72 * time.Hour), FeePerMille: 50, ShipsFrom: "Bandung", ShipsBy: "Desember",
	}})
	for _, command := range sambatan.Reviewed(ident(5), ident(6)) {
		w.toCampaign(command)
	}
	for n := range buyers {
		box := eventstore.Sealed{Person: ident(100 + n).String(), Box: []byte("box")}
		w.toCampaign(sambatan.Join{
			Participation: ident(200 + n), Buyer: ident(100 + n), Slots: 1, Consent: sambatan.Consent{Terms: "1", Privacy: "1"},
			Address: box, RefundAccount: box, Public: box,
		})
		w.toCampaign(sambatan.Secure{Participation: ident(200 + n), Receipt: ident(300 + n), Amount: 265_000, PaidAt: noon})
	}
	w.toCampaign(sambatan.StartProduction{})
	w.toCampaign(sambatan.PassQuality{})
	w.drain()
	require.Len(t, w.orders, buyers)
	return w
}

func (w *world) toCampaign(c sambatan.Command) {
	w.Helper()
	events, err := sambatan.Decide(w.campaign, c, w.now)
	require.NoError(w, err, "%T", c)
	for _, event := range events {
		w.campaign = sambatan.Evolve(w.campaign, event)
		switch e := event.(type) { //nolint:gochecksumtype // only what the end is judged by
		case sambatan.Fulfilled:
			require.False(w, w.fulfilled[e.Participation] || w.released[e.Participation])
			w.fulfilled[e.Participation] = true
			if e.Refund > 0 {
				w.returned[e.Participation] = e.Refund
			}
		case sambatan.SlotsReleased:
			require.False(w, w.fulfilled[e.Participation] || w.released[e.Participation])
			w.released[e.Participation] = true
		case sambatan.Completed:
			w.completed++
		}
		w.post(event)
	}
}

func (w *world) toOrder(participation id.ID, c order.Command) {
	w.Helper()
	state := w.orders[participation]
	events, err := order.Decide(state, c, w.now)
	if err != nil {
		requireRefusal(w, err)
		return
	}
	for _, event := range events {
		state = order.Evolve(state, event)
		if refund := inPartOf(event); refund > 0 {
			w.parts[participation] = refund
		}
		w.post(event)
	}
	w.orders[participation] = state
}

// inPartOf is what goes back by a decision in part, once nobody can appeal any more.
func inPartOf(event order.Event) money.Rupiah {
	switch e := event.(type) { //nolint:gochecksumtype // the others decide nothing
	case order.DecisionExecuted:
		return e.Refund
	case order.DisputeDecided:
		if e.AppealBy.IsZero() {
			return e.Refund
		}
	}
	return 0
}

// post puts an event into its lane, often twice.
func (w *world) post(event any) {
	w.serial++
	d := delivery{event, eventstore.Recorded{EventID: ident(1000 + w.serial)}}
	lane := order.Process{}.Key(event, d.recorded)
	w.lanes[lane] = append(w.lanes[lane], d)
	if w.chance.IntN(2) == 0 {
		w.lanes[lane] = append(w.lanes[lane], d)
	}
}

// deliver hands up to n events to the process, each the first of some lane.
func (w *world) deliver(n int) {
	for _, lane := range slices.Sorted(maps.Keys(w.lanes)) {
		waiting := w.lanes[lane]
		if len(waiting) == 0 || n == 0 || w.chance.IntN(2) == 0 {
			continue
		}
		n--
		w.lanes[lane] = waiting[1:]
		for _, step := range (order.Process{}).React(waiting[0].event, waiting[0].recorded) {
			w.run(step.Command)
		}
	}
}

// run executes a command as a log does: once for its id.
func (w *world) run(command eventstore.Command) {
	if w.done[command.Meta.CommandID] {
		return
	}
	w.done[command.Meta.CommandID] = true
	switch body := command.Body.(type) {
	case sambatan.Command:
		w.toCampaign(body)
	case order.Command:
		participation, err := id.Parse(command.Stream.Identity())
		require.NoError(w, err)
		w.toOrder(participation, body)
	}
}

// drain delivers until nothing waits.
func (w *world) drain() {
	waits := func(lane []delivery) bool { return len(lane) > 0 }
	for slices.ContainsFunc(slices.Collect(maps.Values(w.lanes)), waits) {
		w.deliver(10)
	}
}

// someoneActs gives a random command to a random order.
func (w *world) someoneActs() {
	n := w.chance.IntN(len(w.orders))
	participation := ident(200 + n)
	if command, given := ofBuyer(anything(w.chance, w.orders[participation]), ident(100+n)); given {
		w.toOrder(participation, command)
	}
}

// ofBuyer puts an order's buyer into a command that only they may give. What nobody but
// the process gives is left out.
func ofBuyer(command order.Command, buyer id.ID) (_ order.Command, given bool) {
	switch c := command.(type) {
	case order.Confirm:
		c.Buyer = buyer
		return c, true
	case order.Dispute:
		c.Buyer = buyer
		return c, true
	case order.WithdrawDispute:
		c.Buyer = buyer
		return c, true
	case order.Open, order.Close, order.NoteShortfall:
		return nil, false
	case order.SendBack:
		c.Buyer = buyer
		return c, true
	case order.AcceptDecision:
		if c.By != brand {
			c.By = buyer
		}
		return c, true
	case order.AppealDecision:
		if c.By != brand {
			c.By = buyer
		}
		return c, true
	case order.GiveUp, order.GiveUpDue, order.SendParcel, order.CorrectResi, order.NoteDelivered, order.NoteTrouble, order.ConfirmDue, order.Remind,
		order.AnswerDispute, order.DecideDispute, order.AgreeDecision, order.ExecuteDue, order.GiveReturnAddress, order.ConfirmReturn, order.DenyReturn, order.EndReturn:
	}
	return command, true
}

// finish ends what is left, as people would.
func (w *world) finish() {
	for participation, state := range w.orders {
		if state.Disputed && !state.Decided() { // bima has decided nothing before
			w.toOrder(participation, order.DecideDispute{For: order.ForBuyer, By: bima, Note: "x", LimitOne: limit})
		}
		w.toOrder(participation, order.SendParcel{Courier: order.JNT, Resi: "JP9999999999"})
		for number := range w.orders[participation].Parcels {
			w.toOrder(participation, order.NoteDelivered{Parcel: number + 1})
		}
	}
	w.now = w.now.Add(order.ConfirmWithin + order.AppealWithin)
	for participation := range w.orders {
		w.toOrder(participation, order.ExecuteDue{})
	}
	w.now = w.now.Add(order.AddressWithin + order.SendBackWithin)
	for participation := range w.orders {
		w.toOrder(participation, order.EndReturn{})
		w.toOrder(participation, order.ConfirmReturn{Brand: brand})
		w.toOrder(participation, order.ConfirmDue{})
	}
	w.drain()
}
