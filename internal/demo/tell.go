package demo

import (
	"fmt"
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// at adds a command to a campaign.
func (s *script) at(at time.Time, actor string, p plan, name string, body sambatan.Command) {
	s.add(at, actor, p.key+"/"+name, func(_ *teller, meta eventstore.Meta) (eventstore.Command, error) {
		return sambatan.Campaigns.Command(CampaignID(p.key).String(), body, meta), nil
	})
}

// timerDelay is how late timers are.
const timerDelay = 2 * time.Second

// prepare brings a campaign to buyers: its maker drafts and submits it, the curator
// approves it. A batch of yesterday's evening comes after the one that failed.
func (s *script) prepare(p plan) {
	draft, approve := s.atWork(p.opens-2, 14), s.atWork(p.opens-1, 15)
	if p.opens > 0 {
		draft = s.day(-1, 21).Add(4 * time.Minute)
		approve = draft.Add(9 * time.Minute)
	}
	s.draft(p, draft)
	s.submit(p, draft.Add(3*time.Minute))
	s.at(approve, by(curator), p, "approve", sambatan.Approve{Submission: 1, By: UserID(curator)})
}

func (s *script) draft(p plan, at time.Time) {
	s.at(at, by(p.house().owner.key), p, "draft", p.draft(s.agenda))
}

func (s *script) submit(p plan, at time.Time) {
	maker := p.house().owner.key
	s.at(at, by(maker), p, "submit", sambatan.Submit{By: UserID(maker)})
}

// sell lets the buyers join and pay, spread over the time there was.
func (s *script) sell(p plan, c *cast) {
	opened, until := s.day(p.opens, 10), s.ago(2*time.Hour)
	if p.filled < 0 {
		until = s.day(p.filled, 18)
	}
	sessions := s.sessions(opened, until)
	moments := s.joins(opened, sessions[len(sessions)-1].Add(-30*time.Minute))
	for i, one := range c.stakes {
		joined := moments[i*len(moments)/len(c.stakes)]
		paid := joined.Add(time.Duration(4+i%9) * time.Minute)
		confirmed := firstAfter(sessions, joined.Add(25*time.Minute))
		s.join(p, one, joined)
		lapses := joined.Add(time.Duration(p.holdHours) * time.Hour)
		if confirmed.After(lapses.Add(-10 * time.Minute)) {
			s.report(p, one, paid, joined.Add(16*time.Minute))
		}
		s.receive(p, one, paid, confirmed)
	}
}

func firstAfter(moments []time.Time, t time.Time) time.Time {
	for _, moment := range moments {
		if moment.After(t) {
			return moment
		}
	}
	return moments[len(moments)-1]
}

// drop lets some change their mind: their slots go back, by themselves or by
// the clock.
func (s *script) drop(p plan, c *cast) {
	moments := s.joins(s.day(p.opens, 10), s.day(min(p.filled, p.closes, 0)-1, 0))
	for i := range p.lapsed + p.cancelled {
		one := stake{c.next(), 1}
		joined := moments[(i+1)*len(moments)/(p.lapsed+p.cancelled+2)]
		s.join(p, one, joined)
		if i < p.lapsed {
			s.at(joined.Add(time.Duration(p.holdHours)*time.Hour+timerDelay), timer, p, "lapse/"+one.buyer, sambatan.LapseHolds{})
			continue
		}
		cancel := sambatan.CancelHold{Participation: participation(p, one.buyer), Buyer: UserID(one.buyer), Reason: sambatan.CancelledByBuyer}
		s.at(joined.Add(38*time.Minute), by(one.buyer), p, "cancel/"+one.buyer, cancel)
	}
}

// justNow leaves something to do: transfers to confirm, holds to pay.
func (s *script) justNow(p plan, c *cast) {
	for _, one := range slices.Concat(p.reported, p.held) {
		one.buyer = one.who(c)
		s.join(p, one.stake, s.ago(one.joined))
		if one.reported > 0 {
			s.report(p, one.stake, s.ago(one.reported+3*time.Minute), s.ago(one.reported))
		}
	}
}

func (s *script) step(p plan, one step) {
	at := s.atWork(one.day, one.hour)
	if _, first := one.command.(sambatan.StartProduction); first {
		at = s.afterwards(one.day, one.hour) // not before the last slot was paid
	}
	s.at(at, by(p.house().owner.key), p, fmt.Sprintf("%T", one.command), one.command)
}

// unwind ends a campaign that did not fill: one buyer paid after the deadline,
// the rest get their money back; some have it already.
func (s *script) unwind(p plan, c *cast) {
	deadline := s.day(p.closes, 20)
	tooLate := stake{c.next(), 1}
	s.join(p, tooLate, deadline.Add(-34*time.Minute))
	s.at(deadline.Add(timerDelay), timer, p, "close", sambatan.Close{})
	s.receive(p, tooLate, deadline.Add(12*time.Minute), deadline.Add(24*time.Minute))
	s.at(deadline.Add(sambatan.Grace+timerDelay), timer, p, "lapse at the end", sambatan.LapseHolds{})
	sent := deadline.Add(41 * time.Minute)
	s.refund(p, dinar, sent)
	for i, one := range c.stakes {
		if one.buyer != dinar && i%3 == 0 {
			sent = sent.Add(2*time.Minute + s.scatter(sent, time.Minute))
			s.refund(p, one.buyer, sent)
		}
	}
}

// strayTransfer is one whose sender forgot the unique code.
func (s *script) strayTransfer() {
	sessions := s.sessions(s.day(-3, 0), s.ago(2*time.Hour))
	at := sessions[len(sessions)-1]
	reference := statementLine(at, "stray")
	s.add(at, by(s.operator(at)), "stray", func(_ *teller, meta eventstore.Meta) (eventstore.Command, error) {
		receipt := payment.ReceiptID(s.account, reference)
		return payment.Receipts.Command(receipt.String(), payment.RecordReceipt{
			Receipt: receipt, Account: s.account, Amount: 283_000, PaidAt: at.Add(-52 * time.Minute), Reference: reference,
		}, meta), nil
	})
}
