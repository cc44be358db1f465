package relay

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// Names that relay, feed and recovery share when none are given.
const (
	DefaultStream = "SAMBATAN" // the JetStream stream
	DefaultPrefix = "sambatan" // the first part of every subject
)

// batchSize is how many events are read from Postgres at once.
const batchSize = eventstore.MaxBatchEvents

// Config of a [Relay]. Conn and Source are required.
type Config struct {
	Conn   *nats.Conn
	Source Source
	// Listen calls wake whenever the log may have grown, until ctx is done. It
	// is started again when it fails. Zero: the poll alone finds new events.
	Listen func(ctx context.Context, wake func()) error
	// Lease keeps the relay to one process. Zero: this is the only one. The
	// expected sequence, not the lease, is what keeps the stream right.
	Lease Lease
	// Key seals the messages, so that a feed with the same key can tell them
	// from any others. Zero: NATS's permissions alone keep others from writing.
	Key []byte
	// NeedFrom returns the lowest position that some consumer still has to
	// handle, where a lost stream is begun anew. Zero: at position 1. Any
	// answer is sound: followers read what JetStream lacks from Postgres.
	NeedFrom func(ctx context.Context) (eventstore.Position, error)
	// Published is told what is about to be published, in order, from the relay's
	// own goroutine: it must not block, nor change the events. Zero: nobody is.
	Published func([]eventstore.Recorded)

	Stream string // zero: DefaultStream
	Prefix string // zero: DefaultPrefix

	Replicas int           // of the stream; zero: 1
	MaxAge   time.Duration // after which JetStream forgets an event; zero: never
	MaxBytes int64         // that the stream may take on disk; zero: no limit

	MaxPending int           // publications in flight, give or take a batch; zero: 2,048
	Poll       time.Duration // the longest that a new event waits; zero: 250 ms
	Audit      time.Duration // how often an idle relay looks at the stream; zero: 5 s
	AckTimeout time.Duration // for one acknowledgement; zero: 10 s
	// Patience is how long a stream that is there but acknowledges nothing is
	// given before it is deleted and filled anew; zero: 1 minute.
	Patience time.Duration

	Logger *slog.Logger // zero: silence
}

func (c Config) mustValidate() Config {
	if c.Conn == nil || c.Source == nil {
		panic("relay: Config.Conn and Config.Source are required")
	}
	return c
}

func (c Config) withDefaults() Config {
	c.Stream = cmp.Or(c.Stream, DefaultStream)
	c.Prefix = cmp.Or(c.Prefix, DefaultPrefix)
	c.Replicas = cmp.Or(c.Replicas, 1)
	c.MaxBytes = cmp.Or(c.MaxBytes, -1)
	c.MaxPending = cmp.Or(c.MaxPending, 2048)
	c.Poll = cmp.Or(c.Poll, 250*time.Millisecond)
	c.Audit = cmp.Or(c.Audit, 5*time.Second)
	c.AckTimeout = cmp.Or(c.AckTimeout, 10*time.Second)
	c.Patience = cmp.Or(c.Patience, time.Minute)
	if c.Lease == nil {
		c.Lease = noLease{}
	}
	if c.NeedFrom == nil {
		c.NeedFrom = func(context.Context) (eventstore.Position, error) { return 1, nil }
	}
	if c.Published == nil {
		c.Published = func([]eventstore.Recorded) {}
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c
}

func (c Config) wire() wire {
	return newWire(c.Source.ID(), c.Key, c.Prefix)
}
