package product

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// Refusals.
var (
	ErrListed     = errors.New("the product is listed already")
	ErrNotListed  = errors.New("no such product")
	ErrIncomplete = errors.New("id, brand, tab, name and kind are required")
	ErrBadNumber  = errors.New("price and stock can't be negative")
	ErrNoCommand  = errors.New("no such command")
)

// Command asks a product to change.
//
//sumtype:decl
type Command interface{ isCommand() }

// List shows a product in the marketplace.
type List struct {
	Product     id.ID
	Brand       id.ID
	Tab         Tab
	Name        string
	Kind        string
	Summary     string
	Description string
	Price       money.Rupiah // of one piece from stock; 0: only by sambatan
	Stock       int
	Art         string
	Notes       []Note
	Facts       []Fact
}

// Withdraw takes a product out of the marketplace.
type Withdraw struct{}

func (List) isCommand()     {}
func (Withdraw) isCommand() {}

// Decider holds the rules of products.
var Decider = eventstore.Decider[Product, Command, Event]{
	Initial: func() Product { return Product{} },
	Decide:  decide,
	Evolve:  evolve,
}

func decide(p Product, command Command, _ time.Time) ([]Event, error) {
	switch c := command.(type) {
	case List:
		return p.list(c)
	case Withdraw:
		return p.withdraw()
	}
	return nil, fmt.Errorf("%T: %w", command, ErrNoCommand)
}

func (p Product) list(c List) ([]Event, error) {
	event := Listed(c)
	event.Name, event.Kind = strings.TrimSpace(c.Name), strings.TrimSpace(c.Kind)
	switch {
	case !p.ID.IsZero():
		return nil, ErrListed
	case event.Product.IsZero() || event.Brand.IsZero() || !event.Tab.Known() || event.Name == "" || event.Kind == "":
		return nil, ErrIncomplete
	case event.Price < 0 || event.Stock < 0:
		return nil, ErrBadNumber
	}
	return []Event{event}, nil
}

func (p Product) withdraw() ([]Event, error) {
	switch {
	case p.ID.IsZero():
		return nil, ErrNotListed
	case p.Withdrawn:
		return nil, nil
	}
	return []Event{Withdrawn{Product: p.ID}}, nil
}
