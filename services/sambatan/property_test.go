package sambatan_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// TestEveryInvariantHoldsUnderRandomCommands drives a small campaign with
// commands of every kind, sensible and senseless, while the clock jumps, and
// checks after each of them what must always hold (see ledger).
func TestEveryInvariantHoldsUnderRandomCommands(t *testing.T) {
	t.Parallel()
	var reached reach
	reached.explore(t, func(kind string) bool {
		return kind != "sambatan.revised.v1" && !isChange(kind) && !isProduction(kind) && !isReview(kind)
	}, func(t *rapid.T) {
		m := newMachine(t)
		t.Repeat(map[string]func(*rapid.T){
			"join":     m.often(m.join),
			"pay":      m.often(m.pay),
			"change":   m.often(m.change),
			"channel":  m.often(m.channel),
			"go on":    m.goOn,
			"anything": m.anything,
			"closing":  m.closing,
			"time":     m.passTime,
			"timers":   m.ringTimers,
			"":         m.check,
		})
		m.finish(t)
		reached.note(m.ledger)
	})
}

// machine is a campaign under test.
type machine struct {
	now    time.Time
	state  *sambatan.State // evolved step by step
	events history
	ledger *ledger
	terms  sambatan.Terms
	next   int // for fresh ids
}

func newMachine(t *rapid.T) *machine {
	n := rapid.SampledFrom([]int{5, 4, 3, 8, 2, 1}).Draw(t, "slots")
	most := rapid.IntRange(1, n).Draw(t, "most per buyer")
	m := &machine{now: noon, state: sambatan.NewState(), ledger: newLedger(), next: 1000}
	m.terms = terms(func(t *sambatan.Terms) { t.Slots, t.MaxPerBuyer = n, most })
	m.terms.MinFill = rapid.IntRange(1, n).Draw(t, "threshold")
	m.terms.MinPerBuyer = rapid.IntRange(1, most).Draw(t, "least per buyer")
	m.terms.OpensAt = noon.Add(rapid.SampledFrom([]time.Duration{0, -time.Hour, 0, time.Minute}).Draw(t, "opens"))
	m.terms.HoldFor = rapid.SampledFrom([]int{60, 7200, 86_400}).Draw(t, "hold for")
	m.publish(t)
	return m
}

func (m *machine) publish(t *rapid.T) {
	draft := drafts()
	draft.Terms = m.terms
	m.do(t, draft)
	for _, command := range sambatan.Reviewed(rina, ratih) {
		m.do(t, command)
	}
}

// do decides a command and puts what it leads to on record.
func (m *machine) do(t *rapid.T, command sambatan.Command) {
	events, err := sambatan.Decide(m.state, command, m.now)
	if err != nil {
		if len(events) > 0 {
			t.Fatalf("%T: events %v beside the refusal %v", command, events, err)
		}
		if _, typed := err.(sambatan.Refusal); !typed { //nolint:errorlint // a refusal is never wrapped
			t.Fatalf("%T: untyped refusal %v", command, err)
		}
		return
	}
	_, m.ledger.answered = command.(sambatan.EndPayment)
	settles, _ := command.(sambatan.SettleRefund)
	m.ledger.whole = settles.Receipt.IsZero()
	for _, event := range events {
		m.state = sambatan.Evolve(m.state, m.stored(t, event))
		m.events = append(m.events, event)
		m.ledger.enter(t, event, m.now)
	}
	m.ledger.judged(t, command, events)
	m.idempotent(t, command)
}

// stored is an event as it comes back from the log.
func (m *machine) stored(t *rapid.T, event sambatan.Event) sambatan.Event {
	encoded, err := sambatan.Codec.Encode(event)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := sambatan.Codec.Decode(eventstore.Recorded{Type: encoded.Type, Data: encoded.Data})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(event, decoded); diff != "" { // followers in the same process are handed the event itself
		t.Fatalf("%T is not what is read back: %s", event, diff)
	}
	return decoded
}

