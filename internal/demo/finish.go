package demo

import (
	"slices"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// paidAfter is how long after a run an operator has sent the money.
const paidAfter = 26 * time.Minute

// finish ends a campaign as it should end. Its orders arrive in two lots: what the first
// released is in the brand's account, what the second released waits for two people, because
// it is above the limit.
func (s *script) finish(p plan, c *cast) {
	first, rest := s.lots()
	s.payee(p.house(), first.Add(-3*time.Hour))
	few := len(c.stakes) / 4
	s.deliver(p, c.stakes[:few], first)
	s.deliver(p, c.stakes[few:], rest)
	s.run(p.house(), first)
	s.pay(p.house(), 1, payout.NextRun(first).Add(paidAfter))
	s.run(p.house(), rest)
}

// lots are the evenings on which buyers confirm; the first lot is paid for before the second
// one arrives.
func (s *script) lots() (first, rest time.Time) {
	rest = s.eveBefore(s.ago(time.Hour))
	return s.eveBefore(rest.Add(-6 * time.Hour)), rest
}

// ready lets a batch pass its checks, and leave, some days before its first lot arrives.
func (s *script) ready(p plan) plan {
	first, _ := s.lots()
	arrives := -int(s.day(0, 20).Sub(first) / (24 * time.Hour))
	p.sent = arrives - 4
	p.steps = append(slices.Clone(p.steps), step{sambatan.PassQuality{}, p.sent - 2, 10})
	return p
}

// eveBefore is the last evening whose release is paid, by its run and by an operator, before
// a moment.
func (s *script) eveBefore(moment time.Time) time.Time {
	for n := 0; ; n-- {
		if eve := s.day(n, 19); payout.NextRun(eve).Add(paidAfter).Before(moment) {
			return eve.Add(s.scatter(eve, 20*time.Minute))
		}
	}
}

// deliver lets the parcels of some buyers arrive, and each of them say so by an evening.
func (s *script) deliver(p plan, to []stake, confirmed time.Time) {
	from := p.house()
	for i, one := range to {
		stream := participation(p, one.buyer).String()
		arrived := confirmed.Add(-5 * time.Hour)
		s.add(arrived, by(from.owner.key), p.key+"/arrived/"+one.buyer, func(_ *teller, meta eventstore.Meta) (eventstore.Command, error) {
			return order.Orders.Command(stream, order.NoteDelivered{Brand: BrandID(from.key), Parcel: 1, At: arrived}, meta), nil
		})
		at := confirmed.Add(-time.Duration(i%3) * 47 * time.Minute)
		s.add(at, by(one.buyer), p.key+"/confirm/"+one.buyer, func(_ *teller, meta eventstore.Meta) (eventstore.Command, error) {
			return order.Orders.Command(stream, order.Confirm{Buyer: UserID(one.buyer)}, meta), nil
		})
	}
}

// payee lets a brand's owner write down the account to be paid to, and an operator agree.
func (s *script) payee(h house, at time.Time) {
	s.add(at, by(h.owner.key), h.key+"/account", func(t *teller, meta eventstore.Meta) (eventstore.Command, error) {
		sealed := t.sealer(h.owner.key)
		to := account{Bank: "BCA", Number: "7" + serial("account", h.key) + "4", Holder: strings.ToUpper(h.owner.name)}
		body := payout.GiveAccount{Brand: BrandID(h.key), By: UserID(h.owner.key), Account: sealed.seal("payout_account", to)}
		return payout.Sellers.Command(body.Brand.String(), body, meta), sealed.err
	})
	s.payout(h, at.Add(52*time.Minute), by(operator), "account approved", payout.ApproveAccount{Number: 1, By: UserID(operator)})
}

// run opens what was planned for the working day after an evening.
func (s *script) run(h house, eve time.Time) {
	at := payout.NextRun(eve)
	policy := payout.Policy{ByHand: true, LimitOne: payout.DefaultLimitOne}
	s.payout(h, at.Add(timerDelay), timer, "run "+at.Format(time.DateOnly), payout.Run{Policy: policy})
}

// pay lets an operator note that a brand was paid.
func (s *script) pay(h house, number int, at time.Time) {
	paid := payout.MarkPaid{Payout: payout.ID(BrandID(h.key), number), By: UserID(operator), Evidence: statementLine(at, h.key)}
	s.payout(h, at, by(operator), "paid", paid)
}

func (s *script) payout(h house, at time.Time, actor, name string, body payout.Command) {
	s.add(at, actor, h.key+"/"+name, func(_ *teller, meta eventstore.Meta) (eventstore.Command, error) {
		return payout.Sellers.Command(BrandID(h.key).String(), body, meta), nil
	})
}
