package brand

import "github.com/sensasiwangi/sambatan/eventstore"

// Codec of the brands' events. The type strings never change.
var Codec = codec()

// Brands binds the rules to the streams "brand-<id>".
var Brands = eventstore.NewAggregate("brand", Decider, Codec)

func codec() *eventstore.Codec[Event] {
	c := eventstore.NewCodec[Event]()
	eventstore.Register[Registered](c, "brand.registered.v1")
	return c
}
