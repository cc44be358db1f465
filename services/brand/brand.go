// Package brand knows the perfume houses of the marketplace (stream
// "brand-<id>").
package brand

import "github.com/sensasiwangi/sambatan/internal/id"

// Event is something that happened to a brand (stream "brand-<id>").
//
//sumtype:decl
type Event interface{ isEvent() }

// Registered means that a perfume house joined the marketplace.
type Registered struct {
	Brand id.ID  `json:"brand"`
	Name  string `json:"name"`
	City  string `json:"city"`
	Story string `json:"story"`
	Owner id.ID  `json:"owner"` // user
}

func (Registered) isEvent() {}

// House is a brand, as it is now. Its zero value stands for none.
type House struct {
	ID    id.ID
	Name  string
	Owner id.ID // user
}

func evolve(h House, event Event) House {
	switch e := event.(type) { //nolint:gocritic // a second one must not be forgotten here
	case Registered:
		return House{ID: e.Brand, Name: e.Name, Owner: e.Owner}
	}
	return h
}
