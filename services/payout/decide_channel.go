package payout

import (
	"fmt"
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// ofChannel decides what a channel, or whoever asks it, has to say.
func (s Seller) ofChannel(command Command, now time.Time) ([]Event, error) {
	switch c := command.(type) {
	case Submit:
		return s.submit(c, now), nil
	case Accept:
		return s.accept(c)
	case NoteUnclear:
		return s.unclear(c, now), nil
	case NoteSent:
		return s.sent(c)
	case NoteNotSent:
		return s.notSent(c, now)
	case NoteOther:
		return s.other(c)
	case Misdirect:
		return s.misdirect(c, now)
	case Accrue, ClawBack, Charge, GiveAccount, ApproveAccount, RefuseAccount, Hold, Resume, Run, Open, Approve, Cancel, Retry, MarkPaid, NoteOutcome, NoteReturn:
	}
	return nil, fmt.Errorf("%T: %w", command, ErrUnknownCommand)
}

// submit is for whoever is first.
func (s Seller) submit(c Submit, now time.Time) []Event {
	p, waits := s.waits(c.Payout, c.Attempt)
	if !waits || s.Held != "" || now.Before(s.quiet) {
		return nil
	}
	return []Event{Submitted{Claim: p.Claim, Attempt: c.Attempt, Key: Key(p.Payout, c.Attempt), At: instant(now)}}
}

// waits finds the payout, if the attempt is the one that is to be made next.
func (s Seller) waits(payout id.ID, attempt int) (Payout, bool) {
	p, err := s.live(payout)
	return p, err == nil && !s.contested(payout) && p.State == StateQueued && p.Way == payment.ByPayout && attempt == p.Attempt+1
}

// current finds the payout, if the attempt is the one that may be sending money right now.
func (s Seller) current(payout id.ID, attempt int) (Payout, bool) {
	p, err := s.live(payout)
	return p, err == nil && p.State.OnItsWay() && p.Attempt == attempt
}

// accept is told again when a channel that was silent says that it is on its way still. What people said had not
// left may be leaving then.
func (s Seller) accept(c Accept) ([]Event, error) {
	p, current := s.current(c.Payout, c.Attempt)
	switch {
	case c.Reference == "":
		return nil, ErrIncomplete
	case s.Stayed(c.Payout, c.Attempt):
		return s.contradicted(c.Payout, c.Attempt, payment.SaidTaken, c.Reference)
	case !current || p.Reference != "" && (p.Reference != c.Reference || p.State != StateUnknown):
		return nil, nil
	}
	return []Event{Accepted{Claim: p.Claim, Attempt: c.Attempt, Reference: c.Reference}}, nil
}

func (s Seller) unclear(c NoteUnclear, now time.Time) []Event {
	p, current := s.current(c.Payout, c.Attempt)
	if !current || p.State == StateUnknown {
		return nil
	}
	return []Event{Unclear{Claim: p.Claim, Attempt: c.Attempt, At: instant(now)}}
}

// sent believes the channel, even about a payout that had ended, as long as nothing else
// has left or is leaving. What can't be true then stops all payouts of the brand until
// somebody has looked.
func (s Seller) sent(c NoteSent) ([]Event, error) {
	if c.Evidence == "" {
		return nil, ErrNoEvidence
	}
	if p, current := s.current(c.Payout, c.Attempt); current {
		return []Event{s.pays(p, c.Attempt, id.ID{}, c.Evidence)}, nil
	}
	if past, paid := s.exit(c.Payout); paid {
		if past.Attempt == c.Attempt && (!past.Reversed || !past.denied) { // old news, even after it came back
			return nil, nil
		}
		return s.contradicted(c.Payout, c.Attempt, payment.SaidSent, c.Evidence)
	}
	if p, ended := s.endedWith(c); ended && s.Live == nil && s.has(p) {
		paid := s.pays(p, c.Attempt, id.ID{}, c.Evidence)
		if !s.Stayed(c.Payout, c.Attempt) {
			return []Event{paid}, nil
		}
		against, err := s.contradicted(c.Payout, c.Attempt, payment.SaidSent, c.Evidence)
		return append(against, paid), err
	}
	return s.contradicted(c.Payout, c.Attempt, payment.SaidSent, c.Evidence)
}

// other pays nothing, whatever the payout has come to: the brand may have money that was never due to
// it. It is told once; who lets payouts go on again has looked.
func (s Seller) other(c NoteOther) ([]Event, error) {
	if c.Evidence == "" {
		return nil, ErrNoEvidence
	}
	return s.contradicted(c.Payout, c.Attempt, payment.SaidOther, c.Evidence)
}

// endedWith finds a payout that had ended, and of which an attempt left all the same.
func (s Seller) endedWith(c NoteSent) (Payout, bool) {
	p, ended := s.endedAs(c.Payout)
	return p, ended && c.Attempt >= 1 && c.Attempt <= p.Attempt
}

func (s Seller) endedAs(payout id.ID) (Payout, bool) {
	at := slices.IndexFunc(s.ended, func(p Payout) bool { return p.Payout == payout })
	if at < 0 {
		return Payout{}, false
	}
	return s.ended[at], true
}

// contradicted notes what is about a payout of this brand, and was not noted before: whoever lets payouts go on again
// has looked into that, and into nothing else.
func (s Seller) contradicted(payout id.ID, attempt int, said payment.Said, evidence string) ([]Event, error) {
	if !s.opened(payout) || attempt < 1 {
		return nil, ErrNoPayout
	}
	if slices.Contains(s.against, contradiction{try{payout, attempt}, said, evidence}) {
		return nil, nil
	}
	return []Event{Contradicted{Claim: Claim{s.Brand, payout}, Attempt: attempt, Said: said, Evidence: evidence}}, nil
}

func (s Seller) opened(payout id.ID) bool {
	for n := 1; n <= s.Payouts; n++ {
		if ID(s.Brand, n) == payout {
			return true
		}
	}
	return false
}

// notSent ends the attempt that is on its way. One that had succeeded came back.
func (s Seller) notSent(c NoteNotSent, now time.Time) ([]Event, error) {
	if p, current := s.current(c.Payout, c.Attempt); current {
		return s.failed(p, c, now), nil
	}
	past, paid := s.exit(c.Payout)
	if !paid || past.Attempt != c.Attempt || c.Attempt == 0 || past.Reversed {
		return nil, nil
	}
	if past.byWord { // whoever said so saw it in a statement: it is not due again because the channel denies it
		return s.denies(past, c)
	}
	reversed := s.comesBack(past, c.Code)
	return append([]Event{reversed}, s.accountAtFault(past.Account, ReasonReversed)...), nil
}

// denies notes once that the channel denies what people said to have left.
func (s Seller) denies(past Exit, c NoteNotSent) ([]Event, error) {
	if past.denied {
		return nil, nil
	}
	return []Event{Contradicted{Claim: Claim{s.Brand, past.Payout}, Attempt: c.Attempt, Said: payment.SaidNotSent, Evidence: c.Code}}, nil
}

// Reasons that the rules give for refusing an account, or for cancelling a payout.
const (
	ReasonReversed = "reversed" // its bank sent the money back
	ReasonFailed   = "failed"   // it is not there, or not open
	ReasonName     = "name"     // it belongs to somebody else
	ReasonErased   = "erased"   // its data are gone

	ReasonAccountChanged = "account_changed" // of a payout that did not leave
	ReasonPaidBefore     = "paid_before"     // of a payout of money that had left with the one before
)

// accountAtFault refuses an account, unless another has taken its place.
func (s Seller) accountAtFault(number int, reason string) []Event {
	if s.Account.State != AccountGood || s.Account.Number != number {
		return nil
	}
	return []Event{AccountRefused{Brand: s.Brand, Number: s.Account.Number, Giver: s.Account.By, Reason: reason}}
}

// failed goes on where that is known: later, or with another account, which people have to
// agree on anew.
func (s Seller) failed(p Payout, c NoteNotSent, now time.Time) []Event {
	failed := Failed{Claim: p.Claim, Attempt: c.Attempt, Failure: c.Failure, Code: c.Code}
	switch {
	case s.saysLeft(p.Payout, c.Attempt): // trying again might send it twice
		failed.Stuck = true
		return []Event{failed, Contradicted{Claim: p.Claim, Attempt: c.Attempt, Said: payment.SaidNotSent, Evidence: c.Code}}
	case c.Failure == payment.FailureAccount:
		failed.Ends = true
		return append([]Event{failed}, s.accountAtFault(p.Account, ReasonFailed)...)
	case s.Account.Number != p.Account: // what is tried again would go to the one before
		return []Event{failed, s.accountChanged(p.Claim)}
	case c.Failure.Retryable() && p.Failures+1 < payment.MostRetries:
		p.Attempt = c.Attempt
		return []Event{failed, p.queued(p.Way, now.Add(payment.BackOff(p.Failures+1)))}
	}
	failed.Stuck = true
	return []Event{failed}
}

// misdirect is for a payout that was not submitted yet: the account is looked at before.
func (s Seller) misdirect(c Misdirect, now time.Time) ([]Event, error) {
	p, waits := s.waits(c.Payout, c.Attempt)
	if !waits {
		return nil, nil
	}
	reasons := map[payment.Problem]string{payment.ProblemAccount: ReasonFailed, payment.ProblemName: ReasonName, payment.ProblemMissing: ReasonErased}
	reason, known := reasons[c.Problem]
	switch {
	case c.Bank:
		return []Event{p.queued(payment.ByOperator, now)}, nil
	case !known:
		return nil, ErrIncomplete
	}
	failed := Failed{Claim: p.Claim, Attempt: p.Attempt, Failure: payment.FailureAccount, Ends: true}
	return append([]Event{failed}, s.accountAtFault(p.Account, reason)...), nil
}
