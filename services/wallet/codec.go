package wallet

import "github.com/sensasiwangi/sambatan/eventstore"

// Codec of the events. The type strings never change.
var Codec = codec()

// Decider holds the rules of wallets.
var Decider = eventstore.Decider[Purse, Command, Event]{Initial: newPurse, Decide: decide, Evolve: evolve}

// Wallets are the streams "wallet-<buyer>".
var Wallets = eventstore.NewAggregate("wallet", Decider, Codec)

func codec() *eventstore.Codec[Event] {
	c := eventstore.NewCodec[Event]()
	eventstore.Register[TopUpAsked](c, "wallet.top_up_asked.v1")
	eventstore.Register[Credited](c, "wallet.credited.v1")
	eventstore.Register[Held](c, "wallet.held.v1")
	eventstore.Register[Captured](c, "wallet.captured.v1")
	eventstore.Register[Released](c, "wallet.released.v1")
	eventstore.Register[TakenBack](c, "wallet.taken_back.v1")
	eventstore.Register[CashOutAsked](c, "wallet.cash_out_asked.v1")
	eventstore.Register[CashOutSent](c, "wallet.cash_out_sent.v1")
	eventstore.Register[CashOutReturned](c, "wallet.cash_out_returned.v1")
	eventstore.Register[CashOutSentAfterAll](c, "wallet.cash_out_sent_after_all.v1")
	return c
}
