package eventstore

import (
	"fmt"
	"reflect"
	"strings"
	"time"
)

// StreamID names a stream: its category, a hyphen, and what tells it from its
// siblings, as in "campaign-018f…".
type StreamID string

// NewStreamID joins a category (lower-case letters only) and an identity.
func NewStreamID(category, identity string) StreamID {
	return StreamID(category + "-" + identity)
}

// Category is the part before the first hyphen: the kind of stream.
func (s StreamID) Category() string {
	category, _, _ := strings.Cut(string(s), "-")
	return category
}

// Identity is the part after the first hyphen.
func (s StreamID) Identity() string {
	_, identity, _ := strings.Cut(string(s), "-")
	return identity
}

// Position is an event's place in the whole log: 1 for the first, gapless, in
// commit order. Zero means "before the first event".
type Position int64

// Version is an event's place in its stream: 1 for the first, without holes.
// Zero means that the stream has no event.
type Version int64

// UUID is a RFC 9562 identifier. It is an alias of the bare array so that the
// types of UUID libraries and database drivers convert to it by assignment.
type UUID = [16]byte

// Recorded is an event as the log holds it. Data and Metadata are the very
// bytes that were hashed into LeafHash: never re-encode them.
type Recorded struct {
	Position      Position
	StreamID      StreamID
	Version       Version
	EventID       UUID
	Type          string // stable and versioned, as "sambatan.slots_held.v1"
	Data          []byte // JSON
	Metadata      []byte // JSON
	CommandID     UUID
	CorrelationID UUID // the command that began the conversation
	CausationID   UUID // the event or command that led to this one
	Actor         string
	RecordedAt    time.Time // UTC, in whole microseconds; never runs backwards
	Fingerprint   []byte    // HMAC of the command that caused it; not part of the leaf
	LeafHash      [32]byte

	value any    // see Carry
	leaf  []byte // see Stamp
}

// Carry keeps the Go value that event was encoded from, so that a codec in this
// process need not decode what has just been encoded. It is shared by all who
// decode r: like everything decoded, it must not be changed.
func (r *Recorded) Carry(event NewEvent) { r.value = event.value }

// Equal tells whether two records say the same, whatever they carry.
func (r Recorded) Equal(other Recorded) bool {
	r.value, other.value, r.leaf, other.leaf = nil, nil, nil, nil
	return reflect.DeepEqual(r, other)
}

// NewEvent is an event that has not been recorded yet.
type NewEvent struct {
	Type string
	Data []byte // JSON, at most MaxEventBytes

	value any // that a Codec made Data of
}

// Meta comes with every command and says who asked, and in what context.
type Meta struct {
	CommandID     UUID   // idempotency key; zero is refused
	CorrelationID UUID   // zero: the command id itself
	CausationID   UUID   // zero: the command id itself
	Actor         string // an id, never a name: "user:<uuid>", "system:deadline"
	Metadata      []byte // JSON object; nil stands for {}
}

// Limits of what a log accepts.
const (
	// MaxEventBytes bounds the data of one event.
	MaxEventBytes = 256 << 10
	// MaxBatchEvents bounds the events of the commands that one appender takes
	// together, and the batches that followers get.
	MaxBatchEvents = 1000
	// MaxDecisionEvents bounds the events of one command, which are written in
	// one transaction however many they are: a campaign that fails releases all
	// its participations at once.
	MaxDecisionEvents = 101_000
)

// String names the event for logs and errors.
func (r *Recorded) String() string {
	return fmt.Sprintf("%s at position %d (%s version %d)", r.Type, r.Position, r.StreamID, r.Version)
}
