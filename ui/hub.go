package ui

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v3"
)

// A live view shows everybody the same, so it is painted once for all who watch
// it: two thousand watchers cost one query a change. A message holds the whole
// state, no deltas: one that is lost or repeated does no harm.
const (
	// coalesce bounds how often a view is repainted, however fast events come.
	coalesce = 250 * time.Millisecond
	// refresh repaints without a change: clocks move, and a signal may be lost.
	refresh = 15 * time.Second
	// paintLimit bounds one query and rendering.
	paintLimit = 5 * time.Second
)

// How many streams one visitor and one address may hold open. A stream whose page was left is noticed
// at its next heartbeat, so somebody who turns pages quickly seems to hold two for each of the last 15 s.
const (
	streamsPerVisitor = 48
	streamsPerAddress = 3000
)

// liveView is something that streams show.
type liveView struct {
	key   string // views with the same key show the same
	topic string // says when it has changed
	// paint renders the present state; last tells that it will never change again.
	paint func(ctx context.Context) (body []byte, last bool, err error)
}

// outdates paints nothing but that a page does not show the present state any more, which
// is the last that it is told. look tells whether that is so, and whether it ever can be.
func outdates(say func(changed bool) templ.Component, look func(ctx context.Context) (changed, moves bool, err error)) func(context.Context) ([]byte, bool, error) {
	return func(ctx context.Context) ([]byte, bool, error) {
		changed, moves, err := look(ctx)
		if err != nil {
			return nil, false, err
		}
		var body bytes.Buffer
		err = say(changed).Render(ctx, &body)
		return body.Bytes(), changed || !moves, err
	}
}

// picture paints within the limit. A panic is an error of this view's: no request is
// around it that would catch it, and it must not end the process for everybody else.
func (v liveView) picture(ctx context.Context) (body []byte, last bool, err error) {
	ctx, stop := context.WithTimeout(ctx, paintLimit)
	defer stop()
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return v.paint(ctx)
}

// frame is one picture of a view.
type frame struct {
	number int // from 1
	body   []byte
	last   bool
}

// hub holds the views that are watched in this process.
type hub struct {
	topics Topics

	mu       sync.Mutex
	shows    map[string]*show
	sitting  int
	visitors map[string]int // open streams by visitor and by address
}

func newHub(topics Topics) *hub {
	return &hub{topics: topics, shows: map[string]*show{}, visitors: map[string]int{}}
}

// watching counts the open streams.
func (h *hub) watching() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.sitting
}

// sit gives a visitor a seat at a view. The error is 429 when the visitor, or
// the address, has too many.
func (h *hub) sit(shown liveView, visitor, address string) (*seat, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	address = "address " + address
	if h.visitors[visitor] >= streamsPerVisitor || address != "address " && h.visitors[address] >= streamsPerAddress {
		return nil, fiber.ErrTooManyRequests
	}
	open := h.shows[shown.key]
	if open == nil {
		ctx, stop := context.WithCancel(context.Background())
		open = &show{stop: stop, changed: make(chan struct{})}
		h.shows[shown.key] = open
		go open.run(ctx, shown, h.topics)
	}
	open.seats++
	h.sitting++
	h.visitors[visitor]++
	h.visitors[address]++
	return &seat{show: open, leave: sync.OnceFunc(func() { h.stand(shown.key, open, visitor, address) })}, nil
}

func (h *hub) stand(key string, open *show, names ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.sitting--
	for _, name := range names {
		if h.visitors[name]--; h.visitors[name] <= 0 {
			delete(h.visitors, name)
		}
	}
	if open.seats--; open.seats == 0 {
		open.stop()
		delete(h.shows, key)
	}
}

// seat is one stream's place at a view. leave must be called once it is over.
type seat struct {
	*show
	leave func()
}

// show paints one view while anybody watches it.
type show struct {
	seats int // of the hub's lock
	stop  context.CancelFunc

	mu      sync.Mutex
	newest  frame
	failed  error         // why there is no picture at all
	changed chan struct{} // closed when newest or failed changes
}

// painted is closed once there is a picture, or a reason why not.
func (s *show) painted() <-chan struct{} { return s.after(frame{}) }

// after is closed once there is a newer picture than one that was seen.
func (s *show) after(seen frame) <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.newest.number > seen.number || s.newest.number == 0 && s.failed != nil {
		return closed
	}
	return s.changed
}

func (s *show) frame() (frame, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.newest.number == 0 {
		return frame{}, s.failed
	}
	return s.newest, nil
}

var closed = func() <-chan struct{} { c := make(chan struct{}); close(c); return c }()

// run repaints when the topic has changed, and now and then.
func (s *show) run(ctx context.Context, shown liveView, topics Topics) {
	changed, stop := topics.Subscribe(shown.topic)
	defer stop()
	again := time.NewTicker(refresh)
	defer again.Stop()
	for {
		s.repaint(ctx, shown)
		select {
		case <-ctx.Done():
			return
		case <-time.After(coalesce):
		}
		select {
		case <-ctx.Done():
			return
		case <-changed:
		case <-again.C:
		}
	}
}

// repaint hands out a new picture unless it is the old one. A failure leaves
// the old one up; it is logged once the view had been fine.
func (s *show) repaint(ctx context.Context, shown liveView) {
	body, last, err := shown.picture(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case err != nil && s.newest.number > 0:
		if ctx.Err() == nil {
			slog.ErrorContext(ctx, "a live view could not be repainted", "topic", shown.topic, "error", err)
		}
		return
	case err != nil:
		s.failed = err
	case bytes.Equal(body, s.newest.body):
		return
	default:
		s.newest = frame{s.newest.number + 1, body, last}
	}
	close(s.changed)
	s.changed = make(chan struct{})
}
