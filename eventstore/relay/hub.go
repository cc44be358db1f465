package relay

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// hub receives what the relay publishes, once per process, and shares it.
type hub struct {
	config FeedConfig
	wire   wire

	mu    sync.Mutex
	win   window
	head  eventstore.Position // known to be in Postgres
	runs  bool
	news  chan struct{} // closed, and made anew, whenever win or head grows
	stats FeedStats
}

func newHub(config FeedConfig) *hub {
	return &hub{
		config: config,
		wire:   newWire(config.Source.ID(), config.Key, config.Prefix),
		news:   make(chan struct{}),
	}
}

// run receives until ctx is done. Postgres is asked for its head whenever NATS
// has brought nothing new for one poll, so nothing depends on NATS being there.
func (h *hub) run(ctx context.Context) {
	messages := make(chan *nats.Msg, 4096)
	h.begin()
	sub := h.subscribe(messages)
	defer func() { h.unsubscribe(sub) }()
	poll := time.NewTimer(0)
	defer poll.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case msg := <-messages:
			if h.receiveAll(ctx, msg, messages) {
				poll.Reset(h.config.Poll)
			}
		case <-poll.C:
			if sub == nil || !sub.IsValid() {
				sub = h.subscribe(messages)
			}
			h.poll(ctx)
			poll.Reset(h.config.Poll)
		}
	}
}

func (h *hub) begin() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.runs = true
}

// own takes what this process recorded, if it continues the window: then NATS
// has nothing to add. Otherwise NATS will bring it, behind what is missing.
func (h *hub) own(events []eventstore.Recorded) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.runs || len(events) == 0 {
		return
	}
	if h.win.contradicts(events) {
		h.win.clear()
	}
	if next := h.win.next(); next == 0 || next >= events[0].Position {
		h.take(events)
	}
}

// published takes what the relay of this process is about to publish, behind a
// hole too, as receive does with what another's has published. If it tells another
// story, only Postgres knows which is true.
func (h *hub) published(events []eventstore.Recorded) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case !h.runs || len(events) == 0:
	case h.win.contradicts(events):
		h.win.clear()
	default:
		h.take(events)
	}
}

// take adds what the window does not hold yet. The caller holds the lock.
func (h *hub) take(events []eventstore.Recorded) {
	if next := h.win.next(); next > events[0].Position {
		events = events[min(int(next-events[0].Position), len(events)):]
	}
	if len(events) == 0 {
		return
	}
	for _, r := range events {
		h.win.add(r)
	}
	h.win.own = h.win.own.and(events)
	h.stats.Own += uint64(len(events))
	h.announce()
}

// subscribe listens on core NATS: it carries every message of the relay, and
// keeps no state on the server that could be lost. nats.go renews it on its own
// after a reconnection.
func (h *hub) subscribe(messages chan *nats.Msg) *nats.Subscription {
	if h.config.Conn == nil {
		return nil
	}
	sub, err := h.config.Conn.ChanSubscribe(h.config.Prefix+".>", messages)
	if err != nil {
		h.config.Logger.Debug("the feed can't subscribe; it reads from Postgres meanwhile", "error", err)
		return nil
	}
	return sub
}

// unsubscribe also forgets everything: what arrives while nobody listens would
// be missed.
func (h *hub) unsubscribe(sub *nats.Subscription) {
	if sub != nil {
		if err := sub.Unsubscribe(); err != nil {
			h.config.Logger.Debug("the feed's subscription was gone already", "error", err)
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.win.clear()
	h.head, h.runs = 0, false
}

// receiveAll takes all that has arrived and then wakes the followers once. It
// tells whether there was anything new.
func (h *hub) receiveAll(ctx context.Context, msg *nats.Msg, more <-chan *nats.Msg) (news bool) {
	for range cap(more) {
		news = h.receive(ctx, msg) || news
		select {
		case msg = <-more:
			continue
		default:
		}
		break
	}
	if news {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.announce()
	}
	return news
}

// receive puts a message into the window if it is one of the relay's and new.
// Behind a hole the window begins anew.
func (h *hub) receive(ctx context.Context, msg *nats.Msg) (added bool) {
	if h.known(msg.Data) {
		return false
	}
	r, err := h.wire.decode(msg.Data, msg.Header)
	if err == nil && h.leavesHole(r.Position) {
		err = h.checkCommitted(ctx, r.Position)
	}
	h.mu.Lock()
	next := h.win.next()
	defer h.mu.Unlock()
	switch {
	case err != nil:
		h.stats.Refused++
		return false
	case r.Position < next:
		h.repeated(&r)
		return false
	}
	h.stats.Received++
	h.win.add(r)
	return true
}

// known tells whether a message is an event that this process recorded itself,
// the very same one: it need not be read any further.
func (h *hub) known(body []byte) bool {
	log, position, ok := eventstore.PeekLeaf(body)
	if !ok || log != h.wire.log {
		return false
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	i, inside := h.win.index(position)
	return h.win.own.holds(position) && (!inside || h.win.events[i].LeafHash == eventstore.SumLeaf(body))
}

func (h *hub) newest() eventstore.Position {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.head
}

// leavesHole tells whether a position is not the one that the window waits for.
func (h *hub) leavesHole(position eventstore.Position) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	next := h.win.next()
	return next == 0 || position > next
}

// checkCommitted makes sure that Postgres holds a position: the relay publishes
// nothing before. It is asked only behind a hole.
func (h *hub) checkCommitted(ctx context.Context, position eventstore.Position) error {
	head, err := h.config.Source.Head(ctx)
	if err == nil && position > head {
		err = fmt.Errorf("position %d is ahead of Postgres (%d)", position, head)
	}
	return err
}

// repeated looks at a message that came before: the relay sends one again after
// a failure. If it tells another story, only Postgres knows which is true.
func (h *hub) repeated(r *eventstore.Recorded) {
	h.stats.Received++
	h.stats.Repeated++
	if i, inside := h.win.index(r.Position); inside && h.win.events[i].LeafHash != r.LeafHash {
		h.stats.Refused++
		h.win.clear()
	}
}

// poll asks Postgres whether it holds more than what is known here. Holding less
// means that the database was restored to an older state under our feet.
func (h *hub) poll(ctx context.Context) {
	known := h.newest()
	head, err := h.config.Source.Head(ctx)
	if err != nil {
		if ctx.Err() == nil {
			h.config.Logger.WarnContext(ctx, "the feed can't read the head of the log", "error", err)
		}
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if head < known {
		h.config.Logger.ErrorContext(ctx, "the log is shorter than it was: was the database restored?", "was", known, "is", head)
		h.win.clear()
		h.head = head
	}
	if head > h.head {
		h.head = head
		h.announce()
	}
}

// announce wakes every follower that waits. The caller holds the lock.
func (h *hub) announce() {
	h.head = max(h.head, h.win.next()-1)
	close(h.news)
	h.news = make(chan struct{})
}

// look returns what the window holds from a position on. If that is nothing, it
// tells whether Postgres has more, and otherwise when to look again.
func (h *hub) look(at eventstore.Position) (events []eventstore.Recorded, stored bool, news <-chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	events = h.win.from(at, batchSize)
	h.stats.FromMemory += uint64(len(events))
	return events, h.head >= at, h.news
}

func (h *hub) read(events int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stats.FromPostgres += uint64(events) //nolint:gosec // never negative
}
