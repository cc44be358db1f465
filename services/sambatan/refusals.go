package sambatan

import (
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// Refusal is why a command can't be done. It holds what a page needs to say
// what to do next; its text is for logs only.
//
//sumtype:decl
type Refusal interface {
	error
	isRefusal()
}

// PhaseError: the command does not fit the campaign's phase. PhaseNone means
// that there is no such campaign.
type PhaseError struct {
	Phase Phase
	Needs Phase // the phase in which it would fit
}

// NotOpenError: buyers can't join now. Phase tells whether not yet (Draft,
// Scheduled) or no more (Settling and all that follow).
type NotOpenError struct{ Phase Phase }

// EarlyError: the time for it has not come.
type EarlyError struct{ DueAt time.Time }

// FullError: fewer slots are free than were asked for. Nothing was held; the
// buyer may ask for Free ones, if that is not 0.
type FullError struct{ Free int }

// LimitError: with Asked slots more, the buyer would have fewer than Min or
// more than Max. Have counts the buyer's held and secured slots.
type LimitError struct{ Asked, Have, Min, Max int }

// UnpaidHoldError: the buyer has an unpaid hold here, to be paid or cancelled first.
type UnpaidHoldError struct{ Participation id.ID }

// CooldownError: the buyer let too many holds lapse and may join again at Until.
type CooldownError struct{ Until time.Time }

// MissingError: something required was left out; Field is its name in JSON.
type MissingError struct{ Field string }

// TermsError: the terms can't be offered. Field is its name in JSON.
type TermsError struct {
	Field string
	Rule  TermsRule
	Got   string
}

// NoHoldError: this buyer has no such participation.
type NoHoldError struct{ Participation id.ID }

// SecuredError: the participation is paid, so its hold can't be cancelled.
type SecuredError struct{ Participation id.ID }

// FulfilledError: the buyer has what they paid for, and the brand the money.
type FulfilledError struct{ Participation id.ID }

// PartError: not a part of what was paid, in whole thousands.
type PartError struct{ Refund, Paid money.Rupiah }

// EndingError: the slots are about to be given back, so no payment can begin.
type EndingError struct{ Participation id.ID }

// AttemptsError: the buyer has begun to pay in too many ways.
type AttemptsError struct{ Max int }

// ReusedError: the id was used before for something else in this campaign.
type ReusedError struct{ ID id.ID }

// CallOffError: the proposal to call the campaign off is not what was seen, or not this
// person's to agree to.
type CallOffError struct{ Rule CallOffRule }

// CallOffRule is what a CallOffError is about.
type CallOffRule string

// Rules of a CallOffError.
const (
	CallOffNone     CallOffRule = "none"      // nobody proposes it
	CallOffChanged  CallOffRule = "changed"   // something else is proposed by now
	CallOffFourEyes CallOffRule = "four_eyes" // they had proposed it themselves
	CallOffOwn      CallOffRule = "own"       // they are of its brand, which has a word of its own
)

// SubmissionError: not the newest submission was looked at.
type SubmissionError struct{ Asked, Newest int }

// OwnWorkError: whoever had a hand in a draft, or is of its brand, can't judge it.
type OwnWorkError struct{}

// FrozenError: the campaign is looked into, and this waits until then.
type FrozenError struct{ Reason string }

// LateError: the time for it was over at Until; zero: it was never allowed.
type LateError struct{ Until time.Time }

// TooFewError: fewer slots are secured than the batch needs.
type TooFewError struct{ Secured, MinFill int }

// WaitingError: the buyer is on the waitlist already.
type WaitingError struct{ Participation id.ID }

// WaitlistFullError: too many buyers wait already.
type WaitlistFullError struct{ Most int }

// NoOfferError: nothing is offered to this buyer under this id. Waiting tells
// whether they still wait for it.
type NoOfferError struct {
	Participation id.ID
	Waiting       bool
}

// ExtensionError: the deadline can't be put off like this. At is the bound that
// the rule speaks of, if any.
type ExtensionError struct {
	Rule ExtensionRule
	At   time.Time
}

// ExtensionRule says what stands against putting the deadline off.
type ExtensionRule string

// Rules that an extension may break.
const (
	ExtendPending ExtensionRule = "pending" // one until At is proposed already
	ExtendUsedUp  ExtensionRule = "used_up" // as often as the terms allow
	ExtendEnough  ExtensionRule = "enough"  // enough slots are secured: no need
	ExtendLater   ExtensionRule = "later"   // it must be at least At
	ExtendNearer  ExtensionRule = "nearer"  // it may be At at the latest
	ExtendNone    ExtensionRule = "none"    // nothing was asked
)

// YieldError: a batch can't be shared out like this.
type YieldError struct {
	Rule          YieldRule
	Made, Secured int // slots
}

// YieldRule says what stands against a short yield.
type YieldRule string

// Rules that a short yield may break.
const (
	YieldNoNumber   YieldRule = "no_number"   // fewer than none
	YieldNothing    YieldRule = "nothing"     // nothing was made: that is an abort
	YieldFitsNobody YieldRule = "fits_nobody" // nobody gets all of their slots: that is an abort, too
	YieldEnough     YieldRule = "enough"      // it is enough for everybody: the batch passes
)

// ProgressError: buyers can't be told this. At is the bound that the rule speaks of, if any.
type ProgressError struct {
	Rule ProgressRule
	At   time.Time
}

// ProgressRule says what is wrong with a report of progress.
type ProgressRule string

// Rules that a report may break.
const (
	ProgressUnknown    ProgressRule = "unknown"     // no such milestone
	ProgressTooLong    ProgressRule = "too_long"    // more than MaxNote or MaxPhoto
	ProgressPhoto      ProgressRule = "photo"       // no https address
	ProgressPast       ProgressRule = "past"        // expected before At, which is now
	ProgressFar        ProgressRule = "far"         // expected after At
	ProgressNothingNew ProgressRule = "nothing_new" // what was told last, once more
)

func (e *PhaseError) Error() string {
	return fmt.Sprintf("campaign is in phase %q, the command needs %q", e.Phase, e.Needs)
}

func (e *NotOpenError) Error() string { return fmt.Sprintf("campaign is not open (phase %q)", e.Phase) }
func (e *EarlyError) Error() string   { return "not due before " + e.DueAt.Format(time.RFC3339) }
func (e *FullError) Error() string    { return fmt.Sprintf("too few free slots: %d", e.Free) }
func (e *LimitError) Error() string {
	return fmt.Sprintf("%d slots asked, %d had, %d to %d allowed per buyer", e.Asked, e.Have, e.Min, e.Max)
}

func (e *UnpaidHoldError) Error() string {
	return fmt.Sprintf("participation %s is still unpaid", e.Participation)
}

func (e *CooldownError) Error() string {
	return "too many lapsed holds, wait until " + e.Until.Format(time.RFC3339)
}
func (e *MissingError) Error() string { return e.Field + " is required" }
func (e *TermsError) Error() string {
	return fmt.Sprintf("terms: %s must be %s, got %s", e.Field, e.Rule, e.Got)
}

func (e *NoHoldError) Error() string {
	return fmt.Sprintf("the buyer has no participation %s", e.Participation)
}

func (e *SecuredError) Error() string {
	return fmt.Sprintf("participation %s is already paid", e.Participation)
}

func (e *FulfilledError) Error() string {
	return fmt.Sprintf("participation %s is fulfilled", e.Participation)
}

func (e *PartError) Error() string {
	return fmt.Sprintf("%s is no part of %s", e.Refund, e.Paid)
}

func (e *EndingError) Error() string {
	return fmt.Sprintf("the hold of participation %s is about to end", e.Participation)
}

func (e *AttemptsError) Error() string { return fmt.Sprintf("more than %d payments were begun", e.Max) }
func (e *ReusedError) Error() string   { return fmt.Sprintf("id %s was used before", e.ID) }

func (e *CallOffError) Error() string { return "calling it off: " + string(e.Rule) }
func (e *SubmissionError) Error() string {
	return fmt.Sprintf("submission %d was looked at, %d is the newest", e.Asked, e.Newest)
}
func (e *OwnWorkError) Error() string { return "nobody judges their own work" }

func (e *FrozenError) Error() string { return "campaign is frozen: " + e.Reason }
func (e *LateError) Error() string   { return "too late since " + e.Until.Format(time.RFC3339) }
func (e *TooFewError) Error() string {
	return fmt.Sprintf("%d slots are secured, %d are needed", e.Secured, e.MinFill)
}

func (e *WaitingError) Error() string {
	return fmt.Sprintf("the buyer waits already, as %s", e.Participation)
}

func (e *WaitlistFullError) Error() string {
	return fmt.Sprintf("the waitlist holds %d buyers already", e.Most)
}

func (e *NoOfferError) Error() string {
	return fmt.Sprintf("nothing is offered to the buyer as %s", e.Participation)
}

func (e *ExtensionError) Error() string {
	return fmt.Sprintf("extension: %s (%s)", e.Rule, e.At.Format(time.RFC3339))
}

func (e *YieldError) Error() string {
	return fmt.Sprintf("yield of %d slots, %d secured: %s", e.Made, e.Secured, e.Rule)
}

func (e *ProgressError) Error() string {
	return fmt.Sprintf("progress: %s (%s)", e.Rule, e.At.Format(time.RFC3339))
}

func (*PhaseError) isRefusal()      {}
func (*NotOpenError) isRefusal()    {}
func (*EarlyError) isRefusal()      {}
func (*FullError) isRefusal()       {}
func (*LimitError) isRefusal()      {}
func (*UnpaidHoldError) isRefusal() {}
func (*CooldownError) isRefusal()   {}
func (*MissingError) isRefusal()    {}
func (*TermsError) isRefusal()      {}
func (*NoHoldError) isRefusal()     {}
func (*SecuredError) isRefusal()    {}
func (*FulfilledError) isRefusal()  {}
func (*PartError) isRefusal()       {}
func (*EndingError) isRefusal()     {}
func (*AttemptsError) isRefusal()   {}
func (*ReusedError) isRefusal()     {}

func (*CallOffError) isRefusal()      {}
func (*SubmissionError) isRefusal()   {}
func (*OwnWorkError) isRefusal()      {}
func (*FrozenError) isRefusal()       {}
func (*LateError) isRefusal()         {}
func (*TooFewError) isRefusal()       {}
func (*WaitingError) isRefusal()      {}
func (*WaitlistFullError) isRefusal() {}
func (*NoOfferError) isRefusal()      {}
func (*ExtensionError) isRefusal()    {}
func (*YieldError) isRefusal()        {}
func (*ProgressError) isRefusal()     {}
