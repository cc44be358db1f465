package relay_test

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/relay"
	"github.com/sensasiwangi/sambatan/internal/id"
)

// Streams that are filled already hold messages like these, and every process
// reads those of every other.
func TestAMessageIsAsItAlwaysWas(t *testing.T) {
	t.Parallel()
	log := eventstore.UUID{1}
	encode := relay.Encode(log, key, "prefix")
	version := regexp.MustCompile(`\.v\d+$`)
	rapid.Check(t, func(t *rapid.T) {
		r := eventstore.Recorded{
			Position: eventstore.Position(rapid.Int64Min(1).Draw(t, "position")), StreamID: "thing-1", EventID: id.New(),
			Type:        rapid.StringMatching(`[a-z]{1,3}(\.[a-z]{1,2})?(\.v[0-9]{0,2}){0,2}[a-z]?`).Draw(t, "type"),
			Data:        rapid.SliceOf(rapid.Byte()).Draw(t, "data"),
			Fingerprint: rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "fingerprint"),
		}
		if rapid.Bool().Draw(t, "stamped") {
			r.Stamp(log)
		} else {
			r.LeafHash = eventstore.HashLeaf(log, &r)
		}
		msg, err := encode(&r)
		require.NoError(t, err)
		leaf := eventstore.AppendLeaf(nil, log, &r)
		seal := hmac.New(sha256.New, key)
		seal.Write(slices.Concat(leaf, r.Fingerprint))
		service, event, _ := strings.Cut(version.ReplaceAllString(r.Type, ""), ".")
		require.Equal(t, "prefix."+service+"."+cmp.Or(strings.ReplaceAll(event, ".", "_"), "_")+".thing-1", msg.Subject)
		require.Equal(t, leaf, msg.Data)
		require.Equal(t, nats.Header{
			"Nats-Msg-Id":          {hex.EncodeToString(r.EventID[:])},
			"Sambatan-Fingerprint": {hex.EncodeToString(r.Fingerprint)},
			"Sambatan-Seal":        {hex.EncodeToString(seal.Sum(nil))},
		}, msg.Header)
	})
}

// BenchmarkEncode makes the message of a join, the largest event that comes often.
func BenchmarkEncode(b *testing.B) {
	log := eventstore.UUID{1}
	encode := relay.Encode(log, key, relay.DefaultPrefix)
	r := eventstore.Recorded{
		Position: 1, StreamID: eventstore.NewStreamID("campaign", id.New().String()), Version: 1, EventID: id.New(),
		Type: "sambatan.slots_held.v1", Data: bytes.Repeat([]byte{'x'}, 900), Metadata: []byte("{}"),
		CommandID: id.New(), Actor: "user:" + id.New().String(), Fingerprint: make([]byte, 32),
	}
	r.Stamp(log)
	b.ReportAllocs()
	for b.Loop() {
		_, err := encode(&r)
		require.NoError(b, err)
	}
}
