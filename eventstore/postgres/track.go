package postgres

import (
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// track follows one stream through a batch.
type track struct {
	*state
	// spoiled: the value can't be relied on, because a command failed after it
	// may have changed it, or because events were appended past the rules.
	spoiled bool
	// broken: the stream's history can't be folded; its commands fail with this.
	broken error
	// behind: there may be more events than were read.
	behind bool
	logger *slog.Logger
}

// newTrack uses a cached state if the request's rules can go on with it.
func newTrack(cached *state, r *request, logger *slog.Logger) *track {
	if cached != nil && (r.rules == nil || r.rules == cached.rules) {
		return &track{state: cached, logger: logger}
	}
	t := &track{state: &state{stream: r.stream, rules: r.rules}, logger: logger}
	t.restart()
	return t
}

// restart goes back to before the stream's first event.
func (t *track) restart() {
	t.version, t.spoiled, t.broken, t.behind = 0, false, nil, true
	if t.rules != nil {
		t.value = t.rules.Initial()
	}
}

// fold takes in the stream's next event.
func (t *track) fold(recorded eventstore.Recorded) {
	if t.broken == nil && recorded.Version != t.version+1 {
		t.broken = fmt.Errorf("%s follows version %d", &recorded, t.version)
	}
	t.version = recorded.Version
	if t.rules == nil || t.broken != nil || t.spoiled {
		return
	}
	defer t.catch(&t.broken)
	t.value, t.broken = t.rules.Evolve(t.value, recorded)
}

// decide returns the events of a request, or why there are none.
func (t *track) decide(r *request, now time.Time) (events []eventstore.NewEvent, err error) {
	if r.rules == nil {
		return t.append(r)
	}
	if t.broken != nil {
		return nil, t.broken
	}
	defer t.catch(&err)
	events, next, err := r.rules.Decide(t.value, r.body, now)
	if err != nil {
		return nil, err
	}
	if err := eventstore.CheckDecision(events); err != nil {
		t.spoiled = true // it has these events in it already
		return nil, err
	}
	t.value = next
	return events, nil
}

func (t *track) append(r *request) ([]eventstore.NewEvent, error) {
	if r.expected != t.version {
		return nil, &eventstore.VersionError{Stream: t.stream, Expected: r.expected, Actual: t.version}
	}
	t.spoiled = t.rules != nil
	return r.events, nil
}

// catch keeps the panic of one command from everybody else. The panic's value
// may hold personal data, so that only its type is told.
func (t *track) catch(err *error) {
	if v := recover(); v != nil {
		t.spoiled = true
		t.logger.Error("deciding a command panicked", "stream", t.stream,
			"panic", fmt.Sprintf("%T", v), "stack", string(debug.Stack()))
		*err = fmt.Errorf("%s: %w", t.stream, eventstore.ErrPanicked)
	}
}
