package eventstore

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"

	jsonv2 "github.com/go-json-experiment/json"
)

// Codec turns the events of one service into bytes and back. Every type string
// is written by hand at registration and never derived from a Go name, so that
// renaming a struct can't break history.
//
// It writes with encoding/json, whose bytes the leaves of the log are hashes of,
// and reads with its second version (the standard library's from Go 1.27 on, a
// mirror of it before), which takes half the time and no duplicate names.
type Codec[E any] struct {
	byGoType map[reflect.Type]string
	decoders map[string]func([]byte) (E, error)
	upcasts  map[string]upcast
}

type upcast struct {
	to      string
	convert func([]byte) ([]byte, error)
}

// NewCodec returns a codec that knows no event yet.
func NewCodec[E any]() *Codec[E] {
	return &Codec[E]{
		byGoType: map[reflect.Type]string{},
		decoders: map[string]func([]byte) (E, error){},
		upcasts:  map[string]upcast{},
	}
}

// Register binds the Go type T to an event type such as
// "sambatan.slots_held.v1". It panics when either was registered before: that
// is a mistake of the program, found when it starts.
func Register[T any, E any](c *Codec[E], eventType string) {
	goType := reflect.TypeFor[T]()
	if _, taken := c.byGoType[goType]; taken {
		panic(fmt.Sprintf("eventstore: %s is registered twice", goType))
	}
	if c.Knows(eventType) {
		panic(fmt.Sprintf("eventstore: event type %q is registered twice", eventType))
	}
	c.byGoType[goType] = eventType
	c.decoders[eventType] = func(data []byte) (E, error) {
		var event T
		if err := jsonv2.Unmarshal(data, &event); err != nil {
			var none E
			return none, fmt.Errorf("decode %s: %w", eventType, err)
		}
		return any(event).(E), nil
	}
}

// RegisterUpcast tells how the JSON of a historic version becomes that of a
// newer one. convert must be pure; a golden file holds an example of each
// historic version for good.
func (c *Codec[E]) RegisterUpcast(from, to string, convert func([]byte) ([]byte, error)) {
	if c.Knows(from) {
		panic(fmt.Sprintf("eventstore: event type %q is registered twice", from))
	}
	c.upcasts[from] = upcast{to: to, convert: convert}
}

// Knows tells whether the codec can decode an event type.
func (c *Codec[E]) Knows(eventType string) bool {
	_, current := c.decoders[eventType]
	_, historic := c.upcasts[eventType]
	return current || historic
}

// Types lists the current event types, sorted.
func (c *Codec[E]) Types() []string { return slices.Sorted(maps.Keys(c.decoders)) }

// GoTypes maps each current event type to its Go type.
func (c *Codec[E]) GoTypes() map[string]reflect.Type {
	types := make(map[string]reflect.Type, len(c.byGoType))
	for goType, eventType := range c.byGoType {
		types[eventType] = goType
	}
	return types
}

// Encode turns an event into what the log stores.
func (c *Codec[E]) Encode(event E) (NewEvent, error) {
	eventType, ok := c.byGoType[reflect.TypeOf(event)]
	if !ok {
		return NewEvent{}, fmt.Errorf("encode %T: %w", event, ErrUnknownType)
	}
	data, err := json.Marshal(event)
	if err != nil {
		return NewEvent{}, fmt.Errorf("encode %s: %w", eventType, err)
	}
	return NewEvent{Type: eventType, Data: data, value: event}, nil
}

// Decode turns a recorded event back into its Go type, lifting historic
// versions on the way, or returns the one that it carries. It returns ErrUnknownType for a type of another service.
func (c *Codec[E]) Decode(recorded Recorded) (E, error) {
	if event, ok := recorded.value.(E); ok {
		return event, nil
	}
	eventType, data := recorded.Type, recorded.Data
	for {
		if decode, ok := c.decoders[eventType]; ok {
			return decode(data)
		}
		step, ok := c.upcasts[eventType]
		if !ok {
			var none E
			return none, fmt.Errorf("decode %s: %w", &recorded, ErrUnknownType)
		}
		lifted, err := step.convert(data)
		if err != nil {
			var none E
			return none, fmt.Errorf("lift %s to %s: %w", eventType, step.to, err)
		}
		eventType, data = step.to, lifted
	}
}
