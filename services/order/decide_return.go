package order

import (
	"fmt"
	"time"
)

func (s State) ofReturn(command Command, now time.Time) ([]Event, error) {
	switch c := command.(type) {
	case GiveReturnAddress:
		return s.giveAddress(c, now)
	case SendBack:
		return s.sendBack(c, now)
	case ConfirmReturn:
		return s.confirmReturn(c)
	case DenyReturn:
		return s.denyReturn(c)
	case EndReturn:
		return s.endReturn(now)
	case Open, NoteShortfall, GiveUp, GiveUpDue, SendParcel, CorrectResi, NoteDelivered, NoteTrouble, Confirm, ConfirmDue, Remind, Close,
		Dispute, AnswerDispute, DecideDispute, AgreeDecision, WithdrawDispute, AcceptDecision, AppealDecision, ExecuteDue:
	}
	return nil, fmt.Errorf("%T: %w", command, ErrUnknownCommand)
}

// Returning tells whether goods are awaited back. Not while an operator, or an appeal,
// decides anew.
func (s State) Returning() bool { return s.Phase == PhaseSendingBack && !s.Disputed }

// giveAddress begins the buyer's time; a correction does not begin it again.
func (s State) giveAddress(c GiveReturnAddress, now time.Time) ([]Event, error) {
	due := s.Return.Due
	switch {
	case c.Brand.IsZero() || c.Brand != s.Brand:
		return nil, ErrNotYours
	case c.To.Empty():
		return nil, ErrIncomplete
	case !s.Returning():
		return nil, ErrNoReturn
	case s.Return.Resi != "":
		return nil, ErrSentBack
	case !now.Before(due):
		return nil, ErrTooLate
	case !s.Return.Addressed:
		due = now.Add(SendBackWithin)
	}
	return []Event{ReturnAddressGiven{Parties: s.Parties, To: c.To, SendBy: due}}, nil
}

func (s State) sendBack(c SendBack, now time.Time) ([]Event, error) {
	resi := Normal(c.Resi)
	switch {
	case c.Buyer.IsZero() || c.Buyer != s.Buyer:
		return nil, ErrNotYours
	case !s.Returning():
		return nil, ErrNoReturn
	case !s.Return.Addressed:
		return nil, ErrNoAddress
	case s.Return.Courier == c.Courier && s.Return.Resi == resi:
		return nil, nil
	case s.Return.Resi == "" && !now.Before(s.Return.Due):
		return nil, ErrTooLate
	}
	if err := s.checkResi(c.Courier, resi, 0); err != nil {
		return nil, err
	}
	sent := SentBack{Parties: s.Parties, Courier: c.Courier, Resi: resi, At: now}
	if s.Return.Resi == "" {
		sent.ArriveBy = now.Add(ArriveBackWithin)
	}
	return []Event{sent}, nil
}

// confirmReturn: the brand's word is against itself, and always enough.
func (s State) confirmReturn(c ConfirmReturn) ([]Event, error) {
	by, err := s.source(c.Brand)
	switch {
	case err != nil:
		return nil, err
	case s.Phase == PhaseReturning || s.Phase == PhaseClosed:
		return nil, nil
	case !s.Returning():
		return nil, ErrNoReturn
	case by == ByOperator && s.Return.Resi == "":
		return nil, ErrNotSentBack
	}
	return []Event{ReturnArrived{Parties: s.Parties, By: by}}, nil
}

// denyReturn is heard once the brand is asked: before, the goods may still be on their way.
func (s State) denyReturn(c DenyReturn) ([]Event, error) {
	switch {
	case c.Brand.IsZero() || c.Brand != s.Brand:
		return nil, ErrNotYours
	case !s.Returning():
		return nil, ErrNoReturn
	case s.Return.Missing:
		return nil, nil
	case !s.Return.Overdue:
		return nil, ErrNotOverdue
	}
	return []Event{ReturnMissing{Parties: s.Parties}}, nil
}

// endReturn: who does not do their part in time has lost. Of goods that were sent, the brand
// is asked, and its silence is against itself; what it says did not come is an operator's.
func (s State) endReturn(now time.Time) ([]Event, error) {
	switch {
	case !s.Returning() || s.Return.Resi != "" && s.Return.Due.IsZero():
		return nil, nil
	case now.Before(s.Return.Due):
		return nil, &EarlyError{DueAt: s.Return.Due}
	case s.Return.Overdue:
		return []Event{ReturnArrived{Parties: s.Parties, By: ByTime}}, nil
	case s.Return.Resi != "":
		return []Event{ReturnOverdue{Parties: s.Parties, AnswerBy: now.Add(AnswerWithin)}}, nil
	case !s.Return.Addressed:
		return []Event{ReturnLapsed{Parties: s.Parties, By: ByBrand}}, nil
	}
	lapsed := ReturnLapsed{Parties: s.Parties, By: ByBuyer}
	return append([]Event{lapsed}, Evolve(s, lapsed).settled(OnDecision)...), nil
}
