package payout

import "github.com/sensasiwangi/sambatan/eventstore"

// Codec of the events. The type strings never change.
var Codec = codec()

// Decider holds the rules of paying brands. What a channel says may come late, twice, and
// in any order.
var Decider = eventstore.Decider[Seller, Command, Event]{
	Initial: func() Seller { return Seller{} },
	Decide:  decide,
	Evolve:  evolve,
}

// Sellers are the streams "seller-<brand>".
var Sellers = eventstore.NewAggregate("seller", Decider, Codec)

func codec() *eventstore.Codec[Event] {
	c := eventstore.NewCodec[Event]()
	eventstore.Register[Accrued](c, "payout.accrued.v1")
	eventstore.Register[ClawedBack](c, "payout.clawed_back.v1")
	eventstore.Register[Charged](c, "payout.charged.v1")
	eventstore.Register[AccountGiven](c, "payout.account_given.v1")
	eventstore.Register[AccountApproved](c, "payout.account_approved.v1")
	eventstore.Register[AccountRefused](c, "payout.account_refused.v1")
	eventstore.Register[Held](c, "payout.held.v1")
	eventstore.Register[Resumed](c, "payout.resumed.v1")
	eventstore.Register[RunPlanned](c, "payout.run_planned.v1")
	eventstore.Register[RunDropped](c, "payout.run_dropped.v1")
	eventstore.Register[Opened](c, "payout.opened.v1")
	eventstore.Register[Approved](c, "payout.approved.v1")
	eventstore.Register[Queued](c, "payout.queued.v1")
	eventstore.Register[Submitted](c, "payout.submitted.v1")
	eventstore.Register[Accepted](c, "payout.accepted.v1")
	eventstore.Register[Unclear](c, "payout.unclear.v1")
	eventstore.Register[Failed](c, "payout.failed.v1")
	eventstore.Register[Paid](c, "payout.paid.v1")
	eventstore.Register[Reversed](c, "payout.reversed.v1")
	eventstore.Register[Cancelled](c, "payout.cancelled.v1")
	eventstore.Register[Contradicted](c, "payout.contradicted.v1")
	eventstore.Register[OutcomeProposed](c, "payout.outcome_proposed.v1")
	eventstore.Register[OutcomeNoted](c, "payout.outcome_noted.v1")
	return c
}
