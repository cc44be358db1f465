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

// later sends a delivery again after a pause. Its stream stays busy meanwhile.
func (d *dispatcher) later(ctx context.Context, delivery *delivery) {
	d.helpers.Go(func() {
		rest(ctx, delivery.pause(d.Pause, d.LongestPause))
		select {
		case d.again <- delivery:
		case <-ctx.Done():
		}
	})
}

// handled moves on to the next event of the stream.
func (d *dispatcher) handled(ctx context.Context, delivery *delivery) error {
	event := delivery.event
	if delivery.replayed {
		if err := d.cursor.unpark(ctx, event.Position); err != nil {
			return err
		}
		d.lanes.leave(event.StreamID)
		return d.replayNext(ctx, event.StreamID)
	}
	d.tracker.finish(event.Position)
	d.lanes.leave(event.StreamID)
	return nil
}

// park puts the event aside and every other one of its stream that was taken in
// already.
func (d *dispatcher) park(ctx context.Context, failed *delivery) error {
	event := failed.event
	d.Logger.ErrorContext(ctx, "a reactor can't handle an event: its stream is parked",
		"reactor", d.cursor.name, "event", event.String(), "error", failed.park)
	if err := d.cursor.park(ctx, event, failed.park); err != nil {
		return err
	}
	d.parked[event.StreamID] = true
	delete(d.replaying, event.StreamID)
	if !failed.replayed {
		d.tracker.finish(event.Position)
	}
	for _, behind := range d.lanes.drop(event.StreamID) {
		if err := d.cursor.park(ctx, behind.event, nil); err != nil {
			return err
		}
		d.tracker.finish(behind.event.Position)
	}
	d.lanes.leave(event.StreamID)
	return nil
}

// stop holds everything up until the reactor is released. The event stays first
// of its stream.
func (d *dispatcher) stop(ctx context.Context, failed *delivery) error {
	d.Logger.ErrorContext(ctx, "a reactor can't handle an event and stops: nothing goes on until it is released",
		"reactor", d.cursor.name, "event", failed.event.String(), "error", failed.stop)
	reason := fmt.Errorf("%s: %w", failed.event, failed.stop)
	failed.stop = nil
	d.lanes.again(failed)
	d.stopped = true
	return d.cursor.stop(ctx, reason)
}

// tick saves the cursor and looks for what was released.
func (d *dispatcher) tick(ctx context.Context) error {
	if err := d.cursor.save(ctx, d.tracker.through); err != nil {
		return err
	}
	if !d.stopped && len(d.parked) == 0 {
		return nil
	}
	released, err := d.cursor.released(ctx)
	if err != nil {
		return err
	}
	d.stopped = d.stopped && !released.Running
	for _, stream := range released.Streams {
		if err := d.replay(ctx, eventstore.StreamID(stream)); err != nil {
			return err
		}
	}
	return nil
}

// replay begins to take the parked events of a stream again.
func (d *dispatcher) replay(ctx context.Context, stream eventstore.StreamID) error {
	if d.replaying[stream] || !d.lanes.empty(stream) {
		return nil
	}
	d.replaying[stream] = true
	return d.replayNext(ctx, stream)
}

// replayNext sends the oldest parked event of a stream. When none is left, the
// stream is no longer parked: its later events come from the log again.
func (d *dispatcher) replayNext(ctx context.Context, stream eventstore.StreamID) error {
	position, err := d.cursor.oldest(ctx, stream)
	if err != nil {
		return err
	}
	if position == 0 {
		delete(d.parked, stream)
		delete(d.replaying, stream)
		return nil
	}
	events, err := d.Source.ReadBatch(ctx, position, 1)
	if err == nil && (len(events) != 1 || events[0].Position != position) {
		err = fmt.Errorf("the log does not hold the parked position %d", position)
	}
	if err != nil {
		return err
	}
	d.lanes.add(&delivery{event: &events[0], replayed: true})
	return nil
}