// idempotent demands that timers and process managers may repeat themselves.
func (m *machine) idempotent(t *rapid.T, command sambatan.Command) {
	switch command.(type) {
	case sambatan.Open, sambatan.Close, sambatan.LapseHolds, sambatan.EndPayment, sambatan.KeepHold, sambatan.CancelHold,
		sambatan.Secure, sambatan.TakeBack, sambatan.SettleRefund, sambatan.Abort, sambatan.AcceptOffer, sambatan.LeaveWaitlist,
		sambatan.LapseOffers, sambatan.AnswerExtension, sambatan.CancelSecured, sambatan.Freeze, sambatan.Unfreeze,
		sambatan.Fulfil, sambatan.ReturnSecured, sambatan.StartShipping,
		sambatan.Submit, sambatan.WithdrawSubmission, sambatan.ReviewDue, sambatan.Approve:
		events, err := sambatan.Decide(m.state, command, m.now)
		if _, early := err.(*sambatan.EarlyError); early { //nolint:errorlint // a refusal is never wrapped
			err = nil // the deadline was put off
		}
		if err != nil || len(events) > 0 {
			t.Fatalf("%T again: %v, %v", command, events, err)
		}
	case sambatan.NoteShortfall, sambatan.JoinWaitlist, sambatan.ProposeExtension, sambatan.CloseEarly,
		sambatan.Draft, sambatan.Revise, sambatan.ReturnSubmission, sambatan.Join, sambatan.BeginPayment,
		sambatan.StartProduction, sambatan.PassQuality, sambatan.YieldShort, sambatan.ReportProgress,
		sambatan.AgreeCallOff, sambatan.DropCallOff:
	}
}

func (m *machine) passTime(t *rapid.T) {
	if seldom(t, "to the deadline") && m.now.Before(m.ledger.deadline) {
		beside := rapid.SampledFrom([]time.Duration{0, -1, 1}).Draw(t, "beside it")
		m.now = m.ledger.deadline.Add(beside * time.Microsecond)
		return
	}
	m.now = m.now.Add(rapid.SampledFrom([]time.Duration{
		time.Minute, time.Microsecond, time.Hour, 2 * time.Hour, 24 * time.Hour,
	}).Draw(t, "jump"))
}

// seldom is true less than once in ten times: rapid prefers what comes first.
func seldom(t *rapid.T, what string) bool {
	return rapid.SampledFrom([]bool{9: true}).Draw(t, what)
}

// ringTimers does what timers do, so that stories reach their end.
func (m *machine) ringTimers(t *rapid.T) {
	for _, timer := range []sambatan.Command{sambatan.Open{}, sambatan.LapseHolds{}, sambatan.LapseOffers{}, sambatan.Close{}} {
		m.do(t, timer)
	}
}

// often repeats an action, with a look at the invariants in between.
func (m *machine) often(action func(*rapid.T)) func(*rapid.T) {
	return func(t *rapid.T) {
		for range rapid.IntRange(1, 4).Draw(t, "times") {
			action(t)
			m.check(t)
		}
	}
}

func (m *machine) join(t *rapid.T)     { m.do(t, m.aJoin(t)) }
func (m *machine) pay(t *rapid.T)      { m.do(t, m.aPayment(t)) }
func (m *machine) anything(t *rapid.T) { m.do(t, m.aStep(t)) }

func (m *machine) change(t *rapid.T) {
	which := rapid.SampledFrom([]func(*rapid.T) sambatan.Command{m.aReport, m.aCancel, m.aRefund}).Draw(t, "change")
	if seldom(t, "a loss") {
		which = m.aLoss
	}
	m.do(t, which(t))
}

// channel is a buyer who pays through one, and the channel that answers.
func (m *machine) channel(t *rapid.T) {
	c := sambatan.BeginPayment{Participation: m.anID(t, m.ledger.order, "participation"), Method: "qris"}
	if p := m.ledger.participations[c.Participation]; p != nil && !seldom(t, "somebody else") {
		c.Buyer = p.buyer
	}
	if rapid.Bool().Draw(t, "begin") {
		m.do(t, c)
		return
	}
	m.do(t, sambatan.EndPayment{Participation: c.Participation, Attempt: rapid.SampledFrom([]int{20, 1, 2}).Draw(t, "attempt")})
}

// answerAll has every channel say that no payment will come.
func (m *machine) answerAll(t *rapid.T) {
	for _, p := range m.ledger.with("held") {
		m.do(t, sambatan.EndPayment{Participation: p.id, Attempt: p.begun})
	}
}

