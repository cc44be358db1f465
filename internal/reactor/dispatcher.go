package reactor

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// dispatcher serves one cursor while the lease is held. All of its state belongs
// to the goroutine of run; others talk to it through channels.
type dispatcher struct {
	SubscriberConfig
	topic string
	out   chan<- *message.Message

	cursor    cursor
	tracker   tracker
	lanes     *lanes
	parked    map[string]bool
	replaying map[string]bool // parked and being taken again
	stopped   bool
	held      []eventstore.Recorded // not taken in: the first one's lane can't be told

	head    *sending       // the message whose turn it is, made ready
	flying  int            // messages that were sent and not answered
	answers chan answer    // room for all that can fly
	again   chan *delivery // failed, and their pause is over
	helpers sync.WaitGroup
}

// answer is what became of a message.
type answer struct {
	*delivery
	acked bool
}

func newDispatcher(config SubscriberConfig, name, topic string, out chan<- *message.Message) *dispatcher {
	return &dispatcher{
		SubscriberConfig: config, topic: topic, out: out,
		cursor: cursor{pool: config.Pool, name: name}, lanes: newLanes(), replaying: map[string]bool{},
		answers: make(chan answer, config.Parallel), again: make(chan *delivery),
	}
}

// run hands out events until ctx is done or Postgres fails, and then saves what
// was achieved.
func (d *dispatcher) run(ctx context.Context) (err error) {
	if d.parked, err = d.cursor.load(ctx); err != nil {
		return err
	}
	d.tracker.through = d.cursor.at
	ctx, cancel := context.WithCancel(ctx)
	arrivals, failed := d.follow(ctx)
	err = d.loop(ctx, arrivals, failed)
	cancel()
	if d.head != nil {
		d.head.cancel()
	}
	d.helpers.Wait()
	return errors.Join(err, d.finish(ctx))
}

// follow reads the log ahead of the dispatcher.
func (d *dispatcher) follow(ctx context.Context) (<-chan []eventstore.Recorded, <-chan error) {
	arrivals, failed := make(chan []eventstore.Recorded), make(chan error, 1)
	d.helpers.Go(func() {
		for batch, err := range d.Follower.Follow(ctx, d.cursor.at+1) {
			if err != nil {
				failed <- err
				return
			}
			select {
			case arrivals <- batch:
			case <-ctx.Done():
				return
			}
		}
	})
	return arrivals, failed
}

func (d *dispatcher) loop(ctx context.Context, arrivals <-chan []eventstore.Recorded, failed <-chan error) error {
	save := time.NewTicker(d.Save)
	defer save.Stop()
	for {
		incoming := arrivals
		if d.tracker.waiting() >= d.Backlog || len(d.held) > 0 {
			incoming = nil // until the oldest have been dealt with
		}
		out, msg, err := d.next(ctx)
		if err != nil {
			return err
		}
		select {
		case out <- msg:
			d.sent(ctx)
		case batch := <-incoming:
			err = d.take(ctx, batch)
		case answer := <-d.answers:
			err = d.settle(ctx, answer)
		case delivery := <-d.again:
			d.lanes.again(delivery)
		case <-save.C:
			err = d.tick(ctx)
		case err = <-failed:
		case <-ctx.Done():
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// next returns the message whose turn it is. Without one the channel is nil, on
// which nothing can be sent.
func (d *dispatcher) next(ctx context.Context) (out chan<- *message.Message, msg *message.Message, err error) {
	first := d.lanes.first()
	if first == nil || d.stopped || d.flying >= d.Parallel {
		return nil, nil, nil
	}
	if d.head == nil {
		if d.head, err = first.sending(ctx, d.Marshal); err != nil {
			return nil, nil, err
		}
	}
	return d.out, d.head.msg, nil
}

// sent waits, beside the loop, for the answer to a message.
func (d *dispatcher) sent(ctx context.Context) {
	sent := d.head
	d.head = nil
	d.lanes.sent()
	d.flying++
	sent.attempts++
	d.helpers.Go(func() {
		defer sent.cancel()
		d.answers <- answer{sent.delivery, acked(ctx, sent.msg)}
	})
}

// take puts new events into their lanes, up to one whose lane can't be told:
// nobody knows which of the later ones have to wait for it, so all of them do.
func (d *dispatcher) take(ctx context.Context, batch []eventstore.Recorded) error {
	d.held = nil
	for i := range batch {
		event := &batch[i]
		if want := d.tracker.next(); event.Position != want {
			return fmt.Errorf("the feed gave position %d where %d should be", event.Position, want)
		}
		if !d.Select(d.topic, event) {
			d.tracker.take()
			d.tracker.finish(event.Position)
			continue
		}
		lane, body, err := d.Lane(d.topic, event)
		if err != nil {
			d.held = batch[i:]
			return d.stopAt(ctx, event, err)
		}
		d.tracker.take()
		if body == (nothing{}) && !d.parked[lane] {
			d.tracker.finish(event.Position)
			continue
		}
		if err := d.enter(ctx, &delivery{event: event, body: body, lane: lane}); err != nil {
			return err
		}
	}
	return nil
}

// enter puts a delivery into its lane. What belongs to a parked one is parked too.
func (d *dispatcher) enter(ctx context.Context, delivery *delivery) error {
	if !d.parked[delivery.lane] {
		d.lanes.add(delivery)
		return nil
	}
	if err := d.cursor.park(ctx, delivery, nil); err != nil {
		return err
	}
	d.tracker.finish(delivery.event.Position)
	return nil
}

// finish takes the last answers and saves the cursor, although ctx is done: what
// was acknowledged need not be sent again.
func (d *dispatcher) finish(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	for len(d.answers) > 0 {
		if answer := <-d.answers; answer.acked {
			if err := d.settle(ctx, answer); err != nil {
				return err
			}
		}
	}
	return d.cursor.save(ctx, d.tracker.through)
}
