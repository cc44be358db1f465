package relay

import (
	"context"
	"errors"
	"fmt"
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

// pipeline publishes without waiting for each acknowledgement. The expected
// sequence makes JetStream refuse everything behind the first one it misses, so
// order needs no waiting.
type pipeline struct {
	js      jetstream.JetStream
	stream  string
	timeout time.Duration
	renewed <-chan nats.Status // NATS is connected again
	flying  []flight
	onAck   func(acknowledged eventstore.Position, count int)
}

type flight struct {
	position eventstore.Position
	future   jetstream.PubAckFuture
}

func (p *pipeline) publish(position eventstore.Position, msg *nats.Msg) error {
	future, err := p.js.PublishMsgAsync(msg,
		jetstream.WithExpectStream(p.stream),
		jetstream.WithExpectLastSequence(uint64(position-1)), //nolint:gosec // positions begin at 1
		jetstream.WithStallWait(p.timeout),
		jetstream.WithRetryAttempts(0)) // the relay begins anew behind the last one that arrived
	if err != nil {
		return fmt.Errorf("publish position %d: %w", position, err)
	}
	p.flying = append(p.flying, flight{position, future})
	return nil
}

// settle waits until at most limit publications are in flight.
func (p *pipeline) settle(ctx context.Context, limit int) error {
	count := len(p.flying) - limit
	if count <= 0 {
		return nil
	}
	timeout := time.NewTimer(p.timeout)
	defer timeout.Stop()
	for i, f := range p.flying[:count] {
		if err := p.await(ctx, f, timeout.C); err != nil {
			p.acknowledged(i)
			return fmt.Errorf("publish position %d: %w", f.position, err)
		}
	}
	p.acknowledged(count)
	return nil
}

func (p *pipeline) acknowledged(count int) {
	if count > 0 {
		p.onAck(p.flying[count-1].position, count)
	}
	p.flying = p.flying[:copy(p.flying, p.flying[count:])]
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
