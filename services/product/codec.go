package product

import "github.com/sensasiwangi/sambatan/eventstore"

// Codec of the products' events. The type strings never change.
var Codec = codec()

// Products binds the rules to the streams "product-<id>".
var Products = eventstore.NewAggregate("product", Decider, Codec)

func codec() *eventstore.Codec[Event] {
	c := eventstore.NewCodec[Event]()
	eventstore.Register[Listed](c, "product.listed.v1")
	eventstore.Register[Withdrawn](c, "product.withdrawn.v1")
	return c
}
