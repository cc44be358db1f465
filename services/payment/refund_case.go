package payment

import (
	"slices"
	"strconv"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// CaseState is where a refund's way has led to.
type CaseState string

// States of a refund's way.
const (
	CaseDue              CaseState = "Due"
	CaseNeedsDestination CaseState = "NeedsDestination"
	CaseQueued           CaseState = "Queued"
	CaseSubmitted        CaseState = "Submitted"
	CaseUnknown          CaseState = "Unknown"
	CaseFailed           CaseState = "Failed" // nothing was sent, and nobody knows how to go on
	CaseSucceeded        CaseState = "Succeeded"
	CaseManualDone       CaseState = "ManualDone"
	CaseVoided           CaseState = "Voided"
	CaseDormant          CaseState = "Dormant"
	CaseExternal         CaseState = "External" // the channel did it by itself
	CaseResolved         CaseState = "Resolved" // External, and somebody knows what it was
)

// Sent tells whether the money has left.
func (s CaseState) Sent() bool { return s == CaseSucceeded || s == CaseManualDone }

// OnItsWay tells whether money may be leaving right now.
func (s CaseState) OnItsWay() bool { return s == CaseSubmitted || s == CaseUnknown }

// Waits tells whether nothing has left, and nothing is leaving.
func (s CaseState) Waits() bool {
	switch s {
	case CaseDue, CaseNeedsDestination, CaseQueued, CaseFailed, CaseDormant:
		return true
	case CaseSubmitted, CaseUnknown, CaseSucceeded, CaseManualDone, CaseVoided, CaseExternal, CaseResolved:
	}
	return false
}

// RefundCase is one refund on its way. The zero RefundCase was never opened.
type RefundCase struct {
	Claim
	Origin

	Amount money.Rupiah
	Reason string
	ByHand bool
	State  CaseState
	Since  time.Time // when its newest attempt began, or the buyer was asked for an account

	Way       Way // of the attempt that is next, on its way, or was the last
	Why       Why
	NotBefore time.Time // of the next attempt
	Attempt   int       // the newest one
	Key       string    // of the newest one
	Payout    string    // the channel's name for the newest one
	Account   eventstore.Sealed
	Asked     bool // the buyer has to name an account, and has not
	Reminded  int
	Refused   bool // by the channel: this payment does not go back the way it came
	Failures  int  // in a row, of the kind that goes away
	Shortages int  // in a row

	Exits        int
	Evidence     string   // of the newest exit
	Proven       int      // the attempt that the newest exit was; 0: none of ours
	Reversed     int      // the newest attempt whose money came back
	ways         []Way    // of the attempts, from the first on
	lines        []id.ID  // receipts that say that what an operator had sent came back
	Doubled      []string // evidence of what left besides the newest exit
	AfterAll     bool     // the newest exit is of a refund that had been voided
	Stopped      bool     // what it is to send is gone
	Proposed     proposal
	Contradicted map[contradiction]bool
}

// proposal is what one operator said about a large amount.
type proposal struct {
	by       id.ID
	evidence string
}

type contradiction struct {
	attempt int
	said    Said
}

// PayoutKey is the idempotency key of an attempt to pay a refund out. The next
// attempt has another one: it begins only when this one has failed for sure.
func PayoutKey(refund id.ID, attempt int) string {
	return refund.String() + "-" + strconv.Itoa(attempt)
}

// RefundKey is what a refund is called when the channel sends it back the way it
// came: in every attempt the same, since what failed left nothing behind.
func RefundKey(refund id.ID) string { return refund.String() }

// ExternalRefundID names a refund that a channel made by itself.
func ExternalRefundID(receipt id.ID, key string) id.ID {
	return id.Derive(receipt, "external refund "+key)
}

func (s RefundCase) key(way Way, attempt int) string {
	if way == ByPayout {
		return PayoutKey(s.Refund, attempt)
	}
	return RefundKey(s.Refund)
}

// wayOf is the way of an attempt; empty: there was none.
func (s RefundCase) wayOf(attempt int) Way {
	if attempt < 1 || attempt > len(s.ways) {
		return ""
	}
	return s.ways[attempt-1]
}

// GatewayAttempt is the newest attempt to send the payment back the way it came;
// 0: there was none.
func (s RefundCase) GatewayAttempt() int {
	for attempt := len(s.ways); attempt > 0; attempt-- {
		if s.ways[attempt-1] == ByGateway {
			return attempt
		}
	}
	return 0
}

func (s RefundCase) facts(now time.Time) WayFacts {
	return WayFacts{
		Origin: s.Origin, ByHand: s.ByHand, Now: now, Refused: s.Refused, Shortages: s.Shortages,
		Known: !s.Buyer.IsZero(), Account: !s.Asked,
	}
}

// evolveRefund lets the claim of any event name the refund: an external one begins
// with another event than ours.
func evolveRefund(s RefundCase, event RefundEvent) RefundCase {
	s.Claim = ClaimOf(event)
	switch e := event.(type) {
	case RefundOpened:
		s.Origin, s.Amount, s.Reason, s.ByHand, s.State = e.Origin, e.Amount, e.Reason, e.ByHand, CaseDue
	case RefundQueued:
		s.State, s.Way, s.Why, s.NotBefore = CaseQueued, e.Way, e.Why, e.NotBefore
		if e.Way != ByOperator { // somebody decided that it was not sent
			s.Proposed = proposal{}
		}
	case RefundSubmitted:
		s.State, s.Way, s.Attempt, s.Key, s.Payout = CaseSubmitted, e.Way, e.Attempt, e.Key, ""
		s.Since, s.ways = e.At, append(slices.Clip(s.ways), e.Way)
	case RefundAccepted:
		s.Payout = e.Reference
	case RefundUnclear:
		s.State = CaseUnknown
	case RefundFailed:
		s.fail(e)
	case RefundNeedsDestination:
		s.State, s.Asked, s.Reminded, s.Since = CaseNeedsDestination, true, 0, e.Since
	case RefundDestinationGiven:
		s.Account, s.Asked = e.Account, false
		if !e.RestsUntil.IsZero() {
			s.RestsUntil = e.RestsUntil
		}
	case RefundReminded:
		s.Reminded = e.Number
	case RefundSucceeded:
		s.leave(CaseSucceeded, e.Exit, e.Evidence)
		s.Proven, s.AfterAll = e.Attempt, false
	case RefundReversed:
		s.State, s.Reversed, s.Proven = CaseFailed, max(s.Reversed, e.Attempt), 0
		if !e.Line.IsZero() {
			s.lines = append(slices.Clip(s.lines), e.Line)
		}
	case RefundManualProposed:
		s.Proposed = proposal{e.By, e.Evidence}
	case RefundManualDone:
		s.leave(CaseManualDone, e.Exit, e.Evidence)
		s.Proven, s.AfterAll = e.Attempt, e.AfterAll
	case RefundDoubled:
		s.Doubled, s.Proposed = append(slices.Clip(s.Doubled), e.Evidence), proposal{}
	case RefundVoided:
		s.State, s.Stopped, s.Proposed = CaseVoided, s.Stopped || e.Stopped, proposal{}
	case RefundStopped:
		s.Stopped = true
	case RefundDormant:
		s.State = CaseDormant
	case RefundContradicted:
		s.contradict(contradiction{e.Attempt, e.Said})
	case ExternalRefundSeen:
		s.State, s.Amount = CaseExternal, e.Amount
		s.Origin = Origin{Channel: e.Channel, Reference: e.Reference}
	case ExternalRefundResolved:
		s.State = CaseResolved
	}
	return s
}

func (s *RefundCase) fail(e RefundFailed) {
	s.State = CaseFailed
	s.Refused = s.Refused || e.Failure == FailureWindow
	if !e.Failure.Retryable() {
		s.Failures, s.Shortages = 0, 0
		return
	}
	s.Failures++
	if s.Shortages++; e.Failure != FailureBalance {
		s.Shortages = 0
	}
}

func (s *RefundCase) leave(to CaseState, exit int, evidence string) {
	s.State, s.Exits, s.Evidence = to, exit, evidence
	s.Failures, s.Shortages, s.Proposed = 0, 0, proposal{}
}

func (s *RefundCase) contradict(what contradiction) {
	noted := map[contradiction]bool{what: true}
	for known := range s.Contradicted {
		noted[known] = true
	}
	s.Contradicted = noted
}
