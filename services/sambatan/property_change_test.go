package sambatan_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// TestEveryInvariantHoldsWhileBuyersWaitAndDeadlinesMove begins where some have
// joined and paid, and drives what happens then: people wait, are offered slots,
// are asked about a later deadline, change their minds; an operator freezes it.
func TestEveryInvariantHoldsWhileBuyersWaitAndDeadlinesMove(t *testing.T) {
	t.Parallel()
	var reached reach
	reached.explore(t, isChange, func(t *rapid.T) {
		m := newBusyMachine(t)
		t.Repeat(map[string]func(*rapid.T){
			"join":   m.often(m.join),
			"pay":    m.often(m.pay),
			"wait":   m.often(m.wait),
			"extend": m.often(m.extend),
			"freeze": m.freeze,
			"leave":  m.giveBack,
			"change": m.change,
			"early":  m.closeEarly,
			"time":   m.passTime,
			"timers": m.ringTimers,
			"":       m.check,
		})
		m.finish(t)
		reached.note(m.ledger)
	})
}

// isChange tells whether a kind of event, or a reason, belongs to these stories.
func isChange(kind string) bool {
	switch kind {
	case "sambatan.waitlist_joined.v1", "sambatan.slots_offered.v1", "sambatan.offer_lapsed.v1", "sambatan.offer_withdrawn.v1",
		"sambatan.waitlist_left.v1", "sambatan.extension_proposed.v1", "sambatan.extension_answered.v1",
		"sambatan.deadline_extended.v1", "sambatan.frozen.v1", "sambatan.unfrozen.v1":
		return true
	}
	return !strings.HasPrefix(kind, "sambatan.") && !isPart(kind) && !isProduction(kind) // a reason
}

// newBusyMachine is a campaign in which two have paid, a third holds a slot and,
// often, nothing is left for others.
func newBusyMachine(t *rapid.T) *machine {
	n := rapid.SampledFrom([]int{3, 4, 6}).Draw(t, "slots")
	m := &machine{now: noon, state: sambatan.NewState(), ledger: newLedger(), next: 1000}
	m.terms = terms(func(t *sambatan.Terms) { t.Slots, t.MinFill, t.MaxPerBuyer = n, n, 2 })
	if rapid.IntRange(0, 2).Draw(t, "a low threshold") == 2 {
		m.terms.MinFill = n - 1
	}
	m.terms.MaxExtensions = rapid.SampledFrom([]int{2, 1}).Draw(t, "extensions")
	m.terms.CoolOff = rapid.SampledFrom([]int{86_400, 0}).Draw(t, "cool-off")
	m.publish(t)
	for i, buyer := range []id.ID{ayu, bima, citra} {
		p := m.fresh()
		m.do(t, joins(p, buyer, 1))
		if i < 2 {
			m.do(t, pays(p, m.fresh()))
		}
	}
	return m
}

func (m *machine) closeEarly(t *rapid.T) {
	if seldom(t, "close early") {
		m.do(t, sambatan.CloseEarly{})
	}
}

// wait begins to wait, takes an offer, leaves, or lets time go by.
func (m *machine) wait(t *rapid.T) {
	c := sambatan.JoinWaitlist(m.aJoin(t).(sambatan.Join))
	offers := m.ledger.with("offered")
	switch what := rapid.IntRange(0, 5).Draw(t, "on the waitlist"); {
	case what < 3 || len(m.ledger.queue) == 0:
		m.do(t, c)
	case what == 3 && len(offers) > 0:
		offer := offers[rapid.IntRange(0, len(offers)-1).Draw(t, "offer")]
		m.do(t, sambatan.AcceptOffer{Participation: offer.id, Buyer: offer.buyer})
	case what == 3:
		m.do(t, sambatan.AcceptOffer{Participation: m.anID(t, m.ledger.queue, "waiter"), Buyer: m.aBuyer(t)})
	case what == 4:
		p := m.ledger.participations[m.ledger.queue[rapid.IntRange(0, len(m.ledger.queue)-1).Draw(t, "who")]]
		m.do(t, sambatan.LeaveWaitlist{Participation: p.id, Buyer: p.buyer})
	default:
		if len(offers) > 0 && seldom(t, "an offer lapses") {
			m.now = m.now.Add(sambatan.OfferFor)
		}
		m.do(t, sambatan.LapseOffers{})
	}
}

// extend proposes a later deadline or answers the question.
func (m *machine) extend(t *rapid.T) {
	in := append(m.ledger.with("secured"), m.ledger.with("held")...)
	if len(in) > 0 && rapid.IntRange(0, 2).Draw(t, "answer") > 0 {
		p := in[rapid.IntRange(0, len(in)-1).Draw(t, "whose answer")]
		m.do(t, sambatan.AnswerExtension{
			Participation: p.id, Buyer: p.buyer, Accept: rapid.SampledFrom([]bool{true, true, false}).Draw(t, "accept"),
		})
		return
	}
	to := m.ledger.deadline.Add(rapid.SampledFrom([]time.Duration{72 * time.Hour, time.Hour, 0, 15 * 24 * time.Hour}).Draw(t, "later by"))
	m.do(t, sambatan.ProposeExtension{Deadline: to, Reason: "x"})
	if !m.ledger.proposed.IsZero() && rapid.IntRange(0, 3).Draw(t, "at the deadline") == 3 {
		m.now = m.ledger.deadline
		m.ringTimers(t)
	}
}

// freeze is short, mostly: a frozen campaign has no story.
func (m *machine) freeze(t *rapid.T) {
	m.do(t, sambatan.Unfreeze{Reason: "x"})
	if seldom(t, "freeze") || len(m.ledger.with("offered")) > 0 && rapid.Bool().Draw(t, "with an offer") {
		m.do(t, sambatan.Freeze{Reason: "x"})
	}
}

func (m *machine) giveBack(t *rapid.T) {
	secured := m.ledger.with("secured")
	if len(secured) == 0 || rapid.IntRange(0, 3).Draw(t, "give back") > 0 {
		return
	}
	p := secured[rapid.IntRange(0, len(secured)-1).Draw(t, "whose slots")]
	m.do(t, sambatan.CancelSecured{Participation: p.id, Buyer: p.buyer})
}
