package order

import (
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/internal/money"
)

// State is an order as its events tell it. The zero State was never opened.
type State struct {
	Parties

	Phase     Phase
	SendBy    time.Time
	ConfirmBy time.Time // Delivered: until when the buyer may complain
	Parcels   []Parcel
	Disputed  bool // a dispute is open
	Reminded  bool
	Amount    money.Rupiah // that was paid; 0: logs from before do not tell
	Proposed  Decision     // that waits for somebody else; zero: none does
	Proposals int          // so far
}

// Parcel is one of an order.
type Parcel struct {
	Courier   Courier
	Resi      string
	SentAt    time.Time
	Delivered bool
	Trouble   Mishap // empty: none, or it arrived all the same
	Replaced  bool   // another one stands in for it
}

// awaited tells whether the order is not delivered without this parcel.
func (p Parcel) awaited() bool { return !p.Delivered && !p.Replaced }

// troubled tells whether something has to be done about the parcel.
func (p Parcel) troubled() bool { return p.Trouble != "" && p.awaited() }

// Evolve folds an event into an order.
func Evolve(s State, event Event) State {
	switch e := event.(type) {
	case Opened:
		s.Parties, s.Phase, s.SendBy, s.Amount = e.Parties, PhaseToSend, e.SendBy, e.Amount
	case ParcelSent:
		s.Phase = PhaseSent
		s.Parcels = append(slices.Clone(s.Parcels), Parcel{Courier: e.Courier, Resi: e.Resi, SentAt: e.At})
		if e.Replaces > 0 {
			s.Parcels[e.Replaces-1].Replaced = true
		}
	case ResiCorrected:
		s = s.with(e.Parcel, func(p *Parcel) { p.Courier, p.Resi = e.Courier, e.Resi })
	case ParcelDelivered:
		s = s.with(e.Parcel, func(p *Parcel) { p.Delivered, p.Trouble = true, "" })
	case Trouble:
		s = s.with(e.Parcel, func(p *Parcel) { p.Trouble = e.Kind })
	case Delivered:
		s.Phase, s.ConfirmBy = PhaseDelivered, e.ConfirmBy
	case Reminded:
		s.Reminded = true
	case Confirmed:
		s.Phase = PhaseConfirmed
	case Disputed:
		s.Disputed = true
	case DecisionProposed:
		s.Proposed, s.Proposals = e.Decision, e.Number
	case DisputeDecided:
		s.Disputed, s.Proposed = false, Decision{}
		if e.For == ForBuyer {
			s.Phase = PhaseReturning
		}
	case DisputeWithdrawn:
		s.Disputed, s.Proposed = false, Decision{}
	case Closed:
		s.Phase, s.Disputed, s.Proposed = PhaseClosed, false, Decision{}
	case DisputeAnswered: // changes nothing that is decided
	}
	return s
}

// with changes a parcel; the state that this one came from keeps its own.
func (s State) with(number int, change func(*Parcel)) State {
	s.Parcels = slices.Clone(s.Parcels)
	change(&s.Parcels[number-1])
	return s
}

// parcel finds one by its number.
func (s State) parcel(number int) (Parcel, error) {
	if number < 1 || number > len(s.Parcels) {
		return Parcel{}, ErrNoParcel
	}
	return s.Parcels[number-1], nil
}

// arrived tells whether no parcel is awaited any more.
func (s State) arrived() bool {
	return len(s.Parcels) > 0 && !slices.ContainsFunc(s.Parcels, Parcel.awaited)
}
