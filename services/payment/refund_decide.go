package payment

import (
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// FourEyesAbove is the largest amount that one operator alone may mark as sent.
const FourEyesAbove = 10_000_000

// RefundDecider holds the rules of the way of a refund. What a channel says may come
// late, twice, and in any order.
var RefundDecider = eventstore.Decider[RefundCase, RefundCommand, RefundEvent]{
	Initial: func() RefundCase { return RefundCase{} },
	Decide:  decideRefund,
	Evolve:  evolveRefund,
}

func decideRefund(s RefundCase, command RefundCommand, now time.Time) ([]RefundEvent, error) {
	switch c := command.(type) {
	case OpenRefund:
		return s.open(c, now)
	case SeeExternalRefund:
		return s.see(c)
	case StopRefund:
		return s.stop(c)
	case SubmitRefund, AcceptPayout, NoteUnclear, NoteSent, NoteNotSent, Misdirect:
		return s.ofChannel(command, now)
	case GiveDestination, RemindBuyer, LetRest, RetryRefund, SwitchWay, MarkRefundSent, MarkSentTwice, NoteBankReturn, VoidRefund, ResolveExternalRefund:
		return s.ofPeople(command, now)
	}
	return nil, fmt.Errorf("%T: %w", command, ErrUnknownCommand)
}

// ofChannel decides what a channel, or whoever asks it, has to say.
func (s RefundCase) ofChannel(command RefundCommand, now time.Time) ([]RefundEvent, error) {
	if s.State == "" {
		return nil, ErrNoRefund
	}
	switch c := command.(type) {
	case SubmitRefund:
		return s.submit(c, now)
	case AcceptPayout:
		return s.accept(c)
	case NoteUnclear:
		return s.unclear(c), nil
	case NoteSent:
		return s.sent(c)
	case NoteNotSent:
		return s.notSent(c, now), nil
	case Misdirect:
		return s.misdirect(c, now)
	case OpenRefund, GiveDestination, RemindBuyer, LetRest, RetryRefund, SwitchWay, MarkRefundSent, MarkSentTwice, NoteBankReturn, VoidRefund,
		StopRefund, SeeExternalRefund, ResolveExternalRefund:
	}
	return nil, fmt.Errorf("%T: %w", command, ErrUnknownCommand)
}

// ofPeople decides what buyers, operators and time have to say.
func (s RefundCase) ofPeople(command RefundCommand, now time.Time) ([]RefundEvent, error) {
	if s.State == "" {
		return nil, ErrNoRefund
	}
	switch c := command.(type) {
	case GiveDestination:
		return s.give(c, now)
	case RemindBuyer:
		return s.remind(c), nil
	case LetRest:
		return s.rest(), nil
	case RetryRefund:
		return s.retry(now)
	case SwitchWay:
		return s.switchWay(c, now)
	case MarkRefundSent:
		return s.markSent(c, now)
	case MarkSentTwice:
		return s.markTwice(c)
	case NoteBankReturn:
		return s.bankReturn(c, now)
	case VoidRefund:
		return s.void(c, now)
	case ResolveExternalRefund:
		return s.resolve(c)
	case OpenRefund, SubmitRefund, AcceptPayout, NoteUnclear, NoteSent, NoteNotSent, Misdirect, StopRefund, SeeExternalRefund:
	}
	return nil, fmt.Errorf("%T: %w", command, ErrUnknownCommand)
}

// open does nothing for a refund that is on its way already.
func (s RefundCase) open(c OpenRefund, now time.Time) ([]RefundEvent, error) {
	switch {
	case s.State != "":
		return nil, nil
	case c.Refund.IsZero() || c.Receipt.IsZero() || c.Reason == "":
		return nil, ErrIncomplete
	case c.Amount <= 0 || c.Amount > MaxAmount:
		return nil, ErrBadAmount
	}
	opened := RefundOpened{
		Claim: c.Claim, Origin: c.Origin, Amount: c.Amount, Reason: c.Reason, PromisedBy: instant(c.PromisedBy), ByHand: c.ByHand,
	}
	next := evolveRefund(s, opened)
	if c.Returned {
		return append([]RefundEvent{opened}, next.dueAgain(now)...), nil
	}
	return append([]RefundEvent{opened}, next.goOn(now, now)...), nil
}

// stop may come before the refund was opened. Of what an operator says to have sent, somebody
// else has to say first whether it was.
func (s RefundCase) stop(c StopRefund) ([]RefundEvent, error) {
	switch {
	case c.Refund.IsZero() || c.Receipt.IsZero():
		return nil, ErrIncomplete
	case s.State.Waits() && s.Proposed.by.IsZero():
		return []RefundEvent{s.stopped()}, nil
	case s.Stopped || s.State == CaseVoided:
		return nil, nil
	}
	return []RefundEvent{RefundStopped(c)}, nil
}

func (s RefundCase) stopped() RefundVoided {
	return RefundVoided{Claim: s.Claim, Stopped: true, Exit: s.Exits, Evidence: s.Evidence}
}

// goOn chooses a way for the next attempt, which may begin at notBefore, or asks the
// buyer for an account.
// While somebody says that they sent it, nothing is sent by itself.
func (s RefundCase) goOn(notBefore, now time.Time) []RefundEvent {
	if s.Stopped {
		return []RefundEvent{s.stopped()}
	}
	if !s.Proposed.by.IsZero() {
		return []RefundEvent{s.queued(ByOperator, WhyProposed, now)}
	}
	way, why := ChooseWay(s.facts(now))
	switch way {
	case "":
		return []RefundEvent{RefundNeedsDestination{Claim: s.Claim, Problem: ProblemMissing, Amount: s.Amount, Since: instant(now)}}
	case ByWallet:
		return s.intoWallet(now)
	case ByGateway, ByPayout, ByOperator:
	}
	return []RefundEvent{s.queued(way, why, notBefore)}
}

// intoWallet needs nobody to be asked: the receipt moves the money from one account of the
// buyer's to another, and it has not left.
func (s RefundCase) intoWallet(now time.Time) []RefundEvent {
	queued := s.queued(ByWallet, WhyFromWallet, now)
	return []RefundEvent{queued, RefundSucceeded{
		Claim: s.Claim, Attempt: queued.Attempt, Way: ByWallet, Exit: s.Exits + 1, Evidence: WalletChannel,
	}}
}

func (s RefundCase) queued(way Way, why Why, notBefore time.Time) RefundQueued {
	return RefundQueued{
		Claim: s.Claim, Attempt: s.Attempt + 1, Way: way, Why: why, Policy: RefundRules, NotBefore: instant(notBefore),
		Amount: s.Amount,
	}
}

// submit is for whoever is first. A payment whose time to go back the way it came
// has run out meanwhile takes the other way.
func (s RefundCase) submit(c SubmitRefund, now time.Time) ([]RefundEvent, error) {
	if s.State != CaseQueued || s.Way == ByOperator || c.Attempt != s.Attempt+1 {
		return nil, nil
	}
	if facts := s.facts(now); s.Way == ByGateway && facts.back() == WhyWindowOver {
		return s.goOn(now, now), nil
	}
	return []RefundEvent{RefundSubmitted{
		Claim: s.Claim, Attempt: c.Attempt, Way: s.Way, Key: s.key(s.Way, c.Attempt), At: instant(now),
	}}, nil
}

// current tells whether an attempt is the one that may be sending money right now.
func (s RefundCase) current(attempt int) bool { return s.State.OnItsWay() && s.Attempt == attempt }

func (s RefundCase) accept(c AcceptPayout) ([]RefundEvent, error) {
	switch {
	case c.Reference == "":
		return nil, ErrIncomplete
	case !s.current(c.Attempt) || s.Way != ByPayout || s.Payout != "":
		return nil, nil
	}
	return []RefundEvent{RefundAccepted{Claim: s.Claim, Attempt: c.Attempt, Reference: c.Reference}}, nil
}

func (s RefundCase) unclear(c NoteUnclear) []RefundEvent {
	if s.State != CaseSubmitted || s.Attempt != c.Attempt {
		return nil
	}
	return []RefundEvent{RefundUnclear{Claim: s.Claim, Attempt: c.Attempt}}
}

// sent believes the channel as long as nothing else has left or is leaving. What can't
// be true then is put on record for somebody to look into.
func (s RefundCase) sent(c NoteSent) ([]RefundEvent, error) {
	switch {
	case c.Evidence == "":
		return nil, ErrNoEvidence
	case c.Attempt < 1 || c.Attempt > s.Attempt:
		return nil, ErrNoAttempt
	case s.State.Sent() && s.Proven == c.Attempt:
		return nil, nil
	case c.Attempt <= s.Reversed: // old news
		return nil, nil
	case s.current(c.Attempt), s.State.Waits():
		return []RefundEvent{RefundSucceeded{
			Claim: s.Claim, Attempt: c.Attempt, Way: s.wayOf(c.Attempt), Exit: s.Exits + 1, Evidence: c.Evidence,
		}}, nil
	}
	return s.contradicted(c.Attempt, SaidSent, c.Evidence), nil
}

// notSent ends the attempt that is on its way. One that had succeeded came back; where the money
// had left a second time, the buyer has it all the same, and somebody has to look.
func (s RefundCase) notSent(c NoteNotSent, now time.Time) []RefundEvent {
	switch {
	case s.current(c.Attempt):
		return s.failed(c, now)
	case s.State == CaseSucceeded && s.Proven == c.Attempt && s.wayOf(c.Attempt) == ByPayout && len(s.Doubled) == 0:
		reversed := RefundReversed{Claim: s.Claim, Attempt: c.Attempt, Exit: s.Exits, Code: c.Code, Evidence: s.Evidence}
		return append([]RefundEvent{reversed}, s.dueAgain(now)...)
	case s.State.Sent() && s.Proven == c.Attempt:
		return s.contradicted(c.Attempt, SaidNotSent, c.Code)
	}
	return nil
}

func (s RefundCase) contradicted(attempt int, said Said, evidence string) []RefundEvent {
	if s.Contradicted[contradiction{attempt, said}] {
		return nil
	}
	return []RefundEvent{RefundContradicted{Claim: s.Claim, Attempt: attempt, Said: said, Evidence: evidence}}
}

// failed goes on where that is known: later, by the other way, or with another
// account.
func (s RefundCase) failed(c NoteNotSent, now time.Time) []RefundEvent {
	failed := RefundFailed{Claim: s.Claim, Attempt: c.Attempt, Way: s.Way, Failure: c.Failure, Code: c.Code, Amount: s.Amount}
	next := evolveRefund(s, failed)
	var follows []RefundEvent
	switch {
	case s.Stopped:
		follows = []RefundEvent{s.stopped()}
	case c.Failure == FailureAccount:
		follows = []RefundEvent{RefundNeedsDestination{Claim: s.Claim, Problem: ProblemAccount, Amount: s.Amount, Since: instant(now)}}
	case c.Failure.Retryable() && next.Failures < MostRetries:
		follows = next.goOn(now.Add(BackOff(next.Failures)), now)
	case c.Failure == FailureWindow && s.Way == ByGateway:
		follows = next.goOn(now, now)
	}
	failed.Stuck = len(follows) == 0
	return append([]RefundEvent{failed}, follows...)
}

// misdirect is for a payout that was not submitted yet: the account is looked at
// before.
func (s RefundCase) misdirect(c Misdirect, now time.Time) ([]RefundEvent, error) {
	switch {
	case s.State != CaseQueued || s.Way != ByPayout || c.Attempt != s.Attempt+1:
		return nil, nil
	case c.Bank:
		return []RefundEvent{s.queued(ByOperator, WhyBank, now)}, nil
	case c.Rest != "":
		return []RefundEvent{RefundDormant{Claim: s.Claim, Rest: c.Rest, Amount: s.Amount}}, nil
	case c.Problem == "":
		return nil, ErrIncomplete
	}
	return []RefundEvent{RefundNeedsDestination{Claim: s.Claim, Problem: c.Problem, Amount: s.Amount, Since: instant(now)}}, nil
}
