package demo

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// act is one command of the story.
type act struct {
	at    time.Time
	name  string // names the command id: never twice
	actor string
	// command is made when its time has come: it may need what happened before.
	command func(t *teller, meta eventstore.Meta) (eventstore.Command, error)
}

func (a act) meta() eventstore.Meta {
	return eventstore.Meta{CommandID: derive("command", a.name), Actor: a.actor}
}

// timer is the actor of what nobody does: opening, closing, lapsing.
const timer = "system:timer"

func by(user string) string { return "user:" + UserID(user).String() }

// script is the whole story. The same moment of seeding always gives the same.
type script struct {
	*agenda
	account string // that buyers transfer to
	acts    []act
	random  *rand.Rand
}

func newScript(now time.Time, account string) *script {
	s := &script{
		agenda: newAgenda(now), account: account,
		random: rand.New(rand.NewPCG(2026, 1122)), //nolint:gosec // a story wants the same chance each time
	}
	s.found()
	for _, p := range plans {
		s.tell(p)
	}
	s.strayTransfer()
	s.topUp(dinar, 500_000, 3*time.Hour)
	s.draft(submitted, s.ago(74*time.Minute))
	s.submit(submitted, s.ago(52*time.Minute))
	s.draft(drafted, s.ago(4*time.Minute))
	slices.SortStableFunc(s.acts, func(a, b act) int { return a.at.Compare(b.at) })
	return s
}

func (s *script) add(at time.Time, actor, name string, command func(*teller, eventstore.Meta) (eventstore.Command, error)) {
	s.acts = append(s.acts, act{at, name, actor, command})
}

// moments groups the acts that happen at the same time. They don't depend on
// each other.
func (s *script) moments() (groups [][]act) {
	for i, one := range s.acts {
		if i == 0 || !one.at.Equal(s.acts[i-1].at) {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], one)
	}
	return groups
}

// tell tells one campaign up to today.
func (s *script) tell(p plan) {
	if p.finished {
		p = s.ready(p)
	}
	s.prepare(p)
	if p.opens > 0 {
		return
	}
	s.at(s.day(p.opens, 10), timer, p, "open", sambatan.Open{})
	cast := s.cast(p)
	s.sell(p, cast)
	s.drop(p, cast)
	s.justNow(p, cast)
	for _, step := range p.steps {
		s.step(p, step)
	}
	if p.sent < 0 {
		s.send(p, cast)
	}
	if p.finished {
		s.finish(p, cast)
	}
	if p.closes < 0 && p.steps == nil {
		s.unwind(p, cast)
	}
}

// cast deals out who buys in a campaign: the named ones never, because they
// have a part of their own, the crowd in an order of its own.
func (s *script) cast(p plan) *cast {
	order := s.random.Perm(len(crowd))
	people := residents()[len(buyersByName):]
	c := &cast{}
	for _, i := range order {
		c.waiting = append(c.waiting, people[i].key)
	}
	c.stakes = s.stakes(p, c)
	return c
}

// cast are the buyers of one campaign.
type cast struct {
	waiting []string // of the crowd, not in it yet
	stakes  []stake  // that were paid
}

func (c *cast) next() string {
	key := c.waiting[0]
	c.waiting = c.waiting[1:]
	return key
}

// stakes shares the secured slots out: one for everybody, the others by chance.
func (s *script) stakes(p plan, c *cast) []stake {
	stakes := slices.Clone(p.named)
	left := p.secured
	for _, one := range stakes {
		left -= one.slots
	}
	first := len(stakes)
	for range p.buyers - first {
		stakes = append(stakes, stake{c.next(), 1})
		left--
	}
	for left > 0 {
		one := &stakes[first+s.random.IntN(len(stakes)-first)]
		if one.slots < p.mostPerBuyer {
			one.slots++
			left--
		}
	}
	s.random.Shuffle(len(stakes), func(i, j int) { stakes[i], stakes[j] = stakes[j], stakes[i] })
	return stakes
}

// who it is about: anyone of the crowd unless it says so.
func (l late) who(c *cast) string {
	if l.buyer != "" {
		return l.buyer
	}
	return c.next()
}

func participation(p plan, buyer string) id.ID { return ParticipationID(p.key, buyer) }
