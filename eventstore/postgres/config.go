package postgres

import (
	"cmp"
	"errors"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// Config of a [Store]. Pool and FingerprintKey are required.
type Config struct {
	// Pool serves the reads, and tells how the appender connects: it has a
	// connection of its own besides. Behind a transaction pooler, give it the
	// exec or cache_describe mode.
	Pool *pgxpool.Pool
	// DirectDSN leads to a session, for Listen. Empty: the pool's own address.
	DirectDSN string
	// FingerprintKey turns commands into fingerprints: at least 16 bytes, secret,
	// the same in every process and for good.
	FingerprintKey []byte
	// QueueSize is how many commands may wait before others are refused with a
	// *eventstore.BusyError. Zero: 4,096.
	QueueSize int
	// CachedStates is how many streams' states are kept. Zero: 4,096.
	CachedStates int
	// Patience is how long commands are tried while the database is away or its
	// lock is held by others. Zero: 10 s.
	Patience time.Duration
	// Clock turns the database's time into the log's; tests use it to shift
	// time. Nil: the database's time as it is.
	Clock func(databaseNow time.Time) time.Time
	// Recorded is told what a batch recorded, as soon as it is committed, from
	// the appender's own goroutine: it must not block, nor change the events.
	// Nil: nobody is.
	Recorded func([]eventstore.Recorded)
	// Observe is told about every batch, from the appender's own goroutine: it
	// must not block. Nil: nobody is.
	Observe func(Batch)
	Logger  *slog.Logger // nil: silence
}

// Batch is what Config.Observe is told when a batch is over.
type Batch struct {
	Commands int           // taken
	Events   int           // recorded
	Attempts int           // 1 when all went well
	Waiting  int           // commands in the queue afterwards
	Took     time.Duration // from taking the commands to their answers
	Err      error         // nil when it was committed
}

const (
	defaultQueueSize    = 4096
	defaultCachedStates = 4096
	defaultPatience     = 10 * time.Second
)

func (c Config) withDefaults() (Config, error) {
	if c.Pool == nil {
		return c, errors.New("postgres: Config.Pool is required")
	}
	if len(c.FingerprintKey) < 16 {
		return c, errors.New("postgres: Config.FingerprintKey needs at least 16 bytes")
	}
	c.QueueSize = cmp.Or(c.QueueSize, defaultQueueSize)
	c.CachedStates = cmp.Or(c.CachedStates, defaultCachedStates)
	c.Patience = cmp.Or(c.Patience, defaultPatience)
	c.DirectDSN = cmp.Or(c.DirectDSN, c.Pool.Config().ConnString())
	if c.Clock == nil {
		c.Clock = func(now time.Time) time.Time { return now }
	}
	if c.Recorded == nil {
		c.Recorded = func([]eventstore.Recorded) {}
	}
	if c.Observe == nil {
		c.Observe = func(Batch) {}
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c, nil
}
