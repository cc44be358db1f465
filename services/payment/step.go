package payment

import (
	"context"
	"fmt"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
)

// Step is one command of a process manager, and what follows when the command
// is refused.
type Step struct {
	Command eventstore.Command
	// Readdress returns the command as it is to be given, where only the log knows which stream it is for. nil: as it is.
	Readdress func(ctx context.Context) (eventstore.Command, error)
	// OnRefusal returns the steps to take instead, and whether the error was a
	// refusal that the process reckons with. nil: it reckons with none.
	OnRefusal func(err error) (instead []Step, ok bool)
}

// Stream that the step's command is for, as far as that is known before it is run.
func (s Step) Stream() eventstore.StreamID { return s.Command.Stream }

// Run executes a step and, when it is refused as the process reckons with, the
// steps instead. Any other error comes back; the step may then be run again.
// The result is that of the step's own command, zero when it was refused.
func (s Step) Run(ctx context.Context, log eventstore.Log) (eventstore.Result, error) {
	command := s.Command
	if s.Readdress != nil {
		var err error
		if command, err = s.Readdress(ctx); err != nil {
			return eventstore.Result{}, fmt.Errorf("find the stream of %T: %w", s.Command.Body, err)
		}
	}
	result, err := log.Execute(ctx, command)
	if err == nil {
		return result, nil
	}
	failed := fmt.Errorf("%T to %s: %w", command.Body, command.Stream, err)
	if s.OnRefusal == nil {
		return eventstore.Result{}, failed
	}
	instead, ok := s.OnRefusal(err)
	if !ok {
		return eventstore.Result{}, failed
	}
	for _, step := range instead {
		if _, err := step.Run(ctx, log); err != nil {
			return eventstore.Result{}, fmt.Errorf("instead of %T: %w", s.Command.Body, err)
		}
	}
	return eventstore.Result{}, nil
}

// cause is the event that a step follows from.
type cause struct{ *eventstore.Recorded }

// meta derives the command id from the event and the step's name, which must
// never change: it is what makes a repeated delivery harmless.
func (c cause) meta(step string) eventstore.Meta {
	return eventstore.Meta{
		CommandID:     id.Derive(c.EventID, step),
		CorrelationID: c.CorrelationID,
		CausationID:   c.EventID,
		Actor:         Actor,
	}
}
