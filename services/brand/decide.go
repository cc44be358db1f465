package brand

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
)

// Refusals.
var (
	ErrRegistered = errors.New("the brand is registered already")
	ErrIncomplete = errors.New("id, name, city and owner are required")
	ErrNoCommand  = errors.New("no such command")
)

// Command asks a brand to change.
//
//sumtype:decl
type Command interface{ isCommand() }

// Register lets a perfume house join the marketplace.
type Register struct {
	Brand id.ID
	Name  string
	City  string
	Story string
	Owner id.ID // user
}

func (Register) isCommand() {}

// Decider holds the rules of brands.
var Decider = eventstore.Decider[House, Command, Event]{
	Initial: func() House { return House{} },
	Decide:  decide,
	Evolve:  evolve,
}

func decide(h House, command Command, _ time.Time) ([]Event, error) {
	switch c := command.(type) { //nolint:gocritic // a second one must not be forgotten here
	case Register:
		return h.register(c)
	}
	return nil, fmt.Errorf("%T: %w", command, ErrNoCommand)
}

func (h House) register(c Register) ([]Event, error) {
	event := Registered{
		Brand: c.Brand, Owner: c.Owner,
		Name: strings.TrimSpace(c.Name), City: strings.TrimSpace(c.City), Story: strings.TrimSpace(c.Story),
	}
	switch {
	case !h.ID.IsZero():
		return nil, ErrRegistered
	case event.Brand.IsZero() || event.Owner.IsZero() || event.Name == "" || event.City == "":
		return nil, ErrIncomplete
	}
	return []Event{event}, nil
}
