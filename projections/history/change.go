package history

import (
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// change is what people and operators do around the outcome: wait for slots,
// take offers, put a deadline off, change their minds, freeze.
func (m *Market) change() eventstore.Command {
	switch m.random.IntN(12) {
	case 0, 1, 2, 3:
		return m.wait()
	case 4, 5:
		offer := recent(m, m.offers)
		return m.campaign(offer.Campaign, sambatan.AcceptOffer{Participation: offer.Participation, Buyer: offer.Buyer})
	case 6:
		waiter := recent(m, m.waiting)
		return m.campaign(waiter.Campaign, sambatan.LeaveWaitlist{Participation: waiter.Participation, Buyer: waiter.Buyer})
	case 7:
		return m.campaign(pick(m, m.Campaigns), sambatan.ProposeExtension{
			Deadline: m.Now().Add(time.Duration(24+m.random.IntN(240)) * time.Hour), Reason: "panen terlambat",
		})
	case 8, 9:
		paid := pick(m, m.secured)
		return m.campaign(paid.Campaign, sambatan.AnswerExtension{
			Participation: paid.Participation, Buyer: paid.Buyer, Accept: m.random.IntN(4) > 0,
		})
	case 10:
		paid := recent(m, m.secured)
		return m.campaign(paid.Campaign, sambatan.CancelSecured{Participation: paid.Participation, Buyer: paid.Buyer})
	}
	return m.overlay()
}

// Crowd lets n things happen where many want few slots and hardly anybody pays:
// the slots are held, people wait, and deadlines are put off.
func (m *Market) Crowd(n int) {
	for range n {
		m.Advance(time.Duration(m.random.IntN(240)) * time.Second)
		_ = m.do(m.crowding()) // refusals
	}
}

func (m *Market) crowding() eventstore.Command {
	switch chance := m.random.IntN(20); {
	case chance < 8:
		return m.join()
	case chance < 10:
		return m.pay()
	case chance < 16:
		return m.change()
	}
	timers := []sambatan.Command{sambatan.Open{}, sambatan.LapseHolds{}, sambatan.LapseOffers{}, sambatan.Close{}}
	return m.campaign(pick(m, m.Campaigns), pick(m, timers))
}

func (m *Market) overlay() eventstore.Command {
	steps := []sambatan.Command{
		sambatan.Freeze{Reason: "laporan diperiksa"},
		sambatan.Unfreeze{Reason: "semua bukti lengkap"},
		sambatan.Unfreeze{},
		sambatan.CloseEarly{},
	}
	return m.campaign(pick(m, m.Campaigns), pick(m, steps))
}

// wait asks for more slots than there are, mostly in the first campaigns, which
// fill up.
func (m *Market) wait() eventstore.Command {
	buyer, campaign := pick(m, m.Buyers), pick(m, m.Campaigns[:max(1, len(m.Campaigns)/3)])
	box := m.sealed[buyer]
	return m.campaign(campaign, sambatan.JoinWaitlist{
		Participation: m.next("participation"), Buyer: buyer, Slots: 1 + m.random.IntN(3),
		Consent: sambatan.Consent{Terms: "2026-10", Privacy: "2026-09"},
		Address: box.address, RefundAccount: box.account, Public: box.public,
	})
}

func (m *Market) campaign(campaign id.ID, c sambatan.Command) eventstore.Command {
	return sambatan.Campaigns.Command(campaign.String(), c, m.meta("user:test"))
}
