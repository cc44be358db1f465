package payment_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// world runs the deciders of campaigns, instructions and receipts on a log in
// memory, and delivers its events to the process in any order, more than once.
type world struct {
	eventstore.Log // of which only Execute is there
	*rapid.T

	chance    *rand.Rand
	now       time.Time
	ids       int
	position  eventstore.Position
	states    map[eventstore.StreamID]any
	versions  map[eventstore.StreamID]eventstore.Version
	done      map[id.ID]execution
	inbox     []delivery // not delivered to the process yet, or once more
	reference wallet.Reference

	joined    []sambatan.SlotsHeld
	offers    []sambatan.SlotsOffered
	issued    map[id.ID]payment.InstructionIssued
	suspense  []unmatched             // receipts that an operator should look at
	givenAway map[id.ID]payment.Match // receipts sent back as nobody's, whose owner somebody may find after all
	due       []payment.RefundDue
	paid      map[id.ID]money.Rupiah  // by buyer
	secured   map[id.ID]money.Rupiah  // by participation
	securedBy map[id.ID][]id.ID       // receipts by participation
	parts     map[id.ID]sambatan.Part // by receipt, of all that ever were
	told      []payment.InstructionIssued
	heardOf   map[id.ID][]eventstore.Recorded // what the log says of instructions
	waiting   map[id.ID]bool                  // parts whose rest is awaited
	open      map[id.ID]int                   // refunds on their way by receipt
	decided   map[id.ID]money.Rupiah          // what a decision sends back, by participation
	missing   map[id.ID]money.Rupiah          // what the campaign takes to be missing, by participation
	ended     map[id.ID]bool                  // orders, by participation

	returned   money.Rupiah           // by the banks of those it was sent to
	returnedTo map[id.ID]money.Rupiah // by buyer
	returnedOf map[id.ID]money.Rupiah // by receipt
	doubled    map[id.ID]money.Rupiah // by receipt, what left twice
	left       map[id.ID]bool         // refunds that were sent
	process    payment.Process
	topUps     []wallet.TopUpAsked
	cashOuts   []wallet.CashOutAsked
	fromPurse  map[id.ID]bool     // receipts
	charges    map[string]*charge // at the gateway, by order
	orders     []string           // of charges for slots, as they came
	fills      []string           // of charges for wallets
	givenUp    map[string]bool    // orders that the gateway could not be asked about
	seen       map[string]int     // events by type, redeliveries
}

type execution struct {
	canonical []byte
	events    []eventstore.Recorded
}

// unmatched is a receipt in suspense and what the operator will find out.
type unmatched struct {
	receipt id.ID
	match   payment.Match // zero: nothing
	found   bool          // it had been sent back as nobody's
}

type delivery struct {
	recorded eventstore.Recorded
	event    any
}

func newWorld(t *rapid.T, chance uint64, seen map[string]int) *world {
	routing := process
	routing.Refunds = []payment.RefundPolicy{payment.RefundsUnrouted, payment.RefundsAutomatic}[chance%2]
	w := &world{
		T: t, chance: rand.New(rand.NewPCG(chance, 0)), now: noon, seen: seen, process: routing,
		states:    map[eventstore.StreamID]any{},
		versions:  map[eventstore.StreamID]eventstore.Version{},
		done:      map[id.ID]execution{},
		issued:    map[id.ID]payment.InstructionIssued{},
		givenAway: map[id.ID]payment.Match{},
		paid:      map[id.ID]money.Rupiah{},
		secured:   map[id.ID]money.Rupiah{},
		securedBy: map[id.ID][]id.ID{},
		parts:     map[id.ID]sambatan.Part{},
		waiting:   map[id.ID]bool{},
		open:      map[id.ID]int{},
		decided:   map[id.ID]money.Rupiah{},
		missing:   map[id.ID]money.Rupiah{},
		ended:     map[id.ID]bool{},

		returnedTo: map[id.ID]money.Rupiah{}, returnedOf: map[id.ID]money.Rupiah{}, doubled: map[id.ID]money.Rupiah{}, left: map[id.ID]bool{},
		charges: map[string]*charge{},
		givenUp: map[string]bool{}, fromPurse: map[id.ID]bool{}, heardOf: map[id.ID][]eventstore.Recorded{},
	}
	w.process.Issued = func(_ context.Context, instruction id.ID, amount money.Rupiah) (string, error) {
		return payment.IssuedWith(w.heardOf[instruction], instruction, amount)
	}
	return w
}

