package projections

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// Status is where a live projection stands.
type Status struct {
	Name     string
	Version  int
	Position eventstore.Position
	Head     eventstore.Position // of the log
	Behind   int64               // events
	Lag      time.Duration       // age of the oldest event not yet applied; 0 when caught up
	Parked   int                 // streams
	Stopped  string              // why it stopped; empty: it runs
}

// ReadStatus returns the status of every live projection, by name.
func ReadStatus(ctx context.Context, q Querier, log eventstore.Reader, now time.Time) ([]Status, error) {
	const query = `SELECT name, version, position, coalesce(stopped_reason, ''),
			(SELECT count(*) FROM projection_parked p WHERE (p.name, p.version, p.build) = (c.name, c.version, c.build))
		FROM projection_checkpoints c WHERE state = 'live' ORDER BY name`
	statuses, err := All(ctx, q, func(row pgx.CollectableRow) (s Status, err error) {
		err = row.Scan(&s.Name, &s.Version, &s.Position, &s.Stopped, &s.Parked)
		return s, err
	}, query)
	if err != nil {
		return nil, fmt.Errorf("read the status of projections: %w", err)
	}
	head, err := log.Head(ctx) // after the positions, or they could be beyond it
	if err != nil {
		return nil, err
	}
	ages := map[eventstore.Position]time.Time{}
	for i := range statuses {
		if err := statuses[i].measure(ctx, log, head, now, ages); err != nil {
			return nil, err
		}
	}
	return statuses, nil
}

func (s *Status) measure(ctx context.Context, log eventstore.Reader, head eventstore.Position, now time.Time, ages map[eventstore.Position]time.Time) error {
	s.Head, s.Behind = head, int64(head-s.Position)
	if s.Behind <= 0 {
		return nil
	}
	waiting := s.Position + 1
	if _, known := ages[waiting]; !known {
		for recorded, err := range log.All(ctx, waiting) {
			if err != nil {
				return err
			}
			ages[waiting] = recorded.RecordedAt
			break
		}
	}
	if since, known := ages[waiting]; known {
		s.Lag = max(0, now.Sub(since))
	}
	return nil
}

// ParkedStream is a stream that waits behind an event which could not be applied.
type ParkedStream struct {
	Projection string
	Stream     eventstore.StreamID
	Position   eventstore.Position // of that event
	Version    eventstore.Version
	Reason     string
	Since      time.Time
}

// ReadParked returns the parked streams of the live projections, oldest first.
func ReadParked(ctx context.Context, q Querier) ([]ParkedStream, error) {
	const query = `SELECT p.name, p.stream_id, p.position, p.stream_version, p.reason, p.parked_at
		FROM projection_parked p JOIN projection_checkpoints c USING (name, version, build)
		WHERE c.state = 'live' ORDER BY p.position, p.name`
	return All(ctx, q, func(row pgx.CollectableRow) (s ParkedStream, err error) {
		err = row.Scan(&s.Projection, (*string)(&s.Stream), &s.Position, &s.Version, &s.Reason, ScanTime(&s.Since))
		return s, err
	}, query)
}

// Positions returns how far each live projection has come.
func Positions(ctx context.Context, q Querier) (map[string]eventstore.Position, error) {
	rows, err := q.Query(ctx, `SELECT name, position FROM projection_checkpoints WHERE state = 'live'`)
	if err != nil {
		return nil, err
	}
	positions := map[string]eventstore.Position{}
	var name string
	var position eventstore.Position
	_, err = pgx.ForEachRow(rows, []any{&name, &position}, func() error {
		positions[name] = position
		return nil
	})
	return positions, err
}
