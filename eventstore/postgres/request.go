package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"hash"
	"reflect"
	"slices"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// request is a command or an append on its way through the appender.
type request struct {
	ctx         context.Context // the caller's: when it ended before the request was taken, nothing happens
	stream      eventstore.StreamID
	meta        eventstore.Meta
	fingerprint []byte

	rules eventstore.Rules // nil: an append
	body  any

	expected eventstore.Version
	events   []eventstore.NewEvent

	done chan outcome
}

// outcome answers a request.
type outcome struct {
	result eventstore.Result
	err    error
}

// maxName bounds stream names and actors, far below what an index takes.
const maxName = 255

// Execute decides a command and records what it makes happen: see
// [eventstore.Log]. When ctx ends while the command is being executed, whether
// it was recorded shows when it is sent again under the same id.
func (s *Store) Execute(ctx context.Context, command eventstore.Command) (eventstore.Result, error) {
	if command.Rules == nil || !reflect.TypeOf(command.Rules).Comparable() {
		return eventstore.Result{}, fmt.Errorf("execute %T: its rules must be a comparable value, as an Aggregate's are", command.Body)
	}
	canonical, err := command.Canonical()
	if err != nil {
		return eventstore.Result{}, err
	}
	if err := eventstore.CheckInput(canonical); err != nil {
		return eventstore.Result{}, err
	}
	return s.submit(ctx, canonical, &request{
		stream: command.Stream, meta: command.Meta, rules: command.Rules, body: command.Body,
	})
}

// Append records events without a decider: see [eventstore.Log].
func (s *Store) Append(ctx context.Context, stream eventstore.StreamID, expected eventstore.Version, events []eventstore.NewEvent, meta eventstore.Meta) (eventstore.Result, error) {
	if len(events) == 0 {
		return eventstore.Result{}, &eventstore.InvalidInputError{Reason: "nothing to append"}
	}
	if err := checkEvents(events); err != nil {
		return eventstore.Result{}, err
	}
	canonical := fmt.Appendf(nil, "%s\nappend at %d\n", stream, expected)
	for _, event := range events {
		canonical = fmt.Appendf(canonical, "%s %d %s\n", event.Type, len(event.Data), event.Data)
	}
	return s.submit(ctx, canonical, &request{
		stream: stream, meta: meta, expected: expected, events: slices.Clone(events),
	})
}

// submit finishes the request in the caller's own time and waits for its answer.
func (s *Store) submit(ctx context.Context, canonical []byte, r *request) (eventstore.Result, error) {
	if err := checkRequest(r); err != nil {
		return eventstore.Result{}, err
	}
	r.fingerprint = s.fingerprint(canonical)
	r.ctx, r.done = ctx, make(chan outcome, 1)
	if err := s.queue.push(r); err != nil {
		return eventstore.Result{}, err
	}
	select {
	case answer := <-r.done:
		return answer.result, answer.err
	case <-ctx.Done():
		return eventstore.Result{}, ctx.Err()
	}
}

func (s *Store) fingerprint(canonical []byte) []byte {
	mac := s.macs.Get().(hash.Hash)
	defer s.macs.Put(mac)
	mac.Reset()
	mac.Write(canonical)
	return mac.Sum(nil)
}

// checkRequest refuses what would make the whole batch fail, and fills in the
// defaults of the command's context.
func checkRequest(r *request) error {
	if r.meta.CommandID == (eventstore.UUID{}) {
		return &eventstore.InvalidInputError{Reason: "the command has no id"}
	}
	if err := checkName("stream", string(r.stream)); err != nil {
		return err
	}
	if err := checkName("actor", r.meta.Actor); err != nil && r.meta.Actor != "" {
		return err
	}
	if r.meta.CorrelationID == (eventstore.UUID{}) {
		r.meta.CorrelationID = r.meta.CommandID
	}
	if r.meta.CausationID == (eventstore.UUID{}) {
		r.meta.CausationID = r.meta.CommandID
	}
	if r.meta.Metadata == nil {
		r.meta.Metadata = []byte("{}")
		return nil
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(r.meta.Metadata, &object); err != nil || object == nil {
		return &eventstore.InvalidInputError{Reason: "metadata is not a JSON object"}
	}
	return eventstore.CheckInput(r.meta.Metadata)
}

func checkName(what, name string) error {
	if name == "" || len(name) > maxName {
		return &eventstore.InvalidInputError{Reason: fmt.Sprintf("%s of %d bytes", what, len(name))}
	}
	return eventstore.CheckInput([]byte(name))
}

func checkEvents(events []eventstore.NewEvent) error {
	for _, event := range events {
		if err := checkName("event type", event.Type); err != nil {
			return err
		}
	}
	return eventstore.CheckEvents(events)
}
