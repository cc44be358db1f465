package order

import (
	"fmt"
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
)

// Decide what a command leads to.
func Decide(s State, command Command, now time.Time) ([]Event, error) {
	if c, ok := command.(Open); ok {
		return s.open(c, now)
	}
	if s.Phase == PhaseNone {
		return nil, ErrNoOrder
	}
	switch c := command.(type) {
	case NoteShortfall:
		return s.noteShortfall(c.Short, now), nil
	case GiveUp:
		return s.giveUp(c)
	case GiveUpDue:
		return s.giveUpDue(now)
	case SendParcel:
		return s.send(c, now)
	case CorrectResi:
		return s.correct(c)
	case NoteDelivered:
		return s.noteDelivered(c, now)
	case NoteTrouble:
		return s.noteTrouble(c)
	case Confirm:
		return s.confirm(c, now)
	case ConfirmDue:
		return s.confirmDue(now)
	case Remind:
		return s.remind(now)
	case Dispute, AnswerDispute, DecideDispute, AgreeDecision, WithdrawDispute, AcceptDecision, AppealDecision, ExecuteDue:
		return s.ofDispute(command, now)
	case GiveReturnAddress, SendBack, ConfirmReturn, DenyReturn, EndReturn:
		return s.ofReturn(command, now)
	case Close:
		return s.close(), nil
	case Open:
	}
	return nil, fmt.Errorf("%T: %w", command, ErrUnknownCommand)
}

// open does nothing for an order that is open already.
func (s State) open(c Open, now time.Time) ([]Event, error) {
	p := c.Parties
	switch {
	case p.Campaign.IsZero() || p.Participation.IsZero() || p.Buyer.IsZero() || p.Brand.IsZero() || c.Slots < 1:
		return nil, ErrIncomplete
	case s.Phase == PhaseNone:
		opened := Opened{Parties: p, Slots: c.Slots, SendBy: now.Add(SendWithin), Amount: c.Amount}
		return append([]Event{opened}, Evolve(s, opened).noteShortfall(c.Short, now)...), nil
	case s.Parties != p:
		return nil, ErrWrongOrder
	}
	return nil, nil
}

// source is who gives a command.
func (s State) source(brand id.ID) (Source, error) {
	switch {
	case brand.IsZero():
		return ByOperator, nil
	case brand != s.Brand:
		return "", ErrNotYours
	}
	return ByBrand, nil
}

// mayShip refuses what comes too late for parcels.
func (s State) mayShip() error {
	switch {
	case s.Phase.Ended():
		return ErrEnded
	case s.Phase.arrived():
		return ErrDelivered
	case s.HeldBack():
		return ErrHeldBack
	}
	return nil
}

// checkResi refuses a resi that can't be the courier's, or is another parcel's.
func (s State) checkResi(courier Courier, resi string, except int) error {
	if !courier.Fits(resi) {
		return ErrBadResi
	}
	for i, p := range s.Parcels {
		if i != except-1 && p.Courier == courier && p.Resi == resi {
			return ErrResiUsed
		}
	}
	return nil
}

// send notes a parcel. Where one is in trouble, the new one stands in for it.
func (s State) send(c SendParcel, now time.Time) ([]Event, error) {
	by, err := s.source(c.Brand)
	if err != nil {
		return nil, err
	}
	if err := s.mayShip(); err != nil {
		return nil, err
	}
	if len(s.Parcels) == MostParcels {
		return nil, ErrTooManyParcels
	}
	resi := Normal(c.Resi)
	if err := s.checkResi(c.Courier, resi, 0); err != nil {
		return nil, err
	}
	return []Event{ParcelSent{
		Parties: s.Parties, Parcel: len(s.Parcels) + 1, Courier: c.Courier, Resi: resi, At: now,
		Replaces: slices.IndexFunc(s.Parcels, Parcel.troubled) + 1, By: by,
	}}, nil
}

func (s State) correct(c CorrectResi) ([]Event, error) {
	by, err := s.source(c.Brand)
	if err != nil {
		return nil, err
	}
	p, err := s.parcel(c.Parcel)
	if err != nil {
		return nil, err
	}
	resi := Normal(c.Resi)
	switch {
	case s.Phase.Ended():
		return nil, ErrEnded
	case p.Courier == c.Courier && p.Resi == resi:
		return nil, nil
	case p.Delivered:
		return nil, ErrParcelDelivered
	}
	if err := s.checkResi(c.Courier, resi, c.Parcel); err != nil {
		return nil, err
	}
	return []Event{ResiCorrected{
		Parties: s.Parties, Parcel: c.Parcel, Courier: c.Courier, Resi: resi, WasCourier: p.Courier, WasResi: p.Resi, By: by,
	}}, nil
}

// noteDelivered takes a parcel as arrived; with the last one the time to complain begins.
func (s State) noteDelivered(c NoteDelivered, now time.Time) ([]Event, error) {
	by, err := s.source(c.Brand)
	if err != nil {
		return nil, err
	}
	p, err := s.parcel(c.Parcel)
	if err != nil {
		return nil, err
	}
	at := c.At
	if at.IsZero() {
		at = now
	}
	switch {
	case p.Delivered:
		return nil, nil
	case s.Phase.Ended():
		return nil, ErrEnded
	case at.After(now):
		return nil, ErrInFuture
	case at.Before(p.SentAt):
		return nil, ErrBeforeSent
	}
	here := ParcelDelivered{Parties: s.Parties, Parcel: c.Parcel, At: at, By: by}
	return append([]Event{here}, Evolve(s, here).delivered(now)...), nil
}

// delivered begins the time to complain, once nothing is awaited.
func (s State) delivered(now time.Time) []Event {
	if s.Phase.arrived() || !s.arrived() {
		return nil
	}
	return []Event{Delivered{Parties: s.Parties, ConfirmBy: now.Add(ConfirmWithin)}}
}

func (s State) noteTrouble(c NoteTrouble) ([]Event, error) {
	by, err := s.source(c.Brand)
	if err != nil {
		return nil, err
	}
	p, err := s.parcel(c.Parcel)
	if err != nil {
		return nil, err
	}
	switch {
	case c.Kind != Lost && c.Kind != Returned && c.Kind != Damaged:
		return nil, ErrNoReason
	case p.Delivered:
		return nil, ErrParcelDelivered
	case s.Phase.Ended():
		return nil, ErrEnded
	case p.Trouble == c.Kind:
		return nil, nil
	}
	return []Event{Trouble{Parties: s.Parties, Parcel: c.Parcel, Kind: c.Kind, By: by}}, nil
}

// close follows what the campaign did.
func (s State) close() []Event {
	if s.Phase == PhaseConfirmed || s.Phase == PhaseClosed {
		return nil
	}
	return []Event{Closed{Parties: s.Parties}}
}
