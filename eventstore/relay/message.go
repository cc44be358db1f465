package relay

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// Headers of a message. Its body is the event's leaf, which is the whole record
// but for the fingerprint.
const (
	headerFingerprint = "Sambatan-Fingerprint" // hex
	headerSeal        = "Sambatan-Seal"        // hex HMAC-SHA256 of body and fingerprint
)

// Reasons why a message is not an event of this log.
var (
	errNotALeaf = errors.New("it is not an event")
	errOtherLog = errors.New("it is an event of another log")
	errSeal     = errors.New("its seal is not the relay's")
)

// wire turns events into messages and back. It is not safe for concurrent use.
type wire struct {
	log    eventstore.UUID
	mac    hash.Hash // keyed with the relay's key
	prefix string    // of every subject
}

func newWire(log eventstore.UUID, key []byte, prefix string) wire {
	return wire{log: log, mac: hmac.New(sha256.New, key), prefix: prefix}
}

// encode makes the message of an event, and refuses one whose stored leaf hash
// is not that of its content: the log was tampered with.
func (w wire) encode(r *eventstore.Recorded) (*nats.Msg, error) {
	leaf, sound := r.Leaf(w.log)
	if !sound {
		return nil, haltf("the stored leaf hash of the event at position %d does not fit its content", r.Position)
	}
	return &nats.Msg{Subject: w.subject(r), Data: leaf, Header: nats.Header{
		jetstream.MsgIDHeader: {hex.EncodeToString(r.EventID[:])},
		headerFingerprint:     {hex.EncodeToString(r.Fingerprint)},
		headerSeal:            {hex.EncodeToString(w.seal(leaf, r.Fingerprint))},
	}}, nil
}

// decode reads a message back. The result is an event of this log, whole and
// sealed by the relay; only its place has still to be checked.
func (w wire) decode(body []byte, header nats.Header) (eventstore.Recorded, error) {
	logID, r, err := eventstore.DecodeLeaf(body)
	if err != nil {
		return r, fmt.Errorf("%w: %w", errNotALeaf, err)
	}
	if logID != w.log {
		return r, fmt.Errorf("%w (%x)", errOtherLog, logID)
	}
	if r.Fingerprint, err = hex.DecodeString(header.Get(headerFingerprint)); err != nil {
		return r, fmt.Errorf("%w: %w", errSeal, err)
	}
	seal, err := hex.DecodeString(header.Get(headerSeal))
	if err != nil || !hmac.Equal(seal, w.seal(body, r.Fingerprint)) {
		return r, errSeal
	}
	return r, nil
}

func (w wire) seal(leaf, fingerprint []byte) []byte {
	w.mac.Reset()
	w.mac.Write(leaf) // a leaf says where it ends: no two pairs share these bytes
	w.mac.Write(fingerprint)
	return w.mac.Sum(nil)
}

// subject is <prefix>.<service>.<event>.<stream id>, the event without its
// version: a subscriber to a kind of event keeps getting it when it changes.
func (w wire) subject(r *eventstore.Recorded) string {
	service, event, _ := strings.Cut(withoutVersion(r.Type), ".")
	return w.prefix + "." + token(service) + "." + token(event) + "." + token(string(r.StreamID))
}

// withoutVersion takes the ".v1" from an event type.
func withoutVersion(eventType string) string {
	at := strings.LastIndex(eventType, ".v")
	if at < 0 {
		return eventType
	}
	if number := eventType[at+len(".v"):]; number == "" || strings.Trim(number, "0123456789") != "" {
		return eventType
	}
	return eventType[:at]
}

// token makes text fit for one part of a subject.
func token(text string) string {
	clean := strings.Map(func(char rune) rune {
		if char <= ' ' || char == '.' || char == '*' || char == '>' || char == 0x7f {
			return '_'
		}
		return char
	}, text)
	if clean == "" {
		return "_"
	}
	return clean
}