// closing is the last minute: buyers hurry to join, and the deadline passes.
func (m *machine) closing(t *rapid.T) {
	if !m.now.Before(m.ledger.deadline) || !rapid.SampledFrom([]bool{3: true}).Draw(t, "close") {
		return
	}
	m.now = m.ledger.deadline.Add(-time.Minute)
	m.ringTimers(t)
	for range 3 {
		m.join(t)
	}
	m.now = m.ledger.deadline.Add(time.Minute)
	m.do(t, sambatan.Close{})
}

// goOn gives the commands that bring a decided campaign to its end.
func (m *machine) goOn(t *rapid.T) {
	for _, step := range []sambatan.Command{
		sambatan.StartShipping{}, sambatan.PassQuality{}, sambatan.StartProduction{},
	} {
		m.do(t, step)
	}
	for _, p := range m.ledger.with("secured") {
		if seldom(t, "short") {
			m.do(t, m.aShortfall(t, p.id))
		}
		m.do(t, m.anEnd(t, p.id))
	}
	for _, released := range m.ledger.with("released") {
		for _, receipt := range slices.Clone(released.unsettled) {
			m.do(t, sambatan.SettleRefund{Participation: released.id, Receipt: receipt})
			m.check(t)
		}
	}
}

func (m *machine) fresh() id.ID {
	m.next++
	return ident(m.next)
}

// anID is one of the ids seen so far, or (rarely, or when there is none) a new one.
func (m *machine) anID(t *rapid.T, seen []id.ID, name string) id.ID {
	if len(seen) == 0 || seldom(t, "new "+name) {
		return m.fresh()
	}
	return seen[len(seen)-rapid.IntRange(1, len(seen)).Draw(t, name)] // mostly a late one
}

// aBuyer takes turns, so that not all ask for what they have already.
func (m *machine) aBuyer(t *rapid.T) id.ID {
	turn := m.next + rapid.IntRange(0, 1).Draw(t, "skip")
	return []id.ID{ayu, bima, citra, ident(14)}[turn%4]
}

func (m *machine) aJoin(t *rapid.T) sambatan.Command {
	slots := rapid.IntRange(m.terms.MinPerBuyer, m.terms.MaxPerBuyer)
	if seldom(t, "odd") {
		slots = rapid.IntRange(-1, m.terms.Slots+1)
	}
	c := joins(m.fresh(), m.aBuyer(t), slots.Draw(t, "slots"))
	if seldom(t, "flaw") {
		c.Address = eventstore.Sealed{}
	}
	return c
}

func (m *machine) aPayment(t *rapid.T) sambatan.Command {
	c := sambatan.Secure{
		Participation: m.anID(t, m.ledger.order, "participation"),
		Receipt:       m.fresh(),
		PaidAt:        m.now.Add(-rapid.SampledFrom([]time.Duration{0, time.Minute, time.Hour, 24 * time.Hour}).Draw(t, "told late")),
	}
	if seldom(t, "receipt told again") {
		c.Receipt = m.anID(t, m.ledger.receipts, "receipt")
	}
	if held := m.ledger.with("held"); len(held) > 0 && rapid.Bool().Draw(t, "for a live hold") {
		c.Participation = held[rapid.IntRange(0, len(held)-1).Draw(t, "hold")].id
	}
	if p := m.ledger.participations[c.Participation]; p != nil {
		c.Amount = p.due - p.parts.Sum()
	}
	c.Amount += rapid.SampledFrom([]money.Rupiah{0, 0, 0, 0, 0, 1, 50_000, -1, -100_000}).Draw(t, "over or under")
	return c
}

func (m *machine) aCancel(t *rapid.T) sambatan.Command {
	c := sambatan.CancelHold{Participation: m.anID(t, m.ledger.order, "participation"), Reason: sambatan.CancelledNoCodes}
	if rapid.Bool().Draw(t, "by a buyer") {
		c.Buyer = m.aBuyer(t)
	}
	return c
}

// anEnd is how a participation of a campaign that succeeded ends.
func (m *machine) anEnd(t *rapid.T, participation id.ID) sambatan.Command {
	if seldom(t, "dispute") {
		return sambatan.ReturnSecured{Participation: participation, Reason: rapid.SampledFrom([]sambatan.RefundReason{"", sambatan.RefundedTakenBack}).Draw(t, "reason")}
	}
	refund := rapid.SampledFrom([]money.Rupiah{0, 0, 0, 1_000, 20_000}).Draw(t, "back to the buyer")
	return sambatan.Fulfil{Participation: participation, Refund: refund}
}

