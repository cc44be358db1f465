package sambatan

import "github.com/sensasiwangi/sambatan/internal/id"

// ParticipationOf is the participation that an event is about, zero when it is
// about the whole campaign.
func ParticipationOf(event Event) id.ID {
	switch e := event.(type) {
	case SlotsHeld:
		return e.Participation
	case HoldKept:
		return e.Participation
	case HoldCancelled:
		return e.Participation
	case HoldExpired:
		return e.Participation
	case PaymentBegun:
		return e.Participation
	case PaymentEnded:
		return e.Participation
	case HoldEnding:
		return e.Participation
	case PartPaid:
		return e.Participation
	case PartTakenBack:
		return e.Participation
	case PartSettled:
		return e.Participation
	case SlotsSecured:
		return e.Participation
	case PaymentDeclined:
		return e.Participation
	case SlotsReleased:
		return e.Participation
	case RefundSettled:
		return e.Participation
	case WaitlistJoined:
		return e.Participation
	case SlotsOffered:
		return e.Participation
	case OfferLapsed:
		return e.Participation
	case OfferWithdrawn:
		return e.Participation
	case WaitlistLeft:
		return e.Participation
	case ExtensionAnswered:
		return e.Participation
	case DispatchDue:
		return e.Participation
	case ShortfallChanged:
		return e.Participation
	case Fulfilled:
		return e.Participation
	case ReleaseDue:
		return e.Participation
	case Drafted, Revised, Submitted, SubmissionWithdrawn, ReviewOverdue, SubmissionReturned, Approved, Published, Opened, Closed,
		Succeeded, Failed, Cancelled, UnwindingStarted, Unwound,
		ProductionStarted, ProgressReported, YieldedShort, QualityPassed, ShippingStarted, Completed,
		ExtensionProposed, DeadlineExtended, CallOffProposed, CallOffDropped, Frozen, Unfrozen:
	}
	return id.ID{}
}