// Execute decides as a log does: idempotent by command id.
func (w *world) Execute(_ context.Context, c eventstore.Command) (eventstore.Result, error) {
	canonical, err := c.Canonical()
	require.NoError(w, err)
	if before, repeated := w.done[c.Meta.CommandID]; repeated {
		require.True(w, bytes.Equal(before.canonical, canonical), "%s reused for %s", c.Meta.CommandID, canonical)
		return eventstore.Result{Events: before.events, Repeated: true}, nil
	}
	state, known := w.states[c.Stream]
	if !known {
		state = c.Rules.Initial()
	}
	events, next, err := c.Rules.Decide(state, c.Body, w.now)
	if err != nil {
		return eventstore.Result{}, err
	}
	w.states[c.Stream] = next
	result := eventstore.Result{}
	for _, event := range events {
		result.Events = append(result.Events, w.append(c, event))
	}
	if len(events) > 0 { // as a log, which knows a command by its events only
		w.done[c.Meta.CommandID] = execution{canonical, result.Events}
	}
	return result, nil
}

func (w *world) append(c eventstore.Command, event eventstore.NewEvent) eventstore.Recorded {
	w.position++
	w.versions[c.Stream]++
	recorded := eventstore.Recorded{
		Position: w.position, StreamID: c.Stream, Version: w.versions[c.Stream],
		EventID: id.Derive(campaign, fmt.Sprint("event ", w.position)),
		Type:    event.Type, Data: event.Data, CommandID: c.Meta.CommandID, RecordedAt: w.now,
	}
	body := decode(w, recorded)
	w.hear(body, recorded)
	w.inbox = append(w.inbox, delivery{recorded, body})
	w.note(body)
	w.seen[event.Type]++
	require.NoError(w, w.reference.Add(recorded))
	w.checkMoney()
	return recorded
}

func decode(t require.TestingT, recorded eventstore.Recorded) any {
	var event any
	var err error
	switch recorded.StreamID.Category() {
	case sambatan.Campaigns.Category():
		event, err = sambatan.Codec.Decode(recorded)
	case payment.Instructions.Category():
		event, err = payment.InstructionCodec.Decode(recorded)
	case payment.Refunds.Category():
		event, err = payment.RefundCodec.Decode(recorded)
	case payment.Intents.Category():
		event, err = payment.IntentCodec.Decode(recorded)
	case payout.Sellers.Category():
		event, err = payout.Codec.Decode(recorded)
	case wallet.Wallets.Category():
		event, err = wallet.Codec.Decode(recorded)
	default:
		event, err = payment.ReceiptCodec.Decode(recorded)
	}
	require.NoError(t, err)
	return event
}

// note keeps what the people of this world would see on their pages.
func (w *world) note(event any) {
	switch e := event.(type) {
	case sambatan.SlotsHeld:
		w.joined = append(w.joined, e)
	case sambatan.SlotsOffered:
		w.offers = append(w.offers, e)
	case sambatan.SlotsSecured:
		if w.fromPurse[e.Receipt] {
			w.seen["secured from the wallet"]++
		}
		w.secured[e.Participation], w.securedBy[e.Participation] = e.Amount, receiptsOf(e.Receipt, e.Parts)
		if len(e.Parts) > 0 {
			w.seen["secured in parts"]++
			w.endWaiting(e.Parts)
		}
		if e.Regained {
			w.seen["regained"]++
		}
	case sambatan.SlotsReleased:
		switch e.Reason { //nolint:exhaustive // these are counted
		case sambatan.RefundedTakenBack:
			w.seen["released as taken back"]++
		case sambatan.RefundedDispute:
			w.seen["released in a dispute"]++
		case sambatan.RefundedYield:
			w.seen[string(e.Reason)]++
		}
		delete(w.secured, e.Participation)
	case sambatan.ShortfallChanged:
		w.missing[e.Participation] = e.Short
	case sambatan.PartPaid:
		w.parts[e.Receipt], w.waiting[e.Receipt] = sambatan.Part{Receipt: e.Receipt, Amount: e.Amount}, true
	case sambatan.HoldExpired:
		w.givesAway(e.Participation)
		w.seen["parts of an expired hold"] += len(e.Parts)
		w.endWaiting(e.Parts)
	case sambatan.HoldCancelled:
		w.endWaiting(e.Parts)
		if e.Reason != sambatan.CancelledCampaign {
			w.givesAway(e.Participation)
		}
		if e.Reason == sambatan.CancelledNoCodes {
			w.seen["codes used up"]++
		}
	case sambatan.PaymentDeclined:
		w.seen[string(e.Reason)]++
	case payment.InstructionIssued:
		w.issued[e.Instruction] = e
		w.told = append(w.told, e)
	case sambatan.RefundSettled:
		for _, receipt := range w.securedBy[e.Participation] {
			require.Zero(w, w.open[receipt], "settled before all its refunds were sent")
		}
	case payment.ReceiptRecorded:
		w.fromPurse[e.Receipt] = e.Channel == payment.WalletChannel
	case payment.RefundTransferred:
		if e.ToWallet {
			w.seen["back in the wallet"]++
		}
		w.closed(e.Refund, e.Receipt)
	case payment.RefundReturned:
		w.returned += e.Amount
		w.returnedTo[e.Buyer] += e.Amount
		w.returnedOf[e.Receipt] += e.Amount
		if !e.Line.IsZero() {
			w.seen["returned without a way"]++
		}
	case payment.RefundSentTwice:
		w.doubled[e.Receipt] += e.Amount
	case payment.RefundReversed:
		if !e.Line.IsZero() {
			w.seen["came back by hand"]++
		}
	case payment.ReturnDropped: // received once more
		w.returned += e.Amount
		w.returnedTo[id.ID{}] += e.Amount
		w.suspense = append(w.suspense, unmatched{receipt: e.Receipt})
	case payment.RefundWithdrawn:
		w.closed(e.Refund, e.Receipt)
		w.found(e.Receipt)
	case payment.ShortfallCovered:
		w.seen["covered by "+string(e.Cover)]++
		if e.Cover == payment.CoverChannel { // received once more
			w.returned += e.Amount
		}
		if e.Cover == payment.CoverBrand {
			w.seen["borne by the brand"]++
		}
	case wallet.TopUpAsked:
		w.topUps = append(w.topUps, e)
	case wallet.Event:
		w.noteCashOut(e)
	case payment.RefundDue:
		w.open[e.Receipt]++
		w.due = append(w.due, e)
		w.seen[e.Reason]++
	}
}

