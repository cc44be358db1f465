package projections

import (
	"fmt"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// Decoders turn recorded events of every service into events with bodies.
type Decoders struct{ codecs []decoder }

type decoder struct {
	knows  func(eventType string) bool
	decode func(eventstore.Recorded) (any, error)
}

// AddCodec lets d decode the events of one service.
func AddCodec[E any](d *Decoders, codec *eventstore.Codec[E]) {
	d.codecs = append(d.codecs, decoder{
		knows:  codec.Knows,
		decode: func(recorded eventstore.Recorded) (any, error) { return codec.Decode(recorded) },
	})
}

// Decode never fails: what could not be decoded says so in Err.
func (d *Decoders) Decode(recorded eventstore.Recorded) Event {
	for _, codec := range d.codecs {
		if codec.knows(recorded.Type) {
			body, err := codec.decode(recorded)
			if err != nil {
				return Event{Recorded: recorded, Err: err}
			}
			return Event{Recorded: recorded, Body: body}
		}
	}
	return Event{Recorded: recorded, Err: fmt.Errorf("%s: %w", recorded.Type, eventstore.ErrUnknownType)}
}

func (d *Decoders) decodeAll(batch []eventstore.Recorded) []Event {
	events := make([]Event, len(batch))
	for i, recorded := range batch {
		events[i] = d.Decode(recorded)
	}
	return events
}
