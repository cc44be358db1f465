package eventstore

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// leafTag opens every leaf of encoding v1. The encoding is frozen: see
// docs/adr and testdata/leaf_v1.golden.
const leafTag = "sambatan-leaf-v1\x00"

// ErrLeaf means that bytes are not a leaf of encoding v1.
var ErrLeaf = errors.New("not a leaf of encoding v1")

// AppendLeaf appends the leaf of an event in encoding v1: the tag, then every
// field behind its length (4 bytes, big-endian), numbers as 8 bytes, the time
// in microseconds since 1970. Because of the lengths, no two events share one.
func AppendLeaf(dst []byte, logID UUID, r *Recorded) []byte {
	dst = append(dst, leafTag...)
	dst = appendField(dst, logID[:])
	dst = appendNumber(dst, int64(r.Position))
	dst = appendField(dst, []byte(r.StreamID))
	dst = appendNumber(dst, int64(r.Version))
	dst = appendField(dst, r.EventID[:])
	dst = appendField(dst, []byte(r.Type))
	dst = appendField(dst, r.Data)
	dst = appendField(dst, r.Metadata)
	dst = appendField(dst, r.CommandID[:])
	dst = appendField(dst, r.CorrelationID[:])
	dst = appendField(dst, r.CausationID[:])
	dst = appendField(dst, []byte(r.Actor))
	return appendNumber(dst, r.RecordedAt.UnixMicro())
}

// Stamp gives a new event its leaf hash, when all else is in place, and keeps the
// leaf for who sends it on: the event must not be changed from then on.
func (r *Recorded) Stamp(logID UUID) {
	hashed := AppendLeaf(append(makeLeaf(r), 0), logID, r)
	r.LeafHash, r.leaf = sha256.Sum256(hashed), hashed[1:]
}

// Leaf returns the event's leaf, and whether LeafHash is its hash.
func (r *Recorded) Leaf(logID UUID) (leaf []byte, sound bool) {
	if r.leaf != nil {
		return r.leaf, true
	}
	leaf = AppendLeaf(makeLeaf(r), logID, r)
	return leaf, SumLeaf(leaf) == r.LeafHash
}

// makeLeaf returns room for the leaf of an event, and for a byte before it.
func makeLeaf(r *Recorded) []byte {
	const fixed = 176 // tag, lengths, numbers and ids
	return make([]byte, 0, fixed+len(r.StreamID)+len(r.Type)+len(r.Data)+len(r.Metadata)+len(r.Actor))
}

// HashLeaf is the RFC 6962 leaf hash: SHA-256 of a zero byte and the leaf.
func HashLeaf(logID UUID, r *Recorded) [32]byte {
	return SumLeaf(AppendLeaf(makeLeaf(r), logID, r))
}

// SumLeaf is the RFC 6962 leaf hash of a leaf that is there already.
func SumLeaf(leaf []byte) (sum [32]byte) {
	hash := sha256.New()
	hash.Write([]byte{0})
	hash.Write(leaf)
	hash.Sum(sum[:0])
	return sum
}

// PeekLeaf reads only whose leaf it is, and of which position.
func PeekLeaf(leaf []byte) (logID UUID, position Position, ok bool) {
	d := leafDecoder{rest: leaf}
	d.tag()
	logID, position = d.uuid(), Position(d.number())
	return logID, position, !d.bad
}

// DecodeLeaf reads a leaf back, and computes its hash. The fingerprint is not
// part of a leaf and stays empty.
func DecodeLeaf(leaf []byte) (logID UUID, r Recorded, err error) {
	d := leafDecoder{rest: leaf}
	d.tag()
	logID = d.uuid()
	r.Position = Position(d.number())
	r.StreamID = StreamID(d.field())
	r.Version = Version(d.number())
	r.EventID = d.uuid()
	r.Type = string(d.field())
	r.Data = d.field()
	r.Metadata = d.field()
	r.CommandID = d.uuid()
	r.CorrelationID = d.uuid()
	r.CausationID = d.uuid()
	r.Actor = string(d.field())
	r.RecordedAt = time.UnixMicro(d.number()).UTC()
	if d.bad || len(d.rest) > 0 {
		return logID, Recorded{}, fmt.Errorf("%w (%d bytes)", ErrLeaf, len(leaf))
	}
	r.LeafHash = SumLeaf(leaf)
	return logID, r, nil
}

func appendField(dst, field []byte) []byte {
	dst = binary.BigEndian.AppendUint32(dst, uint32(len(field))) //nolint:gosec // fields are bounded by MaxEventBytes
	return append(dst, field...)
}

func appendNumber(dst []byte, n int64) []byte {
	dst = binary.BigEndian.AppendUint32(dst, 8)
	return binary.BigEndian.AppendUint64(dst, uint64(n)) //nolint:gosec // two's complement is the encoding
}

type leafDecoder struct {
	rest []byte
	bad  bool
}

func (d *leafDecoder) tag() {
	if len(d.rest) < len(leafTag) || string(d.rest[:len(leafTag)]) != leafTag {
		d.bad = true
		return
	}
	d.rest = d.rest[len(leafTag):]
}

func (d *leafDecoder) field() []byte {
	if d.bad || len(d.rest) < 4 {
		d.bad = true
		return nil
	}
	n := int(binary.BigEndian.Uint32(d.rest))
	if n > len(d.rest)-4 {
		d.bad = true
		return nil
	}
	field := d.rest[4 : 4+n : 4+n]
	d.rest = d.rest[4+n:]
	return field
}

func (d *leafDecoder) number() int64 {
	field := d.field()
	if len(field) != 8 {
		d.bad = true
		return 0
	}
	return int64(binary.BigEndian.Uint64(field)) //nolint:gosec // two's complement is the encoding
}

func (d *leafDecoder) uuid() (id UUID) {
	if field := d.field(); copy(id[:], field) != 16 || len(field) != 16 {
		d.bad = true
	}
	return id
}
