package reactor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// Reactor acts on events.
type Reactor struct {
	// Name of its cursor; renaming it begins again at the first event.
	Name string
	// Money tells that it moves money: on an event that it can't handle it stops
	// and says so, instead of parking the event's lane.
	Money bool
	// Wants tells which types of events it handles. Zero: all.
	Wants func(eventType string) bool
	// Key names what the reaction to an event is about. Events with the same key
	// share a lane, whatever streams they are of: they are handled one at a time
	// and in the order of the log. Events with different keys may overtake each
	// other, even those of one stream: give a Key only where their order makes no
	// difference. "" stands for the event's stream; it is a lane like any other,
	// and neither waits for the stream's keys nor holds them up. At an event that
	// can't be decoded, and so may have any key, the reactor stops.
	// It must not change while events are parked. Zero: the stream, always.
	Key func(body any, recorded eventstore.Recorded) string
	// Plan tells what an event leads to, which Handle is given in the place of its
	// body; nil: nothing, and Handle is not called. It has to be pure and quick: where
	// there is a Key, it is asked once an event is there, ahead of its turn, and an
	// event that leads nowhere waits for none. Zero: Handle is given every event.
	Plan func(body any, recorded eventstore.Recorded) any
	// Handle acts on one event, whose body is decoded. It may be called again
	// for the same event, and for several lanes at once.
	Handle Handler
}

// Handler acts on one event.
type Handler func(ctx context.Context, body any, recorded eventstore.Recorded) error

// Step is one command of a process manager, which knows what to do when it is
// refused. Its command id is derived from the event.
type Step interface {
	// Stream that the command is for.
	Stream() eventstore.StreamID
	Run(ctx context.Context, log eventstore.Log) (eventstore.Result, error)
}

// Managed completes the reactor of a process manager: it executes the steps that an
// event leads to, those for one stream in order, up to the first that fails; those for
// several streams side by side, so that they share a batch of the log. What was
// executed before a failure is not executed twice, because the log knows the command
// ids. An event that leads to none goes no further.
func Managed[S Step](r Reactor, log eventstore.Log, react func(body any, recorded eventstore.Recorded) []S) Reactor {
	r.Plan = func(body any, recorded eventstore.Recorded) any {
		if steps := react(body, recorded); len(steps) > 0 {
			return steps
		}
		return nil
	}
	r.Handle = func(ctx context.Context, plan any, _ eventstore.Recorded) error {
		return sideBySide(byStream(plan.([]S)), func(steps []S) error {
			for _, step := range steps {
				if _, err := step.Run(ctx, log); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return r
}

// byStream splits steps by what they are for; those for one stream stay in order.
func byStream[S Step](steps []S) [][]S {
	split := make([][]S, 0, len(steps))
	for _, step := range steps {
		same := func(group []S) bool { return group[0].Stream() == step.Stream() }
		if i := slices.IndexFunc(split, same); i >= 0 {
			split[i] = append(split[i], step)
			continue
		}
		split = append(split, []S{step})
	}
	return split
}

// sideBySide does all of it, and returns everything that failed. A panic is one's own.
func sideBySide[T any](all []T, do func(T) error) error {
	var group sync.WaitGroup
	errs := make([]error, len(all))
	for i, one := range all[1:] {
		group.Go(func() {
			defer func() {
				if cause := recover(); cause != nil {
					errs[i+1] = fmt.Errorf("panic: %T", cause)
				}
			}()
			errs[i+1] = do(one)
		})
	}
	defer group.Wait() // where the first one panics
	errs[0] = do(all[0])
	group.Wait()
	return errors.Join(errs...)
}
