package postgres

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// tripTimeout ends a round trip whose connection has gone silent.
const tripTimeout = 8 * time.Second

// errNotCommitted means that the server answered COMMIT with a rollback.
var errNotCommitted = errors.New("the transaction was rolled back")

const (
	// tailLimit is how many events of a stream one trip reads. Whoever is further
	// behind catches up without the log's lock.
	tailLimit = 2000
	// newLimit is the same for a stream of which nothing is known. Most of those are
	// new, or short: a trip before the lock would cost more than it spares.
	newLimit = 16
)

func limitOf(known int64) int64 {
	if known == 0 {
		return newLimit
	}
	return tailLimit
}

// catchUp reads the streams that are behind, without the log's lock.
func (b *batch) catchUp(ctx context.Context) error {
	for behind := b.behind(); len(behind) > 0; behind = b.behind() {
		var trip pgx.Batch
		trip.Queue(`BEGIN READ ONLY`)
		trip.Queue(beginAppend)
		ruled, bare := partition(behind)
		if len(ruled) > 0 {
			b.queueTails(&trip, ruled)
		}
		if len(bare) > 0 {
			b.queueVersions(&trip, bare)
		}
		trip.Queue(`COMMIT`)
		if err := b.send(ctx, &trip); err != nil {
			return fmt.Errorf("load streams: %w", err)
		}
	}
	return nil
}

// behind returns the streams of which there may be more to read.
func (b *batch) behind() (tracks []*track) {
	for _, t := range b.tracks {
		if t.behind {
			tracks = append(tracks, t)
		}
	}
	return tracks
}

// send makes one round trip. Its callbacks have run when it returns.
func (b *batch) send(ctx context.Context, trip *pgx.Batch) error {
	ctx, cancel := context.WithTimeout(ctx, tripTimeout)
	defer cancel()
	return b.conn.SendBatch(ctx, trip).Close()
}

// partition tells the streams whose events matter from those that are only
// appended to.
func partition(tracks []*track) (ruled, bare []*track) {
	for _, t := range tracks {
		if t.rules == nil {
			bare = append(bare, t)
		} else {
			ruled = append(ruled, t)
		}
	}
	return ruled, bare
}

// begin is the first round trip: it takes the lock and reads what deciding needs.
func (b *batch) begin(ctx context.Context) error {
	tracks := slices.Collect(maps.Values(b.tracks))
	var trip pgx.Batch
	trip.Queue(`BEGIN`)
	trip.Queue(beginLocked, b.lockKey)
	b.queueHead(&trip)
	b.queueTails(&trip, tracks)
	b.queueCommands(&trip)
	if err := b.send(ctx, &trip); err != nil {
		return fmt.Errorf("take the log's lock: %w", err)
	}
	return nil
}

// release gives the lock back without having recorded anything.
func (b *batch) release(ctx context.Context) error {
	var trip pgx.Batch
	trip.Queue(`ROLLBACK`)
	if err := b.send(ctx, &trip); err != nil {
		return fmt.Errorf("give the log's lock back: %w", err)
	}
	return nil
}

func (b *batch) queueHead(trip *pgx.Batch) {
	trip.Queue(readHead).QueryRow(func(row pgx.Row) error {
		var now time.Time
		var last pgtype.Timestamptz
		if err := row.Scan(&now, (*int64)(&b.head), &last); err != nil {
			return err
		}
		b.now = b.store.config.Clock(now).UTC().Truncate(time.Microsecond)
		if b.now.Before(last.Time) {
			b.now = last.Time.UTC()
		}
		return nil
	})
}

// queueTails reads what each stream has beyond what is known of it.
func (b *batch) queueTails(trip *pgx.Batch, tracks []*track) {
	streams, known := make([]string, len(tracks)), make([]int64, len(tracks))
	for i, t := range tracks {
		streams[i], known[i] = string(t.stream), int64(t.version)
	}
	trip.Queue(readTails, streams, known, newLimit, tailLimit).Query(func(rows pgx.Rows) error {
		err := eachTail(rows, func(r eventstore.Recorded) error {
			b.tracks[r.StreamID].fold(r)
			return nil
		})
		for i, t := range tracks {
			t.behind = int64(t.version)-known[i] == limitOf(known[i])
		}
		return err
	})
}

// queueVersions reads no more than the versions of streams that are only
// appended to.
func (b *batch) queueVersions(trip *pgx.Batch, tracks []*track) {
	streams := make([]string, len(tracks))
	for i, t := range tracks {
		streams[i] = string(t.stream)
	}
	trip.Queue(readVersions, streams).Query(func(rows pgx.Rows) error {
		defer rows.Close()
		for rows.Next() {
			var stream string
			var version int64
			if err := rows.Scan(&stream, &version); err != nil {
				return err
			}
			t := b.tracks[eventstore.StreamID(stream)]
			t.version, t.behind = eventstore.Version(version), false
		}
		return rows.Err()
	})
}

// queueCommands looks for commands that were executed before.
func (b *batch) queueCommands(trip *pgx.Batch) {
	b.commands.reset(pgtype.UUIDOID)
	for _, r := range b.requests {
		b.commands.add(r.meta.CommandID[:])
	}
	trip.Queue(readCommands, &b.commands).Query(func(rows pgx.Rows) error {
		b.recorded = map[eventstore.UUID][]eventstore.Recorded{}
		err := eachRecorded(rows, func(r eventstore.Recorded) error {
			b.recorded[r.CommandID] = append(b.recorded[r.CommandID], r)
			return nil
		})
		for _, events := range b.recorded {
			slices.SortFunc(events, func(x, y eventstore.Recorded) int { return cmp.Compare(x.Position, y.Position) })
		}
		return err
	})
}

// reload rebuilds a spoiled state: from the log, and from what this batch has
// decided so far.
func (b *batch) reload(ctx context.Context, t *track) error {
	version := t.version
	t.restart()
	for t.behind {
		var trip pgx.Batch
		b.queueTails(&trip, []*track{t})
		if err := b.send(ctx, &trip); err != nil {
			return fmt.Errorf("reload %s: %w", t.stream, err)
		}
	}
	for _, recorded := range b.events {
		if recorded.StreamID == t.stream {
			t.fold(recorded)
		}
	}
	if t.version != version {
		return fmt.Errorf("reload %s: version %d became %d", t.stream, version, t.version)
	}
	return nil
}

// commit is the second round trip: it records the events, wakes whoever listens
// and ends the transaction.
func (b *batch) commit(ctx context.Context) error {
	var trip pgx.Batch
	if len(b.events) > 0 {
		trip.Queue(insertEvents, b.columns.of(b.head, b.events)...)
		trip.Queue(notify)
	}
	trip.Queue(`COMMIT`).Exec(func(tag pgconn.CommandTag) error {
		if tag.String() != "COMMIT" {
			return errNotCommitted
		}
		return nil
	})
	b.store.fresh.begin()
	defer b.store.fresh.done()
	if err := b.send(ctx, &trip); err != nil {
		return fmt.Errorf("record events: %w", err)
	}
	b.store.fresh.add(b.events)
	return nil
}
