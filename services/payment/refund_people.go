package payment

import (
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
)

// give takes the buyer's word for an account; whether it can be used is seen before
// the next attempt. That of a cash-out rests, as any new one does: else a first one that is
// no good would open the way to one that nobody has read of.
func (s RefundCase) give(c GiveDestination, now time.Time) ([]RefundEvent, error) {
	switch {
	case c.Buyer.IsZero() || c.Buyer != s.Buyer:
		return nil, ErrNotYourRefund
	case c.Account.Empty():
		return nil, ErrIncomplete
	case s.State != CaseNeedsDestination && s.State != CaseDormant:
		return nil, ErrNoAccountNeeded
	}
	given, notBefore := RefundDestinationGiven{Claim: s.Claim, Account: c.Account, StepUp: c.StepUp}, now
	if s.Method == CashOut {
		notBefore = now.Add(NewAccountRest)
		given.RestsUntil = instant(notBefore)
	}
	return append([]RefundEvent{given}, evolveRefund(s, given).goOn(notBefore, now)...), nil
}

func (s RefundCase) remind(c RemindBuyer) []RefundEvent {
	if s.State != CaseNeedsDestination || c.Number != s.Reminded+1 {
		return nil
	}
	return []RefundEvent{RefundReminded{Claim: s.Claim, Number: c.Number, Amount: s.Amount}}
}

// rest ends the waiting. A cash-out without an account is over: in the wallet the money can
// be spent.
func (s RefundCase) rest() []RefundEvent {
	switch {
	case s.State != CaseNeedsDestination:
		return nil
	case s.Reason == ReasonCashOut:
		return []RefundEvent{s.calledOff("")}
	}
	return []RefundEvent{RefundDormant{Claim: s.Claim, Rest: RestNoAnswer, Amount: s.Amount}}
}

// retry is for what waits, however long it was to wait.
func (s RefundCase) retry(now time.Time) ([]RefundEvent, error) {
	if err := s.mayGoOn(); err != nil {
		return nil, err
	}
	if s.Stopped {
		return []RefundEvent{s.stopped()}, nil
	}
	way, why := ChooseWay(s.facts(now))
	if way == "" {
		return nil, ErrAccountNeeded
	}
	return []RefundEvent{s.queued(way, why, now)}, nil
}

// mayGoOn refuses a next attempt while the last one may still send the money.
func (s RefundCase) mayGoOn() error {
	switch {
	case s.State.OnItsWay():
		return ErrOnItsWay
	case s.State.Sent():
		return ErrAlreadySent
	case !s.State.Waits():
		return ErrNotOpen
	}
	return nil
}

func (s RefundCase) switchWay(c SwitchWay, now time.Time) ([]RefundEvent, error) {
	if err := s.mayGoOn(); err != nil {
		return nil, err
	}
	switch {
	case c.Way == s.Way && s.State == CaseQueued:
		return nil, nil
	case s.Stopped: // it was not sent, and need not be
		return []RefundEvent{s.stopped()}, nil
	case c.Way == ByGateway && s.facts(now).back() != WhyRefundable:
		return nil, ErrWayClosed
	case c.Way == ByPayout && s.Asked:
		return nil, ErrAccountNeeded
	case c.Way == ByPayout && s.Buyer.IsZero(), c.Way != ByOperator && s.ByHand:
		return nil, ErrWayClosed
	case c.Way != ByGateway && c.Way != ByPayout && c.Way != ByOperator:
		return nil, ErrWayClosed
	}
	return []RefundEvent{s.queued(c.Way, WhyOperator, now)}, nil
}

// markSent demands a second pair of eyes for large amounts: the same evidence from
// somebody else. What was voided may have been sent all the same: whoever was at the bank could
// not know.
func (s RefundCase) markSent(c MarkRefundSent, now time.Time) ([]RefundEvent, error) {
	evidence := tidy(c.Evidence)
	switch {
	case c.By.IsZero():
		return nil, ErrIncomplete
	case evidence == "":
		return nil, ErrNoEvidence
	case s.State.Sent() && s.Evidence == evidence:
		return nil, nil
	case s.State.Sent():
		return nil, ErrOtherEvidence
	case s.State.OnItsWay() && !c.OfAttempt:
		return nil, ErrOnItsWay
	case !s.State.OnItsWay() && !s.State.Waits() && s.State != CaseVoided:
		return nil, ErrNotOpen
	case s.State.Waits() && now.Before(s.RestsUntil):
		return nil, &RestError{Until: s.RestsUntil}
	case s.Amount > FourEyesAbove:
		if seen, err := s.Proposed.seen(c.By, evidence); !seen {
			return s.proposed(c, evidence, now), nil
		} else if err != nil {
			return nil, err
		}
	}
	done := RefundManualDone{Claim: s.Claim, By: c.By, Exit: s.Exits + 1, Evidence: evidence, StepUp: c.StepUp, AfterAll: s.State == CaseVoided}
	if s.State.OnItsWay() {
		done.Attempt = s.Attempt
	}
	return []RefundEvent{done}, nil
}

