package chaos

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// world is what the log says of the sambatans of this run. Everybody waits for what
// they wait for by it.
type world struct {
	mu             sync.Mutex
	changed        chan struct{} // closed when something has
	position       eventstore.Position
	stages         map[id.ID]*stage
	participations map[id.ID]*participation
	places         map[place]id.ID
	receipts       map[id.ID]payment.Receipt
	refunds        map[id.ID]payment.RefundCase
	counts         map[kind]int // of what happened, by kind
}

// place is a buyer's in a campaign: in this run they have one.
type place struct{ campaign, buyer id.ID }

// stage is one campaign.
type stage struct {
	id       id.ID
	fate     fate
	deadline time.Time
	closed   bool
	lost     bool // failed or called off
	decided  bool
	unwound  bool
}

// participation is what one buyer has of it.
type participation struct {
	id, buyer id.ID
	stage     *stage
	amount    money.Rupiah
	missing   money.Rupiah // of it
	expires   time.Time
	told      payment.InstructionIssued
	charged   map[int]bool // attempts that can be paid
	gone      bool         // its hold ended without money
	cancelled bool         // because its buyer wanted that
	secured   bool         // and not given up
}

func newWorld() *world {
	return &world{
		changed: make(chan struct{}), stages: map[id.ID]*stage{}, participations: map[id.ID]*participation{}, places: map[place]id.ID{},
		receipts: map[id.ID]payment.Receipt{}, refunds: map[id.ID]payment.RefundCase{}, counts: map[kind]int{},
	}
}

// follow reads the log until ctx ends.
func (w *world) follow(ctx context.Context, follower eventstore.Follower, from eventstore.Position) error {
	for batch, err := range follower.Follow(ctx, from) {
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
		if err := w.read(batch); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) read(batch []eventstore.Recorded) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, recorded := range batch {
		if err := w.see(recorded); err != nil {
			return err
		}
		w.position = recorded.Position
	}
	close(w.changed)
	w.changed = make(chan struct{})
	return nil
}

// until waits for something to have happened.
func (w *world) until(ctx context.Context, happened func() bool) error {
	for {
		w.mu.Lock()
		done, changed := happened(), w.changed
		w.mu.Unlock()
		if done {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// now is the position up to which the log was read.
func (w *world) now() eventstore.Position {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.position
}

// see takes in one event; the caller holds the lock.
func (w *world) see(recorded eventstore.Recorded) error {
	event, err := decode(recorded)
	if err != nil {
		return err
	}
	switch e := event.(type) {
	case sambatan.Event:
		if at := w.stages[named(recorded.StreamID)]; at != nil {
			w.campaign(at, e)
		}
	case payment.InstructionIssued:
		if p := w.participations[e.Instruction]; p != nil {
			p.told = e
		}
	case payment.IntentEvent:
		w.intent(e)
	case payment.ReceiptEvent:
		w.receipt(named(recorded.StreamID), e)
	case payment.RefundEvent:
		w.refund(e)
	}
	return nil
}

// decode reads the events of campaigns and payments; others are nil.
func decode(recorded eventstore.Recorded) (any, error) {
	switch recorded.StreamID.Category() {
	case sambatan.Campaigns.Category():
		return sambatan.Codec.Decode(recorded)
	case payment.Instructions.Category():
		return payment.InstructionCodec.Decode(recorded)
	case payment.Intents.Category():
		return payment.IntentCodec.Decode(recorded)
	case payment.Receipts.Category():
		return payment.ReceiptCodec.Decode(recorded)
	case payment.Refunds.Category():
		return payment.RefundCodec.Decode(recorded)
	}
	return nil, nil //nolint:nilnil // nothing that anybody here waits for
}

// named is the id in the name of a stream; zero: there is none.
func named(stream eventstore.StreamID) id.ID {
	_, name, _ := strings.Cut(string(stream), "-")
	found, err := id.Parse(name)
	if err != nil {
		return id.ID{}
	}
	return found
}
