package postgres

import (
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// columns of an event, in the order in which scanRecorded reads them.
const columns = `position, stream_id, stream_version, event_id, type, data, metadata, command_id,
	fingerprint, correlation_id, causation_id, actor, recorded_at, leaf_hash`

func scanRecorded(rows pgx.Rows, r *eventstore.Recorded) error {
	var leaf []byte
	err := rows.Scan((*int64)(&r.Position), (*string)(&r.StreamID), (*int64)(&r.Version), &r.EventID, &r.Type,
		&r.Data, &r.Metadata, &r.CommandID, &r.Fingerprint, &r.CorrelationID, &r.CausationID,
		&r.Actor, &r.RecordedAt, &leaf)
	if err != nil {
		return fmt.Errorf("read an event: %w", err)
	}
	if copy(r.LeafHash[:], leaf) != len(r.LeafHash) {
		return fmt.Errorf("read %s: its leaf hash has %d bytes", r, len(leaf))
	}
	r.RecordedAt = r.RecordedAt.UTC()
	return nil
}

// tailColumns are what folding needs of an event: what others recorded is read
// under the log's lock, and everybody waits for it.
const tailColumns = `position, stream_id, stream_version, type, data`

func scanTail(rows pgx.Rows, r *eventstore.Recorded) error {
	if err := rows.Scan((*int64)(&r.Position), (*string)(&r.StreamID), (*int64)(&r.Version), &r.Type, &r.Data); err != nil {
		return fmt.Errorf("read an event: %w", err)
	}
	return nil
}

// eachRecorded calls f with every row. The event is f's to keep.
func eachRecorded(rows pgx.Rows, f func(eventstore.Recorded) error) error {
	return each(rows, scanRecorded, f)
}

// eachTail calls f with every row of tailColumns.
func eachTail(rows pgx.Rows, f func(eventstore.Recorded) error) error {
	return each(rows, scanTail, f)
}

func each(rows pgx.Rows, scan func(pgx.Rows, *eventstore.Recorded) error, f func(eventstore.Recorded) error) error {
	defer rows.Close()
	for rows.Next() {
		var r eventstore.Recorded
		if err := scan(rows, &r); err != nil {
			return err
		}
		if err := f(r); err != nil {
			return err
		}
	}
	return rows.Err()
}