// aShortfall is a payment that is taken back after the outcome, or made good.
func (m *machine) aShortfall(t *rapid.T, participation id.ID) sambatan.Command {
	c := sambatan.NoteShortfall{Participation: participation, Receipt: m.anID(t, m.ledger.receipts, "receipt"), Change: 20_000}
	p := m.ledger.participations[participation]
	if p != nil && rapid.Bool().Draw(t, "of its own") {
		c.Receipt = p.receipt
	}
	if p != nil && p.short > 0 && rapid.Bool().Draw(t, "made good") {
		c.Change = -p.short
	}
	return c
}

func (m *machine) aReport(t *rapid.T) sambatan.Command {
	until := m.now.Add(rapid.SampledFrom([]time.Duration{24 * time.Hour, time.Minute, -time.Hour}).Draw(t, "until"))
	return sambatan.KeepHold{Participation: m.anID(t, m.ledger.order, "participation"), Until: until}
}

func (m *machine) aRefund(t *rapid.T) sambatan.Command {
	c := sambatan.SettleRefund{Participation: m.anID(t, m.ledger.order, "participation")}
	if rapid.Bool().Draw(t, "of a receipt") {
		c.Receipt = m.anID(t, m.ledger.receipts, "receipt")
	}
	return c
}

// aLoss is a channel that takes a payment back, now and then of one that nobody knows yet.
func (m *machine) aLoss(t *rapid.T) sambatan.Command {
	c := sambatan.TakeBack{
		Participation: m.anID(t, m.ledger.order, "participation"), Receipt: m.anID(t, m.ledger.receipts, "receipt"), Amount: 1, PaidAt: m.now,
	}
	if p := m.ledger.participations[c.Participation]; p != nil && p.status == "secured" {
		c.Receipt = p.receipt
	}
	for _, p := range m.ledger.with("held") {
		if len(p.parts) > 0 && rapid.Bool().Draw(t, "of a part") {
			c.Participation, c.Receipt = p.id, p.parts[0].Receipt
		}
	}
	return c
}

func (m *machine) aStep(t *rapid.T) sambatan.Command {
	if seldom(t, "abort") {
		return m.anAbort(t)
	}
	draft := drafts()
	return rapid.SampledFrom([]sambatan.Command{
		sambatan.Close{},
		sambatan.Open{},
		sambatan.LapseHolds{},
		sambatan.Submit{By: rina},
		sambatan.WithdrawSubmission{By: rina},
		returns(), approves(1),
		draft,
		sambatan.Revise{Title: "x", Terms: draft.Terms},
		sambatan.Abort{},
		sambatan.CloseEarly{},
		sambatan.StartProduction{},
		sambatan.PassQuality{},
		sambatan.StartShipping{},
	}).Draw(t, "step")
}

// finish lets all timers ring and everyone do their work: every campaign comes
// to an end, whatever happened before.
func (m *machine) finish(t *rapid.T) {
	for range 1 + sambatan.MostExtensions {
		m.now = later(m.now, m.ledger.deadline)
		m.ringTimers(t)
	}
	m.now = m.now.Add(48 * time.Hour)
	m.ringTimers(t)
	m.do(t, sambatan.Unfreeze{})
	m.answerAll(t)
	m.ringTimers(t)
	for range 4 {
		m.goOn(t)
	}
	m.check(t)
	if m.ledger.phase != sambatan.PhaseCompleted && m.ledger.phase != sambatan.PhaseClosedFailed {
		t.Fatalf("stuck in phase %q", m.ledger.phase)
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// check compares the state with a fold of all events, and with the ledger.
func (m *machine) check(t *rapid.T) {
	m.compare(t)
	m.ledger.check(t, m.state, m.terms, m.now)
}

func (m *machine) compare(t *rapid.T) {
	folded := sambatan.Decider.Fold(m.events...)
	if reflect.DeepEqual(folded, m.state) { // mostly, and in a tenth of the time
		return
	}
	if diff := cmp.Diff(folded, m.state, cmp.Exporter(func(reflect.Type) bool { return true })); diff != "" {
		t.Fatalf("the fold of all events differs from the state:\n%s", diff)
	}
}
