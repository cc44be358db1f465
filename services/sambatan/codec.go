package sambatan

import "github.com/sensasiwangi/sambatan/eventstore"

// Codec of the campaign's events. The strings are written by hand and never
// change: they are what is in the log.
var Codec = newCodec()

// Decider of a campaign. Evolve works in place.
var Decider = eventstore.Decider[*State, Command, Event]{Initial: NewState, Decide: Decide, Evolve: Evolve}

// Campaigns are the streams "campaign-<id>".
var Campaigns = eventstore.NewAggregate("campaign", Decider, Codec)

func newCodec() *eventstore.Codec[Event] {
	c := eventstore.NewCodec[Event]()
	eventstore.Register[Drafted](c, "sambatan.drafted.v1")
	eventstore.Register[Revised](c, "sambatan.revised.v1")
	eventstore.Register[Submitted](c, "sambatan.submitted.v1")
	eventstore.Register[SubmissionWithdrawn](c, "sambatan.submission_withdrawn.v1")
	eventstore.Register[ReviewOverdue](c, "sambatan.review_overdue.v1")
	eventstore.Register[SubmissionReturned](c, "sambatan.submission_returned.v1")
	eventstore.Register[Approved](c, "sambatan.approved.v1")
	eventstore.Register[Published](c, "sambatan.published.v1")
	eventstore.Register[Opened](c, "sambatan.opened.v1")
	eventstore.Register[SlotsHeld](c, "sambatan.slots_held.v1")
	eventstore.Register[HoldKept](c, "sambatan.hold_kept.v1")
	eventstore.Register[HoldCancelled](c, "sambatan.hold_cancelled.v1")
	eventstore.Register[HoldExpired](c, "sambatan.hold_expired.v1")
	eventstore.Register[PaymentBegun](c, "sambatan.payment_begun.v1")
	eventstore.Register[PaymentEnded](c, "sambatan.payment_ended.v1")
	eventstore.Register[HoldEnding](c, "sambatan.hold_ending.v1")
	eventstore.Register[PartPaid](c, "sambatan.part_paid.v1")
	eventstore.Register[PartTakenBack](c, "sambatan.part_taken_back.v1")
	eventstore.Register[PartSettled](c, "sambatan.part_settled.v1")
	eventstore.Register[SlotsSecured](c, "sambatan.slots_secured.v1")
	eventstore.Register[PaymentDeclined](c, "sambatan.payment_declined.v1")
	eventstore.Register[Closed](c, "sambatan.closed.v1")
	eventstore.Register[Succeeded](c, "sambatan.succeeded.v1")
	eventstore.Register[Failed](c, "sambatan.failed.v1")
	eventstore.Register[Cancelled](c, "sambatan.cancelled.v1")
	eventstore.Register[SlotsReleased](c, "sambatan.slots_released.v1")
	eventstore.Register[UnwindingStarted](c, "sambatan.unwinding_started.v1")
	eventstore.Register[RefundSettled](c, "sambatan.refund_settled.v1")
	eventstore.Register[Unwound](c, "sambatan.unwound.v1")
	eventstore.Register[ProductionStarted](c, "sambatan.production_started.v1")
	eventstore.Register[ProgressReported](c, "sambatan.progress_reported.v1")
	eventstore.Register[YieldedShort](c, "sambatan.yielded_short.v1")
	eventstore.Register[QualityPassed](c, "sambatan.quality_passed.v1")
	eventstore.Register[DispatchDue](c, "sambatan.dispatch_due.v1")
	eventstore.Register[ShortfallChanged](c, "sambatan.shortfall_changed.v1")
	eventstore.Register[ShippingStarted](c, "sambatan.shipping_started.v1")
	eventstore.Register[Fulfilled](c, "sambatan.fulfilled.v1")
	eventstore.Register[ReleaseDue](c, "sambatan.release_due.v1")
	eventstore.Register[Completed](c, "sambatan.completed.v1")
	eventstore.Register[WaitlistJoined](c, "sambatan.waitlist_joined.v1")
	eventstore.Register[SlotsOffered](c, "sambatan.slots_offered.v1")
	eventstore.Register[OfferLapsed](c, "sambatan.offer_lapsed.v1")
	eventstore.Register[OfferWithdrawn](c, "sambatan.offer_withdrawn.v1")
	eventstore.Register[WaitlistLeft](c, "sambatan.waitlist_left.v1")
	eventstore.Register[ExtensionProposed](c, "sambatan.extension_proposed.v1")
	eventstore.Register[ExtensionAnswered](c, "sambatan.extension_answered.v1")
	eventstore.Register[DeadlineExtended](c, "sambatan.deadline_extended.v1")
	eventstore.Register[Frozen](c, "sambatan.frozen.v1")
	eventstore.Register[Unfrozen](c, "sambatan.unfrozen.v1")
	eventstore.Register[CallOffProposed](c, "sambatan.call_off_proposed.v1")
	eventstore.Register[CallOffDropped](c, "sambatan.call_off_dropped.v1")
	return c
}
