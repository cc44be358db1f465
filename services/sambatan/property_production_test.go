package sambatan_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// TestEveryInvariantHoldsWhileABatchIsMade begins with a batch that is full and
// being made, of buyers with different numbers of slots, some of whom had waited,
// and drives what happens then until it ends. Each way out must have happened.
func TestEveryInvariantHoldsWhileABatchIsMade(t *testing.T) {
	t.Parallel()
	var reached reach
	wanted := func(kind string) bool {
		switch kind {
		case "sambatan.quality_passed.v1", "sambatan.cancelled.v1", "sambatan.refund_settled.v1", "sambatan.completed.v1", "sambatan.unwound.v1":
			return true
		}
		return isProduction(kind)
	}
	reached.explore(t, wanted, func(t *rapid.T) {
		m := newBrewingMachine(t)
		t.Repeat(map[string]func(*rapid.T){
			"tell":   m.tell,
			"make":   m.make,
			"freeze": m.freeze,
			"abort":  m.callOff,
			"go on":  m.goOn,
			"time":   m.passTime,
			"":       m.check,
		})
		m.finish(t)
		reached.note(m.ledger)
	})
}

// isProduction tells whether a kind of event, or a reason, belongs to these stories.
func isProduction(kind string) bool {
	switch kind {
	case "sambatan.yielded_short.v1", "sambatan.progress_reported.v1", string(sambatan.RefundedYield), passedOver:
		return true
	}
	return false
}

// newBrewingMachine is a campaign whose slots are all paid for, in production.
func newBrewingMachine(t *rapid.T) *machine {
	m := &machine{now: noon, state: sambatan.NewState(), ledger: newLedger(), next: 1000}
	sizes := rapid.SliceOfN(rapid.IntRange(1, 3), 2, 5).Draw(t, "slots of each")
	total := 0
	for _, n := range sizes {
		total += n
	}
	m.terms = terms(func(t *sambatan.Terms) { t.Slots, t.MinFill, t.MaxPerBuyer = total, total, min(3, total) })
	m.publish(t)
	var joined []id.ID
	for i, n := range sizes {
		p := m.fresh()
		m.do(t, joins(p, ident(100+i), n))
		joined = append(joined, p)
	}
	if rapid.Bool().Draw(t, "somebody had waited") {
		waiter := m.fresh()
		m.do(t, sambatan.JoinWaitlist(joins(waiter, ident(99), sizes[0])))
		m.do(t, sambatan.CancelHold{Participation: joined[0], Reason: sambatan.CancelledNoCodes})
		m.do(t, sambatan.AcceptOffer{Participation: waiter, Buyer: ident(99)})
		joined[0] = waiter
	}
	for _, p := range joined {
		c := pays(p, m.fresh())
		c.Amount = m.ledger.participations[p].due
		m.do(t, c)
	}
	m.do(t, sambatan.StartProduction{})
	if m.ledger.phase != sambatan.PhaseInProduction {
		t.Fatalf("phase %s", m.ledger.phase)
	}
	return m
}

// tell reports progress, sensible or not.
func (m *machine) tell(t *rapid.T) {
	milestones := append([]sambatan.Milestone{"", "halfway"}, sambatan.Milestones...)
	ahead := rapid.SampledFrom([]time.Duration{0, 240 * time.Hour, 24 * time.Hour, -time.Hour, 400 * 24 * time.Hour}).Draw(t, "ready in")
	c := sambatan.ReportProgress{
		Milestone: rapid.SampledFrom(milestones).Draw(t, "milestone"), Note: rapid.SampledFrom([]string{"", " hari ke-9 "}).Draw(t, "note"),
		Photo: rapid.SampledFrom([]string{"", "https://contoh.id/a.jpg", "contoh"}).Draw(t, "photo"),
	}
	if ahead != 0 {
		c.ReadyBy = m.now.Add(ahead)
	}
	m.do(t, c)
}

// make ends production: with all of it, or with less.
func (m *machine) make(t *rapid.T) {
	if rapid.IntRange(0, 4).Draw(t, "passes") == 4 {
		m.do(t, sambatan.PassQuality{})
		return
	}
	m.do(t, sambatan.YieldShort{
		Made: rapid.IntRange(-1, m.terms.Slots+1).Draw(t, "made"), Reason: rapid.SampledFrom([]string{"menguap", "menguap", " "}).Draw(t, "reason"),
	})
}

func (m *machine) callOff(t *rapid.T) {
	if seldom(t, "abort") {
		m.do(t, m.anAbort(t))
	}
}
