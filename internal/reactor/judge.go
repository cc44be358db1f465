package reactor

import (
	"context"
	"errors"
	"io"
	"net"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// judge is the outermost middleware: when the handler has failed for good, it
// decides what becomes of the event. The subscriber carries it out.
func judge(money bool) message.HandlerMiddleware {
	return func(handle message.HandlerFunc) message.HandlerFunc {
		return func(msg *message.Message) ([]*message.Message, error) {
			delivery, err := deliveryOf(msg)
			if err != nil {
				return nil, err
			}
			ctx := msg.Context()
			produced, err := handle(msg)
			switch {
			case err == nil:
				return produced, nil
			case ctx.Err() != nil, passing(err):
				return nil, err // a Nack: it is sent again later
			case money:
				delivery.stop = err
				return nil, err
			}
			delivery.park = err
			return nil, nil // an Ack: the subscriber parks the lane
		}
	}
}

// passing tells an outage, which is waited out, from a failure that would come
// again.
func passing(err error) bool {
	if _, busy := errors.AsType[*eventstore.BusyError](err); busy {
		return true
	}
	if _, network := errors.AsType[net.Error](err); network {
		return true
	}
	if _, connecting := errors.AsType[*pgconn.ConnectError](err); connecting {
		return true
	}
	if answer, ok := errors.AsType[*pgconn.PgError](err); ok {
		return passingClasses[answer.Code[:2]]
	}
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, eventstore.ErrClosed) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		pgconn.SafeToRetry(err)
}

// passingClasses are the classes of SQLSTATE that speak of the server's state
// and not of the statement.
var passingClasses = map[string]bool{
	"08": true, // connection
	"25": true, // transaction state: read-only during a switch-over
	"40": true, // rolled back: deadlock, serialization
	"53": true, // resources: disk, memory, connections
	"55": true, // lock not available
	"57": true, // operator: shutdown, timeout
	"58": true, // system error
}

func isPanic(err error) bool {
	_, panicked := errors.AsType[middleware.RecoveredPanicError](err)
	return panicked
}
