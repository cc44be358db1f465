package relay

import (
	"github.com/nats-io/nats.go"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// Encode returns what turns events into messages.
func Encode(log eventstore.UUID, key []byte, prefix string) func(*eventstore.Recorded) (*nats.Msg, error) {
	return newWire(log, key, prefix).encode
}
