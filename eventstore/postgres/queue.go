package postgres

import (
	"slices"
	"sync"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// queue holds the requests that wait for the appender, in arrival order.
type queue struct {
	mu      sync.Mutex
	waiting []*request
	limit   int
	closed  bool
	arrived chan struct{} // holds one signal when something is to be taken
}

func newQueue(limit int) *queue {
	return &queue{limit: limit, arrived: make(chan struct{}, 1)}
}

// push adds a request, or returns ErrClosed or a *eventstore.BusyError.
func (q *queue) push(r *request) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return eventstore.ErrClosed
	}
	if len(q.waiting) >= q.limit {
		return &eventstore.BusyError{RetryAfter: time.Second, Reason: "too many commands are waiting"}
	}
	q.waiting = append(q.waiting, r)
	q.signal()
	return nil
}

// take waits for requests and returns at most limit of them; none when the
// queue was closed and is empty.
func (q *queue) take(limit int) []*request {
	for {
		if taken, closed := q.tryTake(limit); len(taken) > 0 || closed {
			return taken
		}
		<-q.arrived
	}
}

func (q *queue) tryTake(limit int) (taken []*request, closed bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) <= limit {
		taken, q.waiting = q.waiting, nil
	} else {
		taken, q.waiting = q.waiting[:limit:limit], slices.Clone(q.waiting[limit:])
	}
	return taken, q.closed
}

// putBack returns requests that did not fit into a batch to the front.
func (q *queue) putBack(requests []*request) {
	if len(requests) == 0 {
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = slices.Concat(requests, q.waiting)
	q.signal()
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.signal()
}

func (q *queue) len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.waiting)
}

func (q *queue) signal() {
	select {
	case q.arrived <- struct{}{}:
	default:
	}
}
