package acks_test

import (
	"context"
	"errors"
	"iter"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// doubled is a log that holds every join twice, which no log of ours can.
type doubled struct{ eventstore.Reader }

func (d doubled) All(ctx context.Context, from eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for recorded, err := range d.Reader.All(ctx, from) {
			if !yield(recorded, err) {
				return
			}
			if recorded.Type == "sambatan.slots_held.v1" && !yield(recorded, err) {
				return
			}
		}
	}
}

// failing is a log that can't be read.
type failing struct{ eventstore.Reader }

var errUnreadable = errors.New("the disk is gone")

func (failing) All(context.Context, eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) { yield(eventstore.Recorded{}, errUnreadable) }
}
