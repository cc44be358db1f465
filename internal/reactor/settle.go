package reactor

import (
	"context"
	"fmt"

	"github.com/ThreeDotsLabs/watermill/message"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// acked waits for the answer to a message. The end counts as a Nack.
func acked(ctx context.Context, msg *message.Message) bool {
	select {
	case <-msg.Acked():
		return true
	case <-msg.Nacked():
		return false
	case <-ctx.Done():
	}
	select {
	case <-msg.Acked(): // just before the end
		return true
	default:
		return false
	}
}

// settle deals with the answer to a message.
func (d *dispatcher) settle(ctx context.Context, a answer) error {
	d.flying--
	switch {
	case a.park != nil:
		return d.park(ctx, a.delivery)
	case a.acked:
		return d.handled(ctx, a.delivery)
	case a.stop != nil:
		return d.stop(ctx, a.delivery)
	}
	d.later(ctx, a.delivery)
	return nil
}

// later sends a delivery again after a pause. Its lane stays busy meanwhile.
func (d *dispatcher) later(ctx context.Context, delivery *delivery) {
	d.helpers.Go(func() {
		rest(ctx, delivery.pause(d.Pause, d.LongestPause))
		select {
		case d.again <- delivery:
		case <-ctx.Done():
		}
	})
}

// handled moves on to the next event of the lane.
func (d *dispatcher) handled(ctx context.Context, delivery *delivery) error {
	if delivery.replayed {
		if err := d.cursor.unpark(ctx, delivery.event.Position); err != nil {
			return err
		}
		d.lanes.leave(delivery.lane)
		return d.replayNext(ctx, delivery.lane)
	}
	d.tracker.finish(delivery.event.Position)
	d.lanes.leave(delivery.lane)
	return nil
}

// park puts the event aside and every other one of its lane that was taken in
// already.
func (d *dispatcher) park(ctx context.Context, failed *delivery) error {
	event, lane := failed.event, failed.lane
	d.Logger.ErrorContext(ctx, "a reactor can't handle an event: it is parked, with all that has to wait for it",
		"reactor", d.cursor.name, "event", event.String(), "lane", lane, "error", failed.park)
	if err := d.cursor.park(ctx, failed, failed.park); err != nil {
		return err
	}
	d.parked[lane] = true
	delete(d.replaying, lane)
	if !failed.replayed {
		d.tracker.finish(event.Position)
	}
	for _, behind := range d.lanes.drop(lane) {
		if err := d.enter(ctx, behind); err != nil {
			return err
		}
	}
	d.lanes.leave(lane)
	return nil
}

// stop holds everything up until the reactor is released. The event stays first
// of its lane.
func (d *dispatcher) stop(ctx context.Context, failed *delivery) error {
	cause := failed.stop
	failed.stop = nil
	d.lanes.again(failed)
	d.stopped = true
	return d.stopAt(ctx, failed.event, cause)
}

func (d *dispatcher) stopAt(ctx context.Context, event *eventstore.Recorded, cause error) error {
	d.Logger.ErrorContext(ctx, "a reactor can't handle an event and stops until it is released",
		"reactor", d.cursor.name, "event", event.String(), "error", cause)
	return d.cursor.stop(ctx, fmt.Errorf("%s: %w", event, cause))
}

// tick saves the cursor and looks for what was released.
func (d *dispatcher) tick(ctx context.Context) error {
	if err := d.cursor.save(ctx, d.tracker.through); err != nil {
		return err
	}
	if !d.stopped && len(d.held) == 0 && len(d.parked) == 0 {
		return nil
	}
	released, err := d.cursor.released(ctx)
	if err != nil {
		return err
	}
	for _, lane := range released.Lanes {
		if err := d.replay(ctx, lane); err != nil {
			return err
		}
	}
	if !released.Running {
		return nil
	}
	d.stopped = false
	return d.take(ctx, d.held)
}

// replay begins to take the parked events of a lane again.
func (d *dispatcher) replay(ctx context.Context, lane string) error {
	if d.replaying[lane] || !d.lanes.empty(lane) {
		return nil
	}
	d.replaying[lane] = true
	return d.replayNext(ctx, lane)
}

// replayNext sends the oldest parked event of a lane. When none is left, the lane
// is no longer parked: its later events come from the log again.
func (d *dispatcher) replayNext(ctx context.Context, lane string) error {
	position, err := d.cursor.oldest(ctx, lane)
	if err != nil {
		return err
	}
	if position == 0 {
		delete(d.parked, lane)
		delete(d.replaying, lane)
		return nil
	}
	events, err := d.Source.ReadBatch(ctx, position, 1)
	if err == nil && (len(events) != 1 || events[0].Position != position) {
		err = fmt.Errorf("the log does not hold the parked position %d", position)
	}
	if err != nil {
		return err
	}
	d.lanes.add(&delivery{event: &events[0], lane: lane, replayed: true})
	return nil
}
