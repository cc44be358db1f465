package sambatan

// Phase is where a campaign is in its life.
type Phase string

// Phases of a campaign. PhaseNone is that of a stream without events.
// PhaseFullyHeld is derived: open, with no slot free.
const (
	PhaseNone         Phase = ""
	PhaseDraft        Phase = "Draft"
	PhaseInReview     Phase = "InReview"
	PhaseScheduled    Phase = "Scheduled"
	PhaseOpen         Phase = "Open"
	PhaseFullyHeld    Phase = "FullyHeld"
	PhaseSettling     Phase = "Settling"
	PhaseSucceeded    Phase = "Succeeded"
	PhaseInProduction Phase = "InProduction"
	PhaseReadyToShip  Phase = "ReadyToShip"
	PhaseShipping     Phase = "Shipping"
	PhaseCompleted    Phase = "Completed"
	PhaseFailed       Phase = "Failed"
	PhaseCancelled    Phase = "Cancelled"
	PhaseUnwinding    Phase = "Unwinding"
	PhaseClosedFailed Phase = "ClosedFailed"
)

// Lifecycle is the coarse state that tables and people see.
type Lifecycle string

// Lifecycle states.
const (
	LifecycleInactive  Lifecycle = "INACTIVE"
	LifecycleActive    Lifecycle = "ACTIVE"
	LifecycleFull      Lifecycle = "FULL"
	LifecycleCompleted Lifecycle = "COMPLETED"
	LifecycleFailed    Lifecycle = "FAILED"
)

// Lifecycle maps the phase to its lifecycle state.
func (p Phase) Lifecycle() Lifecycle {
	switch p {
	case PhaseNone, PhaseDraft, PhaseInReview, PhaseScheduled:
		return LifecycleInactive
	case PhaseOpen, PhaseFullyHeld, PhaseSettling:
		return LifecycleActive
	case PhaseSucceeded, PhaseInProduction, PhaseReadyToShip, PhaseShipping:
		return LifecycleFull
	case PhaseCompleted:
		return LifecycleCompleted
	case PhaseFailed, PhaseCancelled, PhaseUnwinding, PhaseClosedFailed:
		return LifecycleFailed
	}
	return LifecycleInactive
}

// Undecided tells whether payments can still change the outcome.
func (p Phase) Undecided() bool {
	return p == PhaseOpen || p == PhaseFullyHeld || p == PhaseSettling
}

// Unpublished tells whether buyers can't know of it.
func (p Phase) Unpublished() bool { return p == PhaseNone || p == PhaseDraft || p == PhaseInReview }

// lost tells whether money goes back, or went.
func (p Phase) lost() bool { return p.Lifecycle() == LifecycleFailed }

// abortable tells whether the batch can still be called off: nothing is ready to be
// sent, and all the money is in escrow still.
func (p Phase) abortable() bool {
	return p == PhaseDraft || p == PhaseInReview || p == PhaseScheduled || p.Undecided() || p == PhaseSucceeded || p == PhaseInProduction
}
