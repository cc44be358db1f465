package reactor

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
)

// delivery is one event on its way to the handler.
type delivery struct {
	event    *eventstore.Recorded
	body     any // as decoded, or what it leads to; nil: neither is known yet
	lane     string
	attempts int
	replayed bool // it was parked and has been released

	park error // the handler's verdict: park the lane
	stop error // the handler's verdict: stop the reactor
}

// nothing is the body of an event that leads nowhere.
type nothing struct{}

// pause is how long to wait before the delivery is sent again.
func (d *delivery) pause(first, longest time.Duration) time.Duration {
	wait := first
	for range min(d.attempts-1, 30) {
		wait = min(2*wait, longest)
	}
	return wait
}

type deliveryKey struct{}

// deliveryOf returns the delivery that a message belongs to.
func deliveryOf(msg *message.Message) (*delivery, error) {
	d, ok := msg.Context().Value(deliveryKey{}).(*delivery)
	if !ok {
		return nil, fmt.Errorf("message %s does not come from a reactor.Subscriber", msg.UUID)
	}
	return d, nil
}

// sending is a delivery made ready: a Watermill message can be answered only
// once, so each attempt has one of its own.
type sending struct {
	*delivery
	msg    *message.Message
	cancel context.CancelFunc // of the message's context
}

func (d *delivery) sending(ctx context.Context, marshal func(*eventstore.Recorded) (*message.Message, error)) (*sending, error) {
	msg, err := marshal(d.event)
	if err != nil {
		return nil, fmt.Errorf("message of %s: %w", d.event, err)
	}
	ctx, cancel := context.WithCancel(context.WithValue(ctx, deliveryKey{}, d))
	msg.SetContext(ctx)
	return &sending{d, msg, cancel}, nil
}

// Metadata of a message, besides Watermill's correlation id.
const (
	MetadataType     = "type"
	MetadataStream   = "stream"
	MetadataPosition = "position"
)

// Marshal makes a Watermill message of an event: its id, its data as they were
// recorded, and where it stands as metadata.
func Marshal(r *eventstore.Recorded) (*message.Message, error) {
	msg := message.NewMessage(id.ID(r.EventID).String(), r.Data)
	msg.Metadata.Set(MetadataType, r.Type)
	msg.Metadata.Set(MetadataStream, string(r.StreamID))
	msg.Metadata.Set(MetadataPosition, strconv.FormatInt(int64(r.Position), 10))
	middleware.SetCorrelationID(id.ID(r.CorrelationID).String(), msg)
	return msg, nil
}
