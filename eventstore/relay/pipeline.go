package relay

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/sensasiwangi/sambatan/eventstore"
)

var (
	// errAckTimeout means that a publication was neither acknowledged nor refused.
	errAckTimeout = errors.New("JetStream does not acknowledge")
	// errRenewed means that what was in flight may have been lost with the old
	// connection; waiting for its acknowledgement would take the whole timeout.
	errRenewed = errors.New("the connection to NATS was renewed")
)

// An acknowledgement is asked for with every so many messages, or bytes, and with
// the last message of a batch.
const (
	ackMessages = 256
	ackBytes    = 1 << 20
)

// pipeline publishes without waiting for acknowledgements, and asks for few. Each
// message names the sequence and the message that it follows, so JetStream
// refuses everything behind one that it misses, even when a stranger took that
// one's place. Order needs no waiting, and who acknowledges one message has all
// those before it.
type pipeline struct {
	conn    *nats.Conn
	js      jetstream.JetStream
	stream  string
	timeout time.Duration
	renewed <-chan nats.Status // NATS is connected again
	onAck   func(acknowledged eventstore.Position, count int)

	silent flight   // published since the last acknowledgement was asked for
	flying []flight // each with one that was asked for
	last   string   // id of the message before; empty: this session has sent none
}

// flight is a run of messages with one acknowledgement.
type flight struct {
	position eventstore.Position // of the last message
	count    int
	bytes    int
	future   jetstream.PubAckFuture
}

// publish sends the message of a position. The last one of a batch makes sure
// that all of them will be acknowledged. So does the very first one: a store that
// fails says why to it, and to others only that it misses that one.
func (p *pipeline) publish(position eventstore.Position, msg *nats.Msg, last bool) error {
	p.silent.position, p.silent.count, p.silent.bytes = position, p.silent.count+1, p.silent.bytes+len(msg.Data)
	send := p.sendSilently
	if last || p.last == "" || p.silent.count >= ackMessages || p.silent.bytes >= ackBytes {
		send = p.send
	}
	if p.last != "" {
		msg.Header.Set(jetstream.ExpectedLastMsgIDHeader, p.last)
	}
	p.last = msg.Header.Get(jetstream.MsgIDHeader)
	if err := send(position, msg); err != nil {
		return fmt.Errorf("publish position %d: %w", position, err)
	}
	return nil
}

func (p *pipeline) send(position eventstore.Position, msg *nats.Msg) error {
	future, err := p.js.PublishMsgAsync(msg,
		jetstream.WithExpectStream(p.stream),
		jetstream.WithExpectLastSequence(uint64(position-1)), //nolint:gosec // positions begin at 1
		jetstream.WithStallWait(p.timeout),
		jetstream.WithRetryAttempts(0)) // the relay begins anew behind the last one that arrived
	if err != nil {
		return err
	}
	p.silent.future = future
	p.flying = append(p.flying, p.silent)
	p.silent = flight{}
	return nil
}

func (p *pipeline) sendSilently(position eventstore.Position, msg *nats.Msg) error {
	msg.Header.Set(jetstream.ExpectedStreamHeader, p.stream)
	msg.Header.Set(jetstream.ExpectedLastSeqHeader, strconv.FormatInt(int64(position-1), 10))
	return p.conn.PublishMsg(msg)
}

// settle waits until at most limit messages are in flight.
func (p *pipeline) settle(ctx context.Context, limit int) error {
	timeout := time.NewTimer(p.timeout)
	defer timeout.Stop()
	for pending := p.pending(); pending > limit && len(p.flying) > 0; {
		f := p.flying[0]
		if err := p.await(ctx, f, timeout.C); err != nil {
			return fmt.Errorf("publish up to position %d: %w", f.position, err)
		}
		p.onAck(f.position, f.count)
		timeout.Reset(p.timeout) // it is for one acknowledgement
		p.flying = p.flying[:copy(p.flying, p.flying[1:])]
		pending -= f.count
	}
	return nil
}

func (p *pipeline) pending() (messages int) {
	for _, f := range p.flying {
		messages += f.count
	}
	return messages
}

func (p *pipeline) await(ctx context.Context, f flight, timeout <-chan time.Time) error {
	select {
	case ack := <-f.future.Ok():
		if ack.Sequence != uint64(f.position) { //nolint:gosec // positions begin at 1
			return haltf("JetStream gave position %d the sequence %d", f.position, ack.Sequence)
		}
		return nil
	case err := <-f.future.Err():
		return err
	case <-p.renewed:
		return errRenewed
	case <-timeout:
		return errAckTimeout
	case <-ctx.Done():
		return ctx.Err()
	}
}
