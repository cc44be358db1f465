package postgres

import (
	"context"
	"sync"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
)

const selectStream = `SELECT ` + columns + ` FROM events WHERE stream_id = $1 AND stream_version >= $2
	ORDER BY stream_version LIMIT $3`

// selectStreams is the same for many. LATERAL and ORDER BY keep it one index scan
// per stream, and each stream's events in their order.
const selectStreams = `SELECT ` + columns + ` FROM unnest($1::text[], $2::bigint[]) AS wanted (stream, next)
	CROSS JOIN LATERAL (SELECT * FROM events WHERE stream_id = wanted.stream
		AND stream_version >= wanted.next ORDER BY stream_version LIMIT $3) AS page`

// tripsAtOnce is how many round trips may read streams at once. A reader who
// comes while they are all on their way shares the next one with the others
// who do: a trip costs ten times what one more stream in it does.
const tripsAtOnce = 4

// page is a stream's events from a version on, up to pageSize.
type page struct {
	stream eventstore.StreamID
	next   eventstore.Version
}

// pageAnswer is what came of reading a page, once done is closed. Its events
// belong to everyone who asked for the page.
type pageAnswer struct {
	done   chan struct{}
	events []eventstore.Recorded
	err    error
}

// together lets those who read streams at the same time share round trips.
type together struct {
	mu      sync.Mutex
	waiting map[page]*pageAnswer // for a trip that has not begun
	trips   int                  // on their way
}

// readPage sees at least what was committed before it was called: the trip that
// answers begins afterwards.
func (s *Store) readPage(ctx context.Context, p page) ([]eventstore.Recorded, error) {
	answer, first := s.together.ask(p)
	if first {
		go s.readTogether(context.WithoutCancel(ctx)) // others may wait for it when this caller has gone
	}
	select {
	case <-answer.done:
		return answer.events, answer.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// ask tells whether somebody has to set out for the answer.
func (t *together) ask(p page) (answer *pageAnswer, first bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.waiting == nil {
		t.waiting = map[page]*pageAnswer{}
	}
	answer, ok := t.waiting[p]
	if !ok {
		answer = &pageAnswer{done: make(chan struct{})}
		t.waiting[p] = answer
	}
	if t.trips == tripsAtOnce {
		return answer, false
	}
	t.trips++
	return answer, true
}

// take returns everything that waits, one page of each stream; nothing: the
// traveller may rest.
func (t *together) take() map[page]*pageAnswer {
	t.mu.Lock()
	defer t.mu.Unlock()
	taken, streams := map[page]*pageAnswer{}, map[eventstore.StreamID]bool{}
	for p, answer := range t.waiting {
		if !streams[p.stream] {
			taken[p], streams[p.stream] = answer, true
			delete(t.waiting, p)
		}
	}
	if len(taken) == 0 {
		t.trips--
	}
	return taken
}

func (s *Store) readTogether(ctx context.Context) {
	for taken := s.together.take(); len(taken) > 0; taken = s.together.take() {
		s.answer(ctx, taken)
	}
}

// answer reads pages in one trip. A page that the database does not take hurts
// only itself.
func (s *Store) answer(ctx context.Context, pages map[page]*pageAnswer) {
	ctx, cancel := context.WithTimeout(ctx, tripTimeout)
	defer cancel()
	err := s.readPages(ctx, pages)
	if len(pages) > 1 && isRefusedData(err) {
		for p, answer := range pages {
			s.answer(ctx, map[page]*pageAnswer{p: answer})
		}
		return
	}
	for _, answer := range pages {
		answer.err = err
		close(answer.done)
	}
}

func (s *Store) readPages(ctx context.Context, pages map[page]*pageAnswer) error {
	streams, nexts := make([]string, 0, len(pages)), make([]int64, 0, len(pages))
	byStream := make(map[eventstore.StreamID]*pageAnswer, len(pages))
	for p, answer := range pages {
		streams, nexts = append(streams, string(p.stream)), append(nexts, int64(p.next))
		byStream[p.stream] = answer
	}
	scan := func(rows pgx.Rows) error {
		for _, answer := range byStream {
			answer.events = nil
		}
		return eachRecorded(rows, func(r eventstore.Recorded) error {
			answer := byStream[r.StreamID]
			answer.events = append(answer.events, r)
			return nil
		})
	}
	if len(streams) == 1 { // a third of the work
		return s.read(ctx, scan, selectStream, streams[0], nexts[0], pageSize)
	}
	return s.read(ctx, scan, selectStreams, streams, nexts, pageSize)
}
