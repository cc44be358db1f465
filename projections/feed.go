package projections

import (
	"context"
	"sync"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
)

const (
	// feedCapacity bounds the decoded events that wait for the slowest cursor.
	feedCapacity = 4 * MaxCommitEvents
	// feedPatience is how long a full feed waits for its slowest cursor before
	// it goes on without it; that one reads the log by itself until it is back.
	feedPatience = time.Second
)

// feed shares decoded events among the projections of one process. It holds a
// window of consecutive events; a cursor that fell behind it reads the log.
type feed struct {
	reader   eventstore.Reader
	decoders *Decoders

	mu      sync.Mutex
	window  []Event             // consecutive
	next    eventstore.Position // that the next pushed batch begins with
	cursors map[*cursor]struct{}
	changed chan struct{} // closed and replaced at every change
}

// cursor is one projection's place in the feed.
type cursor struct {
	feed  *feed
	after eventstore.Position
}

func newFeed(reader eventstore.Reader, decoders *Decoders) *feed {
	return &feed{reader: reader, decoders: decoders, next: 1, cursors: map[*cursor]struct{}{}, changed: make(chan struct{})}
}

// begin tells where the following will begin; nothing was pushed yet.
func (f *feed) begin(from eventstore.Position) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.next, f.window = from, nil
	f.signal()
}

func (f *feed) join(after eventstore.Position) *cursor {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := &cursor{feed: f, after: after}
	f.cursors[c] = struct{}{}
	return c
}

func (c *cursor) leave() {
	c.feed.mu.Lock()
	defer c.feed.mu.Unlock()
	delete(c.feed.cursors, c)
	c.feed.trim()
	c.feed.signal()
}

// push adds a batch, after making room for it.
func (f *feed) push(ctx context.Context, batch []eventstore.Recorded) error {
	events := f.decoders.decodeAll(batch)
	patience := time.NewTimer(feedPatience)
	defer patience.Stop()
	for {
		changed, done := f.tryPush(events, false)
		if done {
			return nil
		}
		select {
		case <-changed:
		case <-patience.C:
			f.tryPush(events, true)
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (f *feed) tryPush(events []Event, evict bool) (changed <-chan struct{}, done bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if over := len(f.window) + len(events) - feedCapacity; over > 0 {
		if !evict {
			return f.changed, false
		}
		f.window = f.window[min(over, len(f.window)):]
	}
	f.window = append(f.window, events...)
	f.next = events[len(events)-1].Position + 1
	f.signal()
	return nil, true
}

// trim drops what every cursor has passed; those behind the window do not
// count. Slices handed out stay valid: the window is never overwritten, only cut
// at its front.
func (f *feed) trim() {
	slowest := f.next
	for c := range f.cursors {
		if c.after+1 >= f.first() {
			slowest = min(slowest, c.after+1)
		}
	}
	passed := int(slowest - f.first())
	switch {
	case passed >= len(f.window):
		f.window = nil
	case passed > 0:
		f.window = f.window[passed:]
	}
}

// first is the position that the window begins with, or will.
func (f *feed) first() eventstore.Position { return f.next - eventstore.Position(len(f.window)) }

func (f *feed) signal() {
	close(f.changed)
	f.changed = make(chan struct{})
}

// read returns the events after a position: as many as there are, at most
// MaxCommitEvents. It waits for one.
func (c *cursor) read(ctx context.Context, after eventstore.Position) ([]Event, error) {
	for {
		events, changed, behind := c.look(after)
		switch {
		case len(events) > 0:
			return events, nil
		case behind > 0:
			if events, err := c.feed.readLog(ctx, after, behind); err != nil || len(events) > 0 {
				return events, err
			}
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// look takes from the window. behind counts the events between the position and
// the window, which only the log has.
func (c *cursor) look(after eventstore.Position) (events []Event, changed <-chan struct{}, behind int) {
	f := c.feed
	f.mu.Lock()
	defer f.mu.Unlock()
	if c.after != after {
		c.after = after
		f.trim()
		f.signal()
	}
	skip := int(after + 1 - f.first())
	switch {
	case skip < 0:
		return nil, f.changed, -skip
	case skip >= len(f.window):
		return nil, f.changed, 0
	}
	end := min(len(f.window), skip+MaxCommitEvents)
	return f.window[skip:end:end], f.changed, 0
}

func (f *feed) readLog(ctx context.Context, after eventstore.Position, limit int) ([]Event, error) {
	limit = min(limit, MaxCommitEvents)
	events := make([]Event, 0, limit)
	for recorded, err := range f.reader.All(ctx, after+1) {
		if err != nil {
			return nil, err
		}
		events = append(events, f.decoders.Decode(recorded))
		if len(events) == limit {
			break
		}
	}
	return events, nil
}
