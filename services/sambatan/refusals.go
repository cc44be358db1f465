package sambatan

import (
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
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

// LateError: the time to begin a payment in is over.
type LateError struct{ PayBy time.Time }

// EndingError: the slots are about to be given back, so no payment can begin.
type EndingError struct{ Participation id.ID }

// AttemptsError: the buyer has begun to pay in too many ways.
type AttemptsError struct{ Max int }

// ReusedError: the id was used before for something else in this campaign.
type ReusedError struct{ ID id.ID }

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

func (e *LateError) Error() string {
	return "no payment can begin later than shortly before " + e.PayBy.Format(time.RFC3339)
}

func (e *EndingError) Error() string {
	return fmt.Sprintf("the hold of participation %s is about to end", e.Participation)
}

func (e *AttemptsError) Error() string { return fmt.Sprintf("more than %d payments were begun", e.Max) }
func (e *ReusedError) Error() string   { return fmt.Sprintf("id %s was used before", e.ID) }

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
func (*LateError) isRefusal()       {}
func (*EndingError) isRefusal()     {}
func (*AttemptsError) isRefusal()   {}
func (*ReusedError) isRefusal()     {}
