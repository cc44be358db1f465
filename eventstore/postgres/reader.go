package postgres

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// Reads are short transactions of one round trip each: a long snapshot would
// keep the database from cleaning up.
const (
	beginRead = `SELECT set_config('role', 'sambatan_project', true), set_config('enable_seqscan', 'off', true)`

	selectHead = `SELECT coalesce(max(position), 0) FROM events`
	selectAll  = `SELECT ` + columns + ` FROM events WHERE position >= $1 ORDER BY position LIMIT $2`
)

// readAttempts bounds how many connections that broke while they were idle, in a
// restart of the database, one read goes through.
const readAttempts = 5

// read sends one query in a read-only transaction. scan may be called again
// after a failure.
func (s *Store) read(ctx context.Context, scan func(pgx.Rows) error, query string, arguments ...any) (err error) {
	for range readAttempts {
		var broken bool
		if broken, err = s.readOnce(ctx, scan, query, arguments...); err == nil {
			return nil
		}
		if !broken || ctx.Err() != nil {
			break
		}
	}
	return fmt.Errorf("read the log: %w", err)
}

func (s *Store) readOnce(ctx context.Context, scan func(pgx.Rows) error, query string, arguments ...any) (broken bool, err error) {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return false, err
	}
	defer conn.Release() // the pool destroys what comes back inside a transaction
	var trip pgx.Batch
	trip.Queue(`BEGIN READ ONLY`)
	trip.Queue(beginRead)
	trip.Queue(query, arguments...).Query(scan)
	trip.Queue(`COMMIT`)
	err = conn.SendBatch(ctx, &trip).Close()
	return conn.Conn().IsClosed(), err
}

// Head is the position of the last event, 0 when there is none.
func (s *Store) Head(ctx context.Context) (head eventstore.Position, err error) {
	err = s.read(ctx, func(rows pgx.Rows) error {
		_, err := pgx.CollectExactlyOneRow(rows, func(row pgx.CollectableRow) (struct{}, error) {
			return struct{}{}, row.Scan((*int64)(&head))
		})
		return err
	}, selectHead)
	return head, err
}

// ErrGap means that positions are missing from the log. They are given under its
// lock, so somebody has taken events away.
var ErrGap = errors.New("the log has a gap")

// ReadBatch returns at most limit events, in order, the first one at from. It
// returns none when the log ends before from, and ErrGap rather than skip any.
func (s *Store) ReadBatch(ctx context.Context, from eventstore.Position, limit int) ([]eventstore.Recorded, error) {
	from = max(from, 1)
	batch, err := s.readEvents(ctx, limit, selectAll, int64(from), limit)
	if err != nil {
		return nil, err
	}
	for i := range batch {
		if wanted := from + eventstore.Position(i); batch[i].Position != wanted {
			return nil, fmt.Errorf("%w: position %d is missing", ErrGap, wanted)
		}
	}
	return batch, nil
}

func (s *Store) readEvents(ctx context.Context, limit int, query string, arguments ...any) ([]eventstore.Recorded, error) {
	var events []eventstore.Recorded
	err := s.read(ctx, func(rows pgx.Rows) error {
		events = nil
		return eachRecorded(rows, func(r eventstore.Recorded) error {
			if events == nil {
				events = make([]eventstore.Recorded, 0, min(limit, 64)) // most readers are near the end
			}
			events = append(events, r)
			return nil
		})
	}, query, arguments...)
	return events, err
}

// Stream yields a stream's events from a version on (1: from its first).
func (s *Store) Stream(ctx context.Context, stream eventstore.StreamID, from eventstore.Version) iter.Seq2[eventstore.Recorded, error] {
	return pages(func(last eventstore.Recorded) ([]eventstore.Recorded, error) {
		return s.readPage(ctx, page{stream, max(from, last.Version+1)})
	})
}

// All yields every event from a position on, in order, up to the head as it is
// when the reading reaches it.
func (s *Store) All(ctx context.Context, from eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return pages(func(last eventstore.Recorded) ([]eventstore.Recorded, error) {
		return s.ReadBatch(ctx, max(from, last.Position+1), pageSize)
	})
}

// pageSize is how many events a reading iterator asks for at once.
const pageSize = 500

// pages flattens batches, each of which is read from the last event before it
// (zero at first), until one is not full.
func pages(read func(last eventstore.Recorded) ([]eventstore.Recorded, error)) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		var last eventstore.Recorded
		for {
			batch, err := read(last)
			if err != nil {
				yield(eventstore.Recorded{}, err)
				return
			}
			for _, recorded := range batch {
				if !yield(recorded, nil) {
					return
				}
				last = recorded
			}
			if len(batch) < pageSize {
				return
			}
		}
	}
}
