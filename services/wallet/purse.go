package wallet

import (
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// Limits of a wallet. Nobody is asked who they are (KYC), so not much may be in it.
const (
	LeastTopUp  money.Rupiah = 10_000
	MostBalance money.Rupiah = 2_000_000 // to top up to; what comes back is never turned away
	MostOpen                 = 3         // top-ups that wait for their money
)

// TopUpTime is how long the gateway waits for a top-up.
const TopUpTime = time.Hour

// Purse is what one buyer has to spend: Balance, of which Held is kept.
type Purse struct {
	Buyer   id.ID // zero: nothing ever happened
	Balance money.Rupiah
	Held    money.Rupiah

	holds    map[id.ID]Held // by participation
	captured map[id.ID]int  // newest attempt by participation
	credited map[id.ID]bool // receipts and refunds
	taken    map[id.ID]money.Rupiah
	topUps   map[id.ID]TopUpAsked // that no money came for
	home     money.Account        // of the newest top-up
	cashOuts map[id.ID]CashOut
}

// Spendable is what nobody holds.
func (s Purse) Spendable() money.Rupiah { return s.Balance - s.Held }

func newPurse() Purse {
	return Purse{
		holds: map[id.ID]Held{}, captured: map[id.ID]int{}, credited: map[id.ID]bool{}, taken: map[id.ID]money.Rupiah{},
		topUps: map[id.ID]TopUpAsked{}, cashOuts: map[id.ID]CashOut{},
	}
}

// evolve lets any event name the buyer.
func evolve(s Purse, event Event) Purse {
	switch e := event.(type) {
	case TopUpAsked:
		s.Buyer = e.Buyer
		s.topUps[e.TopUp] = e
	case Credited:
		s.Buyer = e.Buyer
		s.credit(e)
	case Held:
		s.Held += e.Amount
		s.holds[e.Participation] = e
	case Captured:
		s.unhold(e.Participation)
		s.Balance -= e.Amount
		s.captured[e.Participation] = e.Attempt
	case Released:
		s.unhold(e.Participation)
	case TakenBack:
		s.Balance -= e.Amount
		s.taken[e.Receipt] = e.Total
	case CashOutAsked, CashOutSent, CashOutReturned, CashOutSentAfterAll:
		s.evolveCashOut(event)
	}
	return s
}

func (s *Purse) credit(e Credited) {
	s.Balance += e.Amount
	if e.Refund.IsZero() {
		s.credited[e.Receipt], s.home = true, e.Home
		delete(s.topUps, e.TopUp)
		return
	}
	s.credited[e.Refund] = true
}

func (s *Purse) unhold(participation id.ID) {
	s.Held -= s.holds[participation].Amount
	delete(s.holds, participation)
}

// awaited are the top-ups whose money may still come, and how much that is.
func (s Purse) awaited(now time.Time) (count int, sum money.Rupiah) {
	for _, asked := range s.topUps {
		if now.Before(asked.PayBy) {
			count++
			sum += asked.Amount
		}
	}
	return count, sum
}
