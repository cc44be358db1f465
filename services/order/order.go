package order

import (
	"maps"
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// State is an order as its events tell it. The zero State was never opened.
type State struct {
	Parties

	Phase     Phase
	SendBy    time.Time
	ConfirmBy time.Time // Delivered: until when the buyer may complain
	Parcels   []Parcel
	Disputed  bool // a dispute is open, or its decision can be appealed still
	Reminded  bool
	Amount    money.Rupiah    // that was paid; 0: logs from before do not tell
	Proposed  Decision        // that waits for somebody else; zero: none does
	Proposals int             // so far
	Verdict   DisputeDecided  // that can be appealed still; zero: none can
	Accepted  map[Source]bool // it: by whom
	Appealed  bool            // the dispute is decided for the second time
	Judges    [2]id.ID        // who decided it first, and who agreed
	Return    Return
	Short     money.Rupiah // of what was paid, taken back and not made good
	GiveUpBy  time.Time    // held back: until then
}

// Return is how far the goods are on their way back.
type Return struct {
	Addressed bool      // the brand said where to
	Due       time.Time // until when the brand has to say so, then the buyer to send, then the goods to arrive, then the brand to answer
	Courier   Courier
	Resi      string // empty: not sent
	Overdue   bool   // the brand is asked whether they came
	Missing   bool   // and said no
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
	case HeldBack:
		s.Short, s.GiveUpBy = e.Short, e.GiveUpBy
	case Cleared:
		s.Short, s.GiveUpBy, s.SendBy = 0, time.Time{}, e.SendBy
	case GivenUp:
		s.Phase, s.Disputed, s.Proposed, s.Verdict = PhaseReturning, false, Decision{}, DisputeDecided{}
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
		s.Phase, s.Proposed = PhaseConfirmed, Decision{}
	case Disputed:
		s.Disputed, s.Appealed, s.Judges = true, false, [2]id.ID{}
	case DecisionProposed:
		s.Proposed, s.Proposals = e.Decision, e.Number
	case DisputeDecided:
		s = s.judged(e)
	case DecisionAccepted:
		s.Accepted = maps.Clone(s.Accepted)
		s.Accepted[e.By] = true
	case DecisionAppealed:
		s.Verdict, s.Appealed = DisputeDecided{}, true
	case DecisionExecuted:
		s = s.executed(e.For)
	case DisputeWithdrawn:
		s.Disputed, s.Proposed = false, Decision{}
	case Closed:
		s.Phase, s.Disputed, s.Proposed, s.Verdict = PhaseClosed, false, Decision{}, DisputeDecided{}
	case ReturnAwaited, ReturnAddressGiven, SentBack, ReturnOverdue, ReturnMissing, ReturnArrived, ReturnLapsed:
		s = s.returns(event)
	case DisputeAnswered: // changes nothing that is decided
	}
	return s
}

// judged: who decided first does not decide an appeal.
func (s State) judged(e DisputeDecided) State {
	s.Proposed = Decision{}
	if !s.Appealed {
		s.Judges = [2]id.ID{e.By, e.Agreed}
	}
	if e.AppealBy.IsZero() {
		return s.executed(e.For)
	}
	s.Disputed, s.Verdict, s.Accepted = true, e, map[Source]bool{}
	return s
}

func (s State) executed(side Side) State {
	s.Disputed, s.Verdict = false, DisputeDecided{}
	if side == ForBuyer {
		s.Phase = PhaseReturning
	}
	return s
}

// returns follows the goods on their way back.
func (s State) returns(event Event) State {
	switch e := event.(type) {
	case ReturnAwaited:
		s.Phase, s.Return = PhaseSendingBack, Return{Due: e.AddressBy}
	case ReturnAddressGiven:
		s.Return.Addressed, s.Return.Due = true, e.SendBy
	case SentBack:
		if s.Return.Resi == "" {
			s.Return.Due = e.ArriveBy
		}
		s.Return.Courier, s.Return.Resi = e.Courier, e.Resi
	case ReturnOverdue:
		s.Return.Overdue, s.Return.Due = true, e.AnswerBy
	case ReturnMissing:
		s.Return.Missing, s.Return.Due = true, time.Time{}
	case ReturnArrived:
		s.Phase, s.Proposed = PhaseReturning, Decision{}
	case ReturnLapsed:
		if s.Phase, s.Proposed = PhaseDelivered, (Decision{}); e.By == ByBrand {
			s.Phase = PhaseReturning
		}
	case Opened, HeldBack, Cleared, GivenUp, ParcelSent, ResiCorrected, ParcelDelivered, Trouble, Delivered, Reminded, Confirmed, Disputed, DisputeAnswered,
		DecisionProposed, DisputeDecided, DisputeWithdrawn, DecisionAccepted, DecisionAppealed, DecisionExecuted, Closed:
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
