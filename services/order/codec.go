package order

import "github.com/sensasiwangi/sambatan/eventstore"

// Codec of an order's events. The strings are written by hand and never change.
var Codec = newCodec()

// Decider of an order.
var Decider = eventstore.Decider[State, Command, Event]{
	Initial: func() State { return State{} }, Decide: Decide, Evolve: Evolve,
}

// Orders are the streams "order-<participation>".
var Orders = eventstore.NewAggregate("order", Decider, Codec)

func newCodec() *eventstore.Codec[Event] {
	c := eventstore.NewCodec[Event]()
	eventstore.Register[Opened](c, "order.opened.v1")
	eventstore.Register[HeldBack](c, "order.held_back.v1")
	eventstore.Register[Cleared](c, "order.cleared.v1")
	eventstore.Register[GivenUp](c, "order.given_up.v1")
	eventstore.Register[ParcelSent](c, "order.parcel_sent.v1")
	eventstore.Register[ResiCorrected](c, "order.resi_corrected.v1")
	eventstore.Register[ParcelDelivered](c, "order.parcel_delivered.v1")
	eventstore.Register[Trouble](c, "order.trouble.v1")
	eventstore.Register[Delivered](c, "order.delivered.v1")
	eventstore.Register[Reminded](c, "order.reminded.v1")
	eventstore.Register[Confirmed](c, "order.confirmed.v1")
	eventstore.Register[Disputed](c, "order.disputed.v1")
	eventstore.Register[DisputeAnswered](c, "order.dispute_answered.v1")
	eventstore.Register[DecisionProposed](c, "order.decision_proposed.v1")
	eventstore.Register[DisputeDecided](c, "order.dispute_decided.v1")
	eventstore.Register[DecisionAccepted](c, "order.decision_accepted.v1")
	eventstore.Register[DecisionAppealed](c, "order.decision_appealed.v1")
	eventstore.Register[DecisionExecuted](c, "order.decision_executed.v1")
	eventstore.Register[ReturnAwaited](c, "order.return_awaited.v1")
	eventstore.Register[ReturnAddressGiven](c, "order.return_address_given.v1")
	eventstore.Register[SentBack](c, "order.sent_back.v1")
	eventstore.Register[ReturnOverdue](c, "order.return_overdue.v1")
	eventstore.Register[ReturnMissing](c, "order.return_missing.v1")
	eventstore.Register[ReturnArrived](c, "order.return_arrived.v1")
	eventstore.Register[ReturnLapsed](c, "order.return_lapsed.v1")
	eventstore.Register[DisputeWithdrawn](c, "order.dispute_withdrawn.v1")
	eventstore.Register[Closed](c, "order.closed.v1")
	return c
}