// proposed leaves nothing to be sent by itself meanwhile.
func (s RefundCase) proposed(c MarkRefundSent, evidence string, now time.Time) []RefundEvent {
	said := []RefundEvent{RefundManualProposed{Claim: s.Claim, By: c.By, Evidence: evidence, StepUp: c.StepUp}}
	if !s.State.Waits() || s.State == CaseQueued && s.Way == ByOperator {
		return said
	}
	return append(said, s.queued(ByOperator, WhyProposed, now))
}

// seen tells whether the same was said before, by somebody else.
func (p proposal) seen(by id.ID, evidence string) (seen bool, err error) {
	switch {
	case p.evidence != evidence:
		return false, nil
	case p.by == by:
		return true, ErrFourEyes
	}
	return true, nil
}

// void is for money that nobody's campaign has decided about: only then may its owner
// still be found. One that was stopped while it may have left is an operator's to void, when
// they know that nothing was sent. What was to leave a wallet may stay there, as long as nothing
// is being sent.
func (s RefundCase) void(c VoidRefund, now time.Time) ([]RefundEvent, error) {
	note := strings.TrimSpace(c.Note)
	switch {
	case !c.Buyer.IsZero() && c.Buyer != s.Buyer:
		return nil, ErrNotYourRefund
	case !c.Buyer.IsZero() && s.Reason != ReasonCashOut:
		return nil, ErrNoCashOut
	case s.State == CaseVoided && (s.Proposed.by.IsZero() || note == ""):
		return nil, nil
	case s.State == CaseVoided: // nor was it sent, whatever somebody said
		return []RefundEvent{RefundVoided{Claim: s.Claim, Stopped: s.Stopped, Note: note, Exit: s.Exits, Evidence: s.Evidence}}, nil
	case s.Stopped && (s.State == CaseUnknown || s.State.Waits()) && note != "":
		voided := s.stopped()
		voided.Note = note
		return []RefundEvent{voided}, nil
	case s.State.OnItsWay(), !c.Buyer.IsZero() && !s.untouched(now):
		return nil, ErrOnItsWay
	case s.State.Sent():
		return nil, ErrAlreadySent
	case !s.State.Waits(), !s.Proposed.by.IsZero():
		return nil, ErrNotOpen
	case s.Reason != ReasonUnmatched && s.Reason != ReasonCashOut:
		return nil, ErrDecided
	case note == "" && c.Buyer.IsZero():
		return nil, ErrNoReason
	case s.Reason == ReasonCashOut:
		return []RefundEvent{s.calledOff(note)}, nil
	}
	return []RefundEvent{RefundVoided{Claim: s.Claim, Note: note}}, nil
}

// untouched tells whether nobody can be sending it right now, not even an operator at the bank:
// to an account that rests they may not.
func (s RefundCase) untouched(now time.Time) bool {
	queued := s.State == CaseQueued && (s.Way != ByOperator || now.Before(s.RestsUntil))
	return queued || s.State == CaseNeedsDestination || s.State.Sent()
}

// calledOff also says when it last left: the receipt may not have heard that it came back.
func (s RefundCase) calledOff(note string) RefundVoided {
	return RefundVoided{Claim: s.Claim, Note: note, Exit: s.Exits, Evidence: s.Evidence}
}

// see does nothing for a refund of the channel's that is known.
func (s RefundCase) see(c SeeExternalRefund) ([]RefundEvent, error) {
	switch {
	case s.State != "":
		return nil, nil
	case c.Refund != ExternalRefundID(c.Receipt, c.Key) || c.Receipt.IsZero() || c.Channel == "" || c.Reference == "":
		return nil, ErrIncomplete
	case c.Amount <= 0 || c.Amount > MaxAmount:
		return nil, ErrBadAmount
	}
	return []RefundEvent{ExternalRefundSeen(c)}, nil
}

func (s RefundCase) resolve(c ResolveExternalRefund) ([]RefundEvent, error) {
	note := strings.TrimSpace(c.Note)
	switch {
	case s.State == CaseResolved:
		return nil, nil
	case s.State != CaseExternal:
		return nil, ErrNotOpen
	case c.By.IsZero():
		return nil, ErrIncomplete
	case note == "":
		return nil, ErrNoReason
	}
	return []RefundEvent{ExternalRefundResolved{Claim: s.Claim, By: c.By, As: c.As, Note: note}}, nil
}
