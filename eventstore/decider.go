package eventstore

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// Decider is the rules of one kind of stream as pure functions.
//
// S is the state, C the sealed interface of commands, E that of events.
type Decider[S, C, E any] struct {
	// Initial is the state before the first event.
	Initial func() S
	// Decide returns what the command makes happen, or why it is refused. No
	// events and no error means that there is nothing left to do. now is the
	// log's own clock, read under its lock: it never runs backwards, and the
	// events carry it as RecordedAt. Decide must not change the state.
	Decide func(state S, command C, now time.Time) ([]E, error)
	// Evolve folds one event into the state and can't fail. It may reuse the
	// state that it is given; the caller must not use that one again.
	Evolve func(state S, event E) S
}

// Fold replays events onto the initial state.
func (d Decider[S, C, E]) Fold(events ...E) S {
	state := d.Initial()
	for _, event := range events {
		state = d.Evolve(state, event)
	}
	return state
}

// Aggregate binds a decider to a stream category and to its codec.
type Aggregate[S, C, E any] struct {
	category string
	decider  Decider[S, C, E]
	codec    *Codec[E]
}

// NewAggregate binds a decider to its streams' category and codec.
func NewAggregate[S, C, E any](category string, decider Decider[S, C, E], codec *Codec[E]) *Aggregate[S, C, E] {
	return &Aggregate[S, C, E]{category: category, decider: decider, codec: codec}
}

// Category of the streams that this aggregate decides.
func (a *Aggregate[S, C, E]) Category() string { return a.category }

// Stream names the stream of one instance.
func (a *Aggregate[S, C, E]) Stream(identity string) StreamID {
	return NewStreamID(a.category, identity)
}

// Command makes the command ready for Log.Execute. identity is the instance's,
// without the category.
func (a *Aggregate[S, C, E]) Command(identity string, command C, meta Meta) Command {
	return Command{Stream: a.Stream(identity), Meta: meta, Body: command, Rules: rules[S, C, E]{a}}
}

// Codec of the aggregate's events.
func (a *Aggregate[S, C, E]) Codec() *Codec[E] { return a.codec }

// Command is one request to one stream, with its rules bound to it.
type Command struct {
	Stream StreamID
	Meta   Meta
	Body   any
	Rules  Rules
}

// Canonical returns the bytes that the command's fingerprint is made of: its
// stream, its Go type's name and its JSON. Personal data must be sealed with
// [Seal], which is deterministic, so that a retry has the same fingerprint.
func (c Command) Canonical() ([]byte, error) {
	canonical := bytes.NewBuffer(make([]byte, 0, 1024))
	fmt.Fprintf(canonical, "%s\n%T\n", c.Stream, c.Body)
	if err := json.NewEncoder(canonical).Encode(c.Body); err != nil {
		return nil, fmt.Errorf("encode command %T: %w", c.Body, err)
	}
	return bytes.TrimSuffix(canonical.Bytes(), []byte("\n")), nil // Encode writes a line
}

// Rules is a decider without its type parameters, as a Log uses it. States are
// opaque to the log.
type Rules interface {
	// Initial state of a stream without events.
	Initial() any
	// Decide returns the encoded events of a command and the state after them.
	// state must not be used again once events were returned.
	Decide(state, command any, now time.Time) ([]NewEvent, any, error)
	// Evolve folds a recorded event into the state: its type and data are given,
	// and where it stands.
	Evolve(state any, event Recorded) (any, error)
}

type rules[S, C, E any] struct{ *Aggregate[S, C, E] }

func (r rules[S, C, E]) Initial() any { return r.decider.Initial() }

func (r rules[S, C, E]) Decide(state, command any, now time.Time) ([]NewEvent, any, error) {
	events, err := r.decider.Decide(state.(S), command.(C), now)
	if err != nil {
		return nil, state, err
	}
	if err := checkCount(len(events)); err != nil { // before the work of encoding them
		return nil, state, err
	}
	encoded := make([]NewEvent, len(events))
	for i, event := range events {
		if encoded[i], err = r.codec.Encode(event); err != nil {
			return nil, state, err
		}
	}
	next := state.(S)
	for _, event := range events {
		next = r.decider.Evolve(next, event)
	}
	return encoded, next, nil
}

func (r rules[S, C, E]) Evolve(state any, recorded Recorded) (any, error) {
	event, err := r.codec.Decode(recorded)
	if err != nil {
		return state, err
	}
	return r.decider.Evolve(state.(S), event), nil
}
