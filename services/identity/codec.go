package identity

import "github.com/sensasiwangi/sambatan/eventstore"

// Codec of the users' events. The type strings never change.
var Codec = codec()

// Users binds the rules to the streams "user-<id>".
var Users = eventstore.NewAggregate("user", Decider, Codec)

func codec() *eventstore.Codec[Event] {
	c := eventstore.NewCodec[Event]()
	eventstore.Register[Registered](c, "identity.registered.v1")
	eventstore.Register[RolesChanged](c, "identity.roles_changed.v1")
	eventstore.Register[Erased](c, "identity.erased.v1")
	return c
}
