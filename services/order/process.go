package order

import (
	"errors"
	"slices"
	"strings"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Process is the process manager between campaigns and orders. It keeps no state: what a
// step needs is in the event that leads to it.
type Process struct{}

// Actor of the commands that the process gives.
const Actor = "system:order"

// reactedTo are the types of a campaign's events that lead to something here.
var reactedTo = []string{"sambatan.dispatch_due.v1", "sambatan.slots_released.v1", "sambatan.shortfall_changed.v1"}

// Wants tells which types of events lead anywhere. A rush of joins does not.
func (Process) Wants(eventType string) bool {
	return strings.HasPrefix(eventType, "order.") || slices.Contains(reactedTo, eventType)
}

// React returns what an event leads to, in order. recorded is the event as the log holds
// it, event its decoded body. Events that are not named lead nowhere.
func (Process) React(event any, recorded eventstore.Recorded) []payment.Step {
	switch e := event.(type) {
	case sambatan.Event:
		return reactToCampaign(e, recorded)
	case Event:
		return reactToOrder(e, recorded)
	}
	return nil
}

func reactToCampaign(event sambatan.Event, from eventstore.Recorded) []payment.Step {
	switch e := event.(type) {
	case sambatan.DispatchDue:
		parties := Parties{Campaign: e.Campaign, Participation: e.Participation, Buyer: e.Buyer, Brand: e.Brand}
		return toOrder("open order", e.Participation, Open{Parties: parties, Slots: e.Slots, Amount: e.Amount, Short: e.Short}, from)
	case sambatan.ShortfallChanged:
		return ifOpen(toOrder("note shortfall", e.Participation, NoteShortfall{Short: e.Short}, from)) // else DispatchDue tells
	case sambatan.SlotsReleased:
		switch e.Reason { //nolint:exhaustive // the others come before there is an order
		case sambatan.RefundedDispute:
			return toOrder("close order", e.Participation, Close{}, from)
		case sambatan.RefundedTakenBack: // so may this
			return ifOpen(toOrder("close order", e.Participation, Close{}, from))
		}
	case sambatan.Drafted, sambatan.Revised, sambatan.Submitted, sambatan.SubmissionWithdrawn, sambatan.ReviewOverdue, sambatan.SubmissionReturned, sambatan.Approved, sambatan.Published, sambatan.Opened, sambatan.SlotsHeld, sambatan.HoldKept,
		sambatan.HoldCancelled, sambatan.HoldExpired, sambatan.PaymentBegun, sambatan.PaymentEnded, sambatan.HoldEnding, sambatan.PartPaid, sambatan.PartTakenBack, sambatan.PartSettled,
		sambatan.SlotsSecured, sambatan.PaymentDeclined, sambatan.Closed, sambatan.Succeeded, sambatan.Failed, sambatan.Cancelled,
		sambatan.UnwindingStarted, sambatan.RefundSettled, sambatan.Unwound, sambatan.ProductionStarted, sambatan.ProgressReported, sambatan.YieldedShort, sambatan.QualityPassed,
		sambatan.ShippingStarted, sambatan.Fulfilled, sambatan.ReleaseDue, sambatan.Completed,
		sambatan.WaitlistJoined, sambatan.SlotsOffered, sambatan.OfferLapsed, sambatan.OfferWithdrawn, sambatan.WaitlistLeft,
		sambatan.ExtensionProposed, sambatan.ExtensionAnswered, sambatan.DeadlineExtended, sambatan.CallOffProposed, sambatan.CallOffDropped, sambatan.Frozen, sambatan.Unfrozen:
	}
	return nil
}

func reactToOrder(event Event, from eventstore.Recorded) []payment.Step {
	switch e := event.(type) {
	case ParcelSent:
		return toCampaign("start shipping", e.Campaign, sambatan.StartShipping{}, from)
	case GivenUp:
		returned := sambatan.ReturnSecured{Participation: e.Participation, Reason: sambatan.RefundedTakenBack}
		return toCampaign("return secured", e.Campaign, returned, from)
	case Confirmed:
		return toCampaign("fulfil", e.Campaign, sambatan.Fulfil{Participation: e.Participation, Refund: e.Refund}, from)
	case DisputeDecided:
		return giveBack(e.For == ForBuyer && e.AppealBy.IsZero(), e.Parties, from)
	case DecisionExecuted:
		return giveBack(e.For == ForBuyer, e.Parties, from)
	case ReturnArrived:
		return giveBack(true, e.Parties, from)
	case ReturnLapsed:
		return giveBack(e.By == ByBrand, e.Parties, from)
	case Opened, HeldBack, Cleared, ResiCorrected, ParcelDelivered, Trouble, Delivered, Reminded, Disputed, DisputeAnswered, DecisionProposed, DisputeWithdrawn,
		DecisionAccepted, DecisionAppealed, ReturnAwaited, ReturnAddressGiven, SentBack, ReturnOverdue, ReturnMissing, Closed:
	}
	return nil
}

// giveBack has the campaign give the slots up, and with them all of the buyer's money.
func giveBack(does bool, p Parties, from eventstore.Recorded) []payment.Step {
	if !does {
		return nil
	}
	return toCampaign("return secured", p.Campaign, sambatan.ReturnSecured{Participation: p.Participation}, from)
}

// Key is the participation that an event's reaction is about, "" when it is about none.
// Orders of one campaign meet only where it counts what is still owed, and there their
// order makes no difference.
func (Process) Key(event any, _ eventstore.Recorded) string {
	var about id.ID
	switch e := event.(type) {
	case sambatan.Event:
		about = sambatan.ParticipationOf(e)
	case Event:
		about = e.Whose().Participation
	}
	if about.IsZero() {
		return ""
	}
	return about.String()
}

func toOrder(step string, participation id.ID, c Command, from eventstore.Recorded) []payment.Step {
	return []payment.Step{{Command: Orders.Command(participation.String(), c, meta(step, from))}}
}

func toCampaign(step string, campaign id.ID, c sambatan.Command, from eventstore.Recorded) []payment.Step {
	return []payment.Step{{Command: sambatan.Campaigns.Command(campaign.String(), c, meta(step, from))}}
}

// ifOpen puts up with an order that is not there, or not yet.
func ifOpen(steps []payment.Step) []payment.Step {
	for i := range steps {
		steps[i].OnRefusal = func(refusal error) ([]payment.Step, bool) { return nil, errors.Is(refusal, ErrNoOrder) }
	}
	return steps
}

// meta derives the command id from the event and the step's name, which must never
// change: it is what makes a repeated delivery harmless.
func meta(step string, from eventstore.Recorded) eventstore.Meta {
	return eventstore.Meta{
		CommandID: id.Derive(from.EventID, step), CorrelationID: from.CorrelationID, CausationID: from.EventID, Actor: Actor,
	}
}