// checkMoney compares the identity with the reference fold: for the platform,
// for each campaign and for each buyer.
// closed counts a refund that is on its way no more, once: what comes back later was sent
// all the same.
func (w *world) closed(refund, receipt id.ID) {
	if !w.left[refund] {
		w.left[refund] = true
		w.open[receipt]--
	}
}

func (w *world) checkMoney() {
	sums, err := wallet.Identity(w.reference.Platform())
	require.NoError(w, err)
	var paid money.Rupiah
	for _, amount := range w.paid {
		paid += amount
	}
	require.LessOrEqual(w, sums.Received, paid+w.returned, "more was received than was paid")
	for owner, balances := range w.reference.Campaigns() {
		_, err := wallet.Identity(balances)
		require.NoError(w, err, "money of %s", owner)
	}
	for owner, balances := range w.reference.Buyers() {
		sums, err := wallet.Identity(balances)
		require.NoError(w, err, "money of %s", owner)
		require.GreaterOrEqual(w, sums.Wallet, w.purse(owner).Balance, "%s may spend what is not there", owner)
	}
}

// deliver hands a random waiting event to the process, and may keep it for
// another time: deliveries are at least once and in no order.
func (w *world) deliver() {
	if len(w.inbox) == 0 {
		return
	}
	w.deliverAt(w.any(len(w.inbox)))
}

func (w *world) deliverAt(at int) {
	waiting := w.inbox[at]
	if w.any(5) > 0 {
		w.inbox = append(w.inbox[:at:at], w.inbox[at+1:]...)
	} else {
		w.seen["redelivered"]++
	}
	steps := w.process.React(waiting.event, waiting.recorded)
	steps = append(steps, wallet.Process{}.React(waiting.event, waiting.recorded)...)
	for _, step := range append(steps, sellers.React(waiting.event, waiting.recorded)...) {
		_, err := step.Run(context.Background(), w)
		require.NoError(w, err)
	}
}

func (w *world) deliverAll() {
	for len(w.inbox) > 0 {
		w.deliver()
	}
}

// fresh returns an id that was not used before, the same in every repetition.
func (w *world) fresh() id.ID {
	w.ids++
	return id.Derive(campaign, fmt.Sprint("fresh ", w.ids))
}

// ask gives a command of a person or a timer, who may be refused.
func (w *world) ask(command func(eventstore.Meta) eventstore.Command) bool {
	meta := eventstore.Meta{CommandID: w.fresh(), Actor: "user:test"}
	_, err := w.Execute(context.Background(), command(meta))
	return err == nil
}

func (w *world) askCampaign(c sambatan.Command) bool {
	return w.ask(func(m eventstore.Meta) eventstore.Command { return sambatan.Campaigns.Command(campaign.String(), c, m) })
}

func (w *world) askInstruction(instruction id.ID, amount money.Rupiah, c payment.InstructionCommand) {
	stream := payment.InstructionStream(cmp.Or(w.issued[instruction].Account, account), amount)
	w.ask(func(m eventstore.Meta) eventstore.Command { return payment.Instructions.Command(stream, c, m) })
}

func (w *world) askReceipt(receipt id.ID, c payment.ReceiptCommand) bool {
	return w.ask(func(m eventstore.Meta) eventstore.Command { return payment.Receipts.Command(receipt.String(), c, m) })
}
