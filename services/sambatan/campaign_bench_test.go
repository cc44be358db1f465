package sambatan_test

import (
	"encoding/binary"
	"testing"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

func crowd(t *sambatan.Terms) { t.Slots, t.MinFill = sambatan.MaxSlots, sambatan.MaxSlots }

// numbered is a cheap id.
func numbered(n uint64) (i id.ID) {
	binary.BigEndian.PutUint64(i[8:], n)
	return i
}

// BenchmarkJoin decides, encodes and evolves one join into a campaign that has
// tens of thousands already.
func BenchmarkJoin(b *testing.B) {
	state := sambatan.Decider.Fold(opened(crowd)...)
	command, n := joins(p1, ayu, 1), uint64(0)
	join := func() {
		n++
		command.Participation, command.Buyer = numbered(n), numbered(n)
		// Capacity is not what is measured: begin anew when it is used up.
		if state.Free() == 0 {
			state = sambatan.Decider.Fold(opened(crowd)...)
		}
		events, err := sambatan.Decide(state, command, noon.Add(time.Duration(n)*time.Microsecond))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := sambatan.Codec.Encode(events[0]); err != nil {
			b.Fatal(err)
		}
		state = sambatan.Evolve(state, events[0])
	}
	for range sambatan.MaxSlots / 2 {
		join()
	}
	b.ReportAllocs()
	for b.Loop() {
		join()
	}
}

// BenchmarkEncodeSlotsHeld is the codec's share of a join.
func BenchmarkEncodeSlotsHeld(b *testing.B) {
	event := held(p1, ayu, 2)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := sambatan.Codec.Encode(event); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCanonical makes what a join's fingerprint is made of.
func BenchmarkCanonical(b *testing.B) {
	join := joins(p1, ayu, 2)
	join.Address.Box, join.RefundAccount.Box, join.Public.Box = make([]byte, 220), make([]byte, 90), make([]byte, 60)
	command := sambatan.Campaigns.Command(campaign.String(), join, eventstore.Meta{CommandID: p1})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := command.Canonical(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEvolve folds one stored join, as loading a campaign does.
func BenchmarkEvolve(b *testing.B) {
	encoded, err := sambatan.Codec.Encode(held(p1, ayu, 2))
	if err != nil {
		b.Fatal(err)
	}
	recorded := eventstore.Recorded{Type: encoded.Type, Data: encoded.Data}
	state := sambatan.Decider.Fold(opened(crowd)...)
	b.ReportAllocs()
	for b.Loop() {
		event, err := sambatan.Codec.Decode(recorded)
		if err != nil {
			b.Fatal(err)
		}
		state = sambatan.Evolve(state, event)
	}
}

// BenchmarkLapseNothing is a timer that finds nothing due among many holds.
func BenchmarkLapseNothing(b *testing.B) {
	state := sambatan.Decider.Fold(opened(crowd)...)
	event := held(p1, ayu, 1)
	for n := range uint64(sambatan.MaxSlots - 10) {
		event.Participation, event.Buyer = numbered(n), numbered(n)
		state = sambatan.Evolve(state, event)
	}
	b.ReportAllocs()
	for b.Loop() {
		events, err := sambatan.Decide(state, sambatan.LapseHolds{}, noon)
		if err != nil || len(events) > 0 {
			b.Fatal(events, err)
		}
	}
}
