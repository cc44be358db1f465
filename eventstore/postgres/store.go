package postgres

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// Store is the log. It implements [eventstore.Log] and is safe for concurrent use.
type Store struct {
	config Config
	pool   *pgxpool.Pool
	id     eventstore.UUID
	queue  *queue
	fresh  fresh
	// together is what reads of streams share.
	together together
	macs     sync.Pool // of hash.Hash, keyed with Config.FingerprintKey
	// halted is closed when the appender has ended; halt ends its work at once.
	halted chan struct{}
	halt   context.CancelFunc
}

var _ eventstore.Log = (*Store)(nil)

// Open connects to a migrated database and starts the appender. Close the store
// to stop it; the pool stays the caller's.
func Open(ctx context.Context, config Config) (*Store, error) {
	config, err := config.withDefaults()
	if err != nil {
		return nil, err
	}
	store := &Store{
		config: config,
		pool:   config.Pool,
		queue:  newQueue(config.QueueSize),
		halted: make(chan struct{}),
	}
	store.macs.New = func() any { return hmac.New(sha256.New, config.FingerprintKey) }
	if err := store.readIdentity(ctx); err != nil {
		return nil, err
	}
	appender := newAppender(store)
	// The appender outlives Open's context: it lives until Close.
	running, halt := context.WithCancel(context.WithoutCancel(ctx))
	store.halt = halt
	go func() {
		defer close(store.halted)
		appender.run(running)
	}()
	return store, nil
}

// dial opens a connection of our own, like those of the pool.
func (s *Store) dial(ctx context.Context) (*pgx.Conn, error) {
	pool := s.pool.Config()
	if pool.BeforeConnect != nil {
		if err := pool.BeforeConnect(ctx, pool.ConnConfig); err != nil {
			return nil, fmt.Errorf("prepare to connect: %w", err)
		}
	}
	// Statements that are prepared by name get lost behind a transaction pooler;
	// arrays need the server's description of the parameters.
	if pool.ConnConfig.DefaultQueryExecMode != pgx.QueryExecModeCacheStatement {
		pool.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
	}
	conn, err := pgx.ConnectConfig(ctx, pool.ConnConfig)
	if err != nil {
		return nil, errors.Join(errUnreachable, err)
	}
	registerColumns(conn.TypeMap())
	return conn, nil
}

// ID tells this log from every other one.
func (s *Store) ID() eventstore.UUID { return s.id }

// Close refuses new commands, answers those that wait and stops the appender.
// When ctx ends before that, commands in flight are cut short and their callers
// get ErrClosed: whether those were recorded shows when they are sent again.
func (s *Store) Close(ctx context.Context) error {
	s.queue.close()
	defer s.halt()
	select {
	case <-s.halted:
		return nil
	case <-ctx.Done():
		s.halt()
		<-s.halted
		return fmt.Errorf("close the log: %w", ctx.Err())
	}
}

func (s *Store) readIdentity(ctx context.Context) error {
	err := s.read(ctx, func(rows pgx.Rows) error {
		id, err := pgx.CollectExactlyOneRow(rows, pgx.RowTo[eventstore.UUID])
		s.id = id
		return err
	}, `SELECT log_id FROM log_identity`)
	if err != nil {
		return fmt.Errorf("find the log's identity (is the database migrated?): %w", err)
	}
	return nil
}
