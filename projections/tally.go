package projections

import "github.com/sensasiwangi/sambatan/services/sambatan"

// Tally is what several read models count of a campaign: its phase and its
// slots. It follows from the campaign's own events alone.
type Tally struct {
	Phase          sambatan.Phase
	Slots          int // capacity
	Held, Secured  int // slots
	Offered        int // slots
	Waiting        int // buyers on the waitlist, those with an offer among them
	Participations int // held or secured
	Refunds        int // participations to be refunded, once unwinding
	Settled        int // of those
}

// Add counts one more event.
func (t *Tally) Add(event sambatan.Event) {
	t.count(event)
	if phase, moves := phaseAfter(event); moves {
		t.Phase = phase
	}
	if t.Phase == sambatan.PhaseOpen || t.Phase == sambatan.PhaseFullyHeld {
		t.Phase = sambatan.PhaseOpen
		if t.Held+t.Offered+t.Secured >= t.Slots {
			t.Phase = sambatan.PhaseFullyHeld
		}
	}
}

func (t *Tally) count(event sambatan.Event) {
	switch e := event.(type) {
	case sambatan.Drafted:
		t.Slots = e.Terms.Slots
	case sambatan.Revised:
		t.Slots = e.Terms.Slots
	case sambatan.Published:
		t.Slots = e.Terms.Slots
	case sambatan.SlotsHeld:
		t.Held, t.Participations = t.Held+e.Slots, t.Participations+1
		if e.Offered {
			t.Offered, t.Waiting = t.Offered-e.Slots, t.Waiting-1
		}
	case sambatan.HoldCancelled:
		t.Held, t.Participations = t.Held-e.Slots, t.Participations-1
	case sambatan.HoldExpired:
		t.Held, t.Participations = t.Held-e.Slots, t.Participations-1
	case sambatan.SlotsSecured:
		t.secure(e)
	case sambatan.SlotsReleased:
		t.Secured, t.Participations = t.Secured-e.Slots, t.Participations-1
	case sambatan.UnwindingStarted:
		t.Refunds, t.Settled = e.Refunds, 0 // some may have left, and been settled, before
	case sambatan.RefundSettled:
		t.Settled++
	case sambatan.WaitlistJoined:
		t.Waiting++
	case sambatan.SlotsOffered:
		t.Offered += e.Slots
	case sambatan.OfferLapsed:
		t.Offered, t.Waiting = t.Offered-e.Slots, t.Waiting-1
	case sambatan.OfferWithdrawn:
		t.Offered -= e.Slots
	case sambatan.WaitlistLeft:
		t.leave(e)
	case sambatan.Submitted, sambatan.SubmissionWithdrawn, sambatan.ReviewOverdue, sambatan.SubmissionReturned, sambatan.Approved, sambatan.Opened, sambatan.HoldKept, sambatan.PaymentBegun, sambatan.PaymentEnded, sambatan.HoldEnding, sambatan.PartPaid, sambatan.PartTakenBack, sambatan.PartSettled, sambatan.PaymentDeclined, sambatan.Closed, sambatan.Succeeded,
		sambatan.Failed, sambatan.Cancelled, sambatan.Unwound, sambatan.ProductionStarted,
		sambatan.ProgressReported, sambatan.YieldedShort, sambatan.QualityPassed, sambatan.DispatchDue, sambatan.ShortfallChanged, sambatan.Fulfilled, sambatan.ReleaseDue, sambatan.ShippingStarted, sambatan.Completed,
		sambatan.ExtensionProposed, sambatan.ExtensionAnswered, sambatan.DeadlineExtended, sambatan.CallOffProposed, sambatan.CallOffDropped, sambatan.Frozen, sambatan.Unfrozen:
	}
}

func (t *Tally) leave(e sambatan.WaitlistLeft) {
	t.Waiting--
	if e.Offered {
		t.Offered -= e.Slots
	}
}

// secure moves slots from held to secured; regained ones were free before.
func (t *Tally) secure(e sambatan.SlotsSecured) {
	t.Secured += e.Slots
	if e.Regained {
		t.Participations++
		return
	}
	t.Held -= e.Slots
}

// phaseAfter tells which phase an event leads to, if to any.
func phaseAfter(event sambatan.Event) (sambatan.Phase, bool) {
	switch event.(type) {
	case sambatan.Drafted:
		return sambatan.PhaseDraft, true
	case sambatan.Submitted:
		return sambatan.PhaseInReview, true
	case sambatan.SubmissionWithdrawn, sambatan.SubmissionReturned:
		return sambatan.PhaseDraft, true
	case sambatan.Published:
		return sambatan.PhaseScheduled, true
	case sambatan.Opened:
		return sambatan.PhaseOpen, true
	case sambatan.Closed:
		return sambatan.PhaseSettling, true
	case sambatan.Succeeded:
		return sambatan.PhaseSucceeded, true
	case sambatan.Failed:
		return sambatan.PhaseFailed, true
	case sambatan.Cancelled:
		return sambatan.PhaseCancelled, true
	case sambatan.UnwindingStarted:
		return sambatan.PhaseUnwinding, true
	case sambatan.Unwound:
		return sambatan.PhaseClosedFailed, true
	case sambatan.ProductionStarted:
		return sambatan.PhaseInProduction, true
	case sambatan.QualityPassed:
		return sambatan.PhaseReadyToShip, true
	case sambatan.ShippingStarted:
		return sambatan.PhaseShipping, true
	case sambatan.Completed:
		return sambatan.PhaseCompleted, true
	case sambatan.Revised, sambatan.ReviewOverdue, sambatan.Approved, sambatan.SlotsHeld, sambatan.HoldKept, sambatan.HoldCancelled, sambatan.HoldExpired,
		sambatan.PaymentBegun, sambatan.PaymentEnded, sambatan.HoldEnding, sambatan.PartPaid, sambatan.PartTakenBack, sambatan.PartSettled, sambatan.SlotsSecured, sambatan.PaymentDeclined, sambatan.SlotsReleased, sambatan.RefundSettled,
		sambatan.WaitlistJoined, sambatan.SlotsOffered, sambatan.OfferLapsed, sambatan.OfferWithdrawn, sambatan.WaitlistLeft,
		sambatan.ProgressReported, sambatan.YieldedShort, sambatan.DispatchDue, sambatan.ShortfallChanged, sambatan.Fulfilled, sambatan.ReleaseDue,
		sambatan.ExtensionProposed, sambatan.ExtensionAnswered, sambatan.DeadlineExtended, sambatan.CallOffProposed, sambatan.CallOffDropped, sambatan.Frozen, sambatan.Unfrozen:
	}
	return sambatan.PhaseNone, false
}
